"""Several indicators in one row: numbered names line by line in a cell, with their values in the cells beside it."""

from __future__ import annotations

from collections.abc import Iterator

from lint_pbt.layouts.tables.fields import is_numbered
from lint_pbt.layouts.tables.listings import Listing
from lint_pbt.layouts.tables.rows import Row, cell_at
from lint_pbt.layouts.tables.runs import lines_of
from lint_pbt.sheet import EMPTY, Cell


def single_rows(row: Row, listing: Listing) -> Iterator[Row]:
    """The row once for each of its indicators.

    They are several where all lines of the name are numbered and the values have as many lines; a sign, a unit or
    a weight in one line counts for all.
    """
    name = cell_at(row, listing.name)
    names = _lines(name) if name is not None and "\n" in name.text else []
    if len(names) < 2 or not all(is_numbered(one.text) for one in names):
        yield row
        return
    targets = [target for target in (listing.annual, listing.cycle) if target]
    split = {listing.name: names}
    for at in (target.value for target in targets):
        cell = cell_at(row, at)
        split[at] = _lines(cell) if cell is not None else [EMPTY] * len(names)
    if any(len(lines) != len(names) for lines in split.values()):
        yield row
        return
    beside = (*(column for target in targets for column in target[1:]), listing.weight, listing.direction)
    for column in beside:
        cell = cell_at(row, column)
        lines = _lines(cell) if cell is not None else []
        if column is not None and len(lines) == len(names):
            split[column] = lines
    for number in range(len(names)):
        yield [split[at][number] if at in split else cell for at, cell in enumerate(row)]


def _lines(cell: Cell) -> list[Cell]:
    return [Cell(line.text, line.place) for line in lines_of(cell) if line.text.strip()]
