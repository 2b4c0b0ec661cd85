"""Markdown: tables as grids with every character in its place, text as lines, and fixes in cells."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint_pbt.errors import ReadError
from lint_pbt.limits import Limits
from lint_pbt.model.document import Place
from lint_pbt.model.sheet import GridSheet, LineSheet, Source
from lint_pbt.readers import read
from lint_pbt.readers.marks import plain
from tests.drawing import examples
from tests.places import TESTS
from tests.unit.edits.fix.test_fix import UNSAFE, fix
from tests.unit.readers.documents import shown

INLINE = (TESTS / "inline" / "education.txt").read_text("utf-8")


def of(text: str) -> Source:
    return read("表.md", text.encode())


def said(text: str) -> str:
    return plain(text, Place(1))[0]


def test_tables_and_the_lines_between_them() -> None:
    source = of("# 标题\n\n单位：元\n\n| 甲 | 乙 |\n|:--|--:|\n| 丙 | |\n| | 丁 |\n\n说明\n戊 | 己\n---|---\n庚|辛\n")
    assert shown(source) == [
        "标题", "", "单位：元", "", [["甲", "乙"], ["丙", ""], ["", "丁"]], "", "说明", [["戊", "己"], ["庚", "辛"]],
    ]  # fmt: skip
    lines, first, _, second = source.sheets
    assert isinstance(lines, LineSheet) and isinstance(first, GridSheet) and isinstance(second, GridSheet)
    assert [line.place for line in lines.lines if line.text] == [Place(1, 3), Place(3)]
    assert first.rows[2][1].place() == Place(8, 5, cell="第1个表第3行第2列")
    assert second.rows[1][1].place() == Place(13, 3, cell="第2个表第2行第2列")
    assert source.encoding == "UTF-8"


@pytest.mark.parametrize(
    "text",
    [
        "甲 | 乙\n丙 | 丁\n",  # no line of dashes
        "| 甲 | 乙 |\n|---|\n",  # not as many columns
        "说明\n---\n",  # a heading
        "a | b\n",
        INLINE,
    ],
)
def test_without_a_table_it_is_plain_text(text: str) -> None:
    assert of(text).sheets == read("表.txt", text.encode()).sheets


def test_dashes_of_other_columns_than_the_rows_still_head_a_table() -> None:
    rows = [["甲", "乙", "丙"], ["丁", "戊", "己"]]
    for dashes in ("|---|---|", "|---|---|---|---|", "---|---"):
        assert shown(of(f"| 甲 | 乙 | 丙 |\n{dashes}\n| 丁 | 戊 | 己 |\n")) == [rows]
    assert shown(of("| 甲 | 乙 | 丙 |\n|---|---|\n| 丁 | 戊 |\n"))[0] == "| 甲 | 乙 | 丙 |"


def test_a_plain_text_with_such_a_table_reads_the_same() -> None:
    text = "某县2025年项目支出绩效目标表\n\n| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |\n"
    assert read("表.txt", text.encode()).sheets == of(text).sheets


def test_tables_in_lists_quotations_and_of_uneven_rows() -> None:
    assert shown(of("> | 甲 | 乙 |\n> |---|---|\n> | 丙 |\n> | 丁 | 戊 | 己 |\n")) == [
        [["甲", "乙"], ["丙"], ["丁", "戊", "己"]]
    ]
    assert shown(of("甲\r\n\r\n|乙|\r\n|-|\r\n|丙|\r\n")) == ["甲", "", [["乙"], ["丙"]]]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r" 甲\|乙 ", "甲|乙"),
        ("甲<br>乙<BR />丙", "甲\n乙\n丙"),
        ("**甲**", "甲"),
        ("达到**95%**以上", "达到95%以上"),
        ("`≥95%`", "≥95%"),
        ("*甲* _乙_ ~~丙~~ __丁__", "甲 乙  丁"),
        ("<del>甲**乙**</del>丙<s>丁</S>", "丙"),
        ("<s>甲", "<s>甲"),
        ("**`甲`**", "甲"),
        ("5*8小时*7", "5*8小时*7"),
        ("2*3*4", "2*3*4"),
        ("snake_case_name", "snake_case_name"),
        ("* 甲", "* 甲"),
        ("甲*", "甲*"),
        ("****", "****"),
        ("`a*b*c`", "a*b*c"),
        (r"\*甲\*", "*甲*"),
        ("&ge;95&#37; &nosuch; &", "≥95% &nosuch; &"),
        ("<br>甲<br/>", "甲"),
        (r"C:\目录", r"C:\目录"),
        ("", ""),
        ("<br>", ""),
    ],
)
def test_marks(source: str, text: str) -> None:
    assert said(source) == text


@settings(max_examples=examples(200))
@given(st.text(st.sampled_from("甲乙5 %*_`~\\<&"), max_size=12), st.integers(0, 3))
def test_each_character_stands_where_its_place_says(text: str, repeats: int) -> None:
    text = text + "<br>**甲**&ge;" * repeats
    found, place, seams, _ = plain(text, Place(7, 3))
    for offset, character in enumerate(found):
        start, at = max([(0, place), *(seam for seam in seams if seam[0] <= offset)])
        assert at.line == 7
        there = text[at.column - 3 + offset - start :]
        assert there.startswith({"\n": "<br>", "≥": "&ge;"}.get(character, character))


def test_html_tables_within() -> None:
    source = of("前\n\n<table>\n<tr><td>甲</td><td>乙</td></tr>\n</table>\n\n| 丙 | 丁 |\n|--|--|\n后 <b>x</b>\n")
    assert shown(source) == ["前", "", [["甲", "乙"]], [["丙", "丁"]], "后 <b>x</b>"]
    grids = [sheet for sheet in source.sheets if isinstance(sheet, GridSheet)]
    assert grids[0].rows[0][1].place() == Place(4, cell="第1个表第1行第2列")
    assert grids[1].rows[0][1].place() == Place(7, 7, cell="第2个表第1行第2列")


def test_a_file_that_begins_with_a_table_in_html() -> None:
    assert shown(of("<table><tr><td>甲</td><td>己</td></tr></table>\n\n|乙|丙|\n|-|-|\n|丁|戊|\n")) == [
        [["甲", "己"]],
        [["乙", "丙"], ["丁", "戊"]],
    ]


TABLE = """# 项目支出绩效目标表

