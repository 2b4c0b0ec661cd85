"""The text of a table cell in Markdown without its marks, each character still with its place in the source."""

from __future__ import annotations

import html
import re

from lint_pbt.model import Place

Piece = tuple[str, Place]
Seams = tuple[tuple[int, Place], ...]

# A line break, a character escaped, a character by its name.
_TOKEN = re.compile(
    r"(?P<br>(?i:<br {0,3}/?>))|\\(?P<escaped>[!-/:-@\[-`{-~])|(?P<named>&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|\w{2,31});)"
)
_MARK = re.compile(r"\*\*|__|~~|[*_`]")
_SIGNS = frozenset("<\\&*_~`")


def plain(text: str, place: Place) -> tuple[str, Place, Seams]:
    """What a cell says, where that begins, and its seams: where its source does not go on character by character.

    `text` is what stands between two pipes, `place` where it begins.
    """
    if _SIGNS.isdisjoint(text):
        return text.strip(), place.moved(len(text) - len(text.lstrip())), ()
    said = _characters(text)
    while said and not said[-1][0].strip():
        said.pop()
    first = next((index for index, (character, _) in enumerate(said) if character.strip()), len(said))
    said = said[first:]
    seams = tuple(
        (index, place.moved(offset))
        for index, ((_, offset), (_, before)) in enumerate(zip(said[1:], said, strict=False), 1)
        if offset != before + 1
    )
    return "".join(character for character, _ in said), place.moved(said[0][1] if said else 0), seams


def _characters(text: str) -> list[tuple[str, int]]:
    """The characters of a cell, each with its offset in the source."""
    replaced = {}  # where what stands for other characters begins: its end, those characters and where they stand
    for token in _TOKEN.finditer(text):
        if token["br"]:
            replaced[token.start()] = (token.end(), "\n", token.start())
        elif token["escaped"]:
            replaced[token.start()] = (token.end(), token["escaped"], token.start("escaped"))
        else:
            replaced[token.start()] = (token.end(), html.unescape(token[0]), token.start())
    taken = {offset for start, (end, _, _) in replaced.items() for offset in range(start, end)}
    gone = _marks(text, taken)
    said: list[tuple[str, int]] = []
    position = 0
    while position < len(text):
        if position in replaced:
            position, characters, at = replaced[position]
            said += [(character, at) for character in characters]
            continue
        if position not in gone:
            said.append((text[position], position))
        position += 1
    return said


def _marks(text: str, taken: set[int]) -> set[int]:
    """The offsets of the marks of emphasis and code: they come in pairs with words between."""
    gone: set[int] = set()
    opened: dict[str, int] = {}
    for found in _MARK.finditer(text):
        mark, (start, end) = found[0], found.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        if start in taken or _joins(mark, before, after) or ("`" in opened and mark != "`"):
            continue
        if mark in opened and before.strip() and opened[mark] + len(mark) < start:
            first = opened[mark]
            gone.update(range(first, first + len(mark)), range(start, end))
            opened = {other: offset for other, offset in opened.items() if offset < first}
        elif after.strip():
            opened[mark] = start
    return gone


def _joins(mark: str, before: str, after: str) -> bool:
    """Whether a mark is no mark: a star between figures multiplies, a line between letters joins."""
    if mark == "*":
        return before.isascii() and before.isalnum() and after.isascii() and after.isalnum()
    return "_" in mark and before.isalnum() and after.isalnum()
