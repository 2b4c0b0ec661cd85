"""Where the characters of a text come from in their file: known where they are read, for whoever writes beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Origin(NamedTuple):
    """The characters of a text from `start` to `end` are those of `source`, an element, from `offset` on.

    A text without characters comes from where it would stand: its only origin is empty.
    """

    start: int
    end: int
    source: object
    offset: int = 0


Origins = tuple[Origin, ...]


def moved(origins: Origins, characters: int) -> Origins:
    """The origins of a text that stands so many characters further on in another."""
    if not characters:
        return origins
    return tuple(one._replace(start=one.start + characters, end=one.end + characters) for one in origins)


def part(origins: Origins, start: int, end: int) -> Origins:
    """The origins of the characters from `start` to `end`; of none there, where they would stand."""
    held = []
    for one in origins:
        low, high = max(one.start, start), min(one.end, end)
        if low < high:
            held.append(Origin(low - start, high - start, one.source, one.offset + low - one.start))
    return tuple(held) or tuple(Origin(0, 0, one.source) for one in origins[:1])


def joined(texts: Sequence[tuple[str, Origins]], separator: str) -> tuple[str, Origins]:
    """Texts one behind the other, with what stands between them, and the origins of all."""
    if len(texts) == 1:
        return texts[0]
    found: list[Origin] = []
    start = 0
    for text, origins in texts:
        found += moved(origins, start)
        start += len(text) + len(separator)
    return separator.join([text for text, _ in texts]), tuple(found)


def stripped(text: str, origins: Origins, characters: str | None = None) -> tuple[str, Origins]:
    """A text without certain characters (white space) around it."""
    bare = text.strip(characters)
    if not origins or bare == text:
        return bare, origins
    start = len(text) - len(text.lstrip(characters))
    return bare, part(origins, start, start + len(bare))
