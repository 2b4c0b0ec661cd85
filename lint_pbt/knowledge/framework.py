"""The standard framework of indicators: which second-level category belongs under which first level.

A table writes a category in its own dress: numbered, with its weight or an English name behind, as 产出类指标,
预期产出指标 or 数量指标(或规模指标). What counts is the one word in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from msgspec import Struct

from lint_pbt.text.folding import fold
from lint_pbt.text.notation import NUMERALS
from lint_pbt.text.patterns.lazy import Pattern

_LONGEST = 60
_IN_BRACKETS = Pattern(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_NUMBERING = Pattern(
    r"(?:[\u2460-\u249b\u3220-\u3229\u2776-\u277f]|\d{1,6}-|[(（【]?["
    + NUMERALS
    + r"\d]{1,3}(?:\.\d{1,2})*[)）】]?[、.:,)]?)(?=\D)"
)
# 产出指标50分, 产出指标(30-50)分
_WEIGHT = Pattern(r"[-:,]?(?:\d{1,3}(?:\.\d+)?|\(\d{1,3}(?:[-—–~至]+\d{1,3})?\))[分%]$")
_ENGLISH = Pattern(r"^[A-Za-z][A-Za-z&/,.'-]*(?=[^A-Za-z])|(?<=[^A-Za-z])[/&-]?[A-Za-z][A-Za-z&/,.'-]*$")
_BRACKETS = frozenset("(（【")
_EDGES = "/:;,、。.-_*#·"
_BETWEEN = Pattern("[、,/和与及或]")


class Level(Struct, frozen=True):
    """A first- or second-level category: its standard name and, where Guangzhou gives one, its code."""

    name: str
    code: str | None


def bare(name: str) -> str:
    """A category's name as it is compared: folded, without white space and the word 指标 behind."""
    return "".join(fold(name).split()).removesuffix("指标")


def core(name: str) -> str:
    """What counts in the name of a category that is no standard one: 数字化 of 四、数字化指标(10分)."""
    return undressed(name).removesuffix("指标")


class _Names:
    """The names of one level's categories: `known` in full, `words` as what counts in a name, `about` those
    whose word may have so many characters in front that tell whose it is.
    """

    def __init__(self) -> None:
        self.known: dict[str, Level] = {}
        self.words: dict[str, Level] = {}
        self.about: dict[str, tuple[int, Level]] = {}

    def register(self, entry: Mapping[str, Any]) -> Level:
        level = Level(entry["name"], entry.get("code"))
        for name in (level.name, *entry.get("aliases", ())):
            self.known.setdefault(bare(name), level)
        for word in entry.get("words", ()):
            self.words.setdefault(word, level)
            if "about" in entry:
                self.about[word] = (entry["about"], level)
        return level


