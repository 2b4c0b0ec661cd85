"""Checks of the cycle's target and the year's against each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from lint_pbt.checks.primitive import Find, Hit, Options, Sieve, Subject, primitive
from lint_pbt.checks.steps import UNSET, Counts, Step, Steps, Unset, meets, none_set
from lint_pbt.checks.tools import Tools, Unjudged
from lint_pbt.checks.years import spans_years, titled_for_years
from lint_pbt.model.document import Indicator, Project
from lint_pbt.model.rule import Severity
from lint_pbt.target import Benchmark, Target
from lint_pbt.target.compare import Difference, common_unit, difference
from lint_pbt.target.show import plain

RateUnits = Annotated[str, Meta(description="词表：这些单位的数不能逐年相加，如百分比、时限")]


class SameTarget(Options, frozen=True, kw_only=True):
    """`numbers` and `words` are the severities where both values are numbers, and otherwise; `exceeding` is that where
    the year's count is above the cycle's, which another rule tells better, `bound_only` that where one number is exact
    in the one and a bound in the other.

    `several_years` is a vocabulary of patterns in a project's name or goal, or in a title of the table, that tell of a
    cycle longer than a year, `long_titles` are words in such a title; there, a year on the way to the cycle's target is
    as it should be. `unset` is a vocabulary of whole values that say there is no target for the cycle or the year.
    `rate_units` is one of units of what does not add up over the years, `events` one of what does for each person too
    (次/人).
    """

    numbers: Annotated[Severity, Meta(description="两个值都是数时报哪一级：error、warning 或 info")] = "error"
    words: Annotated[Severity, Meta(description="其余情况报哪一级")] = "warning"
    exceeding: Annotated[Severity | None, Meta(description="年度数量比周期还多的报哪一级；不写就同别的数一样")] = None
    bound_only: Annotated[
        Severity | None, Meta(description="数一样、只有一栏带“≥”“≤”的报哪一级；不写就同别的数一样")
    ] = None
    several_years: Annotated[
        str,
        Meta(description="词表：项目名称或绩效目标里的这些写法说明项目跨年度，当年还没到周期目标是正常的"),
    ] = "several-years"
    long_titles: Annotated[tuple[str, ...], Meta(description="表或列的标题里有这些词，说明周期不止一年，如“长期”")] = ()
    unset: Unset = UNSET
    rate_units: RateUnits = "rate-units"
    events: Annotated[str, Meta(description="词表：数活动的单位；每人多少次，跨年度也累加")] = "occasion-units"


_CONVERTED = {"converted": "年度值换成实施周期值的单位，带括号，如“（即25公里）”；单位相同时为空"}


@primitive("same-target", "实施周期指标值与年度指标值说的不是同一个目标", options=SameTarget, fills=_CONVERTED)
def same_target(options: SameTarget, tools: Tools) -> Sieve:
    """The cycle's and the year's values state different targets."""
    counts = Counts(tools, options.rate_units, options.events)
    nothing_set = none_set(tools, options.unset)
    steps = Steps(counts, nothing_set)
    long_cycle = spans_years(tools, options.several_years)
    long_titled = titled_for_years(tools, options.several_years, options.long_titles)

    def on_the_way(subject: Subject, project: Project, *, count: bool) -> bool:
        """True where the cycle runs for years, and the year's target (a `count` or not) is a step towards it."""
        return (
            long_cycle(project) or long_titled(subject.document) or steps.tell_of_years(subject, project, count=count)
        )

    def find(subject: Subject) -> Iterator[Hit]:
        indicator, project = subject.indicator, subject.project
        assert indicator is not None and project is not None
        if indicator.cycle is None or indicator.annual is None or indicator.cycle.text == indicator.annual.text:
            return
        cycle, annual = _pair(subject, indicator)
        kind = difference(cycle, annual, indicator.name.text)
        if kind is Difference.SAME or nothing_set(indicator):
            return
        # What is vague in the one is no other target than the number in the other, where the years differ at all.
        vague = not (cycle.measurable and annual.measurable)
        step = steps.of(annual, cycle, indicator.name.text)
        if (vague or step) and on_the_way(subject, project, count=step is Step.COUNT):
            return
        # A rate that rises or falls to the cycle's may be planned so, though the table says of no second year.
        # 不超概算 beside an amount may be of the whole project, and the amount the year's.
        outside = _outside(cycle) or _outside(annual)
        surely = kind is Difference.NUMBERS and step is not Step.BOUND and not outside
        # 4000户次 of some years and 1320户 of one are counted in two ways, and may both be right.
        if surely and _unlike(annual, cycle) and on_the_way(subject, project, count=True):
            surely = False
        severity = options.numbers if surely else options.words
        if options.exceeding and counts.below(cycle, annual):
            severity = options.exceeding
        if options.bound_only and meets(annual, cycle):
            severity = options.bound_only
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
    counts = Counts(tools, options.rate_units)

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


def _unlike(annual: Target, cycle: Target) -> bool:
    """True where each states one number, in units that do not compare; one number in two units is a slip."""
    if not len(annual.quantities) == len(cycle.quantities) == 1:
        return False
    one, other = annual.quantities[0], cycle.quantities[0]
    return one.value != other.value and common_unit(one, other) is None


def _outside(target: Target) -> bool:
    """True for a value that is only held against a figure from elsewhere, whose number nobody sees: ≤概算批复."""
    return all(isinstance(part, Benchmark) for part in target.parts)


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


def _pair(subject: Subject, indicator: Indicator) -> tuple[Target, Target]:
    assert indicator.cycle is not None and indicator.annual is not None
    cycle, annual = subject.target(indicator.cycle), subject.target(indicator.annual)
    for target in (cycle, annual):
        if target.unread is not None:
            raise Unjudged(f"指标值读不懂：{target.unread.reason}", told=target.unread.told)
    return cycle, annual
