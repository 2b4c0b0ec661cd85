"""Checks whether what should be a percentage is one: satisfaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Annotated

from msgspec import Meta

from lint_pbt.checks.primitive import Hit, Sieve, Subject, primitive
from lint_pbt.checks.tools import Tools
from lint_pbt.checks.value import Value, read
from lint_pbt.checks.wording import clip
from lint_pbt.knowledge.grammar import SHARES
from lint_pbt.model.document import Field
from lint_pbt.target import Operator, Quantity
from lint_pbt.target.definitions import SHARE
from lint_pbt.target.show import plain

_PERCENTAGE = {
    "percent": "写成百分比的样子，看不出多少的写成“≥N%”",
    "known_percent": "看得出是百分之几时，写成百分比的样子；否则为空",
    "told": "不是百分比的写法，和它是多少；是百分制得分的，说明不用改",
    "way": "怎样改：名称数的是投诉一类的事，要换成满意度",
}


class Percentage(Value, frozen=True, kw_only=True):
    """`scores` are units of a survey's points out of a hundred, which can be checked as a percentage can."""

    scores: Annotated[
        tuple[str, ...], Meta(description="问卷百分制得分的单位；50 到 100 的数带着它，能核对，只提示")
    ] = ()


_NO_PERCENTAGE = "满意度要写成百分比，这里是“{value}”{same}"
_WRITTEN, _CHANGED = "写成百分比", "换成服务对象的满意度，写成百分比"
_IN_POINTS = "“{value}”是得分，不是百分比；问卷按百分制打分的不用改"


@primitive("percentage", "值不是百分比", options=Percentage, fills=_PERCENTAGE, looks_at="pair")
def percentage(options: Percentage, tools: Tools) -> Sieve:
    """A value that is no percentage."""

    def counts(name: str) -> bool:
        """True for a name that counts what there should be few of: 有效投诉件数."""
        measure = tools.knowledge.measure(name)
        return measure.better == "low" and measure.dimension not in SHARES

    def scored(quantities: Sequence[Quantity]) -> bool:
        """True for the points of a survey out of a hundred."""
        return (
            len(quantities) == 1
            and quantities[0].unit in options.scores
            and _LEAST_SATISFIED <= quantities[0].value <= _ALL
        )

    def may_be_none(subject: Subject) -> bool:
        return any(
            one.unread or not any(quantity.measure == "%" for quantity in one.quantities)
            for one in subject.targets(options.field)
        )

    def find(subject: Subject) -> Iterator[Hit]:
        indicator = subject.indicator
        assert indicator is not None
        for name, field in subject.fields(options.field):
            target = read(subject, "指标值", subject.target(field))
            quantities = target.quantities
            if not target.blank and not any(quantity.measure == "%" for quantity in quantities):
                share = _converted(quantities, tools)
                points = scored(quantities)
                same = f"（即{share.strip(_SIGNS)}）" if share else ""
                told = _IN_POINTS if points else _NO_PERCENTAGE
                percent = share or _as_percent(quantities, points) or _percent_of_another(subject, field)
                fills = {
                    "told": told.format(value=clip(field.text), same=same),
                    "percent": percent or "≥N%",
                    "known_percent": percent,
                    "way": _CHANGED if counts(indicator.name.text) else _WRITTEN,
                }
                yield Hit(field, name, fills=fills, severity="info" if share or points else None)

    return Sieve(find, value=may_be_none)


_LEAST_SATISFIED, _ALL = 50, 100
_SIGNS = "".join(Operator)


def _converted(quantities: Sequence[Quantity], tools: Tools) -> str:
    """The percentage that a share in another unit is: 九成 is 90%; empty where the value is no single share."""
    one = quantities[0] if len(quantities) == 1 else None
    if one is None or one.meaning is None or one.meaning.dimension != SHARE or one.upper is not None:
        return ""
    percent = tools.parser.units.meaning("%")
    if one.meaning.base != percent.base:
        return ""
    sign = one.operator.value if one.operator else ""
    return f"{sign}{plain(one.value * one.meaning.factor / percent.factor)}%"


def _percent_of_another(subject: Subject, field: Field) -> str:
    """The one percentage that the other of the values of year and cycle states; empty where it states none."""
    assert subject.indicator is not None
    for other in (subject.indicator.annual, subject.indicator.cycle):
        if other is not None and other is not field:
            quantities = subject.target(other).quantities
            if len(quantities) == 1 and quantities[0].measure == "%":
                return other.text
    return ""


def _as_percent(quantities: Sequence[Quantity], points: bool) -> str:
    """The percentage that a bare number, a fraction or one of `points` means; empty where it means none: nobody asks
    for 1% satisfied.
    """
    one = quantities[0] if len(quantities) == 1 and (points or quantities[0].unit is None) else None
    share = one.value * 100 if one and 0 < one.value < 1 else one.value if one else Decimal(0)
    if one is None or not _LEAST_SATISFIED <= share <= _ALL:
        return ""
    sign = one.operator.value if one.operator else "" if share == _ALL else "≥"  # nothing is above all
    return f"{sign}{share.normalize():f}%"
