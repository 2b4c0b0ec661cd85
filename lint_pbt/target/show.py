"""Targets in their canonical writing: ≥95%, ≥30000宗, 约2–7秒内. What is shown parses to the same quantity."""

from __future__ import annotations

from decimal import Decimal

from lint_pbt.target.algebra import Operator, Quantity, Target
from lint_pbt.target.numerals import scaled

# 2月 and 2季度 are dates.
_COUNTED: dict[str | None, str] = {"月": "个月", "季度": "个季度", "季": "个季度"}
_BEHIND = {Operator.GE: "以上", Operator.LE: "以内"}


def show(quantity: Quantity) -> str:
    """A quantity as it should be written, without the words around it."""
    sign = quantity.operator.value if quantity.operator else ""
    behind = ""
    if quantity.upper is not None and quantity.operator in _BEHIND:
        sign, behind = "", _BEHIND[quantity.operator]
    about = "约" if quantity.hedged else ""
    reached = "达到" if quantity.reached else ""
    unit = _COUNTED.get(quantity.unit, quantity.unit) or ""
    size = f"{number(quantity)}{quantity.scale}{f'({unit})' if unit[:1].isdigit() else unit}{behind}"
    if quantity.base:
        return f"{sign}{reached}{quantity.base}的{about}{size}"
    return f"{about}{reached}{sign}{size}"


def number(quantity: Quantity) -> str:
    """The number alone, in digits: 0.36 where it is 0.36万."""
    if quantity.fraction:
        return f"{quantity.fraction[0]}/{quantity.fraction[1]}"
    if quantity.ratio is not None:
        return f"{plain(quantity.value)}:{plain(quantity.ratio)}"
    if quantity.upper is not None and quantity.upper == -quantity.value:
        return f"±{plain(_unscaled(quantity.upper, quantity.scale))}"
    low = plain(_unscaled(quantity.value, quantity.scale))
    return low if quantity.upper is None else f"{low}–{plain(_unscaled(quantity.upper, quantity.scale))}"


def amount(text: str, quantity: Quantity) -> str:
    """The number of a quantity with its unit as a text writes them: 95%, 95(%)."""
    end = quantity.unit_end or quantity.number_end
    written = text[quantity.number_start : end]
    opened = next((pair for pair in ("()", "（）") if written.count(pair[0]) > written.count(pair[1])), None)
    return text[quantity.number_start : end + 1] if opened and text[end : end + 1] == opened[1] else written


def firm(target: Target, *, low: bool = False, exact: bool = False) -> str:
    """The number of a hedged target without the hedge: where no bound is set at least as much, at most for what
    should be `low`, and just that for what should be `exact`. Empty where there are several numbers, or the hedge is
    the number itself (二三十户).
    """
    if len(target.quantities) != 1:
        return ""
    quantity = target.quantities[0]
    written = amount(target.text, quantity)
    start, end = quantity.number_start, quantity.number_start + len(written)
    for hedge in target.hedges:
        if start <= hedge.start and hedge.end <= end:  # 2.3万余人次
            if hedge.start == start:
                return ""
            written = target.text[start : hedge.start] + target.text[hedge.end : end]
    if quantity.operator not in (None, Operator.EQ):
        return f"{quantity.operator.value}{written}"
    sign = "" if exact or quantity.upper is not None else (Operator.LE if low else Operator.GE).value
    return f"{sign}{written}"


def plain(value: Decimal) -> str:
    """A number without exponent and without zeros behind."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _unscaled(value: Decimal, scale: str) -> Decimal:
    return value / scaled(Decimal(1), scale) if scale else value
