"""Findings by what they are about, in the order of the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from lint_pbt.model.document import Document
    from lint_pbt.model.run import Finding

Item = TypeVar("Item")
Key = TypeVar("Key")


def grouped(items: Iterable[Item], key: Callable[[Item], Key]) -> Iterable[tuple[Key, list[Item]]]:
    """The items by key, groups and items in their first order."""
    groups: dict[Key, list[Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups.items()


def ranked(findings: Sequence[Finding], document: Document | None) -> Sequence[Finding]:
    """The findings of a document in the order in which it has what they are about."""
    if document is None:
        return findings
    parts: list[object] = []
    for unit in document.units:
        parts.append(unit)
        for project in unit.projects:
            parts.append(project)
            parts += project.indicators
    rank = {id(part): at for at, part in enumerate(parts, 1)}
    return sorted(findings, key=lambda one: rank.get(id(one.indicator or one.project or one.unit), 0))
