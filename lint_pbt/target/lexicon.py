"""Finding the words of a list in a text, by position and without regular expressions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cached_property

from lint_pbt.text.folding import fold_all


class Openers:
    """Words that may begin at a position; the longest is taken."""

    def __init__(self, words: Iterable[str]) -> None:
        by_first: dict[str, list[str]] = {}
        for word in sorted(fold_all(words), key=lambda word: (-len(word), word)):
            by_first.setdefault(word[0], []).append(word)
        self.by_first = {first: tuple(found) for first, found in by_first.items()}

    def end(self, text: str, start: int) -> int:
        """Where the word that begins at `start` ends; `start` itself when none does."""
        for word in self.by_first.get(text[start : start + 1], ()):
            if text.startswith(word, start):
                return start + len(word)
        return start


class Surroundings:
    """Words that may hold a position anywhere inside them, looked up by the character there and its neighbour."""

    def __init__(self, words: Collection[str], anchors: str) -> None:
        """`anchors` are the characters that are asked for."""
        self._given, self._anchors = words, frozenset(anchors)

    @cached_property
    def _words(self) -> dict[str, list[tuple[str, int]]]:
        """Made when first asked for: few values of a table have any of the characters."""
        found: dict[str, list[tuple[str, int]]] = {}
        anchors = self._anchors
        for word in fold_all(self._given):
            if anchors.isdisjoint(word):
                continue
            for offset, character in enumerate(word):
                if character in anchors:
                    # The last character of a word is found by the one before it.
                    pair = word[offset : offset + 2] if offset + 1 < len(word) else f"<{word[offset - 1 : offset + 1]}"
                    found.setdefault(pair, []).append((word, offset))
        return found

    def begins(self, text: str, position: int) -> bool:
        """True where a word begins at `position`."""
        return any(not offset and text.startswith(word, position) for word, offset in self._at(text, position))

    def end(self, text: str, position: int) -> int:
        """Where a word that covers `position` ends; `position` itself when none does."""
        ends = [
            position - offset + len(word)
            for word, offset in self._at(text, position)
            if offset <= position and text.startswith(word, position - offset)
        ]
        return max(ends, default=position)

    def _at(self, text: str, position: int) -> list[tuple[str, int]]:
        """The words that may hold the position, each with the offset it has in them."""
        found = self._words.get(text[position : position + 2], [])
        if position:
            found = found + self._words.get(f"<{text[position - 1 : position + 1]}", [])
        return found
