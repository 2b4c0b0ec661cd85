"""Checks of two statements against each other: the cycle's target and the year's, totals and their parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from enum import Enum
from typing import Annotated

from msgspec import Meta

from lint_pbt.checks.primitive import Find, Hit, Options, Sieve, Subject, primitive
from lint_pbt.checks.tools import Tools, Unjudged
from lint_pbt.checks.years import spans_years
from lint_pbt.model.document import Indicator, Project
from lint_pbt.model.rule import Severity
from lint_pbt.target import Operator, Quantity, Target
from lint_pbt.target.algebra import Deadline
from lint_pbt.target.compare import Difference, common_unit, difference
from lint_pbt.target.definitions import SHARE, TIME
from lint_pbt.target.show import plain

RateUnits = Annotated[str, Meta(description="词表：这些单位的数不能逐年相加，如百分比、时限")]


class SameTarget(Options, frozen=True, kw_only=True):
    """`numbers` and `words` are the severities where both values are numbers, and otherwise.

    `several_years` is a vocabulary of patterns in a project's name or goal that tell of a cycle longer than a
    year; there, a year on the way to the cycle's target is as it should be. `rate_units` is one of units of
    what does not add up over the years, `events` one of what does for each person too (次/人).
    """

    numbers: Annotated[Severity, Meta(description="两个值都是数时报哪一级：error、warning 或 info")] = "error"
    words: Annotated[Severity, Meta(description="其余情况报哪一级")] = "warning"
    several_years: Annotated[
        str,
        Meta(description="词表：项目名称或绩效目标里的这些写法说明项目跨年度，当年还没到周期目标是正常的"),
    ] = "several-years"
    rate_units: RateUnits = "rate-units"
    events: Annotated[str, Meta(description="词表：数活动的单位；每人多少次，跨年度也累加")] = "occasion-units"


_CONVERTED = {"converted": "年度值换成实施周期值的单位，带括号，如“（即25公里）”；单位相同时为空"}


@primitive("same-target", "实施周期指标值与年度指标值说的不是同一个目标", options=SameTarget, fills=_CONVERTED)
def same_target(options: SameTarget, tools: Tools) -> Sieve:
    """The cycle's and the year's values state different targets."""
    steps = _Steps(_Counts(tools, options.rate_units, options.events))
    long_cycle = spans_years(tools, options.several_years)

    def on_the_way(subject: Subject, project: Project, *, count: bool) -> bool:
        """True where the cycle runs for years, and the year's target (a `count` or not) is a step towards it."""
        return long_cycle(project) or steps.tell_of_years(subject, project, count=count)

    def find(subject: Subject) -> Iterator[Hit]:
        indicator, project = subject.indicator, subject.project
        assert indicator is not None and project is not None
        if indicator.cycle is None or indicator.annual is None or indicator.cycle.text == indicator.annual.text:
            return
        cycle, annual = _pair(subject, indicator)
        kind = difference(cycle, annual, indicator.name.text)
        if kind is Difference.SAME:
            return
        vague, step = not (cycle.measurable or annual.measurable), steps.of(annual, cycle)
        if (vague or step) and on_the_way(subject, project, count=step is _Step.COUNT):
            return
        severity = options.numbers if kind is Difference.NUMBERS else options.words
        yield Hit(indicator.annual, "annual_value", fills={"converted": _converted(annual, cycle)}, severity=severity)

    return Sieve(find, value=lambda subject: len(subject.fields("values")) > 1)  # two that are worded alike are one


class AnnualWithinCycle(Options, frozen=True, kw_only=True):
    """`rate_units` is a vocabulary: units of what does not add up over the years."""

    rate_units: RateUnits = "rate-units"


@primitive(
    "annual-within-cycle",
    "年度的数量比整个实施周期还多",
    options=AnnualWithinCycle,
    fills=_CONVERTED,
    looks_at="value",
)
def annual_within_cycle(options: AnnualWithinCycle, tools: Tools) -> Find:
    """A count of the year above the whole cycle's."""
    counts = _Counts(tools, options.rate_units)

    def find(subject: Subject) -> Iterator[Hit]:
        indicator = subject.indicator
        assert indicator is not None
        if indicator.cycle is None or indicator.annual is None:
            return
        cycle, annual = _pair(subject, indicator)
        if counts.below(cycle, annual):
            quantity = annual.quantities[0]
            fills = {"converted": _converted(annual, cycle)}
            yield Hit(indicator.annual, "annual_value", quantity.start, quantity.end, fills=fills)

    return find


def _converted(annual: Target, cycle: Target) -> str:
    """The year's number in the cycle's unit, in brackets; empty where the units are the same or unlike."""
    if len(annual.quantities) != 1 or len(cycle.quantities) != 1:
        return ""
    one, other = annual.quantities[0], cycle.quantities[0]
    units = common_unit(one, other)
    if units is None or units[0] == units[1] or one.upper is not None:
        return ""
    value = one.value * units[0] / units[1]
    return f"（即{plain(round(value, 4))}{other.unit}）"


