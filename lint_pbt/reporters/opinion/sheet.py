"""One sheet of a report: lines of text across it, and tables whose rows are as high as their text needs."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from lint_pbt.presentation.display import wrap
from lint_pbt.presentation.neutral import formula_like, literal, put, quote, visible
from lint_pbt.reporters.opinion.looks import EVIDENCE, LINE_HEIGHT, TITLE_HEIGHT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openpyxl import Workbook

_A4: Final = 9
# Excel makes no row higher; in points.
_HIGHEST: Final = 409.0
_MARGIN: Final = 4.0
# How many digits of a cell's font stand in the width of one digit of the workbook's, with room to spare.
_FIT: Final = 1.13
# Of a text longer than this nobody can see the end in its cell: the height is found from so much of it.
_MEASURED: Final = 2000


class Column(NamedTuple):
    """A column of a sheet; `width` in digits of the workbook's font."""

    title: str
    width: float
    look: str = "text"
    hidden: bool = False


class Marked(NamedTuple):
    """A text with a part of it in question."""

    before: str
    evidence: str
    after: str


class Formula(NamedTuple):
    """Something for the spreadsheet to work out, written by us alone: `=SUM(A1:A9)`."""

    text: str


Value = str | int | float | Marked | Formula | None


class Sheet:
    """A sheet written from top to bottom.

    `looks` are those of the workbook, `frozen` is how many rows at its top stay in sight (and the last of them
    on every page of a print).
    """

    def __init__(
        self, book: Workbook, title: str, columns: Sequence[Column], looks: Mapping[str, Any], frozen: int = 0
    ) -> None:
        self.columns = columns
        self.rows = 0
        self.writer: Any = book.create_sheet(title)
        self._looks = looks
        shown = [letter(at) for at, column in enumerate(columns, 1) if not column.hidden]
        self.last_shown = shown[-1]
        for at, column in enumerate(columns, 1):
            dimension = self.writer.column_dimensions[letter(at)]
            dimension.width, dimension.hidden = column.width, column.hidden
        if frozen:
            self.writer.freeze_panes = f"A{frozen + 1}"
            self.writer.print_title_rows = f"{frozen}:{frozen}"
        self._set_page()

    def _set_page(self) -> None:
        """A4 across, as wide as the page, pages numbered."""
        sheet = self.writer
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_options.horizontalCentered = True
        margins = sheet.page_margins
        margins.left = margins.right = 0.4
        margins.top, margins.bottom, margins.header, margins.footer = 0.5, 0.6, 0.3, 0.3
        sheet.oddFooter.center.text = "第 &P 页，共 &N 页"

    def line(self, text: str, look: str = "remark") -> None:
        """A line of text across the whole sheet."""
        width = sum(column.width for column in self.columns if not column.hidden)
        high = TITLE_HEIGHT if look == "title" else _height(_lines(text, int(width * _FIT)))
        self._append([self._cell(text, look)], high)
        self.writer.merged_cells.add(f"A{self.rows}:{self.last_shown}{self.rows}")

    def blank(self) -> None:
        """An empty row."""
        self._append([], None)

    def heads(self, titles: Sequence[str] = (), lines: int = 1) -> None:
        """The titles of the columns (by default the columns' own), in a row for so many lines."""
        words = titles or [column.title for column in self.columns]
        self._append([self._cell(word, "head") for word in words], _height(lines) + _MARGIN)

    def row(self, values: Sequence[Value], looks: Mapping[int, str] | None = None) -> None:
        """A row of a table; `looks` are those of cells, by their index, that do not look like their columns."""
        looks = looks or {}
        cells, lines = [], 1
        for at, (value, column) in enumerate(zip(values, self.columns, strict=False)):
            cells.append(self._cell(value, looks.get(at, column.look)))
            if isinstance(value, (str, Marked)) and value and not column.hidden:
                text = value if isinstance(value, str) else "".join(value)
                lines = max(lines, _lines(text, int(column.width * _FIT)))
        self._append(cells, _height(lines))

    def _append(self, cells: list[Any], height: float | None) -> None:
        self.rows += 1
        if height is not None:
            self.writer.row_dimensions[self.rows].height = height
        self.writer.append(cells)
        # A row is written now, and its height with it: a large object, of which there would be one a row.
        self.writer.row_dimensions.pop(self.rows, None)

    def _cell(self, value: Value, look: str) -> Any:
        cell: Any = WriteOnlyCell(self.writer)
        cell._style = self._looks[look]
        if isinstance(value, str):
            put(cell, value)
        elif isinstance(value, Marked):
            before, evidence, after = (literal(visible(piece)) for piece in value)
            pieces: list[str | TextBlock] = [TextBlock(EVIDENCE, evidence)]
            cell.value = CellRichText([*filter(None, [before]), *pieces, *filter(None, [after])])
            if formula_like("".join(value)):
                quote(cell)
        elif isinstance(value, Formula):
            cell.value = value.text
        elif value is not None:
            cell.value = value
        return cell


def letter(column: int) -> str:
    """The name of a column, counted from 1."""
    return get_column_letter(column)


def _height(lines: int) -> float:
    return min(round(lines * LINE_HEIGHT + _MARGIN, 1), _HIGHEST)


@lru_cache(maxsize=2048)  # what repeats is asked for all the time
def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a cell of this width."""
    return sum(len(wrap(part, width)) for part in visible(text[:_MEASURED]).split("\n"))
