"""What a comment has to know of its worksheet, found without a tree of the cells: where the reference to boxes stands,
and how wide and high cells are, so that a box stands beside its cell and is as large as meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple
from xml.parsers import expat

from lint_pbt.errors import WriteError

if TYPE_CHECKING:
    from collections.abc import Callable

# What follows the reference in a worksheet (CT_Worksheet), and may be wrapped in alternatives.
_BEHIND: Final = frozenset(
    (
        "legacyDrawingHF",
        "drawingHF",
        "picture",
        "oleObjects",
        "controls",
        "webPublishItems",
        "tableParts",
        "extLst",
        "AlternateContent",
    )
)
_ONE_BYTE: Final = ("utf-8", "us-ascii", "ascii", "iso-8859-1")
_BROKEN: Final = "工作表（{part}）的内容读不懂，没有写批注。请用 Excel 或 WPS 打开，另存一份再试"

# In pixels, as Excel has them where a worksheet says nothing.
_COLUMN: Final = 64
_ROW: Final = 20
_DIGIT: Final = 7  # of the usual font; a column has besides
_PADDING: Final = 5
_GAP: Final = (15, 2)
_LAST_COLUMN: Final = 16_383
_LAST_ROW: Final = 1_048_575
# So many cells beside one another that are all hidden are no place for a box.
_MOST: Final = 2000


class Geometry:
    """Sizes in pixels; rows and columns are counted from 0."""

    def __init__(self) -> None:
        self._columns: list[tuple[int, int, int]] = []
        self._rows: dict[int, int] = {}
        self._column, self._row = _COLUMN, _ROW

    def see_default(self, attributes: dict[str, str]) -> None:
        """Take in what holds for all cells of which nothing else is said."""
        self._column = _pixels(attributes.get("defaultColWidth"), _DIGIT, _PADDING, _COLUMN)
        self._row = _pixels(attributes.get("defaultRowHeight"), 4 / 3, 0, _ROW)

    def see_columns(self, attributes: dict[str, str]) -> None:
        """Take in what is said of some columns."""
        first, last = _number(attributes.get("min")), _number(attributes.get("max"))
        width = _pixels(attributes.get("width"), _DIGIT, _PADDING, self._column)
        if first and last:
            self._columns.append((first - 1, last - 1, 0 if _is_hidden(attributes) else width))

    def see_row(self, attributes: dict[str, str]) -> None:
        """Take in what is said of a row."""
        number = _number(attributes.get("r"))
        if number and _is_hidden(attributes):
            self._rows[number - 1] = 0
        elif number and "ht" in attributes:
            self._rows[number - 1] = _pixels(attributes["ht"], 4 / 3, 0, self._row)

    def anchor(self, row: int, column: int, width: int, height: int) -> str:
        """Where a box beside a cell begins and ends: column, offset, row, offset, twice."""
        left, top = min(column + 1, _LAST_COLUMN), row
        right, right_offset = self._end(left, _GAP[0] + width, self._width, _LAST_COLUMN)
        bottom, bottom_offset = self._end(top, _GAP[1] + height, self._height, _LAST_ROW)
        return f"{left}, {_GAP[0]}, {top}, {_GAP[1]}, {right}, {right_offset}, {bottom}, {bottom_offset}"

    def _width(self, column: int) -> int:
        return next((size for first, last, size in self._columns if first <= column <= last), self._column)

    def _height(self, row: int) -> int:
        return self._rows.get(row, self._row)

    @staticmethod
    def _end(start: int, room: int, size_of: Callable[[int], int], last: int) -> tuple[int, int]:
        at = start
        while at < min(last, start + _MOST):
            size = size_of(at)
            if room <= size:
                break
            room -= size
            at += 1
        return at, room


def _is_hidden(attributes: dict[str, str]) -> bool:
    return attributes.get("hidden") in ("1", "true")


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 8 else 0


def _pixels(text: str | None, factor: float, more: int, default: int) -> int:
    try:
        return min(max(round(float(text or "") * factor) + more, 0), 4000)
    except (ValueError, OverflowError):
        return default


class Frame(NamedTuple):
    """The namespace of a worksheet, whether it refers to boxes already, else the offset for the reference; sizes."""

    namespace: str
    legacy: bool
    offset: int
    geometry: Geometry


class _Finder:
    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.XmlDeclHandler = self._declared
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.namespace = ""
        self.legacy = False
        self.offset = -1
        self.fit = True
        self.geometry = Geometry()
        self._depth = 0
        self._cells_seen = False

    def _declared(self, version: str, encoding: str | None, standalone: int) -> None:
        self.fit = encoding is None or encoding.lower() in _ONE_BYTE

    def _doctype(self, *_: object) -> None:
        self.fit = False

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        namespace, _, word = name.rpartition(" ")
        if self._depth == 1:
            self.namespace = namespace
        elif self._depth == 2:
            if word == "sheetData":
                self._cells_seen = True
            elif word == "legacyDrawing":
                self.legacy = True
            elif word in _BEHIND and self._cells_seen and self.offset < 0:
                self.offset = self.parser.CurrentByteIndex
            elif word == "sheetFormatPr":
                self.geometry.see_default(attributes)
        elif self._depth == 3:
            if word == "row":
                self.geometry.see_row(attributes)
            elif word == "col":
                self.geometry.see_columns(attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._depth == 0 and self.offset < 0:
            self.offset = self.parser.CurrentByteIndex


def frame_of(data: bytes, part: str) -> Frame:
    """What there is to know of a worksheet. Raises WriteError where it is not as it should be."""
    finder = _Finder()
    try:
        finder.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise WriteError(_BROKEN.format(part=part)) from error
    if not finder.fit or data[:2] in (b"\xff\xfe", b"\xfe\xff") or not finder.namespace:
        raise WriteError(_BROKEN.format(part=part))
    return Frame(finder.namespace, finder.legacy, finder.offset, finder.geometry)


def spliced(data: bytes, frame: Frame, identifier: str, kinds: str) -> bytes:
    """The worksheet with a reference to its boxes, by the identifier of the relation."""
    tag = f'<legacyDrawing xmlns="{frame.namespace}" xmlns:pbt="{kinds}" pbt:id="{identifier}"/>'
    return data[: frame.offset] + tag.encode("ascii") + data[frame.offset :]
