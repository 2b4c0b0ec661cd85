"""How a value in mere words can be put so that it can be checked (`rules/vocabulary/vague-values.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from msgspec import Struct

from lint_pbt.text.patterns.lazy import Pattern

# In a longer value only what a clause begins or ends with says what the value is about.
_SHORT: Final = 8
_CLAUSES: Final = Pattern(r"[\s，,、；;。.]+")


class Hint(Struct, frozen=True):
    """What to write instead, in words, and a value that can be written as it stands (may be empty).

    `change` says that the value tells of a change: then an example for what is measured is none for it.
    """

    told: str
    example: str
    change: bool = False


class _Row(Struct, frozen=True):
    """A hint, with the words of a value and what else has to be so that it is for it."""

    hint: Hint
    words: tuple[str, ...]
    names: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    counted: bool = False
    share: bool = False

    def fits(self, name: str, category: str, *, counted: bool, share: bool) -> bool:
        """Whether it is for an indicator of this name or standard category, `counted` where its name counts things,
        `share` where it is of a share of them.
        """
        if (self.counted and not counted) or (self.share and not share) or any(word in name for word in self.but):
            return False
        if not (self.names or self.categories):
            return True
        return any(word in name for word in self.names) or category.startswith(self.categories)


class Hints:
    """Finds the hint for a value by the words in it, some only for indicators of some names or categories."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._rows = [
            _Row(
                Hint(one["hint"], one.get("example", ""), one.get("change", False)),
                tuple(one["words"]),
                tuple(one.get("names", ())),
                tuple(one.get("but", ())),
                tuple(one.get("categories", ())),
                one.get("counted", False),
                one.get("share", False),
            )
            for one in data["hints"]
        ]
        self._otherwise = Hint(data["otherwise"], "")
        self.hint = lru_cache(maxsize=1024)(self._find)

    def _find(
        self, value: str, name: str = "", category: str = "", *, counted: bool = False, share: bool = False
    ) -> Hint:
        clauses = [clause for clause in _CLAUSES.split(value) if clause]

        def says(words: tuple[str, ...]) -> bool:
            if len(value) <= _SHORT:
                return any(word in value for word in words)
            return any(clause.startswith(words) or clause.endswith(words) for clause in clauses)

        fitting = (
            row.hint for row in self._rows if says(row.words) and row.fits(name, category, counted=counted, share=share)
        )
        return next(fitting, self._otherwise)
