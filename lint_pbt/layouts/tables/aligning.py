"""Rows whose merged cells do not begin where those of the header do, as documents often have them."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import NamedTuple

from lint_pbt.layouts.tables.grid import FullRow
from lint_pbt.layouts.tables.header import Header
from lint_pbt.model.sheet import Cell


class Places(NamedTuple):
    """The columns of a header that count, those of notes, and its titles.

    They are `plain` where no column that does not count has the title of one that does.
    """

    taken: frozenset[int]
    noted: frozenset[int]
    titles: tuple[str, ...]
    plain: bool


def places_of(header: Header) -> Places:
    """Where the cells of a table's rows belong under a header."""
    taken = frozenset(column.at for column in header.columns if column.role not in ("nothing", "note"))
    noted = frozenset(column.at for column in header.columns if column.role == "note")
    titles = header.titles
    counting = {titles[at] for at in taken if at < len(titles)}
    strays = any(title in counting for at, title in enumerate(titles) if title and at not in taken)
    return Places(taken, noted, titles, not strays)


def aligned(row: FullRow, places: Places, spread: bool) -> FullRow:
    """The row with each cell in one column alone: the one that was decided on, where its own was not.

    It is `spread` where a cell is merged over several columns; others are as they are in a plain table.
    A cell that is merged over several columns stands in the first of them that counts. One that stands beside all such
    columns belongs to the column with the same title.
    """
    if places.plain and not spread:
        return row
    taken, noted, titles = places.taken, places.noted, places.titles
    cells: list[Cell | None] = [None] * max(len(row), len(titles))
    moved: list[tuple[int, Cell]] = []
    at = 0
    while at < len(row):
        cell, end = row[at], at + 1
        while cell is not None and end < len(row) and row[end] is cell:
            end += 1
        to = at if at in taken else next((to for to in range(at, end) if to in taken), None)
        if to is not None:
            cells[to] = cell
        elif cell is not None:
            moved.append((next((to for to in range(at, end) if to in noted), at), cell))
        at = end
    for at, cell in moved:
        to = _with_same_title(at, titles, taken)
        if to is None or cells[to] is not None:
            to = at
        cells[to] = cell
    return cells


def _with_same_title(at: int, titles: Sequence[str], taken: Set[int]) -> int | None:
    """The nearest column that counts and has the title of this one."""
    if at >= len(titles) or not titles[at]:
        return None
    same = [to for to in taken if to < len(titles) and titles[to] == titles[at]]
    return min(same, key=lambda to: abs(to - at)) if same else None
