"""The layout `inline`: units, projects, and all indicators of a project in one run of text.

So Guangzhou publishes its tables; the text is mostly taken out of a PDF, whose lines break anywhere.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lint_pbt.layouts.entries import group
from lint_pbt.layouts.inline.contents import Contents
from lint_pbt.layouts.inline.page_furniture import PagedLines, drop_page_marks
from lint_pbt.layouts.inline.title_row import drop_title_rows
from lint_pbt.layouts.joining import Joined, join
from lint_pbt.layouts.preamble import read_preamble
from lint_pbt.layouts.records import first_head, quick_heads
from lint_pbt.layouts.words import column_roles
from lint_pbt.model.document import Document, Note
from lint_pbt.model.sheet import Line, LineSheet
from lint_pbt.text.folding import fold
from lint_pbt.text.patterns.lazy import Pattern

if TYPE_CHECKING:
    from lint_pbt.layouts.words import Words
    from lint_pbt.model.sheet import Source

_RULED_LINE = Pattern(r"[-=_*·.]{3,}")

NAME = "inline"
_FIRST_LINES, _ENOUGH = 300, 3  # lines, heads of records


def sureness(source: Source) -> float:
    """How sure the layout is that the source is its own: by heads of records in the text."""
    heads = 0
    for sheet in source.sheets:
        if isinstance(sheet, LineSheet):
            # Most tables show what they are in their first lines.
            first = _heads(sheet.lines[:_FIRST_LINES])
            heads += first if first >= _ENOUGH else _heads(sheet.lines)
    return min(0.5 + heads / 6, 1.0) if heads else 0.0


def _heads(lines: Sequence[Line]) -> int:
    """How many heads of records the beginning of some lines has."""
    return quick_heads(fold("".join("\n".join([line.text for line in lines]).split())))


def lay_out(source: Source, added: Words) -> Document:
    """Read the table of a source."""
    text, begin, columns, notes = _text(source, added)
    preamble = read_preamble(text, begin)
    contents = Contents(text, preamble.end, columns, added)
    return Document(
        path=source.path,
        layout=NAME,
        units=group(contents.headings),
        title=preamble.title,
        department=preamble.department,
        amount_unit=preamble.amount_unit,
        amounts=contents.total,
        encoding=source.encoding,
        notes=(*notes, *contents.notes),
    )


def _text(source: Source, added: Words) -> tuple[Joined, int | None, list[str], list[Note]]:
    """The text of a table without the furniture of its pages: what it was made of takes more room than itself.

    Where the table begins in it, None where no row of titles shows it; the titles of the columns of amounts; notes.
    """
    lines = [line for sheet in source.sheets if isinstance(sheet, LineSheet) for line in sheet.lines]
    pages = PagedLines(lines)
    titles = drop_title_rows(pages, column_roles(added))
    notes = drop_page_marks(pages, bisect_left(pages.kept, titles.first) if titles else 0)
    pages.dropped.update(at for at, text in enumerate(pages.compact) if _RULED_LINE.fullmatch(text))
    pieces = list(pages.pieces())
    text, offsets = join(lines, pieces)
    begin = None
    if titles is not None:
        begin = offsets[sum((index, start) < (titles.first, titles.column) for index, start, _ in pieces)]
        if first_head(text.folded) < begin:
            begin = None  # the first row of titles is that of a later page: the file holds a part of a table
    return text, begin, titles.amounts if titles else [], notes
