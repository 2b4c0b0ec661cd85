"""What the titles of columns mean (source: rules/vocabulary/grid-columns.yaml)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from lint_pbt.layouts.words import kinds, vocabulary
from lint_pbt.text import fold

_VOCABULARY = "grid-columns"
_LONGEST = 40
UNSURE = 1000  # the rank of titles that are not listed
_BRACKETS = re.compile(r"\(([^()]*)\)$")
_WITHIN = re.compile(r"([^()]+)\(([^()]*)\)([^()]*)")
_NUMBERING = re.compile(r"^(?:\(?[一二三四五六七八九十\d]{1,2}[、.)]|[-—*·●○])+")
_AROUND = re.compile(r"^[*★▲#]+|^20\d\d年度?(?=.)|^其中:|[*★▲#]+$")


class Title(NamedTuple):
    """What a title says its column holds. `rank` is its place among the titles of that role, the surest first."""

    role: str
    rank: int


@lru_cache(maxsize=8192)
def compact(text: str) -> str:
    """A short text as it is compared: folded, without white space."""
    return "".join(fold(text).split())


class Titles:
    """The titles that are known: the built-in ones, and those a user adds (`grid-columns.name: [考核内容]`)."""

    def __init__(self, added: Mapping[str, Sequence[str]]) -> None:
        own = {name.partition(".")[2]: words for name, words in added.items() if name.startswith(_VOCABULARY + ".")}
        self._columns = {**_ranked(vocabulary(_VOCABULARY)["columns"]), **_ranked(own)}
        self._below = {**self._columns, **_ranked(vocabulary(_VOCABULARY)["below"])}
        self._labels = {**self._columns, **_ranked(vocabulary(_VOCABULARY)["labels"])}
        self._endings = _ranked(vocabulary(_VOCABULARY)["endings"])
        # Most cells end with a character that no title ends with.
        self._last = frozenset(title[-1] for title in self._below) | frozenset(" \t\n\u3000)）*★▲#")
        self._looked_up = lru_cache(maxsize=4096)(self._look_up)
        self.label = lru_cache(maxsize=4096)(self._label)

    def of(self, text: str, below: bool = False) -> Title | None:
        """What the title of a column means, None where it is not listed; `below` for a row under another of titles."""
        return self._looked_up(text, below) if text[-1:] in self._last and len(text) <= _LONGEST else None

    def _look_up(self, text: str, below: bool) -> Title | None:
        written, bare, inside = _bared(text)
        known = self._below if below else self._columns
        found = known.get(written) or _in_either(written, known) or known.get(bare)
        if found and found.role == "value" and block_of(inside) == "cycle":
            return Title("cycle", found.rank)
        return found

    def _label(self, text: str) -> str | None:
        """What the label of a cell says stands beside or below it, None where it is none."""
        if len(text) > _LONGEST:
            return None
        written, bare, _ = _bared(_NUMBERING.sub("", compact(text).rstrip(":")).rstrip("0123456789"))
        labels = self._labels
        found = labels.get(written) or labels.get(bare) or labels.get(bare.rstrip(":")) or _in_either(written, labels)
        return found.role if found else None

    def guess(self, text: str) -> Title | None:
        """What a title that is not listed means by its ending: less sure than any that is."""
        title = _without_brackets(text)
        found = self._by_ending(title)
        if found is None or found[0].role != "value":
            return found[0]._replace(rank=UNSURE) if found else None
        if any(word in title for key in ("past", "partial") for word in vocabulary(_VOCABULARY)[key]):
            return Title("note", UNSURE)
        return Title("cycle" if block_of(title[: found[1]]) == "cycle" else "value", UNSURE)

    def names_value(self, text: str) -> bool:
        """Whether a title ends like that of a value, be it of the past or of a part of the year."""
        found = self._by_ending(_without_brackets(text)) if text[-1:] in self._last else None
        return found is not None and found[0].role == "value"

    def _by_ending(self, title: str) -> tuple[Title, int] | None:
        """The longest ending of a title that is known, and where it begins."""
        endings = ((self._endings.get(title[start:]), start) for start in range(len(title) - 1))
        return next(((found, start) for found, start in endings if found), None)


def _without_brackets(text: str) -> str:
    """A title that is not too long without signs, year and brackets; those in the middle too."""
    return _WITHIN.sub(r"\1\3", _bared(text)[0]) if len(text) <= _LONGEST else ""


def _bared(text: str) -> tuple[str, str, str]:
    """A title without signs and year, the same without brackets behind it, and what stands in those."""
    written = _AROUND.sub("", compact(text))
    brackets = _BRACKETS.search(written)
    return (written, written[: brackets.start()], brackets[1]) if brackets else (written, written, "")


def _in_either(written: str, known: Mapping[str, Title]) -> Title | None:
    """What a title with a word in brackets means where it stands for two: 单位(专项)名称, 全年(程)目标值.

    A column of units and projects is one of projects; 项目单位(项目名称) is such a column as well.
    """
    match = _WITHIN.fullmatch(written) if "(" in written else None
    if match is None:
        return None
    both = known.get(match[1] + match[3]), known.get(match[2] + match[3])
    project = next((one for one in both if one and one.role == "project"), None)
    if project and {one.role for one in both if one} <= {"unit", "project"}:
        return project
    return (both[0] or both[1]) if match[3] else None


def _ranked(titles: Mapping[str, Sequence[str]]) -> dict[str, Title]:
    return {
        compact(title): Title(role, rank)
        for role, some in reversed(list(titles.items()))
        for rank, title in reversed(list(enumerate(some)))
    }


@lru_cache(maxsize=4096)
def block_of(text: str) -> str | None:
    """`cycle` or `annual` where a text names the block of indicators that follows."""
    if len(text) > _LONGEST:
        return None
    written = _AROUND.sub("", compact(text)).rstrip(":")
    return kinds(_VOCABULARY, "blocks").get(_BRACKETS.sub("", written))


@cache
def marks(key: str) -> frozenset[str]:
    """What the vocabulary lists under a key: `blank` marks, words that are `no_unit`, words for `percent`."""
    return frozenset(map(compact, vocabulary(_VOCABULARY)[key]))
