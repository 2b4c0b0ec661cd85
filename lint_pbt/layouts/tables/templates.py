"""What a template holds besides places to fill in: rows that say how, and rows that show an example."""

from __future__ import annotations

from collections.abc import Sequence

from lint_pbt.layouts.tables.grid import Row
from lint_pbt.layouts.tables.header import Header
from lint_pbt.layouts.tables.rows import cell_at, filled
from lint_pbt.layouts.tables.titles import compact
from lint_pbt.layouts.words import listed, worded
from lint_pbt.model.document import Note
from lint_pbt.model.sheet import Cell

_LONGEST = 60  # characters looked at
_MOST_NOTES = 2


def past_template(rows: Sequence[Row], at: int, header: Header) -> tuple[int, list[Note]]:
    """The first row from `at`, right below titles, that is neither a hint nor an example; a note for each of the two.

    Hints say how the columns are filled in, examples show it: neither is of a project.
    """
    notes: list[Note] = []
    hints = at
    while at < len(rows) and _is_hint(filled(rows[at])):
        at += 1
    if at > hints:
        notes.append(Note("表头下面是填写要求，没有检查", filled(rows[hints])[0].place))
    while at < len(rows) and (end := _behind_example(rows, at, header)) > at:
        cell = filled(rows[at])[0]
        if len(notes) < _MOST_NOTES:
            notes.append(Note(f"“{cell.text.strip()[:20]}”起是填写示例，没有检查", cell.place))
        at = end
    return at, notes


def _behind_example(rows: Sequence[Row], at: int, header: Header) -> int:
    """The row behind the example that begins at a row; that row itself where none does."""
    row = rows[at]
    names = {listing.name for listing in header.listings}
    marks = [index for index, cell in enumerate(row) if (index <= header.first or index in names) and _shows(cell.text)]
    if not marks:
        return at
    mark = marks[0]
    end = at + row[mark].rows
    if mark >= header.first or end > at + 1:
        return end
    # Where cells are not merged, what the example names stands in its first row alone.
    named = [column for column in (mark, header.at("project")) if column is not None]
    while end < len(rows) and filled(rows[end]) and not any(cell_at(rows[end], column) for column in named):
        end += 1
    return end if end < len(rows) else at + 1  # nothing says where it ends


def _is_hint(cells: list[Cell]) -> bool:
    if len(cells) < 2:
        return False
    hint = worded("table-frame", r"\(?(?:<hints>)")
    hints = sum(hint.match(compact(cell.text[:_LONGEST])) is not None for cell in cells)
    return hints * 2 > len(cells) or compact(cells[0].text[:_LONGEST]).rstrip(":") in listed("table-frame", "guides")


def _shows(text: str) -> bool:
    example = worded("table-frame", r"(?:<examples>)\d{0,2}(?:$|[:.、])|[(【\[](?:<examples>)\d{0,2}[)】\]]")
    return example.match(compact(text[:_LONGEST])) is not None
