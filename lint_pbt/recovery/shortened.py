"""Lines of cells, as copied from a web page → how many, which others above cover, each lacks at its beginning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lint_pbt.layouts.tables.fields import is_money
from lint_pbt.layouts.tables.titles import Titles
from lint_pbt.model.sheet import EMPTY, GridSheet, Line
from lint_pbt.recovery.evidence import LEVELS, is_category, like
from lint_pbt.recovery.words import cells_of
from lint_pbt.text.folding import fold

_A_LEVEL = 4.0  # points of a standard category


def shortened(lines: Sequence[Line], indices: Sequence[int], titles: Titles) -> dict[int, int] | None:
    """How many cells the lines with these indices lack at their beginning, by index; None where they are no cells.

    All that are shorter than the header have to begin in the column that their first cell is like; none that wide
    gaps part is longer.
    """
    tabbed = any("\t" in lines[index].text for index in indices)
    texts = ((index, lines[index].text) for index in indices)
    rows = (
        (index, [fold(cell) for cell, _ in cells_of(text)] if "\t" in text or not tabbed else [text])
        for index, text in texts
    )
    return _lacking(rows, titles, tabbed)


def filled_up(sheet: GridSheet, titles: Titles) -> GridSheet:
    """A table of rows that lack cells at their beginning with empty ones there; as it is where no rows do."""
    if len({len(row) for row in sheet.rows if len(row) > 1}) < 2:
        return sheet
    rows = ((at, [fold(cell.text).strip() for cell in row]) for at, row in enumerate(sheet.rows) if row)
    lacking = _lacking(rows, titles, tabbed=True) or {}
    return sheet._replace(rows=tuple((EMPTY,) * lacking.get(at, 0) + row for at, row in enumerate(sheet.rows)))


def _lacking(rows: Iterable[tuple[int, list[str]]], titles: Titles, tabbed: bool) -> dict[int, int] | None:
    """The same for rows of folded cells by their indices; without tabs no row may be longer than the header."""
    found: dict[int, int] = {}
    roles: list[str] = []
    for index, cells in rows:
        own = [title.role if (title := titles.of(cell)) else "" for cell in cells]
        if {"level2", "name"} <= set(own):
            roles = own
        elif own[0] or titles.label(cells[0]) or (len(cells) > 1 and not any(cells[1:])):
            roles = []  # the labels, or the title, of another project
        elif 1 < len(cells) < len(roles):
            lacks = len(roles) - len(cells)
            if not _begins(roles[lacks:], cells):
                return None
            found[index] = lacks
        elif roles and len(cells) > len(roles) and not tabbed:
            return None
    return found


def _begins(roles: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether a line may begin with the first of these columns.

    It may with a project, whose unit's cell spans others too, where categories and money stand below their titles.
    """
    if roles[0] in LEVELS:
        first, behind = roles[0] == "level1", len(cells) > 1 and is_category(cells[1])
        return like(roles[0], cells[0]) >= _A_LEVEL and behind <= first
    if roles[0] == "name":
        return bool(cells[0]) and not is_category(cells[0])
    below = [
        like(role, cell) >= _A_LEVEL if role in LEVELS else not cell or is_money(cell)
        for role, cell in zip(roles, cells, strict=True)
        if role in (*LEVELS, "amount")
    ]
    return roles[0] == "project" and bool(cells[0]) and all(below)
