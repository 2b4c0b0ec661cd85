"""The tasks of a goal that no indicator takes up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from lint_pbt.checks.likeness import Likeness, held
from lint_pbt.checks.primitive import Find, Hit, Options, Subject, primitive
from lint_pbt.checks.tools import Tools
from lint_pbt.target import Quantity
from lint_pbt.text.patterns.lazy import Pattern

_SHORTEST = 2
_EDGE = Pattern("[，,。；;！？\n]")
_CLAUSE = Pattern("[^，,。；;！？\n]+")


class TasksCovered(Options, frozen=True, kw_only=True):
    """`tasks` is a vocabulary of verbs of which one must stand before a number for it to be a task.

    `likeness` is which share of the shorter wording the longer one must hold to be about the same thing; `units`
    a vocabulary of units that are no tasks' (rates, times, money); `elsewhere` patterns of words around a
    number that is no target of this year; `generic_units` one of units that count anything;
    `areas` words for the places and offices that a task extends to.
    """

    tasks: Annotated[str, Meta(description="词表：数前面有这些动词才算任务，如“举办”“建成”")] = "task-verbs"
    units: Annotated[tuple[str, ...], Meta(description="词表：这些单位的数不算任务")] = ("rate-units", "money-units")
    generic_units: Annotated[str, Meta(description="词表：什么都能数的单位，如“个”“项”")] = "generic-units"
    elsewhere: Annotated[tuple[str, ...], Meta(description="数的前后有这些写法（正则表达式）时不算任务")] = ()
    areas: Annotated[tuple[str, ...], Meta(description="数的是这些的（多少个镇、部门），说的是范围，不是任务")] = ()
    likeness: Annotated[
        float, Meta(ge=0.3, le=1, description="较短的说法有多少（0.3～1）含在较长的说法里，就算指标说到了这件事")
    ] = 0.5


@primitive(
    "tasks-covered",
    "绩效目标里的任务没有对应的指标",
    scope="project",
    options=TasksCovered,
    fills={"task": "绩效目标里的任务"},
)
def tasks_covered(options: TasksCovered, tools: Tools) -> Find:
    """A task with a number in the goal that no indicator takes up, by its number or by its words."""
    likeness = Likeness(tools)
    tasks, passed = tools.words(options.tasks), tools.words(*options.units)
    generic = tools.words(options.generic_units)
    elsewhere = tools.pattern(*options.elsewhere) if options.elsewhere else None

    def is_task(one: Quantity, goal: str) -> bool:
        if one.unit is None or one.unit in passed or one.upper is not None or one.hedged or one.value <= 0:
            return False
        # 新建公厕5座、垃圾站3个: the verb stands before the first thing and holds for the second.
        clause = _EDGE.split(goal[: one.start])[-1] + one.label
        if one.tail.startswith(options.areas):
            return False
        return tasks.find(clause) is not None and not (elsewhere and elsewhere.find(one.label + one.tail))

    def same(one: Quantity, other: Quantity) -> bool:
        units = {one.measure, other.measure}
        return one.value == other.value and (
            len(units) < 2 or None in units or any(unit in generic for unit in units if unit)
        )

    def about(one: Quantity, name: str) -> bool:
        stem = likeness.stem(name)
        around = [likeness.stem(one.label), likeness.stem(one.tail), likeness.stem(one.label + one.tail)]
        pairs = [sorted((words, stem), key=len) for words in around if words]
        return any(len(short) >= _SHORTEST and held(short, long) >= options.likeness for short, long in pairs)

    def find(subject: Subject) -> Iterator[Hit]:
        project = subject.project
        assert project is not None
        goal = project.goal
        if goal is None or not project.indicators or not project.complete:
            return
        stated = [
            quantity
            for one in project.indicators
            for field in (one.name, one.annual, one.cycle)
            if field is not None
            for quantity in subject.target(field, one).quantities
        ]
        for one in _numbers(goal.text, tools):
            if not is_task(one, goal.text) or any(same(one, other) for other in stated):
                continue
            if not any(about(one, indicator.name.text) for indicator in project.indicators):
                fills = {"task": goal.text[one.start : one.end] + one.tail}
                yield Hit(goal, "goal", one.start, one.end, fills=fills)

    return find


def _numbers(goal: str, tools: Tools) -> Iterator[Quantity]:
    """The numbers with a unit in a goal, by their places in it; only clauses that hold digits are parsed."""
    for clause in _CLAUSE.finditer(goal):
        if any(map(str.isdigit, clause[0])):
            for one in tools.parser.parse(clause[0]).quantities:
                if one.unit:
                    yield replace(one, start=clause.start() + one.start, end=clause.start() + one.end)
