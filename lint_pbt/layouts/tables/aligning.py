"""Rows whose merged cells do not begin where those of the header do, as documents often have them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from lint_pbt.layouts.tables.grid import FullRow
from lint_pbt.layouts.tables.header import Header
from lint_pbt.model.sheet import Cell


class Places(NamedTuple):
    """The columns of a header that count, and where the cells of each column belong: mostly where they stand.

    `values` are the columns of the values by those of their signs and units.
    """

    taken: frozenset[int]
    values: Mapping[int, int]
    homes: tuple[int, ...]
    plain: bool


def places_of(header: Header) -> Places:
    """Where the cells of a table's rows belong under a header.

    Those of a column that does not count belong to the nearest that does and has the same title.
    """
    taken = frozenset(column.at for column in header.columns if column.role not in ("nothing", "note"))
    titled: dict[str, list[int]] = {}
    for at in sorted(taken):
        titled.setdefault(header.titles[at], []).append(at)
    homes = tuple(
        at if at in taken or not title else min((abs(to - at), to) for to in titled.get(title, [at]))[1]
        for at, title in enumerate(header.titles)
    )
    targets = [one for listing in header.listings for one in (listing.annual, listing.cycle) if one is not None]
    values = {at: one.value for one in targets for at in (one.sign, one.measure) if at is not None}
    return Places(taken, values, homes, homes == (*range(len(homes)),))


def aligned(row: FullRow, places: Places, spread: bool) -> FullRow:
    """The row with each cell in one column alone: the one that was decided on, where its own was not.

    It is `spread` where a cell is merged over several columns; others are as they are in a plain table.
    A cell that is merged over several columns stands in the first of them that counts; over a value with its sign or
    unit it is the value.
    """
    if places.plain and not spread:
        return row
    cells: list[Cell | None] = [None] * max(len(row), len(places.homes))
    moved: list[tuple[int, Cell]] = []
    for at, cell in enumerate(row):
        if cell is None or (at and row[at - 1] is cell):
            continue
        over = range(at, next((end for end in range(at, len(row)) if row[end] is not cell), len(row)))
        own = next((to for to in over if to in places.taken), None)
        if own is not None:
            value = places.values.get(own, own)
            cells[value if value in over else own] = cell
        else:
            moved.append((at, cell))
    for at, cell in moved:
        home = places.homes[at] if at < len(places.homes) else at
        cells[at if cells[home] is not None else home] = cell
    return cells
