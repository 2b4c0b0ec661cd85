"""What the titles of columns mean (source: rules/vocabulary/grid-columns.yaml)."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from lint_pbt.layouts.words import kinds, vocabulary
from lint_pbt.text import fold

_VOCABULARY = "grid-columns"
_LONGEST = 40
_BRACKETS = re.compile(r"\(([^()]*)\)$")
_AROUND = re.compile(r"^[*★▲#]+|^20\d\d年度?(?=.)|^其中:|[*★▲#]+$")


class Title(NamedTuple):
    """What a title says its column holds. `rank` is its place among the titles of that role, the surest first."""

    role: str
    rank: int


@lru_cache(maxsize=8192)
def compact(text: str) -> str:
    """A short text as it is compared: folded, without white space."""
    return "".join(fold(text).split())


@cache
def _known(part: str) -> dict[str, Title]:
    return {
        compact(title): Title(role, rank)
        for role, titles in reversed(vocabulary(_VOCABULARY)[part].items())
        for rank, title in reversed(list(enumerate(titles)))
    }


@lru_cache(maxsize=4096)
def title_of(text: str, below: bool = False) -> Title | None:
    """What the title of a column means, None where it is none; `below` for a row under another row of titles."""
    if not text or len(text) > _LONGEST:
        return None
    written = _AROUND.sub("", compact(text))
    brackets = _BRACKETS.search(written)
    bare = written[: brackets.start()] if brackets else written
    parts = ("below", "columns") if below else ("columns",)
    found = next((known[one] for known in map(_known, parts) for one in (written, bare) if one in known), None)
    if found and found.role == "value" and brackets:
        of_cycle = _known("below").get(brackets[1])
        return Title("cycle", found.rank) if of_cycle and of_cycle.role == "cycle" else found
    return found


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
