"""The end of a terminal report: what could not be judged, the table of rules, and the verdict."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from lint_pbt.reporters import aside
from lint_pbt.reporters import paper as ink
from lint_pbt.reporters.display import columns, excerpt, pad
from lint_pbt.reporters.words import SEVERITY, counts_text, line_text, path_text, points_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint_pbt.rule import Rule
    from lint_pbt.run import Run
    from lint_pbt.score import Scores

# How many places of values that could not be judged are named before the rest is counted.
_PLACES: Final = 5


def write_remarks(run: Run, paper: ink.Paper) -> None:
    """Notes on the files, rules that failed, and values no rule could judge."""
    remarks = [*notes(run), *crashes(run), *_skips(run), *((text, False) for text in aside.remarks(run))]
    if not remarks:
        return
    paper.line("说明", ink.HEADING)
    for text, serious in remarks:
        paper.write("  - ")
        paper.block(text, ink.SEVERITY["warning"] if serious else None, indent=4, taken=4)
    paper.line()


def notes(run: Run) -> list[tuple[str, bool]]:
    """The notes on the files in words, each with whether something was left unchecked."""
    several = len(run.documents) > 1
    remarks = []
    for document in run.documents:
        for note in document.notes:
            where = f"{path_text(document.path)}：" if several else ""
            line = f"{line_text(note.place)}：" if note.place else ""
            remarks.append((where + line + note.message, note.unchecked))
    return remarks


def crashes(run: Run) -> list[tuple[str, bool]]:
    """The rules that failed, in words; all of them serious."""
    return [
        (f"规则 {crash.rule} 检查 {path_text(crash.path)} 时出错，这条规则的结果不完整：{crash.reason}", True)
        for crash in run.crashes
    ]


def _skips(run: Run) -> list[tuple[str, bool]]:
    places: dict[tuple[str, str, str, bool], list[str]] = {}
    for skip in run.skips:
        places.setdefault((skip.rule, skip.path, skip.reason, skip.unchecked), []).append(line_text(skip.place))
    remarks = []
    for (rule, path, reason, unchecked), lines in places.items():
        where = "、".join(dict.fromkeys(lines[:_PLACES])) + ("等" if len(lines) > _PLACES else "")
        file = f"{path_text(path)} " if len(run.documents) > 1 else ""
        remarks.append((f"规则 {rule} 有 {len(lines)} 处没有判断：{reason}（{file}{where}）", unchecked))
    return remarks


def write_rules(run: Run, scores: Scores, paper: ink.Paper) -> None:
    """The findings by rule, with the points of the total they cost: the severest and the most frequent first."""
    if not run.findings:
        return
    counts = Counter((finding.rule.id, finding.severity) for finding in run.findings)
    rules: dict[str, Rule] = {finding.rule.id: finding.rule for finding in run.findings}
    order = list(SEVERITY)
    rows = sorted(counts.items(), key=lambda row: (order.index(row[0][1]), -row[1], row[0][0]))
    width = max(4, *(len(rule) for rule in rules))
    deductions = scores.overall.deductions if scores.overall else ()
    points = {(one.rule, one.severity): f"-{one.of_total}" for one in deductions}
    paper.line(f"{pad('规则', width)}  级别    数量    扣分  内容", ink.HEADING)
    for (rule, severity), count in rows:
        paper.write(f"{pad(rule, width)}  ")
        paper.write(SEVERITY[severity], ink.SEVERITY[severity])
        lead = f"  {count:>6}  {points.get((rule, severity), ''):>6}  "
        title, _, _ = excerpt(rules[rule].title, 0, 0, paper.width - width - 6 - len(lead))
        paper.line(lead + title)
    paper.line()
    paper.line(f"想知道一条规则的道理和改法：pbt-lint explain {rows[0][0][0]}", ink.QUIET)
    sure = sum(finding.fix is not None and finding.fix.safe for finding in run.findings)
    if sure and run.repairs is None:
        paper.block(f"其中 {sure} 处可以直接改好：加上 --fix；先看会改什么：加上 --diff", ink.QUIET)
    paper.line()


def write_verdict(run: Run, scores: Scores | None, paper: ink.Paper) -> None:
    """What was checked, what was found, and what to do now: one line where it fits.

    `scores` are None where a table above has told them.
    """
    sentences = list(verdict(run, scores))
    fits = sum(columns(text) for text, _ in sentences) <= paper.width
    for text, style in sentences:
        if fits:
            paper.write(text, style)
        else:
            paper.block(text, style)
    if fits:
        paper.line()


def verdict(run: Run, scores: Scores | None) -> Iterator[tuple[str, str | None]]:
    """The sentences of the verdict, each with its style (None for the plain ones)."""
    counts = run.count()
    score = f"，得分 {points_text(scores.overall.total)}。" if scores and scores.overall else "。"
    if not run.documents:
        yield "没有检查任何表格。", ink.BAD
    elif not run.findings:
        yield f"检查了 {_extent(run)}：", None
        new = "新的" if run.baselines else ""
        yield f"没有发现{new}问题{score}", ink.GOOD
    else:
        yield f"检查了 {_extent(run)}：{counts_text(counts)}{score}", None
        if counts["error"]:
            yield "报送前请先改错误。", ink.BAD
        elif counts["warning"]:
            yield "没有错误；报送前请逐条核对警告。", ink.SEVERITY["warning"]
        else:
            yield "没有错误和警告，提示供参考。", ink.GOOD
    for text in aside.sentences(run):
        yield text, None
    if run.documents and run.unchecked:
        yield "有内容没能检查，结果不完整。", ink.BAD


def _extent(run: Run) -> str:
    projects = indicators = 0
    for document in run.documents:
        for _, project in document.projects():
            projects += 1
            indicators += len(project.indicators)
    files = len({document.path for document in run.documents})
    return f"{files} 个文件、{projects} 个项目、{indicators} 个指标"
