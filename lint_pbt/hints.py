"""How a value in mere words can be put so that it can be checked (`rules/vocabulary/vague-values.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple


class Hint(NamedTuple):
    """What to write instead, in words, and a value that can be written as it stands (may be empty)."""

    told: str
    example: str


class Hints:
    """Finds the hint for a value by the words in it."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._hints = [(tuple(one["words"]), Hint(one["hint"], one.get("example", ""))) for one in data["hints"]]
        self._otherwise = Hint(data["otherwise"], "")
        self.hint = lru_cache(maxsize=4096)(self._find)

    def _find(self, value: str) -> Hint:
        return next((hint for words, hint in self._hints if any(word in value for word in words)), self._otherwise)
