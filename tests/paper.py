"""PDF files for tests and the benchmark: running text, ruled tables over page breaks, tables without rules.

Drawn with reportlab; its font STSong-Light needs no file and is not embedded, as in many an official PDF.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
PADDING = 3.0
# What must not begin a line: such signs hang behind the one before.
_CLOSING = "。，、；：）》”！？%％)"


class Box(NamedTuple):
    """A cell as drawn: its text, how many rows and columns it spans."""

    text: str
    rows: int = 1
    columns: int = 1


Row = Sequence["Box | str | None"]  # None below and beside a cell that spans others


class Paper:
    """Pages on which things are drawn one below the other. `data` ends it and gives the file."""

    def __init__(
        self,
        width: float = 595,
        height: float = 842,
        *,
        size: float = 9,
        margin: float = 50,
        header: str = "",
        numbers: str = "",
        font: str = FONT,
        rules: Callable[[Canvas, float, float, float, float], None] | None = None,
        canvas: Callable[..., Canvas] = Canvas,
        **options: object,
    ) -> None:
        if font == FONT:
            pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.file = io.BytesIO()
        self.canvas = canvas(self.file, pagesize=(width, height), **options)
        self.width, self.height, self.size, self.margin = width, height, size, margin
        self.header, self.numbers, self.font = header, numbers, font
        self.rule = rules or (lambda canvas, x0, y0, x1, y1: canvas.line(x0, y0, x1, y1))
        self.leading = size * 1.4
        self.page = 0
        self._begin()

    def _begin(self) -> None:
        self.page += 1
        self.y = self.height - self.margin
        self.canvas.setFont(self.font, self.size)
        if self.header:
            self.canvas.drawString(self.margin, self.height - self.margin / 2, self.header)
        if self.numbers:
            self.canvas.drawCentredString(self.width / 2, self.margin / 2, self.numbers.format(self.page))

    @property
    def room(self) -> float:
        return self.y - self.margin

    def new_page(self) -> None:
        self.canvas.showPage()
        self._begin()

    def data(self) -> bytes:
        self.canvas.save()
        return self.file.getvalue()

    def space(self, points: float) -> None:
        self.y -= points

    def text(self, text: str, *, centred: bool = False) -> None:
        """Paragraphs of running text over the whole width."""
        for line in wrapped(text, self.width - 2 * self.margin, self.size, self.font):
            if self.room < self.leading:
                self.new_page()
            if centred:
                self.canvas.drawCentredString(self.width / 2, self.y - self.size, line)
            else:
                self.canvas.drawString(self.margin, self.y - self.size, line)
            self.y -= self.leading

    def columns(self, rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        """A table without rules: each row one line, its columns at their places."""
        for row in rows:
            if self.room < self.leading:
                self.new_page()
            x = self.margin
            for text, width in zip(row, widths, strict=True):
                self.canvas.drawString(x, self.y - self.size, text)
                x += width
            self.y -= self.leading

    def table(
        self,
        rows: Sequence[Row],
        widths: Sequence[float],
        *,
        heads: int = 0,
        split: bool = True,
        repeat_labels: bool = False,
        open_breaks: bool = False,
        sides: bool = True,
    ) -> None:
        """A ruled table from here on, over as many pages as it takes.

        The first `heads` rows stand again on each page; `split` lets a row go on over a page break;
        `repeat_labels` writes the text of a cell that spans rows again on the next page; `open_breaks` draws no rule
        where a row is split, `sides` the outer left and right ones.
        """
        _Table(self, rows, widths, heads, split, repeat_labels, open_breaks, sides).draw()


def wrapped(text: str, width: float, size: float, font: str = FONT) -> list[str]:
    """The lines of a text broken anywhere but in Latin words, as wide as `width` points."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for character in paragraph:
            wide = pdfmetrics.stringWidth(line + character, font, size) > width
            if wide and line and character not in _CLOSING:
                whole, space, word = (
                    line.rpartition(" ") if _is_letter(character) and _is_letter(line[-1]) else ("",) * 3
                )
                lines.append(whole if space else line)
                line = word if space else ""
            line += character
        lines.append(line)
    return lines


def _is_letter(character: str) -> bool:
    return "a" <= character.lower() <= "z"


class _Slice(NamedTuple):
    """What of a row stands on one page: from `top` down to `bottom`, with or without the row's own edges."""

    row: int
    top: float
    bottom: float
    begins: bool
    ends: bool


