"""Delimited text: separators, quotes and encodings, and where each cell stands in the file."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lint_pbt
from lint_pbt.errors import ReadError
from lint_pbt.limits import Limits
from lint_pbt.model.document import Place
from lint_pbt.model.sheet import Cell, GridSheet, LineSheet, Source, column_name
from lint_pbt.readers import read
from lint_pbt.readers.delimited import grid as grid_of
from lint_pbt.readers.separators import find_separator
from tests.drawing import examples

ROWS = [["项目名称", "三级指标", "指标值"], ["甲，乙", "培训人次", "≥3,000人次"], ["", "满意度", '"好"90%']]


def written(separator: str = ",", line_end: str = "\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=line_end).writerows(ROWS)
    return out.getvalue()


def grid(source: Source) -> list[list[str]]:
    [sheet] = source.sheets
    assert isinstance(sheet, GridSheet)
    return [[cell.text for cell in row] for row in sheet.rows]


def cells(text: str) -> dict[str | None, Cell]:
    [sheet] = read("表.csv", text.encode()).sheets
    assert isinstance(sheet, GridSheet)
    return {cell.place().cell: cell for row in sheet.rows for cell in row}


@pytest.mark.parametrize("separator", [",", "\t", ";", "|", "，"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends(separator: str, line_end: str) -> None:
    assert grid(read("表.csv", written(separator, line_end).encode())) == ROWS


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(codec: str) -> None:
    assert grid(read("表.csv", written().encode(codec))) == ROWS


def test_excel_may_name_its_separator() -> None:
    assert grid(read("表.csv", f"sep=;\n{written(';')}".encode())) == [["sep=", ""], *ROWS]


def test_commas_in_sentences_divide_nothing() -> None:
    prose = "为做好工作，特制定本表。\n一是培训，二是检查，三是宣传。\n完成了任务\n很好，不错\n"
    assert find_separator(prose.replace("，", ",") * 3 + "没有\n" * 20, "表.csv") is None
    [sheet] = read("表.csv", "没有分栏的文字。\n第二行。\n".encode()).sheets
    assert isinstance(sheet, LineSheet)


def test_tabs_win_over_commas_in_the_text() -> None:
    text = "项目\t指标\t值\n甲，一期,二期\t人次，每年\t≥3,000\n乙,丙\t次\t2,5\n"
    assert find_separator(text, "表.csv") == "\t"


def test_a_cell_knows_where_it_stands() -> None:
    found = cells('标题,,\r\n"甲,乙",丙,丁\r\n\r\n戊,"己\r\n庚 ""辛""",壬\r\n癸,,\r\n')
    assert found["A2"].place() == Place(2, 2, cell="A2")  # behind the quote
    assert found["B2"].place() == Place(2, 7, cell="B2")
    assert found["B4"].text == '己\n庚 "辛"'
    assert found["B4"].seams == ((2, Place(5, 1, cell="B4")), (5, Place(5, 5, cell="B4")), (7, Place(5, 8, cell="B4")))
    assert found["C4"].place() == Place(5, 10, cell="C4")
    assert found["A5"].place() == Place(6, 1, cell="A5")
    assert "A3" not in found  # a blank line is a row of its own, as a worksheet shows it


def test_ragged_rows_are_kept() -> None:
    assert grid(read("表.csv", "甲,乙,丙\n1\n1,2,3,4\n,,\n5,6,7\n".encode())) == [
        ["甲", "乙", "丙"], ["1"], ["1", "2", "3", "4"], ["", "", ""], ["5", "6", "7"],
    ]  # fmt: skip


def test_quotes_that_do_not_pair_up_are_read_as_they_stand() -> None:
    source = read("表.csv", '项目,指标,值\n"十四五"规划编制,编制份数,1份\n乙,丙,2份\n'.encode())
    assert grid(source)[1] == ['"十四五"规划编制', "编制份数", "1份"]
    [note] = source.notes
    assert note.place == Place(2)
    assert not note.unchecked
    [note] = read("表.csv", '项目,指标,值\n"甲,乙,1份\n丙,丁\n'.encode()).notes
    assert note.unchecked


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空的"),
        (b" \n\t\n", "空白"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧版 Office"),
        (b"a,b\n" + b"x" * 200_000 + b",y\n", "第 2 行.*超过"),
        (b"a,b\n" + b"x," * 20_000 + b"y\n", "列"),
        (bytes(range(256)) * 20, "不是文本|编码"),
    ],
)
def test_what_is_no_table_says_why(data: bytes, words: str) -> None:
    with pytest.raises(ReadError, match=words):
        read("表.csv", data)


