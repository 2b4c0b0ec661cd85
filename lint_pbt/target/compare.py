"""Do two values state the same target? Wording around numbers does not count; in doubt they do."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import Enum

from lint_pbt.target.algebra import Benchmark, Deadline, Frequency, Operator, Part, Quantity, Target, Zero
from lint_pbt.target.patterns import Pattern
from lint_pbt.text import fold

_PUNCTUATION = Pattern(r"[\s,;。、.()!?:“”\"'《》…—·-]+")
_EACH = Pattern("每个?(人|名|户|亩|年|月|天|日|次|生|平方米|公里|吨|床|套|周|季度|家|村|项目)")
_RATE_NAMES = ("率", "度", "比例", "比重")
# Units that are multiples of another one.
_MULTIPLES: dict[str, tuple[str, Decimal | int]] = {
    "分钟": ("秒", 60),
    "刻钟": ("秒", 900),
    "小时": ("秒", 3600),
    "天": ("秒", 86400),
    "周": ("秒", 604800),
    "季度": ("月", 3),
    "年": ("月", 12),
    "公里": ("米", 1000),
    "厘米": ("米", Decimal("0.01")),
    "平方公里": ("平方米", 1000000),
    "公顷": ("平方米", 10000),
    "公斤": ("克", 1000),
    "吨": ("克", 1000000),
    "毫克": ("克", Decimal("0.001")),
    "升": ("毫升", 1000),
    "‰": ("%", Decimal("0.1")),
    "成": ("%", 10),
}


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
    return [part for part in target.parts if isinstance(part, (Deadline, Frequency, Benchmark))]


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
        return same_quantity(one, other)
    if isinstance(one, Deadline) and isinstance(other, Deadline):
        return _same_day(one, other)
    if isinstance(one, Frequency) and isinstance(other, Frequency):
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
    (unit, factor), (other_unit, other_factor) = _base(one), _base(other)
    if not unit or not other_unit:
        factor = other_factor = 1
    elif unit != other_unit or not _same_each(one, other):
        return False
    if one.upper is None or other.upper is None:
        return one.upper == other.upper and one.value * factor == other.value * other_factor
    return (one.value * factor, one.upper * factor) == (other.value * other_factor, other.upper * other_factor)


def _base(quantity: Quantity) -> tuple[str, Decimal | int]:
    """The unit before any 每 or /, as the smallest of its kind, and how many of that it is."""
    unit = (quantity.measure or "").partition("/")[0]
    return _MULTIPLES.get(unit) or (unit, 1)


def _same_each(one: Quantity, other: Quantity) -> bool:
    """元/人·年 is 每人每年…元; where one of them does not tell, they do not differ."""
    each, other_each = _each(one), _each(other)
    return not each or not other_each or each == other_each


def _each(quantity: Quantity) -> set[str]:
    return {*(quantity.measure or "").split("/")[1:], *_EACH.findall(quantity.label)}


def _bounds(quantity: Quantity) -> frozenset[Operator]:
    """The bounds a quantity may mean: none said is exactly; 达到 may be either."""
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


def _same_day(one: Deadline, other: Deadline) -> bool:
    """Only what both state is compared: 年底前 and 2025年12月31日前 are the same day."""
    if one.month is None and other.month is None and one.day == other.day:
        return _bare(one.text) == _bare(other.text)
    if one.month is None or other.month is None:
        return False
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    return all(left == right for left, right in pairs if left is not None and right is not None)


def _same_pace(one: Frequency, other: Frequency) -> bool:
    if one.period[:1] != other.period[:1] or one.every != other.every:
        return False
    return one.times is None or other.times is None or same_quantity(one.times, other.times)


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
