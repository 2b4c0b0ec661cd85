"""What to write instead: a unit and an example value that fit an indicator (`rules/vocabulary/advice.yaml`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from lint_pbt.framework import Framework
from lint_pbt.model import Indicator
from lint_pbt.text import fold


class Advice(NamedTuple):
    """A unit (may be empty where the value needs none) and a whole example value.

    `sure` is False where only the category tells, or a word somewhere in the name: an example, but not for writing
    down.
    """

    unit: str
    example: str
    sure: bool = False


_FALLBACK = Advice("", "≥95%")


class Adviser:
    """Finds the advice for an indicator by its name, else by its category."""

    def __init__(
        self,
        data: Mapping[str, Any],
        framework: Framework,
        units: Iterable[str] = (),
        lower: Iterable[str] = (),
        measures: Iterable[str] = (),
    ) -> None:
        """`units` are all units, `measures` the endings of names of measures.

        `lower` are the words of names that should be low, whatever the example of their unit.
        """
        self._by_name = [(tuple(entry["words"]), _advice(entry)) for entry in data["by_name"]]
        self._by_category = {name: _advice(entry) for name, entry in data["by_category"].items()}
        self._framework = framework
        self._units = frozenset(units)
        self._lower, self._measures = tuple(lower), tuple(measures)
        self._per_one = tuple(data.get("per_one", ()))
        self._named = lru_cache(maxsize=4096)(self._find)

    def advice(self, indicator: Indicator) -> Advice:
        """The advice that fits this indicator best."""
        return self._named(indicator.name.text, indicator.level2.name.text)

    def _find(self, name: str, category: str) -> Advice:
        bare = fold(name).split("(")[0].strip()
        for words, advice in self._by_name:
            if bare.endswith(words):
                return self._of_name(bare, advice)
        counted = self._counted(bare)
        if counted:
            return self._of_name(bare, Advice(counted, f"≥20{counted}"))
        level2 = self._framework.level2(category)
        if level2 is not None and level2.name != "数量指标":
            return self._by_category.get(level2.name, _FALLBACK)
        for words, advice in self._by_name:
            if any(word in bare for word in words):
                return advice
        return self._by_category.get(level2.name, _FALLBACK) if level2 else _FALLBACK

    def _of_name(self, name: str, advice: Advice) -> Advice:
        """The advice that the name tells, with how far it can be trusted."""
        each_or_several = name.startswith(self._per_one) or any(mark in name for mark in ",;。、")
        example = advice.example
        if example.startswith("≥") and any(word in name for word in self._lower):
            example = f"≤2{advice.unit}"
        return Advice(advice.unit, example, not each_or_several and name.endswith(self._measures))

    def _counted(self, name: str) -> str | None:
        """The unit in a name that ends with it: 件 of 投诉件数, 盏 of 路灯盏数."""
        before = name.removesuffix("量").removesuffix("数")
        if before == name:
            return None
        return next((before[-size:] for size in (2, 1) if before[-size:] in self._units), None)


def _advice(entry: Mapping[str, str]) -> Advice:
    return Advice(entry["unit"], entry["example"])
