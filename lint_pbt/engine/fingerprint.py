"""Fingerprints that survive re-wrapping, renumbered lines and moved projects.

A finding is known by its rule, the unit, the project, the indicator and the evidence, never by a line.
Findings alike in all of these are told apart by counting.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from lint_pbt.text.folding import fold

try:
    # The same function; `hashlib` first loads OpenSSL, which takes longer than all fingerprints of a table.
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

if TYPE_CHECKING:
    from lint_pbt.model.document import BudgetUnit, Indicator, Project

    # Rule, what it is about, name of the field and evidence. An `identity` is evidence about nothing in particular.
    Known = tuple[str, BudgetUnit | None, Project | None, Indicator | None, str, str]


class Fingerprints:
    """Those of the findings of one document, made when somebody asks for one: most runs only count findings."""

    def __init__(self) -> None:
        self._known: list[Known] = []
        self._made: list[str] = []

    def number(self, known: Known) -> int:
        """The number by which the next finding can ask for its fingerprint; all have their number before any asks."""
        self._known.append(known)
        return len(self._known) - 1

    def of(self, number: int) -> str:
        """16 hexadecimal digits."""
        if not self._made:
            seen: dict[str, int] = {}
            for words in map(_words, self._known):
                earlier = seen[words] = seen.get(words, -1) + 1
                first = _digest(words)
                self._made.append(_digest(f"{first}\0{earlier}") if earlier else first)
            self._known.clear()
        return self._made[number]


def _words(known: Known) -> str:
    """What a finding is known by, widths folded and white space gone."""
    rule, unit, project, indicator, field_name, evidence = known
    parts = (
        rule,
        _squeezed(unit.name.text) if unit is not None and unit.name is not None else "",
        _squeezed(project.name.text) if project is not None else "",
        _squeezed(indicator.level2.name.text) if indicator is not None else "",
        _squeezed(indicator.name.text) if indicator is not None else "",
        _squeezed(field_name),
        _squeezed(evidence),
    )
    return "\0".join(parts)


@lru_cache(maxsize=8192)
def _squeezed(text: str) -> str:
    return "".join(fold(text).split())


def _digest(key: str) -> str:
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
