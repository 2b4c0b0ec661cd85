"""A checked table as the page shows it: what was read, with the keys edits name, and each finding at its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from lint_pbt.datafiles.vocabulary import built_in
from lint_pbt.presentation.remarks import gathered, place_of
from lint_pbt.presentation.verdict import summary_of
from lint_pbt.presentation.words import SEVERITY, category_text, layout_text, line_text, message_text

if TYPE_CHECKING:
    from lint_pbt.model.document import BudgetUnit, Document, Field, Indicator, Project, TableTaken
    from lint_pbt.model.run import Checked, Finding, Run


def roles() -> list[str]:
    """What a column can be, as people call it."""
    names: dict[str, str] = built_in()[1]["column-evidence"]["names"]
    return list(dict.fromkeys(names.values()))


def told(run: Run) -> dict[str, Any]:
    """What the page is told of a run over one table."""
    counts = run.count()
    said: dict[str, Any] = {
        "verdict": [sentence for sentence, _ in summary_of(run).verdict(run)],
        "counts": {severity: counts[severity] for severity in SEVERITY},
        "unchecked": run.unchecked,
        "remarks": [
            {"text": one.text, "where": place_of(one, most=None), "unchecked": one.unchecked} for one in gathered(run)
        ],
        "failure": run.failures[0].message if run.failures else None,
    }
    for checked in run.checked:
        said |= {"table": _document(checked.document), "findings": list(_findings(checked))}
    return said


def _document(document: Document) -> dict[str, Any]:
    return {
        "layout": layout_text(document.layout),
        "title": _text(document.title),
        "department": _text(document.department),
        "has_cycle": document.has_cycle,
        "taken": [_taken(one) for one in document.taken],
        "units": [_unit(unit, str(number)) for number, unit in enumerate(document.units)],
    }


def _taken(table: TableTaken) -> dict[str, Any]:
    return {
        "where": line_text(table.place),
        "columns": [
            {
                "number": one.number,
                "title": one.title,
                "role": one.role,
                "by_title": one.by_title,
                "doubt": one.doubt,
            }
            for one in table.columns
        ],
    }


def _unit(unit: BudgetUnit, key: str) -> dict[str, Any]:
    projects = [_project(project, f"{key}.{number}") for number, project in enumerate(unit.projects)]
    return {"key": key, "name": _text(unit.name), "projects": projects}


def _project(project: Project, key: str) -> dict[str, Any]:
    return {
        "key": key,
        "number": project.index,
        "name": project.name.text,
        "goal": _text(project.goal),
        "has_goal": project.form.has_goal,
        "where": line_text(project.name.place()),
        "rows": [_indicator(one, f"{key}.{number}") for number, one in enumerate(project.indicators)],
    }


def _indicator(indicator: Indicator, key: str) -> dict[str, Any]:
    return {
        "key": key,
        "ordinal": indicator.ordinal,
        "level1": category_text(indicator.level1),
        "level2": category_text(indicator.level2),
        "name": indicator.name.text,
        "cycle_value": _text(indicator.cycle),
        "annual_value": _text(indicator.annual),
        "weight": _text(indicator.weight),
        "where": line_text(indicator.place),
    }


def _findings(checked: Checked) -> Iterator[dict[str, Any]]:
    keys = _keys(checked.document)
    for finding in checked.findings:
        subject = finding.indicator or finding.project or finding.unit
        yield {
            "at": keys.get(id(subject), "") if subject is not None else "",
            "field": finding.field_name,
            "rule": finding.rule.id,
            "severity": finding.severity,
            "word": SEVERITY[finding.severity],
            "message": message_text(finding),
            "advice": finding.suggestion,
            "better": _better(finding),
            "where": line_text(finding.place),
            "fingerprint": finding.fingerprint,
        }


def _better(finding: Finding) -> str | None:
    """A whole value to write instead, where there is one."""
    if finding.better is not None:
        return finding.better
    repaired = finding.repaired
    return None if repaired is None else repaired.text


def _keys(document: Document) -> dict[int, str]:
    """The keys of units, projects and indicators by identity."""
    keys = {}
    for u, unit in enumerate(document.units):
        keys[id(unit)] = str(u)
        for p, project in enumerate(unit.projects):
            keys[id(project)] = f"{u}.{p}"
            for i, indicator in enumerate(project.indicators):
                keys[id(indicator)] = f"{u}.{p}.{i}"
    return keys


def _text(field: Field | None) -> str | None:
    return field.text if field is not None else None
