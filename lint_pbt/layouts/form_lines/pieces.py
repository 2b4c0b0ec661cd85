"""The pieces of a text: what stands between white space, each with its place. Cells are put together from them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lint_pbt.model import Place
from lint_pbt.sheet import Cell, Line
from lint_pbt.text import fold

_PIECE = re.compile(r"\S+")
_TOUCHING = re.compile(r"[0-9][\u4e00-\u9fff]")
_APART = re.compile(r"[0-9] [\u4e00-\u9fff]")
_SHARE_APART = 0.7
_LEAST_APART = 3


class Piece(NamedTuple):
    """A run of characters without white space. `line` is the index of its line, `start` its offset there.

    `plain` is the text folded, `width` what it takes in a line, a Chinese character counting 2.
    """

    text: str
    plain: str
    width: int
    line: int
    start: int
    place: Place

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def pieces_of(lines: Sequence[Line], indices: Sequence[int]) -> Iterator[Piece]:
    """The pieces of the lines with these indices."""
    for index in indices:
        line = lines[index]
        for match in _PIECE.finditer(line.text):
            text, start = match[0], match.start()
            width = sum(1 if character.isascii() else 2 for character in text)
            yield Piece(text, fold(text), width, index, start, line.place.moved(start))


def is_spaced(lines: Sequence[Line], indices: Sequence[int]) -> bool:
    """Whether a program has put a space between Chinese characters and numbers, so that none is content."""
    apart = touching = 0
    for index in indices:
        text = lines[index].text
        apart += len(_APART.findall(text))
        touching += len(_TOUCHING.findall(text))
    return apart >= _LEAST_APART and apart >= _SHARE_APART * (apart + touching)


def text_of(pieces: Sequence[Piece]) -> str:
    """The folded text of pieces that belong together, without white space."""
    return pieces[0].plain if len(pieces) == 1 else "".join([piece.plain for piece in pieces])


def cell_of(pieces: Sequence[Piece], spaced: bool) -> Cell:
    """Pieces as one cell; with `spaced` no space between them is content, unless it divides two words."""
    parts: list[str] = []
    seams: list[tuple[int, Place]] = []
    size = 0
    for before, piece in zip([None, *pieces], pieces, strict=False):
        if before is not None:
            gap = _gap(before, piece, spaced)
            parts.append(gap)
            size += len(gap)
            seams.append((size, piece.place))
        parts.append(piece.text)
        size += len(piece.text)
    return Cell("".join(parts), pieces[0].place, 1, 1, tuple(seams))


def _gap(before: Piece, piece: Piece, spaced: bool) -> str:
    last, first = before.text[-1], piece.text[0]
    if _is_word(last) and _is_word(first):
        return " "
    if before.line != piece.line or spaced or not (last.isascii() or first.isascii()):
        return ""
    return " " if piece.start - before.end == 1 else ""


def _is_word(character: str) -> bool:
    return character.isascii() and character.isalpha()
