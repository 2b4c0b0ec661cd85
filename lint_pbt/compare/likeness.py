"""How alike two names are, from 0 to 1: by their order of characters, and by the characters that tell names apart.

Every second name ends in 率 or 满意度; what a name shares with many others counts little.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from math import log

from rapidfuzz.fuzz import partial_ratio, ratio

from lint_pbt.text.folding import fold


@lru_cache(maxsize=65536)
def bare(text: str) -> str:
    """The letters and digits of a text, folded."""
    return "".join(filter(str.isalnum, fold(text))).lower()


@lru_cache(maxsize=65536)
def grams(text: str) -> frozenset[str]:
    """The characters of a bare text and its pairs of characters."""
    return frozenset(text) | frozenset(text[at : at + 2] for at in range(len(text) - 1))


class Rarity:
    """What a piece of a name tells: the more, the fewer names have it."""

    def __init__(self, names: Iterable[str]) -> None:
        kinds = set(map(bare, names))
        self._seen: Counter[str] = Counter()
        for name in kinds:
            self._seen.update(grams(name))
        self._all = len(kinds) + 1
        self._weights: dict[str, float] = {}

    def of(self, piece: str) -> float:
        """The weight of a piece, above 0."""
        weight = self._weights.get(piece)
        if weight is None:
            weight = self._weights[piece] = log(1 + self._all / (1 + self._seen[piece])) * len(piece)
        return weight

    def total(self, pieces: Iterable[str]) -> float:
        return sum(map(self.of, pieces))


class Likeness:
    """Compares names in the light of all names of both drafts."""

    def __init__(self, names: Iterable[str]) -> None:
        self.rarity = Rarity(names)
        self._totals: dict[str, float] = {}
        self.of = lru_cache(maxsize=262144)(self._of)

    def _of(self, one: str, other: str) -> float:
        a, b = bare(one), bare(other)
        if a == b:
            return 1.0
        if not a or not b:
            return 0.0
        first, second = grams(a), grams(b)
        common = self.rarity.total(first & second)
        if not common:
            return 0.0
        dice = 2 * common / (self._total(a, first) + self._total(b, second))
        order = ratio(a, b) / 100
        short = min(len(a), len(b))
        if short >= 4 and partial_ratio(a, b) == 100:
            # One is the other with more words around it.
            order = max(order, 0.75)
            dice = max(dice, common / min(self._total(a, first), self._total(b, second)) * 0.85)
        return 0.5 * order + 0.5 * dice

    def _total(self, text: str, pieces: frozenset[str]) -> float:
        total = self._totals.get(text)
        if total is None:
            total = self._totals[text] = self.rarity.total(pieces)
        return total
