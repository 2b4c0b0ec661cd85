"""The report an officer reads: findings by file, unit, project and indicator, then the sums and a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from lint_pbt.reporters import paper as ink
from lint_pbt.reporters.display import columns, excerpt, harmless, pad, wrap
from lint_pbt.reporters.summary import write_remarks, write_rules, write_verdict
from lint_pbt.reporters.words import (
    SEVERITY,
    category_text,
    field_label,
    first_sentence,
    line_text,
    path_text,
    place_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import IO

    from lint_pbt.model import Document, Indicator, Project
    from lint_pbt.rule import Rule
    from lint_pbt.run import Finding, Run

Item = TypeVar("Item")
Key = TypeVar("Key")

_INDENT: Final = 4


def report(run: Run, stream: IO[str], *, quiet: bool = False, width: int | None = None) -> None:
    """Write the run to a stream; `quiet` leaves only the verdict. `width` is in columns (default: the terminal's)."""
    paper = ink.Paper(stream, width)
    if not quiet:
        _write_files(run, paper)
        write_remarks(run, paper)
        write_rules(run, paper)
    write_verdict(run, paper)
    paper.flush()


def _write_files(run: Run, paper: ink.Paper) -> None:
    documents = {document.path: document for document in run.documents}
    writer = _Writer(paper)
    for path, findings in _grouped(run.findings, lambda finding: finding.path):
        paper.line(f"文件 {path_text(path)}", ink.HEADING)
        paper.line()
        writer.file(findings, documents.get(path))


def _grouped(items: Iterable[Item], key: Callable[[Item], Key]) -> Iterable[tuple[Key, list[Item]]]:
    """The items by key, groups and items in their first order."""
    groups: dict[Key, list[Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups.items()


class _Writer:
    """Writes findings; what is the same for many of them is put together once."""

    def __init__(self, paper: ink.Paper) -> None:
        self._paper = paper
        self._reasons: dict[str, list[str]] = {}

    def file(self, findings: list[Finding], document: Document | None) -> None:
        has_cycle = document is None or document.has_cycle
        for _, of_unit in _grouped(findings, lambda finding: id(finding.unit)):
            unit = of_unit[0].unit
            if unit and unit.name:
                self._paper.block(f"【{unit.name.text}】", ink.TITLE)
                self._paper.line()
            for _, of_project in _grouped(of_unit, lambda finding: id(finding.project)):
                project = of_project[0].project
                if project:
                    self._project(project)
                for _, of_indicator in _grouped(of_project, lambda finding: id(finding.indicator)):
                    self._indicator(of_indicator, has_cycle)

    def _project(self, project: Project) -> None:
        name, where = project.name.text, line_text(project.name.place())
        self._paper.block(f"项目 {project.index}  {name}（{where}）", ink.HEADING)
        self._paper.line()

    def _indicator(self, findings: list[Finding], has_cycle: bool) -> None:
        """All findings about one indicator, or about a project (or more) as a whole."""
        indicator = findings[0].indicator
        heading = _indicator_heading(indicator) if indicator else "整个项目" if findings[0].project else "整张表"
        self._paper.block(heading, indent=2)
        for _, alike in _grouped(findings, lambda finding: (finding.field_name, finding.start, finding.end)):
            self._evidence(alike[0], has_cycle)
            for finding in alike:
                self._finding(finding)
        self._paper.line()

    def _evidence(self, finding: Finding, has_cycle: bool) -> None:
        """The field in question on one line, with the part in question marked."""
        paper, field = self._paper, finding.field
        if field is None:
            return
        label = field_label(finding.field_name, has_cycle=has_cycle, of_indicator=finding.indicator is not None)
        lead = harmless(f"{' ' * _INDENT}{label}（{place_text(finding.place)}）：")
        taken = columns(lead)
        text, start, end = excerpt(harmless(field.text), finding.start, finding.end, paper.width - taken)
        paper.write(lead, ink.QUIET)
        if not paper.coloured:
            paper.line(text)
            if end > start:
                paper.line(" " * (taken + columns(text[:start])) + "^" * columns(text[start:end]))
            return
        paper.write(text[:start])
        paper.write(text[start:end], ink.EVIDENCE[finding.severity])
        paper.line(text[end:])

    def _finding(self, finding: Finding) -> None:
        """Severity, rule and what is wrong; then why, and what to write instead."""
        paper, severity = self._paper, finding.severity
        code = pad(finding.rule.id, 4)
        indent = _INDENT + columns(SEVERITY[severity]) + 1 + len(code) + 2
        paper.write(f"{' ' * _INDENT}{SEVERITY[severity]} {code}  ", ink.SEVERITY[severity])
        paper.block(finding.message, indent=indent, taken=indent)
        label = " " * (indent - 6)
        paper.write(f"{label}原因  ", ink.QUIET)
        reason = self._reason(finding.rule, indent)
        paper.line(reason[0], ink.QUIET)
        paper.lines(reason[1:], ink.QUIET)
        paper.write(f"{label}建议  ", ink.ADVICE)
        paper.block(finding.suggestion, indent=indent, taken=indent)
        if finding.fix and finding.field:
            text, fixed = finding.field.text, finding.fix.text
            after = harmless(text[: finding.start] + fixed + text[finding.end :])
            shown, _, _ = excerpt(after, finding.start, finding.start + len(fixed), paper.width - indent)
            paper.write(f"{label}改后  ", ink.ADVICE)
            paper.line(shown)

    def _reason(self, rule: Rule, indent: int) -> list[str]:
        """Why the rule matters, in a sentence, as lines of which the first is not indented."""
        lines = self._reasons.get(rule.id)
        if lines is None:
            first, *others = wrap(first_sentence(rule.why), self._paper.width - indent)
            lines = self._reasons[rule.id] = [first, *(" " * indent + line for line in others)]
        return lines


def _indicator_heading(indicator: Indicator) -> str:
    number = "指标" if indicator.ordinal is None else f"指标 {indicator.ordinal}"
    return f"{number}  {indicator.name.text}（{category_text(indicator.level2)}）"
