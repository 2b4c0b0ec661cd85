"""Headings in a row become units with their projects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from msgspec.structs import replace

from lint_pbt.model.document import WHOLE, Amount, BudgetUnit, Field, Form, Indicator, Project


class Entry(NamedTuple):
    """A heading with what belongs to it. Without goal and indicators it is a unit, as a rule."""

    name: Field
    amounts: tuple[Amount, ...]
    goal: Field | None
    indicators: tuple[Indicator, ...]
    complete: bool = True
    several_years: bool = False
    form: Form = WHOLE

    @property
    def bare(self) -> bool:
        return self.goal is None and not self.indicators

    @property
    def total(self) -> Decimal:
        return self.amounts[0].value if self.amounts else Decimal(0)


def standing_in(units: Iterable[BudgetUnit], form: Form) -> tuple[BudgetUnit, ...]:
    """The units with all their projects in tables of this form."""
    return tuple(
        replace(unit, projects=tuple(replace(project, form=form) for project in unit.projects)) for unit in units
    )


def group(entries: Sequence[Entry]) -> tuple[BudgetUnit, ...]:
    """The units of a table. Projects above the first unit form one without a name."""
    units: list[tuple[Entry | None, list[Project]]] = []
    left = Decimal(0)  # of the open unit's total, not yet taken by its projects
    index = 0
    for number, entry in enumerate(entries):
        headless = bool(units) and units[0][0] is None
        if entry.bare and not _is_project(entries, number, left, headless):
            units.append((entry, []))
            left = entry.total
            continue
        index += 1
        left -= entry.total
        if not units:
            units.append((None, []))
        units[-1][1].append(Project(index, *entry))
    return tuple(
        BudgetUnit(entry.name if entry else None, entry.amounts if entry else (), tuple(projects))
        for entry, projects in units
    )


def _is_project(entries: Sequence[Entry], number: int, left: Decimal, headless: bool) -> bool:
    """Whether a bare heading is a project without goal and indicators: it is not the sum of what follows, and its
    unit still has room for it, or the projects above are `headless`, without a unit of their own."""
    entry = entries[number]
    if not entry.complete:
        return True
    if not entry.amounts or not (headless or entry.total <= left) or (left <= 0 and not headless):
        return False
    following = Decimal(0)
    for index in range(number + 1, len(entries)):
        if entries[index].bare:
            break
        following += entries[index].total
    tolerance = Decimal("0.01") * (len(entries) - number)
    return abs(following - entry.total) > tolerance
