"""The goal text against the indicators: different numbers for the same thing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from lint_pbt.checks.likeness import Likeness, held
from lint_pbt.checks.primitive import Find, Hit, Options, Subject, primitive
from lint_pbt.checks.tools import Tools
from lint_pbt.checks.years import of_several_years
from lint_pbt.model.document import Indicator
from lint_pbt.target import Deadline, Part, Quantity, Target
from lint_pbt.target.compare import common_unit, same_day
from lint_pbt.target.definitions import SHARE, TIME
from lint_pbt.target.numerals import CHINESE
from lint_pbt.text.patterns.lazy import Pattern

Stated = Quantity | Deadline
_Told = tuple[Indicator, list[Stated]]
_REMEMBERED = 256
_SHORTEST = 2
# The words around a date are all of its clause.
_SHORTEST_DATED = 3
_NUMERALS = frozenset(f"0123456789０１２３４５６７８９{CHINESE}")
_NAMED = ("年底", "月底", "季底", "上半年")
# 12月底前完成管网改造 and 管网改造完成时间 are about the same.
_DONE = Pattern("完成|全部|全面|时间|期限|及时|按时")
# 每期, 每个班: what stands in front of a number of which there are several.
_FOR_EACH = Pattern("每一?个?(\\w{1,3})$")
_EDGES = frozenset("，。；;！？\n")


class GoalConflict(Options, frozen=True, kw_only=True):
    """`likeness` is which share of the shorter wording the longer one must hold to be about the same thing.

    `generic_units` is a vocabulary of units that count anything; `several_years` one of patterns that tell of
    a project of more than a year, whose goal may give what all years come to; `parts` one of words for some of
    the people or things: 少数民族 in a name and not in the goal's words is another number.
    """

    likeness: Annotated[
        float, Meta(ge=0.5, le=1, description="较短的说法有多少（0.5～1）含在较长的说法里，才算说的是同一件事")
    ] = 0.8
    generic_units: Annotated[str, Meta(description="词表：什么都能数的单位，如“个”“项”")] = "generic-units"
    several_years: Annotated[str, Meta(description="词表：这些写法说明项目跨年度")] = "several-years"
    parts: Annotated[str, Meta(description="词表：只有一边有这样的词，说的是其中一部分")] = "parts-of-whole"


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
    generic, some = tools.words(options.generic_units), tools.listed(options.parts)
    runs_for_years = of_several_years(tools, options.several_years)
    # Goals are long, and last year's or a neighbour's.
    told = lru_cache(maxsize=_REMEMBERED)(lambda goal: _said(goal, tools))

    def same_unit(one: Stated, other: Stated) -> bool:
        if isinstance(one, Deadline) or isinstance(other, Deadline):
            return isinstance(one, Deadline) and isinstance(other, Deadline)
        a, b = one.meaning, other.meaning
        if a is None or b is None:
            return False
        counts_anything = (one.measure or "") in generic or (other.measure or "") in generic
        loose = counts_anything and not {SHARE, TIME} & {a.dimension, b.dimension}
        return loose or common_unit(one, other) is not None

    def agree(one: Stated, other: Stated) -> bool:
        """True where an indicator's `other` is what the goal has as `one`; a date may be earlier."""
        if not same_unit(one, other):
            return False
        if isinstance(one, Deadline) and isinstance(other, Deadline):
            return same_day(one, other) or not _later(one, other)
        assert isinstance(one, Quantity) and isinstance(other, Quantity)
        return _size(one, other) == _size(other, one)

    def about_the_same(words: tuple[str, ...], name: str) -> bool:
        """True where the goal's words around a number or date are about what an indicator's name counts."""
        stem = likeness.stem(name)
        least = _SHORTEST if len(words) > 1 else _SHORTEST_DATED
        pairs = [sorted((likeness.stem(part), stem), key=len) for part in words]
        return any(
            len(short) >= least
            and held(short, long) >= options.likeness
            and not any((word in short) != (word in long) for word in some)
            for short, long in pairs
        )

    def elsewhere(one: _Said, stated: Sequence[_Told]) -> bool:
        """True for a percentage that the goal's own words give to some indicator: 90% of 取证率90% is no 满意度."""
        return is_share(one.stated) and any(about_the_same(one.around, named.name.text) for named, _ in stated)

    def agreeing(one: _Said, stated: Sequence[_Told]) -> list[Indicator]:
        """The indicators that state what the goal has."""
        return [named for named, numbers in stated if any(agree(one.stated, other) for other in numbers)]

    def is_total(goal: Stated, indicator: Indicator, subject: Subject) -> bool:
        """True for a number of a goal that is more than the year's: what all years of a project come to."""
        field = indicator.annual or indicator.cycle
        annual = subject.target(field, indicator).quantities if field is not None else ()
        if not isinstance(goal, Quantity):
            return True  # a date behind the year's
        return any(same_unit(goal, one) and _size(goal, one)[0] > _size(one, goal)[0] for one in annual)

    def find(subject: Subject) -> Iterator[Hit]:
        project = subject.project
        assert project is not None
        goal = project.goal
        if goal is None:
            return
        said = told(goal.text)
        if not said:
            return
        stated = [(one, numbers) for one in project.indicators if (numbers := _stated(one, subject))]
        unaccounted, held = list[_Said](), set[int]()
        for one in said:
            found = agreeing(one, stated)
            if found and elsewhere(one, stated):  # percentages recur: theirs must be of the same thing
                accounted = any(about_the_same(one.around, named.name.text) for named in found)
            else:
                held.update(map(id, found))
                accounted = bool(found)
            if not accounted:
                unaccounted.append(one)
        apart = [(indicator, numbers) for indicator, numbers in stated if id(indicator) not in held]
        pairs = [
            (one, indicator)
            for one in unaccounted
            for indicator, numbers in apart
            if any(same_unit(one.stated, other) for other in numbers)
            and about_the_same(one.around, indicator.name.text)
        ]
        for one, indicator in pairs:
            if sum(one is other for other, _ in pairs) > 1 or sum(indicator is other for _, other in pairs) > 1:
                continue
            if is_total(one.stated, indicator, subject) and runs_for_years(subject, project):
                continue
            fills = {
                "in_goal": goal.text[one.start : one.end],
                "stated": indicator.annual.text if indicator.annual else "",
            }
            yield Hit(goal, "goal", one.start, one.end, fills=fills, indicator=indicator)

    return find


