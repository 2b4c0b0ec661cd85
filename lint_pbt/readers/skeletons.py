"""Markup that comes again and again with other texts in it, as nearly all cells of tables are written.

What stands around the texts of a cell is its skeleton. What one means is learnt once, from a specimen that goes the
long way; of all others with the same skeleton only the texts are read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Generic, TypeVar

Meaning = TypeVar("Meaning")

# A text that is more than white space; other white space belongs to the skeleton.
_TEXTS = re.compile(r">(\s*[^\s<][^<]*)<")
_REFERENCE = re.compile(r"&(?:([a-z]+)|#([0-9]{2,7}));|(&)")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_TRIALS = 200  # rows; then most must have been regular for it to pay


class Skeletons(Generic[Meaning]):
    """The skeletons of a file. `learn` tells from one, cut where its texts stand, what it means; None where that
    depends on more than the skeleton."""

    def __init__(self, learn: Callable[[Sequence[str]], Meaning | None]) -> None:
        self._learn = learn
        self._known: dict[str, Meaning | None] = {}
        self._seen: set[int] = set()
        self._recent: dict[int, tuple[str, str, Meaning]] = {}  # what stood before and behind the only text
        self._tried = self._taken = 0

    def find(self, markup: str, column: int) -> tuple[Meaning, Sequence[str]] | None:
        """What the skeleton of some markup means, and the texts in it as they are written; None for the long way.

        One that has not come before goes it as well. Those of a `column` are often alike.
        """
        without_text = self._known.get(markup)
        if without_text is not None:
            return without_text, ()
        recent = self._recent.get(column)
        if recent is not None:
            before, behind, meaning = recent
            if markup.startswith(before) and markup.endswith(behind):
                text = markup[len(before) : -len(behind)]
                if text and "<" not in text and not text.isspace():
                    return meaning, (text,)
        return self._find(markup, column)

    def _find(self, markup: str, column: int) -> tuple[Meaning, Sequence[str]] | None:
        pieces = _TEXTS.split(markup)
        skeleton = pieces[::2]
        key = "\0".join(skeleton)
        if key not in self._known:
            if hash(key) not in self._seen:
                self._seen.add(hash(key))
                return None
            self._known[key] = self._learn(skeleton)
        found = self._known[key]
        if found is None:
            return None
        if len(skeleton) == 2:
            self._recent[column] = (f"{skeleton[0]}>", f"<{skeleton[1]}", found)
        return found, pieces[1::2]

    def count(self, *, taken: bool) -> None:
        """A row was tried."""
        self._tried += 1
        self._taken += taken

    @property
    def pays(self) -> bool:
        """Whether it is worth while to try more rows."""
        return self._tried < _TRIALS or 2 * self._taken > self._tried


@lru_cache(maxsize=4096)
def resolved(text: str) -> str:
    """A text of XML with its references as the characters that they stand for; many cells hold the same.

    Raises ValueError where one stands for no character of XML.
    """
    return _REFERENCE.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    if found[1] in _NAMED:
        return _NAMED[found[1]]
    code = int(found[2] or 0)
    if (code < 32 and code not in (9, 10, 13)) or 0xD800 <= code < 0xE000 or code in (0xFFFE, 0xFFFF):
        raise ValueError(found[0])
    return chr(code)
