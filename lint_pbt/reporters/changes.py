"""What fixing changed, or would change: a unified diff, and the lines that close a report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lint_pbt.presentation import paper as ink
from lint_pbt.presentation.remarks import places_text
from lint_pbt.presentation.words import line_text, path_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import IO

    from lint_pbt.model.run import Repair, Run

_CONTEXT: Final = 3
_LINE_END: Final = re.compile("\r\n?|\n")
_OLD, _NEW, _WHERE = "red", "green", "cyan"


def report_diff(run: Run, stream: IO[str]) -> None:
    """Write what would change as a unified diff."""
    paper = ink.Paper(stream)
    for repair in run.repairs:
        _write_diff(repair, paper)
    paper.flush()


def _write_diff(repair: Repair, paper: ink.Paper) -> None:
    """The diff of a file. A fix leaves line breaks alone: line for line, one text is put beside the other."""
    if repair.cells:
        _write_cells(repair, paper)
        return
    old, new = _lines(repair.before), _lines(repair.after)
    changed = [index for index, pair in enumerate(zip(old, new, strict=True)) if pair[0] != pair[1]]
    if not changed:
        return
    paper.line(f"--- {path_text(repair.path)}", ink.HEADING)
    paper.line(f"+++ {path_text(repair.path)}", ink.HEADING)
    for hunk in _hunks(changed, len(old)):
        where = f"{hunk.start + 1},{len(hunk)}"
        paper.line(f"@@ -{where} +{where} @@", _WHERE)
        waiting: list[str] = []
        for index in hunk:
            if old[index] != new[index]:
                paper.line(f"-{old[index]}", _OLD)
                waiting.append(f"+{new[index]}")
                continue
            paper.lines(waiting, _NEW)
            waiting = []
            paper.line(f" {old[index]}")
        paper.lines(waiting, _NEW)


def _write_cells(repair: Repair, paper: ink.Paper) -> None:
    """The cells of a workbook that change: where each stands, what it holds and will hold."""
    paper.line(f"--- {path_text(repair.path)}", ink.HEADING)
    paper.line(f"+++ {path_text(repair.path)}", ink.HEADING)
    for cell in repair.cells:
        paper.line(f"@@ {line_text(cell.place)} @@", _WHERE)
        paper.lines([f"-{line}" for line in cell.before.split("\n")], _OLD)
        paper.lines([f"+{line}" for line in cell.after.split("\n")], _NEW)


def _lines(text: str) -> list[str]:
    lines = _LINE_END.split(text)
    return lines if lines[-1] else lines[:-1]


def _hunks(changed: Sequence[int], size: int) -> Iterator[range]:
    """The changed lines with those around them, in stretches that do not touch."""
    start = max(changed[0] - _CONTEXT, 0)
    end = start
    for index in changed:
        if index - _CONTEXT > end:
            yield range(start, end)
            start = index - _CONTEXT
        end = min(index + _CONTEXT + 1, size)
    yield range(start, end)


def report_repairs(run: Run, stream: IO[str], *, unsafe: bool) -> None:
    """Write what was fixed, where the old files are, and what could be fixed after a look."""
    paper = ink.Paper(stream)
    repairs = run.repairs
    for repair in repairs:
        if repair.places:
            backup = f"，原文件备份在 {repair.backup}" if repair.backup else ""
            where = f"{path_text(repair.path)}{backup}"
            paper.block(f"改好了 {repair.places.total()} 处（{where}）：{places_text(repair.places)}。", ink.GOOD)
    if not any(repair.places or repair.error or repair.remark or repair.refusals for repair in repairs):
        paper.block("没有改动：没有可以直接改的问题。")
    left = 0 if unsafe else sum(finding.fix is not None and not finding.fix.safe for finding in run.findings)
    if left:
        how = "先用 --diff --unsafe-fixes 看会改成什么，再用 --fix --unsafe-fixes 改"
        paper.block(f"还有 {left} 处要看过才能改：{how}。")
    paper.flush()