class _Table:
    def __init__(
        self,
        paper: Paper,
        rows: Sequence[Row],
        widths: Sequence[float],
        heads: int,
        split: bool,
        repeat_labels: bool,
        open_breaks: bool,
        sides: bool,
    ) -> None:
        self.paper, self.widths, self.heads, self.split = paper, widths, heads, split
        self.repeat_labels, self.open_breaks, self.sides = repeat_labels, open_breaks, sides
        self.rows = [[Box(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
        self.edges = [paper.margin]
        for width in widths:
            self.edges.append(self.edges[-1] + width)
        self.rest = {
            (r, c): wrapped(box.text, self._width(c, box) - 2 * PADDING, paper.size, paper.font)
            for r, row in enumerate(self.rows)
            for c, box in enumerate(row)
            if box
        }
        self.whole = dict(self.rest)

    def _width(self, column: int, box: Box) -> float:
        return self.edges[column + box.columns] - self.edges[column]

    def draw(self) -> None:
        page: list[_Slice] = []
        for index in range(len(self.rows)):
            page = self._row(index, page)
        self._page(page)

    def _row(self, index: int, page: list[_Slice]) -> list[_Slice]:
        """Lay one row out, on a new page where it must; the slices of the page it ends on."""
        paper = self.paper
        lines, begins = self._height(index), True
        while True:
            fitting = int((paper.room - 2 * PADDING) / paper.leading + 1e-6)
            if lines <= fitting:
                return [*page, self._slice(index, lines, begins, True)]
            if self.split and fitting > 0 and lines > 1:
                page = [*page, self._slice(index, fitting, begins, False)]
                lines -= fitting
                begins = False
            self._page(page)
            paper.new_page()
            page = []
            if index >= self.heads:
                for head in range(self.heads):
                    self.rest.update({key: text for key, text in self.whole.items() if key[0] == head})
                    page.append(self._slice(head, self._height(head), True, True))

    def _height(self, index: int) -> int:
        """How many lines high a row is: as its own cells, or what is left of those that end with it."""
        most = 1
        for (r, c), lines in self.rest.items():
            box = self.rows[r][c]
            assert box
            if r == index and box.rows == 1:
                most = max(most, len(lines))
            elif r + box.rows - 1 == index and box.rows > 1:
                above = sum(self._height(row) for row in range(r, index))
                most = max(most, len(lines) - above + 1)
        return most

    def _slice(self, row: int, lines: int, begins: bool, ends: bool) -> _Slice:
        top = self.paper.y
        self.paper.y -= lines * self.paper.leading + 2 * PADDING
        return _Slice(row, top, self.paper.y, begins, ends)

    def _page(self, slices: Sequence[_Slice]) -> None:
        """Draw what stands of the table on this page."""
        if not slices:
            return
        by_row = {piece.row: piece for piece in slices}
        shown = [piece.row for piece in slices]
        for (r, c), lines in self.rest.items():
            box = self.rows[r][c]
            assert box
            here = [by_row[row] for row in shown if r <= row < r + box.rows]
            if not here:
                continue
            self._cell(r, c, box, here, list(lines))
        self.paper.canvas.setFont(self.paper.font, self.paper.size)

    def _cell(self, r: int, c: int, box: Box, here: Sequence[_Slice], lines: list[str]) -> None:
        paper = self.paper
        first, last = here[0], here[-1]
        top, bottom = first.top, last.bottom
        capacity = int((top - bottom - 2 * PADDING) / paper.leading + 1e-6)
        if not lines and self.repeat_labels and box.rows > 1:
            lines = self.whole[r, c]
        for number, line in enumerate(lines[:capacity]):
            paper.canvas.drawString(self.edges[c] + PADDING, top - PADDING - paper.size - number * paper.leading, line)
        self.rest[r, c] = lines[capacity:]
        left, right = self.edges[c], self.edges[c + box.columns]
        if not self.open_breaks or first.begins:
            paper.rule(paper.canvas, left, top, right, top)
        if not self.open_breaks or last.ends:
            paper.rule(paper.canvas, left, bottom, right, bottom)
        if self.sides or c:
            paper.rule(paper.canvas, left, top, left, bottom)
        if self.sides or c + box.columns < len(self.widths):
            paper.rule(paper.canvas, right, top, right, bottom)


def sentences(count: int, about: str = "预算编制") -> Iterator[str]:
    """Sentences of a disclosure's running text."""
    for number in range(count):
        yield f"{number + 1}．{about}情况：本年度按照要求开展第{number + 1}项工作，支出比上年减少，主要是厉行节约。"
