"""What an indicator measures, as its name tells: a rate with bounds, something to keep low, something to raise."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from lint_pbt.checks.tools import Tools
from lint_pbt.text import fold

Direction = Literal["lower", "higher"]
_BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,20})[)\]]")
_RATE = "率"
_EXPLAINED = re.compile(r"(.{2,}?[率数量度额性比间值])\s*[-=:].{4,}")
_TAIL = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")


class Vocabularies(NamedTuple):
    """The names of the word lists that tell kinds of measures apart; all hold endings of names."""

    bounded: str = "bounded-rates"
    open: str = "open-rates"
    lower: str = "lower-is-better"
    higher: str = "higher-is-better"
    adverse: str = "adverse-events"
    tails: str = "counting-tails"
    reducing: str = "reducing-verbs"
    signed: str = "signed-measures"
    handling: str = "handling-verbs"


class Measures:
    """Judges names by the longest ending that a vocabulary has."""

    def __init__(self, tools: Tools, vocabularies: Vocabularies = Vocabularies()) -> None:  # noqa: B008 - immutable
        self._words = {role: tools.words(name) for role, name in vocabularies._asdict().items()}
        self.bounded = lru_cache(maxsize=4096)(self._bounded)
        self.direction = lru_cache(maxsize=4096)(self._direction)
        self.signed = lru_cache(maxsize=4096)(self._signed)

    def _bounded(self, name: str) -> bool:
        """True for a rate that lies between 0 and 100% by its nature: any that no list says may go beyond."""
        for head in heads(name):
            closed, free = self._words["bounded"].ending(head) or "", self._words["open"].ending(head) or ""
            if closed or free:
                return len(closed) > len(free)
            if head.endswith(_RATE):
                return True
        return False

    def _signed(self, name: str) -> bool:
        """True for a measure that may be below zero, such as a rate of growth."""
        return any(self._words["signed"].ending(head) for head in heads(name))

    def _direction(self, name: str) -> Direction | None:
        """Whether less or more is better; None where the name does not tell."""
        for head in heads(name):
            higher, lower = self._words["higher"].ending(head) or "", ""
            if not self.reducing(head):
                lower = max(self._listed_lower(head), self._adverse(head), key=len)
            if lower or higher:
                return "lower" if len(lower) > len(higher) else "higher"
        return None

    def reducing(self, text: str) -> bool:
        """True for words that speak of making something less; how much less is then the better the more."""
        return self._words["reducing"].find(text) is not None

    def _listed_lower(self, head: str) -> str:
        """The ending to keep low; empty where the name begins with what is done about it: 清理违建面积."""
        lower = self._words["lower"].ending(head) or ""
        done = self._words["handling"].starting(head) or ""
        return "" if done and len(done) + len(lower) <= len(head) else lower

    def _adverse(self, head: str) -> str:
        """The adverse event a name counts, with the word it counts it by; empty where it counts none."""
        if self._words["handling"].starting(head):
            return ""
        tail = self._words["tails"].ending(head) or ""
        event = self._words["adverse"].ending(head[: len(head) - len(tail)])
        return event + tail if event else ""


@lru_cache(maxsize=4096)
def heads(name: str) -> tuple[str, ...]:
    """The name without brackets behind; and what stands before a dash or a formula, if that is shorter."""
    bare = fold(name).strip()
    while bare.endswith((")", "]")) and (shorter := _TAIL.sub("", bare)) != bare:
        bare = shorter
    parts = [bare.partition(sign) for sign in "-="]
    return (bare, *(head.strip() for head, found, _ in parts if found and head))


@lru_cache(maxsize=4096)
def essence(name: str) -> str:
    """The name without brackets behind, and without an explanation or a formula behind a dash, colon or =."""
    bare = heads(name)[0]
    found = _EXPLAINED.match(bare)
    return found[1] if found else bare


@lru_cache(maxsize=4096)
def bracketed(name: str) -> tuple[str, ...]:
    """What stands in brackets in a name, folded, with 单位: and a scale such as 万 taken off."""
    found = _BRACKETS.findall(fold(name))
    return tuple([inner.strip().removeprefix("单位").lstrip(":百千万亿").strip() for inner in found])
