"""The run as one JSON object, with the names other tools rely on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lint_pbt.presentation.json_stream import write_object
from lint_pbt.reporters.json.counts import scores_object, statistics_object
from lint_pbt.reporters.json.objects import (
    crash_object,
    document_object,
    failure_object,
    finding_object,
    ignored_object,
    repair_object,
    run_members,
    skip_object,
)
from lint_pbt.rule import SEVERITIES
from lint_pbt.run import JSON_VERSION

if TYPE_CHECKING:
    from typing import IO

    from lint_pbt.run import Run


def report(run: Run, stream: IO[str], *, statistics: bool = False) -> None:
    """Write the run to a stream, one document and one finding a line; `statistics` adds the counts."""
    from lint_pbt.scoring.score import score
    from lint_pbt.scoring.statistics import statistics as count

    counts, members = run.count(), run_members(run)
    write_object(
        stream,
        {
            "version": JSON_VERSION,
            "documents": map(document_object, run.documents),
            "findings": map(finding_object, run.findings),
            "failures": map(failure_object, run.failures),
            "crashes": map(crash_object, run.crashes),
            "skips": map(skip_object, run.skips),
            "ignored": map(ignored_object, run.ignored),
            **members,
            "unused_ignores": iter(members["unused_ignores"]),  # an item a line
            "summary": {severity: counts[severity] for severity in SEVERITIES},
            "scores": scores_object(score(run)),
            **({"fixes": map(repair_object, run.repairs)} if run.fixing else {}),
            **({"statistics": statistics_object(count(run))} if statistics else {}),
        },
    )
