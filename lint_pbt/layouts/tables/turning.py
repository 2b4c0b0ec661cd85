"""Grids that stand otherwise than they are read: turned on their side, or two beside each other. Grid to grids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest

from lint_pbt.layouts.tables.grid import Grid, Row, filled_in
from lint_pbt.layouts.tables.looks import LEVELS, look
from lint_pbt.layouts.tables.rows import filled
from lint_pbt.layouts.tables.titles import Titles
from lint_pbt.model.sheet import EMPTY, Cell
from lint_pbt.text.patterns.lazy import Pattern

Rows = tuple[Row, ...]

_LEAST_TITLES = 3
_LISTED = frozenset(("level1", "level2", "name", "value", "cycle"))
_COUNTED = Pattern(r"指标\s*[\d一二三四五六七八九十]{1,3}\s*[:：]?")
_RARELY = 4  # rows in one of so many
_TALLEST_HEAD = 6  # rows
_TALLEST = 400  # rows of a sheet of turned tables beside each other


def readable(rows: Rows, titles: Titles) -> Iterator[Grid]:
    """The rows of a sheet as one or several grids that have their titles above their columns."""
    grid = filled_in(rows)
    for part in _beside_each_other(grid, titles):
        whole = _upright(part, titles)
        yield grid if whole is rows else filled_in(whole)


def lies_on_its_side(rows: Sequence[Row]) -> bool:
    """Whether a table has its categories beside each other, above the names of indicators, and the values in rows of
    whoever they are of. It cannot be set upright: what is one row would be several projects."""
    levels = ({cell.text for cell in filled(row) if look(cell.text) & LEVELS} for row in rows[:_TALLEST_HEAD])
    return any(len(found) >= _LEAST_TITLES for found in levels)


def _upright(rows: Rows, titles: Titles) -> Rows:
    """The rows, those that have their titles at the left turned, so that they stand above: a whole table, or records
    below each other, a title and its value a row. Below records with the same titles these stand once."""
    whole: list[Row] = []
    header: list[str] = []
    done = 0
    for start, end, column in _titled_rows(rows, titles):
        columns = islice(zip_longest(*rows[start:end], fillvalue=EMPTY), column, None)
        turned = [tuple(cell.spanning(cell.columns, cell.rows) for cell in cells) for cells in columns]
        between = [cells for row in rows[done:start] if (cells := filled(row))]
        again = [cell.text for cell in turned[0]] == header and not any(map(_says_more, between))
        whole += turned[1:] if again else (*rows[done:start], *turned)
        header, done = [cell.text for cell in turned[0]], end
    return (*whole, *rows[done:]) if done else rows


def _says_more(cells: Sequence[Cell]) -> bool:
    """Whether a row between two records is more than the number of the second: 指标2."""
    return len(cells) > 1 or _COUNTED.fullmatch(cells[0].text.strip()) is None


def _titled_rows(rows: Rows, titles: Titles) -> Iterator[tuple[int, int, int]]:
    """From which row to which each begins with another title of a column of indicators, in which column."""
    start: int | None = None
    column = 0
    found: dict[str, str] = {}
    for at, row in enumerate([*rows, ()]):
        first = next((index for index, cell in enumerate(row) if cell.text), 0)
        text = row[first].text.strip().rstrip(":：") if row else ""
        title = titles.meaning(text)
        beside = filled(row[first + 1 :])
        if not beside or any(titles.of(cell.text) for cell in beside):  # it would be a header itself
            title = None
        if start is not None and (title is None or first != column or text in found):
            roles = {*found.values()}
            if len(found) >= _LEAST_TITLES and "name" in roles and roles & {"value", "cycle"}:
                yield start, at, column
            start = None
        if start is None and title is not None and title.role in _LISTED:
            start, column, found = at, first, {}
        if start is not None and title is not None:
            found[text] = title.role


def _beside_each_other(grid: Grid, titles: Titles) -> Iterator[Rows]:
    """The tables that an empty column parts, each with a header of its own; a title above all is the first one's."""
    empty = {at for at in range(1, grid.width - 1) if _is_empty(grid, at)}
    parts = [grid.rows]
    end = grid.width
    for edge in sorted((at for at in empty if at + 1 not in empty), reverse=True):
        rows = parts[0]
        if all(_has_header(rows, begin, stop, titles) for begin, stop in ((0, edge), (edge, end))):
            left = tuple(row[:edge] for row in rows)
            right = tuple(_from(row, edge) for row in rows)
            parts = [left, right, *parts[1:]]
            end = edge
    yield from parts


def _from(row: Row, edge: int) -> tuple[Cell, ...]:
    """The cells of a row from an edge on, where they stand."""
    return (*[EMPTY] * edge, *row[edge:]) if any(cell.text for cell in row[edge:]) else ()


def _is_empty(grid: Grid, column: int) -> bool:
    """Whether nothing stands in a column but what is merged over several: a title above all, or in a few rows the value
    of a label that reaches into the gap."""
    reached = 0
    for row in grid.full:
        cell = row[column] if column < len(row) else None
        if cell is not None and cell.columns == 1:
            return False
        reached += cell is not None and any(one is not None and one is not cell for one in row)
    return reached * _RARELY <= len(grid.full)


def _has_header(rows: Rows, begin: int, end: int, titles: Titles) -> bool:
    """Whether the columns from `begin` to `end` have the titles of indicators and of a value.

    They may stand below each other too, at the left of their rows.
    """
    part = tuple(row[begin:end] for row in rows)
    heads = ({title.role for cell in row if (title := titles.of(cell.text))} for row in part)
    if any(roles & {"value", "cycle"} and roles & {"name", "indicators"} for roles in heads):
        return True
    return len(rows) <= _TALLEST and next(_titled_rows(part, titles), None) is not None
