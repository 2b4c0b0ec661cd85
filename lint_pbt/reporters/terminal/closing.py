"""What stands around the findings: remarks, the rules with their reasons, what to do first, and the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lint_pbt.presentation import paper as ink
from lint_pbt.presentation.display import columns, pad
from lint_pbt.presentation.remarks import gathered
from lint_pbt.presentation.verdict import TODO_TITLE
from lint_pbt.presentation.words import SEVERITY, first_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lint_pbt.model.run import Run
    from lint_pbt.presentation.verdict import Row, Summary


def write_remarks(run: Run, paper: ink.Paper) -> None:
    """All that the run says besides its findings; what was fixed is told after the report."""
    told = [remark for remark in gathered(run) if remark.kind != "fixed"]
    if not told:
        return
    several = len(run.documents) + len(run.failures) + len(run.left_out) > 1
    paper.line("说明", ink.HEADING)
    for remark in told:
        paper.write("  - ")
        with_path = several or remark.kind not in ("note", "skip")
        style = ink.SEVERITY["warning"] if remark.unchecked else None
        paper.block(remark.line(with_path=with_path), style, indent=4, taken=4)
    paper.line()


def write_rules(found: Sequence[Row], paper: ink.Paper, *, reasons: bool) -> None:
    """The findings by rule with the points of the total they cost; `reasons` tells why each rule matters, once."""
    if not found:
        return
    width = max(4, *(len(row.rule.id) for row in found))
    paper.line(f"{pad('规则', width)}  级别    数量    扣分  内容", ink.HEADING)
    told = set[str]()
    for row in found:
        paper.write(f"{pad(row.rule.id, width)}  ")
        paper.write(SEVERITY[row.severity], ink.SEVERITY[row.severity])
        lead = f"  {row.found:>6}  {row.points:>6}  "
        room = paper.width - width - 6 - len(lead)
        if room < columns(row.rule.title):
            paper.line(lead.rstrip())
            paper.block(row.rule.title, indent=width + 2)
        else:
            paper.line(lead + row.rule.title)
        if reasons and row.rule.id not in told:
            told.add(row.rule.id)
            what = "" if row.milder else row.rule.todo
            paper.block(first_sentence(row.rule.why) + (f"{what}。" if what else ""), ink.QUIET, indent=width + 2)
    paper.line()


def write_fixable(run: Run, summary: Summary, found: Sequence[Row], paper: ink.Paper, *, full: bool) -> None:
    """How to learn more, and what can be fixed at once."""
    if not found:
        return
    paper.block(f"想知道一条规则的道理和改法：pbt-lint explain {found[0].rule.id}", ink.QUIET)
    if not full:
        paper.block("每条问题的原文、原因和建议：加上 --full", ink.QUIET)
    if summary.fixable and not run.fixing:
        paper.block(f"其中 {summary.fixable} 处可以直接改好：加上 --fix；先看会改什么：加上 --diff", ink.QUIET)
    paper.line()


def write_todo(summary: Summary, found: list[Row], paper: ink.Paper) -> None:
    """The few things to do first, each on a line where it fits."""
    things = summary.todo(found)
    if len(things) < 2:
        return
    paper.line(TODO_TITLE, ink.HEADING)
    for number, thing in enumerate(things, 1):
        paper.write(f"  {number}  ", ink.SEVERITY[thing.severity])
        paper.block(f"{thing.told}（{thing.behind}）", indent=5, taken=5)
    paper.line()


def write_verdict(run: Run, summary: Summary, paper: ink.Paper, *, scored: bool = True) -> None:
    """What was checked, what was found, and what to do now: one line where it fits.

    `scored` is False where a table above has told the score.
    """
    sentences = list(summary.verdict(run, scored=scored))
    fits = sum(columns(text) for text, _ in sentences) <= paper.width
    for text, style in sentences:
        if fits:
            paper.write(text, style)
        else:
            paper.block(text, style)
    if fits:
        paper.line()
