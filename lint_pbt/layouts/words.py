"""The words by which a table is recognised: titles of columns, labels of values and names of categories."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from lint_pbt.datafiles.vocabulary import built_in
from lint_pbt.knowledge.framework import Framework
from lint_pbt.text.folding import fold, fold_each
from lint_pbt.text.patterns.lazy import Pattern

_SHORTEST_OFFICE = 4  # characters
# 302001-某县林业局, 51082224T000011-林木管护, （302001）某县林业局, and what begins as no name does without one.
_CODE = Pattern(
    r"\s*(?P<open>[\[(【〔])?(?P<code>\d*[A-Z]{1,2}\d{4,}|\d{3,})(?(open)[\])】〕])\s*(?P<parted>[-—–_:·]{0,2})\s*"
    r"(?=[^\W_]|[“\"《(])(?P<number>\d(?!0\d\d年))?"
)
_YEAR = Pattern(r"(?:19|20)\d\d")
# Characters of a code with nothing behind it to part it from the name of an office, or from any name.
_CODE_OF_OFFICE, _CODE_ALONE = 6, 10

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
    return {word: kind for kind, words in vocabulary(name)[key].items() for word in fold_each(words)}


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


def code_end(text: str, *, office: bool = False) -> int:
    """Where the code ends that a system puts before a name, with what parts them; 0 where the name begins as it stands.

    A number that belongs to a name is short or a year, and nothing parts it from the rest: 120急救, 2026年防火. A code
    may be shorter before the name of an `office`, as which others count by how they end.
    """
    found = _CODE.match(fold(text)) if len(text) > _SHORTEST_OFFICE and not "一" <= text[0] <= "龥" else None
    if found is None or _YEAR.fullmatch(found["code"]):
        return 0
    length, end = len(found["code"]), found.end()
    parted = bool(found["parted"]) and not found["open"]
    if found["number"]:  # 5G基站 behind a long code, no more of a range
        return end - 1 if parted and length >= _CODE_ALONE else 0
    if parted or length >= _CODE_ALONE:
        return end
    if length < _CODE_OF_OFFICE:  # 311 平山县水利局: a short one has a blank behind it
        return end if text[found.end("code") : end].isspace() and is_office(text[end:]) else 0
    if not found["open"] and found["code"].endswith("00") and _counted().match(fold(text[end:])):
        return 0
    return end if found["open"] or office or is_office(text[end:]) else 0


@cache
def _counted() -> Pattern:
    """What a round number counts: 亩 of 100000亩产业园."""
    return Pattern(f"[万亿余多]|{any_of(built_in()[0]['units'])}")


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
