"""Rows of a page as nearly all are: plain cells written like others before, with other texts in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

from lint_pbt.readers.html.attributes import WRITTEN, of_tag
from lint_pbt.readers.html.plain import plain_cell
from lint_pbt.readers.html.tokens import PlainCell, PlainRow
from lint_pbt.readers.skeletons import Skeletons

_SPACE = " \t\n\f"
_HEAD = re.compile(rf"(?i)<tr({WRITTEN})>[{_SPACE}]*")
_ROW, _END = re.compile("<[tT][rR]"), re.compile("</[tT][rR]>")
_ENDS = ("</td>", "</TD>", "</th>", "</TH>")
_TEXT = "x"  # stands for a text in a specimen
# What a cell is like, and how many lines it goes on before its tag and before its text.
_Like = tuple[PlainCell, int, int]


class RegularRows:
    """Finds the regular rows in the text of a page."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._end = 0  # of the row that was looked for last
        self._cells = {end: Skeletons(_learnt) for end in _ENDS}

    def at(self, start: int, line: int) -> PlainRow | None:
        """The row whose first tag begins somewhere, on a line; None where it has to be taken piece by piece."""
        text = self._text
        if self._end <= start:
            found = _END.search(text, start)
            self._end = found.end() if found else len(text)
        if _ROW.search(text, start + 1, self._end):
            return None
        head = _HEAD.match(text, start, self._end)
        markup = text[start : self._end]
        end = next((end for end in _ENDS if end in markup), None)
        if head is None or end is None or not self._cells[end].pays:
            return None
        read = self._read(text[head.end() : self._end], end, line + text.count("\n", start, head.end()))
        self._cells[end].count(taken=read is not None)
        return None if read is None else PlainRow(of_tag(head[1]) if head[1] else {}, line, read, markup)

    def _read(self, markup: str, end: str, line: int) -> Sequence[tuple[PlainCell, str, int, int]] | None:
        """The cells of a row, as `PlainRow` has them."""
        find = self._cells[end].find
        *pieces, rest = markup.split(end)
        read: list[tuple[PlainCell, str, int, int]] | None = []
        for column, piece in enumerate(pieces):
            found = find(piece + end, column)
            if found is None:
                read = None  # those behind it may come again
            elif read is not None:
                (cell, before, within), texts = found
                text = texts[0] if texts else ""
                first = line + before
                read.append((cell, unescape(text) if "&" in text else text, first, first + within))
            if "\n" in piece:
                line += piece.count("\n")
        return read if _END.fullmatch(rest.strip(_SPACE)) else None


def _learnt(skeleton: Sequence[str]) -> _Like | None:
    """What a cell with a text at most is like, cut where that stands."""
    if len(skeleton) > 2:
        return None
    markup = f">{_TEXT}<".join(skeleton)
    start = len(markup) - len(markup.lstrip(_SPACE))
    found = plain_cell(markup, start, 0)
    if found is None or found[1] != len(markup):
        return None
    cell = found[0]
    if len(skeleton) == 2 and (cell.text is None or cell.text.text != _TEXT):
        return None
    return cell, markup.count("\n", 0, start), 0 if cell.text is None else cell.text.line
