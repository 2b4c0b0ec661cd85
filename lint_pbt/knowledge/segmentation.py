"""Words of a text, by a small dictionary of the field: of all ways to cut a text, the one whose words are likeliest.

The dictionary has a word a line with how common it is. Words that it does not have come out as single characters, but
letters and digits that stand side by side together.
"""

from __future__ import annotations

from functools import cache, lru_cache
from math import log

from lint_pbt.datafiles.resources import resource

DICTIONARY = "segmentation.txt"


@lru_cache(maxsize=4096)
def cut(text: str) -> tuple[str, ...]:
    """The words of a text, in order."""
    likely, unknown, longest = _dictionary()
    ends, best = [0] * len(text), [0.0] * (len(text) + 1)  # where the word ends that begins here, and how likely it is
    for start in reversed(range(len(text))):  # with all behind it; of equally likely ones the longest
        known = (end for end in range(start + 1, min(start + longest, len(text)) + 1) if text[start:end] in likely)
        found = [(likely[text[start:end]] + best[end], end) for end in known]
        best[start], ends[start] = max(found, default=(unknown + best[start + 1], start + 1))
    words, start = [], 0
    while start < len(text):
        end = ends[start]
        while _is_latin(text[start]) and end < len(text) and _is_latin(text[end]):
            end += 1
        words.append(text[start:end])
        start = end
    return tuple(words)


@cache
def _dictionary() -> tuple[dict[str, float], float, int]:
    """How likely each word is, as a logarithm; the same of what is no word; how long the longest is."""
    with open(resource("vocabulary", DICTIONARY), encoding="utf-8") as file:
        common = {word: int(times) for word, times in map(str.split, file)}
    total = log(sum(common.values()))
    return {word: log(times) - total for word, times in common.items()}, -total, max(map(len, common))


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
