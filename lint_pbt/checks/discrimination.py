"""Targets that tell no project from another: every rate at 100%, the same indicator in project after project."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from lint_pbt.checks.likeness import Likeness
from lint_pbt.checks.primitive import Find, Hit, Options, Subject, primitive
from lint_pbt.checks.selection import standard_levels, standard_names
from lint_pbt.checks.tools import Tools
from lint_pbt.model.document import BudgetUnit, Indicator, Project
from lint_pbt.target import Operator, Quantity


class Discriminating(Options, frozen=True, kw_only=True):
    """`rates` is how many rates at 100% it takes, `projects` how many projects with the same name and value.

    `unless` are patterns of names of projects in which everybody must get everything; `level1` and `level2` are
    categories that are alike everywhere by nature.
    """

    rates: Annotated[int, Meta(ge=2, description="项目里至少有几个比率、又全是100%才报")] = 3
    projects: Annotated[int, Meta(ge=2, description="至少几个项目有同名同值的指标才报")] = 5
    unless: Annotated[
        tuple[str, ...], Meta(description="项目名称是这些写法（正则表达式）时不看，如发工资、发补贴的")
    ] = ()
    level1: Annotated[tuple[str, ...], Meta(description="这些一级指标不看")] = ("满意度指标",)
    level2: Annotated[tuple[str, ...], Meta(description="这些二级指标不看")] = ("服务对象满意度",)


@primitive(
    "discriminating",
    "指标值拉不开差距",
    scope="document",
    options=Discriminating,
    fills={"reason": "怎么拉不开差距"},
)
def discriminating(options: Discriminating, tools: Tools) -> Find:
    """Three or more rates of a project, all at 100%; or the same name and value in project after project."""
    likeness = Likeness(tools)
    unless = tools.pattern(*options.unless) if options.unless else None
    firsts = standard_names(options.level1, tools, first=True)
    seconds = standard_names(options.level2, tools, first=False)

    def looked_at(indicator: Indicator) -> bool:
        first, second = standard_levels(indicator, tools)
        return first not in firsts and second not in seconds

    def find(subject: Subject) -> Iterator[Hit]:
        same: dict[tuple[str, str], list[tuple[BudgetUnit, Project, Indicator]]] = {}
        for unit, project in subject.document.projects():
            if unless and unless.find(project.name.text):
                continue
            indicators = [one for one in project.indicators if looked_at(one)]
            rates = [rate for one in indicators for rate in _rates(one, subject)]
            if len(rates) >= options.rates and all(map(_full, rates)):
                yield Hit(fills={"reason": f"{len(rates)} 个比率都是 100%"}, unit=unit, project=project)
            for one in indicators:
                value = one.annual or one.cycle
                if value is not None:
                    key = likeness.core(one.name.text), "".join(value.text.split())
                    same.setdefault(key, []).append((unit, project, one))
        for found in same.values():
            count = len({project.index for _, project, _ in found})
            if count >= options.projects:
                unit, project, one = found[0]
                fills = {"reason": f"“{one.name.text}”在 {count} 个项目里写的都一样"}
                yield Hit(one.name, "name", fills=fills, unit=unit, project=project, indicator=one)

    return find


def _rates(indicator: Indicator, subject: Subject) -> list[Quantity]:
    """The rates that an indicator sets."""
    field = indicator.annual or indicator.cycle
    return [one for one in subject.target(field, indicator).quantities if one.unit == "%"] if field is not None else []


def _full(rate: Quantity) -> bool:
    return rate.value == 100 and rate.operator not in (Operator.LE, Operator.LT)
