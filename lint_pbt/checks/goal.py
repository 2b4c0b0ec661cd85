"""The goal text against the indicators: different numbers for the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from lint_pbt.checks.likeness import Likeness, held
from lint_pbt.checks.primitive import Find, Hit, Options, Subject, primitive
from lint_pbt.checks.tools import Tools
from lint_pbt.checks.years import spans_years
from lint_pbt.model import Indicator
from lint_pbt.target import Quantity

_SHORTEST = 2
_CLAUSE = re.compile(r"[^，。；;！？\n]+")


class GoalConflict(Options, frozen=True, kw_only=True):
    """`likeness` is which share of the shorter wording the longer one must hold to be about the same thing.

    `generic_units` is a vocabulary of units that count anything; `several_years` one of patterns that tell of
    a project of more than a year, whose goal may give the whole cycle's number.
    """

    likeness: Annotated[
        float, Meta(ge=0.5, le=1, description="较短的说法有多少（0.5～1）含在较长的说法里，才算说的是同一件事")
    ] = 0.8
    generic_units: Annotated[str, Meta(description="词表：什么都能数的单位，如“个”“项”")] = "generic-units"
    several_years: Annotated[str, Meta(description="词表：这些写法说明项目跨年度")] = "several-years"


@primitive(
    "goal-conflict",
    "绩效目标与指标的数对不上",
    scope="project",
    options=GoalConflict,
    fills={"stated": "指标值", "in_goal": "绩效目标里的数"},
)
def goal_conflict(options: GoalConflict, tools: Tools) -> Find:
    """The goal text and an indicator give different numbers for the same thing.

    A number of the goal that any indicator states is accounted for, and so is an indicator whose number the
    goal states anywhere. Of the rest, a pair is a conflict only where each is the only match of the other.
    """
    likeness = Likeness(tools)
    generic = tools.words(options.generic_units)
    long_cycle = spans_years(tools, options.several_years)

    def same_unit(one: Quantity, other: Quantity) -> bool:
        a, b = one.measure or one.unit, other.measure or other.unit
        return a is not None and b is not None and (a == b or ("%" not in (a, b) and (a in generic or b in generic)))

    def agree(one: Quantity, other: Quantity) -> bool:
        return same_unit(one, other) and (one.value, one.upper) == (other.value, other.upper)

    def about_the_same(said: Quantity, name: str) -> bool:
        """True where the goal's words around a number are about what an indicator's name counts."""
        stem = likeness.stem(name)
        around = [likeness.stem(said.label), likeness.stem(said.tail), likeness.stem(said.label + said.tail)]
        pairs = [sorted((words, stem), key=len) for words in around]
        return any(len(short) >= _SHORTEST and held(short, long) >= options.likeness for short, long in pairs)

    def find(subject: Subject) -> Iterator[Hit]:
        project = subject.project
        assert project is not None
        goal = project.goal
        if goal is None:
            return
        said = _numbers(goal.text, tools)
        if not said:
            return
        with_cycle = any(one.cycle and one.annual and one.cycle.text != one.annual.text for one in project.indicators)
        with_cycle = with_cycle and long_cycle(project)
        stated = [(one, numbers) for one in project.indicators if (numbers := _stated(one, subject, with_cycle))]
        told = [one for _, numbers in stated for one in numbers]
        unaccounted = [one for one in said if not any(agree(one, other) for other in told)]
        apart = [(one, numbers) for one, numbers in stated if not any(agree(a, b) for a in said for b in numbers)]
        pairs = [
            (one, indicator)
            for one in unaccounted
            for indicator, numbers in apart
            if any(same_unit(one, other) for other in numbers) and about_the_same(one, indicator.name.text)
        ]
        for one, indicator in pairs:
            if sum(one is other for other, _ in pairs) > 1 or sum(indicator is other for _, other in pairs) > 1:
                continue
            fills = {
                "in_goal": goal.text[one.start : one.end],
                "stated": indicator.annual.text if indicator.annual else "",
            }
            yield Hit(goal, "goal", one.start, one.end, fills=fills, indicator=indicator)

    return find


def _numbers(goal: str, tools: Tools) -> list[Quantity]:
    """The numbers with a unit in a goal, by their places in it.

    Goals are long, and speak mostly in words: only the clauses that hold digits are parsed.
    """
    found = []
    for clause in _CLAUSE.finditer(goal):
        if any(map(str.isdigit, clause[0])):
            begin = clause.start()
            numbers = tools.parser.parse(clause[0]).quantities
            found += [replace(one, start=begin + one.start, end=begin + one.end) for one in numbers if one.unit]
    return found


def _stated(indicator: Indicator, subject: Subject, with_cycle: bool) -> list[Quantity]:
    fields = [indicator.annual or indicator.cycle, indicator.cycle if with_cycle else None]
    return [one for field in fields if field is not None for one in subject.target(field).quantities]
