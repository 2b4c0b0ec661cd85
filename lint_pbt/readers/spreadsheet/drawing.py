"""What is drawn on a worksheet: the text of its boxes with the cell each hangs on, and whether there are pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lint_pbt.readers.spreadsheet.markup import flag, parse, whole

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.parsers import expat

_NAMESPACES = (
    "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
    "http://schemas.openxmlformats.org/drawingml/2006/main",
    "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing",
    "http://purl.oclc.org/ooxml/drawingml/main",
)
_ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
_PICTURES = ("pic", "blip", "graphicFrame")
_STRUCK = ("sngStrike", "dblStrike")


class Box(NamedTuple):
    """A shape with text: the row and column, from 0, where its upper left corner lies."""

    row: int
    column: int
    text: str


class _Drawing:
    parser: expat.XMLParserType

    def __init__(self, longest: int) -> None:
        self.boxes: list[Box] = []
        self.has_pictures = False
        self._longest = longest
        self._row = self._column = self._fallback = 0
        self._in_corner = self._is_shown = self._struck = False
        self._digits: list[str] | None = None
        self._text: list[str] = []
        self._size = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Fallback":
            self._fallback += 1
        if self._fallback:
            return
        if name in _ANCHORS:
            self._row = self._column = 0
        elif name == "from":
            self._in_corner = True
        elif name in ("row", "col") and self._in_corner:
            self._digits = []
            self.parser.CharacterDataHandler = self._digits.append
        elif name == "sp":
            # A box that shows a cell says nothing new.
            self._text, self._size, self._is_shown = [], 0, not attributes.get("textlink")
        elif name == "cNvPr" and flag(attributes.get("hidden")):
            self._is_shown = False
        elif name == "rPr":
            self._struck = attributes.get("strike") in _STRUCK
        elif name in ("r", "fld"):
            self._struck = False
        elif name == "br":
            self._text.append("\n")
        elif name == "t" and self._is_shown and not self._struck:
            self.parser.CharacterDataHandler = self._said
        elif name in _PICTURES:
            self.has_pictures = True

    def end(self, name: str) -> None:
        if name == "Fallback":
            self._fallback -= 1
        if self._fallback:
            return
        if name == "from":
            self._in_corner = False
        elif name in ("row", "col") and self._digits is not None:
            number = whole("".join(self._digits).strip()) or 0
            self._digits = self.parser.CharacterDataHandler = None
            if name == "row":
                self._row = number
            else:
                self._column = number
        elif name == "t":
            self.parser.CharacterDataHandler = None
        elif name == "p":
            self._text.append("\n")
        elif name == "sp" and self._is_shown:
            text = "".join(self._text).strip("\n")
            if text.strip():
                self.boxes.append(Box(self._row, self._column, text))
            self._is_shown = False

    def _said(self, text: str) -> None:
        # What is beyond the limit by more than one character is not kept: it will be refused.
        room = max(self._longest + 1 - self._size, 0)
        self._size += len(text)
        self._text.append(text[:room])


def read_drawing(part: str, pieces: Iterable[bytes], longest: int, most_cells: int) -> tuple[list[Box], bool]:
    """The boxes with text of a drawing, and whether it has pictures or charts. Raises `ReadError`."""
    handler = _Drawing(longest)
    parse(part, pieces, handler, most_cells, _NAMESPACES)
    return handler.boxes, handler.has_pictures
