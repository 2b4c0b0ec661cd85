"""What an indicator measures, as its name and the words beside its number tell."""

from __future__ import annotations

import re
from functools import lru_cache

from lint_pbt.checks.tools import Tools
from lint_pbt.knowledge import Better, Measure
from lint_pbt.text import fold

_BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,20})[)\]]")
_EXPLAINED = re.compile(r"(.{2,}?[率数量度额性比间值])\s*[-=:].{4,}")
_TAIL = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")
_NOTHING = Measure()


class Measures:
    """Asks the knowledge of the field for names as they are written."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self.of = lru_cache(maxsize=4096)(self._of)

    def _of(self, name: str) -> Measure:
        """What a name measures: what stands before a dash or a formula is judged first."""
        return self._tools.knowledge.measure(self._told(name))

    @lru_cache(maxsize=4096)  # noqa: B019 - one for each check of a run
    def _told(self, name: str) -> str:
        """The part of a name that tells what it measures."""
        knowledge, parts = self._tools.knowledge, [*heads(name)[1:], heads(name)[0]]
        told = ("entry", "grammar")
        found = next((part for part in parts if knowledge.measure(part).source in told), None)
        return found or next((part for part in parts if knowledge.measure(part).source == "tail"), parts[-1])

    def better(self, name: str, category: str = "") -> Better:
        """Which way is better; `category` is the second-level one, for what is spent should be little."""
        return self._tools.knowledge.better(self._told(name), category)

    def named(self, label: str, name: str) -> str:
        """What tells more of a measure: the words before the number where they are known, else the name."""
        return label if label and self.of(label).source in ("entry", "grammar") else name

    def reduces(self, text: str) -> bool:
        """True for words that speak of making something less."""
        return bool(text) and self._tools.knowledge.reduces(text)


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
    """What stands in brackets in a name, folded, with 单位: and a scale such as 万 taken off; and behind a slash."""
    folded = fold(name)
    found = [*_BRACKETS.findall(folded), *([folded.rpartition("/")[2]] if "/" in folded else [])]
    return tuple([inner.strip().removeprefix("单位").lstrip(":百千万亿").strip() for inner in found])