def test_a_workbook_called_csv_says_so() -> None:
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(ReadError, match="工作簿里没有文字"):
        read("表.csv", book.getvalue())


def test_a_folder_holds_tables_too(tmp_path: Path) -> None:
    head = "项目名称,一级指标,二级指标,三级指标,指标值\n"
    (tmp_path / "甲.csv").write_text(head + "甲,产出指标,数量指标,培训人次,≥30人次\n", "utf-8")
    (tmp_path / "乙.tsv").write_text((head + "乙,产出指标,数量指标,培训人次,≥30人次\n").replace(",", "\t"), "gb18030")
    run = lint_pbt.lint([str(tmp_path)])
    assert [document.layout for document in run.documents] == ["grid", "grid"]
    assert not run.failures


def test_letters_of_columns() -> None:
    assert [column_name(index) for index in (0, 25, 26, 51, 52, 701, 702, 16_383)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD",
    ]  # fmt: skip


TEXT = st.text(st.sampled_from('甲乙丙1%,;"\n\r \t'), max_size=8)


def quoted(text: str, wanted: bool) -> str:
    """A cell as it is written, in quotes where it must be or is wanted to."""
    return '"' + text.replace('"', '""') + '"' if wanted or set(text) & set(',"\r\n') else text


CELL = st.tuples(TEXT, st.booleans())


@settings(max_examples=examples(200))
@given(st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=5), st.sampled_from(["\n", "\r\n", "\r"]))
def test_places_hold_what_was_written(cells: list[list[tuple[str, bool]]], line_end: str) -> None:
    rows = [[text for text, _ in row] for row in cells]
    text = "".join(",".join(quoted(*cell) for cell in row) + line_end for row in cells)
    sheet, notes = grid_of(text, ",")
    assert not notes
    read = [[cell.text for cell in row] for row in sheet.rows]
    assert read == [[re.sub(r"\r\n?", "\n", text).strip("\t") for text in row] for row in rows[: len(read)]]
    assert not any(text for row in rows[len(read) :] for text in row), "only blank rows at the end are left out"
    lines = re.split(r"\r\n?|\n", text)
    for cells_of_row in sheet.rows:
        for cell in cells_of_row:
            for offset, character in enumerate(cell.text):
                start, place = max([(0, cell.place()), *(seam for seam in cell.seams if seam[0] <= offset)])
                line = lines[place.line - 1]
                assert (line + "\n")[place.column - 1 + offset - start] == character


