"""A row of a table as its readers get it: beside its own cells, where the columns above have theirs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lint_pbt.layouts.tables.grid import FullRow, Row
from lint_pbt.layouts.tables.listings import Listing
from lint_pbt.layouts.tables.rows import cell_at, value_in
from lint_pbt.model.sheet import Cell

MOST_LEADING = 12  # rows of labels above a header


class Line(NamedTuple):
    """The row `at` of a table, its `cells` those with text. Below a header merged ones are filled into `full`, and all
    stand where the titles do; `before` is that of the row above, `listed` the lists with an indicator that begins in
    the row, `run` a cell with a whole run of them.
    """

    at: int
    row: Row
    cells: Sequence[Cell]
    full: FullRow = ()
    before: FullRow = ()
    listed: Sequence[Listing] = ()
    run: Cell | None = None

    @property
    def has_indicators(self) -> bool:
        """Whether indicators begin in the row."""
        return bool(self.listed) or self.run is not None

    @property
    def has_value(self) -> bool:
        """Whether one of them has its value."""
        return any(value_in(self.full, value) for one in self.listed for value in (one.annual, one.cycle))

    def fresh(self, column: int | None) -> Cell | None:
        """The cell of a column, None where it is empty or merged with the one above."""
        cell = cell_at(self.full, column)
        return None if cell is cell_at(self.before, column) else cell
