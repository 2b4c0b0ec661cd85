"""Tables in arrangements of all kinds are read as their twins say; what holds no targets is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

import lint_pbt
from lint_pbt.errors import ConfigError
from lint_pbt.layouts import lay_out
from lint_pbt.model.document import Document
from lint_pbt.model.sheet import GridSheet, LineSheet, Source
from tests.unit.layouts import grids, shapes
from tests.unit.sheets import grid, lines

READ = [path for path in shapes.shapes() if not path.name.startswith("none-")]
HEADER = "一级指标|二级指标|三级指标|指标值"
ROWS = """
    产出指标|数量指标|更换井盖个数|≥360个
    满意度指标|服务对象满意度指标|居民满意度|≥90%"""


@pytest.mark.parametrize("path", shapes.shapes(), ids=lambda path: path.name)
def test_a_table_is_read_as_its_twin_says(path: Path) -> None:
    assert shapes.described(path) == shapes.twin(path).read_text("utf-8")


@pytest.mark.parametrize("path", shapes.shapes(), ids=lambda path: path.name)
def test_only_tables_of_targets_are_read(path: Path) -> None:
    assert shapes.described(path).startswith("不读") == (path not in READ)


@pytest.mark.parametrize("path", READ, ids=lambda path: path.name)
def test_what_is_read_stands_at_its_place(path: Path) -> None:
    """The first character of each name and value is where its place says: no layout searches for text."""
    text = path.read_text("utf-8").splitlines()
    for _, project in lint_pbt.parse(str(path)).projects():
        for one in project.indicators:
            for field in (one.name, one.annual, one.cycle):
                place = field.place() if field else None
                if field and place and not any("\n" in line for line in path.read_text("utf-8").split('"')[1::2]):
                    assert text[place.line - 1][place.column - 1] == field.text[0], field.text


def read(*sheets: GridSheet | LineSheet, path: str = "报送/表.xlsx") -> Document:
    return lay_out(Source(path, sheets))


def names(document: Document) -> list[tuple[str, str, int]]:
    """Unit and name of each project, and how many indicators it has."""
    return [
        (unit.name.text if unit.name else "", project.name.text, len(project.indicators))
        for unit, project in document.projects()
    ]


def messages(document: Document) -> str:
    return "\n".join(note.message for note in document.notes)


@pytest.mark.parametrize(
    ("title", "sheet", "path", "name", "told"),
    [
        ("白沙县市政养护所2025年项目支出绩效目标表", None, "报送/表.xlsx", "白沙县市政养护所", "标题"),
        ("项目支出绩效目标表", "白沙县市政养护所", "报送/表.xlsx", "白沙县市政养护所", "工作表名"),
        ("项目支出绩效目标表", "Sheet1", "报送/白沙县市政养护所.xlsx", "白沙县市政养护所", "文件名"),
        ("项目支出绩效目标表", "Sheet1", "白沙县市政养护所/表.xlsx", "白沙县市政养护所", "文件夹名"),
    ],
)
def test_a_unit_named_nowhere_in_the_table_is_looked_for_around_it(
    title: str, sheet: str | None, path: str, name: str, told: str
) -> None:
    table = grid(f"{title}|||\n项目名称|井盖更换||\n{HEADER}{ROWS}", sheet)
    document = read(table, path=path)
    assert names(document) == [(name, "井盖更换", 2)]
    assert f"按{told}算作“{name}”" in messages(document)


def test_units_of_one_name_are_one_unit() -> None:
    """The first form names who filled it in, the second has its unit from the title."""
    table = f"""
        白沙县市政养护所2025年项目绩效目标|||
        填报单位|白沙县市政养护所||
        项目名称|井盖更换||
        {HEADER}{ROWS}
        项目名称|护栏清洗||
        {HEADER}{ROWS}"""
    document = read(grid(table))
    assert [len(unit.projects) for unit in document.units] == [2]


def test_numbered_headings_of_a_document_name_the_projects_of_the_tables_below() -> None:
    table = grid(f"{HEADER}{ROWS}")
    first, second = lines("（一）井盖更换", "年度目标：井盖不响不缺"), lines("（二）护栏清洗", "年度目标：护栏常洗常新")
    document = read(first, table, second, table)
    assert [(name, count) for _, name, count in names(document)] == [("井盖更换", 2), ("护栏清洗", 2)]


def test_a_table_that_goes_on_below_is_of_the_same_project() -> None:
    first = grid(f"项目名称|井盖更换||\n{HEADER}\n产出指标|数量指标|更换井盖个数|≥360个")
    rest = grid(f"{HEADER}\n满意度指标|服务对象满意度指标|居民满意度|≥90%")
    assert [count for _, _, count in names(read(first, lines("续表"), rest))] == [2]


def test_merged_groups_of_three_header_rows_say_whose_the_values_are() -> None:
    table = grid(
        """
        三级指标|目标值||
        |总体|本年|
        ||符号|数值及单位
        更换井盖个数|900个|≥|360个
        居民满意度|≥92%|≥|90%""",
        spans={"A1": (3, 1), "B1": (1, 3), "B2": (2, 1), "C2": (1, 2)},
    )
    [(_, project)] = read(table).projects()
    found = [(one.cycle and one.cycle.text, one.annual and one.annual.text) for one in project.indicators]
    assert found == [("900个", "≥360个"), ("≥92%", "≥90%")]


def test_a_title_with_several_years_says_that_the_cycle_is_longer() -> None:
    table = f"三年滚动绩效目标表（2024—2026年）|||\n项目名称|井盖更换||\n{HEADER}{ROWS}"
    assert [project.several_years for _, project in read(grid(table)).projects()] == [True]
    plain = table.replace("（2024—2026年）", "（2024年）")
    assert [project.several_years for _, project in read(grid(plain)).projects()] == [False]


# What a user settles.

STRANGE = """项目,一级,二级,看点,甲,乙
井盖更换,产出指标,数量指标,更换井盖个数,≥360个,≥300个
井盖更换,产出指标,质量指标,井盖检测合格率,≥98%,≥97%
"""


def values(folder: Path, settings: str, name: str = "表.csv") -> list[str]:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(STRANGE, "utf-8")
    (folder / ".pbt-lint.yaml").write_text(settings, "utf-8")
    [document] = lint_pbt.lint([str(path)]).documents
    return [one.annual.text for _, project in document.projects() for one in project.indicators if one.annual]


@pytest.mark.parametrize("role", ["value", "指标值"])
@pytest.mark.parametrize(("column", "first"), [("甲", "≥360个"), ("乙", "≥300个")])
def test_a_column_is_what_the_configuration_says(role: str, column: str, first: str, tmp_path: Path) -> None:
    assert values(tmp_path, f"columns: {{{column}: {role}}}\n")[0] == first


def test_a_column_may_be_settled_for_some_files_alone(tmp_path: Path) -> None:
    settings = 'columns: {甲: 指标值}\noverrides:\n  - paths: ["下属/**"]\n    columns: {甲: note, 乙: 指标值}\n'
    assert values(tmp_path, settings)[0] == "≥360个"
    assert values(tmp_path, settings, "下属/表.csv")[0] == "≥300个"


def test_what_no_column_can_be_is_a_mistake_in_its_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"第 2 行：没有“指标的值”这种列.*指标值"):
        values(tmp_path, "columns:\n  甲: 指标的值\n")


@pytest.mark.parametrize("path", READ, ids=lambda path: path.name)
def test_what_a_note_suggests_can_be_written_and_changes_nothing(path: Path, tmp_path: Path) -> None:
    before = shapes.described(path).splitlines()
    suggested = [line.partition(".pbt-lint.yaml 里改成对的：")[2] for line in before]
    settings = "\n".join(filter(None, suggested))
    if not settings:
        return
    table = tmp_path / path.name
    table.write_bytes(path.read_bytes())
    (tmp_path / ".pbt-lint.yaml").write_text(settings + "\n", "utf-8")
    run = lint_pbt.lint([str(table)])
    after = [line for line in grids.described(table).splitlines() if line.startswith("    ")]
    [document] = run.documents
    (tmp_path / ".pbt-lint.yaml").unlink()
    assert after and after == [line for line in grids.described(table).splitlines() if line.startswith("    ")]
    assert "看内容定的" not in messages(document)


def test_a_table_goes_on_without_the_column_beside_all_rows() -> None:
    head = "一级指标|二级指标|三级指标|指标值"
    first = grid(f"项目名称|甲项目|||\n绩效指标|{head}\n|产出指标|数量指标|培训人数|≥5人")
    rest = grid(f"{head}\n满意度指标|服务对象满意度指标|学员满意度|≥90%")
    assert [count for _, _, count in names(read(first, lines("续表"), rest))] == [2]
    assert len(names(read(first, lines("乙项目绩效目标表"), rest))) == 2


def test_titles_in_a_table_of_their_own() -> None:
    """As pages draw them whose titles stay while the rows are moved."""
    titles = grid("序号|项目名称|一级指标|二级指标|三级指标|符号|指标值|单位")
    rows = grid("1|甲项目|产出指标|数量指标|培训人数|≥|5|人\n2|甲项目|满意度指标|服务对象满意度指标|学员满意度|≥|90|%")
    document = read(titles, rows)
    assert [(name, count) for _, name, count in names(document)] == [("甲项目", 2)]
    assert not any(note.unchecked for note in document.notes)


@pytest.mark.parametrize("spans", [{}, {"B1": (1, 4)}, {"E1": (1, 2)}])
def test_a_cell_that_reaches_into_the_gap_between_two_tables(spans: dict[str, tuple[int, int]]) -> None:
    labels = "项目名称|更换井盖|||项目名称||修补路面|" if "E1" in spans else "项目名称|更换井盖||||项目名称|修补路面||"
    rows = "\n".join(f"{row}||{row}" for row in (HEADER, *ROWS.strip().split("\n")))
    document = read(grid(f"{labels}\n{rows}", spans=spans))
    assert names(document) == [("", "更换井盖", 2), ("", "修补路面", 2)]


def test_a_column_that_is_merged_all_the_way_down_is_no_gap() -> None:
    head = "一级指标|二级指标|三级指标|指标值||三级指标|指标值"
    rows = """产出指标|数量指标|更换井盖个数|≥360个||井盖完好率|≥90%
        满意度指标|服务对象满意度指标|居民满意度|≥90%||商户满意度|≥88%"""
    spans = {f"D{row}": (1, 2) for row in range(2, 5)}
    document = read(grid(f"项目名称|更换井盖|||||\n{head}\n{rows}", spans=spans))
    assert names(document) == [("", "更换井盖", 4)]


@pytest.mark.parametrize("rows", [2, 1])
def test_columns_that_had_no_room_on_their_page(rows: int) -> None:
    body = "\n".join(row.replace("≥360个", "≥360").replace("90%", "90") for row in ROWS.strip().split("\n"))
    left = grid(f"项目名称|更换井盖||\n{HEADER}\n{body}", page=1)
    right = grid("\n".join(("计量单位|备注", *("个|", "%|见合同")[:rows])), page=2)
    document = read(left, lines("1"), right, path="表.pdf")
    [(_, project)] = document.projects()
    values = [one.annual.text for one in project.indicators if one.annual]
    assert values == (["≥360个", "≥90%"] if rows == 2 else ["≥360", "≥90"])
