"""Do two values state the same target? Wording around numbers does not count; in doubt they do."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from lint_pbt.target.algebra import Benchmark, Deadline, Frequency, Operator, Part, Quantity, Target, Zero
from lint_pbt.text.folding import fold
from lint_pbt.text.patterns.lazy import Pattern

_PUNCTUATION = Pattern(r"[\s,;。、.()!?:“”\"'《》…—·-]+")
_EACH = Pattern("每个?(人|名|户|亩|年|月|天|日|次|生|平方米|公里|吨|床|套|周|季度|家|村|项目)")
_RATE_NAMES = ("率", "度", "比例", "比重")
# How long a period of a frequency is: in months, or in days.
_PERIODS: dict[str, tuple[str, Decimal | int]] = {
    **{"年": ("月", 12), "学年": ("月", 12), "半年": ("月", 6), "季": ("月", 3), "月": ("月", 1)},
    **{"周": ("天", 7), "星期": ("天", 7), "日": ("天", 1), "天": ("天", 1), "小时": ("天", Decimal(1) / 24)},
}
# How far apart two numbers may be where a unit has no exact factor: 亩 and 平方米, 月 and 天.
_ROUNDING = Decimal("0.015")
# Factors below the line are fractions without end.
_PRECISION = Decimal("1e-12")
# What 个 counts as well as a word of its own: 6个 and 6处.
_COUNTED = ("物", "家", "户", "件")
_PER_PERIOD = Pattern("(次|回|场|期|轮|批次|场次)/(.+)")


class Difference(Enum):
    """How two targets differ: not at all; in their numbers; words against something checkable; in their words."""

    SAME = "same"
    NUMBERS = "numbers"
    MIXED = "mixed"
    WORDS = "words"


def same_target(cycle: Target, annual: Target, name: str = "") -> bool:
    """True where the two values state the same target of the indicator `name`."""
    return difference(cycle, annual, name) is Difference.SAME


def difference(cycle: Target, annual: Target, name: str = "") -> Difference:
    """How two target values of the indicator `name` differ. Unread values are compared by their words."""
    if cycle is annual or cycle.text == annual.text:
        return Difference.SAME
    if cycle.unread or annual.unread:
        return Difference.SAME if _spaceless(cycle.text) == _spaceless(annual.text) else Difference.WORDS
    if cycle.measurable != annual.measurable:
        return Difference.MIXED
    if not cycle.measurable:
        return Difference.SAME if core(cycle, name) == core(annual, name) else Difference.WORDS
    return _compare_parts(cycle, annual)


def _compare_parts(cycle: Target, annual: Target) -> Difference:
    left, right = _counted(cycle), _counted(annual)
    if not left and not right:
        return Difference.SAME if _pair(_checked(cycle), _checked(annual)) else Difference.WORDS
    if not _pair(left, right):
        return Difference.NUMBERS
    if len(left) == 1 and _other_rate(left[0], right[0]):
        return Difference.WORDS
    return Difference.SAME


def _counted(target: Target) -> list[Part]:
    """The parts with a number: quantities, explicit none as zero, and counted frequencies."""
    return [
        part
        for part in target.parts
        if isinstance(part, (Quantity, Zero)) or (isinstance(part, Frequency) and part.times is not None)
    ]


def _checked(target: Target) -> list[Part]:
    """The parts without a number that can be checked; a date of every year, 每年5月底前, is that of this year too."""
    dated = any(isinstance(part, Deadline) and part.month for part in target.parts)
    parts = [part for part in target.parts if isinstance(part, (Deadline, Frequency, Benchmark))]
    return [one for one in parts if not (dated and isinstance(one, Frequency) and one.period == "年")]


def _pair(left: Sequence[Part], right: Sequence[Part]) -> bool:
    """True where each part of the one has its equal in the other, in any order."""
    if len(left) != len(right):
        return False
    rest = list(right)
    for part in left:
        found = next((place for place, other in enumerate(rest) if _same(part, other)), None)
        if found is None:
            return False
        del rest[found]
    return True


def _same(one: Part, other: Part) -> bool:
    if isinstance(one, Zero) or isinstance(other, Zero):
        return _none(one) and _none(other)
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return same_quantity(one, other) or _same_pace(one, other)
    if isinstance(one, Deadline) and isinstance(other, Deadline):
        return same_day(one, other)
    if isinstance(one, Frequency) or isinstance(other, Frequency):
        return _same_pace(one, other)
    return isinstance(one, Benchmark) and isinstance(other, Benchmark) and _same_benchmark(one, other)


def _none(part: Part) -> bool:
    return isinstance(part, Zero) or (isinstance(part, Quantity) and part.value == 0 and part.upper is None)


def same_quantity(one: Quantity, other: Quantity) -> bool:
    """True where number, unit and bound are the same; a unit that only one of them states makes no difference."""
    if one.ratio != other.ratio or not _bounds(one) & _bounds(other):
        return False
    if one.fraction and other.fraction:
        return one.fraction[0] * other.fraction[1] == other.fraction[0] * one.fraction[1]
    if (one.upper is None) != (other.upper is None):
        return False
    units = common_unit(one, other)
    if units is None:
        return False
    factor, other_factor, rounded = units
    ends = [(one.value * factor, other.value * other_factor)]
    if one.upper is not None and other.upper is not None:
        ends.append((one.upper * factor, other.upper * other_factor))
    return all(_equal(a, b, rounded=rounded) for a, b in ends) or _percent_as_decimal(one, other)


def common_unit(one: Quantity, other: Quantity) -> tuple[Decimal, Decimal, bool] | None:
    """What to multiply either number with to compare them, and whether that is rounded; None for unlike units."""
    a, b = one.meaning, other.meaning
    if a is None or b is None:
        return Decimal(1), Decimal(1), False
    if (a.generic or b.generic) and a.dimension in _COUNTED and b.dimension in _COUNTED:
        return Decimal(1), Decimal(1), False
    if a.base != b.base:
        each, other_each = "/" in a.base, "/" in b.base
        if a.numerator != b.numerator or (each and other_each) or not _same_each(one, other):
            return None
        return a.above, b.above, a.above != b.above and (a.approximate or b.approximate)
    if "/" not in a.base and not _same_each(one, other):
        return None
    return a.factor, b.factor, a.factor != b.factor and (a.approximate or b.approximate)


def _equal(a: Decimal, b: Decimal, *, rounded: bool) -> bool:
    return a == b or abs(a - b) <= (_ROUNDING if rounded else _PRECISION) * max(abs(a), abs(b))


def _percent_as_decimal(one: Quantity, other: Quantity) -> bool:
    """0.95 beside 95%, and 0.95% where a column of units has the sign already."""
    if not any(quantity.unit == "%" for quantity in (one, other)) or one.upper is not None:
        return False
    if any(quantity.unit not in (None, "%") for quantity in (one, other)):
        return False
    less, more = sorted((one.value, other.value))
    return 0 < less <= 1 and less * 100 == more


def _same_each(one: Quantity, other: Quantity) -> bool:
    """元/人·年 is 每人每年…元; where one of them does not tell, they do not differ."""
    each, other_each = _each(one), _each(other)
    return not each or not other_each or each == other_each


def _each(quantity: Quantity) -> set[str]:
    below = (quantity.measure or "").partition("/")[2]
    told = _EACH.findall(quantity.label) if "每" in quantity.label else ()
    return {*filter(None, below.split("·")), *told}


def _bounds(quantity: Quantity) -> frozenset[Operator]:
    """The bounds a quantity may mean: none said is exactly; 达到 may be either."""
    if quantity.upper is not None and quantity.operator in (None, Operator.LE):
        # ±3% and ±3%以内, 2-7秒 and 2-7秒内.
        return frozenset((Operator.EQ,))
    if quantity.operator is not None:
        return frozenset((quantity.operator,))
    return frozenset((Operator.EQ, Operator.GE)) if quantity.reached else frozenset((Operator.EQ,))


def _other_rate(one: Part, other: Part) -> bool:
    """True where two numbers are of rates with clearly different names: 投诉办结率, 满意率."""
    if not isinstance(one, Quantity) or not isinstance(other, Quantity):
        return False
    ends = [next((end for end in _RATE_NAMES if part.label.endswith(end)), "") for part in (one, other)]
    names = [part.label.removesuffix(end) for part, end in zip((one, other), ends, strict=True)]
    return all(ends) and all(names) and names[0][-1] != names[1][-1] and not set(names[0][-2:]) & set(names[1][-2:])


def same_day(one: Deadline, other: Deadline) -> bool:
    """Only what both state is compared: 年底前 and 2025年12月31日前 are the same day."""
    if one.month is None and other.month is None and one.day == other.day:
        return _bare(one.text) == _bare(other.text)
    if one.month is None or other.month is None:
        return False
    pairs = [(one.year, other.year), (one.month, other.month), (one.day, other.day)]
    if one.since and other.since:
        pairs += zip(one.since, other.since, strict=True)
    return all(left == right for left, right in pairs if left is not None and right is not None)


class _Pace(Struct, gc=False):
    """How often: `times` in a `span` of months or days (`kind`); `times` is None where it is not said."""

    kind: str
    span: Decimal
    times: Quantity | None


def _pace(part: Part) -> _Pace | None:
    """The pace of a frequency, of so many times a period, and of a plain count of times, which is the year's."""
    if isinstance(part, Frequency):
        kind, size = _PERIODS.get(part.period.removesuffix("度"), (part.period, 1))
        return _Pace(kind, part.every * size, part.times)
    if not isinstance(part, Quantity) or part.upper is not None:
        return None
    if part.measure == "次":
        return _Pace("月", Decimal(12), part)
    found = _PER_PERIOD.match(part.measure or "")
    if not found or found[2] not in _PERIODS:
        return None
    kind, size = _PERIODS[found[2]]
    return _Pace(kind, Decimal(size), replace(part, unit=found[1], measure=found[1], meaning=None))


