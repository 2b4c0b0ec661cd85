"""A text cut into lines as an editor counts them."""

from __future__ import annotations

from collections.abc import Iterator

from lint_pbt.limits import STANDARD, Limits
from lint_pbt.model.document import Place
from lint_pbt.model.sheet import Line

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
