"""Paragraphs that tabs divide into the columns of a table, as a worksheet is pasted into a document as text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from lint_pbt.errors import ReadError
from lint_pbt.model.document import Note, Place
from lint_pbt.model.sheet import Cell, GridSheet, Line, LineSheet

if TYPE_CHECKING:
    from lint_pbt.limits import Limits

_AROUND = 6  # lines above and below that belong to the table: its title, its notes
_FEWEST = 3  # lines


class Divided(NamedTuple):
    """Lines of which some are a grid now, and what there is to say of that."""

    sheets: list[LineSheet | GridSheet]
    notes: tuple[Note, ...]


def divided(lines: Sequence[Line], texts: Sequence[str], limits: Limits) -> Divided | None:
    """The sheets that lines make where tabs surely divide some; `texts` are their texts with blanks at the ends."""
    tabbed = [number for number, text in enumerate(texts) if "\t" in text]
    if len(tabbed) < _FEWEST:
        return None
    from lint_pbt.readers.delimited import grid
    from lint_pbt.readers.separators import sure_separator

    start, end = max(tabbed[0] - _AROUND, 0), tabbed[-1] + _AROUND + 1
    text = "\n".join(texts[start:end])
    if sure_separator(text) != "\t":
        return None
    try:
        sheet, notes = grid(text, "\t", limits)
    except ReadError:
        return None

    def there(place: Place) -> Place:
        """Where in the document a place of the text is."""
        return lines[start + place.line - 1].place.moved(place.column - 1)

    rows = [tuple([_moved(cell, there) if cell.text else cell for cell in row]) for row in sheet.rows]
    around = (LineSheet(tuple(lines[:start])), GridSheet(None, tuple(rows)), LineSheet(tuple(lines[end:])))
    told = tuple(replace(note, place=note.place and there(note.place)) for note in notes)
    return Divided([sheet for sheet in around if isinstance(sheet, GridSheet) or sheet.lines], told)


def _moved(cell: Cell, there: Callable[[Place], Place]) -> Cell:
    return Cell.of(cell.text, there(cell.place()), seams=tuple((at, there(place)) for at, place in cell.seams))
