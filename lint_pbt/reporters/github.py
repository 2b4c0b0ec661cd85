"""The run as workflow commands of GitHub Actions: an annotation for each finding and remark, the severest first.

GitHub shows at most ten annotations of each level for a step; the log holds all of them.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from lint_pbt.model.rule import SEVERITIES
from lint_pbt.presentation.display import harmless
from lint_pbt.presentation.remarks import TITLES, put_aside_text, rank, remarks_about, remarks_beside
from lint_pbt.presentation.words import line_text, message_text
from lint_pbt.reporters.sections import Sections, write_run

if TYPE_CHECKING:
    from typing import IO

    from lint_pbt.model.run import Checked, Finding, Run
    from lint_pbt.presentation.remarks import Remark

_COMMANDS: Final = {"error": "error", "warning": "warning", "info": "notice"}
# A name in a title; the message holds it whole.
_LONGEST: Final = 60
# Findings stand below all remarks.
_FINDINGS: Final = 10


def report(run: Run, stream: IO[str]) -> None:
    """Write a command a line."""
    write_run(Writer(stream), run)


class Writer:
    """Takes a document at a time; the commands stand in the order of their weight."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._commands = Sections()
        self._ignored = self._known = 0

    def add(self, checked: Checked) -> None:
        for remark in remarks_about(checked):
            self._commands.write(rank(remark), _of_remark(remark))
        for finding in checked.findings:
            self._commands.write(_FINDINGS + SEVERITIES.index(finding.severity), _of_finding(finding))
        self._ignored += len(checked.ignored)
        self._known += len(checked.known)

    def finish(self, run: Run) -> None:
        for remark in remarks_beside(run):
            self._commands.write(rank(remark), _of_remark(remark))
        for command in self._commands.lines():
            self._stream.write(f"{command}\n")
        aside = put_aside_text(self._ignored, self._known)
        if aside:
            self._stream.write(workflow_command("notice", {"title": "另有没有列出的"}, aside) + "\n")
        self._stream.flush()


def _of_remark(remark: Remark) -> str:
    where = f"{line_text(remark.place)}：" if remark.place else ""
    place = {"line": str(remark.place.line)} if remark.place else {}
    properties = {"file": _file(remark.path), **place, "title": TITLES[remark.kind]}
    return workflow_command("error" if remark.unchecked else "notice", properties, harmless(where + remark.text))


def _of_finding(finding: Finding) -> str:
    place, end = finding.place, finding.end_place
    properties = {"file": _file(finding.path), "line": str(place.line)}
    if end.line >= place.line:
        properties["endLine"] = str(end.line)
    # GitHub refuses columns where an annotation is on several lines; in a cell they would be those of the cell.
    if end.line == place.line and not place.cell:
        properties |= {"col": str(place.column), "endColumn": str(max(end.column, place.column))}
    spot = f"（{line_text(place)}）" if place.cell or place.page else ""
    properties["title"] = f"{finding.rule.id} {finding.rule.title}{spot}"
    properties["fingerprint"] = finding.fingerprint
    lines = [_subject(finding), message_text(finding), f"建议：{finding.suggestion}"]
    return workflow_command(_COMMANDS[finding.severity], properties, "\n".join(filter(None, map(harmless, lines))))


def _subject(finding: Finding) -> str:
    """`项目 3 职业培训经费，指标 2 培训人次`; empty for a finding about the whole table."""
    parts = []
    if finding.project:
        parts.append(f"项目 {finding.project.index} {finding.project.name.text[:_LONGEST]}")
    if finding.indicator:
        number = "" if finding.indicator.ordinal is None else f"{finding.indicator.ordinal} "
        parts.append(f"指标 {number}{finding.indicator.name.text[:_LONGEST]}")
    return "，".join(parts)


def _file(path: str) -> str:
    """The path as GitHub knows it: from the root of the repository, with `/`."""
    if path == "-":
        return ""
    root = os.environ.get("GITHUB_WORKSPACE") or os.curdir
    try:
        relative = os.path.relpath(path, root)
    except ValueError:  # another drive
        relative = path
    return relative.replace(os.sep, "/")


def workflow_command(name: str, properties: dict[str, str], message: str) -> str:
    """A line, without its end, that the runner takes for a command; nothing in its texts is one."""
    told = ",".join(f"{key}={_property(value)}" for key, value in properties.items() if value)
    return f"::{name} {told}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(harmless(text)).replace(":", "%3A").replace(",", "%2C")
