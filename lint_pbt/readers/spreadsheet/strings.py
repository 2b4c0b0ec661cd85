"""The shared strings of a workbook, and what the text of one is: runs joined, phonetic readings left out."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from lint_pbt.readers.raised import shifted_in_place
from lint_pbt.readers.spreadsheet.markup import flag, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from xml.parsers import expat

    from lint_pbt.readers.struck import Runs

_SHIFTS = {"superscript": "sup", "subscript": "sub"}
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """The text of a run: `_x000D_` is the character it stands for, and every line break a line feed."""
    if "_x" in text:
        text = _ESCAPED.sub(_character, text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if 0xD800 <= code < 0xE000 else chr(code)


class RunFormats:
    """Gathers from the events within a text how long its runs are and which are struck through, raised or lowered."""

    __slots__ = ("_has_formats", "_runs", "_shift", "_struck")

    def __init__(self) -> None:
        self._runs: list[tuple[int, bool | None]] = []
        self._struck: bool | None = None
        self._shift = ""
        self._has_formats = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "r":
            self._struck, self._shift = None, ""
        elif name == "rPr":
            self._struck = False
            self._has_formats = True
        elif name == "strike":
            self._struck = flag(attributes.get("val", "1"))
        elif name == "vertAlign":
            self._shift = _SHIFTS.get(attributes.get("val", ""), "")

    def add(self, text: str) -> str:
        """The text of the run as it shows."""
        self._runs.append((len(text), self._struck))
        return shifted_in_place(text, self._shift) if self._shift else text

    def done(self) -> Runs | None:
        """The runs, None where none has a format of its own; what comes next is another text."""
        runs = tuple(self._runs) if self._has_formats else None
        self._runs, self._struck, self._shift, self._has_formats = [], None, "", False
        return runs


class Strings(NamedTuple):
    """The shared strings, and the runs of those that have formats within."""

    texts: Sequence[str] = ()
    runs: Mapping[int, Runs] = MappingProxyType({})


class _Strings:
    """Gathers the text of each `si`. No text grows beyond `longest` characters by more than one."""

    parser: expat.XMLParserType

    def __init__(self, longest: int) -> None:
        self.strings: list[str] = []
        self.runs: dict[int, Runs] = {}
        self._formats = RunFormats()
        self._longest = longest
        self._run: list[str] = []
        self._text = ""
        self._room = 0
        self._phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "t" and not self._phonetic:
            self._run = []
            self.parser.CharacterDataHandler = self._characters
        elif name == "si":
            self._text = ""
            self._room = self._longest + 1
        elif name == "rPh":
            self._phonetic = True
        else:
            self._formats.start(name, attributes)

    def end(self, name: str) -> None:
        if name == "t" and not self._phonetic:
            self.parser.CharacterDataHandler = None
            self._text += self._formats.add(unescaped("".join(self._run)))
        elif name == "si":
            runs = self._formats.done()
            if runs is not None:
                self.runs[len(self.strings)] = runs
            self.strings.append(self._text)
        elif name == "rPh":
            self._phonetic = False

    def _characters(self, text: str) -> None:
        if self._room > 0:
            self._run.append(text[: self._room])
            self._room -= len(text)


def read_strings(part: str, pieces: Iterable[bytes], longest: int, most: int) -> Strings:
    """The shared strings in their order, each cut behind `longest` + 1 characters. Raises `ReadError`.

    `most` is how many cells with text the limits allow.
    """
    handler = _Strings(longest)
    parse(part, pieces, handler, most)
    return Strings(handler.strings, handler.runs)
