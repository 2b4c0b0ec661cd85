"""What a run says of findings put aside: by the configuration, or by a baseline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lint_pbt.reporters.json_places import place_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint_pbt.run import Run


def sentences(run: Run) -> Iterator[str]:
    """For the verdict: how many findings are not shown, and why."""
    if run.ignored:
        yield f"另有 {len(run.ignored)} 条按配置忽略。"
    known = sum(len(one.known) for one in run.baselines)
    if known:
        yield f"基线里已有 {known} 条。"


def remarks(run: Run) -> Iterator[str]:
    """For the notes: files that were left out, ignores and entries of baselines that have no more use."""
    yield from left_out(run)
    for unused in run.unused_ignores:
        yield f"{unused.file} 第 {unused.line} 行：{unused.message}"
    for one in run.baselines:
        if one.fixed:
            yield f"基线 {one.file} 里有 {len(one.fixed)} 条已经改好，可以用 --write-baseline 更新"


def left_out(run: Run) -> Iterator[str]:
    """The files of folders that were left out, by what they are."""
    kinds: dict[str, list[str]] = {}
    for left in run.left_out:
        kinds.setdefault(left.kind, []).append(left.path)
    for kind, paths in kinds.items():
        yield f"{kind}没有检查：{'、'.join(paths)}"


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
