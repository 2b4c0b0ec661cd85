"""All pages of a file put in order: running lines and tables, those over page breaks as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lint_pbt.errors import ReadError
from lint_pbt.limits import Limits
from lint_pbt.model.sheet import GridSheet, LineSheet
from lint_pbt.readers.pages.furniture import find_furniture
from lint_pbt.readers.pages.marks import TextLine
from lint_pbt.readers.pages.sheets import grid_sheet, line_numbers, line_sheet
from lint_pbt.readers.pages.stitching import append, goes_on
from lint_pbt.readers.pages.tables import Table


class PageContent(NamedTuple):
    """What stands on a page: its lines outside of tables, its tables, both from top to bottom."""

    number: int
    lines: list[TextLine]
    tables: list[Table]


Block = TextLine | Table

_TOO_MANY = "这个 PDF 里的表格超过了上限 {limit} {what}。请只保留绩效目标表所在的页，或者在配置里提高上限"


def assemble(pages: Sequence[PageContent], limits: Limits) -> tuple[LineSheet | GridSheet, ...]:
    """The sheets of a file, in the order of its text. Raises `ReadError` where its tables are larger than allowed."""
    blocks = list(_blocks(pages))
    tables = [block for block in blocks if isinstance(block, Table)]
    if sum(table.rows for table in tables) > limits.rows:
        raise ReadError(_TOO_MANY.format(limit=limits.rows, what="行"))
    if sum(bool(cell.lines) for table in tables for cell in table.cells) > limits.cells:
        raise ReadError(_TOO_MANY.format(limit=limits.cells, what="格"))
    lines = [block for block in blocks if isinstance(block, TextLine)]
    in_cells = (line for table in tables for cell in table.cells for line in cell.lines)
    numbers = line_numbers([*lines, *in_cells])
    sheets: list[LineSheet | GridSheet] = []
    run: list[TextLine] = []
    page = 0
    for block in blocks:
        if isinstance(block, TextLine):
            run.append(block)
            continue
        if run:
            sheets.append(line_sheet(run, numbers, page))
            page, run = run[-1].page, []
        sheets.append(grid_sheet(block, numbers, limits))
    if run:
        sheets.append(line_sheet(run, numbers, page))
    return tuple(sheets)


def _blocks(pages: Sequence[PageContent]) -> Iterator[Block]:
    """Lines and tables in order, parts of a table that goes on over page breaks put together."""
    furniture = find_furniture([page.lines for page in pages])
    going_on: Table | None = None  # the table that the page before ended with
    between: list[TextLine] = []  # the furniture since
    for page in pages:
        for block in _in_order(page):
            if isinstance(block, TextLine):
                between.append(block)
                if going_on is not None and block not in furniture:
                    yield going_on
                    going_on = None
                if going_on is None:
                    yield from between
                    between = []
                continue
            if going_on is not None and going_on.last_page == page.number - 1 and goes_on(going_on, block):
                append(going_on, block)
                between = []
                continue
            if going_on is not None:
                yield going_on
            yield from between
            going_on, between = block, []
    if going_on is not None:
        yield going_on
    yield from between


def _in_order(page: PageContent) -> list[Block]:
    """The lines and tables of a page from top to bottom."""
    blocks: list[Block] = [*page.lines, *page.tables]
    return sorted(blocks, key=lambda block: block.y if isinstance(block, TextLine) else block.top)
