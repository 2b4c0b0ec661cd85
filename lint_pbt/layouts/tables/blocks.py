"""Which list of a table rows are in, that of the whole cycle or that of the year: by its columns, or what heads it."""

from __future__ import annotations

from lint_pbt.layouts.tables.drafts import Draft
from lint_pbt.layouts.tables.finding import Table
from lint_pbt.layouts.tables.grid import FullRow
from lint_pbt.layouts.tables.header import Header
from lint_pbt.layouts.tables.listings import Listing
from lint_pbt.layouts.tables.rows import cell_at, filled
from lint_pbt.layouts.tables.titles import block_named, block_of, compact
from lint_pbt.model.sheet import Cell
from lint_pbt.text.notation import ends_title
from lint_pbt.text.patterns.lazy import Pattern

# 年度绩效目标表 inside a form is the title of a block.
_TABLE_OF = Pattern(r"(?:绩效)?(?:目标|指标)表$")
_LONGEST_TITLE = 60


class Blocks:
    """The lists of a table. `kind` is that of the rows, `cycle` or `annual`, None where nothing tells.

    `lines` are the rows right above headers with a single cell, which names the list below.
    """

    def __init__(self, table: Table) -> None:
        self.kind: str | None = None
        self.lines = _lines_above(table)
        self._form = table.form
        # Which list begins in a row: in a header by its columns or the line above it, or in that line.
        self._lists = {at: block_named(filled(table.grid.rows[at])[0].text) for at in self.lines}
        said = {header.start: self._lists[at] for at, header in self.lines.items()}
        of_headers = {one.start: one.kind or said.get(one.start) for one in table.headers}
        self._both = len(set(of_headers.values())) > 1
        self._lists |= of_headers

    def enter(self, header: Header) -> None:
        """Go on below a header."""
        self.kind = (self._lists[header.start] if self._both else header.kind) or self.kind

    def names(self, cell: Cell, at: int, draft: Draft | None, *, below_header: bool) -> bool:
        """Take in the row `at` that says whether the list below it is of the cycle or of the year.

        Above a form's only list such words say nothing; where the list that they name has been read, they title a form.
        """
        text = cell.text
        if len(text) > _LONGEST_TITLE:
            return False
        kind = block_of(_TABLE_OF.sub("", compact(text)))
        if kind is None:
            kind = self._lists.get(at)
            if draft is not None and draft.has_indicators and kind == (self.kind or "annual"):
                return False
        only = self._form and not below_header and not self._both
        if kind is None or (only and (draft is None or not ends_title(text))):
            return False
        self.kind = kind
        return True

    def of(self, row: FullRow, header: Header, listing: Listing) -> str | None:
        """Which list a row is in, None where the table has cycle and year in one row."""
        blocks = header.at("indicators")
        for column in range(blocks, header.first) if blocks is not None else ():
            named = cell_at(row, column)
            if named is not None:
                self.kind = block_named(named.text) or self.kind
        if listing.annual is not None and listing.cycle is not None:
            return None
        if listing.annual is None:
            return "cycle"
        return "annual" if len(header.listings) > 1 else self.kind


def _lines_above(table: Table) -> dict[int, Header]:
    """The rows right above headers, those with a single cell alone: what names the list below."""
    lines: dict[int, Header] = {}
    for header in table.headers:
        above = next((at for at in range(header.start - 1, -1, -1) if filled(table.grid.rows[at])), None)
        if above is not None and len(filled(table.grid.rows[above])) == 1:
            lines[above] = header
    return lines
