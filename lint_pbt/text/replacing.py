"""Replacements in a text: the least that do the same, and several at once."""

from collections.abc import Iterable
from typing import Final, NamedTuple

# Comparing two texts takes their lengths times each other; of longer ones only the ends are compared.
_LONGEST: Final = 500


class Replacement(NamedTuple):
    """New words for the characters from `start` up to `end`, offsets into the text."""

    start: int
    end: int
    new: str


def least(text: str, start: int, end: int, new: str) -> Replacement:
    """The replacement without what stays as it is at its beginning and its end."""
    while new and start < end and text[start] == new[0]:
        start, new = start + 1, new[1:]
    while new and start < end and text[end - 1] == new[-1]:
        end, new = end - 1, new[:-1]
    return Replacement(start, end, new)


def pieces(text: str, start: int, end: int, new: str) -> list[Replacement]:
    """The replacement as several, each of words that change: what stays between them is free for others."""
    if max(end - start, len(new)) > _LONGEST:
        return [least(text, start, end, new)]
    from difflib import SequenceMatcher

    found = SequenceMatcher(None, text[start:end], new, autojunk=False).get_opcodes()
    return [Replacement(start + a, start + b, new[c:d]) for kind, a, b, c, d in found if kind != "equal"]


def replaced(text: str, replacements: Iterable[Replacement]) -> str | None:
    """The text after all of them; None where two touch the same characters and do not agree."""
    after, behind, before = "", len(text), None
    for one in sorted(set(replacements), reverse=True):
        if one.end > behind or (before is not None and one.start == before.start):
            return None
        after, behind, before = one.new + text[one.end : behind] + after, one.start, one
    return text[:behind] + after
