"""The department of a document that no label of a table names, and titles that only number the table."""

from __future__ import annotations

import pytest

from lint_pbt.layouts import lay_out
from lint_pbt.model.document import Document
from lint_pbt.model.sheet import Source
from tests.unit.sheets import grid, lines

HEAD = "一级指标|二级指标|三级指标|指标值"
ROWS = "产出指标|数量指标|巡河趟数合计|≥40趟\n满意度指标|服务对象满意度指标|村民满意度|≥92%"
FORM = f"项目名称|河道巡护||\n{HEAD}\n{ROWS}"


def department(document: Document) -> str | None:
    return document.department.text if document.department else None


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        (("柳渡镇人民政府2026年度部门预算", "第三部分 绩效情况"), "柳渡镇人民政府"),
        (("405001柳渡县水利局本级",), "405001柳渡县水利局本级"),
        (("柳渡县水利局工作总结",), None),
    ],
)
def test_a_heading_or_the_unit_itself_names_the_department(above: tuple[str, ...], expected: str | None) -> None:
    assert department(lay_out(Source("表.docx", (lines(*above), grid(FORM))))) == expected


def test_a_unit_at_the_end_of_prose_above_a_table() -> None:
    above = lines("张科长：", "    查询结果如下，请审核。单位：柳渡县水利局。")
    table = grid(f"项目名称|{HEAD}\n" + "\n".join(f"河道巡护|{row}" for row in ROWS.split("\n")))
    document = lay_out(Source("信.txt", (above, table)))
    assert department(document) == "柳渡县水利局"
    assert [unit.name and unit.name.text for unit, _ in document.projects()] == ["柳渡县水利局"]


def test_a_number_among_the_tables_is_no_title() -> None:
    document = lay_out(Source("表.xlsx", (grid(f"项目支出绩效自评表（2026年度）|||\n公开15表|||\n{FORM}"),)))
    assert document.title and document.title.text == "项目支出绩效自评表（2026年度）"


def test_an_indicator_may_be_called_a_sum() -> None:
    document = lay_out(Source("表.xlsx", (grid(f"{FORM}\n合计|||100"),)))
    [(_, project)] = document.projects()
    assert [one.name.text for one in project.indicators] == ["巡河趟数合计", "村民满意度"]
