"""Rows whose merged cells do not begin where those of the header do, as documents often have them."""

from __future__ import annotations

from collections.abc import Sequence, Set

from lint_pbt.layouts.tables.grid import FullRow
from lint_pbt.layouts.tables.header import Header
from lint_pbt.sheet import Cell

Places = tuple[frozenset[int], frozenset[int], tuple[str, ...]]


def columns_of(header: Header) -> Places:
    """The columns of a header that count, those of notes, and its titles."""
    taken = frozenset(column.at for column in header.columns if column.role not in ("nothing", "note"))
    return taken, frozenset(column.at for column in header.columns if column.role == "note"), header.titles


def aligned(row: FullRow, places: Places) -> FullRow:
    """The row with each cell in one column alone: the one that was decided on, where its own was not.

    A cell that is merged over several columns stands in the first of them that counts. One that stands beside all such
    columns belongs to the column with the same title.
    """
    taken, noted, titles = places
    cells: list[Cell | None] = [None] * max(len(row), len(titles))
    moved: list[tuple[int, Cell]] = []
    at = 0
    while at < len(row):
        cell, end = row[at], at + 1
        if cell is None or (at in taken and (end == len(row) or row[end] is not cell)):
            cells[at] = cell  # as nearly all cells are
            at = end
            continue
        while end < len(row) and row[end] is cell:
            end += 1
        to = next((to for to in range(at, end) if to in taken), None)
        if to is not None:
            cells[to] = cell
        else:
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
