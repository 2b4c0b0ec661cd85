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


class Hints:
    """Finds the hint for a value by the words in it, some only where the indicator's name speaks of such things."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._hints = [
            (
                tuple(one["words"]),
                tuple(one.get("names", ())),
                Hint(one["hint"], one.get("example", ""), one.get("change", False)),
            )
            for one in data["hints"]
        ]
        self._otherwise = Hint(data["otherwise"], "")
        self.hint = lru_cache(maxsize=4096)(self._find)

    def _find(self, value: str, name: str = "") -> Hint:
        clauses = [clause for clause in _CLAUSES.split(value) if clause]

        def says(words: tuple[str, ...]) -> bool:
            if len(value) <= _SHORT:
                return any(word in value for word in words)
            return any(clause.startswith(words) or clause.endswith(words) for clause in clauses)

        def speaks(names: tuple[str, ...]) -> bool:
            return not names or any(word in name for word in names)

        return next((hint for words, names, hint in self._hints if says(words) and speaks(names)), self._otherwise)
