"""The words by which a table is recognised: titles of columns, labels of values and names of categories."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from lint_pbt.datafiles.vocabulary import built_in
from lint_pbt.knowledge.framework import Framework
from lint_pbt.text.folding import fold
from lint_pbt.text.patterns.lazy import Pattern

_SHORTEST_OFFICE = 4  # characters

# What a user adds, by vocabulary and column: `columns.name`.
Words = Mapping[str, tuple[str, ...]]
NOTHING: Words = {}


@cache
def vocabulary(name: str) -> dict[str, Any]:
    """A vocabulary file that is no mere list of words, as data."""
    return built_in()[1][name]


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, folded, the longest first."""
    return "|".join(re.escape(word) for word in sorted({fold(word) for word in words}, key=len, reverse=True))


@cache
def kinds(name: str, key: str) -> dict[str, str]:
    """Each folded word of a vocabulary that sorts its words by kind, with its kind."""
    return {fold(word): kind for kind, words in vocabulary(name)[key].items() for word in words}


@cache
def listed(name: str, key: str) -> frozenset[str]:
    """The words that a vocabulary lists under a key, folded and without white space."""
    return frozenset("".join(fold(word).split()) for word in vocabulary(name)[key])


@cache
def worded(name: str, pattern: str) -> Pattern:
    """A pattern in which `<key>` stands for any of the words that a vocabulary lists under the key."""
    return Pattern(re.sub(r"(?<!P)<(\w+)>", lambda match: any_of(vocabulary(name)[match[1]]), pattern))


def added_titles(added: Words) -> dict[str, tuple[str, ...]]:
    """The titles of columns that a user adds, by what the columns hold."""
    return {name.partition(".")[2]: words for name, words in added.items() if name.startswith("columns.")}


def column_roles(added: Words) -> Mapping[str, str]:
    """Each folded title of a column, those that a user adds among them, with what the column holds."""
    return _column_roles(tuple(sorted(added_titles(added).items())))


@lru_cache(maxsize=16)
def _column_roles(own: tuple[tuple[str, tuple[str, ...]], ...]) -> Mapping[str, str]:
    return {**kinds("columns", "columns"), **{fold(word): role for role, words in own for word in words}}


def is_office(name: str) -> bool:
    """Whether a name ends as those of offices do, a word that it is the office itself left out: 某县水务局（本级）."""
    frame = vocabulary("table-frame")
    bare = name.rstrip(" ()（）")
    itself = next((word for word in frame["of_itself"] if bare.endswith(word)), "")
    bare = bare.removesuffix(itself).rstrip(" (（")
    return len(bare) >= _SHORTEST_OFFICE and bare.endswith(tuple(frame["offices"]))


@cache
def footnote() -> Pattern:
    """The beginning of a note below a table, folded: 注：, 备注1、, （说明）, 填报人：."""
    return worded("table-frame", r"\s*\(?(?:<footnote>)\s*\d?\s*[:.、]")


@cache
def standard_framework() -> Framework:
    """The standard framework of indicators."""
    return Framework(vocabulary("framework"))


@cache
def category_names(level: int) -> tuple[str, ...]:
    """The names of the standard categories of a level, 1 or 2, as the framework writes them."""
    firsts = vocabulary("framework")["levels"]
    seconds = (two for one in firsts for two in one["categories"])
    return tuple(one["name"] for one in (firsts if level == 1 else seconds))
