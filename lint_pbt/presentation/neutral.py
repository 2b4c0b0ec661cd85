"""Text of a table made harmless for workbooks and csv: never a formula, nothing unseen, nothing a file cannot hold.

Whoever writes a workbook puts each text into its cell with `put`, whoever writes csv passes it through `csv_text`.
"""

from __future__ import annotations

import re
import unicodedata
from copy import copy
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from openpyxl.cell import Cell

# What Excel holds in a cell, in UTF-16 units.
CELL_LIMIT: Final = 32_767

# A spreadsheet may take a text that begins so for a formula; the wide forms are what some input methods type.
_FORMULA_SIGNS: Final = "=+-@＝＋－﹣−＠"
_NUMBER: Final = re.compile(r"[+-]?\d+(?:\.\d+)?%?\Z|-+\Z")
# The way a workbook writes a character by its number: as a user's own words it must not be read back so.
_NUMBERED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
# Change the order in which text is shown; a reader must see that they are there.
_ORDERING: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class _Shown(dict[int, str]):
    """What stands in a cell for a character that cannot be seen; asked once for each character."""

    def __missing__(self, code: int) -> str:
        shown = self[code] = _stand_in(chr(code))
        return shown


def _stand_in(character: str) -> str:
    category = unicodedata.category(character)
    if character.isprintable() or character == "\n" or category == "Zs":
        return character
    if character == "\t":
        return " "
    if character in "\r\v\f\x85\u2028\u2029":
        return "\n"
    if character in _ORDERING:
        return f"⟨U+{ord(character):04X}⟩"
    if category == "Cf":
        return ""
    if ord(character) < 0x20:
        return chr(0x2400 + ord(character))
    return "␡" if character == "\x7f" else "\ufffd"


_SHOWN: Final = _Shown()


def visible(text: str) -> str:
    """The text with control characters and marks of reading order made visible, and what has no width removed.

    Line breaks of all kinds become line feeds, a tab a space.
    """
    return text if text.isprintable() else text.replace("\r\n", "\n").translate(_SHOWN)


def formula_like(text: str) -> bool:
    """True where a spreadsheet may take the text for a formula; a plain number with its sign is none."""
    bare = text.lstrip()
    return bare[:1] in _FORMULA_SIGNS and bool(bare) and not _NUMBER.match(bare)


def cell_text(text: str) -> str:
    """The text as a cell of a workbook can hold it: visible, and where it is too long cut, with a word on that."""
    text = visible(text)
    if 2 * len(text) > CELL_LIMIT and _units(text) > CELL_LIMIT:
        told = f"……（太长，全文 {len(text)} 字，请看原文件）"
        text = _first_units(text, CELL_LIMIT - _units(told)) + told
    return text


def literal(text: str) -> str:
    """The text as it is written to a workbook, where a character may stand by its number: `_x000D_`."""
    return _NUMBERED.sub("_x005F_", text) if "_x" in text else text


def put(cell: Cell, text: str) -> None:
    """Let a cell of a workbook (openpyxl) hold the text, as text whatever it looks like."""
    text = cell_text(text)
    if not text:
        return  # an empty text has no element that could hold it
    # A text that grows by this beyond what a cell holds was hostile to begin with: it is cut by openpyxl.
    cell.value = literal(text)
    cell.data_type = "s"
    if formula_like(text):
        quote(cell)


def quote(cell: Cell) -> None:
    """Mark a cell as text typed behind an apostrophe: it stays text when somebody edits it."""
    styled: Any = cell  # the stubs know nothing of this
    styled._style = copy(styled._style)  # cells of one look share it
    styled.quotePrefix = True


def csv_text(text: str) -> str:
    """The text as a field of csv: visible, and where a spreadsheet would compute it, behind an apostrophe."""
    text = visible(text)
    return "'" + text if formula_like(text) else text


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _first_units(text: str, units: int) -> str:
    return text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "ignore")
