"""The layout `inline`: units, projects, and all indicators of a project in one run of text.

So Guangzhou publishes its tables; the text is mostly taken out of a PDF, whose lines break anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from lint_pbt.layouts.body import read_body
from lint_pbt.layouts.furniture import take_out
from lint_pbt.layouts.heads import first_head, quick_heads
from lint_pbt.layouts.joining import Joined, join
from lint_pbt.layouts.preamble import read_preamble
from lint_pbt.layouts.units import group, standing_in
from lint_pbt.model import Document, Form, Note
from lint_pbt.sheet import Line, LineSheet
from lint_pbt.text import fold

if TYPE_CHECKING:
    from lint_pbt.layouts import Words
    from lint_pbt.sheet import Source

NAME = "inline"


def sureness(source: Source, added: Words) -> float:
    """How sure the layout is that the source is its own: by heads of records in the text."""
    heads = 0
    for sheet in source.sheets:
        if isinstance(sheet, LineSheet):
            heads += quick_heads(fold("".join("\n".join(line.text for line in sheet.lines).split())))
    return min(0.5 + heads / 6, 1.0) if heads else 0.0


class _Table(NamedTuple):
    """The text of a table without the furniture of its pages.

    `begin` is where the table begins in it, None where no header row shows it; `columns` are the titles of
    the columns of amounts.
    """

    text: Joined
    begin: int | None
    columns: list[str]
    notes: list[Note]


def lay_out(source: Source, added: Words) -> Document:
    """Read the table of a source."""
    table = _table([line for sheet in source.sheets if isinstance(sheet, LineSheet) for line in sheet.lines])
    preamble = read_preamble(table.text, table.begin)
    body = read_body(table.text, preamble.end, table.columns)
    return Document(
        path=source.path,
        layout=NAME,
        units=standing_in(group(body.entries), Form(has_cycle=body.has_cycle)),
        title=preamble.title,
        department=preamble.department,
        amount_unit=preamble.amount_unit,
        amounts=body.total,
        encoding=source.encoding,
        notes=(*source.notes, *table.notes, *body.notes),
    )


def _table(lines: Sequence[Line]) -> _Table:
    content = take_out(lines)
    text, offsets = join(lines, content.folded, content.pieces)
    if content.header is None:
        return _Table(text, None, [], content.notes)
    begin = offsets[content.body]
    # With records above it, the first header row is that of a later page: the file holds a part of a table.
    part = first_head(text.folded) < begin
    return _Table(text, None if part else begin, content.header.amount_columns(), content.notes)
