"""Where the year takes a step towards the cycle's target: its part of a count or limit, a milder bound, a date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from enum import Enum
from functools import lru_cache, partial
from typing import Annotated

from msgspec import Meta

from lint_pbt.checks.primitive import Subject
from lint_pbt.checks.tools import Tools
from lint_pbt.knowledge.grammar import SHARES
from lint_pbt.model.document import Indicator, Project
from lint_pbt.target import Operator, Quantity, Target
from lint_pbt.target.algebra import Deadline
from lint_pbt.target.compare import Difference, common_unit, difference
from lint_pbt.target.definitions import SHARE, TIME

Unset = Annotated[str, Meta(description="词表：整个值是这些词，说明周期或当年没有这一项，另一栏的数不算对不上")]
UNSET = "unset-targets"

_AT_LEAST = (Operator.GE, Operator.GT, Operator.EQ, None)
_AT_MOST = (Operator.LE, Operator.LT)
_YEAR = "年"


class Counts:
    """Tells counts that add up over the years from rates, limits and durations, which do not."""

    def __init__(self, tools: Tools, rate_units: str, events: str | None = None) -> None:
        self._tools = tools
        self._rate_units = tools.words(rate_units)
        self._events = tools.words(events)

    def below(self, less: Target, more: Target) -> bool:
        """True where both values are one count of the same thing, and the first is less."""
        pair = _one_each(less, more)
        if pair is None:
            return False
        a, b = pair
        units = common_unit(a, b) if self._adds_up(a) and self._adds_up(b) else None
        return units is not None and a.value * units[0] < b.value * units[1]

    def step_down(self, annual: Target, cycle: Target) -> bool:
        """True where the year takes its part of the cycle, in the same unit: 30千克 of 30吨 is a slip."""
        return self.below(annual, cycle) and annual.quantities[0].unit == cycle.quantities[0].unit

    def bare_step_down(self, annual: Target, cycle: Target, name: str) -> bool:
        """True where the year takes its part of a count whose unit is missing in both: ≥12 of ≥36."""
        pair = _one_each(annual, cycle)
        if pair is None:
            return False
        bare = all(one.unit is None and one.upper is None and not one.ratio and not one.plain_ratio for one in pair)
        less = bare and not any(one.operator in _AT_MOST for one in pair) and pair[0].value < pair[1].value
        return less and not self.level(name)

    def limits(self, less: Target, more: Target) -> bool:
        """True where both limit the same thing that adds up, in the same unit, and the first allows less."""
        pair = _one_each(less, more)
        if pair is None:
            return False
        a, b = pair
        limits = a.operator in _AT_MOST and b.operator in _AT_MOST and "/" not in (a.unit or "")
        return limits and a.unit == b.unit and self._is_amount(a) and self._is_amount(b) and a.value < b.value

    def level(self, name: str) -> bool:
        """True for a name of what has no unit and is no count, such as a coefficient, or is a share."""
        knowledge = self._tools.knowledge
        return knowledge.unitless(name) or knowledge.measure(name).dimension in SHARES

    def _adds_up(self, quantity: Quantity) -> bool:
        return quantity.operator not in _AT_MOST and self._is_amount(quantity)

    def _is_amount(self, quantity: Quantity) -> bool:
        """True for what is counted or measured in a unit that adds up over the years."""
        unit = quantity.unit
        if unit is None or quantity.upper is not None:
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


class Step(Enum):
    """What the year takes towards the cycle's target: its part of a count or of a limit, a milder bound, a date."""

    COUNT = "count"
    LIMIT = "limit"
    BOUND = "bound"
    DATE = "date"


class Steps:
    """Tells a year's target that is a step towards the cycle's from one that contradicts it."""

    def __init__(self, counts: Counts, nothing_set: Callable[[Indicator], bool]) -> None:
        self._counts = counts
        self.nothing_set = nothing_set
        self._counted: tuple[Project, Counter[Step], bool] | None = None  # of the project asked for last

    def of(self, annual: Target, cycle: Target, name: str) -> Step | None:
        """What kind of step the year's target of the indicator `name` is, if it may be one."""
        if self._counts.step_down(annual, cycle) or self._counts.bare_step_down(annual, cycle, name):
            return Step.COUNT
        if self._counts.limits(annual, cycle):
            return Step.LIMIT
        if _milder(annual, cycle, partial(self._counts.level, name)):
            return Step.BOUND
        return Step.DATE if _in_an_earlier_year(annual, cycle) else None

    def tell_of_years(self, subject: Subject, project: Project, *, count: bool) -> bool:
        """True where other steps, or dates in several years, tell of a cycle longer than a year.

        Counts do by themselves. The others do beside a count or a date, where nothing in the project contradicts: a
        project of one year has such things by mistake.
        """
        if self._counted is None or self._counted[0] is not project:
            self._counted = project, *_tally(self, subject, project)
        _, kinds, contradicted = self._counted
        if count and kinds[Step.COUNT] > 1:
            return True
        return not contradicted and bool(kinds[Step.COUNT] or kinds[Step.DATE]) and kinds.total() > 1


