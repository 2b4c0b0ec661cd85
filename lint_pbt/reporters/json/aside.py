"""Findings put aside by the configuration or a baseline, as members of the JSON report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lint_pbt.reporters.json.places import place_object

if TYPE_CHECKING:
    from lint_pbt.run import Ignored, Run


def left_out_member(run: Run) -> dict[str, Any]:
    """The key of the JSON report for files that were left out, where there are any."""
    return {"left_out": [{"path": one.path, "kind": one.kind} for one in run.left_out]} if run.left_out else {}


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


def json_members(run: Run) -> dict[str, Any]:
    """The keys of the JSON report for what was put aside."""
    members = run_members(run)
    unused = {"unused_ignores": iter(members["unused_ignores"])}  # an item a line
    return {"ignored": map(ignored_object, run.ignored), **members, **unused}


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
