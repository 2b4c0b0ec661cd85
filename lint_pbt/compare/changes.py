"""What changed in a pair of projects or indicators."""

from __future__ import annotations

from collections.abc import Container
from decimal import Decimal
from typing import Final

from lint_pbt.compare.courses import Judge, Verdict
from lint_pbt.compare.likeness import bare
from lint_pbt.compare.model import How, IndicatorPair, Located, ProjectPair, ValueChange
from lint_pbt.compare.years import moved_on
from lint_pbt.knowledge.framework import Framework
from lint_pbt.model.document import Field, Indicator
from lint_pbt.text.folding import fold

_IN_TEN_THOUSANDS: Final = {"元": Decimal("0.0001"), "千元": Decimal("0.1"), "万元": Decimal(1), "亿元": Decimal(10000)}


class Changes:
    """Puts pairs together with what changed in them. Texts of the old draft are read `years` later.

    `impossible` are old values, by the identity of their field, that cannot be: none is lowered or raised.
    """

    def __init__(self, judge: Judge, framework: Framework, years: int, impossible: Container[int] = ()) -> None:
        self._judge = judge
        self._framework = framework
        self._years = years
        self._impossible = impossible

    def indicator(
        self, old: Indicator | None, new: Indicator | None, homes: tuple[Located | None, Located | None],
        confidence: float, how: How, *, moved: bool,
    ) -> IndicatorPair:  # fmt: skip
        """The pair of two indicators in their projects."""
        if old is None or new is None:
            return IndicatorPair(old, new, *homes, confidence, how)
        return IndicatorPair(
            old,
            new,
            *homes,
            confidence,
            how,
            moved,
            self._differ(old.name, new.name),
            self._category(old) != self._category(new),
            tuple(self._values(old, new)),
        )

    def project(
        self, old: Located | None, new: Located | None, indicators: tuple[IndicatorPair, ...],
        confidence: float, how: How, *, moved: bool,
    ) -> ProjectPair:  # fmt: skip
        """The pair of two projects; `moved` tells of another unit."""
        if old is None or new is None:
            return ProjectPair(old, new, indicators, confidence, how)
        before, after = _amount(old, new), _amount(new, old)
        renamed = self._differ(old.project.name, new.project.name)
        goal_changed = self._differ(old.project.goal, new.project.goal)
        return ProjectPair(
            old, new, indicators, confidence, how, renamed, moved, goal_changed, before, after,
            unchanged=bool(indicators) and not goal_changed and all(pair.same for pair in indicators),
        )  # fmt: skip

    def _differ(self, old: Field | None, new: Field | None) -> bool:
        """True where the texts say something else, whatever their signs and spaces."""
        if old is None or new is None:
            return old is not new
        return bare(new.text) not in (bare(old.text), bare(moved_on(old.text, self._years)))

    def _category(self, indicator: Indicator) -> tuple[str, str]:
        standard = self._framework.standard
        return standard(indicator.level1.name.text, True), standard(indicator.level2.name.text, False)

    def _values(self, old: Indicator, new: Indicator) -> list[ValueChange]:
        changes = [
            change
            for field, before, after in (
                ("annual_value", old.annual, new.annual),
                ("cycle_value", old.cycle, new.cycle),
                ("weight", old.weight, new.weight),
            )
            if (change := self._value(field, new, before, after))
        ]
        if len(changes) > 1 and (changes[0].old, changes[0].new) == (changes[1].old, changes[1].new):
            del changes[1]  # the same thing said of the cycle
        return changes

    def _value(self, field: str, indicator: Indicator, old: Field | None, new: Field | None) -> ValueChange | None:
        before, after = old.text if old else "", new.text if new else ""
        shifted = moved_on(before, self._years)
        if _bare(after) in (_bare(before), _bare(shifted)):
            return None
        if field == "weight":
            verdict = Verdict("other")
        elif not before or not after:
            verdict = Verdict("raised", "原来没有填") if after else Verdict("lowered", "指标值删去了")
        else:
            verdict = self._judge.course(indicator.name.text, indicator.level2.name.text, shifted, after)
        if id(old) in self._impossible and verdict.course != "reworded":
            verdict = Verdict("other", "原来的值不可能，改正了")
        return ValueChange(field, before, after, verdict.course, verdict.why)


def _bare(text: str) -> str:
    return "".join(fold(text).split())


def _amount(one: Located, other: Located) -> Decimal | None:
    """The total of a project in 万元; a table that does not tell its unit has the other's."""
    total = one.project.total
    unit = one.document.amount_unit or other.document.amount_unit
    return None if total is None else (total * _IN_TEN_THOUSANDS.get(unit or "", Decimal(1))).normalize()
