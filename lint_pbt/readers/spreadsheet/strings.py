"""The shared strings of a workbook, and what the text of one is: runs joined, phonetic readings left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lint_pbt.readers.spreadsheet.markup import parse

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.parsers import expat

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """The text of a run: `_x000D_` is the character it stands for, and every line break a line feed."""
    if "_x" in text:
        text = _ESCAPED.sub(_character, text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if 0xD800 <= code < 0xE000 else chr(code)


class _Strings:
    """Gathers the text of each `si`. No text grows beyond `longest` characters by more than one."""

    parser: expat.XMLParserType

    def __init__(self, longest: int) -> None:
        self.strings: list[str] = []
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

    def end(self, name: str) -> None:
        if name == "t" and not self._phonetic:
            self.parser.CharacterDataHandler = None
            self._text += unescaped("".join(self._run))
        elif name == "si":
            self.strings.append(self._text)
        elif name == "rPh":
            self._phonetic = False

    def _characters(self, text: str) -> None:
        if self._room > 0:
            self._run.append(text[: self._room])
            self._room -= len(text)


def read_strings(part: str, pieces: Iterable[bytes], longest: int, most: int) -> list[str]:
    """The shared strings in their order, each cut behind `longest` + 1 characters. Raises `ReadError`.

    `most` is how many cells with text the limits allow.
    """
    handler = _Strings(longest)
    parse(part, pieces, handler, most)
    return handler.strings
