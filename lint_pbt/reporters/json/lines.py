"""The run as JSON lines: a document a line, as soon as it has been checked, and a last line for the run.

The members are those of the JSON report; for folders of any size, and for programs that read while it is written.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from lint_pbt.model.rule import SEVERITIES
from lint_pbt.model.run import JSON_VERSION
from lint_pbt.presentation.json_stream import Encoded, encoder, write_line
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
from lint_pbt.reporters.sections import write_run

if TYPE_CHECKING:
    from typing import IO

    from lint_pbt.model.run import Checked, Run


def report(run: Run, stream: IO[str]) -> None:
    """Write a line for each document and one for the run."""
    write_run(Writer(stream), run)


class Writer:
    """Writes each document as it comes."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._encode = encoder(stream)
        self._counts: Counter[str] = Counter()

    def add(self, checked: Checked) -> None:
        self._counts.update(finding.severity for finding in checked.findings)
        members = {
            "document": document_object(checked.document),
            "findings": Encoded(self._encode(finding_object(finding)) for finding in checked.findings),
            "crashes": list(map(crash_object, checked.crashes)),
            "skips": list(map(skip_object, checked.skips)),
            "ignored": list(map(ignored_object, checked.ignored)),
            "known": len(checked.known),
        }
        if checked.repair is not None:
            members["fixes"] = repair_object(checked.repair)
        write_line(self._stream, members)

    def finish(self, run: Run) -> None:
        write_line(
            self._stream,
            {
                "version": JSON_VERSION,
                "summary": {severity: self._counts[severity] for severity in SEVERITIES},
                "failures": list(map(failure_object, run.failures)),
                **run_members(run),
            },
        )
