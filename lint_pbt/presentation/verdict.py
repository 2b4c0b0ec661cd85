"""What a run comes to: the verdict in a sentence or two, and the few things to do first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from lint_pbt.presentation import paper as ink
from lint_pbt.presentation.remarks import put_aside_text
from lint_pbt.presentation.words import SEVERITY, counts_text, points_text
from lint_pbt.rule import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint_pbt.rule import Rule, Severity
    from lint_pbt.run import Finding, Run
    from lint_pbt.scoring.score import Scores

TODO_TITLE: Final = "先做这几件事"
_MOST_THINGS: Final = 5
# How many projects are named before the rest is only counted.
_NAMED: Final = 5


class Row(NamedTuple):
    """The findings of a rule at one severity; `points` is what they cost of the total score, empty for nothing."""

    rule: Rule
    severity: Severity
    found: int
    points: str
    first: Finding


class Todo(NamedTuple):
    """Something to do: what, the counts of the findings it settles, and where they are."""

    rule: Rule
    severity: Severity
    counts: str
    where: str

    @property
    def told(self) -> str:
        return self.rule.todo or self.rule.title

    @property
    def behind(self) -> str:
        """Which findings it is about, and where they are."""
        return "，".join(filter(None, (f"{self.rule.id} {self.counts}", self.where)))


def rows(run: Run, scores: Scores) -> list[Row]:
    """The findings by rule and severity: the severest and the most frequent first."""
    counts = Counter((finding.rule.id, finding.severity) for finding in run.findings)
    first: dict[tuple[str, Severity], Finding] = {}
    for finding in run.findings:
        first.setdefault((finding.rule.id, finding.severity), finding)
    deductions = scores.overall.deductions if scores.overall else ()
    points = {(one.rule, one.severity): f"-{one.of_total}" for one in deductions}
    order = sorted(counts.items(), key=lambda one: (SEVERITIES.index(one[0][1]), -one[1], one[0][0]))
    return [Row(first[key].rule, key[1], count, points.get(key, ""), first[key]) for key, count in order]


def todo(run: Run, found: list[Row]) -> list[Todo]:
    """What to do first, out of the rows of the run: a rule is one thing to do, whatever its severities."""
    of_rule: dict[str, list[Row]] = {}
    for row in found:
        of_rule.setdefault(row.rule.id, []).append(row)
    things = []
    for rows_of_rule in list(of_rule.values())[:_MOST_THINGS]:
        rule, severity = rows_of_rule[0].rule, rows_of_rule[0].severity
        counts = "、".join(f"{SEVERITY[row.severity]} {row.found} 处" for row in rows_of_rule)
        things.append(Todo(rule, severity, counts, _where(run, rule)))
    return things


def _where(run: Run, rule: Rule) -> str:
    """The projects of the findings: by number where one table was checked."""
    found = ((one.path, one.project.index) for one in run.findings if one.project and one.rule.id == rule.id)
    projects = list(dict.fromkeys(found))
    if not projects:
        return ""
    files = len({path for path, _ in projects})
    if len(run.documents) > 1:
        return f"{files} 个文件的 {len(projects)} 个项目"
    numbers = "、".join(str(index) for _, index in projects[:_NAMED])
    return f"项目 {numbers}" + (f" 等 {len(projects)} 个" if len(projects) > _NAMED else "")


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
    aside = put_aside_text(len(run.ignored), len(run.known))
    if aside:
        yield aside, None
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
