"""The run as SARIF 2.1.0, for code scanning and the viewers of editors.

Findings that are ignored or known to a baseline are there too, marked as suppressed; all else that a run says is a
notification. Of a workbook the row is the line, and the cell a logical location.
"""

from __future__ import annotations

import os
import posixpath
import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from lint_pbt.presentation.display import harmless
from lint_pbt.presentation.json_stream import Encoded, encoder, write_object
from lint_pbt.presentation.remarks import rank, remarks_about, remarks_beside, why_ignored, why_known
from lint_pbt.presentation.words import line_text, message_text
from lint_pbt.reporters.sarif_rules import LEVELS, notification_descriptors, rule_descriptors
from lint_pbt.reporters.sections import Sections, write_run

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import IO

    from lint_pbt.model.document import Place
    from lint_pbt.model.rule import Rule
    from lint_pbt.model.run import Checked, Finding, Run
    from lint_pbt.presentation.remarks import Remark

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT: Final = "%SRCROOT%"
# Of a value this much goes into the snippet; a goal may be pages long.
_LONGEST_SNIPPET: Final = 500
# The name under which our fingerprint stands, with the version of how it is made.
_FINGERPRINT: Final = "pbtLintFingerprint/v1"
# The name that GitHub looks for; where it is missing it hashes a line of the file, and a workbook has none.
_LINE_HASH: Final = "primaryLocationLineHash"
# Files whose columns are characters of their lines, so that a viewer can put a fix in.
_TEXTS: Final = ("", ".txt", ".text", ".csv", ".tsv", ".tab")
# The sections of results; those of remarks come before, by their rank.
_FOUND, _IGNORED, _KNOWN = 10, 11, 12
# How a result begins.
_LEAD: Final = '{"ruleId": "'
_PLACEHOLDER: Final = re.compile(r"\{(\d+)\}")


def report(run: Run, stream: IO[str]) -> None:
    """Write the run to a stream as one SARIF log with one run."""
    write_run(Writer(stream), run)


class Writer:
    """Takes a document at a time; results and notifications wait until the rules and all files are known."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._encode = encoder(stream)
        self._parts = Sections()
        self._rules: dict[str, Rule] = {}
        self._paths: dict[str, None] = {}
        self._unchecked = False

    def add(self, checked: Checked) -> None:
        self._paths[checked.path] = None
        self._unchecked |= checked.unchecked
        for finding in checked.findings:
            self._result(_FOUND, finding)
        for ignored in checked.ignored:
            self._result(_IGNORED, ignored.finding, suppressions=[_suppression(why_ignored(ignored))])
        for known in checked.known:
            self._result(_KNOWN, known.finding, suppressions=[_suppression(why_known(known))])
        for remark in remarks_about(checked):
            self._parts.write(rank(remark), self._encode(_notification(remark)))

    def finish(self, run: Run) -> None:
        from lint_pbt.system.version import __version__

        for remark in remarks_beside(run):
            self._parts.write(rank(remark), self._encode(_notification(remark)))
        self._paths.update(dict.fromkeys(failure.path for failure in run.failures))
        rules = [self._rules[rule] for rule in sorted(self._rules)]
        driver = {
            "name": "pbt-lint",
            "fullName": "pbt-lint 项目支出绩效目标表检查工具",
            "version": __version__,
            "semanticVersion": __version__,
            "language": "zh-CN",
            "rules": rule_descriptors(rules),
            "notifications": notification_descriptors(),
        }
        result = {
            "tool": {"driver": driver},
            "automationDetails": {"id": "pbt-lint/"},
            "language": "zh-CN",
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {_ROOT: {"description": {"text": "运行 pbt-lint 的文件夹，一般是代码库的根"}}},
            "artifacts": [{"location": _artifact(path)} for path in self._paths if path != "-"],
            "invocations": [
                {
                    "executionSuccessful": not (self._unchecked or run.failures),
                    "toolExecutionNotifications": Encoded(self._parts.lines(*range(_FOUND))),
                }
            ],
            "results": Encoded(self._results({rule.id: number for number, rule in enumerate(rules)})),
        }
        write_object(self._stream, {"$schema": _SCHEMA, "version": "2.1.0", "runs": iter([result])})

    def _result(self, section: int, finding: Finding, **more: Any) -> None:
        self._rules.setdefault(finding.rule.id, finding.rule)
        self._parts.write(section, self._encode({**_result(finding), **more}))

    def _results(self, numbers: Mapping[str, int]) -> Iterator[str]:
        """The findings, then those put aside, each with the number of its rule, which comes behind its id."""
        for line in self._parts.lines(_FOUND, _IGNORED, _KNOWN):
            rule_id = line[len(_LEAD) : line.index('"', len(_LEAD))]
            end = len(_LEAD) + len(rule_id) + 1
            yield f'{line[:end]}, "ruleIndex": {numbers[rule_id]}{line[end:]}'


def _notification(remark: Remark) -> dict[str, Any]:
    where = f"{line_text(remark.place)}：" if remark.place else ""
    notification: dict[str, Any] = {
        "descriptor": {"id": remark.kind},
        "message": {"text": _message(where + remark.text)},
        "level": "error" if remark.unchecked else "note",
    }
    if remark.path != "-":
        notification["locations"] = [_location(remark.path, remark.place)]
    if remark.rule:
        notification["associatedRule"] = {"id": remark.rule}
    return notification


def _suppression(justification: str) -> dict[str, str]:
    return {"kind": "external", "status": "accepted", "justification": justification}


def _result(finding: Finding) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule.id,
        "level": LEVELS[finding.severity],
        "message": {"text": _message(f"{_sentence(message_text(finding))}建议：{_sentence(finding.suggestion)}")},
        "locations": [_finding_location(finding)],
        "partialFingerprints": {_FINGERPRINT: finding.fingerprint, _LINE_HASH: f"{finding.fingerprint}:1"},
        "properties": _properties(finding),
    }
    if finding.fix is not None and _one_line(finding):
        result["fixes"] = [_fix(finding, finding.fix.text)]
    return result


def _message(text: str) -> str:
    """The text as SARIF writes messages: what a table holds is no link, no placeholder and nothing unseen."""
    text = _PLACEHOLDER.sub(r"{{\1}}", harmless(text))
    return text.replace("[", "\\[").replace("]", "\\]") if "](" in text else text


def _sentence(text: str) -> str:
    """The text with a stop behind it."""
    return text if text.endswith(("。", "？", "！")) else f"{text}。"


def _finding_location(finding: Finding) -> dict[str, Any]:
    location = _location(finding.path, finding.place, finding.end_place)
    region = location["physicalLocation"]["region"]
    if finding.field is not None and finding.field.text:
        snippet = finding.field.text[finding.start : finding.end] or finding.field.text
        region["snippet"] = {"text": harmless(snippet[:_LONGEST_SNIPPET])}
    location["message"] = {"text": line_text(finding.place)}
    location["logicalLocations"] = list(_logical(finding))
    return location


def _location(path: str, place: Place | None, end: Place | None = None) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _artifact(path)}
    if place is not None:
        physical["region"] = _region(place, end)
    return {"physicalLocation": physical}


def _region(place: Place, end: Place | None) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": max(place.line, 1), "startColumn": max(place.column, 1)}
    if end is not None and (end.line, end.column) >= (place.line, place.column) and end.page == place.page:
        region["endLine"], region["endColumn"] = max(end.line, 1), max(end.column, 1)
    spot = {"page": place.page, "sheet": place.sheet, "cell": place.cell, "box": place.box and list(place.box)}
    if any(spot.values()):
        region["properties"] = {name: value for name, value in spot.items() if value}
    return region


def _logical(finding: Finding) -> Iterator[dict[str, Any]]:
    """The cell, where there are cells, and the indicator's place in the table."""
    place = finding.place
    if place.cell:
        name = f"{place.sheet}!{place.cell}" if place.sheet else place.cell
        yield {"name": place.cell, "fullyQualifiedName": name, "kind": "cell"}
    named = (finding.unit and finding.unit.name, finding.project and finding.project.name)
    parts = [harmless(field.text) for field in named if field and field.text]
    if finding.indicator and finding.indicator.name.text:
        parts.append(harmless(finding.indicator.name.text))
    if parts:
        kind = "indicator" if finding.indicator else "project" if finding.project else "unit"
        yield {"name": parts[-1], "fullyQualifiedName": "/".join(parts), "kind": kind}


