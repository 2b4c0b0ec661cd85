"""What several layouts have read of one file, as one document."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from msgspec.structs import replace

from lint_pbt.model import BudgetUnit, Document, Note, Place
from lint_pbt.sheet import GridSheet, Source


def together(source: Source, documents: Sequence[Document], notes: tuple[Note, ...]) -> Document:
    """One document with the units of all, in the order of the file; its layout is that of most indicators.

    Amounts of a whole table are left out, since they are not those of the file.
    """
    order = {sheet.name: at for at, sheet in enumerate(source.sheets) if isinstance(sheet, GridSheet)}
    units = sorted((unit for one in documents for unit in one.units), key=lambda unit: _stands(unit, order))
    indexes = count(1)
    numbered = tuple(
        replace(unit, projects=tuple(replace(project, index=next(indexes)) for project in unit.projects))
        for unit in units
    )
    with_cycle = [one.has_cycle for one in documents]
    return replace(
        max(documents, key=_indicators),
        units=numbered,
        title=next((one.title for one in documents if one.title), None),
        department=next((one.department for one in documents if one.department), None),
        amount_unit=next((one.amount_unit for one in documents if one.amount_unit), None),
        amounts=(),
        has_cycle=any(with_cycle),
        has_goal=all(one.has_goal for one in documents),
        paired=all(one.paired for one in documents) and len(set(with_cycle)) == 1,
        notes=(*notes, *(note for one in documents for note in one.notes)),
    )


def _indicators(document: Document) -> int:
    return sum(len(project.indicators) for _, project in document.projects())


def _stands(unit: BudgetUnit, order: dict[str | None, int]) -> tuple[int, int, int]:
    """Where the first of a unit's projects stands in the file: worksheet, page, line."""
    of_projects = (
        project.indicators[0].place if project.indicators else project.name.place() for project in unit.projects
    )
    place = next(of_projects, Place(0))
    return order.get(place.sheet, 0) if place.sheet else 0, place.page or 0, place.line
