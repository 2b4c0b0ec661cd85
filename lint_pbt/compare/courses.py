"""Which way a target went: lowered or raised in its own direction, or another target altogether."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, Literal, NamedTuple

from lint_pbt.checks.tools import Tools
from lint_pbt.compare.model import Course
from lint_pbt.knowledge.framework import bare
from lint_pbt.target import Deadline, Frequency, Operator, Quantity, Target, Zero
from lint_pbt.target.compare import Difference, common_unit, difference
from lint_pbt.target.show import plain

Direction = Literal["higher", "lower"]
_RISING: Final = (Operator.GE, Operator.GT)
_FALLING: Final = (Operator.LE, Operator.LT)
_WAYS: Final[dict[str, Direction]] = {"high": "higher", "low": "lower"}
_BETTER: Final = {"higher": "越高越好", "lower": "越低越好"}
# What counts where neither name nor sign tell: less money and time, more of anything else.
_SPENT: Final = ("成本", "时效")


class Verdict(NamedTuple):
    """Which way a target went, and why that is said, as a clause."""

    course: Course
    why: str = ""


class _Figure(NamedTuple):
    """A number with its bound, an explicit none as zero; `at` is what it asks for in a direction."""

    low: Decimal
    high: Decimal
    operator: Operator | None = None
    unit: str | None = None
    quantity: Quantity | None = None

    def at(self, direction: Direction) -> Decimal:
        return self.low if direction == "higher" else self.high


class Judge:
    """Judges changes of targets, by what a name and its category say of the better direction."""

    def __init__(self, tools: Tools) -> None:
        self._value = tools.value
        self._better = tools.knowledge.better

    def course(self, name: str, category: str, old: str, new: str) -> Verdict:
        """How the target of an indicator changed between two texts that differ."""
        before, after = self._value(old, name), self._value(new, name)
        kind = difference(before, after, name)
        if kind is Difference.SAME:
            return Verdict("reworded", "写法变了，目标没有变")
        if before.unread or after.unread:
            return Verdict("other", "指标值读不懂，请自己看")
        if before.measurable and not after.measurable:
            return Verdict("lowered", "原来能核对，现在没有数、时限或标准了")
        if after.measurable and not before.measurable:
            return Verdict("raised", "原来没法核对，现在能核对了")
        if not before.measurable:
            return Verdict("other")
        return self._figures(name, category, before, after) or _times(before, after) or Verdict("other")

    def _figures(self, name: str, category: str, before: Target, after: Target) -> Verdict | None:
        olds, news = _figures(before), _figures(after)
        if not olds or len(olds) != len(news):
            return None
        scales = [_scales(one, other) for one, other in zip(olds, news, strict=True)]
        if None in scales:
            return Verdict("other", "单位变了")
        if _turned(olds, news):
            return Verdict("other", "符号的方向变了")
        direction = self._direction(name, category, [*olds, *news])
        if direction is None:
            return Verdict("other")
        sign = 1 if direction == "higher" else -1
        gains = [
            sign * (other.at(direction) * scale[1] - one.at(direction) * scale[0])
            for one, other, scale in zip(olds, news, scales, strict=True)
            if scale is not None
        ]
        if not any(gains):
            return Verdict("other", "数没有变，界限变了")
        # One number that went down is what a reviewer asks about, whatever went up beside it.
        worst = min(gains)
        at = gains.index(worst if worst < 0 else max(gains))
        return Verdict("lowered" if worst < 0 else "raised", _told(direction, olds[at], news[at], good=worst >= 0))

    def _direction(self, name: str, category: str, figures: list[_Figure]) -> Direction | None:
        """Which way is better, as the name says; else the signs; else the category. None where they disagree."""
        signs: set[Direction] = {"higher" for one in figures if one.operator in _RISING}
        signs |= {"lower" for one in figures if one.operator in _FALLING}
        named = _WAYS.get(self._better(name, category))
        if len(signs) > 1 or (named and signs and named not in signs):
            return None
        if named or signs:
            return named or signs.pop()
        spent = any(word in bare(category) for word in _SPENT)
        if all(one.unit == "%" for one in figures):
            return "higher" if "成本" not in category else None
        return "lower" if spent else "higher"


def _turned(olds: list[_Figure], news: list[_Figure]) -> bool:
    """True where a bound from below became one from above, or the other way round."""
    ways = [{one.operator in _RISING for one in side if one.operator in (*_RISING, *_FALLING)} for side in (olds, news)]
    return len(ways[0]) == len(ways[1]) == 1 and ways[0] != ways[1]


def _figures(target: Target) -> list[_Figure]:
    """The numbers of a target, an explicit none as zero; empty where it has other parts that are checked."""
    found = []
    for part in target.parts:
        if isinstance(part, Zero):
            found.append(_Figure(Decimal(0), Decimal(0)))
        elif isinstance(part, Quantity):
            if part.plain_ratio or part.base:
                return []
            high = part.value if part.upper is None else part.upper
            found.append(_Figure(part.value, high, part.operator, part.unit, part))
    return found


def _times(before: Target, after: Target) -> Verdict | None:
    """Deadlines that moved, and how often something is done."""
    olds, news = _checked(before), _checked(after)
    if len(olds) != 1 or len(news) != 1:
        return None
    old, new = olds[0], news[0]
    if isinstance(old, Deadline) and isinstance(new, Deadline):
        first, second = _day(old), _day(new)
        if first is None or second is None or first[0] * second[0] == 0 != first[0] + second[0] or first == second:
            return None
        return Verdict("lowered", "时限推后了") if second > first else Verdict("raised", "时限提前了")
    if isinstance(old, Frequency) and isinstance(new, Frequency) and old.period[:1] == new.period[:1]:
        pace, other = _pace(old), _pace(new)
        if pace != other:
            return Verdict("lowered", "次数少了") if other < pace else Verdict("raised", "次数多了")
    return None


def _checked(target: Target) -> list[Deadline | Frequency]:
    return [part for part in target.parts if isinstance(part, (Deadline, Frequency))]


def _day(deadline: Deadline) -> tuple[int, int, int] | None:
    """The day to be done by; a month without a day is its end, no year is 0."""
    if deadline.month is None:
        return None
    return deadline.year or 0, deadline.month, deadline.day or 31


def _pace(frequency: Frequency) -> Decimal:
    times = frequency.times.value if frequency.times else Decimal(1)
    return times / frequency.every if frequency.every else times


def _scales(old: _Figure, new: _Figure) -> tuple[Decimal, Decimal] | None:
    """What to multiply either number with to compare them; None where their units cannot be compared."""
    if old.quantity is None or new.quantity is None:
        return Decimal(1), Decimal(1)
    units = {old.unit, new.unit}
    bare = old if old.unit is None else new
    if units == {"%", None} and bare.low <= 1:
        return None  # 0.95 may be meant as 95%
    common = common_unit(old.quantity, new.quantity)
    return None if common is None else common[:2]


def _told(direction: Direction, old: _Figure, new: _Figure, *, good: bool) -> str:
    way = ("提高" if direction == "higher" else "收紧") if good else ("降" if direction == "higher" else "放宽")
    before, after = (
        f"{plain(one.at(direction))}{(one.unit or other.unit) or ''}" for one, other in ((old, new), (new, old))
    )
    return f"{_BETTER[direction]}，从{before}{way}到{after}"
