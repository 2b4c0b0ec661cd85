"""The run as JUnit XML, which every CI server shows: a suite for each file, a case for each finding.

A file without findings has one case that passed. What was put aside is a skipped case; what could not be checked is
an error, other remarks stand in the suite's output.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from lint_pbt.presentation.remarks import (
    TITLES,
    place_of,
    rank,
    remarks_about,
    remarks_beside,
    why_ignored,
    why_known,
)
from lint_pbt.presentation.words import SEVERITY, basis_text, line_text, message_text, path_text
from lint_pbt.reporters.sections import Sections, write_run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import IO

    from lint_pbt.model.run import Checked, Finding, Run
    from lint_pbt.presentation.remarks import Remark

# All that XML 1.0 cannot hold or advises against (a terminal obeys some of that), and the marks that would turn the
# text round or break its lines.
_ILLEGAL: Final = re.compile(
    "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]"
)
_OF_RUN: Final = "pbt-lint"


class _Suite(NamedTuple):
    """What is told of one file."""

    findings: Sequence[Finding]
    aside: Sequence[tuple[Finding, str]]
    unchecked: Sequence[Remark]
    notes: Sequence[Remark]

    def counts(self) -> dict[str, int]:
        """The numbers of cases as JUnit counts them; a file of which there is nothing to tell is a case."""
        failures, errors, skipped = len(self.findings), len(self.unchecked), len(self.aside)
        tests = failures + errors + skipped or 1
        return {"tests": tests, "failures": failures, "errors": errors, "skipped": skipped}


def report(run: Run, stream: IO[str]) -> None:
    """Write the run as one XML document."""
    write_run(Writer(stream), run)


class Writer:
    """Takes a document at a time; the suites wait until it is known how many cases there are."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._suites = Sections()
        self._totals: Counter[str] = Counter()

    def add(self, checked: Checked) -> None:
        aside = [(one.finding, why_ignored(one)) for one in checked.ignored]
        aside += [(one.finding, why_known(one)) for one in checked.known]
        self._add(checked.path, checked.findings, aside, sorted(remarks_about(checked), key=rank))

    def finish(self, run: Run) -> None:
        by_path: dict[str, list[Remark]] = {}
        for remark in sorted(remarks_beside(run), key=rank):
            by_path.setdefault(remark.path, []).append(remark)
        for path, remarks in by_path.items():
            self._add(path, (), (), remarks)
        totals = {name: self._totals[name] for name in ("tests", "failures", "errors", "skipped")}
        self._stream.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        self._stream.write(f"<testsuites{_attributes({'name': _OF_RUN, **totals})}>\n")
        for suite in self._suites.lines():
            self._stream.write(f"{suite}\n")
        self._stream.write("</testsuites>\n")
        self._stream.flush()

    def _add(
        self, path: str, findings: Sequence[Finding], aside: Sequence[tuple[Finding, str]], remarks: Sequence[Remark]
    ) -> None:
        unchecked = [remark for remark in remarks if remark.unchecked]
        notes = [remark for remark in remarks if not remark.unchecked]
        suite = _Suite(findings, aside, unchecked, notes)
        self._totals.update(suite.counts())
        for piece in _suite(path, suite):
            self._suites.write(0, piece.removesuffix("\n"))


def _suite(path: str, suite: _Suite) -> Iterator[str]:
    name = path_text(path)
    yield f"  <testsuite{_attributes({'name': name, **suite.counts()})}>\n"
    for finding in suite.findings:
        kind = f"{finding.severity}.{finding.rule.id}"
        yield from _case(
            finding, f"failure{_attributes({'message': message_text(finding), 'type': kind})}", _told(finding)
        )
    for finding, reason in suite.aside:
        yield from _case(finding, f"skipped{_attributes({'message': f'{reason}：{message_text(finding)}'})}", "")
    for remark in suite.unchecked:
        yield from _error(name, remark)
    if not (suite.findings or suite.aside or suite.unchecked):
        yield f"    <testcase{_attributes({'classname': name, 'name': '没有发现问题'})}/>\n"
    if suite.notes:
        yield f"    <system-out>{_text(_lines(suite.notes))}</system-out>\n"
    yield "  </testsuite>\n"


def _case(finding: Finding, element: str, text: str) -> Iterator[str]:
    """A finding as a case of its project; its fingerprint is a property."""
    project, indicator = finding.project, finding.indicator
    group = f"项目 {project.index} {project.name.text}" if project else "整张表"
    subject = f"{indicator.name.text}，" if indicator else ""
    name = f"{finding.rule.id} {finding.rule.title}：{subject}{line_text(finding.place)}"
    attributes = {"classname": f"{path_text(finding.path)} › {group}", "name": name, "file": finding.path}
    yield f"    <testcase{_attributes({**attributes, 'line': finding.place.line})}>\n"
    yield f'      <properties><property name="fingerprint" value="{finding.fingerprint}"/></properties>\n'
    yield f"      <{element}>{_text(text)}</{element.split(' ')[0]}>\n    </testcase>\n"


def _told(finding: Finding) -> str:
    lines = [
        f"{SEVERITY[finding.severity]} {finding.rule.id}：{message_text(finding)}",
        f"位置：{path_text(finding.path)} {line_text(finding.place)}",
    ]
    if finding.unit and finding.unit.name:
        lines.append(f"单位：{finding.unit.name.text}")
    if finding.project:
        lines.append(f"项目：{finding.project.index} {finding.project.name.text}")
    if finding.indicator:
        lines.append(f"指标：{finding.indicator.name.text}")
    if finding.field:
        lines.append(f"原文：{finding.field.text}")
    lines.append(f"建议：{finding.suggestion}")
    basis = basis_text(finding.rule)
    return "\n".join([*lines, f"依据：{basis}"] if basis else lines)


def _error(name: str, remark: Remark) -> Iterator[str]:
    told = f"{place_of(remark)}：{remark.text}" if remark.place else remark.text
    yield f"    <testcase{_attributes({'classname': name, 'name': TITLES[remark.kind]})}>\n"
    yield f"      <error{_attributes({'message': told, 'type': remark.kind})}/>\n    </testcase>\n"


def _lines(notes: Iterable[Remark]) -> str:
    return "\n".join(f"{place_of(note)}：{note.text}" if note.place else note.text for note in notes)


def _attributes(values: dict[str, object]) -> str:
    return "".join(f" {name}={quoteattr(_legal(str(value)))}" for name, value in values.items())


def _text(text: str) -> str:
    return escape(_legal(text))


def _legal(text: str) -> str:
    return _ILLEGAL.sub("\ufffd", text)
