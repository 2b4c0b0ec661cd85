"""Projects while a table is read, and the units that they come to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import accumulate, groupby

from msgspec.structs import replace

from lint_pbt.knowledge.framework import bare
from lint_pbt.layouts.entries import group, is_bare, total_of
from lint_pbt.layouts.tables.fields import empty, joined
from lint_pbt.layouts.tables.labels import GOALS, Labelled, unit_of
from lint_pbt.layouts.tables.money import Purse
from lint_pbt.layouts.tables.titles import compact
from lint_pbt.model.document import Amount, BudgetUnit, Field, Form, Indicator, Project
from lint_pbt.model.sheet import Cell
from lint_pbt.text.patterns.lazy import Pattern

_PLACEHOLDER = Pattern(r"[×xX*＊_＿○]{2}")


class Unit:
    """A unit that a column names, or a form. `summed` counts the sums of a part that stand among its projects."""

    def __init__(self, name: Field) -> None:
        self.name = name
        self.amounts: tuple[Amount, ...] = ()
        self.summed = 0


class Draft:
    """A project with what has been read of it. `listed` are its indicators by kind of list.

    `label` is the one that names it, None where none does. `goals` are the lines of its goals, each with
    its role. The list of the year holds cycle values too where the table has both in one row. `at` is where the project
    begins, `title` what stands above it as the title of a table, `heading` as a heading, `sheet` the name of its
    worksheet, `above` the project above in its table, whose unit counts where none is named. It is `headed` where
    its unit stands in a line of text above the table, which may be that of further tables.
    """

    __slots__ = (
        "above", "amounts", "at", "both_in_row", "department", "goals", "guessed_cycle", "has_cycle_goal", "has_goal",
        "has_list", "headed", "heading", "label", "labels", "listed", "name", "purse", "several_years", "sheet",
        "title", "unit",
    )  # fmt: skip

    def __init__(self, name: Field | None, unit: Unit | None, at: Cell, sheet: str | None = None) -> None:
        self.name = name or empty(at.place())
        self.unit = unit
        self.label: Labelled | None = None
        self.at = at
        self.sheet = sheet
        self.title: Field | None = None
        self.heading: Field | None = None
        self.above: Draft | None = None
        self.amounts: tuple[Amount, ...] = ()
        self.purse = Purse()
        self.goals: list[tuple[str, Field]] = []
        self.listed: dict[str, list[Indicator]] = {"annual": [], "cycle": []}
        self.labels: list[Labelled] = []  # that name units
        self.headed = False
        self.department: Field | None = None  # that stands above its table
        self.both_in_row = False
        self.several_years = False
        self.has_list = False
        self.has_goal = False
        self.has_cycle_goal = False
        self.guessed_cycle = False

    @property
    def has_indicators(self) -> bool:
        return any(self.listed.values())

    @property
    def unfilled(self) -> bool:
        """Whether it is no project but a part of a template that nobody has filled in."""
        nothing = not (self.goal() or self.has_indicators)
        return nothing and (not self.name.text or _PLACEHOLDER.match(self.name.text) is not None)

    def form(self) -> Form:
        """What its table has room for."""
        lists = bool(self.listed["cycle"])
        goal = self.has_goal or self.goal() is not None
        return Form(has_cycle=self.both_in_row or lists, has_goal=goal, paired=not lists)

    def finish(self, several_departments: bool) -> None:
        """Settle the unit and the amounts, when all has been read; of `several_departments` the table's own counts."""
        if not self.labels and self.above is not None:
            self.labels = self.above.labels
        name = unit_of(self.labels) or (self.department if several_departments else None)
        if self.unit is None and name is not None:
            self.unit = Unit(name)
        self.amounts = self.amounts or self.purse.amounts()
        if self.guessed_cycle and self.has_goal and not self.has_cycle_goal:
            self._in_one_list()

    def _in_one_list(self) -> None:
        """Take two lists beside each other for one of the year: the form speaks of no longer cycle."""
        left = [replace(one, annual=one.cycle, cycle=None) for one in self.listed["cycle"]]
        self.listed = {"annual": [*left, *self.listed["annual"]], "cycle": []}

    def goal(self) -> Field | None:
        """The goal of the year, or that of the whole cycle where there is no other; each line of it once."""
        for role in GOALS:
            lines: dict[str, Field] = {}
            for of, line in self.goals:
                if of == role:
                    lines.setdefault(line.text, line)
            if lines:
                return joined(list(lines.values()))
        return None

    def indicators(self) -> tuple[Indicator, ...]:
        """The indicators, those of the cycle's list with those of the year's that have the same name.

        Of several with the same name those of the same category belong together.
        """
        annual, cycle = self.listed["annual"], self.listed["cycle"]
        if not cycle:
            return tuple(annual)
        partners: dict[int, Indicator] = {}
        left = list(cycle)
        for key in (_whole_key, _name_key):
            waiting: dict[object, list[Indicator]] = {}
            for one in left:
                waiting.setdefault(key(one), []).append(one)
            for at, one in enumerate(annual):
                if at not in partners and one.cycle is None and waiting.get(key(one)):
                    partners[at] = waiting[key(one)].pop(0)
            taken = {id(one) for one in partners.values()}
            left = [one for one in left if id(one) not in taken]
        whole = [replace(one, cycle=partners[at].cycle) if at in partners else one for at, one in enumerate(annual)]
        return (*whole, *left)