class _Counts:
    """Tells counts that add up over the years from rates, limits and durations, which do not."""

    def __init__(self, tools: Tools, rate_units: str, events: str | None = None) -> None:
        self._tools = tools
        self._rate_units = tools.words(rate_units)
        self._events = tools.words(events)

    def below(self, less: Target, more: Target) -> bool:
        """True where both values are one count of the same thing, and the first is less."""
        if len(less.quantities) != 1 or len(more.quantities) != 1:
            return False
        a, b = less.quantities[0], more.quantities[0]
        units = common_unit(a, b) if self._adds_up(a) and self._adds_up(b) else None
        return units is not None and a.value * units[0] < b.value * units[1]

    def step_down(self, annual: Target, cycle: Target) -> bool:
        """True where the year takes its part of the cycle, in the same unit: 30千克 of 30吨 is a slip."""
        return self.below(annual, cycle) and annual.quantities[0].unit == cycle.quantities[0].unit

    def _adds_up(self, quantity: Quantity) -> bool:
        unit = quantity.unit
        if unit is None or quantity.upper is not None or quantity.operator in (Operator.LE, Operator.LT):
            return False
        dimension = quantity.meaning.dimension if quantity.meaning else None
        counted, each, per = unit.partition("/")
        if each:
            return counted in self._events and self._whole(per)
        return unit not in self._rate_units and dimension not in (TIME, SHARE)

    def _whole(self, per: str) -> bool:
        """True for what is counted one by one, such as 人 and 户: so many for each of them add up as well; not so
        many a year.
        """
        units = self._tools.parser.units
        return units.is_unit(per) and units.meaning(per).dimension not in (TIME, SHARE) and "·" not in per


class _Step(Enum):
    """What the year takes towards the cycle's target: its part of a count, a milder bound, or an earlier date."""

    COUNT = "count"
    BOUND = "bound"
    DATE = "date"


class _Steps:
    """Tells a year's target that is a step towards the cycle's from one that contradicts it."""

    def __init__(self, counts: _Counts) -> None:
        self._counts = counts
        self._counted: tuple[Project, Counter[_Step], bool] | None = None  # of the project asked for last

    def of(self, annual: Target, cycle: Target) -> _Step | None:
        """What kind of step the year's target is, if it may be one."""
        if self._counts.step_down(annual, cycle):
            return _Step.COUNT
        if _milder(annual, cycle):
            return _Step.BOUND
        return _Step.DATE if _in_an_earlier_year(annual, cycle) else None

    def tell_of_years(self, subject: Subject, project: Project, *, count: bool) -> bool:
        """True where other steps, or dates in several years, tell of a cycle longer than a year.

        Counts do by themselves. Bounds and dates do beside a count, where nothing in the project contradicts: a
        project of one year has such things by mistake.
        """
        if self._counted is None or self._counted[0] is not project:
            self._counted = project, *_tally(self, subject, project)
        _, kinds, contradicted = self._counted
        if count and kinds[_Step.COUNT] > 1:
            return True
        return not contradicted and bool(kinds[_Step.COUNT] or kinds[_Step.DATE]) and kinds.total() > 1


def _tally(steps: _Steps, subject: Subject, project: Project) -> tuple[Counter[_Step], bool]:
    """How many steps of each kind a project has, and whether a year's number contradicts the cycle's."""
    kinds: Counter[_Step] = Counter()
    contradicted = False
    for one in project.indicators:
        if one.annual is None or one.cycle is None:
            continue
        annual, cycle = subject.target(one.annual), subject.target(one.cycle)
        step = steps.of(annual, cycle)
        if step:
            kinds[step] += 1
        elif not contradicted:
            contradicted = difference(cycle, annual, one.name.text) is Difference.NUMBERS
    return kinds, contradicted


def _milder(annual: Target, cycle: Target) -> bool:
    """True where both state one bound of a share, and the year's asks for less."""
    if len(annual.quantities) != 1 or len(cycle.quantities) != 1:
        return False
    a, b = annual.quantities[0], cycle.quantities[0]
    if a.operator is not b.operator or a.unit != b.unit or a.upper is not None or b.upper is not None:
        return False
    if a.meaning is None or a.meaning.dimension != SHARE:
        return False
    return a.value > b.value if a.operator in (Operator.LE, Operator.LT) else a.value < b.value


def _in_an_earlier_year(annual: Target, cycle: Target) -> bool:
    """True where each states one date, and the year's lies in an earlier year."""
    dates = [[part for part in target.parts if isinstance(part, Deadline)] for target in (annual, cycle)]
    if any(len(found) != 1 for found in dates):
        return False
    a, b = dates[0][0].year, dates[1][0].year
    return a is not None and b is not None and a < b


def _pair(subject: Subject, indicator: Indicator) -> tuple[Target, Target]:
    assert indicator.cycle is not None and indicator.annual is not None
    cycle, annual = subject.target(indicator.cycle), subject.target(indicator.annual)
    for target in (cycle, annual):
        if target.unread is not None:
            raise Unjudged(f"指标值读不懂：{target.unread.reason}", told=target.unread.told)
    return cycle, annual
