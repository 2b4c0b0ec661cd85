"""Fingerprints that survive re-wrapping, renumbered lines and moved projects.

A finding is known by its rule, the unit, the project, the indicator and the evidence, never by a line.
Findings alike in all of these are told apart by counting.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from lint_pbt.text import fold

try:
    # The same function; `hashlib` first loads OpenSSL, which takes longer than all fingerprints of a table.
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

if TYPE_CHECKING:
    from lint_pbt.checks.primitive import Subject


class Fingerprints:
    """Gives each finding of one document its fingerprint: 16 hexadecimal digits."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def of(
        self, rule: str, subject: Subject, field_name: str | None, evidence: str, identity: str | None = None
    ) -> str:
        """The fingerprint of the next finding with this rule, subject and evidence; `identity` replaces the subject."""
        unit, project, indicator = subject.unit, subject.project, subject.indicator
        if identity is not None:
            unit = project = indicator = None
            evidence = identity
        parts = (
            rule,
            unit.name.text if unit and unit.name else "",
            project.name.text if project else "",
            indicator.level2.name.text if indicator else "",
            indicator.name.text if indicator else "",
            field_name or "",
            evidence,
        )
        first = _of_words("\0".join(parts))
        count = self._seen.get(first, 0)
        self._seen[first] = count + 1
        return _digest(f"{first}\0{count}") if count else first


@lru_cache(maxsize=8192)
def _of_words(words: str) -> str:
    return _digest("".join(fold(words).split()))


def _digest(key: str) -> str:
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
