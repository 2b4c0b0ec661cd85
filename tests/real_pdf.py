"""A table in the inline layout drawn as its own PDF: one ruled table, all indicators of a project in one cell."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from lint_pbt.model import Amount, Document, Indicator, Project
from tests.paper import Paper, Row

_HEAD = ["项目名称（资金使用单位）", "总计", "财政拨款", "财政专户拨款", "其他资金", "绩效目标", "绩效指标"]
_WIDTHS = [110.0, 60.0, 60.0, 60.0, 50.0, 170.0, 230.0]


def draw(document: Document) -> bytes:
    """The PDF of a document: title, department and unit of money above, a row for each unit and project."""
    paper = Paper(842, 595, size=8, margin=40, numbers="第 {} 页")
    paper.text(document.title.text if document.title else "项目支出绩效目标表", centred=True)
    department = document.department.text if document.department else ""
    paper.text(f"部门名称：{department}　　　　单位：{document.amount_unit}")
    rows: list[Row] = [_HEAD, ["合计", *_amounts(document.amounts), "", ""]]
    for unit in document.units:
        if unit.name:
            rows.append([unit.name.text, *_amounts(unit.amounts), "", ""])
        for project in unit.projects:
            goal = project.goal.text if project.goal else ""
            rows.append([f"　{project.name.text}", *_amounts(project.amounts), goal, "".join(_records(project))])
    paper.table(rows, _WIDTHS, heads=1)
    return paper.data()


def _amounts(amounts: tuple[Amount, ...]) -> list[str]:
    """The amounts under their columns; one whose column the source does not show stands in the next."""
    written = [""] * 4
    for number, amount in enumerate(amounts):
        written[_HEAD.index(amount.column) - 1 if amount.column else number] = amount.field.text
    return written


def _records(project: Project) -> Iterator[str]:
    for number, indicator in enumerate(project.indicators, 1):
        yield f"{indicator.ordinal or number}、{'；'.join(chain(_categories(indicator), _values(indicator)))}。"


def _categories(indicator: Indicator) -> Iterator[str]:
    for category in (indicator.level1, indicator.level2):
        yield f"{category.code}-{category.name.text}" if category.code else category.name.text
    yield indicator.name.text


def _values(indicator: Indicator) -> Iterator[str]:
    for field in indicator.leftover:
        yield field.text
    if indicator.cycle:
        yield f"实施周期指标值:{indicator.cycle.text}"
    if indicator.annual:
        yield f"年度指标值:{indicator.annual.text}"
