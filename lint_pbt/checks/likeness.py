"""Are two texts the same in other words? Characters decide where they can, segmentation only where they cannot."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from lint_pbt.checks.measures import heads
from lint_pbt.checks.tools import Tools
from lint_pbt.text.folding import fold, fold_all

if TYPE_CHECKING:
    from collections.abc import Callable

# How much less alike than asked two texts may be for segmentation to have a say.
_DOUBT = 0.04
# Names with less to them than this are too short to be told apart by characters.
_SHORTEST = 3
# More characters than this that the longer name does not have are a word of their own: 参保率, 到账率.
_STRANGE = 1.5
_REMEMBERED = 4096


class Likeness:
    """Compares texts by the characters they share, and by words where that leaves a doubt.

    `fillers` is a vocabulary: words that add nothing to what is measured (本区, 项目, 的 …); `synonyms` one of
    groups of words that say the same, joined by `=`.
    """

    def __init__(self, tools: Tools, fillers: str = "filler-words", synonyms: str = "synonyms") -> None:
        self._tools = tools
        self._fillers = tools.words(fillers)
        self._tails = tools.words("counting-tails", "rate-tails")
        self._listed, self._groups = tools.listed, synonyms
        self.core = _core
        self.stem = lru_cache(maxsize=1024)(self._stem)

    @cached_property
    def _contrasts(self) -> frozenset[str]:
        return frozenset("".join(self._listed("contrasts")))

    @cached_property
    def _related(self) -> frozenset[str]:
        return fold_all(self._listed("related-people"))

    @cached_property
    def _payments(self) -> list[list[str]]:
        return [fold(group).split("=") for group in self._listed("payments")]

    @cached_property
    def _synonyms(self) -> dict[str, str]:
        return {word: group.split("=")[0] for group in self._listed(self._groups) for word in fold(group).split("=")}

    def meet(self, one: str, other: str) -> bool:
        """True where two texts have a letter or a digit in common: others are not alike in any way."""
        return not set(self.core(one)).isdisjoint(self.core(other))

    def same(self, one: str, other: str, likeness: float) -> bool:
        """True where the two texts say the same: the same words, or nearly, in any order."""
        a, b = self.core(one), self.core(other)
        if not a or not b:
            return False
        if a == b or self.stem(one) == self.stem(other):
            return True
        if 2 * min(len(a), len(b)) < (likeness - _DOUBT) * (len(a) + len(b)):
            return False
        share = shared(a, b)
        if share >= likeness:
            return True
        return share >= likeness - _DOUBT and self.words(one) == self.words(other)

    def alike(self, one: str, other: str, share: float) -> bool:
        """True where one name says the same as the other in more words, or in words made of the same characters."""
        short, long = sorted((self.stem(one), self.stem(other)), key=len)
        if len(set(short) - set(long)) > _STRANGE:
            return False
        strange = len(short) * (1 - held(short, long)) if short else 0
        if len(short) < _SHORTEST or strange > min(_STRANGE, len(short) * (1 - share)):
            return False
        if self._contrasts & (set(short) - set(long)) and self._contrasts & (set(long) - set(short)):
            return False
        if any((word in short) != (word in long) for word in self._related) or self._pay_apart(short, long):
            return False
        # Words the dictionary knows must each have something of the kind in the other name.
        words = self.words(long)
        return all(any(set(word) & set(match) for match in words) for word in self.words(short) if len(word) > 1)

    def _pay_apart(self, one: str, other: str) -> bool:
        """True where two names speak of two kinds of money that people get: 工资, 补助."""
        a, b = (
            {at for at, words in enumerate(self._payments) if any(map(name.__contains__, words))}
            for name in (one, other)
        )
        return bool(a and b) and a.isdisjoint(b)

    def _stem(self, name: str) -> str:
        """What a name counts, without the word it counts it by and without words in front that add nothing."""
        bare = self.core(heads(name)[0] if self._tools.unit_of[name] else name)
        while filler := self._fillers.starting(bare):
            bare = bare[len(filler) :]
        return bare.removesuffix(self._tails.ending(bare) or "") or bare

    def usual(self, word: str) -> str:
        """The usual one of a word's synonyms."""
        return self._synonyms.get(word, word)

    def words(self, text: str) -> frozenset[str]:
        """The words that tell what a text is about, synonyms made one."""
        from lint_pbt.knowledge.segmentation import cut

        found = (self.usual(word) for word in cut(self.core(text)))
        return frozenset(word for word in found if word not in self._fillers)


class _Cores(dict[str, str]):
    """The letters and digits of texts, folded; looking up one that is known costs no call."""

    def __missing__(self, text: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        folded = fold(text)
        core = self[text] = folded if folded.isalnum() else "".join(filter(str.isalnum, folded))
        return core


_core: Callable[[str], str] = _Cores().__getitem__


def held(short: str, long: str) -> float:
    """The share of the characters of one text that another holds: 0 to 1."""
    return _common(short, long) / len(short)


def shared(one: str, other: str) -> float:
    """The share of characters two texts have in common, counted as often as they stand: 0 to 1."""
    return 2 * _common(one, other) / (len(one) + len(other))


def _common(one: str, other: str) -> int:
    return sum([min(one.count(each), other.count(each)) for each in {*one} & {*other}])
