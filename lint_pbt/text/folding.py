"""Folding that keeps offsets: one character in, one character out.

Fold to compare and to match; show and store the text as written, but for radicals, which nobody ever typed: fonts of
PDFs and copied text have them in the place of the characters they look like, and `unified` puts those back.
"""

from __future__ import annotations

import re
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from lint_pbt.text.patterns.lazy import Pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

# Full-width ASCII, and the look-alikes that officers' keyboards and PDF exports give for it.
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_LOOKALIKES = {
    " ": "\u3000\u00a0\u2002\u2003\u2009\t",
    "-": "‐‑‒–—―−－﹣",
    "~": "～〜∼˜",
    ">": "﹥",
    "<": "﹤",
    "≥": "≧⩾",
    "≤": "≦⩽",
    "%": "﹪",
    ":": "∶︰﹕",
    ";": "﹔",
    ",": "﹐",
    "(": "﹙︵",
    ")": "﹚︶",
    "=": "﹦═",
    "+": "﹢",
    "'": "‘’",
    '"': "“”",
}
_FOLD = _WIDE | {ord(odd): ord(plain) for plain, odds in _LOOKALIKES.items() for odd in odds}


_ODD = re.compile(f"[{''.join(_LOOKALIKES.values())}\uff01-\uff5e]")
# Names, values and words are folded again and again.
_SHORT = 120
_REMEMBERED = 8192
_ENOUGH = 600


class _Folds(dict[str, str]):
    """Texts folded; looking one up that is known costs no call."""

    def __missing__(self, text: str) -> str:
        if len(text) < _SHORT:
            if len(self) >= _REMEMBERED:
                self.clear()
            folded = self[text] = _short(text)
            return folded
        # A list of words, a whole table: replacing each of the few signs that occur takes a quarter of the time.
        odd = _ODD.search(text)
        while odd:
            text = text.replace(odd[0], chr(_FOLD[ord(odd[0])]))
            odd = _ODD.search(text, odd.end())
        return text


# The text with full-width and look-alike signs made plain; every offset stays the same.
fold: Final[Callable[[str], str]] = _Folds().__getitem__


def fold_each(words: Iterable[str]) -> list[str]:
    """Words of one line folded, in their order, all at once: one by one takes ten times as long."""
    return fold("\n".join(words)).split("\n")


def fold_all(words: Iterable[str]) -> frozenset[str]:
    """The set of words, folded all at once."""
    return frozenset(filter(None, fold_each(words)))


def _short(text: str) -> str:
    return text if _ODD.search(text) is None else text.translate(_FOLD)  # most have none: told in a tenth of the time


# Of the words that have a character at one end: how long they may be, the longest first.
Lengths = dict[str, range]


def lengths(words: Iterable[str], end: int) -> Lengths:
    """By the character at one `end` of the words (0 or -1) the lengths by which to look for one of them in a text.

    They are the same for all: to tell them apart takes longer than a small table looks for words.
    """
    found = [word for word in words if word]
    return dict.fromkeys(map(itemgetter(end), found), range(max(map(len, found), default=0), 0, -1))


class Sizes:
    """By the character at one `end` of some words (0 or -1) their lengths, the longest first.

    They are told apart when they have been asked for often enough to pay for it; before that all are told.
    """

    __slots__ = ("_all", "_asked", "_end", "_words", "of")

    def __init__(self, words: Collection[str], end: int) -> None:
        self._words, self._end, self._asked = words, end, 0
        self._all: Sequence[int] = ()
        # The lengths of the words with a character, and perhaps others; None where there is none.
        self.of: Callable[[str], Sequence[int] | None] = self._at_first

    def _at_first(self, character: str) -> Sequence[int] | None:
        self._asked += 1
        if self._asked == 1:
            self._all = range(max(map(len, self._words), default=0), 0, -1)
        elif self._asked > _ENOUGH:
            exact: dict[str, list[int]] = {}
            for size, found in sorted({(len(word), word[self._end]) for word in self._words if word}, reverse=True):
                exact.setdefault(found, []).append(size)
            self.of = exact.get
        return self._all


# Radicals and their supplement, compatibility ideographs of both planes, and the digits of formula fonts.
_ODD_CHARACTER = Pattern("[\u2e80-\u2fd5\uf900-\ufaff\U0001d7ce-\U0001d7ff\U0002f800-\U0002fa1d]")
# Of the supplement the database says nothing; these are the radicals that are characters of their own.
_SUPPLEMENT = str.maketrans(
    "⺁⺇⺏⺐⺒⺓⺕⺙⺛⺜⺝⺞⺟⺠⺡⺣⺨⺩⺫⺬⺭⺮⺯⺰⺱⺶⺹⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
    "厂几尣尢巳幺彐攵旡曰月歺母民氵灬犭王目示礻竹糹纟罓羊老聿月臼艹艹艹虎衤覀西见角角讠贝足车辶辶辶邑钅長镸长门阝雨青韦页风飞食食飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
)


# Of no width and not seen: pages and chat programs put them between characters, and they are copied along.
_UNSEEN_SIGNS = "\u200b\u200c\u200d\u2060\ufeff"
_UNSEEN = Pattern(f"[{_UNSEEN_SIGNS}]")


def is_seen(text: str) -> bool:
    """Whether a text has no characters of no width."""
    return not any(map(text.__contains__, _UNSEEN_SIGNS))


def seen_stretches(text: str) -> list[tuple[int, int]]:
    """From where to before where a text has no characters of no width."""
    edges = [0, *(edge for found in _UNSEEN.finditer(text) for edge in found.span()), len(text)]
    return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]


def is_unified(text: str) -> bool:
    """Whether a text has nothing that `unified` would put right."""
    return _ODD_CHARACTER.search(text) is None


def unified(text: str) -> str:
    """The text with radicals and compatibility characters as the characters they look like; every offset stays."""
    return _ODD_CHARACTER.sub(_usual, text)


def _usual(found: re.Match[str]) -> str:
    import unicodedata

    known = found[0].translate(_SUPPLEMENT)
    usual = unicodedata.normalize("NFKC", known)
    return usual if len(usual) == 1 else known
