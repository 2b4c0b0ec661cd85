"""Whose the tables are below a line of text that names a unit, and what only looks like the name of one."""

from __future__ import annotations

import pytest

from lint_pbt.layouts import lay_out
from lint_pbt.model.document import Document
from lint_pbt.model.sheet import Source
from tests.unit.sheets import grid, lines

HEAD = "一级指标|二级指标|三级指标|指标值"
ROWS = "产出指标|数量指标|巡护趟数|≥40趟\n满意度指标|服务对象满意度指标|游客满意度|≥92%"


def form(project: str, above: str = "") -> str:
    return f"{above}项目名称|{project}||\n{HEAD}\n{ROWS}"


def units(document: Document) -> list[str | None]:
    return [unit.name.text if unit.name else None for unit, _ in document.projects()]


def told(document: Document) -> list[str]:
    return [note.message for note in document.notes if "没有写单位" in note.message]


@pytest.mark.parametrize("line", ["预算单位：青溪县林业局", "青溪县林业局", "部门：青溪县林业局          单位：万元"])
def test_a_line_above_several_tables_names_the_unit_of_all(line: str) -> None:
    sheets = (lines("项目绩效目标表", line), grid(form("湿地巡护")), grid(form("古树养护")), grid(form("苗圃维护")))
    document = lay_out(Source("表.docx", sheets))
    assert units(document) == ["青溪县林业局"] * 3
    assert told(document) == [
        "这里起有 2 个表没有写单位，按前面的表上面写的算作“青溪县林业局”。不是的，请在表上写明单位"
    ]


def test_a_table_with_a_unit_of_its_own_keeps_it() -> None:
    own = grid(form("古树养护", above="实施单位|青溪县苗圃站||\n"))
    sheets = (lines("预算单位：青溪县林业局"), grid(form("湿地巡护")), own, grid(form("苗圃维护")))
    document = lay_out(Source("表.docx", sheets))
    assert units(document) == ["青溪县林业局", "青溪县苗圃站", None]
    assert told(document) == []


def test_a_title_that_names_another_office_ends_it() -> None:
    sheets = (
        lines("预算单位：青溪县林业局"),
        grid(form("湿地巡护")),
        lines("青溪县水利局2026年项目绩效目标表"),
        grid(form("堤防养护")),
        grid(form("渠道清淤")),
    )
    assert units(lay_out(Source("表.docx", sheets))) == ["青溪县林业局", None, None]


def test_a_unit_in_the_first_table_is_of_that_table_alone() -> None:
    sheets = (grid(form("湿地巡护", above="预算单位|青溪县林业局||\n")), lines("续"), grid(form("古树养护")))
    assert units(lay_out(Source("表.docx", sheets))) == ["青溪县林业局", None]


@pytest.mark.parametrize("gap", [" ", " " * 60])
def test_an_office_stands_beside_the_unit_of_money(gap: str) -> None:
    sheets = (lines("湿地巡护绩效目标表", f"405002青溪县林业局机关{gap}单位：万元"), grid(form("湿地巡护")))
    document = lay_out(Source("表.pdf", sheets))
    assert (units(document), document.amount_unit) == (["405002青溪县林业局机关"], "万元")


@pytest.mark.parametrize(
    ("row", "name", "money"),
    [
        ("填报单位：|青溪县林业局|单位：|元", "青溪县林业局", "元"),
        ("填报单位：|青溪县林业局|金额单位|人民币万元", "青溪县林业局", "万元"),
        ("填报单位：|青溪县林业局|单位：|（千元）", "青溪县林业局", "千元"),
        ("单位：|元||", None, "元"),
        ("单位：|元江林场||", "元江林场", None),
    ],
)
def test_a_unit_of_money_is_nobodys_name(row: str, name: str | None, money: str | None) -> None:
    document = lay_out(Source("表.xlsx", (grid(form("湿地巡护", above=f"{row}\n"), name="Sheet1"),)))
    assert (units(document), document.amount_unit) == ([name], money)
