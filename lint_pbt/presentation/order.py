"""Findings in the order of the tables they are about: unit, project, indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lint_pbt.model.document import BudgetUnit, Document, Indicator, Project
    from lint_pbt.model.run import Finding


def in_table_order(documents: Iterable[Document], findings: Iterable[Finding]) -> list[Finding]:
    """The findings file by file as their tables have it: of the whole table, of each unit, project and indicator.

    Findings about the same thing keep their order.
    """
    files: dict[str, int] = {}
    ranks: dict[int, int] = {}
    for document in documents:
        files.setdefault(document.path, len(files))
        for part in _parts(document):
            ranks[id(part)] = len(ranks) + 1

    def key(finding: Finding) -> tuple[int, int]:
        subject = finding.indicator or finding.project or finding.unit
        return files.get(finding.path, len(files)), ranks.get(id(subject), 0)

    return sorted(findings, key=key)


def _parts(document: Document) -> Iterable[BudgetUnit | Project | Indicator]:
    for unit in document.units:
        yield unit
        for project in unit.projects:
            yield project
            yield from project.indicators
