"""Headings in a row, each a project as far as it goes, become units with their projects; documents become one."""

from __future__ import annotations

from collections.abc import Container, Sequence
from decimal import Decimal
from itertools import takewhile

from msgspec.structs import replace

from lint_pbt.model.document import BudgetUnit, Document, Note, Project
from lint_pbt.model.sheet import GridSheet, Source


def is_bare(heading: Project) -> bool:
    """Whether a heading has neither goal nor indicators: then it is a unit, as a rule."""
    return heading.goal is None and not heading.indicators


def total_of(heading: Project) -> Decimal:
    return heading.amounts[0].value if heading.amounts else Decimal(0)


def group(headings: Sequence[Project], sure: Container[int] = ()) -> tuple[BudgetUnit, ...]:
    """The units of a table, their projects numbered. Projects above the first unit form one without a name.

    Headings whose indices are `sure` are projects, whatever stands below them.
    """
    units: list[tuple[Project | None, list[Project]]] = []
    left = Decimal(0)  # of the open unit's total, not yet taken by its projects
    index = 0
    for number, heading in enumerate(headings):
        headless = bool(units) and units[0][0] is None
        if is_bare(heading) and heading.index not in sure and not _is_project(headings, number, left, headless):
            units.append((heading, []))
            left = total_of(heading)
            continue
        index += 1
        left -= total_of(heading)
        if not units:
            units.append((None, []))
        units[-1][1].append(replace(heading, index=index))
    return tuple(
        BudgetUnit(unit.name if unit else None, unit.amounts if unit else (), tuple(projects))
        for unit, projects in units
    )


def incomplete(document: Document, cut: Container[int]) -> Document:
    """The document, the projects with these indices marked as incomplete."""

    def marked(project: Project) -> Project:
        return replace(project, complete=False) if project.index in cut else project

    units = tuple(replace(unit, projects=tuple(map(marked, unit.projects))) for unit in document.units)
    return replace(document, units=units)


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


def _is_project(headings: Sequence[Project], number: int, left: Decimal, headless: bool) -> bool:
    """Whether a bare heading is a project without goal and indicators: it is not the sum of what follows, and its
    unit still has room for it, or the projects above are `headless`, without a unit of their own."""
    heading = headings[number]
    if not heading.complete:
        return True
    total = total_of(heading)
    if not heading.amounts or not (headless or total <= left) or (left <= 0 and not headless):
        return False
    following = sum(map(total_of, takewhile(lambda one: not is_bare(one), headings[number + 1 :])), Decimal(0))
    return abs(following - total) > Decimal("0.01") * (len(headings) - number)


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
