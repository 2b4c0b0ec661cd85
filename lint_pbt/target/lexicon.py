"""Finding the words of a list in a text, by position and without regular expressions."""

from __future__ import annotations

from collections.abc import Iterable

from lint_pbt.text import fold


class Openers:
    """Words that may begin at a position; the longest is taken."""

    def __init__(self, words: Iterable[str]) -> None:
        by_first: dict[str, list[str]] = {}
        for word in sorted({fold(word) for word in words if word}, key=lambda word: (-len(word), word)):
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

    def __init__(self, words: Iterable[str], anchors: str) -> None:
        """`anchors` are the characters that are asked for."""
        self._words: dict[str, list[tuple[str, int]]] = {}
        for word in {fold(word) for word in words if word}:
            for offset, character in enumerate(word):
                if character in anchors:
                    # The last character of a word is found by the one before it.
                    pair = word[offset : offset + 2] if offset + 1 < len(word) else f"<{word[offset - 1 : offset + 1]}"
                    self._words.setdefault(pair, []).append((word, offset))

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


class Units:
    """Units of measure, simple and compound (元/人·月), and their usual names."""

    def __init__(self, words: Iterable[str], synonyms: Iterable[str], per: Iterable[str] = ()) -> None:
        """Each of `synonyms` is a group of names divided by spaces, the usual one first; `per` stand behind / only."""
        self._names: dict[str, str] = {}
        for group in synonyms:
            usual, *others = fold(group).split()
            self._names.update(dict.fromkeys(others, usual))
        self._words = {fold(word) for word in words} | {*self._names, *self._names.values()}
        self._per = Openers(per)
        self._longest: dict[str, int] = {}
        for word in self._words:
            self._longest[word[0]] = max(len(word), self._longest.get(word[0], 0))

    def end(self, text: str, start: int) -> int:
        """Where the unit that begins at `start` ends; `start` itself when none does."""
        end = self._simple(text, start)
        while end > start and text[end : end + 1] in _PER and text[end : end + 1]:
            # 张/百人, 例/10万人 is another matter: digits.
            begin = end + 1
            while text[begin : begin + 1] in ("十", "百", "千", "万"):
                begin += 1
            further = max(self._simple(text, begin), self._per.end(text, begin))
            if further == begin:
                break
            end = further
        return end

    def _simple(self, text: str, start: int) -> int:
        for size in range(self._longest.get(text[start : start + 1], 0), 0, -1):
            word = text[start : start + size]
            if word in self._words and not (_latin(word[-1]) and _latin(text[start + size : start + size + 1])):
                return start + len(word)
        return start

    def usual(self, unit: str) -> str:
        """The usual name of a unit; of a compound one, part by part, divided by /."""
        name = self._names.get(unit)
        if name is not None:
            return name
        for sign in _PER[1:]:
            unit = unit.replace(sign, "/")
        if "/" in unit:
            return "/".join([self._names.get(part, part) for part in unit.split("/")])
        return self._names.get(unit, unit)

    def __contains__(self, unit: str) -> bool:
        return unit in self._words


_PER = "/·•・⋅."


def _latin(character: str) -> bool:
    return character.isascii() and character.isalpha()
