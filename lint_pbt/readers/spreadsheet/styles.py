"""The styles of a workbook, as far as they say how numbers are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lint_pbt.readers.spreadsheet.formats import BUILT_IN, GENERAL
from lint_pbt.readers.spreadsheet.markup import parse, whole

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.parsers import expat


class _Styles:
    parser: expat.XMLParserType

    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self.formats: list[int] = []
        self._in_cells = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "xf" and self._in_cells:
            self.formats.append(whole(attributes.get("numFmtId")) or 0)
        elif name == "numFmt":
            number = whole(attributes.get("numFmtId"))
            if number is not None:
                self.codes[number] = attributes.get("formatCode", GENERAL)
        elif name == "cellXfs":
            self._in_cells = True

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cells = False


def read_styles(part: str, pieces: Iterable[bytes]) -> list[str]:
    """The format code of each style of cells, in their order. Raises `ReadError`."""
    handler = _Styles()
    parse(part, pieces, handler)
    return [handler.codes.get(one) or BUILT_IN.get(one, GENERAL) for one in handler.formats]
