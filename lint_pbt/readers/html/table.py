"""A table of a page that is being read: which column each cell comes to stand in, spans of rows above considered."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from lint_pbt.readers.blocks import Paragraph, Table, TableCell, table_cell
from lint_pbt.readers.html.text import Flow
from lint_pbt.readers.tally import MOST_SPANNED, Tally

_NUMBER = re.compile(r"[ \t\r\n\f]*\+?([0-9]+)")
_WIDE = 64  # columns; a title that is to cover any table says 100 or 1000
_MOST_ROWS_SPANNED = 65_534  # as in browsers

Spans = tuple[int, int]


def spans_of(attributes: Mapping[str, str]) -> Spans:
    """How many rows and columns a cell spans; no rows for all to the end of its group."""
    if not attributes:
        return 1, 1
    rows = min(_number(attributes.get("rowspan")), _MOST_ROWS_SPANNED)
    return rows, min(_number(attributes.get("colspan")) or 1, MOST_SPANNED)


class _ReadCell(Struct, frozen=True, gc=False):
    """A cell as its tag has it; `rows` is 0 for one that goes down to the end of its group."""

    rows: int
    columns: int
    line: int
    blocks: list[Paragraph | Table]


class OpenTable:
    """A table between its first tag and its last; `flow` takes the text of the cell or caption that is open."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self.flow: Flow | None = None
        self._cell: tuple[int, int, int] | None = None
        self._caption: list[Paragraph | Table] = []
        self._groups: list[tuple[str, list[list[_ReadCell]]]] = []

    def start_group(self, tag: str) -> None:
        self.end_cell()
        self._groups.append((tag, []))

    def start_row(self) -> None:
        self.end_cell()
        self._tally.row()
        self._groups[-1][1].append([])

    def start_caption(self) -> None:
        self.end_cell()
        self.flow, self._cell = Flow(), None

    def start_cell(self, attributes: Mapping[str, str], line: int) -> None:
        """A cell of the open row begins."""
        rows, columns = spans_of(attributes)
        self._tally.slots(columns)
        self.flow, self._cell = Flow(), (rows, columns, line)

    def add_cell(self, spans: Spans, line: int, blocks: list[Paragraph | Table]) -> None:
        """A whole cell of the open row."""
        rows, columns = spans
        self._tally.slots(columns)
        self._groups[-1][1][-1].append(_ReadCell(rows, columns, line, blocks))

    def end_cell(self) -> None:
        """The open cell or caption ends, if any."""
        if self.flow is None:
            return
        blocks = self.flow.end()
        if self._cell is None:
            self._caption += blocks
        else:
            self._groups[-1][1][-1].append(_ReadCell(*self._cell, blocks))
        self.flow = None

    def blocks(self) -> list[Paragraph | Table]:
        """The caption and the table, head first and foot last wherever they stand in the source."""
        self.end_cell()
        heads, bodies, feet = ([rows for tag, rows in self._groups if tag == name] for name in _ORDER)
        placed = [row for group in (*heads, *bodies, *feet) for row in _placed(group, self._tally)]
        return [*self._caption, Table(_bounded(placed))]


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
        tally.width(column)
        above = {column: more - 1 for column, more in (above | here).items() if more > 1}
        rows.append(tuple(row))
    return rows


def _bounded(rows: list[tuple[TableCell, ...]]) -> tuple[tuple[TableCell, ...], ...]:
    """The rows, none wider than the columns that cells begin in where a span is out of all proportion."""
    width = max((row[-1].column for row in rows if row), default=0) + 1
    return tuple(
        tuple(replace(cell, columns=max(width - cell.column, 1)) if cell.columns > _WIDE else cell for cell in row)
        for row in rows
    )


def _number(text: str | None) -> int:
    """The number a span is given as; 1 where it is none."""
    found = _NUMBER.match(text) if text else None
    return int(found[1][:9]) if found else 1
