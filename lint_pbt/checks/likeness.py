"""Are two texts the same in other words? Characters decide where they can, segmentation only where they cannot."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from lint_pbt.checks.tools import Tools
from lint_pbt.text import fold

# How much less alike than asked two texts may be for segmentation to have a say.
_DOUBT = 0.12


class Likeness:
    """Compares texts by the characters they share, and by words where that leaves a doubt.

    `fillers` is a vocabulary: words that add nothing to what is measured (本区, 项目, 的 …); `synonyms` one of
    groups of words that say the same, joined by `=`.
    """

    def __init__(self, tools: Tools, fillers: str = "filler-words", synonyms: str = "synonyms") -> None:
        self._fillers = tools.words(fillers)
        self._synonyms = {
            word: group.split("=")[0] for group in tools.listed(synonyms) for word in fold(group).split("=")
        }
        self.core = lru_cache(maxsize=4096)(self._core)

    def same(self, one: str, other: str, likeness: float) -> bool:
        """True where the two texts say the same: the same words, or nearly, in any order."""
        a, b = self.core(one), self.core(other)
        if not a or not b:
            return False
        if a == b:
            return True
        share = shared(a, b)
        if share >= likeness:
            return True
        return share >= likeness - _DOUBT and self.words(one) == self.words(other)

    def words(self, text: str) -> frozenset[str]:
        """The words that tell what a text is about, synonyms made one."""
        from lint_pbt.segmentation import cut

        found = (self._synonyms.get(word, word) for word in cut(self.core(text)))
        return frozenset(word for word in found if word not in self._fillers)

    def _core(self, text: str) -> str:
        """The letters and digits of a text, folded."""
        return "".join(char for char in fold(text) if char.isalnum())


def shared(one: str, other: str) -> float:
    """The share of characters two texts have in common, counted as often as they stand: 0 to 1."""
    common = Counter(one) & Counter(other)
    return 2 * sum(common.values()) / (len(one) + len(other))