def is_share(one: Stated) -> bool:
    """True for a percentage."""
    return isinstance(one, Quantity) and one.meaning is not None and one.meaning.dimension == SHARE


def _later(goal: Deadline, stated: Deadline) -> bool:
    """True where an indicator is to be met after the goal's date; a year that one does not tell is the same."""
    year, other = goal.year or stated.year, stated.year or goal.year
    return (other or 0, stated.month or 0, stated.day or 31) > (year or 0, goal.month or 0, goal.day or 31)


class _Said(Struct, gc=False):
    """A number or a date of the goal, its place there, and the words around it: before, behind, and both."""

    stated: Stated
    start: int
    end: int
    around: tuple[str, ...]


def _said(goal: str, tools: Tools) -> tuple[_Said, ...]:
    """The numbers with a unit and the dates in a goal, by their places in it.

    Goals are long, and speak mostly in words: only the clauses that hold numerals are parsed.
    """
    found = []
    for begin, clause in _clauses(goal):
        if _NUMERALS.isdisjoint(clause) and not any(map(clause.__contains__, _NAMED)):
            continue
        for one in tools.parser.parse(clause).parts:
            around: tuple[str, ...]
            if isinstance(one, Quantity) and one.unit:
                around = (one.label, one.tail, one.label + one.tail)
            elif isinstance(one, Deadline) and one.month:
                around = (_DONE.sub("", clause[: one.start] + clause[one.end :]),)
            else:
                continue
            found.append(_Said(one, begin + one.start, begin + one.end, around))
    return tuple(found)


def _clauses(text: str) -> Iterator[tuple[int, str]]:
    """What stands between marks that end a clause, each with where it begins."""
    begin = 0
    for at, character in enumerate(text):
        if character in _EDGES:
            if at > begin:
                yield begin, text[begin:at]
            begin = at + 1
    if begin < len(text):
        yield begin, text[begin:]


def _stated(indicator: Indicator, subject: Subject) -> list[Stated]:
    """The numbers and dates of both values: a goal may be for the year or for the whole cycle."""
    return [
        part
        for field in (indicator.annual, indicator.cycle)
        if field is not None
        for part in _with_products(subject, subject.target(field, indicator))
        if isinstance(part, Quantity) or (isinstance(part, Deadline) and part.month)
    ]


def _with_products(subject: Subject, target: Target) -> Sequence[Part]:
    """The parts of a value, and what two of its numbers come to."""
    quantities = target.quantities
    return (*target.parts, *_products(subject, quantities)) if len(quantities) > 1 else target.parts


def _products(subject: Subject, quantities: Sequence[Quantity]) -> Iterator[Quantity]:
    """What two numbers of one value come to: 2期，每期50人 and 2期，50人/期 are 100人, who are 100人次 too."""
    units = subject.tools.parser.units
    for one in quantities:
        counted, _, per = (one.unit or "").partition("/")
        found = None if per else _FOR_EACH.search(one.label)
        per = found[1] if found else per.removeprefix("个")
        for times in quantities:
            if times is one or not per or (times.unit or "").removeprefix("个") != per or one.upper or times.upper:
                continue
            for unit in (counted, counted + "次"):
                if units.is_unit(unit):
                    measure, meaning = units.usual(unit), units.meaning(unit)
                    value = one.value * times.value
                    yield replace(one, value=value, unit=unit, measure=measure, meaning=meaning, label="")


def _size(one: Quantity, other: Quantity) -> tuple[Decimal, Decimal | None]:
    """Both ends of a number in the units that it has in common with another."""
    units = common_unit(one, other)
    factor = units[0] if units else Decimal(1)
    return one.value * factor, None if one.upper is None else one.upper * factor
