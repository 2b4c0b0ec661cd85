"""Grids that stand otherwise than they are read: turned on their side, or two beside each other. Grid to grids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest

from msgspec.structs import replace

from lint_pbt.layouts.tables.grid import Grid, Row, filled_in
from lint_pbt.layouts.tables.titles import Titles
from lint_pbt.model.sheet import EMPTY, Cell
from lint_pbt.text.patterns.lazy import Pattern

Rows = tuple[Row, ...]

_LEAST_TITLES = 3
_LEAST_COLUMNS = 3
_LISTED = frozenset(("level1", "level2", "name", "value", "cycle"))
_COUNTED = Pattern(r"指标\s*[\d一二三四五六七八九十]{1,3}\s*[:：]?")
_OF_RECORDS = frozenset(
    ("ordinal", "level1", "level2", "name", "sign", "value", "cycle", "measure", "weight", "direction", "note")
)
_MOST_TITLES = 60  # rows of a table that is turned
_RARELY = 4  # rows in one of so many
_TALLEST = 400  # rows of a sheet of turned tables beside each other


def readable(rows: Rows, titles: Titles) -> Iterator[Grid]:
    """The rows of a sheet as one or several grids that have their titles above their columns."""
    grid = filled_in(rows)
    for part in _beside_each_other(grid, titles):
        whole = _upright(_records_as_rows(part, titles), titles)
        yield grid if whole is rows else filled_in(whole)


def _upright(rows: Rows, titles: Titles) -> Rows:
    """The rows, those that have their titles at the left turned, so that they stand above."""
    run = _titled_rows(rows, titles)
    if run is None or run[1] - run[0] > _MOST_TITLES:
        return rows
    start, end, column = run
    columns = islice(zip_longest(*rows[start:end], fillvalue=EMPTY), column, None)
    turned = (tuple(replace(cell, rows=cell.columns, columns=cell.rows) for cell in cells) for cells in columns)
    return (*rows[:start], *turned, *rows[end:])


def _records_as_rows(whole: Rows, titles: Titles) -> Rows:
    """The rows with records that stand below each other, a title and its value a row, as rows under one header."""
    rows: list[Row] = []
    record: dict[str, tuple[Cell, Cell]] = {}
    header: tuple[str, ...] = ()
    found = 0

    def put() -> None:
        nonlocal header, found
        if not record:
            return
        if "name" in record and ("value" in record or "cycle" in record):
            found += 1
            if tuple(record) != header:
                header = tuple(record)
                rows.append(tuple(title for title, _ in record.values()))
            rows.append(tuple(value for _, value in record.values()))
        else:
            rows.extend(record.values())
        record.clear()

    for row in whole:
        cells = [cell for cell in row if cell.text]
        pairs = list(zip(cells[::2], cells[1::2], strict=False)) if len(cells) in (2, 4, 6) else []
        roles = [_role_in_record(title, titles) for title, _ in pairs]
        if not pairs or None in roles or any(titles.of(value.text) for _, value in pairs):
            if not (record and len(cells) == 1 and _COUNTED.fullmatch(cells[0].text.strip())):
                put()
                rows.append(row)
            continue
        for role, pair in zip(roles, pairs, strict=True):
            if role in record:
                put()
            record[str(role)] = pair
    put()
    return tuple(rows) if found > 1 else whole


def _role_in_record(cell: Cell, titles: Titles) -> str | None:
    """What a cell is the title of, in a record that stands with a title beside each value."""
    text = cell.text.strip().rstrip(":：")
    title = titles.meaning(text)
    return title.role if title is not None and title.role in _OF_RECORDS else None


def _titled_rows(rows: Sequence[Row], titles: Titles) -> tuple[int, int, int] | None:
    """From which row to which each begins with the title of a column of indicators, in the same column."""
    start: int | None = None
    found: list[str] = []
    column = 0
    for at, row in enumerate([*rows, ()]):
        first = next((index for index, cell in enumerate(row) if cell.text), None)
        title = None if first is None else titles.meaning(row[first].text)
        fits = (
            title is not None
            and (start is None or first == column)
            and sum(bool(cell.text) for cell in row) >= _LEAST_COLUMNS
            and not any(titles.of(cell.text) for cell in row[(first or 0) + 1 :])  # it would be a header itself
        )
        if fits and title is not None and (start is not None or title.role in _LISTED):
            if start is None:
                start, column = at, first or 0
            found.append(title.role)
            continue
        if start is not None and len(found) >= _LEAST_TITLES and "name" in found and {"value", "cycle"} & set(found):
            return start, at, column
        start, found = None, []
    return None


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
    """Whether the columns from `begin` to `end` have the titles of indicators, or of both levels, and of a value.

    They may stand below each other too, at the left of their rows.
    """
    part = [row[begin:end] for row in rows]
    for row in part:
        roles = {title.role for cell in row if (title := titles.of(cell.text))}
        if roles & {"value", "cycle"} and (roles & {"name", "indicators"} or {"level1", "level2"} <= roles):
            return True
        if {"project", "indicators"} <= roles:  # all indicators of a project in one cell
            return True
    return len(rows) <= _TALLEST and _titled_rows(part, titles) is not None
