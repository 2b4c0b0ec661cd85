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
    from lint_pbt.run import Finding


class Fingerprints:
    """Counts the findings of one document that are alike."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def earlier(self, finding: Finding, identity: str | None) -> int:
        """How many findings like the next one have been; `identity` replaces unit, project and indicator."""
        words = _words(finding, identity)
        count = self._seen.get(words, 0)
        self._seen[words] = count + 1
        return count


def fingerprint(finding: Finding, identity: str | None, earlier: int) -> str:
    """16 hexadecimal digits for a finding with so many like it before it in its document."""
    first = _digest(_words(finding, identity))
    return _digest(f"{first}\0{earlier}") if earlier else first


def _words(finding: Finding, identity: str | None) -> str:
    """What a finding is known by, widths folded and white space gone."""
    rule, field_name = finding.rule.id, _squeezed(finding.field_name or "")
    if identity is not None:
        return f"{rule}\0\0\0\0\0{field_name}\0{_squeezed(identity)}"
    unit, project, indicator = finding.unit, finding.project, finding.indicator
    of_unit = _squeezed(unit.name.text) if unit is not None and unit.name is not None else ""
    of_project = _squeezed(project.name.text) if project is not None else ""
    category = _squeezed(indicator.level2.name.text) if indicator is not None else ""
    name = _squeezed(indicator.name.text) if indicator is not None else ""
    return f"{rule}\0{of_unit}\0{of_project}\0{category}\0{name}\0{field_name}\0{_squeezed(finding.evidence)}"


@lru_cache(maxsize=8192)
def _squeezed(text: str) -> str:
    return "".join(fold(text).split())


def _digest(key: str) -> str:
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
