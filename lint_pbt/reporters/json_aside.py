"""Findings put aside by the configuration or a baseline, as members of the JSON report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lint_pbt.reporters.json_places import place_object

if TYPE_CHECKING:
    from lint_pbt.run import Run


def left_out_member(run: Run) -> dict[str, Any]:
    """The key of the JSON report for files that were left out, where there are any."""
    return {"left_out": [{"path": one.path, "kind": one.kind} for one in run.left_out]} if run.left_out else {}


def json_members(run: Run) -> dict[str, Any]:
    """The keys of the JSON report for what was put aside; `left_out` and `baselines` only where there is something."""
    members: dict[str, Any] = {
        "ignored": (
            {
                "rule": one.finding.rule.id,
                "path": one.finding.path,
                **place_object(one.finding.place),
                "project": one.finding.project.name.text if one.finding.project else None,
                "indicator": one.finding.indicator.name.text if one.finding.indicator else None,
                "fingerprint": one.finding.fingerprint,
                "reason": one.reason,
            }
            for one in run.ignored
        ),
        "unused_ignores": (
            {"file": one.file, "line": one.line, "rule": one.rule, "message": one.message} for one in run.unused_ignores
        ),
    }
    members |= left_out_member(run)
    if run.baselines:
        members["baselines"] = [
            {
                "file": one.file,
                "known": len(one.known),
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
