"""One worksheet of a new workbook, streamed into a `SheetDraft`."""

from __future__ import annotations

import re
from functools import lru_cache
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

from lint_pbt.errors import ReadError
from lint_pbt.readers.spreadsheet.dates import days_of
from lint_pbt.readers.spreadsheet.draft import LAST_COLUMN, LAST_ROW, SheetDraft, Span, cell_name
from lint_pbt.readers.spreadsheet.formats import GENERAL, sections_of
from lint_pbt.readers.spreadsheet.markup import BROKEN, Attributes, flag, parse, whole
from lint_pbt.readers.spreadsheet.regular import without_regular_rows
from lint_pbt.readers.spreadsheet.shown import number_shown, text_shown
from lint_pbt.readers.spreadsheet.strings import RunFormats, Strings, unescaped
from lint_pbt.readers.spreadsheet.styles import Styles
from lint_pbt.text.patterns.lazy import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from xml.parsers import expat

    from lint_pbt.readers.struck import Runs

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_TEXTS = ("s", "str", "inlineStr", "e")
_MARKS = 3  # cells with or without text, for each with text that the limits allow
# A number with its unit behind it, or a date: no formula that can be calculated has Chinese right behind a number.
_CONSTANT = Pattern(
    r" ?\d[\d,]{0,15}(?:\.\d{1,6})? ?[%％‰]?[（()）/]?(?:[\u4e00-\u9fff℃㎡][\u4e00-\u9fff℃㎡（）()/\d]{0,14})? ?"
)
_PICTURES = ("legacyDrawing", "picture", "oleObjects", "controls")
_OUTSIDE = "工作表“{sheet}”的 {cell} 指到不存在的文字，文件可能损坏。请用 Excel 或 WPS 打开，修复后另存一份再检查"
_TOO_MANY = "工作表“{sheet}”里的格子太多，大多是空的。请用 Excel 或 WPS 打开，删掉表后面的空行空列，另存一份再检查"


class Book(NamedTuple):
    """What the worksheets of a workbook share."""

    strings: Strings
    styles: Styles
    epoch_1904: bool


def read_worksheet(part: str, pieces: Iterable[bytes], draft: SheetDraft, book: Book, most_cells: int) -> None:
    """Read a worksheet. Raises `ReadError` where it is broken or beyond the limits."""
    worksheet = _Worksheet(part, draft, book, _MARKS * most_cells)
    parse(part, without_regular_rows(pieces, worksheet), worksheet, most_cells)


def reference(text: str) -> tuple[int, int] | None:
    """Row and column, from 0, of a reference such as `C5`; None where no worksheet has such a cell."""
    match = _REFERENCE.fullmatch(text)
    if match is None:
        return None
    row, column = int(match[2]), _column(match[1])
    return (row - 1, column) if 1 <= row <= LAST_ROW and column < LAST_COLUMN else None


@lru_cache(maxsize=LAST_COLUMN)
def _column(letters: str) -> int:
    """The number of a column, from 0, by its letters."""
    column = 0
    for letter in letters.upper():
        column = 26 * column + ord(letter) - 64
    return column - 1


class Cursor:
    """Where in a worksheet its parts go on; rows and cells need not say where they stand. Counts from 0."""

    def __init__(self, part: str) -> None:
        self.row = self.column = -1
        self._part = part

    def begin_row(self, attributes: Attributes) -> None:
        """Go on to a row. Raises `ReadError` where no worksheet has it."""
        number = whole(attributes.get("r"))
        self.row = self.row + 1 if number is None else number - 1
        self.column = -1
        if not 0 <= self.row < LAST_ROW:
            raise ReadError(BROKEN.format(part=self._part))

    def begin_cell(self, attributes: Attributes) -> None:
        """Go on to a cell. Raises `ReadError` where no worksheet has it."""
        name = attributes.get("r")
        found = (self.row, self.column + 1) if name is None else reference(name)
        if found is None or found[0] < 0 or found[1] >= LAST_COLUMN:
            raise ReadError(BROKEN.format(part=self._part))
        self.row, self.column = found