| 项目名称 | 绩效目标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 |
|:---|---|:--:|---|---|---:|
| **读书经费** | 办活动，<br>好 | 产出指标 | 数量指标 | 读书场次 | {visits} |
| | | 产出指标 | 质量指标 | 完好\\|率 | {rate} |
| | | 满意度指标 | 服务对象满意度指标 | `读者`满意度 | {happy} |
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_fixes_in_cells(tmp_path: Path, end: str, codec: str) -> None:
    def written(**values: str) -> bytes:
        return TABLE.format(**values).replace("\n", end).encode(codec)

    path = tmp_path / "表.md"
    path.write_bytes(written(visits="标准：２０<br>场", rate="**≥ ９５%**", happy="=>**９０%**"))
    fix(path, UNSAFE)
    assert path.read_bytes() == written(visits="20<br>场", rate="**≥95%**", happy="≥**90%**")
    _, repair = fix(path, UNSAFE)
    assert not repair.places


def test_what_stands_for_another_character_is_not_rewritten(tmp_path: Path) -> None:
    path = tmp_path / "表.md"
    data = TABLE.format(visits="20场", rate="&gt;=95%", happy="&#65309;90%").encode()
    path.write_bytes(data)
    fix(path, UNSAFE)
    assert path.read_bytes() == data


def test_limits() -> None:
    text = "|甲|乙|\n|-|-|\n" + ("|丙|" + "丁" * 30 + "|\n") * 30
    for limits, words in (
        (Limits(rows=30), "行数"),
        (Limits(cells=50), "格数"),
        (Limits(cell_characters=29), "字数"),
    ):
        with pytest.raises(ReadError, match=f"{words}.*limits"):
            read("表.md", text.encode(), limits)
    with pytest.raises(ReadError, match="一层套一层"):
        of("<table><td>\n" * 100_000)


PIECES = [*"甲|-:\\\n\r\f<>`*&;# ", "<table>", "</table>", "<td>", "<br>", "\n|-|-|\n"]


@settings(max_examples=examples(200))
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(ReadError):
        assert of(text).sheets


def test_struck_text_is_gone_and_what_remains_keeps_its_place() -> None:
    source = of("说明~~旧~~新\n\n|指标|值|\n|-|-|\n|场次|~~≥10场~~ ≥12场|\n|~~经费~~|~~≤5&#x4e07;元~~|\n")
    lines, grid = source.sheets
    assert isinstance(lines, LineSheet) and isinstance(grid, GridSheet)
    assert lines.lines[0].text.split() == ["说明", "新"] and lines.lines[0].text.index("新") == 7
    assert [[cell.text for cell in row] for row in grid.rows] == [["指标", "值"], ["场次", "≥12场"], ["", ""]]
    assert grid.rows[1][1].place().column == 14
    [note] = source.notes
    assert "4 处" in note.message and "旧" in note.message
