"""The cells of a worksheet with the bytes they stand in.

A text is runs that each keep their format; a changed one is written into its own cell, for others may share it.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, NamedTuple

from lint_pbt.readers.spreadsheet.draft import cell_name
from lint_pbt.readers.spreadsheet.markup import flag, parse, whole
from lint_pbt.readers.spreadsheet.strings import unescaped
from lint_pbt.readers.spreadsheet.worksheet import Cursor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.parsers import expat

_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_TAG = re.compile(rb"<([^\s/>]+)")
_TYPE = re.compile(rb"""\st\s*=\s*(?:"[^"]*"|'[^']*')""")


class Rich(NamedTuple):
    """A text: its runs, and the markup before, between and behind them (`around` is longer by one).

    `prefix` is that of the names of its elements, with its colon.
    """

    runs: tuple[str, ...]
    around: tuple[bytes, ...]
    prefix: bytes = b""

    @property
    def text(self) -> str:
        return "".join(self.runs)

    def edited(self, start: int, end: int, new: str) -> Rich:
        """The text with the characters from `start` to `end` replaced; what is new looks like the first of them."""
        runs, offset = [], 0
        for run in self.runs:
            low, high = max(start - offset, 0), min(end - offset, len(run))
            if low < high or (start == end and low == high):
                runs.append(run[:low] + new + run[high:])
                new = ""
            else:
                runs.append(run)
            offset += len(run)
        return self._replace(runs=tuple(runs))

    def markup(self, prefix: bytes) -> bytes | None:
        """The content of an inline string in a part with this prefix; None where formats would need another."""
        plain = len(self.runs) == 1 and not any(map(bytes.strip, self.around))
        if not plain and prefix != self.prefix:
            return None
        written = [self.around[0]]
        for run, behind in zip(self.runs, self.around[1:], strict=True):
            opening, closing = b'<%st xml:space="preserve">' % prefix, b"</%st>" % prefix
            written += [opening, _escaped(run).encode(), closing, behind]
        return b"".join(written)


def _escaped(text: str) -> str:
    text = _ESCAPE.sub("_x005F_", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def _prefix_at(data: bytes, offset: int) -> bytes:
    """The prefix of the element that begins at an offset, with its colon."""
    match = _TAG.match(data, offset)
    name = match[1] if match else b""
    return name[: name.rfind(b":") + 1]


def _behind_tag(data: bytes, offset: int) -> int:
    """The offset behind the tag without attributes that begins at an offset."""
    return data.index(b">", offset) + 1


class _Runs:
    """Gathers a `Rich` from the events between the tags of an `si` or `is`."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._texts: list[str] = []
        self._around: list[bytes] = []
        self._left = b""  # the markup since the last run, but for what is cut out
        self._from = 0  # where the markup goes on
        self._run: list[str] = []
        self._prefix = b""
        self._phonetic = False

    def begin(self, offset: int) -> None:
        """The text begins with the tag at an offset."""
        self._texts, self._around, self._left, self._phonetic = [], [], b"", False
        # Its tag may have attributes; what comes first begins behind it.
        self._from = -1
        self._prefix = _prefix_at(self._data, offset)

    def start(self, name: str, parser: expat.XMLParserType) -> None:
        offset = parser.CurrentByteIndex
        if self._from < 0:
            self._from = offset
        if name == "t" and not self._phonetic:
            self._around.append(self._left + self._data[self._from : offset])
            self._left, self._run = b"", []
            parser.CharacterDataHandler = self._run.append
        elif name in ("rPh", "phoneticPr") and not self._phonetic:
            # Readings belong to characters by their number, and those may change.
            self._left += self._data[self._from : offset]
            self._phonetic = True

    def end(self, name: str, parser: expat.XMLParserType) -> None:
        if name == "t" and not self._phonetic:
            parser.CharacterDataHandler = None
            self._texts.append(unescaped("".join(self._run)))
        if name in ("rPh", "phoneticPr"):
            self._phonetic = False
        elif name != "t" or self._phonetic:
            return
        self._from = _behind_tag(self._data, parser.CurrentByteIndex)

    def finished(self, parser: expat.XMLParserType) -> Rich:
        """The text, which ends with the tag that the parser is at."""
        last = self._left + (self._data[self._from : parser.CurrentByteIndex] if self._from >= 0 else b"")
        return Rich(tuple(self._texts), (*self._around, last), self._prefix)


class _Shared:
    parser: expat.XMLParserType

    def __init__(self, data: bytes) -> None:
        self.strings: list[Rich] = []
        self._runs = _Runs(data)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self._runs.begin(self.parser.CurrentByteIndex)
        elif name != "sst":
            self._runs.start(name, self.parser)

    def end(self, name: str) -> None:
        if name == "si":
            self.strings.append(self._runs.finished(self.parser))
        else:
            self._runs.end(name, self.parser)


def shared_strings(part: str, data: bytes) -> Sequence[Rich]:
    """The shared strings of a workbook. Raises `ReadError`."""
    shared = _Shared(data)
    parse(part, [data], shared, sys.maxsize)
    return shared.strings


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
        self._runs = _Runs(data)
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
        end = _behind_tag(self._data, self.parser.CurrentByteIndex)
        content = self._data.rindex(b">", self._start, self._content) + 1
        prefix = _prefix_at(self._data, self._start)
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
