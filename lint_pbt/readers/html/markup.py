"""Markup as tokens, cut as browsers cut it, each with its line.

The libraries for this either build a tree that no browser would build (lxml), take minutes over a tag of 300,000
attributes (lxml), or do not say where in the source anything stood (html5lib, and those around Lexbor). Every step
here is linear in the text, whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from typing import NamedTuple

# Of all attributes these are looked at.
_KEPT = frozenset(
    ("rowspan", "colspan", "style", "class", "hidden", "src", "width", "height", "type", "value", "checked", "selected")
)
_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*)(>?)")
_ATTRIBUTE = re.compile(
    r"""[\s/]*(?:(?P<end>>)|(?P<name>=?[^\s/>=]+|=)(?:\s*=\s*(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)'|(?P<c>[^\s>]*)))?)"""
)
# What stands in these is no markup; in the first two the names of characters still count.
_READ_RAW = ("textarea", "title")
_RAW = ("script", "style", "xmp", "iframe", "noembed", "noframes", "noscript", *_READ_RAW)
_LAST = "plaintext"
_NONE: dict[str, str] = {}
_CELLS = ("td", "th")
_PLAIN_CELL = re.compile(
    r"""(?i)<(t[dh])(?P<attributes>(?:\s+[a-z-]{1,20}\s?=\s?(?:"[^"<>]*"|'[^'<>]*'|[\w#%.-]+))*)>(?P<text>[^<]*)</\1>"""
)


class Start(NamedTuple):
    """The first tag of an element."""

    name: str
    attributes: dict[str, str]
    line: int


class End(NamedTuple):
    """The last tag of an element."""

    name: str
    line: int


class PlainCell(NamedTuple):
    """A cell of a table with nothing but text in it, as nearly all are: three tokens in one."""

    name: str
    attributes: dict[str, str]
    line: int
    text: Text | None


class Text(NamedTuple):
    """Text between tags. `raw` is what holds text that is no markup, such as `style`; else it is empty."""

    text: str
    line: int
    raw: str = ""


def tokens(text: str, line: int = 1) -> Iterator[Start | End | Text | PlainCell]:
    """The tokens of markup that begins on `line` of its file; comments and declarations are none."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
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
        cell = _PLAIN_CELL.match(text, bracket) if name in _CELLS else None
        if cell is not None:
            attributes = _of_cell(cell["attributes"]) if cell["attributes"] else _NONE
            inside = cell["text"]
            said_at = line + text.count("\n", bracket, cell.start("text"))
            yield PlainCell(name, attributes, line, Text(unescape(inside), said_at) if inside else None)
            position = cell.end()
            continue
        attributes, position = (_NONE, tag.end()) if tag[3] else _attributes(text, tag.end())
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


@lru_cache(maxsize=512)
def _of_cell(written: str) -> dict[str, str]:
    """The attributes of a cell; those of a column are alike."""
    return _attributes(f"{written}>", 0)[0]


def _attributes(text: str, position: int) -> tuple[dict[str, str], int]:
    """The attributes that count of a tag, and where it ends. Of two of a name the first counts."""
    found: dict[str, str] = {}
    while one := _ATTRIBUTE.match(text, position):
        position = one.end()
        if one["end"]:
            return found, position
        name = one["name"].lower()
        if name in _KEPT and name not in found:
            found[name] = unescape(one["a"] or one["b"] or one["c"] or "")
    return found, len(text)
