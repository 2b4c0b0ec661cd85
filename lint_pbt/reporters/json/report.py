"""The run as one JSON object, with the names other tools rely on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lint_pbt.model.rule import SEVERITIES
from lint_pbt.model.run import JSON_VERSION
from lint_pbt.presentation.json_stream import Encoded, encoder, write_object
from lint_pbt.presentation.verdict import Summary
from lint_pbt.reporters.json.counts import score_object, scores_objects, statistics_object
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
from lint_pbt.reporters.sections import Sections, write_run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import IO

    from lint_pbt.model.run import Checked, Run

# The arrays that grow with the documents.
_ARRAYS = ("documents", "findings", "crashes", "skips", "ignored", "fixes")
_SCORES = ("documents", "units", "projects")


def report(run: Run, stream: IO[str], *, statistics: bool = False) -> None:
    """Write the run to a stream, one document and one finding a line; `statistics` adds the counts."""
    write_run(Writer(stream, statistics=statistics), run)


class Writer:
    """Takes a document at a time; what is said of them waits, encoded, for the members before it."""

    def __init__(self, stream: IO[str], *, statistics: bool = False) -> None:
        from lint_pbt.scoring.statistics import Counting

        self._stream, self._encode = stream, encoder(stream)
        self._items = {name: Sections() for name in _ARRAYS}
        self._scores = {name: Sections() for name in _SCORES}
        self._summary = Summary()
        self._counting = Counting() if statistics else None

    def add(self, checked: Checked) -> None:
        self._put("documents", document_object, [checked.document])
        self._put("findings", finding_object, checked.findings)
        self._put("crashes", crash_object, checked.crashes)
        self._put("skips", skip_object, checked.skips)
        self._put("ignored", ignored_object, checked.ignored)
        self._put("fixes", repair_object, [checked.repair] if checked.repair is not None else [])
        for name, objects in scores_objects(self._summary.add(checked)).items():
            for one in objects:
                self._scores[name].write(0, self._encode(one))
        if self._counting is not None:
            self._counting.add(checked)

    def finish(self, run: Run) -> None:
        members, overall = run_members(run), self._summary.score
        write_object(
            self._stream,
            {
                "version": JSON_VERSION,
                "documents": self._array("documents"),
                "findings": self._array("findings"),
                "failures": map(failure_object, run.failures),
                **{name: self._array(name) for name in ("crashes", "skips", "ignored")},
                **members,
                "unused_ignores": iter(members["unused_ignores"]),  # an item a line
                "summary": {severity: self._summary.counts[severity] for severity in SEVERITIES},
                "scores": {
                    "overall": score_object(overall) if overall else None,
                    **{name: Encoded(lines.lines()) for name, lines in self._scores.items()},
                },
                **({"fixes": self._array("fixes")} if run.fixing else {}),
                **({"statistics": statistics_object(self._counting.statistics())} if self._counting else {}),
            },
        )

    def _put(self, name: str, object_of: Callable[[Any], dict[str, Any]], items: Iterable[Any]) -> None:
        for item in items:
            self._items[name].write(0, self._encode(object_of(item)))

    def _array(self, name: str) -> Encoded:
        return Encoded(self._items[name].lines())
