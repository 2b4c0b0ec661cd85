"""Words of a text, by a small dictionary of the field: of all ways to cut the text the likeliest.

How likely a way is, is told by how often each of its words is said. Dictionaries of a whole language cost more at
start-up than all the rest together; the field's words number some hundreds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import groupby
from math import log

from lint_pbt.datafiles.resources import resource

DICTIONARY = "segmentation.txt"


@lru_cache(maxsize=4096)
def cut(text: str) -> tuple[str, ...]:
    """The words of a text, in order. What the dictionary does not have comes out as single characters, letters and
    digits side by side as one.
    """
    words: list[str] = []
    for in_words, run in groupby(text, _may_be_in_words):
        characters = list(run)
        words += _likeliest("".join(characters)) if in_words else characters
    return tuple(words)


def _may_be_in_words(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fd5" or (
        character.isascii() and (character.isalnum() or character in "+#&._%-")
    )


def _likeliest(text: str) -> Iterator[str]:
    """The words of the likeliest way to cut a text; of two alike the one with the longer word."""
    weights, longest, unknown = _dictionary()
    size = len(text)
    # By where a word begins: how likely the best way from there on is, and where its first word ends.
    ways: list[tuple[float, int]] = [(0.0, size)] * (size + 1)
    for start in range(size - 1, -1, -1):
        most = min(start + longest, size)
        ends = [end for end in range(start + 1, most + 1) if text[start:end] in weights] or [start + 1]
        ways[start] = max([(weights.get(text[start:end], unknown) + ways[end][0], end) for end in ends])
    start, letters = 0, ""
    while start < size:
        end = ways[start][1]
        word = text[start:end]
        if end == start + 1 and word.isascii() and word.isalnum():
            letters += word
        else:
            if letters:
                yield letters
            letters = ""
            yield word
        start = end
    if letters:
        yield letters


@cache
def _dictionary() -> tuple[Mapping[str, float], int, float]:
    """The logarithms of how likely each word is, the length of the longest, and that of a character in no word."""
    with open(resource("vocabulary", DICTIONARY), encoding="utf-8") as file:
        lines = [line.split() for line in file]
    times = {word: int(count) for word, count in lines}
    whole = log(sum(times.values()))
    return {word: log(count) - whole for word, count in times.items()}, max(map(len, times)), -whole
