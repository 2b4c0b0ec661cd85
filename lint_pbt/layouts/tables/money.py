"""The money of a form: labelled amounts, and how they fit together."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from lint_pbt.layouts.tables.fields import cut, is_blank, money_of
from lint_pbt.model.document import Amount, Field
from lint_pbt.text.notation import MONEY, money_unit
from lint_pbt.text.patterns.lazy import Pattern

_AMOUNT = r"[¥￥]?\d[\d,]*(?:\.\d+)?\s*"
# 360万元，其中…, and 总额 360 其中….
_LEADING_MONEY = Pattern(
    rf"\s*({_AMOUNT}{MONEY})(?=[，,；;。（(、\s])|[^\d:：]{{0,4}}[额计][:：\s]*({_AMOUNT}(?:{MONEY})?)(?=[，,；;。（(、\s])"
)
_PARTS = ("source", "part")
_TOTALS = ("amount", "cycle_amount", "unknown")


class Money(NamedTuple):
    """A label of money with its value, None where that is blank. `at` is the column of the label.

    The role is `unknown` where the label is none that is known, in the row of a total or below.
    """

    role: str
    row: int
    at: int
    title: str
    value: Decimal | None
    field: Field | None


class Purse:
    """The labelled amounts of one form, in their unit."""

    __slots__ = ("_money", "unit")

    def __init__(self) -> None:
        self.unit: str | None = None
        self._money: list[Money] = []

    def take(self, role: str, row: int, at: int, title: str, value: Field | None) -> None:
        """Take in a label of money; its unit may stand in the label or behind the number."""
        unit = money_unit(title)
        money = None
        if value is not None and not is_blank(value.text):
            leading = _LEADING_MONEY.match(value.text)
            if leading:
                value = cut(value, *leading.span(1 if leading[1] else 2))
            money = money_of(value)
        if role == "group" and money is None:
            self.unit = self.unit or unit
            return
        self.unit = self.unit or unit or (money[1] if money else None)
        role = "amount" if role == "group" else role
        self._money.append(Money(role, row, at, "".join(title.split()), money[0] if money else None, value))

    @property
    def has_total(self) -> bool:
        """Whether the money of the year, or of the cycle, was taken in."""
        return any(one.role in ("amount", "cycle_amount") and one.value is not None for one in self._money)

    def amounts(self) -> tuple[Amount, ...]:
        """The amount of the year, or else of the whole cycle, with its sources where they make it up."""
        totals = [one for role in ("amount", "cycle_amount") for one in self._money if one.role == role]
        total = next((one for one in totals if one.value is not None), None)
        if total is None:
            return ()
        beside = [one for one in self._money if one.role in _TOTALS and one.row == total.row and one is not total]
        below = sources = [one for one in self._money if one.role in _PARTS and _belongs(one, total, beside)]
        if any(one.role == "source" for one in sources):
            sources = [one for one in sources if one.role == "source"]
        whole = _amount(total)
        given = [_amount(one) for one in sources if one.value is not None]
        parts = _without_parts_of_parts(given)
        come = sum((one.value for one in parts), Decimal(0))
        # What those that are known lack may be in what is not, or in a fund that is no part of one of them; money that
        # is all nowhere was not read.
        if come != whole.value and (
            not come
            or sum((one.value for one in below if one.value is not None), Decimal(0)) == whole.value
            or any(map(self._not_understood(total, beside), self._money))
        ):
            return (whole,)
        # One source of several is no sum: “其中：财政拨款” alone leaves the others out.
        return (whole, *parts) if len(sources) > 1 and parts else (whole,)

    @staticmethod
    def _not_understood(total: Money, beside: list[Money]) -> Callable[[Money], bool]:
        """A test of money below a total: may it be part of the total, other than as a source with its amount?"""

        def may_be_part(one: Money) -> bool:
            if one is total or not _belongs(one, total, beside):
                return False
            if one.role in _PARTS:
                return one.value is None and one.field is not None and not is_blank(one.field.text)
            within = (one.row, one.at) != (total.row, total.at) and one.row == total.row
            return (
                not within and bool(one.value) and one.value is not None and one.value <= abs(total.value or Decimal(0))
            )

        return may_be_part


def _belongs(source: Money, total: Money, others: list[Money]) -> bool:
    """Whether a source is one of this total, and not of another that stands beside it, or above."""
    if source.row < total.row:
        return False
    nearest = max((one for one in [total, *others] if one.at <= source.at), key=lambda one: one.at, default=total)
    return nearest is total


def _amount(money: Money) -> Amount:
    assert money.value is not None and money.field is not None
    return Amount(money.title.rstrip(":："), money.value, money.field)


def _without_parts_of_parts(amounts: list[Amount]) -> list[Amount]:
    """The amounts without those right behind one that make it up."""
    kept: list[Amount] = []
    at = 0
    while at < len(amounts):
        kept.append(amounts[at])
        end, left = at + 1, amounts[at].value
        while end < len(amounts) and left > 0:
            left -= amounts[end].value
            end += 1
        at = end if left == 0 and end > at + 1 and amounts[at].value != 0 else at + 1
    return kept
