"""Texts of cells as they stand in the XML: runs that each keep their format, and how a changed one is written."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, NamedTuple

from lint_pbt.readers.spreadsheet.markup import parse
from lint_pbt.readers.spreadsheet.strings import unescaped

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.parsers import expat

_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_TAG = re.compile(rb"<([^\s/>]+)")


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


def prefix_at(data: bytes, offset: int) -> bytes:
    """The prefix of the element that begins at an offset, with its colon."""
    match = _TAG.match(data, offset)
    name = match[1] if match else b""
    return name[: name.rfind(b":") + 1]


def behind_tag(data: bytes, offset: int) -> int:
    """The offset behind the tag without attributes that begins at an offset."""
    return data.index(b">", offset) + 1


class Runs:
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
        self._prefix = prefix_at(self._data, offset)

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
        self._from = behind_tag(self._data, parser.CurrentByteIndex)

    def finished(self, parser: expat.XMLParserType) -> Rich:
        """The text, which ends with the tag that the parser is at."""
        last = self._left + (self._data[self._from : parser.CurrentByteIndex] if self._from >= 0 else b"")
        return Rich(tuple(self._texts), (*self._around, last), self._prefix)


class _Shared:
    parser: expat.XMLParserType

    def __init__(self, data: bytes) -> None:
        self.strings: list[Rich] = []
        self._runs = Runs(data)

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
