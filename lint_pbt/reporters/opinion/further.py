"""The further sheets: counts and scores, what could not be checked, and what was put aside."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from lint_pbt.presentation.remarks import TITLES, gathered, place_of, put_aside
from lint_pbt.presentation.words import SEVERITY, basis_text, line_text, path_text
from lint_pbt.reporters.opinion.rows import evidence, subject
from lint_pbt.reporters.opinion.sheet import Column, Sheet, Value
from lint_pbt.rule import SEVERITIES
from lint_pbt.scoring.score import score
from lint_pbt.scoring.statistics import statistics

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl import Workbook

    from lint_pbt.model import BudgetUnit, Project
    from lint_pbt.run import Run
    from lint_pbt.scoring.score import Scores

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


def write_summary(book: Workbook, run: Run, looks: Mapping[str, Any]) -> None:
    """Scores, and the findings counted by rule, unit and project; no sheet where there is no table."""
    if not run.documents:
        return
    scores = score(run)
    sheet = Sheet(book, "汇总", _SUMMARY, looks)
    sheet.line("汇总", "title")
    if scores.overall is not None:
        dimensions = list(scores.overall.dimensions)
        _head(sheet, "得分（满分 100）", "范围", "总分", *dimensions)
        whole = "全部表格" if len(run.documents) > 1 else "全表"
        for name, one in (
            (whole, scores.overall),
            *((path_text(each.path), each.score) for each in scores.documents if len(run.documents) > 1),
        ):
            sheet.row([name, float(one.total), *map(float, one.dimensions.values())], _SCORES)
        sheet.blank()
    _write_rules(sheet, run, scores)
    _write_units(sheet, run, scores)
    _write_projects(sheet, run, scores)


def _head(sheet: Sheet, heading: str, *titles: str) -> None:
    sheet.line(heading, "heading")
    sheet.heads(titles)


def _write_rules(sheet: Sheet, run: Run, scores: Scores) -> None:
    if not run.findings:
        return
    lost: Counter[str] = Counter()
    for one in scores.overall.deductions if scores.overall else ():
        lost[one.rule] += one.of_total  # type: ignore[assignment]
    _head(sheet, "按规则", "规则", *_COUNTS, "占比 %", "扣分", "依据和道理")
    for count in statistics(run).rules:
        rule, found = count.rule, count.found
        basis = basis_text(rule)
        why = (f"{basis}\n" if basis else "") + rule.why.strip()
        figures = [found.count, *(found.by_severity[severity] for severity in SEVERITIES)]
        sheet.row(
            [f"{rule.id} {rule.title}", *figures, float(found.share), float(lost[rule.id]), why],
            {5: "score", 6: "points"},
        )
    sheet.blank()


def _write_units(sheet: Sheet, run: Run, scores: Scores) -> None:
    totals = {id(one.unit): float(one.score.total) for one in scores.units}
    found = _counts(run, lambda finding: finding.unit)
    _head(sheet, "按预算单位", "预算单位", *_COUNTS, "指标数", "得分", "文件")
    for document in run.documents:
        for unit in document.units:
            name = unit.name.text if unit.name else "（没有分单位）"
            indicators = sum(len(project.indicators) for project in unit.projects)
            figures = [*_figures(found, unit), indicators, totals.get(id(unit))]
            sheet.row([name, *figures, path_text(document.path)], _LAST)
    sheet.blank()


def _write_projects(sheet: Sheet, run: Run, scores: Scores) -> None:
    found = _counts(run, lambda finding: finding.project)
    _head(sheet, "按项目", "项目", *_COUNTS, "指标数", "得分", "预算单位")
    for one in scores.projects:
        name = one.unit.name.text if one.unit.name else path_text(one.path)
        figures = [*_figures(found, one.project), len(one.project.indicators), float(one.score.total)]
        sheet.row([one.project.name.text, *figures, name], _LAST)


def _counts(run: Run, of: Any) -> Counter[tuple[int, str]]:
    """Findings by the identity of what they are in, and by severity."""
    return Counter((id(of(finding)), finding.severity) for finding in run.findings)


def _figures(found: Counter[tuple[int, str]], owner: BudgetUnit | Project) -> list[Value]:
    counts = [found[id(owner), severity] for severity in SEVERITIES]
    return [sum(counts), *counts]


def write_unchecked(book: Workbook, run: Run, looks: Mapping[str, Any]) -> None:
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


def write_put_aside(book: Workbook, run: Run, looks: Mapping[str, Any]) -> None:
    """The findings that configuration or baseline keep from the opinion; no sheet where there are none."""
    aside_findings = list(put_aside(run))
    if not aside_findings:
        return
    sheet = Sheet(book, "已忽略", _PUT_ASIDE, looks, frozen=2)
    sheet.line("已忽略的问题：没有列入审核意见，也不计数", "title")
    sheet.heads()
    for number, (finding, reason) in enumerate(aside_findings, 1):
        sheet.row(
            [
                number,
                path_text(finding.path),
                line_text(finding.place),
                *subject(finding),
                evidence(finding),
                finding.message,
                SEVERITY[finding.severity],
                finding.rule.id,
                reason,
                finding.fingerprint,
            ],
            {8: finding.severity},
        )
