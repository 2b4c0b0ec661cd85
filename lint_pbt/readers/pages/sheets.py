"""What a layout gets: tables and lines of pages as sheets, each piece with its page, line and box."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter

from lint_pbt.errors import ReadError
from lint_pbt.limits import Limits
from lint_pbt.model.document import Place
from lint_pbt.model.sheet import EMPTY, Cell, GridSheet, Line, LineSheet
from lint_pbt.readers.pages.marks import TextLine
from lint_pbt.readers.pages.tables import Table, TableCell
from lint_pbt.readers.pages.wrapping import joint

_TOO_LONG = "第 {page} 页有一格超过 {limit} 个字，不像绩效目标表。请确认选对了文件"

Numbers = Mapping[tuple[int, float], int]


def line_numbers(lines: Iterable[TextLine]) -> Numbers:
    """The number on its page, counted from the top, of what stands at a height of a page.

    Pieces of about one height share it.
    """
    numbers: dict[tuple[int, float], int] = {}
    page, number, y = 0, 0, 0.0
    for line in sorted(lines, key=_height):
        if line.page != page:
            page, number, y = line.page, 1, line.y
        elif line.y - y > 0.45 * line.size:
            number, y = number + 1, line.y
        numbers[page, line.y] = number
    return numbers


_height = attrgetter("page", "y")


def place_of(line: TextLine, numbers: Numbers) -> Place:
    return Place(numbers[line.page, line.y], 1, line.page, None, None, line.box)


def line_sheet(lines: Sequence[TextLine], numbers: Numbers, page_before: int) -> LineSheet:
    """Lines of one page or several; the first of each page but `page_before` begins a page."""
    found = []
    page = page_before
    for line in lines:
        breaks = line.page != page and page > 0
        found.append(Line(line.text, place_of(line, numbers), breaks, line.stretches))
        page = line.page
    return LineSheet(tuple(found))


def grid_sheet(table: Table, numbers: Numbers, limits: Limits) -> GridSheet:
    """A table as a grid of cells."""
    rows = [[EMPTY] * (len(table.xs) - 1) for _ in range(table.rows)]
    for cell in table.cells:
        if cell.lines or cell.is_merged or cell.right - cell.left > 1:
            rows[cell.top][cell.left] = _cell(cell, numbers, limits)
    return GridSheet(None, tuple(map(tuple, rows)))


def _cell(cell: TableCell, numbers: Numbers, limits: Limits) -> Cell:
    rows, columns = cell.bottom - cell.top, cell.right - cell.left
    if not cell.lines:
        return Cell.of("", EMPTY.source, rows, columns)
    parts = [cell.lines[0].text]
    size = len(parts[0])
    seams = []
    for before, line in zip(cell.lines, cell.lines[1:], strict=False):
        between = joint(before, line)
        size += len(between)
        seams.append((size, place_of(line, numbers)))
        parts += (between, line.text)
        size += len(line.text)
    if size > limits.cell_characters:
        raise ReadError(_TOO_LONG.format(page=cell.lines[0].page, limit=limits.cell_characters))
    return Cell.of("".join(parts), place_of(cell.lines[0], numbers), rows, columns, tuple(seams))
