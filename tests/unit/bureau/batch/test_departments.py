"""Whose a draft is: by what its table, sheet, folder and file say; and which names are those of one department."""

from __future__ import annotations

from pathlib import Path

import pytest

import lint_pbt
from lint_pbt.bureau.batch.departments import folded, read_mapping
from lint_pbt.bureau.batch.naming import of_path, of_projects, plain
from lint_pbt.errors import ConfigError
from tests.carriers import Sheetful, write_xlsx
from tests.inbox import sheet


@pytest.mark.parametrize(
    ("path", "name", "where"),
    [
        ("市教育局/表.xlsx", "市教育局", "folder"),
        ("a.zip › 市教育局/表.xlsx", "市教育局", "folder"),
        ("市财政局.zip › 附件/表.xlsx", "市财政局", "folder"),
        ("第一批/101-市水务局（本级）/项目.docx", "市水务局", "folder"),
        ("2026年云州市城市管理局项目支出绩效目标表（修改稿）.xlsx", "云州市城市管理局", "file"),
        ("关于报送市人民政府办公室项目绩效目标表.eml › 附件.docx", "市人民政府办公室", "folder"),
        ("卫健委2026.xlsx", "卫健委", "file"),
        ("市总工会绩效目标申报表.pdf", "市总工会", "file"),
        ("云州市第一中学绩效目标.xls", "云州市第一中学", "file"),
        ("市人民医院/市卫健委/表.xls", "市卫健委", "folder"),
        ("第一批/附件1.xlsx", None, "none"),
        ("全部/内部资料.xlsx", None, "none"),
        ("各部门/2026/表.xlsx", None, "none"),
    ],
)
def test_names_in_paths(path: str, name: str | None, where: str) -> None:
    assert of_path(path) == (name, where)


@pytest.mark.parametrize(
    ("written", "name"),
    [("101001-云州市水务局本级", "云州市水务局"), ("云州市教育局（盖章）", "云州市教育局"), ("教 育 局", "教育局"),
     ("市教育局机关", "市教育局"), ("机关事务局", "机关事务局"), ("【101】市民政局", "市民政局")],
)  # fmt: skip
def test_what_is_no_part_of_a_name(written: str, name: str) -> None:
    assert plain(written) == name


def _departments(path: Path, *, shown: str | None = None) -> list[tuple[str | None, str]]:
    return [tuple(one) for one in of_projects(lint_pbt.parse(path), shown or path.name)]


def _table(path: Path, title: str, units: list[str] | None) -> Path:
    """A workbook with a project for each unit, or two without any."""
    made = sheet("", 1, projects=len(units or "ab"))
    rows = [["预算单位", *made.rows[0]]] if units else [made.rows[0]]
    at = -1
    for row in made.rows[1:]:
        at += bool(row[0])
        rows.append([units[at] if row[0] else "", *row] if units else row)
    write_xlsx(path, [Sheetful([title, "单位：万元"] if title else ["单位：万元"], rows)])
    return path


def test_the_table_comes_before_the_folder(tmp_path: Path) -> None:
    path = _table(tmp_path / "表.xlsx", "云州市教育局2026年项目支出绩效目标表", None)
    assert _departments(path, shown="市水务局/表.xlsx") == [("云州市教育局", "table")] * 2


def test_the_folder_tells_where_the_table_does_not(tmp_path: Path) -> None:
    path = _table(tmp_path / "表.xlsx", "项目支出绩效目标表", None)
    assert _departments(path, shown="市水务局/表.xlsx") == [("市水务局", "folder")] * 2


def test_departments_of_one_table_stand_apart(tmp_path: Path) -> None:
    path = _table(tmp_path / "表.xlsx", "2026年项目支出绩效目标表", ["云州市教育局", "云州市水务局"])
    assert _departments(path) == [("云州市教育局", "table"), ("云州市水务局", "table")]


def test_units_of_a_department_are_its_own(tmp_path: Path) -> None:
    units = ["云州市教育局本级", "云州市第一中学", "云州市教育局招生办公室"]
    path = _table(tmp_path / "表.xlsx", "2026年项目支出绩效目标表", units)
    assert [name for name, _ in _departments(path, shown="表.xlsx")] == [
        "云州市教育局本级", "云州市教育局", "云州市教育局",
    ]  # fmt: skip


def test_ways_to_write_one_name_are_one() -> None:
    names = ["云州市教育局", "市教育局", "教育局", "教育局（本级）", "101-云州市教育局"]
    assert set(folded(names)[0].values()) == {"云州市教育局"}
    same = ["市市场监督管理局", "云州市市场监督管理局", "市场监督管理局"]
    assert set(folded(same)[0].values()) == {"云州市市场监督管理局"}
    assert set(folded(["云州市白云区财政局", "白云区财政局"])[0].values()) == {"云州市白云区财政局"}


def test_what_may_be_two_stays_apart_and_is_said() -> None:
    found, doubts = folded(["市财政局", "白云区财政局", "财政局"])
    assert found == {"市财政局": "市财政局", "白云区财政局": "白云区财政局", "财政局": "财政局"}
    assert doubts == [
        "“财政局”没有和“市财政局”、“白云区财政局”算在一起，不知道是哪一个。要算在一起，请写进 --departments 文件"
    ]
    assert len(set(folded(["城市管理局", "市管理局", "民政局", "市民族宗教事务局"])[0].values())) == 4


def test_a_mapping_file(tmp_path: Path) -> None:
    path = tmp_path / "单位.yaml"
    path.write_text(
        "教育局本级: 云州市教育局\n第二批/*.xlsx: 云州市水务局\n云州市林业局: [林草局, 林/**]\n云州市审计局:\n", "utf-8"
    )
    mapping = read_mapping(str(path))
    assert mapping.departments == ("云州市教育局", "云州市水务局", "云州市林业局", "云州市审计局")
    assert mapping.of("", "教育局（本级）") == "云州市教育局"
    assert mapping.of("第二批/表.xlsx", None) == mapping.of("第二批/表.xlsx", "教育局本级") == "云州市水务局"
    assert mapping.of("林/一.zip › 表.xlsx", None) == mapping.of("", "林草局") == "云州市林业局"
    assert mapping.of("", "云州市审计局") == "云州市审计局"
    assert mapping.of("第三批/表.xlsx", "别的局") is None


@pytest.mark.parametrize("text", ["- [a]", "a: 1", "a: {b: c}", "1: 2", "a: [1]", "]", "a"])
def test_a_mapping_file_that_is_wrong(tmp_path: Path, text: str) -> None:
    path = tmp_path / "单位.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=r"单位\.yaml"):
        read_mapping(str(path))


def test_the_name_of_a_sheet_tells_where_the_table_does_not(tmp_path: Path) -> None:
    import openpyxl

    path = _table(tmp_path / "表.xlsx", "项目支出绩效目标表", None)
    book = openpyxl.load_workbook(path)
    first = book.worksheets[0]
    first.title = "市教育局"
    book.copy_worksheet(first).title = "市水务局（本级）"
    book.save(path)
    assert _departments(path, shown="市财政局/表.xlsx") == [("市教育局", "sheet")] * 2 + [("市水务局", "sheet")] * 2


def test_what_a_form_calls_its_unit_is_told_apart_by_its_label(tmp_path: Path) -> None:
    made = sheet("", 1)
    write_xlsx(tmp_path / "表.xlsx", [Sheetful(["项目支出绩效目标表", "填报单位：云州市水务局 单位：万元"], made.rows)])
    assert _departments(tmp_path / "表.xlsx", shown="市财政局/表.xlsx") == [("云州市水务局", "label")] * 2
