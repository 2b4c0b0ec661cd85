"""The indicators of the rows of one sheet. Categories stand once, and count for the rows below."""

from __future__ import annotations

from collections.abc import Sequence

from lint_pbt.layouts.tables.entries import Draft
from lint_pbt.layouts.tables.fields import both_levels, category_of, is_unnamed, name_of
from lint_pbt.layouts.tables.header import Header
from lint_pbt.layouts.tables.listings import Listing
from lint_pbt.layouts.tables.rows import Row, cell_at, is_category, optional, ordinal_in, target_in
from lint_pbt.layouts.tables.several import single_rows
from lint_pbt.layouts.tables.titles import block_of, compact
from lint_pbt.model import Category, Field, Indicator, Note, Passage, Place
from lint_pbt.sheet import Cell

_NO_LEVEL = "指标“{name}”看不出属于哪个一级指标，和类别有关的检查可能不准。请在它这一行写上一级指标"

_Levels = tuple[Category | None, Category | None]


class IndicatorReader:
    """Reads indicators row by row. `kind` is the list the rows are in, where cycle and year have one each."""

    def __init__(self) -> None:
        self.kind: str | None = None
        self.notes: list[Note] = []
        self._levels: dict[int, _Levels] = {}
        self._told_of_level = False

    def forget(self) -> None:
        """Begin another project: the categories above do not count for it."""
        self._levels = {}

    def add(self, row: Row, header: Header, listing: Listing, draft: Draft) -> None:
        """Add the indicators of a row to a project."""
        for single in single_rows(row, listing):
            self._add(single, header, listing, draft)

    def _add(self, row: Row, header: Header, listing: Listing, draft: Draft) -> None:
        level1, level2 = self.levels(row, listing)
        cell = cell_at(row, listing.name)
        annual, cycle = target_in(row, listing.annual), target_in(row, listing.cycle)
        if cell is None or is_unnamed(cell.text):
            value = annual or cycle
            assert value is not None
            told = f"有指标值“{value.text[:20]}”，却没有指标名称，没有读入。请补上名称"
            self.notes.append(Note(told, value.place(), unchecked=True))
            return
        kind = self._list_of(row, header, listing)
        if kind is not None:
            value = annual or cycle
            annual, cycle = (value, None) if kind == "annual" else (None, value)
        elif listing.cycle is not None:
            draft.both_in_row = True
        name = name_of(cell)
        place = name.place()
        if level1 is None and listing.level1 is not None and not self._told_of_level:
            self._told_of_level = True
            self.notes.append(Note(_NO_LEVEL.format(name=name.text[:20]), place))
        indicator = Indicator(
            ordinal_in(row, listing),
            level1 or Category(None, empty(place)),
            level2 or Category(None, empty(place)),
            name,
            cycle,
            annual,
            place,
            optional(cell_at(row, listing.weight)),
            optional(cell_at(row, listing.direction)),
        )
        draft.listed[kind or "annual"].append(indicator)

    def levels(self, row: Row, listing: Listing) -> _Levels:
        """The categories of a row; where its cells are empty, those above count."""
        first, second = self._levels.get(listing.name, (None, None))
        if any(listing.levels):
            titled = [None if cell is None else category_of(cell) for cell in listing.levels]
            first, second = titled[0], titled[1] or second
        one, two = cell_at(row, listing.level1), cell_at(row, listing.level2)
        if one is None and two is None:
            return first, second
        both = (two and both_levels(two)) or (one and both_levels(one)) or None
        if both is not None:
            first, second = both
        elif one is not None:
            above, first = first, category_of(one)
            if above is None or compact(above.name.text) != compact(first.name.text):
                second = None
        if two is not None and both is None:
            second = category_of(two)
        self._levels[listing.name] = first, second
        return first, second

    def set_levels(self, row: Row, cells: Sequence[Cell], listings: Sequence[Listing]) -> bool:
        """Take in a row that has categories alone; False where it has none."""
        found = False
        for listing in listings:
            if cell_at(row, listing.level1) is not None or cell_at(row, listing.level2) is not None:
                self.levels(row, listing)
                found = True
            elif len(cells) == 1 and is_category(cells[0].text):
                self._levels[listing.name] = category_of(cells[0]), None
                found = True
        return found

    def _list_of(self, row: Row, header: Header, listing: Listing) -> str | None:
        """Which list the row is in, None where the grid has cycle and year in one row."""
        for column in range(header.blocks, header.first) if header.blocks is not None else ():
            named = cell_at(row, column)
            if named is not None:
                self.kind = block_of(named.text) or self.kind
        if listing.annual is not None and listing.cycle is not None:
            return None
        if listing.annual is None:
            return "cycle"
        return "annual" if len(header.listings) > 1 else self.kind


def empty(place: Place) -> Field:
    """A field for what the grid does not say, at the place where it might."""
    return Field("", Passage("", (0,), (place,)), 0)
