"""Markdown: pipe tables and tables in HTML as grids, everything between them as lines.

Tables are found here and not by a Markdown library: none says where in its line a cell's characters stand, and
without that findings could not be shown nor fixed in place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from lint_pbt.limits import STANDARD, Limits
from lint_pbt.model.sheet import Line, Source
from lint_pbt.readers.blocks import Assembly
from lint_pbt.readers.decode import Decoded, decode
from lint_pbt.readers.marks import Piece, plain
from lint_pbt.readers.tally import Tally
from lint_pbt.readers.text_lines import lines
from lint_pbt.readers.text_source import without_tables
from lint_pbt.text.patterns.lazy import Pattern

if TYPE_CHECKING:
    from lint_pbt.readers.html.page import Page

# What may stand before a table: the marks of quotations and lists are told by their being followed by a pipe.
_MARGIN = Pattern(r"[ \t>]*")
_ALIGNMENT = Pattern(r"\s*:?-+:?\s*")
_TABLE_TAG = re.compile(r"(?i)<(/?)table\b")
_STRUCK = Pattern(r"~~(?=\S)([^~]+)(?<=\S)~~")
_HEADING = Pattern(r" {0,3}#{1,6}[ \t]+")


def read(path: str, data: bytes, limits: Limits = STANDARD) -> Source:
    """The tables of a file and the lines around them; without a table it is plain text.

    Raises `ReadError` where there is no text, or too much of it.
    """
    decoded = decode(data)
    return with_tables(path, decoded, limits) or without_tables(path, decoded, limits)


def with_tables(path: str, decoded: Decoded, limits: Limits) -> Source | None:
    """The tables of a text and the lines around them, None where it has no table. Raises `ReadError` as `read` does."""
    found = list(lines(decoded.text, limits))
    tables = list(_tables(found))
    if not tables:
        return None
    tally = Tally(limits)
    assembly = Assembly(tally)
    position = 0
    for start, end, is_html in tables:
        _add_lines(assembly, found[position:start])
        if is_html:
            assembly.add(_page(found[start:end], limits, tally).blocks)
        else:
            rows = (found[start], *found[start + 2 : end])
            assembly.add_rows([plain(*cell) for cell in _cells(row)] for row in rows)
        position = end
    _add_lines(assembly, found[position:])
    sheets = assembly.sheets()
    if not sheets:
        assembly.struck.refuse_if_all()
        return None
    return Source(path, sheets, decoded.encoding, (*assembly.struck.notes(), *decoded.said()))


def _tables(found: Sequence[Line]) -> Iterator[tuple[int, int, bool]]:
    """The tables as ranges of lines, and whether each is in HTML."""
    index = 0
    while index < len(found):
        text = found[index].text
        end = index
        if "<" in text and _TABLE_TAG.search(text):
            end = _html_end(found, index)
            yield index, end, True
        elif "|" in text and _is_head(found[index], found[index + 1 : index + 3]):
            end = index + 2
            while end < len(found) and "|" in found[end].text:
                end += 1
            yield index, end, False
        index = max(end, index + 1)


def _html_end(found: Sequence[Line], start: int) -> int:
    """The line behind a table in HTML: that behind its last tag, or the end of the file."""
    is_open = 0
    for index in range(start, len(found)):
        for tag in _TABLE_TAG.finditer(found[index].text):
            is_open += -1 if tag[1] else 1
        if is_open <= 0:
            return index + 1
    return len(found)


def _is_head(head: Line, below: Sequence[Line]) -> bool:
    """Whether a line is the head of a table: the line of dashes below has as many columns, or the row below that has.

    Whoever types the dashes may miscount them.
    """
    if not below or "-" not in below[0].text or "|" not in below[0].text:
        return False
    dashes = _cells(below[0])
    if not all(_ALIGNMENT.fullmatch(text) for text, _ in dashes):
        return False
    columns = len(_cells(head))
    return len(dashes) == columns or (len(dashes) > 1 and any(len(_cells(row)) == columns for row in below[1:]))


def _cells(line: Line) -> list[Piece]:
    """What stands between the pipes of a row, with where it begins; outer pipes may be missing."""
    text = line.text
    start = len(_MARGIN.match(text)[0])  # type: ignore[index]
    end = len(text.rstrip())
    if text.startswith("|", start):
        start += 1
    cells: list[Piece] = []
    begin = position = start
    while position < end:
        if text[position] == "\\":
            position += 1
        elif text[position] == "|":
            cells.append((text[begin:position], line.place.moved(begin)))
            begin = position + 1
        position += 1
    if begin < end or not cells:
        cells.append((text[begin:end], line.place.moved(begin)))
    return cells


def _add_lines(assembly: Assembly, found: Sequence[Line]) -> None:
    """Text between tables as it stands, headings without their marks."""
    for line in found:
        heading = _HEADING.match(line.text) if "#" in line.text else None
        if heading:
            size = heading.end()
            line = Line(line.text[size:], line.place.moved(size), line.breaks_page)
        for one in _STRUCK.finditer(line.text):
            # Blanks stand for it, so that the columns behind it hold.
            assembly.struck.add(one[1], line.place.moved(one.start()))
        assembly.add_line(replace(line, text=_STRUCK.sub(lambda one: " " * len(one[0]), line.text)))


def _page(found: Sequence[Line], limits: Limits, tally: Tally) -> Page:
    """A part of the file that is in HTML."""
    from lint_pbt.readers.html.page import Page

    return Page.of("\n".join(line.text for line in found), limits, tally, found[0].place.line)
