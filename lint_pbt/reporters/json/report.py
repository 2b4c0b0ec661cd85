"""The run as one JSON object, with the names other tools rely on."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from lint_pbt.presentation.json_stream import write_object
from lint_pbt.presentation.words import basis_text, category_text
from lint_pbt.reporters.json.aside import json_members
from lint_pbt.reporters.json.counts import scores_object, statistics_object
from lint_pbt.reporters.json.places import place_object
from lint_pbt.rule import SEVERITIES
from lint_pbt.run import JSON_VERSION

if TYPE_CHECKING:
    from decimal import Decimal
    from typing import IO

    from lint_pbt.model import Document, Indicator, Note, Project
    from lint_pbt.run import Crash, Failure, Finding, Repair, Run, Skip


def report(run: Run, stream: IO[str], *, statistics: bool = False) -> None:
    """Write the run to a stream, one document and one finding a line; `statistics` adds the counts."""
    from lint_pbt.scoring.score import score
    from lint_pbt.scoring.statistics import statistics as count

    counts = run.count()
    write_object(
        stream,
        {
            "version": JSON_VERSION,
            "documents": map(document_object, run.documents),
            "findings": map(finding_object, run.findings),
            "failures": map(failure_object, run.failures),
            "crashes": map(crash_object, run.crashes),
            "skips": map(skip_object, run.skips),
            **json_members(run),
            "summary": {severity: counts[severity] for severity in SEVERITIES},
            "scores": scores_object(score(run)),
            **({"fixes": map(repair_object, run.repairs)} if run.fixing else {}),
            **({"statistics": statistics_object(count(run))} if statistics else {}),
        },
    )


def document_object(document: Document) -> dict[str, Any]:
    projects = [project for _, project in document.projects()]
    return {
        "path": document.path,
        "layout": document.layout,
        "units": len(document.units),
        "projects": len(projects),
        "indicators": sum(len(project.indicators) for project in projects),
        "notes": [note_object(note) for note in document.notes],
    }


def failure_object(failure: Failure) -> dict[str, Any]:
    return {"path": failure.path, "message": failure.message}


def crash_object(crash: Crash) -> dict[str, Any]:
    return {"rule": crash.rule, "path": crash.path, "message": crash.reason}


def skip_object(skip: Skip) -> dict[str, Any]:
    return {"rule": skip.rule, "path": skip.path, **place_object(skip.place), "message": skip.reason}


def note_object(note: Note) -> dict[str, Any]:
    place = note.place
    return {
        "message": note.message,
        "line": place.line if place else None,
        "cell": place.cell if place else None,
        "sheet": place.sheet if place else None,
        "page": place.page if place else None,
        "unchecked": note.unchecked,
    }


def number(amount: Decimal | None) -> float | None:
    """An amount as JSON can hold it."""
    value = None if amount is None else float(amount)
    return value if value is None or isfinite(value) else None


def finding_object(finding: Finding) -> dict[str, Any]:
    place, end = finding.place, finding.end_place
    return {
        "rule": finding.rule.id,
        "name": finding.rule.name,
        "severity": finding.severity,
        "message": finding.message,
        "suggestion": finding.suggestion,
        "better": finding.better,
        "basis": basis_text(finding.rule),
        "path": finding.path,
        "line": place.line,
        "column": place.column,
        "end_line": end.line,
        "end_column": end.column,
        "cell": place.cell,
        "sheet": place.sheet,
        "page": place.page,
        "box": place.box,
        "unit": finding.unit.name.text if finding.unit and finding.unit.name else None,
        "project": _project(finding.project),
        "indicator": _indicator(finding.indicator),
        "field": finding.field_name,
        "value": finding.field.text if finding.field else None,
        "shared": finding.shared,
        "fix": _fix(finding),
        "fingerprint": finding.fingerprint,
    }


def _fix(finding: Finding) -> dict[str, Any] | None:
    """The characters of `value` to replace, from `start` up to `end`, and what to put there."""
    if finding.fix is None:
        return None
    return {"text": finding.fix.text, "safe": finding.fix.safe, "start": finding.start, "end": finding.end}


def repair_object(repair: Repair) -> dict[str, Any]:
    return {
        "path": repair.path,
        "applied": repair.places.total(),
        "rules": dict(repair.places),
        "refused": len(repair.refusals),
        "backup": repair.backup,
        "error": repair.error or repair.remark,
    }


def _project(project: Project | None) -> dict[str, Any] | None:
    if project is None:
        return None
    return {"index": project.index, "name": project.name.text, "line": project.name.place().line}


def _indicator(indicator: Indicator | None) -> dict[str, Any] | None:
    if indicator is None:
        return None
    return {
        "ordinal": indicator.ordinal,
        "name": indicator.name.text,
        "level2": category_text(indicator.level2),
    }
