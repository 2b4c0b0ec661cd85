"""The run as one JSON object, with the names other tools rely on."""

from __future__ import annotations

import json
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

from lint_pbt.reporters.json_aside import json_members
from lint_pbt.reporters.json_counts import scores_object, statistics_object
from lint_pbt.reporters.json_places import place_object
from lint_pbt.reporters.words import basis_text, category_text
from lint_pbt.run import JSON_VERSION, SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal
    from typing import IO

    from lint_pbt.fix.files import Repair
    from lint_pbt.model import Document, Indicator, Note, Project
    from lint_pbt.run import Finding, Run

_ENCODE: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_ENCODE_ASCII: Final = json.JSONEncoder(ensure_ascii=True, allow_nan=False).encode


def report(run: Run, stream: IO[str], *, statistics: bool = False) -> None:
    """Write the run to a stream, one document and one finding a line; `statistics` adds the counts."""
    from lint_pbt.score import score
    from lint_pbt.statistics import statistics as count

    counts = run.count()
    write_object(
        stream,
        {
            "version": JSON_VERSION,
            "documents": map(_document, run.documents),
            "findings": map(finding_object, run.findings),
            "failures": ({"path": failure.path, "message": failure.message} for failure in run.failures),
            "crashes": ({"rule": crash.rule, "path": crash.path, "message": crash.reason} for crash in run.crashes),
            "skips": (
                {
                    "rule": skip.rule,
                    "path": skip.path,
                    **place_object(skip.place),
                    "message": skip.reason,
                }
                for skip in run.skips
            ),
            **json_members(run),
            "summary": {severity: counts[severity] for severity in SEVERITIES},
            "scores": scores_object(score(run)),
            **({} if run.repairs is None else {"fixes": map(_repair, run.repairs)}),
            **({"statistics": statistics_object(count(run))} if statistics else {}),
        },
    )


def write_object(stream: IO[str], members: dict[str, Any]) -> None:
    """Write a JSON object to a stream, iterators among its members as arrays of one item a line.

    The text is valid for every reader: on a stream that is not UTF-8 all but ASCII is escaped, and so are
    lone surrogates (an undecodable file name holds them) everywhere.
    """
    utf8 = (getattr(stream, "encoding", None) or "utf-8").lower().replace("-", "").replace("_", "") == "utf8"
    encode = _ENCODE if utf8 else _ENCODE_ASCII
    for text in _pieces(members, encode):
        stream.write(text if text.isascii() else _escape_surrogates(text))
    stream.flush()


def _pieces(members: dict[str, Any], encode: Any) -> Iterator[str]:
    lead = "{"
    for key, value in members.items():
        yield f'{lead}"{key}": '
        lead = ",\n "
        if isinstance(value, (dict, list, str, int, float, type(None))):
            yield encode(value)
        else:
            yield from _array(value, encode)
    yield "}\n"


def _array(items: Iterable[Any], encode: Any) -> Iterator[str]:
    lead = "["
    for item in items:
        yield lead + "\n  " + encode(item)
        lead = ","
    yield "[]" if lead == "[" else "\n ]"


def _escape_surrogates(text: str) -> str:
    """The text with each lone surrogate as `\\udXXX`, which is what JSON calls it."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _document(document: Document) -> dict[str, Any]:
    projects = [project for _, project in document.projects()]
    return {
        "path": document.path,
        "layout": document.layout,
        "units": len(document.units),
        "projects": len(projects),
        "indicators": sum(len(project.indicators) for project in projects),
        "notes": [note_object(note) for note in document.notes],
    }


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


def _repair(repair: Repair) -> dict[str, Any]:
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
