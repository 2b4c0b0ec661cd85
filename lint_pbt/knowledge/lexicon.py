"""Heads and words by their endings: the longest that a text ends with is found in a few look-ups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

from lint_pbt.text.folding import Sizes

T = TypeVar("T")


class Endings(Generic[T]):
    """Words with what they mean."""

    __slots__ = ("_first", "_last", "facts")

    def __init__(self, facts: Mapping[str, T]) -> None:
        self.facts = facts
        self._first, self._last = Sizes(facts, 0), Sizes(facts, -1)

    def ending(self, text: str) -> str:
        """The longest of the words that the text ends with; empty where it ends with none."""
        facts = self.facts
        for length in self._last.of(text[-1:]) or ():
            if text[-length:] in facts:
                return text[-length:]
        return ""

    def beginning(self, text: str) -> str:
        """The longest of the words that the text begins with; empty where it begins with none."""
        facts = self.facts
        for length in self._first.of(text[:1]) or ():
            if text[:length] in facts:
                return text[:length]
        return ""

    def within(self, text: str) -> str:
        """The first of the words that stands anywhere in the text; empty where none does."""
        return next((found for at in range(len(text)) if (found := self.beginning(text[at:]))), "")

    def __getitem__(self, word: str) -> T:
        return self.facts[word]

    def __contains__(self, word: object) -> bool:
        return word in self.facts

    def __len__(self) -> int:
        return len(self.facts)
