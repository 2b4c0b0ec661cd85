"""The boxes in which a worksheet shows its comments: shapes in VML, hidden until somebody points at the cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from lint_pbt.edits.annotate.worksheet import Geometry
from lint_pbt.edits.opc.markup import Element
from lint_pbt.errors import WriteError
from lint_pbt.presentation.display import wrap

if TYPE_CHECKING:
    from collections.abc import Mapping

_V: Final = "urn:schemas-microsoft-com:vml"
_O: Final = "urn:schemas-microsoft-com:office:office"
_X: Final = "urn:schemas-microsoft-com:office:excel"
_CELL: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\Z")
_BROKEN: Final = "文件里的“{part}”读不懂，没有写批注。请用 Excel 打开，另存一份再试"

_WIDTH: Final = 330  # in pixels, as is the height of a line
_COLUMNS: Final = 50
_LINE: Final = 17
_HIGHEST: Final = 900

_STYLE: Final = (
    "position:absolute;margin-left:59.25pt;margin-top:1.5pt;width:{width}px;height:{height}px;"
    "z-index:1;visibility:hidden"
)
_EMPTY: Final = f"""<xml xmlns:v="{_V}" xmlns:o="{_O}" xmlns:x="{_X}">
<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>
<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">
<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>"""

_BOX: Final = f"""<v:shape xmlns:v="{_V}" xmlns:o="{_O}" xmlns:x="{_X}" id="{{name}}" type="#_x0000_t202"
 style="{{style}}" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>
<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>
<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"/></v:textbox>
<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{{anchor}}</x:Anchor>
<x:AutoFill>False</x:AutoFill><x:Row>{{row}}</x:Row><x:Column>{{column}}</x:Column></x:ClientData></v:shape>"""


def new_boxes() -> bytes:
    """A drawing without boxes."""
    return _EMPTY.encode("ascii")


def add_boxes(drawing: bytes, texts: Mapping[str, str], geometry: Geometry, part: str) -> bytes:
    """The drawing with a box for each cell, large enough for its text; a box that is there is made so.

    Raises WriteError for what is no drawing.
    """
    root = _parsed(drawing, part)
    there = {}
    names = set()
    for shape in root.iter(f"{{{_V}}}shape"):
        names.add(shape.get("id"))
        data = shape.find(f"{{{_X}}}ClientData")
        if data is not None and data.get("ObjectType") == "Note":
            there[data.findtext(f"{{{_X}}}Row"), data.findtext(f"{{{_X}}}Column")] = shape
    number = 1024
    for cell, text in texts.items():
        row, column = _row_and_column(cell)
        height = _height(text)
        style, anchor = _STYLE.format(width=_WIDTH, height=height), geometry.anchor(row, column, _WIDTH, height)
        shape = there.get((str(row), str(column)))
        if shape is None:
            number += 1
            while f"_x0000_s{number}" in names:
                number += 1
            words = {"name": f"_x0000_s{number}", "style": style, "anchor": anchor, "row": row, "column": column}
            root.append(etree.fromstring(_BOX.format(**words)))
        else:
            shape.set("style", style)
            data = shape.find(f"{{{_X}}}ClientData")
            for old in data.findall(f"{{{_X}}}Anchor"):
                data.remove(old)
            new = etree.Element(f"{{{_X}}}Anchor")
            new.text = anchor
            data.insert(0, new)
    return etree.tostring(root, encoding="UTF-8")


def _parsed(drawing: bytes, part: str) -> Element:
    # Excel writes VML that is not always well-formed: a lone <br> in a label.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root: Any = etree.fromstring(drawing, parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise WriteError(_BROKEN.format(part=part))
    return root


def _row_and_column(cell: str) -> tuple[int, int]:
    """Row and column of a cell such as C5, counted from 0."""
    match = _CELL.match(cell)
    if match is None:
        return 0, 0
    column = 0
    for character in match[1]:
        column = column * 26 + ord(character) - ord("A") + 1
    return int(match[2]) - 1, column - 1


def _height(text: str) -> int:
    lines = sum(len(wrap(line, _COLUMNS)) for line in text.split("\n"))
    return min(lines * _LINE + 10, _HIGHEST)
