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
_WRITTEN = r"""(?:\s+[a-z:-]{1,20}\s?=\s?(?:"[^"<>]*"|'[^'<>]*'|[\w#%.-]+))*"""
_WRAPPER = "(?:p|div|span|font|b|strong)"
_SPACE = r"[ \t\n\f]*"
_PLAIN_CELL = re.compile(
    rf"(?i)<(t[dh])(?P<attributes>{_WRITTEN})>(?P<opening>(?:{_SPACE}<{_WRAPPER}{_WRITTEN}>){{0,6}})(?P<text>[^<]*)"
    rf"(?P<closing>(?:</{_WRAPPER}>{_SPACE}){{0,6}})</\1>(?P<behind>{_SPACE})"
)
_WRAPPERS = re.compile(rf"(?i)<({_WRAPPER})({_WRITTEN})>")
_CLOSED = re.compile("</([a-zA-Z]+)>")
_WRITTEN_OUT = re.compile(rf"(?i)({_WRITTEN})>")


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
    """A cell of a table with nothing but text in it, as nearly all are: all its tokens in one.

    `wrappers` are the elements around the text, from the outermost; each does no more than to give it a look. White
    space stands `behind` the cell.
    """

    name: str
    attributes: dict[str, str]
    line: int
    text: Text | None
    wrappers: tuple[tuple[str, dict[str, str]], ...]
    behind: Text | None


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
        if name in _CELLS and not tag[1] and (cell := _plain_cell(text, bracket, line)) is not None:
            read, position = cell
            yield read
            continue
        attributes, position = (_NONE, tag.end()) if tag[3] else _read_attributes(text, tag.end())
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


def _plain_cell(text: str, start: int, line: int) -> tuple[PlainCell, int] | None:
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
    attributes = _of_tag(written) if written else _NONE
    return PlainCell(name.lower(), attributes, line, read, wrappers, after), cell.end()


@lru_cache(maxsize=512)
def _wrappers(opening: str) -> tuple[tuple[str, dict[str, str]], ...]:
    return tuple((one[1].lower(), _of_tag(one[2])) for one in _WRAPPERS.finditer(opening))


@lru_cache(maxsize=512)
def _of_tag(written: str) -> dict[str, str]:
    """The attributes of a tag; those of a column are alike."""
    return _attributes(f"{written}>", 0)[0]


def _read_attributes(text: str, position: int) -> tuple[dict[str, str], int]:
    """The attributes that count of a tag, and where it ends."""
    plain = _WRITTEN_OUT.match(text, position)
    return (_of_tag(plain[1]), plain.end()) if plain else _attributes(text, position)


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
