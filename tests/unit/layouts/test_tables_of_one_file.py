"""Several tables in one file: whose they are, and which go on with the one above."""

from __future__ import annotations

import pytest

from lint_pbt.layouts import lay_out
from lint_pbt.model.document import Document
from lint_pbt.model.sheet import GridSheet, Source
from lint_pbt.readers import read
from tests.unit.sheets import grid, lines

HEAD = "一级指标|二级指标|三级指标|指标值"
CYCLE = "产出指标|数量指标|新建驿站数|≥12座\n满意度指标|服务对象满意度指标|骑手满意度|≥95%"
YEAR = "产出指标|数量指标|维护驿站数|≥4座\n满意度指标|服务对象满意度指标|居民满意度|≥90%"


def values(document: Document) -> list[tuple[str, list[tuple[object, object]]]]:
    return [
        (
            project.name.text,
            [(one.cycle and one.cycle.text, one.annual and one.annual.text) for one in project.indicators],
        )
        for _, project in document.projects()
    ]


@pytest.mark.parametrize("second", [HEAD, "目标名称|一级指标|二级指标|三级指标|年度指标值"])
def test_lists_in_tables_of_their_own_are_of_the_project_above(second: str) -> None:
    year = YEAR if second == HEAD else "\n".join(f"年度目标1|{row}" for row in YEAR.split("\n"))
    sheets = (
        lines("项目支出绩效目标申报表"),
        grid("项目名称|骑行驿站|项目编码|K07"),
        lines("中长期绩效目标表"),
        grid(f"{HEAD}\n{CYCLE}"),
        lines("年度绩效目标表"),
        grid(f"{second}\n{year}"),
    )
    found = [(None, "≥4座"), (None, "≥90%"), ("≥12座", None), ("≥95%", None)]
    assert values(lay_out(Source("表.docx", sheets))) == [("骑行驿站", found)]


@pytest.mark.parametrize("again", [[], ["项目支出绩效目标申报表"]])
def test_a_title_on_every_page_parts_neither_a_head_nor_lists_from_their_form(again: list[str]) -> None:
    between = [lines(title) for title in again]
    sheets = (
        lines("项目支出绩效目标申报表"),
        grid("项目名称|骑行驿站|项目编码|K07"),
        *between,
        grid(f"长期绩效指标|{HEAD}\n" + "\n".join(f"|{row}" for row in CYCLE.split("\n"))),
        *between,
        grid(f"年度绩效指标|{HEAD}\n" + "\n".join(f"|{row}" for row in YEAR.split("\n"))),
    )
    found = [(None, "≥4座"), (None, "≥90%"), ("≥12座", None), ("≥95%", None)]
    assert values(lay_out(Source("表.docx", sheets))) == [("骑行驿站", found)]


def test_a_table_with_its_own_project_is_its_own() -> None:
    sheets = (
        lines("年度绩效目标表"),
        grid(f"项目名称|骑行驿站||\n{HEAD}\n{CYCLE}"),
        lines("年度绩效目标表"),
        grid(f"项目名称|停车泊位||\n{HEAD}\n{YEAR}"),
    )
    assert [name for name, _ in values(lay_out(Source("表.docx", sheets)))] == ["骑行驿站", "停车泊位"]


def test_each_worksheet_is_of_the_department_above_it() -> None:
    def sheet(name: str, project: str) -> GridSheet:
        rows = f"项目支出绩效目标表||||\n部门名称：{name}||||\n项目名称|{HEAD}\n{project}|{YEAR.split(chr(10), 1)[0]}"
        return grid(rows, name=project)

    sheets = (sheet("云县港务局", "航道养护"), sheet("云县体育局", "步道维护"))
    document = lay_out(Source("表.xlsx", sheets))
    assert [(unit.name and unit.name.text, project.name.text) for unit, project in document.projects()] == [
        ("云县港务局", "航道养护"),
        ("云县体育局", "步道维护"),
    ]


def test_a_name_behind_a_long_code_is_a_name() -> None:
    rows = [
        f"37010224113000045{number}-{name},产出指标,数量指标,维护处数,≥3处"
        for number, name in ((1, "步道"), (2, "泊位"))
    ]
    table = "\n".join(["项目名称,一级指标,二级指标,三级指标,指标值", *rows])
    assert [name[-2:] for name, _ in values(lay_out(read("表.csv", table.encode())))] == ["步道", "泊位"]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("规范有序", "规范有序"),
        ("逐步健全", "逐步健全"),
        ("提高", "提高"),
        ("人次", None),
        ("艘次", None),
        ("座", None),
    ],
)
def test_a_text_in_the_column_of_units_is_the_value(cell: str, value: str | None) -> None:
    table = (
        "一级指标,二级指标,三级指标,符号,值,计量单位\n产出指标,数量指标,维护处数,≥,3,处\n"
        f"效益指标,社会效益指标,停车秩序,,,{cell}\n满意度指标,服务对象满意度指标,居民满意度,≥,90,%\n"
    )
    [(_, found)] = values(lay_out(read("表.csv", table.encode())))
    assert [annual for _, annual in found] == ["≥3处", value, "≥90%"]
