"""Words of a text, by a small dictionary of the field: of all ways to divide it the likeliest is taken.

A word is as likely as its number in the dictionary says. What the dictionary lacks is as unlikely as can be, and comes
out as single characters. Letters and digits of ASCII that stand together are one word.
"""

from __future__ import annotations

from functools import cache, lru_cache
from math import inf, log
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from lint_pbt.datafiles.resources import resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DICTIONARY = "segmentation.txt"
_NEVER: Final = -inf


class Dictionary(Struct, frozen=True):
    """Words, each with the logarithm of how often it comes; `absent` is that of any other, `longest` in characters."""

    words: Mapping[str, float]
    absent: float
    longest: int


@lru_cache(maxsize=4096)
def cut(text: str) -> tuple[str, ...]:
    """The words of a text, in order."""
    return tuple(_joined(_likeliest(text, _dictionary())))


def _likeliest(text: str, dictionary: Dictionary) -> Iterator[str]:
    """The words of the likeliest division; where two are as likely, the one whose first word is longer.

    Where a word begins a character does not stand alone.
    """
    words, absent, longest, size = dictionary.words, dictionary.absent, dictionary.longest, len(text)
    ends, values = [0] * size, [0.0] * (size + 1)
    for start in range(size - 1, -1, -1):
        best, end = _NEVER, start + 1
        for stop in range(start + 1, min(start + longest, size) + 1):
            known = words.get(text[start:stop])
            if known is not None and known + values[stop] >= best:
                best, end = known + values[stop], stop
        if best == _NEVER:
            best = absent + values[end]
        values[start], ends[start] = best, end
    start = 0
    while start < size:
        yield text[start : ends[start]]
        start = ends[start]


def _joined(words: Iterator[str]) -> Iterator[str]:
    """The words, single letters and digits that stand together put into one."""
    run = ""
    for word in words:
        if len(word) == 1 and word.isascii() and word.isalnum():
            run += word
            continue
        if run:
            yield run
            run = ""
        yield word
    if run:
        yield run


@cache
def _dictionary() -> Dictionary:
    with open(resource("vocabulary", DICTIONARY), encoding="utf-8") as file:
        numbers = {word: int(number) for word, number in map(str.split, file)}
    absent = -log(sum(numbers.values()))
    return Dictionary({word: log(number) + absent for word, number in numbers.items()}, absent, max(map(len, numbers)))