def _same_pace(one: Part, other: Part) -> bool:
    """每半年一次, 每6个月1次, 每年2次 and 2次/年 are the same."""
    a, b = _pace(one), _pace(other)
    if a is None or b is None or a.kind != b.kind:
        return False
    if a.times is None or b.times is None:
        return a.span == b.span
    # Both as so many times in both spans together.
    left, right = (replace(pace.times, value=pace.times.value * by.span, upper=None, meaning=None)
                   for pace, by in ((a, b), (b, a)) if pace.times)  # fmt: skip
    return same_quantity(left, right)


def _same_benchmark(one: Benchmark, other: Benchmark) -> bool:
    return one.operator == other.operator and _bare(one.against) == _bare(other.against)


def core(target: Target, name: str) -> str:
    """The words of a value without prefix, punctuation, spaces and a repeat of the indicator's name in front."""
    words = _bare(target.text[target.prefix.end :] if target.prefix else target.text)
    bare_name = _bare(name)
    if bare_name and words.startswith(bare_name) and len(words) > len(bare_name):
        return words[len(bare_name) :]
    return words


def _spaceless(text: str) -> str:
    return "".join(fold(text).split())


def _bare(text: str) -> str:
    """The words alone; not for numbers, whose points it takes away."""
    return _PUNCTUATION.sub("", fold(text))
