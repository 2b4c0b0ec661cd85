"""Do two values state the same target? Wording around numbers does not count; where in doubt, they do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from lint_pbt.target.algebra import Benchmark, Deadline, Frequency, Operator, Part, Quantity, Target, Zero
from lint_pbt.text import fold

_PUNCTUATION = re.compile(r"[\s,;。、.()!?:“”\"'《》…—·-]+")


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
    """How two target values of the indicator `name` differ."""
    if cycle is annual or cycle.text == annual.text:
        return Difference.SAME
    if cycle.unread or annual.unread:
        return Difference.SAME if core(cycle, name) == core(annual, name) else Difference.WORDS
    if cycle.measurable != annual.measurable:
        return Difference.MIXED
    if not cycle.measurable:
        return Difference.SAME if _same_words(core(cycle, name), core(annual, name)) else Difference.WORDS
    return _compare_parts(cycle, annual, name)


def _compare_parts(cycle: Target, annual: Target, name: str) -> Difference:
    left, right = _counted(cycle), _counted(annual)
    if left or right:
        return Difference.SAME if _pair(left, right) else Difference.NUMBERS
    if _pair(_checked(cycle), _checked(annual)) or core(cycle, name) == core(annual, name):
        return Difference.SAME
    return Difference.WORDS


def _counted(target: Target) -> list[Part]:
    """The parts with a number: quantities, explicit none as zero, and counted frequencies."""
    return [
        part
        for part in target.parts
        if isinstance(part, (Quantity, Zero)) or isinstance(part, Frequency) and part.times is not None
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
    return isinstance(part, Zero) or isinstance(part, Quantity) and part.value == 0 and part.upper is None


def same_quantity(one: Quantity, other: Quantity) -> bool:
    """True where number and bound are the same; a unit that only one of them states makes no difference."""
    if one.measure and other.measure and one.measure != other.measure:
        return False
    if one.fraction and other.fraction:
        if one.fraction[0] * other.fraction[1] != other.fraction[0] * one.fraction[1]:
            return False
    elif one.value != other.value:
        return False
    return one.upper == other.upper and one.ratio == other.ratio and bool(_bounds(one) & _bounds(other))


def _bounds(quantity: Quantity) -> frozenset[Operator]:
    """The bounds a quantity may mean: none said is exactly; 达到 may be either."""
    if quantity.operator is not None:
        return frozenset((quantity.operator,))
    return frozenset((Operator.EQ, Operator.GE)) if quantity.reached else frozenset((Operator.EQ,))


def _same_day(one: Deadline, other: Deadline) -> bool:
    """Only what both state is compared: 年底前 and 2025年12月31日前 are the same day."""
    if one.month is None and other.month is None and one.year == other.year:
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
    return one.operator == other.operator and _same_words(_bare(one.against), _bare(other.against))


def core(target: Target, name: str) -> str:
    """The words of a value without prefix, punctuation, spaces and a repeat of the indicator's name in front."""
    words = _bare(target.text[target.prefix.end :] if target.prefix else target.text)
    bare_name = _bare(name)
    if bare_name and words.startswith(bare_name) and len(words) > len(bare_name):
        return words[len(bare_name) :]
    return words


def _same_words(one: str, other: str) -> bool:
    """True where the words are the same, or one only repeats a short form in front of the other."""
    return one == other


def _bare(text: str) -> str:
    return _PUNCTUATION.sub("", fold(text))