class Framework:
    """Looks categories up by any of their names (source: `rules/vocabulary/framework.yaml`)."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._firsts, self._seconds = _Names(), _Names()
        self._under: dict[str, set[str]] = {}
        self._printed: dict[str, set[str]] = {}
        self._before = tuple(sorted(data["before"], key=len, reverse=True))
        self._behind = tuple(sorted(data["behind"], key=len, reverse=True))
        for entry in data["levels"]:
            first = self._firsts.register(entry)
            for category in entry["categories"]:
                second = self._seconds.register(category)
                self._under.setdefault(second.name, set()).add(first.name)
            for name in entry.get("also_holds", ()):
                self._under.setdefault(name, set()).add(first.name)
            for name in entry.get("also_printed", ()):
                self._printed.setdefault(name, set()).add(first.name)
        words = {word for names in (self._firsts, self._seconds) for word in (*names.words, *names.known)}
        self._hints = tuple(words)
        self.level1 = lru_cache(maxsize=1024)(self._level1)
        self.level2 = lru_cache(maxsize=1024)(self._level2)
        self.standard = lru_cache(maxsize=1024)(self._standard)
        self.standards = lru_cache(maxsize=1024)(self._standards)

    def _level1(self, name: str) -> Level | None:
        """The standard first level of this name, or None."""
        return self._find(name, self._firsts)

    def _level2(self, name: str, first: str = "") -> Level | None:
        """The standard second-level category of this name, or None.

        Under a known first level, part of a name is enough: 服务对象 under 满意度指标, 社会 under 效益指标.
        """
        found = self._find(name, self._seconds)
        if found is None and first and name and (above := self.level1(first)):
            found = self._find(undressed(name).removesuffix("指标") + above.name, self._seconds)
        return found

    def _find(self, name: str, names: _Names) -> Level | None:
        found = names.known.get(bare(name))
        if found is not None or len(name) > _LONGEST:
            return found
        if not any(map("".join(fold(name).split()).__contains__, self._hints)):
            return None
        core = undressed(name)
        found = names.known.get(core.removesuffix("指标"))
        stem = self._without_tail(core)
        if found is not None or stem == core:
            return found
        for rest in self._without_lead(stem):
            if rest in names.words:
                return names.words[rest]
        fitting = [one for word, one in names.about.items() if stem.endswith(word) and len(stem) <= len(word) + one[0]]
        return fitting[0][1] if fitting else None

    def _without_tail(self, core: str) -> str:
        """The name without the words that only say that it names a kind: 指标, 类指标, 指标等."""
        while tail := next((word for word in self._behind if core.endswith(word) and core != word), None):
            core = core.removesuffix(tail)
        return core

    def _without_lead(self, stem: str) -> Iterator[str]:
        """The name, and what is left of it as the words go that only say whose it is."""
        yield stem
        while lead := next((word for word in self._before if stem.startswith(word) and stem != word), None):
            stem = stem.removeprefix(lead).lstrip(_EDGES)
            yield stem

    def _standard(self, name: str, first: bool) -> str:
        """The standard name of a first or second level, without 指标; what counts in its own where it is none."""
        level = self.level1(name) if first else self.level2(name)
        return bare(level.name) if level else core(name)

    def _standards(self, first: str, second: str) -> tuple[str, str]:
        """The standard names of an indicator's two levels, without 指标; what counts in its own where they are none."""
        level = self.level2(second, first) if second else None
        return self.standard(first, True), bare(level.name) if level else core(second)

    def parents(self, level2: Level) -> frozenset[str]:
        """The standard names of the first levels a category may stand under."""
        return frozenset(self._under[level2.name])

    def fits(self, first: str, second: str) -> bool | None:
        """Whether a category may stand under a first level, by their names; None where either is no standard one."""
        level1, level2 = self.level1(first), self.level2(second)
        return level1.name in self._under[level2.name] if level1 and level2 else None

    def printed_under(self, level2: Level, level1: Level) -> bool:
        """Whether the forms of some places print the category under this first level, which is not its own."""
        return level1.name in self._printed.get(level2.name, ())

    def knows(self, name: str, first: str = "") -> bool:
        """Whether a name is that of a category of either level, or of several together: 社会、经济、生态效益指标."""
        if self.level1(name) or self.level2(name, first):
            return True
        parts = _BETWEEN.split(undressed(name))
        return len(parts) > 1 and all(self.level2(part, first) or self.level2(part + "指标") for part in parts)

    def names(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """All known names of both levels, without 指标: first levels, second levels."""
        return tuple(self._firsts.known), tuple(self._seconds.known)


@lru_cache(maxsize=1024)
def undressed(name: str) -> str:
    """A category's name without numbering, brackets, weight, English and points around it."""
    text = "".join(fold(name).split())
    numbering = _NUMBERING.match(text) if text[:1].isnumeric() or text[:1] in _BRACKETS else None
    if numbering:
        text = text[numbering.end() :]
    steps: Sequence[Callable[[str], str]] = (
        lambda one: _WEIGHT.sub("", one),
        lambda one: _IN_BRACKETS.sub("", one),
        lambda one: _ENGLISH.sub("", one),
        lambda one: one.strip(_EDGES),
    )
    for _ in range(3):
        before = text
        for step in steps:
            text = step(text)
        if text == before:
            break
    return text
