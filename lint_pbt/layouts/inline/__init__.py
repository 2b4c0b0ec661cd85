"""The layout `inline`: units, projects, and all indicators of a project in one run of text.

So Guangzhou publishes its tables; the text is mostly taken out of a PDF, whose lines break anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from lint_pbt.layouts.entries import group
from lint_pbt.layouts.inline.contents import read_contents
from lint_pbt.layouts.inline.page_furniture import PagedLines, drop_page_marks
from lint_pbt.layouts.inline.title_row import drop_preamble_repeats, drop_title_rows
from lint_pbt.layouts.joining import Joined, join
from lint_pbt.layouts.preamble import read_preamble
from lint_pbt.layouts.records import first_head, quick_heads, value_labels
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
_FIRST_LINES, _ENOUGH = 300, 3  # lines that most tables show what they are in, by so many heads of records


def sureness(source: Source) -> float:
    """How sure the layout is that the source is its own: by heads of records in the text."""
    heads = 0
    for sheet in source.sheets:
        if isinstance(sheet, LineSheet):
            heads += _heads(sheet.lines[:_FIRST_LINES], _ENOUGH) or _heads(sheet.lines)
    return min(0.5 + heads / 6, 1.0) if heads else 0.0


def _heads(lines: Sequence[Line], least: int = 0) -> int:
    """How many heads of records the beginning of some lines has, none where they are fewer than the least."""
    found = quick_heads(fold("".join("\n".join([line.text for line in lines]).split())))
    return found if found >= least else 0


class _TableText(Struct, frozen=True):
    """The text of a table without the furniture of its pages.

    `begin` is where the table begins in it, None where no row of titles shows it; `columns` are the titles of
    the columns of amounts.
    """

    text: Joined
    begin: int | None
    columns: list[str]
    notes: list[Note]


def lay_out(source: Source, added: Words) -> Document:
    """Read the table of a source."""
    table = _table([line for sheet in source.sheets if isinstance(sheet, LineSheet) for line in sheet.lines], added)
    preamble = read_preamble(table.text, table.begin)
    contents = read_contents(table.text, preamble.end, table.columns, value_labels(added))
    return Document(
        path=source.path,
        layout=NAME,
        units=group(contents.headings),
        title=preamble.title,
        department=preamble.department,
        amount_unit=preamble.amount_unit,
        amounts=contents.total,
        encoding=source.encoding,
        notes=(*table.notes, *contents.notes),
    )


def _table(lines: Sequence[Line], added: Words) -> _TableText:
    pages = PagedLines(lines)
    titles = drop_title_rows(pages, column_roles(added))
    drop_preamble_repeats(pages, titles)
    pages.dropped.update(at for at, text in enumerate(pages.compact) if _RULED_LINE.fullmatch(text))
    notes = drop_page_marks(pages)
    pieces = list(pages.pieces())
    text, offsets = join(lines, pages.folded, pieces)
    if titles is None:
        return _TableText(text, None, [], notes)
    above = sum((index, start) < (titles.first, titles.column) for index, start, _ in pieces)
    begin = offsets[above]
    # With records above it, the first row of titles is that of a later page: the file holds a part of a table.
    part = first_head(text.folded) < begin
    return _TableText(text, None if part else begin, titles.amount_columns(), notes)
