"""The report an officer reads: what to do first, the findings by file, unit and project, the rules, and a verdict.

A finding takes a line or two; `full` gives each with the text in question, the reason and the advice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lint_pbt.presentation import paper as ink
from lint_pbt.presentation.verdict import rows
from lint_pbt.presentation.words import path_text, points_text
from lint_pbt.reporters.terminal.closing import write_fixable, write_remarks, write_rules, write_todo, write_verdict
from lint_pbt.reporters.terminal.scoreboard import write_scores, write_statistics
from lint_pbt.scoring.score import score

if TYPE_CHECKING:
    from typing import IO

    from lint_pbt.reporters.terminal.brief import BriefWriter
    from lint_pbt.reporters.terminal.full import FullWriter
    from lint_pbt.run import Run
    from lint_pbt.scoring.score import Scores

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
    """Write the run to a stream.

    `quiet` leaves only the verdict; `statistics` puts counts in the place of the findings; `full` tells each finding
    with reason and advice. `width` is in columns (default: the terminal's).
    """
    paper = ink.Paper(stream, width)
    scores = score(run)
    if quiet:
        write_verdict(run, scores, paper)
    elif statistics:
        write_remarks(run, paper)
        write_statistics(run, paper)
        if run.findings:
            write_scores(run, scores, paper)
        write_verdict(run, None if run.findings else scores, paper)
    else:
        _write(run, scores, paper, full=full)
    paper.flush()


def _write(run: Run, scores: Scores, paper: ink.Paper, *, full: bool) -> None:
    found = rows(run, scores)
    if len(run.findings) > _SCREEN:
        write_verdict(run, scores, paper)
        paper.line()
        write_todo(run, found, paper)
    _write_files(run, scores, paper, full=full)
    write_remarks(run, paper)
    write_rules(found, paper, reasons=not full)
    write_fixable(run, found, paper, full=full)
    if run.findings:
        write_scores(run, scores, paper)
        write_todo(run, found, paper)
    write_verdict(run, None if run.findings else scores, paper)


def _write_files(run: Run, scores: Scores, paper: ink.Paper, *, full: bool) -> None:
    points = {id(one.project): points_text(one.score.total) for one in scores.projects}
    writer = _writer(paper, points, full=full)
    for checked in run.checked:
        if checked.findings:
            paper.block(f"文件 {path_text(checked.path)}", ink.HEADING)
            paper.line()
            writer.file(checked.findings, checked.document)


def _writer(paper: ink.Paper, points: dict[int, str], *, full: bool) -> BriefWriter | FullWriter:
    if full:
        from lint_pbt.reporters.terminal.full import FullWriter

        return FullWriter(paper, points)
    from lint_pbt.reporters.terminal.brief import BriefWriter

    return BriefWriter(paper, points)
