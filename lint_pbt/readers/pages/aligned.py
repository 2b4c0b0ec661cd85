"""Tables whose columns no rules divide: their pieces stand in the same columns, under a header with a title for each.

Only what is surely a table is taken for one: the rest stays lines of text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from lint_pbt.readers.pages.lines import lines_of, rows_of
from lint_pbt.readers.pages.marks import Character, Rule
from lint_pbt.readers.pages.tables import Table, TableCell
from lint_pbt.readers.pages.wrapping import ends_early

_GAP = 1.0  # heights between the pieces of a row
_APART = 3.2  # heights from one row to the next, at most
_FEWEST_COLUMNS = 3
_FEWEST_ROWS = 4  # the header is one
_FEWEST_BANDS = 3
_SAME_END = 6.0  # points
_MOST_GROUPS = 8  # that are looked through for a rule
_LONGEST_TITLE = 15  # characters
_MOST_WRAPPED = 4  # lines below the first of a row

Piece = list[Character]
Column = tuple[float, float]


def find_banded(
    page: int, characters: Sequence[Character], rules: Sequence[Rule]
) -> tuple[list[Table], list[Character]]:
    """The tables whose rows alone are ruled, and the characters that stand in none.

    `rules` go across the page, from top to bottom, and meet no others.
    """
    tables: list[Table] = []
    left = list(characters)
    for group in _bands(rules):
        ys = [rule.at for rule in group]
        start, end = group[0].start - _SAME_END, group[0].end + _SAME_END
        inside: list[list[Character]] = [[] for _ in ys[1:]]
        outside: list[Character] = []
        for character in left:
            x, y = character.middle
            within = start < x < end and ys[0] < y < ys[-1]
            (inside[bisect_right(ys, y) - 1] if within else outside).append(character)
        table = _banded(page, inside, ys)
        if table is not None:
            tables.append(table)
            left = outside
    return tables, left


def _bands(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that begin and end at the same places, where they are enough for a table."""
    groups: list[list[Rule]] = []
    for rule in rules:
        for group in groups[-_MOST_GROUPS:]:
            if abs(group[0].start - rule.start) <= _SAME_END and abs(group[0].end - rule.end) <= _SAME_END:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return [group for group in groups if len(group) > _FEWEST_BANDS]


def _banded(page: int, bands: Sequence[Sequence[Character]], ys: Sequence[float]) -> Table | None:
    pieces = [[piece for row in rows_of(band) for piece in _pieces(row)] for band in bands]
    columns = _columns(pieces)
    heads = {_column_of(piece, columns) for piece in pieces[0]}
    if len(columns) < 2 or len(heads) < len(columns) or not all(pieces):
        return None
    cells = [cell for number, band in enumerate(pieces) for cell in _row(page, number, band, columns)]
    return Table(_edges(columns), len(bands), cells, page, ys[0], ys[-1])


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
    if len(columns) < _FEWEST_COLUMNS or len(rows[0]) != len(columns) or not all(map(_is_title, rows[0])):
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
    cells = [
        cell
        for number, (first, last) in enumerate(pairwise([*starts, len(rows)]))
        for cell in _row(page, number, list(chain.from_iterable(rows[first:last])), columns)
    ]
    # Where lines do not fill their column they are no wrapped ones: the rows are not where they seem to be.
    if any(ends_early(line, below) for cell in cells for line, below in pairwise(cell.lines)):
        return None
    return Table(_edges(columns), len(starts), cells, page, rows[0][0][0].y, rows[-1][0][0].y)


def _is_title(piece: Piece) -> bool:
    """Whether a piece of a row may be the title of a column: short, and no figure."""
    return len(piece) <= _LONGEST_TITLE and not any(character.text.isdigit() for character in piece)


def _row(page: int, number: int, pieces: Sequence[Piece], columns: Sequence[Column]) -> Iterator[TableCell]:
    """The cells of a row."""
    found: list[list[Character]] = [[] for _ in columns]
    for piece in pieces:
        found[_column_of(piece, columns)] += piece
    for column, characters in enumerate(found):
        lines = lines_of(page, characters, in_cell=True)
        lines = [line._replace(room=columns[column][1] - line.right) for line in lines]
        yield TableCell(number, number + 1, column, column + 1, lines)


def _edges(columns: Sequence[Column]) -> list[float]:
    between = ((left[1] + right[0]) / 2 for left, right in pairwise(columns))
    return [columns[0][0], *between, columns[-1][1]]


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