def _artifact(path: str) -> dict[str, Any]:
    """The file by its way from the working folder; one elsewhere by its whole path."""
    if path == "-":
        return {"uri": "stdin:", "description": {"text": "标准输入"}}
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive
        relative = os.pardir
    if relative.split(os.sep)[0] == os.pardir:
        absolute = os.path.abspath(path).replace(os.sep, "/")
        return {"uri": "file://" + _quoted(posixpath.join("/", absolute))}
    return {"uri": _quoted(relative.replace(os.sep, "/")), "uriBaseId": _ROOT}


def _quoted(path: str) -> str:
    try:
        name = os.fsencode(path)
    except UnicodeEncodeError:  # no name this system could have given
        name = path.encode("utf-8", "replace")
    # A first part with a colon would be taken for a scheme; `quote` escapes it.
    return quote(name, safe="/-._~")


def _properties(finding: Finding) -> dict[str, Any]:
    unit, project, indicator = finding.unit, finding.project, finding.indicator
    properties = {
        "severity": finding.severity,
        "unit": unit.name.text if unit and unit.name else None,
        "project": project.name.text if project else None,
        "projectIndex": project.index if project else None,
        "indicator": indicator.name.text if indicator else None,
        "ordinal": indicator.ordinal if indicator else None,
        "field": finding.field_name,
        "value": finding.field.text[:_LONGEST_SNIPPET] if finding.field else None,
        "suggestion": finding.suggestion,
        "fixSafe": finding.fix.safe if finding.fix else None,
    }
    return {
        name: harmless(value) if isinstance(value, str) else value
        for name, value in properties.items()
        if value is not None
    }


def _one_line(finding: Finding) -> bool:
    """True where the words to replace stand in one line of a text file: of no other format columns are characters."""
    place, end = finding.place, finding.end_place
    length = finding.end - finding.start
    in_text = place.cell is None and os.path.splitext(finding.path)[1].lower() in _TEXTS and finding.path != "-"
    return in_text and length > 0 and end.line == place.line and end.column - place.column == length


def _fix(finding: Finding, text: str) -> dict[str, Any]:
    replacement = {"deletedRegion": _region(finding.place, finding.end_place), "insertedContent": {"text": text}}
    return {
        "description": {"text": finding.suggestion},
        "artifactChanges": [{"artifactLocation": _artifact(finding.path), "replacements": [replacement]}],
    }
