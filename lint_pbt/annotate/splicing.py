"""Where in a worksheet its reference to the boxes of comments stands, found without building a tree of its cells."""

from __future__ import annotations

from typing import Final, NamedTuple
from xml.parsers import expat

from lint_pbt.annotate.geometry import Geometry
from lint_pbt.errors import WriteError

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
