"""The indicators of the rows of one table. Categories stand once, and count for the rows below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from lint_pbt.layouts.tables.blocks import Blocks
from lint_pbt.layouts.tables.drafts import Draft
from lint_pbt.layouts.tables.fields import (
    bare_category,
    both_levels,
    category_of,
    cut,
    empty,
    enclosed,
    is_unnamed,
    joined,
    lacks_unit,
    levels_in,
    name_of,
    parted,
    weighed,
)
from lint_pbt.layouts.tables.grid import FullRow
from lint_pbt.layouts.tables.header import Header
from lint_pbt.layouts.tables.listings import Listing, Target
from lint_pbt.layouts.tables.looks import look
from lint_pbt.layouts.tables.pairs import second_category, value_at, values_in_brackets
from lint_pbt.layouts.tables.rows import cell_at, is_category, level_of, optional, ordinal_in, target_in, told_in
from lint_pbt.layouts.tables.several import single_rows
from lint_pbt.layouts.tables.titles import compact
from lint_pbt.layouts.words import standard_framework
from lint_pbt.model.document import Category, Field, Indicator, Note
from lint_pbt.model.sheet import Cell
from lint_pbt.text.patterns.lazy import Pattern

_NO_LEVEL = "指标“{name}”看不出属于哪个一级指标，和类别有关的检查可能不准。请在它这一行写上一级指标"
_ALONE = "“{name}”这一行只有这几个字。是上一行名称的后半截的，请接到上一行；是一条指标的，请补上指标值"
_COLON = Pattern(r"\s*[:：]\s*")
_NO_UNIT = "有 {count} 个指标值和旁边的计量单位接不起来，单位没有读入，比如“{value}”旁边的“{unit}”"
_MOST_CATEGORIES = 4  # before an indicator in one cell
_WEIGHED = 0.6  # of the names of a list, for brackets behind them to be weights


class _Levels(NamedTuple):
    """The categories that count, with the cells that they stand in."""

    first: Category | Field | None = None
    second: Category | Field | None = None
    cells: tuple[Cell | None, Cell | None] = (None, None)


class IndicatorReader:
    """Reads indicators row by row; `blocks` tell which list a row is in, where cycle and year have one each."""

    def __init__(self, blocks: Blocks, notes: list[Note]) -> None:
        self._blocks, self.notes = blocks, notes
        self._levels: dict[int, _Levels] = {}
        self._told_of_level = False
        self._weighed: dict[int, bool] = {}
        self._no_units: list[tuple[Field, Cell]] = []  # values whose unit is no part of them
        self._last: list[Indicator] = []  # the list that the last one was put into

    def forget(self) -> None:
        """Begin another project: the categories above do not count for it."""
        self._levels = {}

    def enter(self, header: Header, body: Sequence[FullRow]) -> None:
        """Begin the list below a header; `body` are its rows."""
        self._weighed = {}
        for listing in header.listings:
            names = [cell for row in body if (cell := cell_at(row, listing.name)) is not None]
            weights = sum("分" in cell.text and weighed(name_of(cell))[1] is not None for cell in names)
            self._weighed[listing.name] = listing.weight is None and weights > _WEIGHED * len(names)

    def add(self, row: FullRow, header: Header, listing: Listing, draft: Draft) -> None:
        """Add the indicators of a row to a project."""
        rows = single_rows(row, listing, self.notes)
        cell = cell_at(row, listing.name) if listing.joined else None
        in_brackets = cell is not None and bool(values_in_brackets(cell.text))
        for single in rows:
            self._add(single, header, listing, draft, in_brackets=in_brackets)

    def _add(self, row: FullRow, header: Header, listing: Listing, draft: Draft, *, in_brackets: bool) -> None:
        cell = cell_at(row, listing.name)
        if listing.joined and cell is not None:
            categories, cell = _categories_before(cell)
            for category in categories:
                self._levels[listing.name] = _with(self._levels.get(listing.name, _Levels()), category, None)
            if not cell.text:
                return
        level1, level2 = self.levels(row, listing)
        annual, cycle = (self._target(row, target) for target in (listing.annual, listing.cycle))
        if cell is None or is_unnamed(cell.text):
            value = annual or cycle
            assert value is not None
            told = f"有指标值“{value.text[:20]}”，却没有指标名称，没有读入。请补上名称"
            self.notes.append(Note(told, value.place(), unchecked=True))
            return
        name = name_of(cell)
        weight = optional(row, listing.weight)
        if self._weighed.get(listing.name):
            name, weight = weighed(name)
        if listing.joined:
            name, annual = enclosed(name) if in_brackets else parted(name)
            if annual is None and (at := value_at(name.text)) is not None:
                name, annual = cut(name, 0, at), cut(name, at, len(name.text))
        kind = self._blocks.of(row, header, listing)
        if kind is not None:
            value = annual or cycle
            annual, cycle = (value, None) if kind == "annual" else (None, value)
        elif listing.cycle is not None:
            draft.both_in_row = True
        if level1 is None and listing.level1 is not None and not self._told_of_level:
            self._told_of_level = True
            self.notes.append(Note(_NO_LEVEL.format(name=name.text[:20]), name.place()))
        target = listing.annual or listing.cycle
        indicator = Indicator(
            ordinal_in(row, listing),
            level1 or empty(name.place()),
            level2 or empty(name.place()),
            name,
            cycle,
            annual,
            None,
            weight,
            optional(row, listing.direction),
            optional(row, target.sign) if target else None,
            optional(row, listing.previous),
        )
        self._last = draft.listed[kind or "annual"]
        self._last.append(indicator)

    def _target(self, row: FullRow, target: Target | None) -> Field | None:
        """The target value of a row, None where its cell is empty."""
        value, measure = target_in(row, target), told_in(row, target.measure) if target else None
        if value is not None and measure is not None and lacks_unit(value, measure):
            self._no_units.append((value, measure))
        return value

    def finish(self) -> None:
        """Say which units of the table were not read."""
        if self._no_units:
            value, unit = self._no_units[0]
            told = _NO_UNIT.format(count=len(self._no_units), value=value.text[:20], unit=unit.text.strip()[:20])
            self.notes.append(Note(told, unit.place()))

    def ends_name(self, row: FullRow, before: FullRow, cells: Sequence[Cell], listings: Sequence[Listing]) -> bool:
        """Take in a row that holds the rest of the name `before` it and nothing else: the two are one only together.

        A note where the row may as well be an indicator without a value.
        """
        at = next((one.name for one in listings if not one.joined and cell_at(row, one.name) is cells[0]), None)
        above = cell_at(before, at)
        if len(cells) > 1 or above is None or not self._last or self._last[-1].name.text != name_of(above).text:
            return False
        last, rest = self._last[-1], name_of(cells[0])
        if last.annual is last.cycle is None or is_unnamed(cells[0].text):
            return False
        whole = joined([last.name, rest])
        if "measure" in look(whole.text) and not any("measure" in look(part.text) for part in (last.name, rest)):
            self._last[-1] = replace(last, name=whole)
            return True
        if level_of(rest.text) is None:
            self.notes.append(Note(_ALONE.format(name=rest.text[:20]), rest.place()))
        return False

    def levels(self, row: FullRow, listing: Listing) -> tuple[Category | Field | None, Category | Field | None]:
        """The categories of a row; where its cells are empty, those above count."""
        held = self._levels.get(listing.name, _Levels())
        if any(listing.levels):
            titled = [None if cell is None else category_of(cell) for cell in listing.levels]
            held = held._replace(first=titled[0], second=titled[1] or held.second)
        one, two = cells = cell_at(row, listing.level1), cell_at(row, listing.level2)
        apart, above = None not in (listing.level1, listing.level2), held.cells
        if one is not None and one is not above[0]:
            held = _with(held, one, 0, sure=apart)
        if two is not None and listing.level1 is None and held.first is not None and held.second is not None:
            # A section that may be of either level was a first one where what stands below it belongs to it.
            fits, own = standard_framework().fits, bare_category(two.text)
            firsts = [bare_category(level.name.text) for level in (held.first, held.second)]
            if level_of(firsts[1]) == "either" and [fits(one, own) for one in firsts] == [False, True]:
                held = held._replace(first=held.second, second=None)
        if two is not None and (two is not above[1] or held.second is None):
            held = _with(held, two, 1, sure=apart)
        self._levels[listing.name] = held = held._replace(cells=cells)
        return held.first, held.second

    def set_levels(self, row: FullRow, cells: Sequence[Cell], listings: Sequence[Listing]) -> bool:
        """Take in a row that has categories alone; False where it has none."""
        alone = len(cells) == 1 and is_category(cells[0].text)
        found = alone
        for listing in listings:
            own = cell_at(row, listing.level1), cell_at(row, listing.level2)
            if alone:
                at = own.index(cells[0]) if cells[0] in own and None not in (listing.level1, listing.level2) else None
                self._levels[listing.name] = _with(self._levels.get(listing.name, _Levels()), cells[0], at)
            elif any(own):
                self.levels(row, listing)
                found = True
        return found


def _with(held: _Levels, cell: Cell, at: int | None, *, sure: bool = False) -> _Levels:
    """The categories that count from a cell on. It is of the first or second level by its name, or else by its column.

    The column `at` (0, 1, or None where it has none of its own) decides alone where the table has both, and is `sure`.
    """
    both = both_levels(cell)
    if both is not None:
        return _Levels(*both)
    level, category = None if sure else level_of(cell.text), category_of(cell)
    if sure or (at is not None and level not in ("first", "second")):
        above = level == "either" and held.first is None and held.second is not None
        second = at == 1 or above  # as those above it are
    elif level == "either":
        if held.first is None:
            second = held.second is not None  # as those above it are
        else:
            second = standard_framework().fits(held.first.name.text, bare_category(cell.text)) is True
    else:
        second = level == "second"
    if second:
        return _Levels(held.first, category)
    same = held.first is not None and compact(held.first.name.text) == compact(category.name.text)
    return _Levels(category, held.second if same else None)


def _categories_before(cell: Cell) -> tuple[list[Cell], Cell]:
    """The categories that stand before an indicator in one cell, and what follows: 产出指标：数量指标：新建泵站≥3座."""
    categories: list[Cell] = []
    while not categories or (len(categories) < _MOST_CATEGORIES and second_category(cell.text) is not None):
        field = name_of(cell)
        colon = _COLON.search(field.text)
        end, start = colon.span() if colon else (len(field.text), len(field.text))
        if not levels_in(field.text[:end]):
            break
        following = cut(field, start, len(field.text))
        categories.append(Cell(field.text[:end], field.place()))
        cell = Cell(following.text, following.place())
    return categories, cell


def has_category(row: FullRow, listings: Sequence[Listing]) -> bool:
    """Whether a row has a category where they stand."""
    levels = [cell_at(row, at) for one in listings for at in (one.level1, one.level2)]
    return any(cell is not None and is_category(cell.text) for cell in levels)
