"""Rows of tabbed text that a line break within a cell has cut in two → which belong together, and the rows joined.

What is copied out of a word processor has all cells of a row, empty ones too, but a break within a cell stands bare.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from lint_pbt.model.document import Note
from lint_pbt.model.sheet import EMPTY, Cell

_LOOSE = (
    "看不出“{}”是上一行最后一格里的，还是下一行第一格里的：复制时格子里的换行断开了这一行。请把它接到那一格后面，再检查"
)
_LEAST_COLUMNS = 4
_LEAST_WHOLE = 0.5  # of the rows of a table
_MOST_PIECES = 8  # of a row

Row = tuple[Cell, ...]


class Broken(NamedTuple):
    """The spans of rows that are one row each, and the pieces of which nobody knows to which row they belong."""

    spans: list[tuple[int, int]]
    loose: list[int]


_NOTHING = Broken([], [])


def broken(rows: Sequence[Sequence[str]]) -> Broken:
    """What breaks within cells have made of the rows of a table; nothing where the pieces do not add up.

    Where no first cell is empty rows are short for another reason. A piece of one cell is the end of the row above it
    or the beginning of the one below.
    """
    widths = [len(row) for row in rows]
    wide = [width for width in widths if width >= _LEAST_COLUMNS]
    columns, count = Counter(wide).most_common(1)[0] if wide else (0, 0)
    whole = [at for at, width in enumerate(widths) if width == columns]
    if not whole or len(set(widths)) == 1 or all(rows[at][0] for at in whole):
        return _NOTHING
    spans = [span for span in _above(widths[: whole[0]], columns) if not all(map(all, rows[slice(*span)]))][::-1]
    loose = []
    for before, after in pairwise([*whole, len(rows)]):
        start, size = before + 1, 0
        for at in range(before + 1, after):
            size += widths[at] - (size > 0)
            if size == columns:
                first = next(one for one in range(start, at + 1) if widths[one] > 1)
                if first > start and rows[start - 1][-1] and rows[first][0]:
                    loose.append(start)
                    start = first
                spans.append((start, at + 1))
                start, size = at + 1, 0
        if start == after or after == len(rows):
            continue
        ends, begins = bool(rows[start - 1][-1]), bool(rows[after][0])
        if size != 1:
            return _NOTHING
        pieces = [at for at in range(start, after) if any(rows[at])]
        if ends == begins or 0 < len(pieces) < after - start:  # a blank line beside it: it may stand between tables
            loose += pieces[:1]
        elif begins:
            spans.append((start, after + 1))
        else:
            above = spans.pop()[0] if spans and spans[-1][1] == start else start - 1
            spans.append((above, after))
    sizes = [end - start for start, end in spans]
    enough = sizes and count >= _LEAST_WHOLE * (count + len(spans)) and max(sizes) <= _MOST_PIECES
    return Broken(spans, loose) if enough else _NOTHING


def _above(widths: Sequence[int], columns: int) -> Iterator[tuple[int, int]]:
    """What may be rows above the first whole one, from below: titles, or rows with other columns, stand further up.

    Those that have fewer cells for they span others have no empty ones.
    """
    end, size = len(widths), 0
    for at in range(end - 1, -1, -1):
        size += widths[at] - (size > 0)
        if size == columns:
            yield at, end
            end, size = at, 0


def mended(rows: Sequence[Row]) -> tuple[tuple[Row, ...], tuple[Note, ...]]:
    """The rows with those joined that are one, each cell with the places of its pieces; what could not be joined."""
    if len({len(row) for row in rows}) < 2:
        return tuple(rows), ()
    rows = [row or (EMPTY,) for row in rows]  # a blank line may be one within a cell
    found = broken([[cell.text for cell in row] for row in rows])
    notes = tuple(Note(_LOOSE.format(rows[at][0].text[:20]), rows[at][0].place(), unchecked=True) for at in found.loose)
    result = list(rows)
    for start, end in reversed(found.spans):
        joined = list(rows[start])
        for row in rows[start + 1 : end]:
            joined[-1:] = [_joined(joined[-1], row[0]), *row[1:]]
        result[start:end] = [tuple(joined)]
    return tuple(result), notes


def _joined(above: Cell, below: Cell) -> Cell:
    if not above.text or not below.text:
        return above if above.text else below
    size = len(above.text) + 1
    seams = (*above.seams, (size, below.place()), *((size + at, place) for at, place in below.seams))
    return Cell.of(f"{above.text}\n{below.text}", above.place(), above.rows, above.columns, seams)
