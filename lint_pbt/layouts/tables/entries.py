"""Projects and units while a grid is read, and what they come to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from msgspec.structs import replace

from lint_pbt.framework import bare
from lint_pbt.layouts.tables.fields import joined
from lint_pbt.layouts.tables.titles import compact
from lint_pbt.layouts.units import Entry, group
from lint_pbt.model import Amount, BudgetUnit, Field, Indicator, Project

_PLACEHOLDER = re.compile(r"[×xX*＊_＿○]{2}")


class Unit:
    """A unit that a column names."""

    def __init__(self, name: Field) -> None:
        self.name = name
        self.amounts: tuple[Amount, ...] = ()


class Draft:
    """A project with what has been read of it. `listed` are its indicators by kind of list.

    `goals` are the lines of the goal by their text. The list of the year holds cycle values too where the
    grid has both in one row.
    """

    def __init__(self, name: Field, unit: Unit | None) -> None:
        self.name = name
        self.unit = unit
        self.amounts: tuple[Amount, ...] = ()
        self.goals: dict[str, Field] = {}
        self.cycle_goals: dict[str, Field] = {}
        self.listed: dict[str, list[Indicator]] = {"annual": [], "cycle": []}
        self.both_in_row = False
        self.several_years = False

    @property
    def has_cycle(self) -> bool:
        """Whether its table has a place for cycle values."""
        return self.both_in_row or bool(self.listed["cycle"])

    @property
    def unfilled(self) -> bool:
        """Whether it is no project but a part of a template that nobody has filled in."""
        nothing = not (self.goals or self.cycle_goals or any(self.listed.values()))
        return nothing and (not self.name.text or _PLACEHOLDER.match(self.name.text) is not None)

    def goal(self) -> Field | None:
        """The goal of the year, or that of the whole cycle where there is no other; each line of it once."""
        goals = self.goals or self.cycle_goals
        return joined(list(goals.values())) if goals else None

    def indicators(self) -> tuple[Indicator, ...]:
        """The indicators, those of the cycle's list with those of the year's that have the same category and name."""
        annual, cycle = self.listed["annual"], self.listed["cycle"]
        if not cycle:
            return tuple(annual)
        waiting: dict[tuple[str, str], list[Indicator]] = {}
        for one in cycle:
            waiting.setdefault(_key(one), []).append(one)
        whole = []
        for one in annual:
            partners = waiting.get(_key(one))
            whole.append(replace(one, cycle=partners.pop(0).cycle) if partners and one.cycle is None else one)
        left = {id(one) for partners in waiting.values() for one in partners}
        return (*whole, *(one for one in cycle if id(one) in left))


def _key(indicator: Indicator) -> tuple[str, str]:
    return bare(indicator.level2.name.text), compact(indicator.name.text)


def units_of(drafts: Sequence[Draft], *, sources_given: bool = False) -> tuple[BudgetUnit, ...]:
    """The units of a table: those it names, or else those that stand as headings among the projects.

    Further amounts are kept where they are the sources of the first: known to be (`sources_given`), or in most rows.
    """
    keep_sources = sources_given or _sources_add_up(drafts)
    entries = [
        Entry(
            one.name,
            one.amounts if keep_sources else one.amounts[:1],
            one.goal(),
            one.indicators(),
            several_years=one.several_years,
        )
        for one in drafts
    ]
    if not any(one.unit for one in drafts):
        return group([entry for at, entry in enumerate(entries) if not _heads_units(entries, at)])
    units: list[tuple[Unit | None, list[Project]]] = []
    for index, (draft, entry) in enumerate(zip(drafts, entries, strict=True), 1):
        if not units or _unlike(units[-1][0], draft.unit):
            units.append((draft.unit, []))
        units[-1][1].append(Project(index, *entry))
    return tuple(
        BudgetUnit(unit.name if unit else None, unit.amounts if unit else (), tuple(projects))
        for unit, projects in units
    )


def _heads_units(entries: Sequence[Entry], at: int) -> bool:
    """Whether a heading is that of a department, whose amount is the sum of the units behind it."""
    entry, left = entries[at], entries[at].total
    if not entry.bare or left <= 0 or at + 1 == len(entries) or not entries[at + 1].bare:
        return False
    for index in range(at + 1, len(entries)):
        if entries[index].bare:
            left -= entries[index].total
        if left <= 0:
            break
    return left == 0


def _unlike(one: Unit | None, other: Unit | None) -> bool:
    return one is not other and (one is None or other is None or compact(one.name.text) != compact(other.name.text))


def _sources_add_up(drafts: Sequence[Draft]) -> bool:
    """Whether the further columns of money are the parts of the first: so they are in most rows, or they are not."""
    checked = [_adds_up(one.amounts) for one in drafts if len(one.amounts) > 1]
    return sum(checked) * 2 >= len(checked)


def _adds_up(amounts: Sequence[Amount]) -> bool:
    total, *sources = (amount.value for amount in amounts)
    return abs(sum(sources, Decimal(0)) - total) <= Decimal("0.01") * len(amounts)


def keep_sure_ordinals(drafts: Sequence[Draft]) -> None:
    """Take the numbers off all indicators where they do not surely count those of each project."""
    if _count_indicators(drafts):
        return
    for draft in drafts:
        for kind, indicators in draft.listed.items():
            draft.listed[kind] = [replace(one, ordinal=None) for one in indicators]


def _count_indicators(drafts: Sequence[Draft]) -> bool:
    """Whether the numbers of the rows count the indicators of each project, and not projects or all rows."""
    counted = [[one.ordinal for one in indicators] for draft in drafts if (indicators := draft.listed["annual"])]
    rows = [number for numbers in counted for number in numbers]
    if not rows or sum(number is not None for number in rows) < 0.8 * len(rows):
        return False
    return sum(numbers[0] == 1 and numbers[1:2] != [1] for numbers in counted) * 2 > len(counted)
