"""How the cells of a report look: fonts, fills and borders by name, made once for a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Color, Font, PatternFill, Side
from openpyxl.utils.indexed_list import IndexedList

if TYPE_CHECKING:
    from openpyxl import Workbook

FONT: Final = "宋体"
SIZE: Final = 10
# What a line of such text takes in Excel, WPS and LibreOffice, whichever takes the most, in points.
LINE_HEIGHT: Final = 14.4
TITLE_HEIGHT: Final = 30.0

EVIDENCE: Final = InlineFont(rFont=FONT, sz=SIZE, b=True, color=Color("C00000"))

_LINE: Final = Side("thin", color="BFBFBF")
_GRID: Final = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_TEXT: Final = Font(name=FONT, size=SIZE)


def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=colour)


def _alignment(horizontal: str = "left", vertical: str = "top") -> Alignment:
    return Alignment(horizontal=horizontal, vertical=vertical, wrap_text=True)


# Shades dark enough to be told apart on a black and white printer; the word stands in the cell all the same.
_LOOKS: Final[dict[str, dict[str, Any]]] = {
    "title": {"font": Font(name=FONT, size=16, bold=True), "alignment": _alignment("center", "center")},
    "remark": {"font": _TEXT, "alignment": _alignment(vertical="center")},
    "alarm": {"font": Font(name=FONT, size=SIZE, bold=True, color="C00000"), "alignment": _alignment()},
    "heading": {"font": Font(name=FONT, size=12, bold=True), "alignment": _alignment(vertical="center")},
    "head": {
        "font": Font(name=FONT, size=SIZE, bold=True, color="FFFFFF"),
        "alignment": _alignment("center", "center"),
        "fill": _fill("305496"),
        "border": _GRID,
    },
    "text": {"font": _TEXT, "alignment": _alignment(), "border": _GRID},
    "centre": {"font": _TEXT, "alignment": _alignment("center"), "border": _GRID},
    "figure": {"font": _TEXT, "alignment": _alignment("right"), "border": _GRID},
    "score": {"font": _TEXT, "alignment": _alignment("right"), "border": _GRID, "number_format": "0.0"},
    "points": {"font": _TEXT, "alignment": _alignment("right"), "border": _GRID, "number_format": "0.00"},
    "answer": {"font": _TEXT, "alignment": _alignment(), "border": _GRID, "fill": _fill("FFFFF0")},
    "error": {
        "font": Font(name=FONT, size=SIZE, bold=True, color="9C0006"),
        "alignment": _alignment("center"),
        "border": _GRID,
        "fill": _fill("FFC7CE"),
    },
    "warning": {
        "font": Font(name=FONT, size=SIZE, bold=True, color="7F6000"),
        "alignment": _alignment("center"),
        "border": _GRID,
        "fill": _fill("FFEB9C"),
    },
    "info": {
        "font": Font(name=FONT, size=SIZE, color="1F4E78"),
        "alignment": _alignment("center"),
        "border": _GRID,
        "fill": _fill("DDEBF7"),
    },
}


def looks(book: Workbook) -> dict[str, Any]:
    """The looks by name, as cells of this workbook take them (`cell._style`).

    Sets the font of the workbook too, whose digits measure the columns: with this one they are as wide in Excel
    as in programs that have to take another for it.
    """
    font = Font(name=FONT, size=11, family=3)
    plain: Any = book
    plain._fonts = IndexedList([font])
    plain._named_styles["Normal"].font = font
    sheet: Any = book.create_sheet("looks")
    made = {}
    for name, parts in _LOOKS.items():
        cell: Any = WriteOnlyCell(sheet)
        for part, value in parts.items():
            setattr(cell, part, value)
        made[name] = cell._style
    book.remove(sheet)
    return made
