"""The standard framework of indicators: which second-level category belongs under which first level."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from lint_pbt.text import fold


class Level(NamedTuple):
    """A first- or second-level category: its standard name and, where Guangzhou gives one, its code."""

    name: str
    code: str | None


def bare(name: str) -> str:
    """A category's name as it is compared: folded, without white space and the word 指标 behind."""
    return "".join(fold(name).split()).removesuffix("指标")


class Framework:
    """Looks categories up by any of their names (source: `rules/vocabulary/framework.yaml`)."""

    def __init__(self, levels: Iterable[Mapping[str, Any]]) -> None:
        self._firsts: dict[str, Level] = {}
        self._seconds: dict[str, Level] = {}
        self._under: dict[str, set[str]] = {}
        for entry in levels:
            first = _register(entry, self._firsts)
            for category in entry["categories"]:
                second = _register(category, self._seconds)
                self._under.setdefault(second.name, set()).add(first.name)
            for name in entry.get("also_holds", ()):
                self._under.setdefault(name, set()).add(first.name)
        self.level1 = lru_cache(maxsize=1024)(self._level1)
        self.level2 = lru_cache(maxsize=1024)(self._level2)
        self.standard = lru_cache(maxsize=1024)(self._standard)

    def _level1(self, name: str) -> Level | None:
        """The standard first level of this name, or None."""
        return self._firsts.get(bare(name))

    def _level2(self, name: str) -> Level | None:
        """The standard second-level category of this name, or None."""
        return self._seconds.get(bare(name))

    def _standard(self, name: str, first: bool) -> str:
        """The standard name of a first or second level, without 指标; the name itself where it is none."""
        level = self.level1(name) if first else self.level2(name)
        return bare(level.name if level else name)

    def parents(self, level2: Level) -> frozenset[str]:
        """The standard names of the first levels a category may stand under."""
        return frozenset(self._under[level2.name])

    def names(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """All known names of both levels, without 指标: first levels, second levels."""
        return tuple(self._firsts), tuple(self._seconds)


def _register(entry: Mapping[str, Any], index: dict[str, Level]) -> Level:
    level = Level(entry["name"], entry.get("code"))
    for name in (level.name, *entry.get("aliases", ())):
        index[bare(name)] = level
    return level
