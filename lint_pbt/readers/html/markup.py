"""Markup as tokens, cut as browsers cut it, each with its line.

The libraries for this either build a tree that no browser would build (lxml), take minutes over a tag of 300,000
attributes (lxml), or do not say where in the source anything stood (html5lib, and those around Lexbor). Every step
here is linear in the text, whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from lint_pbt.readers.html.attributes import read_attributes
from lint_pbt.readers.html.plain import plain_cell
from lint_pbt.readers.html.regular import RegularRows
from lint_pbt.readers.html.tokens import End, PlainCell, PlainRow, Start, Text

_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*)(>?)")
# What stands in these is no markup; in the first two the names of characters still count.
_READ_RAW = ("textarea", "title")
_RAW = ("script", "style", "xmp", "iframe", "noembed", "noframes", "noscript", *_READ_RAW)
_LAST = "plaintext"
_NONE: dict[str, str] = {}
_CELLS = ("td", "th")
Token = Start | End | Text | PlainCell | PlainRow


def tokens(text: str, line: int = 1, *, by_rows: bool = True) -> Iterator[Token]:
    """The tokens of markup that begins on `line` of its file; comments and declarations are none.

    `by_rows` is False for those of a plain row one by one.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    rows = RegularRows(text)
    position = counted = 0
    said: list[str] = []  # pieces of text that follow one another
    said_at = line
    while position < len(text):
        bracket = text.find("<", position)
        bracket = len(text) if bracket < 0 else bracket
        tag = _TAG.match(text, bracket)
        is_markup = tag is not None or text[bracket + 1 : bracket + 2] in ("!", "?", "/")
        # A bracket that begins nothing is text.
        end = bracket if is_markup else min(bracket + 1, len(text))
        if end > position:
            line, counted = line + text.count("\n", counted, position), position
            if not said:
                said_at = line
            said.append(text[position:end])
            position = end
        if not is_markup:
            continue
        if tag is None:
            position = _behind_comment(text, bracket)
            continue
        if said:
            yield Text(unescape("".join(said)), said_at)
            said = []
        line, counted = line + text.count("\n", counted, bracket), bracket
        name = tag[2].lower()
        if by_rows and name == "tr" and not tag[1] and (row := rows.at(bracket, line)) is not None:
            yield row
            position = bracket + len(row.markup)
            continue
        if name in _CELLS and not tag[1] and (cell := plain_cell(text, bracket, line)) is not None:
            read, position = cell
            yield read
            continue
        attributes, position = (_NONE, tag.end()) if tag[3] else read_attributes(text, tag.end())
        if tag[1]:
            yield End(name, line)
            continue
        yield Start(name, attributes, line)
        if name in _RAW or name == _LAST:
            close = None if name == _LAST else re.compile(rf"(?i)</{name}(?=[\s/>])").search(text, position)
            inside = text[position : close.start() if close else len(text)]
            line, counted = line + text.count("\n", counted, position), position
            yield Text(unescape(inside) if name in _READ_RAW else inside, line, name)
            position += len(inside)
    if said:
        yield Text(unescape("".join(said)), said_at)


def _behind_comment(text: str, start: int) -> int:
    """Where a comment or declaration ends."""
    mark, skipped = ">", 2
    if text.startswith("<!--", start):
        if text.startswith((">", "->"), start + 4):
            return text.index(">", start) + 1
        mark, skipped = "-->", 4
    end = text.find(mark, start + skipped)
    return len(text) if end < 0 else end + len(mark)
