"""What is found and read, as the JSON objects that all formats of JSON are made of."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from lint_pbt.presentation.words import basis_text, category_text

if TYPE_CHECKING:
    from decimal import Decimal

    from lint_pbt.model.document import Document, Indicator, Note, Place, Project
    from lint_pbt.model.run import Crash, Failure, Finding, Ignored, Repair, Run, Skip


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


def ignored_object(ignored: Ignored) -> dict[str, Any]:
    finding = ignored.finding
    return {
        "rule": finding.rule.id,
        "path": finding.path,
        **place_object(finding.place),
        "project": finding.project.name.text if finding.project else None,
        "indicator": finding.indicator.name.text if finding.indicator else None,
        "fingerprint": finding.fingerprint,
        "reason": ignored.reason,
    }


def place_object(place: Place) -> dict[str, Any]:
    """The keys that say where something stands; None for those the format does not have."""
    return {
        "line": place.line,
        "column": place.column,
        "cell": place.cell,
        "sheet": place.sheet,
        "page": place.page,
        "box": place.box,
    }


def left_out_member(run: Run) -> dict[str, Any]:
    """The key of the JSON report for files that were left out, where there are any."""
    return {"left_out": [{"path": one.path, "kind": one.kind} for one in run.left_out]} if run.left_out else {}


def run_members(run: Run) -> dict[str, Any]:
    """The keys for what is about no single document; `left_out` and `baselines` only where there is something."""
    members: dict[str, Any] = {
        "unused_ignores": [
            {"file": one.file, "line": one.line, "rule": one.rule, "message": one.message} for one in run.unused_ignores
        ],
    }
    members |= left_out_member(run)
    if run.baselines:
        members["baselines"] = [
            {
                "file": one.file,
                "known": one.known,
                "fixed": [
                    {
                        "fingerprint": entry.fingerprint,
                        "rule": entry.rule,
                        "path": entry.path,
                        "unit": entry.unit,
                        "project": entry.project,
                        "indicator": entry.indicator,
                        "value": entry.value,
                    }
                    for entry in one.fixed
                ],
            }
            for one in run.baselines
        ]
    return members
