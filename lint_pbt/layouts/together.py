"""What several layouts have read of one file, as one document."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from lint_pbt.model.document import BudgetUnit, Document, Note, Project
from lint_pbt.model.sheet import GridSheet, Source


def together(source: Source, documents: Sequence[Document], notes: tuple[Note, ...]) -> Document:
    """One document with the projects of all, in the order of the file; its layout is that of most indicators.

    Amounts of a whole table are left out, since they are not those of the file.
    """
    return replace(
        max(documents, key=lambda one: sum(len(project.indicators) for _, project in one.projects())),
        units=_units(source, documents),
        title=next((one.title for one in documents if one.title), None),
        department=next((one.department for one in documents if one.department), None),
        amount_unit=next((one.amount_unit for one in documents if one.amount_unit), None),
        amounts=(),
        taken=tuple(taken for one in documents for taken in one.taken),
        notes=(*notes, *(note for one in documents for note in one.notes)),
    )


def _units(source: Source, documents: Sequence[Document]) -> tuple[BudgetUnit, ...]:
    """The units with their projects in the order of the file; one that stands in parts has no total of its own."""
    order = {sheet.name: at for at, sheet in enumerate(source.sheets) if isinstance(sheet, GridSheet)}
    found = [(unit, project) for one in documents for unit, project in one.projects()]
    found.sort(key=lambda pair: _stands(pair[1], order))
    runs: list[tuple[BudgetUnit, list[Project]]] = []
    for index, (unit, project) in enumerate(found, 1):
        if not runs or _name(runs[-1][0]) != _name(unit):
            runs.append((unit, []))
        runs[-1][1].append(replace(project, index=index))
    return tuple(
        replace(unit, projects=tuple(projects), amounts=unit.amounts if len(projects) == len(unit.projects) else ())
        for unit, projects in runs
    )


def _name(unit: BudgetUnit) -> str | None:
    return unit.name.text if unit.name else None


def _stands(project: Project, order: dict[str | None, int]) -> tuple[int, int, int]:
    """Where a project stands in the file: worksheet, page, line."""
    place = project.indicators[0].place if project.indicators else project.name.place()
    return order.get(place.sheet, 0) if place.sheet else 0, place.page or 0, place.line
