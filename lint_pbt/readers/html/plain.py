"""Cells of a table with nothing but text in them, as nearly all are."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

from lint_pbt.readers.html.attributes import WRITTEN, of_tag
from lint_pbt.readers.html.tokens import PlainCell, Text

_WRAPPER = "(?:p|div|span|font|b|strong)"
_SPACE = r"[ \t\n\f]*"
_PLAIN_CELL = re.compile(
    rf"(?i)<(t[dh])(?P<attributes>{WRITTEN})>(?P<opening>(?:{_SPACE}<{_WRAPPER}{WRITTEN}>){{0,6}})(?P<text>[^<]*)"
    rf"(?P<closing>(?:</{_WRAPPER}>{_SPACE}){{0,6}})</\1>(?P<behind>{_SPACE})"
)
_WRAPPERS = re.compile(rf"(?i)<({_WRAPPER})({WRITTEN})>")
_CLOSED = re.compile("</([a-zA-Z]+)>")
_NONE: dict[str, str] = {}


def plain_cell(text: str, start: int, line: int) -> tuple[PlainCell, int] | None:
    """The plain cell that begins somewhere, and where what follows it begins; None where it is none."""
    cell = _PLAIN_CELL.match(text, start)
    if cell is None:
        return None
    name, written, opening, inside, closing, behind = cell.groups()
    wrappers: tuple[tuple[str, dict[str, str]], ...] = ()
    if opening or closing:
        wrappers = _wrappers(opening)
        if [name for name, _ in wrappers] != _CLOSED.findall(closing.lower())[::-1]:
            return None
    read = None
    if inside:
        read = Text(unescape(inside) if "&" in inside else inside, line + text.count("\n", start, cell.start("text")))
    after = Text(behind, line + text.count("\n", start, cell.start("behind"))) if behind else None
    attributes = of_tag(written) if written else _NONE
    return PlainCell(name.lower(), attributes, line, read, wrappers, after), cell.end()


@lru_cache(maxsize=512)
def _wrappers(opening: str) -> tuple[tuple[str, dict[str, str]], ...]:
    return tuple((one[1].lower(), of_tag(one[2])) for one in _WRAPPERS.finditer(opening))
