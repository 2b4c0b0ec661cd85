"""What the readers of values know characters by."""

from __future__ import annotations


def is_word(character: str) -> bool:
    """True for a Chinese character (a range in a regular expression takes 2 ms to compile)."""
    return "\u4e00" <= character <= "\u9fff"


def has_word(text: str) -> bool:
    """True where any Chinese character stands in the text."""
    return any(map(is_word, text))