class _Worksheet:
    parser: expat.XMLParserType

    def __init__(self, part: str, draft: SheetDraft, book: Book, most: int) -> None:
        self._draft, self._book = draft, book
        self._left = most
        self._part = part
        self._styles: dict[str | None, tuple[str, bool]] = {}
        self._at = Cursor(part)
        self._type = ""
        self._code = GENERAL
        self._value = self._written = ""
        self._room = 0
        self._text: list[str] = []
        self._run: list[str] = []
        self._formats = RunFormats()
        self._struck = False
        self._formula = self._phonetic = self._rows_hidden = False
        self.between_rows = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._begin_cell(attributes)
        elif name in ("v", "t", "f"):
            self._formula = self._formula or name == "f"
            self._run = []
            self.parser.CharacterDataHandler = self._characters
        elif name == "row":
            self._begin_row(attributes)
        elif name == "sheetData":
            self.between_rows = True
        elif name == "rPh":
            self._phonetic = True
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif name == "col":
            self._columns(attributes)
        elif name == "sheetFormatPr":
            self._rows_hidden = flag(attributes.get("zeroHeight"))
        elif name == "drawing":
            self._draft.has_drawing = True
        elif name in _PICTURES:
            self._draft.has_pictures = True
        else:
            self._formats.start(name, attributes)

    def end(self, name: str) -> None:
        if name == "c":
            self._end_cell()
        elif name == "v":
            self.parser.CharacterDataHandler = None
            self._value = "".join(self._run)
        elif name == "f":
            self.parser.CharacterDataHandler = None
            self._written = "".join(self._run)
        elif name == "t":
            self.parser.CharacterDataHandler = None
            if not self._phonetic:
                self._text.append(self._formats.add(unescaped("".join(self._run))))
        elif name == "rPh":
            self._phonetic = False
        elif name == "row":
            self.between_rows = True

    def regular_row(self, attributes: dict[str, str], cells: Sequence[Sequence[str]]) -> None:
        """Take a row that the parser does not see. Raises `ReadError` where no worksheet has it, or beyond limits."""
        self._begin_row(attributes)
        self._left -= len(cells)
        if self._left < 0:
            raise ReadError(_TOO_MANY.format(sheet=self._draft.name))
        for letters, number, style, kind, value, text in cells:
            row, column = int(number) - 1, _column(letters)
            if not 0 <= row < LAST_ROW or column >= LAST_COLUMN:
                raise ReadError(BROKEN.format(part=self._part))
            self._at.row, self._at.column = row, column
            self._type = kind or "n"
            self._code, self._struck = self._style(style)
            if kind == "inlineStr":
                self._put(unescaped(text) if text else "", None)
            elif value:
                self._put(*self._shared(value) if kind == "s" else (self._shown(value), None))

    def _characters(self, text: str) -> None:
        # What is beyond the limit by more than one character is not kept: it will be refused.
        self._room -= len(text)
        self._run.append(text if self._room >= 0 else text[: max(len(text) + self._room, 0)])

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._at.begin_row(attributes)
        hidden = attributes.get("hidden")
        if flag(hidden) or attributes.get("ht") == "0" or (self._rows_hidden and hidden is None):
            self._draft.hidden_rows.append(self._at.row)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._left -= 1
        if self._left < 0:
            raise ReadError(_TOO_MANY.format(sheet=self._draft.name))
        self._at.begin_cell(attributes)
        self._type = attributes.get("t", "n")
        self._code, self._struck = self._style(attributes.get("s"))
        self._value, self._text, self._formula, self._written = "", [], False, ""
        self._room = self._draft.longest + 1

    def _end_cell(self) -> None:
        value = self._value
        runs = None
        if self._type == "inlineStr":
            text, runs = "".join(self._text), self._formats.done()
        elif self._type == "s" and value:
            text, runs = self._shared(value)
        elif value or self._type == "str":
            text = self._shown(value)
        elif self._formula and _CONSTANT.fullmatch(self._written):
            text = "=" + self._written.strip()  # 等于 in front of a value that somebody typed: no formula but in name
        elif self._formula:
            if not self._struck:
                self._draft.leave_out(self._at.row, self._at.column)
            return
        else:
            return
        self._put(text, runs)

    def _style(self, number: str | None) -> tuple[str, bool]:
        """The format code of a style, and whether what has it is struck through."""
        found = self._styles.get(number)
        if found is None:
            style, styles = whole(number) or 0, self._book.styles
            code = styles.codes[style] if style < len(styles.codes) else GENERAL
            found = self._styles[number] = code, style in styles.struck
        return found

    def _put(self, text: str, runs: Runs | None) -> None:
        """Put a text where the cursor is."""
        row, column = self._at.row, self._at.column
        if self._struck or runs is not None:
            self._draft.add_formatted(row, column, text, runs, struck=self._struck)
        else:
            dressed = self._code != GENERAL and self._type in _TEXTS
            self._draft.add(row, column, text_shown(text, self._code) if dressed else text)

    def _shared(self, value: str) -> tuple[str, Runs | None]:
        """The shared string that a value gives the number of, and its runs where they have formats."""
        strings, number = self._book.strings, whole(value.strip())
        if number is None or number >= len(strings.texts):
            cell = cell_name(self._at.row, self._at.column)
            raise ReadError(_OUTSIDE.format(sheet=self._draft.name, cell=cell))
        return strings.texts[number], strings.runs.get(number)

    def _shown(self, value: str) -> str:
        """The text of a value of the cell's type."""
        kind = self._type
        if kind == "b":
            return "TRUE" if value.strip() in ("1", "true") else "FALSE"
        if kind == "d":
            days = days_of(value)
            if days is None:
                return value
            dated = any(section.is_date for section in sections_of(self._code))
            return number_shown(days, self._code if dated else "yyyy/m/d")
        if kind in ("str", "e"):
            return unescaped(value)
        return self._number(value)

    def _number(self, value: str) -> str:
        try:
            number = float(value)
        except ValueError:
            return value
        return number_shown(number, self._code, self._book.epoch_1904) if isfinite(number) else value

    def _merge(self, text: str) -> None:
        first, _, last = text.partition(":")
        begin, end = reference(first), reference(last or first)
        if begin and end and end[0] >= begin[0] and end[1] >= begin[1] and begin != end:
            self._draft.merge(Span(*begin, *end))

    def _columns(self, attributes: dict[str, str]) -> None:
        first, last = whole(attributes.get("min")), whole(attributes.get("max"))
        hidden = flag(attributes.get("hidden")) or attributes.get("width") == "0"
        if hidden and first and last and len(self._draft.hidden_columns) < LAST_COLUMN:
            self._draft.hidden_columns.append(range(first - 1, last))
