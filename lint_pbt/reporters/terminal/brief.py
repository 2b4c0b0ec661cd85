"""Each finding on a line or two: which indicator, what is wrong with it, and the better value where there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lint_pbt.checks.wording import clip
from lint_pbt.presentation import paper as ink
from lint_pbt.presentation.correction import advice_text, better_text
from lint_pbt.presentation.display import columns, excerpt, harmless, pad, wrap
from lint_pbt.presentation.words import SEVERITY, line_text, message_text, spot_text
from lint_pbt.reporters.terminal.grouping import grouped, ranked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lint_pbt.model.document import Document, Place, Project
    from lint_pbt.model.run import Finding

# The narrowest room for the words of a finding beside its number, severity and rule.
_NARROWEST: Final = 30
_ERROR: Final = "×"


class BriefWriter:
    """Writes findings under headings, by unit and project: one entry a finding."""

    def __init__(self, paper: ink.Paper) -> None:
        self._paper = paper
        self._points: Mapping[int, str] = {}
        self._digits = 0
        self._near: Place | None = None

    def file(self, findings: Sequence[Finding], document: Document | None, points: Mapping[int, str]) -> None:
        """Write the findings of a table; `points` are the scores of its projects, by identity."""
        self._points = points
        ordinals = [str(one.indicator.ordinal) for one in findings if one.indicator and one.indicator.ordinal]
        self._digits = max(map(len, ordinals), default=0)
        for _, of_unit in grouped(ranked(findings, document), lambda finding: id(finding.unit)):
            unit = of_unit[0].unit
            if unit and unit.name:
                self._paper.block(f"【{unit.name.text}】", ink.TITLE)
                self._paper.line()
            for _, of_project in grouped(of_unit, lambda finding: id(finding.project)):
                self._heading(of_project[0].project)
                for _, alike in grouped(of_project, lambda finding: id(finding.indicator)):
                    self._about(alike)
                self._paper.line()

    def _heading(self, project: Project | None) -> None:
        if project is None:
            self._near = None
            self._paper.line("整张表", ink.HEADING)
            return
        place = self._near = project.name.place()
        points = f"  {self._points[id(project)]} 分" if id(project) in self._points else ""
        self._paper.block(f"项目 {project.index}  {project.name.text}（{line_text(place)}）{points}", ink.HEADING)

    def _about(self, findings: list[Finding]) -> None:
        """The findings about one indicator (or project): number and name with the first, a place where it is new."""
        findings = sorted(findings, key=lambda one: one.severity != "error")
        indicator = findings[0].indicator
        place: Place | None = None if indicator else self._near or findings[0].place
        for number, finding in enumerate(findings):
            ordinal = name = ""
            if indicator and not number:
                ordinal = str(indicator.ordinal or "")
                shown = clip(indicator.name.text)
                name = "" if shown in finding.message else f"{shown}："
            advice = advice_text(finding)
            told = f"{name}{message_text(finding)}" + (f"。{advice}" if advice else "")
            where = ""
            if place is None or not _same_spot(finding.place, place):
                place = finding.place
                where = f"（{spot_text(place, self._near)}）"
            self._entry(ordinal, finding, told, (better_text(finding), where))

    def _entry(self, ordinal: str, finding: Finding, told: str, behind: Sequence[str]) -> None:
        paper, severity = self._paper, finding.severity
        mark = _ERROR if severity == "error" else " "
        lead = f"{mark} {pad(ordinal, self._digits)}{' ' if self._digits else ''}"
        label = f"{SEVERITY[severity]} {pad(finding.rule.id, 4)}  "
        indent = columns(lead) + columns(label)
        paper.write(lead)
        paper.write(label, ink.SEVERITY[severity])
        if paper.width - indent < _NARROWEST:
            paper.line()
            indent = 2
            paper.write(" " * indent)
        evidence, room = _quoted(finding), paper.width - indent
        for at, line in enumerate(_set(told, behind, room)):
            if at:
                paper.write(" " * indent)
            self._marked(line, evidence, finding)
        if not evidence:
            self._part(finding, indent)

    def _marked(self, line: str, evidence: str, finding: Finding) -> None:
        """A line of the message, the evidence in it in colour."""
        before, found, after = line.partition(evidence) if evidence and self._paper.coloured else (line, "", "")
        self._paper.write(before)
        if found:
            self._paper.write("“")
            self._paper.write(found[1:-1], ink.EVIDENCE[finding.severity])
            self._paper.write("”")
        self._paper.line(after)

    def _part(self, finding: Finding, indent: int) -> None:
        """A line with the text in question, its part marked: for a part that the message does not quote."""
        field, paper = finding.field, self._paper
        if field is None or finding.end <= finding.start or (finding.start == 0 and finding.end >= len(field.text)):
            return
        paper.write(" " * indent)
        text, start, end = excerpt(field.text, finding.start, finding.end, paper.width - indent - 4)
        paper.write(text[:start], ink.QUIET)
        if paper.coloured:
            paper.write(text[start:end], ink.EVIDENCE[finding.severity])
        else:
            paper.write(f"【{text[start:end]}】")
        paper.line(text[end:], ink.QUIET)


def _set(told: str, behind: Iterable[str], room: int) -> list[str]:
    """The words over as many lines as they need; each piece behind them stays whole where it can."""
    lines = wrap(harmless(told), room)
    for piece in map(harmless, filter(None, behind)):
        if columns(lines[-1] + piece) <= room:
            lines[-1] += piece
            continue
        bare = piece.removeprefix("，")
        if bare != piece:  # the comma stays with the words before it
            lines[-1:] = wrap(lines[-1] + "，", room)
        if columns(lines[-1] + bare) <= room:
            lines[-1] += bare
        else:
            lines += wrap(bare, room)
    return lines


def _quoted(finding: Finding) -> str:
    """The evidence as the message quotes it; empty where the message quotes something else."""
    if finding.field is None or finding.end <= finding.start:
        return ""
    text = finding.field.text
    for words in (text[finding.start : finding.end], text):
        quoted = f"“{clip(words)}”"
        if quoted in finding.message and (words == text or words.strip()):
            return quoted
    return ""


def _same_spot(one: Place, other: Place) -> bool:
    """True where one place need not be told beside the other: the lines of an indicator in running text are near."""
    if not one.cell and not other.cell:
        return one.page == other.page
    return (one.line, one.page, one.sheet, one.cell) == (other.line, other.page, other.sheet, other.cell)
