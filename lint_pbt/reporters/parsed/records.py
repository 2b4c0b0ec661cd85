"""The records of tables as rows of a flat table: an indicator a row, with all that stands above it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from lint_pbt.presentation.words import path_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lint_pbt.knowledge.framework import Framework, Level
    from lint_pbt.model.document import BudgetUnit, Category, Document, Field, Indicator, Place, Project

Value = str | int | Decimal | None


class Column(NamedTuple):
    """A column: its title, and the width its texts want, in digits."""

    title: str
    width: int


COLUMNS: Final = (
    Column("文件", 22),
    Column("单位", 26),
    Column("项目序号", 9),
    Column("项目名称", 30),
    Column("项目金额", 13),
    Column("绩效目标", 48),
    Column("指标序号", 9),
    Column("一级指标代码", 13),
    Column("一级指标", 13),
    Column("二级指标代码", 13),
    Column("二级指标", 17),
    Column("三级指标", 34),
    Column("实施周期指标值", 26),
    Column("年度指标值", 26),
    Column("权重", 8),
    Column("指标方向", 10),
    Column("工作表", 14),
    Column("单元格", 16),
    Column("页", 6),
    Column("行", 7),
    Column("列", 6),
)


def rows(documents: Sequence[Document], framework: Framework) -> Iterator[tuple[Value, ...]]:
    """A row for each indicator; a project without indicators has one with nothing but the project.

    `framework` gives the codes of standard names written without.
    """
    for document in documents:
        for unit, project in document.projects():
            head = (path_text(document.path), *_project(unit, project))
            for indicator in project.indicators:
                yield (*head, *_indicator(indicator, framework), *_place(indicator.place))
            if not project.indicators:
                yield (*head, *(None,) * 10, *_place(project.name.place()))


def _project(unit: BudgetUnit, project: Project) -> tuple[Value, ...]:
    return (_text(unit.name), project.index, project.name.text, project.total, _text(project.goal))


def _indicator(indicator: Indicator, framework: Framework) -> tuple[Value, ...]:
    level1, level2 = indicator.level1, indicator.level2
    return (
        indicator.ordinal,
        code(level1, framework.level1(level1.name.text)),
        level1.name.text,
        code(level2, framework.level2(level2.name.text)),
        level2.name.text,
        indicator.name.text,
        _text(indicator.cycle),
        _text(indicator.annual),
        _text(indicator.weight),
        _text(indicator.direction),
    )


def _place(place: Place) -> tuple[Value, ...]:
    return (place.sheet, place.cell, place.page, place.line, place.column)


def code(category: Category | Field, standard: Level | None) -> str | None:
    """The code of a category as the table has it, else the standard one for its name."""
    return category.code or (standard.code if standard else None)


def _text(field: Field | None) -> str | None:
    return field.text if field else None
