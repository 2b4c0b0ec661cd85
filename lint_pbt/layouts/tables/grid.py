"""A sheet as it is worked on: the cells as they stand, and the same with merged ones filled into all they cover."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple, overload

from lint_pbt.layouts.words import listed
from lint_pbt.model.sheet import EMPTY, Cell

# A row as it stands, its cells without text where nothing does, and one with merged cells filled in, None likewise.
Row = Sequence[Cell]
FullRow = Sequence[Cell | None]

_LEAST_REPEATED, _SHORTEST_REPEATED = 3, 4  # cells, characters
_MOST_FILLED = 3  # times the cells of the sheet: merged cells may lie over each other


class Grid(NamedTuple):
    """The rows of a sheet, and the same with merged cells filled in (`full`); what stands in a cell wins over them.

    `spread` are the rows in which a cell reaches over several columns.
    """

    rows: tuple[Row, ...]
    full: Sequence[FullRow]
    spread: frozenset[int]

    @property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)


class _Full(Sequence[FullRow]):
    """The rows of a sheet with merged cells filled in. Those that none reaches are made when they are asked for, for a
    sheet may have many; the others are `reached`, by their numbers. `which` are the rows of a part."""

    def __init__(self, rows: Sequence[Row], reached: Mapping[int, FullRow], which: range | None = None) -> None:
        self._rows, self._reached = rows, reached
        self._which = range(len(rows)) if which is None else which

    def __len__(self) -> int:
        return len(self._which)

    @overload
    def __getitem__(self, at: int) -> FullRow: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[FullRow]: ...

    def __getitem__(self, at: int | slice) -> FullRow | Sequence[FullRow]:
        if isinstance(at, slice):
            return _Full(self._rows, self._reached, self._which[at])
        return self._row(self._which[at])

    def __iter__(self) -> Iterator[FullRow]:
        return map(self._row, self._which)

    def _row(self, at: int) -> FullRow:
        return self._reached.get(at) or _bare(self._rows[at])


def _bare(row: Row) -> list[Cell | None]:
    """A row with nothing where a cell has no text."""
    return [cell if cell.text else None for cell in row]


def filled_in(rows: Sequence[Row]) -> Grid:
    """The grid of these rows."""
    width = max(map(len, rows), default=0)
    left = _MOST_FILLED * width * len(rows) + width
    reached: dict[int, list[Cell | None]] = {}
    spread: set[int] = set()

    def full(at: int) -> list[Cell | None]:
        if at not in reached:
            reached[at] = _bare(rows[at])
        return reached[at]

    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if (
                type(cell) is not Cell
                and (cell.rows > 1 or cell.columns > 1)
                and cell.text
                and full(at)[column] is cell
            ):
                reach = range(at, min(at + cell.rows, len(rows)))
                left -= _fill(map(full, reach), column, cell, width, left)
                spread.update(reach if cell.columns > 1 else ())
    return Grid(tuple(rows), _Full(rows, reached), frozenset(spread))


def without_blanks(rows: tuple[tuple[Cell, ...], ...]) -> tuple[Row, ...]:
    """Rows with nothing where white space alone stands: a cell without text is empty, and no other. None if all are.

    A text that stands again and again to the end of its row was in one merged cell, and 同上 is one with that above.
    """
    dittos = listed("columns", "ditto")
    if any(cell.text.isspace() for row in rows for cell in row):
        rows = tuple(tuple([EMPTY if cell.text.isspace() else cell for cell in row]) for row in rows)
    if any(map(_repeats, rows)):
        rows = tuple(_merged_again(row) if _repeats(row) else row for row in rows)
    if not any(cell.text for row in rows for cell in row):
        return ()
    return _with_dittos_merged(rows, dittos) if any(cell.text in dittos for row in rows for cell in row) else rows


def _with_dittos_merged(rows: Sequence[Row], dittos: frozenset[str]) -> tuple[Row, ...]:
    """The rows with cells that say they are as the one right above merged with that."""
    found = [list(row) for row in rows]
    above: dict[int, int] = {}  # the row in which the last cell of a column begins
    for at, row in enumerate(found):
        for column, cell in enumerate(row):
            top = above.get(column, at)
            if cell.text in dittos and top < at <= top + (first := found[top][column]).rows:
                found[top][column] = first.spanning(at - top + cell.rows, first.columns)
                row[column] = EMPTY
            elif cell.text:
                above[column] = at
    return tuple(tuple(row) for row in found)


def _repeats(row: Row) -> bool:
    """Whether all of a row is one text three times or more, or ends with a long one behind a single other text."""
    text = row[-1].text if len(row) >= _LEAST_REPEATED else ""
    if len(text) < _SHORTEST_REPEATED or not text == row[-2].text == row[-3].text:
        return False
    others = {cell.text for cell in row} - {text, ""}
    return not others or (len(others) == 1 and len(text) >= 2 * _SHORTEST_REPEATED)


def _merged_again(row: Row) -> tuple[Cell, ...]:
    """The row with one merged cell for each text that stands in neighbours."""
    cells: list[Cell] = []
    for text, some in groupby(row, key=lambda cell: cell.text):
        first, *same = some
        cells += [first.spanning(first.rows, len(same) + 1) if same and text else first, *(EMPTY for _ in same)]
    return tuple(cells)


def _fill(rows: Iterable[list[Cell | None]], column: int, cell: Cell, width: int, left: int) -> int:
    """Fill a merged cell into the rows it covers as long as `left` allows, and return how many cells that were."""
    count = 0
    end = min(column + cell.columns, width)
    for row in rows:
        if count + end - column > left:
            break
        row += [None] * (end - len(row))
        for covered in range(column, end):
            if row[covered] is None:
                row[covered] = cell
        count += end - column
    return count
