"""The layout `inline`: units, projects, and all indicators of a project in one run of text.

So Guangzhou publishes its tables; the text is mostly taken out of a PDF, whose lines break anywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lint_pbt.layouts.body import read_body
from lint_pbt.layouts.furniture import take_out
from lint_pbt.layouts.heads import quick_heads
from lint_pbt.layouts.joining import join
from lint_pbt.layouts.preamble import read_preamble
from lint_pbt.layouts.units import group
from lint_pbt.model import Document
from lint_pbt.sheet import LineSheet
from lint_pbt.text import fold

if TYPE_CHECKING:
    from lint_pbt.sheet import Source

NAME = "inline"


def sureness(source: Source) -> float:
    """How sure the layout is that the source is its own: by heads of records in the text."""
    heads = 0
    for sheet in source.sheets:
        if isinstance(sheet, LineSheet):
            heads += quick_heads(fold("".join("\n".join(line.text for line in sheet.lines).split())))
    return min(0.5 + heads / 6, 1.0) if heads else 0.0


def lay_out(source: Source) -> Document:
    """Read the table of a source."""
    lines = [line for sheet in source.sheets if isinstance(sheet, LineSheet) for line in sheet.lines]
    content = take_out(lines)
    joined, offsets = join(lines, content.folded, content.pieces)
    preamble = read_preamble(joined, offsets[content.body] if content.header else None)
    body = read_body(joined, preamble.end, content.header.amount_columns() if content.header else [])
    return Document(
        path=source.path,
        layout=NAME,
        units=group(body.entries),
        title=preamble.title,
        department=preamble.department,
        amount_unit=preamble.amount_unit,
        amounts=body.total,
        has_cycle=body.has_cycle,
        encoding=source.encoding,
        notes=(*source.notes, *content.notes, *body.notes),
    )
