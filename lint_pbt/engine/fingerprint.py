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
    from lint_pbt.engine.drafts import Placing


class Fingerprints:
    """Those of the findings of one document, made when somebody asks for one: most runs only count findings."""

    def __init__(self) -> None:
        self._placed: list[Placing] = []

    def add(self, placing: Placing) -> None:
        """Take in the next finding; all have to be known before a fingerprint is asked for."""
        self._placed.append(placing)

    def of(self, placing: Placing) -> str:
        """16 hexadecimal digits."""
        if not placing.fingerprint:
            seen: dict[str, int] = {}
            for one in self._placed:
                first = _digest(_words(one))
                earlier = seen[first] = seen.get(first, -1) + 1
                one.fingerprint = _digest(f"{first}\0{earlier}") if earlier else first
            self._placed.clear()
        return placing.fingerprint


def _words(one: Placing) -> str:
    """What a finding is known by, widths folded and white space gone. An identity is about nothing in particular."""
    draft, unit, project, indicator, field = one.wording.draft, one.unit, one.project, one.indicator, one.field
    evidence = draft.identity
    if evidence is None:
        evidence = "" if field is None else field.text[draft.start : draft.end]
    else:
        unit = project = indicator = None
    parts = (
        draft.rule.id,
        _squeezed(unit.name.text) if unit is not None and unit.name is not None else "",
        _squeezed(project.name.text) if project is not None else "",
        _squeezed(indicator.level2.name.text) if indicator is not None else "",
        _squeezed(indicator.name.text) if indicator is not None else "",
        _squeezed(draft.field_name or ""),
        _squeezed(evidence),
    )
    return "\0".join(parts)


@lru_cache(maxsize=8192)
def _squeezed(text: str) -> str:
    return "".join(fold(text).split())


def _digest(key: str) -> str:
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
