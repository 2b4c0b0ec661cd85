"""A table as it was read, as one JSON object with the names other tools rely on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from lint_pbt.model.run import JSON_VERSION
from lint_pbt.presentation.json_stream import write_object
from lint_pbt.reporters.json.objects import left_out_member, note_object, number, place_object
from lint_pbt.reporters.parsed.records import code
from lint_pbt.text.folding import fold

if TYPE_CHECKING:
    from typing import IO

    from lint_pbt.knowledge.framework import Framework, Level
    from lint_pbt.model.document import Category, Document, Field, Indicator, Project
    from lint_pbt.model.run import Run


def report(run: Run, stream: IO[str], *, framework: Framework) -> None:
    """Write the documents as one JSON object; `framework` gives the codes of standard names written without."""
    write_object(
        stream,
        {
            "version": JSON_VERSION,
            "documents": (_document(document, framework) for document in run.documents),
            "failures": ({"path": failure.path, "message": failure.message} for failure in run.failures),
            **left_out_member(run),
        },
    )


def _document(document: Document, framework: Framework) -> dict[str, Any]:
    return {
        "path": document.path,
        "layout": document.layout,
        "title": _text(document.title),
        "department": _text(document.department),
        "amount_unit": document.amount_unit,
        "total": number(document.total),
        "encoding": document.encoding,
        "units": [
            {
                "name": _text(unit.name),
                "total": number(unit.total),
                "line": unit.name.place().line if unit.name else None,
                "projects": [_project(project, framework) for project in unit.projects],
            }
            for unit in document.units
        ],
        "notes": [note_object(note) for note in document.notes],
    }


def _project(project: Project, framework: Framework) -> dict[str, Any]:
    return {
        "index": project.index,
        "name": project.name.text,
        "total": number(project.total),
        "goal": _text(project.goal),
        "line": project.name.place().line,
        "indicators": [_indicator(indicator, framework) for indicator in project.indicators],
    }


def _indicator(indicator: Indicator, framework: Framework) -> dict[str, Any]:
    place = indicator.place
    return {
        "ordinal": indicator.ordinal,
        "level1": _level(indicator.level1, framework.level1(indicator.level1.name.text)),
        "level2": _level(indicator.level2, framework.level2(indicator.level2.name.text)),
        "name": indicator.name.text,
        "cycle_value": _text(indicator.cycle),
        "annual_value": _text(indicator.annual),
        "weight": _weight(indicator.weight),
        "direction": _text(indicator.direction),
        "line": place.line,
        "column": place.column,
        "cell": place.cell,
        "sheet": place.sheet,
        "page": place.page,
        "places": {
            "name": place_object(indicator.name.place()),
            "cycle_value": place_object(indicator.cycle.place()) if indicator.cycle else None,
            "annual_value": place_object(indicator.annual.place()) if indicator.annual else None,
        },
    }


def _level(category: Category | Field, standard: Level | None) -> dict[str, str | None]:
    return {"code": code(category, standard), "name": category.name.text}


def _text(field: Field | None) -> str | None:
    return field.text if field else None


def _weight(field: Field | None) -> float | None:
    """A weight as a number: `10`, `10分`, `10%` and `10.00` all hold one; None where there is none."""
    if field is None:
        return None
    found = re.search(r"\d{1,9}(?:\.\d{1,9})?", fold(field.text), re.ASCII)
    if not found:
        return None
    return float(found[0]) if "." in found[0] else int(found[0])
