"""Rows whose merged cells do not begin where those of the header do, as documents often have them."""

from __future__ import annotations

from lint_pbt.layouts.tables.header import Header
from lint_pbt.layouts.tables.grid import FullRow


def aligned(row: FullRow, header: Header) -> FullRow:
    """The row with each cell in the column that was decided on, where its own column was not.

    A cell that stands beside all such columns belongs to the one whose title it reaches to the right, or else to the
    one that it stands under.
    """
    taken = {column.at for column in header.columns if column.role != "nothing"}
    titled = {at for at, title in enumerate(header.titles) if title}
    moves: dict[int, int] = {}
    for at, cell in enumerate(row[: len(header.titles)]):
        if cell is None or at in taken or (at and row[at - 1] is cell):
            continue
        reached = next((to for to in range(at + 1, min(at + cell.columns, len(header.titles))) if to in taken), None)
        same = [to for to in taken if at in titled and header.titles[to] == header.titles[at]]
        under = min(same, key=lambda to: abs(to - at)) if same else None
        to = under if reached is None else reached
        if to is not None and to not in moves.values() and (to >= len(row) or row[to] is None or row[to] is cell):
            moves[at] = to
    if not moves:
        return row
    cells = [*row, *[None] * (len(header.titles) - len(row))]
    for at, to in moves.items():
        cells[to] = cells[at]
    return cells
