"""The cells of a worksheet with the bytes they stand in."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, NamedTuple

from lint_pbt.fix.workbook.strings import Rich, Runs, behind_tag, prefix_at
from lint_pbt.readers.spreadsheet.draft import cell_name
from lint_pbt.readers.spreadsheet.markup import flag, parse, whole
from lint_pbt.readers.spreadsheet.worksheet import Cursor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.parsers import expat

_TYPE = re.compile(rb"""\st\s*=\s*(?:"[^"]*"|'[^']*')""")


class CellBytes(NamedTuple):
    """A cell from `start` to `end` in the bytes of its worksheet. `text` is None where it holds no text of its own.

    `content` is where its tag ends; `prefix` is that of the names of its elements.
    """

    start: int
    content: int
    end: int
    prefix: bytes
    text: Rich | None
    formula: bool

    def with_text(self, data: bytes, text: Rich) -> bytes | None:
        """The bytes of the cell with another text, its format kept; None where they cannot be written."""
        inside = text.markup(self.prefix)
        if inside is None:
            return None
        tag = _TYPE.sub(b"", data[self.start : self.content - 1]) + b' t="inlineStr">'
        return b"%s<%sis>%s</%sis></%sc>" % (tag, self.prefix, inside, self.prefix, self.prefix)


class Cells(NamedTuple):
    """The cells of a worksheet by name. `locked` is True where the worksheet is protected."""

    by_name: dict[str, CellBytes]
    locked: bool


def cells_of(part: str, data: bytes, shared: Sequence[Rich]) -> Cells:
    """The cells of a worksheet that hold something. Raises `ReadError`."""
    handler = _Cells(part, data, shared)
    parse(part, [data], handler, sys.maxsize)
    return Cells(handler.found, handler.locked)


class _Cells:
    parser: expat.XMLParserType

    def __init__(self, part: str, data: bytes, shared: Sequence[Rich]) -> None:
        self.found: dict[str, CellBytes] = {}
        self.locked = False
        self._data, self._shared = data, shared
        self._at = Cursor(part)
        self._runs = Runs(data)
        self._inline: Rich | None = None
        self._inside = False
        self._kind = ""
        self._value: list[str] = []
        self._formula = False
        self._start = self._content = -1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        offset = self.parser.CurrentByteIndex
        if self._content < 0 and name != "c":
            self._content = offset  # the first element in a cell; white space before it goes
        if self._inside:
            self._runs.start(name, self.parser)
        elif name == "c":
            self._at.begin_cell(attributes)
            self._start, self._content = offset, -1
            self._kind = attributes.get("t", "n")
            self._value, self._inline, self._formula = [], None, False
        elif name == "v":
            self.parser.CharacterDataHandler = self._value.append
        elif name == "is":
            self._inside = True
            self._runs.begin(offset)
        elif name == "f":
            self._formula = True
        elif name == "row":
            self._at.begin_row(attributes)
        elif name == "sheetProtection":
            self.locked = flag(attributes.get("sheet"))

    def end(self, name: str) -> None:
        if name == "is":
            self._inside = False
            self._inline = self._runs.finished(self.parser)
        elif self._inside:
            self._runs.end(name, self.parser)
        elif name == "v":
            self.parser.CharacterDataHandler = None
        elif name == "c" and self._content >= 0:
            self._end_cell()

    def _end_cell(self) -> None:
        end = behind_tag(self._data, self.parser.CurrentByteIndex)
        content = self._data.rindex(b">", self._start, self._content) + 1
        prefix = prefix_at(self._data, self._start)
        name = cell_name(self._at.row, self._at.column)
        self.found[name] = CellBytes(self._start, content, end, prefix, self._text(), self._formula)
        self._content = -1

    def _text(self) -> Rich | None:
        if self._formula:
            return None
        if self._kind == "s":
            number = whole("".join(self._value).strip())
            return self._shared[number] if number is not None and number < len(self._shared) else None
        return self._inline if self._kind == "inlineStr" else None
