"""The run as Markdown, such as a job's summary or a comment on a pull request: bounded, and all of a table escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lint_pbt.presentation.correction import better_text
from lint_pbt.presentation.display import harmless
from lint_pbt.presentation.order import in_table_order
from lint_pbt.presentation.remarks import TITLES, gathered, place_of
from lint_pbt.presentation.verdict import TODO_TITLE, Summary
from lint_pbt.presentation.words import SEVERITY, first_sentence, line_text, message_text, path_text
from lint_pbt.reporters.sections import write_run
from lint_pbt.system.own_reports import MARK, MARKDOWN_TITLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import IO

    from lint_pbt.model.run import Checked, Finding, Run
    from lint_pbt.presentation.remarks import Remark
    from lint_pbt.presentation.verdict import Row

# What GitHub takes for the summary of a step is 1 MiB; the verdict and other steps' words need room too.
MOST_BYTES: Final = 1_000_000
_ROOM: Final = 20_000
# Of a value this much is shown; it can be found by its place.
_LONGEST: Final = 300
_MARKS: Final = {"error": "🔴", "warning": "🟡", "info": "🔵"}
# Each of these begins something in Markdown, in HTML, or calls a person or an issue.
_SPECIAL: Final = {ord(sign): f"&#{ord(sign)};" for sign in "\\`*_{}[]<>#|~&@!:/$"}


def report(run: Run, stream: IO[str]) -> None:
    """Write the verdict, counts by rule, what could not be read, and the findings by file and project."""
    write_run(Writer(stream), run)


class Writer:
    """Takes a document at a time; of what is found so much is kept as the report may hold."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._summary = Summary()
        self._findings: list[str] = []
        self._kept = 0

    def add(self, checked: Checked) -> None:
        self._summary.add(checked)
        heading: tuple[object, ...] = ()
        for finding in in_table_order((checked.document,), checked.findings):
            if self._kept > MOST_BYTES:
                break
            here = (finding.path, finding.project.index if finding.project else None)
            lines = _headings(finding, heading, here) if here != heading else []
            heading = here
            self._findings.append(_joined([*lines, *_item(finding)]))
            self._kept += len(self._findings[-1])

    def finish(self, run: Run) -> None:
        writer, summary = _Bounded(self._stream), self._summary
        found = summary.rows()
        writer.put([MARK, MARKDOWN_TITLE, "", "".join(plain(text) for text, _ in summary.verdict(run)), ""])
        writer.put(_todo(summary, found))
        writer.put(_rules(found))
        told = gathered(run)
        left = writer.each("### 没能检查的", [one for one in told if one.unchecked], _remark)
        if left:
            writer.end(f"还有 {left} 条没能检查的没有列出。")
        left = summary.found - self._write_findings(writer)
        if left:
            writer.end(
                f"\n**摘要放不下，还有 {left} 条没有列出**（共 {summary.found} 条）。"
                "全部结果看运行日志，或者用 `--output 报告.html`、`--output 报告.sarif` 另存。"
            )
        left = writer.each("### 说明", [one for one in told if not one.unchecked], _remark)
        if left:
            writer.end(f"- 还有 {left} 条说明没有列出。")
        self._stream.flush()

    def _write_findings(self, writer: _Bounded) -> int:
        """Write the findings under their files and projects; how many fitted."""
        shown = 0
        for text in self._findings:
            if not writer.put_text(text):
                break
            shown += 1
        if shown:
            writer.put([""])
        return shown


class _Bounded:
    """Takes lines as long as they fit; the words at the end always do."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._left = MOST_BYTES - _ROOM

    def put(self, lines: Iterable[str]) -> bool:
        """Write the lines, all or none."""
        return self.put_text(_joined(lines))

    def put_text(self, text: str) -> bool:
        """Write a text, all or nothing."""
        size = len(text.encode("utf-8", "replace"))
        if size > self._left:
            self._left = 0  # what is smaller must not stand without what comes before it
            return False
        self._left -= size
        self._stream.write(text)
        return True

    def end(self, line: str) -> None:
        """Write a line for which room was kept."""
        self._stream.write(f"{line}\n")

    def each(self, heading: str, items: list[Remark], line: Callable[[Remark], str]) -> int:
        """Write a list; how many did not fit."""
        if not items or not self.put([heading, ""]):
            return len(items)
        for number, item in enumerate(items):
            if not self.put([line(item)]):
                return len(items) - number
        self.put([""])
        return 0


def _joined(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _todo(summary: Summary, found: list[Row]) -> Iterator[str]:
    things = summary.todo(found)
    if len(things) < 2:
        return
    yield from (f"**{TODO_TITLE}**", "")
    for number, thing in enumerate(things, 1):
        yield f"{number}. {plain(thing.told)}（{plain(thing.behind)}）"
    yield ""


def _rules(found: list[Row]) -> Iterator[str]:
    """The findings by rule, with why each rule matters: the findings themselves do not say it again."""
    if not found:
        return
    yield from ("| 级别 | 规则 | 数量 | 内容 | 原因 |", "| --- | --- | ---: | --- | --- |")
    for row in found:
        rule, severity = row.rule, row.severity
        cells = (f"{_MARKS[severity]} {SEVERITY[severity]}", plain(rule.id), str(row.found), plain(rule.title))
        yield f"| {' | '.join(cells)} | {plain(first_sentence(rule.why))} |"
    yield ""


def _remark(remark: Remark) -> str:
    where = f" {plain(place_of(remark))}" if remark.place else ""
    return f"- {TITLES[remark.kind]}：{plain(path_text(remark.path))}{where}：{plain(remark.text)}"


def _headings(finding: Finding, before: tuple[object, ...], here: tuple[object, ...]) -> list[str]:
    lines = [] if before[:1] == here[:1] else ["", f"### {plain(path_text(finding.path))}"]
    project, unit = finding.project, finding.unit
    name = f"项目 {project.index} {plain(project.name.text)}" if project else "整张表"
    return [*lines, "", f"**{name}**" + (f"（{plain(unit.name.text)}）" if unit and unit.name else ""), ""]


def _item(finding: Finding) -> list[str]:
    subject = ""
    if finding.indicator:
        number = "" if finding.indicator.ordinal is None else f" {finding.indicator.ordinal}"
        subject = f"指标{number} {plain(finding.indicator.name.text)}，"
    told = f"{message_text(finding)}{better_text(finding)}"
    value = f"：{_value(finding)}" if finding.field else ""
    return [
        f"- {_MARKS[finding.severity]} {SEVERITY[finding.severity]} {plain(finding.rule.id)}　{plain(told)}"
        f"<!-- {finding.fingerprint} --><br>",
        f"  {subject}{plain(line_text(finding.place))}{value}",
    ]


def _value(finding: Finding) -> str:
    """The value with the part in question in bold, as much as is wanted of it."""
    text = finding.field.text if finding.field else ""
    first = max(finding.start - _LONGEST // 2, 0) if len(text) > _LONGEST else 0
    last = min(len(text), first + _LONGEST)
    start, end = finding.start, min(finding.end, last)
    head, tail = "…" if first else "", "…" if last < len(text) else ""
    if end <= start:
        return head + plain(text[first:last]) + tail
    return f"{head}{plain(text[first:start])}<b>{plain(text[start:end])}</b>{plain(text[end:last])}{tail}"


def plain(text: str) -> str:
    """The text as Markdown shows it just so: no markup, no link, nobody called."""
    shown = harmless(text).translate(_SPECIAL)
    return shown.replace("www.", "www&#46;")
