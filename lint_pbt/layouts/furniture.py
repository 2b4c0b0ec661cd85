"""What the pages of a table carry besides the table: header rows, page numbers and running heads.

They stand anywhere, also in the middle of a word of the table, and have to be taken out before its lines
are joined. Lines of the table itself repeat too, so each kind needs its own proof.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lint_pbt.layouts.header import Header, drop_headers, drop_preamble_repeats
from lint_pbt.layouts.page_lines import Pages
from lint_pbt.layouts.pagination import drop_page_numbers, lone_running_heads, running_heads
from lint_pbt.model import Note
from lint_pbt.sheet import Line

_RULE = re.compile(r"[-=_*·.]{3,}")


class Content(NamedTuple):
    """What is left of the lines: pieces (line index, start, end), the header row, and notes.

    `folded` are all lines folded. `body` is how many of the pieces stand above the first header row, 0 without one.
    """

    folded: list[str]
    pieces: list[tuple[int, int, int]]
    header: Header | None
    body: int
    notes: list[Note]


def take_out(lines: Sequence[Line]) -> Content:
    """Find the furniture of the pages and return everything else."""
    pages = Pages(lines)
    notes: list[Note] = []
    header = drop_headers(pages)
    drop_preamble_repeats(pages, header)
    pages.dropped.update(p for p, text in enumerate(pages.compact) if _RULE.fullmatch(text))
    drop_page_numbers(pages)
    for position in running_heads(pages):
        pages.dropped.add(position)
    heads = lone_running_heads(pages)
    if heads:
        pages.dropped.update(heads)
        line = lines[pages.kept[heads[0]]]
        notes.append(Note(f"“{line.text.strip()[:40]}”每页出现一次，当作页眉，没有读入", line.place))
    pieces = list(_pieces(pages))
    start = (header.first, header.column) if header else (0, 0)
    return Content(pages.folded, pieces, header, sum((index, low) < start for index, low, _ in pieces), notes)


def _pieces(pages: Pages) -> Iterator[tuple[int, int, int]]:
    for position, index in enumerate(pages.kept):
        if position in pages.dropped:
            continue
        start, size = 0, len(pages.folded[index])
        for low, high in sorted(pages.cuts.get(position, ())):
            yield index, start, low
            start = high
        yield index, start, size
