"""Tables without rules: rows whose pieces stand in the same columns, from a header with one title a column downwards.

Only what is surely a table is taken for one: the rest stays lines of text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from lint_pbt.readers.pages.lines import lines_of, rows_of
from lint_pbt.readers.pages.marks import Character
from lint_pbt.readers.pages.tables import Table, TableCell

_GAP = 1.0  # heights between the pieces of a row
_APART = 3.2  # heights from one row to the next, at most
_FEWEST_COLUMNS = 3
_FEWEST_ROWS = 4  # the header is one
_MOST_WRAPPED = 4  # lines below the first of a row

Piece = list[Character]
Column = tuple[float, float]


def find_aligned(page: int, characters: Sequence[Character]) -> tuple[list[Table], list[Character]]:
    """The tables among the characters that stand in no ruled one, and the characters that are left."""
    rows = [list(_pieces(row)) for row in rows_of(characters)]
    tables: list[Table] = []
    left: list[Character] = []
    start = 0
    while start < len(rows):
        end = _block_end(rows, start)
        table = _table(page, rows[start:end]) if end - start >= _FEWEST_ROWS else None
        if table is not None:
            tables.append(table)
        else:
            left += chain.from_iterable(chain.from_iterable(rows[start:end]))
        start = end
    return tables, left


def _pieces(row: Sequence[Character]) -> Iterator[Piece]:
    """The pieces of a line that wide gaps divide."""
    piece: Piece = []
    for character in row:
        if character.text.isspace():
            continue
        if piece and character.left - piece[-1].right > _GAP * max(character.size, piece[-1].size):
            yield piece
            piece = []
        piece.append(character)
    if piece:
        yield piece


def _block_end(rows: Sequence[Sequence[Piece]], start: int) -> int:
    """Where the rows end that may belong to a table whose header stands at `start`; just behind it where none does."""
    if len(rows[start]) < _FEWEST_COLUMNS:
        return start + 1
    margin = rows[start][0][-1].right
    end = start + 1
    while end < len(rows) and rows[end]:
        above, first = rows[end - 1][0][0], rows[end][0][0]
        if first.y - above.y > _APART * max(above.size, first.size) or (len(rows[end]) == 1 and first.left <= margin):
            break
        end += 1
    return end


def _table(page: int, rows: Sequence[Sequence[Piece]]) -> Table | None:
    columns = _columns(rows)
    if len(columns) < _FEWEST_COLUMNS or len(rows[0]) != len(columns):
        return None
    places = [[_column_of(piece, columns) for piece in row] for row in rows]
    starts = [0]
    for index in range(1, len(rows)):
        if places[index][0] == 0 or len(places[index]) * 2 > len(columns):
            if len(places[index]) < max(2, 0.6 * len(columns)):
                return None
            starts.append(index)
        elif index - starts[-1] > _MOST_WRAPPED:
            return None
    if len(starts) < _FEWEST_ROWS:
        return None
    edges = [columns[0][0], *((left[1] + right[0]) / 2 for left, right in pairwise(columns)), columns[-1][1]]
    cells = []
    for number, (first, last) in enumerate(pairwise([*starts, len(rows)])):
        for column, (_, right) in enumerate(columns):
            found = [
                piece
                for row, where in zip(rows[first:last], places[first:last], strict=True)
                for piece, place in zip(row, where, strict=True)
                if place == column
            ]
            lines = lines_of(page, chain.from_iterable(found), in_cell=True)
            lines = [line._replace(room=right - line.right) for line in lines]
            cells.append(TableCell(number, number + 1, column, column + 1, lines))
    return Table(edges, len(starts), cells, page, page, rows[0][0][0].y, rows[-1][0][0].y)


def _columns(rows: Sequence[Sequence[Piece]]) -> list[Column]:
    """Where text stands in any of the rows, from left to right."""
    spans = sorted((piece[0].left, piece[-1].right) for row in rows for piece in row)
    columns: list[Column] = []
    for left, right in spans:
        if columns and left <= columns[-1][1] + 1:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    return columns


def _column_of(piece: Piece, columns: Sequence[Column]) -> int:
    return next(index for index, (_, right) in enumerate(columns) if piece[0].left <= right)