@settings(max_examples=examples(100))
@given(st.text(st.sampled_from('甲乙1,;|\t"\n\r\f，\x0b\x85\u2028'), max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        source = read("表.csv", text.encode())
    except ReadError:
        return
    for sheet in source.sheets:
        if isinstance(sheet, GridSheet):
            assert "".join(cell.text for row in sheet.rows for cell in row)


@pytest.mark.parametrize("path", ["表.txt", "-"])
def test_a_worksheet_copied_as_text(path: str) -> None:
    head = ["项目名称", "三级指标", "指标值", "备注"]
    for separator in "\t,":
        text = "".join(separator.join(row) + "\n" for row in [head, ["甲", "子", "1个", ""], ["", "丑", "2个", ""]])
        assert grid(read(path, text.encode()))[0] == head
        titles, notes = "某市2025年项目支出绩效目标表\n金额单位：万元\n", "\n填表人：某某\n"
        assert grid(read(path, (titles + text + notes).encode()))[2:4] == [head, ["甲", "子", "1个", ""]]
    some = "甲,乙,丙,丁\n" * 3
    prose = [
        "一是培训，二是检查。\n" + "项目 1,234.50 1,234.50\n" * 30,
        some + "一是培训。\n" * 2 + some,
        "一是。\n" * 9 + some,
    ]
    for text in prose:
        [sheet] = read(path, text.encode()).sheets
        assert isinstance(sheet, LineSheet)


HEAD = "项目名称,三级指标,指标值\n甲,子,1个\n"


@pytest.mark.parametrize("blank", ["\n", ",,\n", ",,,,,\n"])
def test_blank_rows_below_a_table_are_left_out(blank: str) -> None:
    assert len(grid(read("表.csv", (HEAD + blank * 250_000).encode()))) == 2
    with_more = read("表.csv", (HEAD + blank * 3 + "乙,丑,2个\n").encode())
    assert with_more.sheets[0].rows[-1][0].place() == Place(6, 1, cell="A6")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "limits", "words"),
    [
        (HEAD + "乙,丑,2个\n" * 20, Limits(rows=20), "行数.*20 行.*rows"),
        (HEAD + ",,\n" * 20 + "乙,丑,2个\n", Limits(rows=20), "行数"),
        (HEAD + "乙,丑,2个\n" * 20, Limits(cells=30), "格数.*cells"),
        (HEAD + "乙," + "丑" * 31 + ",2个\n", Limits(cell_characters=30), "第 3 行.*30 个字"),
        ("没有分栏\n" * 21, Limits(rows=2), "行数"),
    ],
)
def test_limits(text: str, limits: Limits, words: str) -> None:
    before = csv.field_size_limit()
    with pytest.raises(ReadError, match=words):
        read("表.csv", text.encode(), limits)
    assert csv.field_size_limit() == before


def test_a_longer_cell_where_the_limits_allow_it() -> None:
    text = HEAD + "乙," + "丑" * 200_000 + ",2个\n"
    assert grid(read("表.csv", text.encode(), Limits(cell_characters=300_000)))[2][1] == "丑" * 200_000


@pytest.mark.parametrize(
    "text",
    [HEAD + "甲" * 1_000_000, HEAD + "," * 1_000_000, HEAD + "乙,\x00,2个\n", '"' * 100_000, HEAD + '"a,b\n' * 50_000],
)
def test_hostile_text_ends_soon(text: str) -> None:
    with suppress(ReadError):
        read("表.csv", text.encode())


class TestProtectedFromExcel:
    """What programs put around text so that Excel does not take it for a number or a formula is no text."""

    @pytest.mark.parametrize(
        "text",
        [
            "甲\t,≥5%\t,3\t\n乙\t,是,是\t\n",
            '"甲\t","≥5%\t","3\t"\n"乙\t","是","是\t"\n',
            "\t甲,\t≥5%,\t3\n乙,\t是,\t是\n",
            "'甲,'≥5%,3\n'乙,是,'是\n",
            '="甲",="≥5%",="3"\n乙,="是",是\n',
            '"=""甲""","=""≥5%""",3\n乙,是,是\n',
        ],
    )
    def test_it_is_taken_off_and_places_hold(self, text: str) -> None:
        [sheet] = read("表.csv", text.encode()).sheets
        assert isinstance(sheet, GridSheet)
        assert [[cell.text for cell in row] for row in sheet.rows] == [["甲", "≥5%", "3"], ["乙", "是", "是"]]
        lines = text.split("\n")
        for cell in (cell for row in sheet.rows for cell in row):
            begin = cell.place().column - 1
            assert lines[cell.place().line - 1][begin : begin + len(cell.text)] == cell.text

    def test_words_in_quotes_and_columns_divided_by_tabs_stay(self) -> None:
        [sheet] = read("表.csv", "'甲'乙,=3,'\n1,2,3\n".encode()).sheets
        assert isinstance(sheet, GridSheet)
        assert [cell.text for cell in sheet.rows[0]] == ["'甲'乙", "=3", ""]
        [sheet] = read("表.txt", "甲\t乙，\t丙\t\n一\t二，\t三\t\n四\t五，\t六\t\n".encode()).sheets
        assert isinstance(sheet, GridSheet)
        assert [cell.text for cell in sheet.rows[0]][:3] == ["甲", "乙，", "丙"]