def _whole_key(indicator: Indicator) -> object:
    return bare(indicator.level2.name.text), compact(indicator.name.text)


def _name_key(indicator: Indicator) -> object:
    return compact(indicator.name.text)


def units_of(drafts: Sequence[Draft], *, sources_given: bool) -> tuple[BudgetUnit, ...]:
    """The units of tables: those they name, or else those that stand as headings among the projects.

    Further amounts are kept where they are the sources of the first: known to be (`sources_given`), or in most rows.
    """
    keep_sources = sources_given or _sources_add_up(drafts)
    projects = [
        Project(
            index,
            one.name,
            one.amounts if keep_sources else one.amounts[:1],
            one.goal(),
            one.indicators(),
            several_years=one.several_years,
            form=one.form(),
        )
        for index, one in enumerate(drafts, 1)
    ]
    if not any(one.unit for one in drafts):
        labelled = frozenset(index for index, one in enumerate(drafts, 1) if one.label)
        return group([project for at, project in enumerate(projects) if not _heads_units(projects, at)], labelled)
    units: list[BudgetUnit] = []
    for _, run in groupby(zip(drafts, projects, strict=True), key=lambda pair: _unit_key(pair[0])):
        own, numbered = zip(*run, strict=True)
        unit = own[0].unit
        units.append(BudgetUnit(unit and unit.name, unit.amounts if unit else (), numbered))
    return tuple(units)


def _heads_units(headings: Sequence[Project], at: int) -> bool:
    """Whether a heading is that of a department, whose amount is the sum of the units behind it."""
    total = total_of(headings[at])
    above = total > 0 and len(headings) > at + 1 and all(map(is_bare, headings[at : at + 2]))
    return above and _reaches(total, (total_of(below) for below in headings[at + 1 :] if is_bare(below)))


def _unit_key(draft: Draft) -> str | None:
    return compact(draft.unit.name.text) if draft.unit is not None else None


def _reaches(total: Decimal, parts: Iterable[Decimal]) -> bool:
    """Whether an amount is the sum of the first of others, however many."""
    sums = enumerate(accumulate(parts, initial=Decimal(0)))
    return any(abs(added - total) <= Decimal("0.01") * number for number, added in sums)


def sums_above(entered: Sequence[tuple[Unit, int]], drafts: Sequence[Draft]) -> tuple[list[Unit], list[Unit]]:
    """The units with an amount and no project of their own, of those `entered` above so many of the drafts.

    First the one, if any, whose amount must be that of all projects, then those whose amount is not the sum of what
    stands behind them, up to the end of any unit.
    """
    owned = {id(draft.unit) for draft in drafts}
    above = [(unit, at) for unit, at in entered if unit.amounts and id(unit) not in owned]
    if len(above) == 1 and above[0][1] == 0 and drafts and all(draft.amounts for draft in drafts):
        return [above[0][0]], []
    return [], [unit for unit, at in above if not _reaches(unit.amounts[0].value, _of_units(drafts[at:]))]


def _of_units(drafts: Sequence[Draft]) -> Iterator[Decimal]:
    """What the projects of each unit add up to."""
    for _, own in groupby(drafts, _unit_key):
        yield sum((draft.amounts[0].value for draft in own if draft.amounts), Decimal(0))


def _sources_add_up(drafts: Sequence[Draft]) -> bool:
    """Whether the further columns of money are the parts of the first: so they are in most rows, or they are not."""
    checked = [_adds_up(one.amounts) for one in drafts if len(one.amounts) > 1]
    return sum(checked) * 2 >= len(checked)


def _adds_up(amounts: Sequence[Amount]) -> bool:
    total, *sources = (amount.value for amount in amounts)
    return abs(sum(sources, Decimal(0)) - total) <= Decimal("0.01") * len(amounts)


def keep_sure_ordinals(drafts: Iterable[Draft]) -> None:
    """Take the numbers off all indicators where they do not surely count those of each project."""
    drafts = list(drafts)
    if _count_indicators(drafts):
        return
    for draft in drafts:
        for kind, indicators in draft.listed.items():
            draft.listed[kind] = [one if one.ordinal is None else replace(one, ordinal=None) for one in indicators]


def _count_indicators(drafts: Sequence[Draft]) -> bool:
    """Whether the numbers of the rows count the indicators of each project, and not projects or all rows."""
    counted = [[one.ordinal for one in indicators] for draft in drafts if (indicators := draft.listed["annual"])]
    rows = [number for numbers in counted for number in numbers]
    if not rows or sum(number is not None for number in rows) < 0.8 * len(rows):
        return False
    return sum(numbers[0] == 1 and numbers[1:2] != [1] for numbers in counted) * 2 > len(counted)
