"""Each finding in full: the text in question with its part marked, what is wrong, why, and what to write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lint_pbt.presentation import paper as ink
from lint_pbt.presentation.display import columns, excerpt, fits, harmless, pad, wrap
from lint_pbt.presentation.words import SEVERITY, category_text, field_label, first_sentence, line_text, message_text
from lint_pbt.reporters.terminal.grouping import grouped, ranked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lint_pbt.model.document import Document, Indicator
    from lint_pbt.model.rule import Rule, Severity
    from lint_pbt.model.run import Finding

# How many findings that may be told again in the same words are kept as set.
_REMEMBERED: Final = 1024
_INDENT: Final = 4
# The least room for a text beside what stands before it.
_LEAST: Final = 8


class FullWriter:
    """Writes findings under headings: by unit, project, indicator and field."""

    def __init__(self, paper: ink.Paper) -> None:
        self._paper = paper
        self._points: Mapping[int, str] = {}
        self._set: dict[object, list[ink.Piece]] = {}
        self._reasons: dict[str, list[str]] = {}
        self._has_cycle = True

    def file(self, findings: Sequence[Finding], document: Document | None, points: Mapping[int, str]) -> None:
        """Write the findings of a table; `points` are the scores of its projects, by identity."""
        self._points = points
        self._has_cycle = document is None or document.has_cycle
        findings = ranked(findings, document)
        for _, of_unit in grouped(findings, lambda finding: id(finding.unit)):
            unit = of_unit[0].unit
            if unit and unit.name:
                self._paper.block(f"【{unit.name.text}】", ink.TITLE)
                self._paper.line()
            for _, of_project in grouped(of_unit, lambda finding: id(finding.project)):
                self._project(of_project)

    def _project(self, findings: list[Finding]) -> None:
        project = findings[0].project
        if project:
            name, where = project.name.text, line_text(project.name.place())
            points = f"  {self._points[id(project)]} 分" if id(project) in self._points else ""
            self._paper.block(f"项目 {project.index}  {name}（{where}）{points}", ink.HEADING)
            self._paper.line()
        for _, alike in grouped(findings, lambda finding: id(finding.indicator)):
            indicator = alike[0].indicator
            if indicator:
                self._indicator(indicator, alike)
            else:
                self._paper.line("  整个项目" if project else "  整张表")
                self._about_fields(alike)
            self._paper.line()

    def _indicator(self, indicator: Indicator, findings: list[Finding]) -> None:
        """The findings about one indicator; what is wrong with its name is marked in the heading."""
        number = "指标" if indicator.ordinal is None else f"指标 {indicator.ordinal}"
        lead, where = f"  {number}  ", line_text(indicator.name.place())
        name, behind = indicator.name.text, f"（{category_text(indicator.level2)}，{where}）"
        of_name = [finding for finding in findings if finding.field is indicator.name]
        if of_name and fits(lead + name + behind, self._paper.width):
            self._marked(lead, None, name, of_name, behind)
            for finding in of_name:
                self._finding(finding)
            findings = [finding for finding in findings if finding.field is not indicator.name]
        else:
            self._paper.block(lead.strip() + "  " + name + behind, indent=2)
        self._about_fields(findings)

    def _about_fields(self, findings: list[Finding]) -> None:
        """Each field in question with what is marked in it, and the findings about it."""
        for _, alike in grouped(findings, lambda finding: finding.field_name):
            field = alike[0].field
            if field is None:
                self._under(alike)
                continue
            label = field_label(
                alike[0].field_name, has_cycle=self._has_cycle, of_indicator=alike[0].indicator is not None
            )
            lead = f"{' ' * _INDENT}{label}（{line_text(alike[0].place)}）："
            if fits(lead + field.text, self._paper.width):
                self._under(alike, lead, field.text)
                continue
            # Of a long text only the words around the evidence are shown, each with its findings.
            for _, same in grouped(alike, lambda finding: (finding.start, finding.end)):
                self._under(same, f"{' ' * _INDENT}{label}（{line_text(same[0].place)}）：", field.text)

    def _under(self, findings: list[Finding], lead: str = "", text: str = "") -> None:
        if lead:
            self._marked(lead, ink.QUIET, text, findings)
        for finding in findings:
            self._finding(finding)

    def _marked(self, lead: str, style: str | None, text: str, findings: list[Finding], behind: str = "") -> None:
        """A line with `text`, as much of it as fits, and the evidence of the findings in it marked."""
        paper, lead = self._paper, harmless(lead)
        paper.write(lead, style)
        pieces = list(_pieces(text, findings, max(paper.width - columns(lead) - columns(behind), _LEAST)))
        if paper.coloured:
            for piece, severity in pieces:
                paper.write(piece, ink.EVIDENCE[severity] if severity else None)
            paper.line(behind)
            return
        paper.line("".join(piece for piece, _ in pieces) + behind)
        marks = "".join((" " if severity is None else "^") * columns(piece) for piece, severity in pieces)
        if marks.strip():
            paper.line(" " * columns(lead) + marks.rstrip())

    def _finding(self, finding: Finding) -> None:
        """The lines on a finding; what is said again in the same words is set once."""
        shown = (str(finding.field), finding.start, finding.end) if finding.fix else None
        key = (
            finding.rule.id, finding.severity, finding.message, finding.suggestion, finding.fix, shown, finding.shared
        )  # fmt: skip
        lines = self._set.get(key)
        if lines is None:
            if len(self._set) >= _REMEMBERED:
                self._set.clear()
            lines = self._set[key] = self._paper.aside(lambda: self._tell(finding))
        self._paper.put(lines)

    def _tell(self, finding: Finding) -> None:
        """Severity, rule and what is wrong; why; and what to write instead."""
        paper, severity = self._paper, finding.severity
        code = pad(finding.rule.id, 4)
        indent = _INDENT + columns(SEVERITY[severity]) + 1 + len(code) + 2
        paper.write(f"{' ' * _INDENT}{SEVERITY[severity]} {code}  ", ink.SEVERITY[severity])
        paper.block(message_text(finding), indent=indent, taken=indent)
        label = " " * (indent - 6)
        paper.lines(self._reason(finding.rule, f"{label}原因  "), ink.QUIET)
        paper.write(f"{label}建议  ", ink.ADVICE)
        paper.block(finding.suggestion, indent=indent, taken=indent)
        repaired = finding.repaired
        if finding.fix and repaired:
            end, room = finding.start + len(finding.fix.text), max(paper.width - indent, _LEAST)
            shown, _, _ = excerpt(repaired.text, finding.start, end, room)
            paper.write(f"{label}{'改后' if repaired.safe else '可改'}  ", ink.ADVICE)
            paper.line(shown)

    def _reason(self, rule: Rule, lead: str) -> list[str]:
        """Why the rule matters, in a sentence, as lines of which `lead` begins the first."""
        lines = self._reasons.get(rule.id)
        if lines is None:
            indent = columns(lead)
            first, *others = wrap(first_sentence(rule.why), max(self._paper.width - indent, _LEAST))
            lines = self._reasons[rule.id] = [lead + first, *(" " * indent + line for line in others)]
        return lines


def _pieces(text: str, findings: list[Finding], width: int) -> Iterator[tuple[str, Severity | None]]:
    """The text cut where evidence begins and ends, each piece with the severity of what is found in it.

    A text wider than `width` is shortened around the evidence of the first finding, and only that is marked.
    """
    spans = sorted((finding.start, finding.end, finding.severity) for finding in findings)
    if fits(text, width):
        text = harmless(text)
    else:
        first = findings[0]
        text, start, end = excerpt(text, first.start, first.end, width)
        spans = [(start, end, first.severity)]
    done = 0
    for start, end, severity in spans:
        if end > max(start, done):
            yield text[done : max(start, done)], None
            yield text[max(start, done) : end], severity
            done = end
    yield text[done:], None
