"""The further sheets: counts and scores, what could not be checked, and what was put aside."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from lint_pbt.model.rule import SEVERITIES
from lint_pbt.presentation.remarks import TITLES, gathered, place_of, why_ignored, why_known
from lint_pbt.presentation.verdict import points_of
from lint_pbt.presentation.words import SEVERITY, basis_text, line_text, path_text
from lint_pbt.reporters.opinion.rows import evidence, subject
from lint_pbt.reporters.opinion.sheet import Column, Sheet, Value
from lint_pbt.reporters.sections import Kept
from lint_pbt.scoring.statistics import Counting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from openpyxl import Workbook

    from lint_pbt.model.document import BudgetUnit, Project
    from lint_pbt.model.rule import Severity
    from lint_pbt.model.run import Checked, Finding, Run
    from lint_pbt.presentation.verdict import Summary
    from lint_pbt.scoring.score import Score, Scores
    from lint_pbt.scoring.statistics import Statistics

_SUMMARY: Final = (
    Column("", 44),
    *(Column("", 9, "figure") for _ in range(6)),
    Column("", 62),
)
_SCORES: Final = dict.fromkeys(range(1, 7), "score")
_LAST: Final = {6: "score"}
_COUNTS: Final = ("问题", *SEVERITY.values())
_UNCHECKED: Final = (
    Column("序号", 6, "centre"),
    Column("情况", 20),
    Column("文件", 28),
    Column("位置", 18),
    Column("规则", 8, "centre"),
    Column("说明", 76),
)
_PUT_ASIDE: Final = (
    Column("序号", 6, "centre"),
    Column("文件", 16),
    Column("位置", 12),
    Column("预算单位", 14),
    Column("项目", 16),
    Column("指标", 16),
    Column("原文", 20),
    Column("问题", 26),
    Column("级别", 7, "centre"),
    Column("规则", 7, "centre"),
    Column("为什么没有列出", 26),
    Column("指纹", 18, hidden=True),
)


class Further:
    """The rows of the further sheets, taken a document at a time."""

    def __init__(self) -> None:
        self._counting = Counting()
        self._units: Kept[list[list[Value]]] = Kept()
        self._projects: Kept[list[list[Value]]] = Kept()
        self._ignored: Kept[list[tuple[Severity, list[Value]]]] = Kept()
        self._known: Kept[list[tuple[Severity, list[Value]]]] = Kept()

    def add(self, checked: Checked, scores: Scores) -> None:
        """Take the figures of a document, of its units and projects, and what was put aside."""
        self._counting.add(checked)
        self._units.add(list(_of_units(checked, scores)))
        self._projects.add(list(_of_projects(checked, scores)))
        self._ignored.add([_of_aside(one.finding, why_ignored(one)) for one in checked.ignored])
        self._known.add([_of_aside(one.finding, why_known(one)) for one in checked.known])

    def write(self, book: Workbook, run: Run, summary: Summary, looks: Mapping[str, Any]) -> None:
        """Write the sheets."""
        self._write_summary(book, run, summary, looks)
        _write_unchecked(book, run, looks)
        self._write_put_aside(book, looks)

    def _write_summary(self, book: Workbook, run: Run, summary: Summary, looks: Mapping[str, Any]) -> None:
        """Scores, and the findings counted by rule, unit and project; no sheet where there is no table."""
        if not run.documents:
            return
        sheet = Sheet(book, "汇总", _SUMMARY, looks)
        sheet.line("汇总", "title")
        score, several = summary.score, len(run.documents) > 1
        if score is not None:
            _head(sheet, "得分（满分 100）", "范围", "总分", *score.dimensions)
            tables = [(path_text(path), points) for path, points in summary.tables] if several else []
            for name, points in (("全部表格" if several else "全表", points_of(score)), *tables):
                sheet.row([name, *map(float, points)], _SCORES)
            sheet.blank()
        _write_rules(sheet, self._counting.statistics(), score)
        _head(sheet, "按预算单位", "预算单位", *_COUNTS, "指标数", "得分", "文件")
        for row in chain.from_iterable(self._units):
            sheet.row(row, _LAST)
        sheet.blank()
        _head(sheet, "按项目", "项目", *_COUNTS, "指标数", "得分", "预算单位")
        for row in chain.from_iterable(self._projects):
            sheet.row(row, _LAST)

    def _write_put_aside(self, book: Workbook, looks: Mapping[str, Any]) -> None:
        """The findings that configuration or baseline keep from the opinion; no sheet where there are none."""
        sheet: Sheet | None = None
        for number, (severity, row) in enumerate(chain.from_iterable(chain(self._ignored, self._known)), 1):
            if sheet is None:
                sheet = Sheet(book, "已忽略", _PUT_ASIDE, looks, frozen=2)
                sheet.line("已忽略的问题：没有列入审核意见，也不计数", "title")
                sheet.heads()
            sheet.row([number, *row], {8: severity})


def _head(sheet: Sheet, heading: str, *titles: str) -> None:
    sheet.line(heading, "heading")
    sheet.heads(titles)


def _write_rules(sheet: Sheet, counts: Statistics, score: Score | None) -> None:
    if not counts.rules:
        return
    lost: Counter[str] = Counter()
    for one in score.deductions if score else ():
        lost[one.rule] += one.of_total  # type: ignore[assignment]
    _head(sheet, "按规则", "规则", *_COUNTS, "占比 %", "扣分", "依据和道理")
    for count in counts.rules:
        rule, found = count.rule, count.found
        basis = basis_text(rule)
        why = (f"{basis}\n" if basis else "") + rule.why.strip()
        figures = [found.count, *(found.by_severity[severity] for severity in SEVERITIES)]
        sheet.row(
            [f"{rule.id} {rule.title}", *figures, float(found.share), float(lost[rule.id]), why],
            {5: "score", 6: "points"},
        )
    sheet.blank()


def _of_units(checked: Checked, scores: Scores) -> Iterator[list[Value]]:
    totals = {id(one.unit): float(one.score.total) for one in scores.units}
    found = _counts(checked, lambda finding: finding.unit)
    for unit in checked.document.units:
        name = unit.name.text if unit.name else "（没有分单位）"
        indicators = sum(len(project.indicators) for project in unit.projects)
        figures = [*_figures(found, unit), indicators, totals.get(id(unit))]
        yield [name, *figures, path_text(checked.path)]


def _of_projects(checked: Checked, scores: Scores) -> Iterator[list[Value]]:
    found = _counts(checked, lambda finding: finding.project)
    for one in scores.projects:
        name = one.unit.name.text if one.unit.name else path_text(one.path)
        figures = [*_figures(found, one.project), len(one.project.indicators), float(one.score.total)]
        yield [one.project.name.text, *figures, name]


def _counts(checked: Checked, of: Any) -> Counter[tuple[int, str]]:
    """Findings by the identity of what they are in, and by severity."""
    return Counter((id(of(finding)), finding.severity) for finding in checked.findings)


def _figures(found: Counter[tuple[int, str]], owner: BudgetUnit | Project) -> list[Value]:
    counts = [found[id(owner), severity] for severity in SEVERITIES]
    return [sum(counts), *counts]


def _of_aside(finding: Finding, reason: str) -> tuple[Severity, list[Value]]:
    return finding.severity, [
        path_text(finding.path),
        line_text(finding.place),
        *subject(finding),
        evidence(finding),
        finding.message,
        SEVERITY[finding.severity],
        finding.rule.id,
        reason,
        finding.fingerprint,
    ]


def _write_unchecked(book: Workbook, run: Run, looks: Mapping[str, Any]) -> None:
    """What could not be read, judged or written, and every note; no sheet where there is nothing."""
    told = gathered(run)
    if not told:
        return
    sheet = Sheet(book, "没能检查与说明", _UNCHECKED, looks, frozen=2)
    sheet.line("没能检查的内容与说明", "title")
    sheet.heads()
    for number, remark in enumerate(told, 1):
        about = [
            TITLES[remark.kind],
            path_text(remark.path),
            place_of(remark, most=None),
            remark.rule or "",
            remark.text,
        ]
        sheet.row([number, *about], {1: "error" if remark.unchecked else "centre"})
