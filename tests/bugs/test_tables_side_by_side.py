"""Tables of different columns in one file, cells on two lines, and rows that were passed over without a word."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from lint_pbt import lint, parse
from lint_pbt.model.document import Document
from lint_pbt.model.run import Run
from lint_pbt.readers.separators import sure_separator

FORM = [
    ["项目支出绩效目标表", "", "", ""],
    ["项目名称", "灯塔换灯", "", ""],
    ["年度目标", "换掉6座灯塔的旧灯，让夜航看得清。", "", ""],
    ["一级指标", "二级指标", "三级指标", "指标值"],
    ["产出指标", "数量指标", "换灯座数", "≥6座"],
    ["产出指标", "质量指标", "换灯验收合格率", "≥98%"],
    ["效益指标", "社会效益指标", "受益渔船艘数", "≥300艘"],
    ["满意度指标", "服务对象满意度指标", "渔民满意度", "≥92%"],
]
GRID = [
    ["项目名称", "年度绩效目标", "一级指标", "二级指标", "三级指标", "性质", "目标值", "计量单位"],
    ["码头护栏修补", "修补护栏800米。", "产出指标", "数量指标", "修补护栏长度", "≥", "800", "米"],
    ["", "", "产出指标", "质量指标", "护栏修补合格率", "≥", "97", "%"],
    ["", "", "效益指标", "社会效益指标", "落水事故起数", "≤", "1", "起"],
    ["", "", "满意度指标", "服务对象满意度指标", "旅客满意度", "≥", "90", "%"],
]
ENGLISH = {
    "一级指标": "一级指标\nLevel",
    "二级指标": "二级指标\nType",
    "三级指标": "三级指标\nName",
    "指标值": "指标值\nTarget",
}
BILINGUAL = [[ENGLISH.get(text, text) for text in row] for row in FORM]
TURNED = [*FORM[:3], *[list(column) for column in zip(*FORM[3:], strict=True)]]
NAMES = {"换灯座数", "换灯验收合格率", "受益渔船艘数", "渔民满意度"}
NAMES_OF_GRID = {"修补护栏长度", "护栏修补合格率", "落水事故起数", "旅客满意度"}


def beside(left: list[list[str]], right: list[list[str]]) -> list[list[str]]:
    """Two tables beside each other, as a worksheet holds them: an empty column between, every row as wide."""
    height, width, other_width = max(len(left), len(right)), max(map(len, left)) + 1, max(map(len, right))

    def padded(rows: list[list[str]], width: int) -> list[list[str]]:
        return [[*row, *[""] * (width - len(row))] for row in [*rows, *[[]] * (height - len(rows))]]

    return [one + other for one, other in zip(padded(left, width), padded(right, other_width), strict=True)]


def below(upper: list[list[str]], lower: list[list[str]]) -> list[list[str]]:
    return [*upper, [], *lower]


def as_html(rows: list[list[str]]) -> tuple[str, str]:
    cells = ("".join(f"<td>{text}</td>" for text in row) for row in rows)
    return "表.html", f"<meta charset=utf-8><table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def as_csv(rows: list[list[str]]) -> tuple[str, str]:
    return "表.csv", "\n".join(",".join(f'"{text}"' if "\n" in text else text for text in row) for row in rows)


def as_tabs(rows: list[list[str]]) -> tuple[str, str]:
    return "表.txt", "\n".join("\t".join(text.replace("\n", "") for text in row) for row in rows)


def read(rows: list[list[str]], way: object = as_csv) -> Document:
    assert callable(way)
    name, text = way(rows)
    return parse(text.encode(), name=name)


def names(document: Document) -> list[str]:
    return sorted(one.name.text for _, project in document.projects() for one in project.indicators)


@pytest.mark.parametrize(("upper", "way"), list(product([FORM, BILINGUAL, TURNED], [as_html, as_csv, as_tabs])))
def test_two_tables_of_different_columns(upper: list[list[str]], way: object) -> None:
    for rows in (beside(upper, GRID), beside(GRID, upper), below(upper, GRID), below(GRID, upper)):
        document = read(rows, way)
        assert names(document) == sorted(NAMES | NAMES_OF_GRID), document.notes


def run_of(folder: Path, rows: list[list[str]]) -> Run:
    name, text = as_csv(rows)
    (folder / name).write_text(text, "utf-8")
    return lint([str(folder / name)])


def test_one_row_with_all_of_an_indicator_above_the_header(tmp_path: Path) -> None:
    run = run_of(tmp_path, [*FORM[:3], FORM[-1], *FORM[3:-1]])
    [note] = [note for one in run.documents for note in one.notes if note.unchecked]
    assert note.place and note.place.line == 4


def test_values_in_several_columns_without_a_title(tmp_path: Path) -> None:
    rows = [[*row, row[-1].replace("9", "8")] for row in FORM[4:]]
    [note] = [note for one in run_of(tmp_path, rows).documents for note in one.notes if note.unchecked]
    assert "第 5 列" in note.message


def test_a_name_and_its_value_on_two_lines_each(tmp_path: Path) -> None:
    row = ["产出指标", "数量\n指标", "培训渔\n民人数", "≥3\n00人"]
    assert names(read([*FORM, row])) == sorted([*NAMES, "培训渔民人数"])
    doubt = run_of(tmp_path, [*FORM, ["产出指标", "数量指标", "培训渔\n民人数", "≥3\n00人"]])
    assert doubt.unchecked
    two = [*FORM, ["产出指标", "数量指标", "培训渔民人数\n培训场次", "≥300人\n≥5场"]]
    assert names(read(two)) == sorted([*NAMES, "培训渔民人数", "培训场次"])
    assert not run_of(tmp_path, two).unchecked


def test_a_category_for_a_value_says_that_columns_were_mixed_up(tmp_path: Path) -> None:
    run = run_of(tmp_path, [*FORM, ["产出指标", "时效指标", "完工时间", "服务对象满意度指标"]])
    assert run.unchecked
    assert not run_of(tmp_path, FORM).unchecked


def test_every_column_of_a_wide_table_that_is_turned() -> None:
    rows = [
        *FORM[:4],
        *[["产出指标", "数量指标", f"第{number}号灯塔换灯盏数", f"≥{number}盏"] for number in range(1, 601)],
    ]
    assert len(names(read([*rows[:3], *[list(column) for column in zip(*rows[3:], strict=True)]]))) == 600


def test_tabbed_rows_that_lost_the_empty_cells_at_their_ends() -> None:
    copied = """项目名称\t\t港池清淤与航标灯更换项目
主管部门\t\t岱海县渔港管理站\t\t实施单位\t渔政队
年度目标\t清淤并换灯，保障夜航。
一级指标\t二级指标\t三级指标\t性质\t指标值\t单位\t完成值\t分值
产出指标\t数量指标\t清淤方量\t≥\t6000\t方\t\t10
\t质量指标\t清淤后水深达标的泊位所占比例\t≥\t95\t%
\t\t灯器验收情况\t\t合格
效益指标\t社会效益指标\t夜航事故\t≤\t1\t起\t\t20
\t\t渔民出海天数增加情况\t\t增加
满意度指标\t服务对象满意度指标\t渔民满意度\t≥\t90\t%"""
    assert sure_separator(copied) == "\t"
    by_hand = """一级指标\t二级指标\t\t\t三级指标\t\t指标值
产出指标\t数量指标\t\t\t清淤方量\t\t≥6000方
\t\t质量指标\t\t\t水深达标率\t\t≥95%
效益指标\t社会效益指标\t\t夜航事故\t\t≤1起
\t\t可持续影响指标\t\t管护机制\t\t健全
满意度指标\t服务对象满意度指标\t渔民满意度\t\t≥90%"""
    assert sure_separator(by_hand) is None
