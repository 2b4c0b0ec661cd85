"""The styles of a workbook, as far as they say how numbers are shown and what is struck through."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lint_pbt.readers.spreadsheet.formats import BUILT_IN, GENERAL
from lint_pbt.readers.spreadsheet.markup import flag, parse, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from xml.parsers import expat


class Styles(NamedTuple):
    """The format code of each style of cells, in their order, and the numbers of those whose text is struck through."""

    codes: Sequence[str] = ()
    struck: frozenset[int] = frozenset()


class _Styles:
    parser: expat.XMLParserType

    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self.formats: list[int] = []
        self.fonts: list[int] = []  # of the styles
        self.struck: set[int] = set()  # fonts
        self._font = -1
        self._in_cells = self._in_fonts = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "xf" and self._in_cells:
            self.formats.append(whole(attributes.get("numFmtId")) or 0)
            self.fonts.append(whole(attributes.get("fontId")) or 0)
        elif name == "font" and self._in_fonts:
            self._font += 1
        elif name == "strike" and self._in_fonts and flag(attributes.get("val", "1")):
            self.struck.add(self._font)
        elif name == "numFmt":
            number = whole(attributes.get("numFmtId"))
            if number is not None:
                self.codes[number] = attributes.get("formatCode", GENERAL)
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "fonts":
            self._in_fonts = True

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cells = False
        elif name == "fonts":
            self._in_fonts = False


def read_styles(part: str, pieces: Iterable[bytes]) -> Styles:
    """The styles of a workbook's cells. Raises `ReadError`."""
    handler = _Styles()
    parse(part, pieces, handler)
    codes = [handler.codes.get(one) or BUILT_IN.get(one, GENERAL) for one in handler.formats]
    return Styles(codes, frozenset(style for style, font in enumerate(handler.fonts) if font in handler.struck))
