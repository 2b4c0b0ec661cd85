"""The text of a table cell in Markdown without its marks, each character still with its place in the source."""

from __future__ import annotations

import html
import re
from typing import NamedTuple

from lint_pbt.model.document import Place
from lint_pbt.text.patterns.lazy import Pattern

Piece = tuple[str, Place]
Seams = tuple[tuple[int, Place], ...]

# A line break, a character escaped, a character by its name.
_TOKEN = Pattern(
    r"(?P<br>(?i:<br {0,3}/?>))|\\(?P<escaped>[!-/:-@\[-`{-~])|(?P<named>&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|\w{2,31});)"
)
_MARK = Pattern(r"\*\*|__|~~|[*_`]")
_STRUCK = "~~"
_STRIKE_TAG = re.compile(r"(?i)<(/?)(?:del|s|strike)>")
_SIGNS = frozenset("<\\&*_~`")


class Plain(NamedTuple):
    """What a piece of text says, where that begins, and its seams: where its source does not go on character by
    character. `struck` is what stands there besides, struck through."""

    text: str
    place: Place
    seams: Seams = ()
    struck: str = ""


def plain(text: str, place: Place) -> Plain:
    """What a cell says whose `text` stands between two pipes and begins at `place`."""
    if _SIGNS.isdisjoint(text):
        return Plain(text.strip(), place.moved(len(text) - len(text.lstrip())))
    said, struck = _characters(text)
    while said and not said[-1][0].strip():
        said.pop()
    first = next((index for index, (character, _) in enumerate(said) if character.strip()), len(said))
    said = said[first:]
    seams = tuple(
        (index, place.moved(offset))
        for index, ((_, offset), (_, before)) in enumerate(zip(said[1:], said, strict=False), 1)
        if offset != before + 1
    )
    return Plain("".join(character for character, _ in said), place.moved(said[0][1] if said else 0), seams, struck)


def _characters(text: str) -> tuple[list[tuple[str, int]], str]:
    """The characters of a cell, each with its offset in the source, and those that are struck through."""
    replaced = {}  # where what stands for other characters begins: its end, those characters and where they stand
    for token in _TOKEN.finditer(text):
        if token["br"]:
            replaced[token.start()] = (token.end(), "\n", token.start())
        elif token["escaped"]:
            replaced[token.start()] = (token.end(), token["escaped"], token.start("escaped"))
        else:
            replaced[token.start()] = (token.end(), html.unescape(token[0]), token.start())
    taken = {offset for start, (end, _, _) in replaced.items() for offset in range(start, end)}
    gone, crossed = _marks(text, taken)
    said: list[tuple[str, int]] = []
    struck = ""
    position = 0
    while position < len(text):
        if position in replaced:
            start = position
            position, characters, at = replaced[position]
            if start in crossed:
                struck += characters
            else:
                said += [(character, at) for character in characters]
            continue
        if position in crossed:
            struck += text[position]
        elif position not in gone:
            said.append((text[position], position))
        position += 1
    return said, struck


def _marks(text: str, taken: set[int]) -> tuple[set[int], set[int]]:
    """The offsets of the marks of emphasis and code, which come in pairs with words between, and of what is struck."""
    gone: set[int] = set()
    crossed: set[int] = set()
    opened: dict[str, int] = {}
    for found in _MARK.finditer(text):
        mark, (start, end) = found[0], found.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        if start in taken or _joins(mark, before, after) or ("`" in opened and mark != "`"):
            continue
        if mark in opened and before.strip() and opened[mark] + len(mark) < start:
            first = opened[mark]
            gone.update(range(first, first + len(mark)), range(start, end))
            if mark == _STRUCK:
                crossed.update(range(first + len(mark), start))
            opened = {other: offset for other, offset in opened.items() if offset < first}
        elif after.strip():
            opened[mark] = start
    if "<" in text:
        _strike_tags(text, taken, gone, crossed)
    return gone, crossed - gone


def _strike_tags(text: str, taken: set[int], gone: set[int], crossed: set[int]) -> None:
    """Add what stands between tags that strike through, as Markdown lets pass; tags without an end are text."""
    start = -1
    for tag in _STRIKE_TAG.finditer(text):
        if tag.start() in taken:
            continue
        if not tag[1]:
            start = tag.start() if start < 0 else start
        elif start >= 0:
            opening = text.index(">", start) + 1
            gone.update(range(start, opening), range(tag.start(), tag.end()))
            crossed.update(range(opening, tag.start()))
            start = -1


def _joins(mark: str, before: str, after: str) -> bool:
    """Whether a mark is no mark: a star between figures multiplies, a line between letters joins."""
    if mark == "*":
        return before.isascii() and before.isalnum() and after.isascii() and after.isalnum()
    return "_" in mark and before.isalnum() and after.isalnum()
