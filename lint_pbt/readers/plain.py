"""Plain text files: decoded and cut into lines as an editor counts them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint_pbt.errors import ReadError
from lint_pbt.limits import STANDARD, Limits
from lint_pbt.model import Place
from lint_pbt.readers.decode import Decoded, decode
from lint_pbt.readers.separators import sure_separator
from lint_pbt.sheet import Line, LineSheet, Source

# The line of dashes below the head of a table.
_DASHES = re.compile(r"(?m)^[ \t>]{0,40}\|?[ \t]{0,40}:?-+:?[ \t]{0,40}\|[-:| \t]*\r?$")


# A line that is drawn above a table.
_BORDER = re.compile(r"(?m)^[ \t]{0,40}(?:[┌╔┏][─═━]|\+-{2,}[-+]*\+[ \t]*\r?$)")


def read(path: str, data: bytes, limits: Limits = STANDARD) -> Source:
    """The text of a file as one sheet of lines, or as a grid where it is a worksheet's columns as text.

    Tables of pipes and dashes are read as in Markdown, drawn ones by their lines. Raises `ReadError` without any text.
    """
    decoded = decode(data)
    if _BORDER.search(decoded.text):
        from lint_pbt.readers.boxed import with_boxes

        source = with_boxes(path, decoded, limits)
        if source is not None:
            return source
    if "|" in decoded.text and _DASHES.search(decoded.text):
        from lint_pbt.readers.markdown import with_tables

        source = with_tables(path, decoded, limits)
        if source is not None:
            return source
    return without_tables(path, decoded, limits)


def without_tables(path: str, decoded: Decoded, limits: Limits) -> Source:
    """The lines of a text, or a grid where one sign divides them all. Raises `ReadError` where there is no text."""
    if not decoded.text.strip():
        raise ReadError("文件里只有空白，没有文字。请确认选对了文件，或者重新导出")
    separator = sure_separator(decoded.text)
    if separator is not None:
        from lint_pbt.readers.delimited import grid

        sheet, notes = grid(decoded.text, separator, limits)
        return Source(path, (sheet,), decoded.encoding, (*decoded.said(), *notes))
    return Source(path, (LineSheet(tuple(lines(decoded.text, limits))),), decoded.encoding, decoded.said())


# Nothing stands on a blank line, so that all can be one; half the lines of a text out of a PDF are blank.
_BLANK = Line("", Place(0))


# A row of a table is at most so many lines of a text, blank ones between them included.
_LINES_PER_ROW = 10


def lines(text: str, limits: Limits = STANDARD) -> Iterator[Line]:
    """The lines of a text. Only LF, CRLF and CR end a line, as in an editor; a form feed begins a page.

    Raises `ReadError` for more of them than the limits allow.
    """
    most = limits.rows * _LINES_PER_ROW
    if len(text) > most and sum(map(text.count, "\n\r\f")) > most:
        from lint_pbt.readers.tally import too_much

        raise too_much("文字的行数", most, "行（表格每行按 10 行算）", "rows")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    rows = text.split("\n")
    if not rows[-1]:
        rows.pop()
    for number, row in enumerate(rows, 1):
        if not row:
            yield _BLANK
        elif "\f" in row:
            yield from _pages(row, number)
        else:
            yield Line(row, Place(number))


def _pages(row: str, number: int) -> Iterator[Line]:
    """The parts of a line with form feeds in it."""
    column = 1
    for index, part in enumerate(row.split("\f")):
        if index or part:
            yield Line(part, Place(number, column), breaks_page=index > 0)
        column += len(part) + 1
