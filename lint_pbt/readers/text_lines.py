"""A text cut into lines as an editor counts them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import overload

from lint_pbt.limits import STANDARD, Limits
from lint_pbt.model.document import Place
from lint_pbt.model.sheet import Line

# Nothing stands on a blank line, so that all can be one; half the lines of a text out of a PDF are blank.
_BLANK = Line("", Place(0))


# A row of a table is at most so many lines of a text, blank ones between them included.
_LINES_PER_ROW = 10
# Lines of which a look at the beginning takes at most so many, and characters that are cut into lines at once.
_FEW = 1000
_BLOCK = 1 << 16


def lines(text: str, limits: Limits = STANDARD) -> Iterator[Line]:
    """The lines of a text. Only LF, CRLF and CR end a line, as in an editor; a form feed begins a page.

    Raises `ReadError` for more of them than the limits allow.
    """
    return iter(TextLines(text, limits))


def running(lines: Sequence[Line]) -> str:
    """The texts of lines run together, without making those of a text anew."""
    if isinstance(lines, TextLines):
        return lines.text.replace("\n", "").replace("\f", "")
    return "".join([line.text for line in lines])


class TextLines(Sequence[Line]):
    """The lines of a text, as `lines` gives them, made anew by who goes through all of them.

    Of a large file the text takes a fourth of what its lines do, and most of the time nobody needs them. Who asks for
    one by its number is likely to ask for more: then they are kept.
    """

    def __init__(self, text: str, limits: Limits = STANDARD) -> None:
        most = limits.rows * _LINES_PER_ROW
        if len(text) > most and sum(map(text.count, "\n\r\f")) > most:
            from lint_pbt.readers.tally import too_much

            raise too_much("文字的行数", most, "行（表格每行按 10 行算）", "rows")
        self.text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
        self._kept: tuple[Line, ...] | None = None

    def __iter__(self) -> Iterator[Line]:
        return _lines(self.text) if self._kept is None else iter(self._kept)

    def __len__(self) -> int:
        return len(self._all())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TextLines) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    @overload
    def __getitem__(self, at: int) -> Line: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Line, ...]: ...

    def __getitem__(self, at: int | slice) -> Line | tuple[Line, ...]:
        if isinstance(at, slice) and at.stop is not None and 0 <= at.stop <= _FEW and self._kept is None:
            return tuple(islice(self, at.start, at.stop, at.step))
        return self._all()[at]

    def _all(self) -> tuple[Line, ...]:
        if self._kept is None:
            self._kept = tuple(_lines(self.text))
        return self._kept


def _lines(text: str) -> Iterator[Line]:
    number = 0
    for rows in _blocks(text):
        for number, row in enumerate(rows, number + 1):  # noqa: B020 - it goes on where the block before ended
            if not row:
                yield _BLANK
            elif "\f" in row:
                yield from _pages(row, number)
            else:
                yield Line(row, Place(number))


def _blocks(text: str) -> Iterator[list[str]]:
    """The text cut at its line feeds, a block at a time; behind the last one there is no line without any text."""
    start, size = 0, len(text) - text.endswith("\n")
    while text and start <= size:
        end = text.find("\n", start + _BLOCK, size)
        end = size if end < 0 else end
        yield text[start:end].split("\n")
        start = end + 1


def _pages(row: str, number: int) -> Iterator[Line]:
    """The parts of a line with form feeds in it."""
    column = 1
    for index, part in enumerate(row.split("\f")):
        if index or part:
            yield Line(part, Place(number, column), breaks_page=index > 0)
        column += len(part) + 1