def _tally(steps: Steps, subject: Subject, project: Project) -> tuple[Counter[Step], bool]:
    """How many steps of each kind a project has, and whether a year's number contradicts the cycle's."""
    kinds: Counter[Step] = Counter()
    contradicted = False
    for one in project.indicators:
        if one.annual is None or one.cycle is None or steps.nothing_set(one):
            continue
        annual, cycle = subject.target(one.annual, one), subject.target(one.cycle, one)
        step = steps.of(annual, cycle, one.name.text)
        if step:
            kinds[step] += 1
        elif not contradicted and not meets(annual, cycle):
            contradicted = difference(cycle, annual, one.name.text) is Difference.NUMBERS
    return kinds, contradicted


def none_set(tools: Tools, vocabulary: str) -> Callable[[Indicator], bool]:
    """A test of indicators: does one of the two values say that there is no target for it? 无 beside 480份; where
    little is better, 无 is none at all. `vocabulary` names such whole values.
    """
    words = tools.words(vocabulary)

    @lru_cache(maxsize=1024)
    def says_so(value: str) -> bool:
        return value.strip(" 。") in words

    def test(indicator: Indicator) -> bool:
        cycle, annual = indicator.cycle, indicator.annual
        none = (cycle is not None and says_so(cycle.text)) or (annual is not None and says_so(annual.text))
        return none and not tools.low(indicator)

    return test


def _one_each(one: Target, other: Target) -> tuple[Quantity, Quantity] | None:
    """The quantities of two values that state one each."""
    if len(one.quantities) != 1 or len(other.quantities) != 1:
        return None
    return one.quantities[0], other.quantities[0]


def _milder(annual: Target, cycle: Target, is_level: Callable[[], bool]) -> bool:
    """True where both bound what does not add up, and the year's asks for less: ≥95% of 100%, ≤12 of ≤10分钟.

    Bare numbers do not where the name is of a level, such as a coefficient, which `is_level` tells.
    """
    pair = _one_each(annual, cycle)
    if pair is None:
        return False
    a, b = pair
    if a.unit != b.unit or a.ratio != b.ratio or a.upper is not None or b.upper is not None:
        return False
    dimension = a.meaning.dimension if a.meaning else SHARE if a.plain_ratio or is_level() else None
    if a.operator in _AT_MOST:
        return dimension in (SHARE, TIME) and b.operator in _AT_MOST and a.value > b.value
    lasting = dimension == TIME and a.unit == _YEAR  # hours of work add up, the years that something lasts do not
    return (dimension == SHARE or lasting) and b.operator in _AT_LEAST and a.value < b.value


def meets(one: Target, other: Target) -> bool:
    """True where both state one number in one unit, the one exactly and the other as a bound that it meets: 9元 of
    ≥9元.
    """
    pair = _one_each(one, other)
    if pair is None or any(quantity.upper is not None or quantity.ratio for quantity in pair):
        return False
    alike = pair[0].value == pair[1].value and pair[0].unit == pair[1].unit
    exact, bounds = (Operator.EQ, None), (Operator.GE, Operator.LE)
    a, b = pair[0].operator, pair[1].operator
    return alike and ((a in exact and b in bounds) or (b in exact and a in bounds))


def _in_an_earlier_year(annual: Target, cycle: Target) -> bool:
    """True where each states one date, and the year's lies in an earlier year."""
    if len(annual.quantities) == len(annual.parts):  # numbers alone, as most values
        return False
    dates = [[part for part in target.parts if isinstance(part, Deadline)] for target in (annual, cycle)]
    if any(len(found) != 1 for found in dates):
        return False
    a, b = dates[0][0].year, dates[1][0].year
    return a is not None and b is not None and a < b
