"""The report an officer reads: what to do first, the findings by file, unit and project, the rules, and a verdict.

A finding takes a line or two; `full` gives each with the text in question, the reason and the advice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lint_pbt.presentation import paper as ink
from lint_pbt.presentation.verdict import Summary
from lint_pbt.presentation.words import path_text, points_text
from lint_pbt.reporters.sections import Kept, write_run
from lint_pbt.reporters.terminal.clean import Clean
from lint_pbt.reporters.terminal.closing import write_fixable, write_remarks, write_rules, write_todo, write_verdict

if TYPE_CHECKING:
    from typing import IO

    from lint_pbt.model.run import Checked, Run
    from lint_pbt.reporters.terminal.brief import BriefWriter
    from lint_pbt.reporters.terminal.full import FullWriter
    from lint_pbt.scoring.score import Scores
    from lint_pbt.scoring.statistics import Counting

# A report with more findings than this does not fit a screen: its beginning tells what its end does.
_SCREEN: Final = 10


def report(
    run: Run,
    stream: IO[str],
    *,
    quiet: bool = False,
    statistics: bool = False,
    full: bool = False,
    width: int | None = None,
) -> None:
    """Write the run to a stream, as a `Writer` does."""
    write_run(Writer(stream, quiet=quiet, statistics=statistics, full=full, width=width), run)


class Writer:
    """Takes a document at a time; their findings wait until it is known what to do first.

    `quiet` leaves only the verdict; `statistics` puts counts in the place of the findings; `full` tells each finding
    with reason and advice. `width` is in columns (default: the terminal's).
    """

    def __init__(
        self,
        stream: IO[str],
        *,
        quiet: bool = False,
        statistics: bool = False,
        full: bool = False,
        width: int | None = None,
    ) -> None:
        self._paper = ink.Paper(stream, width)
        self._quiet, self._full = quiet, full
        self._summary = Summary()
        self._counting: Counting | None = None
        self._writer: BriefWriter | FullWriter | None = None
        self._files: Kept[list[ink.Piece]] = Kept()
        self._clean: Clean | None = None  # of the last table: they are told where it is the only one
        if statistics and not quiet:
            from lint_pbt.scoring.statistics import Counting

            self._counting = Counting()

    def add(self, checked: Checked) -> None:
        scores = self._summary.add(checked)
        if self._counting is not None:
            self._counting.add(checked)
        elif not self._quiet:
            self._clean = Clean(checked)
            if checked.findings:
                self._paper.set_aside(lambda: self._write_file(checked, scores), self._files.add)

    def finish(self, run: Run) -> None:
        paper, summary = self._paper, self._summary
        if self._quiet:
            write_verdict(run, summary, paper)
        elif self._counting is not None:
            from lint_pbt.reporters.terminal.scoreboard import write_scores, write_statistics

            write_remarks(run, paper)
            write_statistics(self._counting.statistics(), paper, several=len(run.documents) > 1)
            if summary.found:
                write_scores(run, summary, paper)
            write_verdict(run, summary, paper, scored=not summary.found)
        else:
            self._write(run)
        paper.flush()

    def _write(self, run: Run) -> None:
        paper, summary = self._paper, self._summary
        found = summary.rows()
        if summary.found > _SCREEN:
            write_verdict(run, summary, paper)
            paper.line()
            write_todo(summary, found, paper)
        for pieces in self._files:
            paper.put(pieces)
        if self._clean and len(run.documents) == 1:
            self._clean.write(paper)
        write_remarks(run, paper)
        write_rules(found, paper, reasons=not self._full)
        write_fixable(run, summary, found, paper, full=self._full)
        if summary.found:
            from lint_pbt.reporters.terminal.scoreboard import write_scores

            write_scores(run, summary, paper)
            write_todo(summary, found, paper)
        write_verdict(run, summary, paper, scored=not summary.found)

    def _write_file(self, checked: Checked, scores: Scores) -> None:
        points = {id(one.project): points_text(one.score.total) for one in scores.projects}
        self._paper.block(f"文件 {path_text(checked.path)}", ink.HEADING)
        self._paper.line()
        if self._writer is None:
            self._writer = _writer(self._paper, full=self._full)
        self._writer.file(checked.findings, checked.document, points)


def _writer(paper: ink.Paper, *, full: bool) -> BriefWriter | FullWriter:
    if full:
        from lint_pbt.reporters.terminal.full import FullWriter

        return FullWriter(paper)
    from lint_pbt.reporters.terminal.brief import BriefWriter

    return BriefWriter(paper)
