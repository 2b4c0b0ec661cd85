"""A table of a page that is being read: which column each cell comes to stand in, spans of rows above considered."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lint_pbt.readers.blocks import Paragraph, Table, TableCell, table_cell
from lint_pbt.readers.html.text import Flow
from lint_pbt.readers.tally import MOST_SPANNED, Tally

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_ROWS_SPANNED = 65_534  # as in browsers


class _ReadCell(NamedTuple):
    """A cell as its tag has it; `rows` is 0 for one that goes down to the end of its group."""

    rows: int
    columns: int
    line: int
    blocks: list[Paragraph | Table]


class OpenTable:
    """A table between its first tag and its last; `flow` takes the text of the cell or caption that is open."""

    def __init__(self, element: _Element, tally: Tally) -> None:
        self.element = element
        self._tally = tally
        self.flow: Flow | None = None
        self._opener: _Element | None = None
        self._cell: tuple[int, int, int] | None = None
        self._caption: list[Paragraph | Table] = []
        self._groups: list[tuple[str, list[list[_ReadCell]]]] = [("tbody", [])]

    def start_group(self, tag: str) -> None:
        self._groups.append((tag, []))

    def start_row(self) -> None:
        self._tally.row()
        self._groups[-1][1].append([])

    def start_caption(self, element: _Element) -> None:
        self._opener, self.flow, self._cell = element, Flow(), None

    def start_cell(self, element: _Element, line: int) -> None:
        rows = min(_number(element.get("rowspan")), _MOST_ROWS_SPANNED)
        columns = min(_number(element.get("colspan")) or 1, MOST_SPANNED)
        self._tally.slots(columns)
        self._opener, self.flow, self._cell = element, Flow(), (rows, columns, line)

    def opened_by(self, element: _Element) -> bool:
        """Whether it was this element that opened the cell or caption."""
        return self._opener is element

    def end_cell(self) -> None:
        """The open cell or caption ends."""
        assert self.flow is not None
        blocks = self.flow.end()
        if self._cell is None:
            self._caption += blocks
        else:
            rows = self._groups[-1][1]
            if not rows:
                rows.append([])
            rows[-1].append(_ReadCell(*self._cell, blocks))
        self.flow = self._opener = None

    def blocks(self) -> list[Paragraph | Table]:
        """The caption and the table, head first and foot last wherever they stand in the source."""
        if self.flow is not None:
            self.end_cell()
        heads, bodies, feet = ([rows for tag, rows in self._groups if tag == name] for name in _ORDER)
        placed = [row for group in (*heads, *bodies, *feet) for row in _placed(group, self._tally)]
        return [*self._caption, Table(tuple(placed))]


_ORDER = ("thead", "tbody", "tfoot")


def _placed(group: list[list[_ReadCell]], tally: Tally) -> list[tuple[TableCell, ...]]:
    """The rows of a group with each cell in its column: no cell goes down beyond the end of its group."""
    rows = []
    above: dict[int, int] = {}  # columns that cells of rows above stand in, and for how many rows more
    for number, cells in enumerate(group):
        # Counted before they are made: spans could call for any number of cells.
        tally.slots(len(above))
        left = len(group) - number
        here: dict[int, int] = {}
        column, row = 0, []
        for cell in cells:
            while column in above:
                column += 1
            spanned = min(cell.rows or left, left)
            row.append(table_cell(column, spanned, cell.columns, cell.line, cell.blocks))
            if spanned > 1:
                here |= dict.fromkeys(range(column, column + cell.columns), spanned)
            column += cell.columns
        above = {column: more - 1 for column, more in (above | here).items() if more > 1}
        rows.append(tuple(row))
    return rows


def _number(text: str | None) -> int:
    """The number a span is given as; 1 where it is none."""
    digits = (text or "").strip()
    return int(digits[:9]) if digits.isascii() and digits.isdigit() else 1
