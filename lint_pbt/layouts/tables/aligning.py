"""Rows whose merged cells do not begin where those of the header do, as documents often have them."""

from __future__ import annotations

from lint_pbt.layouts.tables.header import Header
from lint_pbt.layouts.tables.rows import Row
from lint_pbt.sheet import EMPTY


def aligned(row: Row, header: Header) -> Row:
    """The row with each cell in the column whose title it stands under.

    A cell that begins beside all titles belongs to the title that it reaches below, or else to the one it is under.
    """
    if not header.merged:
        return row
    titles = header.titles
    own = {header.blocks, *(at for listing in header.listings for at in (listing.level1, listing.level2))}
    moves: dict[int, int] = {}
    for at, cell in enumerate(row[: len(titles)]):
        if cell is EMPTY or not cell.text.strip() or titles[at] or at in own:
            continue
        reached = next((to for to in range(at + 1, min(at + cell.columns, len(titles))) if titles[to]), None)
        under = next((to for to in range(at - 1, -1, -1) if titles[to]), None)
        to = under if reached is None else reached
        if to is not None and to not in moves.values() and (to >= len(row) or row[to] is EMPTY):
            moves[at] = to
    if not moves:
        return row
    cells = [*row, *[EMPTY] * (len(titles) - len(row))]
    for at, to in moves.items():
        cells[to], cells[at] = cells[at], EMPTY
    return cells
