"""Workbooks that are one XML file (Excel 2003): each worksheet a grid. Many systems write them under the name .xls."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lint_pbt.limits import STANDARD, Limits
from lint_pbt.readers.spreadsheet.dates import days_of
from lint_pbt.readers.spreadsheet.draft import LAST_COLUMN, LAST_ROW, SheetDraft, Span, Spent
from lint_pbt.readers.spreadsheet.formats import GENERAL
from lint_pbt.readers.spreadsheet.markup import flag, parse, whole
from lint_pbt.readers.spreadsheet.shown import number_shown, text_shown
from lint_pbt.readers.workbook import source_of

if TYPE_CHECKING:
    from xml.parsers import expat

    from lint_pbt.model.sheet import Source

_NAMESPACES = ("urn:schemas-microsoft-com:office:spreadsheet", "urn:schemas-microsoft-com:office:excel")
_MOST_STYLES = 65_000
# Formats that have names in place of codes.
_NAMED = {
    "General Number": GENERAL,
    "General Date": "yyyy/m/d h:mm",
    "Short Date": "yyyy/m/d",
    "Medium Date": "yyyy/m/d",
    "Long Date": 'yyyy"年"m"月"d"日"',
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Percent": "0.00%",
    "Scientific": "0.00E+00",
}


class _Style(NamedTuple):
    code: str = GENERAL
    struck: bool = False


def read(path: str, data: bytes, limits: Limits = STANDARD) -> Source:
    """The worksheets of a workbook as grids. Raises `ReadError`."""
    spent = Spent(limits)
    book = _Book(spent)
    parse("工作簿", [data], book, limits.cells, _NAMESPACES)
    return source_of(path, book.drafts, spent)


class _Book:
    """Goes through a workbook; rows and columns count from 1 as it has them, from 0 in the drafts."""

    parser: expat.XMLParserType

    def __init__(self, spent: Spent) -> None:
        self.drafts: list[SheetDraft] = []
        self._spent = spent
        self._styles: dict[str, _Style] = {}
        self._style = ""  # that is being told
        self._columns: dict[int, str] = {}
        self._row = self._column = 0
        self._next_row = self._next_column = 1
        self._row_style = self._cell_style = self._kind = ""
        self._has_formula = self._has_data = self._aside = False
        self._text: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        given = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if name == "Style" and len(self._styles) < _MOST_STYLES:
            self._style = given.get("ID", "")
            self._styles[self._style] = self._styles.get(given.get("Parent", "Default"), _Style())
        elif name == "NumberFormat" and self._style in self._styles:
            code = given.get("Format") or GENERAL
            self._styles[self._style] = self._styles[self._style]._replace(code=_NAMED.get(code, code))
        elif name == "Font" and self._style in self._styles:
            if "StrikeThrough" in given:
                struck = flag(given["StrikeThrough"])
                self._styles[self._style] = self._styles[self._style]._replace(struck=struck)
        elif name == "Worksheet":
            self.drafts.append(SheetDraft(given.get("Name", ""), self._spent))
            self._columns = {}
            self._row, self._column, self._next_row = 0, 0, 1
        elif not self.drafts:
            return
        elif name == "Column":
            self._start_column(given)
        elif name == "Row":
            self._start_row(given)
        elif name == "Cell":
            self._start_cell(given)
        elif name in ("Comment", "PhoneticText"):
            self._aside = True
        elif name == "Visible" or (name == "Data" and not self._aside):
            self._kind, self._text = given.get("Type", "String"), []
            self.parser.CharacterDataHandler = self._text.append

    def end(self, name: str) -> None:
        if name == "Style":
            self._style = ""
        elif name in ("Comment", "PhoneticText"):
            self._aside = False
        elif name == "Cell" and self._has_formula and not self._has_data:
            self.drafts[-1].leave_out(self._row - 1, self._column - 1)
        elif name in ("Data", "Visible") and self._text is not None:
            text = "".join(self._text)
            self.parser.CharacterDataHandler = self._text = None
            if name == "Visible":
                self.drafts[-1].hidden = text.strip() in ("SheetHidden", "SheetVeryHidden")
            else:
                self._add(text)

    def _start_column(self, given: dict[str, str]) -> None:
        first = whole(given.get("Index")) or self._column + 1
        self._column = first + (whole(given.get("Span")) or 0)
        if first <= self._column <= LAST_COLUMN:
            if flag(given.get("Hidden")):
                self.drafts[-1].hidden_columns.append(range(first - 1, self._column))
            if "StyleID" in given:
                self._columns.update(dict.fromkeys(range(first, self._column + 1), given["StyleID"]))

    def _start_row(self, given: dict[str, str]) -> None:
        self._row = whole(given.get("Index")) or self._next_row
        self._next_row = self._row + 1 + (whole(given.get("Span")) or 0)
        self._next_column = 1
        self._row_style = given.get("StyleID", "")
        if flag(given.get("Hidden")):
            self.drafts[-1].hidden_rows.append(self._row - 1)

    def _start_cell(self, given: dict[str, str]) -> None:
        self._column = whole(given.get("Index")) or self._next_column
        right, down = whole(given.get("MergeAcross")) or 0, whole(given.get("MergeDown")) or 0
        self._next_column = self._column + right + 1
        self._cell_style = given.get("StyleID") or self._row_style or self._columns.get(self._column, "Default")
        self._has_formula, self._has_data = "Formula" in given, False
        if (right or down) and self._row + down <= LAST_ROW and self._column + right <= LAST_COLUMN:
            top, left = self._row - 1, self._column - 1
            self.drafts[-1].merge(Span(top, left, top + down, left + right))

    def _add(self, text: str) -> None:
        self._has_data = True
        if not (0 < self._row <= LAST_ROW and 0 < self._column <= LAST_COLUMN):
            return
        code, struck = self._styles.get(self._cell_style, _Style())
        shown = _shown(self._kind, text, code)
        self.drafts[-1].add_formatted(self._row - 1, self._column - 1, shown, None, struck=struck)


def _shown(kind: str, text: str, code: str) -> str:
    """What a worksheet shows for a value of a kind."""
    if kind == "Boolean":
        return "TRUE" if text.strip() == "1" else "FALSE"
    if kind in ("Number", "DateTime"):
        value = days_of(text) if kind == "DateTime" else _number(text)
        return text.strip() if value is None else number_shown(value, code)
    return text_shown(text.replace("\r\n", "\n").replace("\r", "\n"), code)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
