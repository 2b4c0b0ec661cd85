"""The comparison as a workbook: findings and changes a row each, to be filtered, and what came of it in front."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any, Final

from openpyxl import Workbook

from lint_pbt.presentation.words import SEVERITY
from lint_pbt.reporters.compared.story import KINDS, story
from lint_pbt.reporters.opinion.looks import looks
from lint_pbt.reporters.opinion.sheet import Column, Sheet
from lint_pbt.reporters.workbook import moment, save

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from lint_pbt.compare.model import Comparison
    from lint_pbt.reporters.compared.story import Story
    from lint_pbt.reporters.opinion.sheet import Value

binary: Final = True

_HEADING: Final = "绩效目标对照表"
_FINDINGS: Final = (
    Column("结果", 16), Column("级别", 7, "centre"), Column("规则", 8, "centre"), Column("项目", 26),
    Column("指标", 26), Column("问题", 46), Column("原来写", 22), Column("现在写", 22), Column("建议", 40),
    Column("位置", 16),
)  # fmt: skip
_CHANGES: Final = (
    Column("单位", 22), Column("项目", 28), Column("变化", 13, "centre"), Column("哪一项", 32),
    Column("原来", 30), Column("现在", 30), Column("说明", 40), Column("配对", 16),
)  # fmt: skip
# Excel holds 1,048,576 rows in a sheet.
_MOST_ROWS: Final = 1_000_000


def report(comparison: Comparison, stream: IO[bytes], *, when: datetime | None = None) -> None:
    """Write the workbook to a stream; `when` is the date of the comparison (default: now)."""
    when = when or moment()
    told = story(comparison)
    book = Workbook(write_only=True)
    styles = looks(book)
    _write_findings(book, told, styles, when)
    rows = [
        [project.unit, project.heading, KINDS[one.kind], one.subject, one.old, one.new, one.why, one.sure]
        for project in told.projects
        for one in project.changes
    ]
    _write_table(book, "变化", _CHANGES, rows, styles)
    save(book, stream, when, _HEADING)


def _write_findings(book: Workbook, told: Story, styles: Mapping[str, Any], when: datetime) -> None:
    head = [f"{name}：{extent}" for name, extent in told.drafts]
    lines = [
        *((text, "remark") for text in [*head, f"对照日期：{when:%Y-%m-%d}", "".join(text for text, _ in told.verdict)])
    ]
    lines += [(text, "remark") for text in [*told.remarks, *filter(None, [told.unpaired])]]
    lines += [(f"没能检查：{text}", "alarm") for text in told.unchecked]
    sheet = Sheet(book, "问题", _FINDINGS, styles, frozen=len(lines) + 2)
    sheet.line(_HEADING, "title")
    for text, look in lines:
        sheet.line(text, look)
    sheet.heads()
    first = sheet.rows
    for section in told.sections:
        for group in section.groups:
            for one in group.findings:
                if sheet.rows > _MOST_ROWS:
                    continue
                old, new = one.change or ("", "")
                advice = one.suggestion if section.key in ("remaining", "new") else ""
                values: list[Value] = [
                    section.title, SEVERITY[one.severity], one.rule, group.heading, one.subject,
                    one.message, old, new, advice, one.where,
                ]  # fmt: skip
                sheet.row(values, {1: one.severity})
    if sheet.rows > first:
        sheet.writer.auto_filter.ref = f"A{first}:{sheet.last_shown}{sheet.rows}"
    else:
        sheet.line("两稿都没有发现问题。" if told.sections else "有一边没有读出表格，没法比较。")


def _write_table(
    book: Workbook, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]], styles: Mapping[str, Any]
) -> None:
    sheet = Sheet(book, title, columns, styles, frozen=1)
    sheet.heads()
    for row in rows:
        if sheet.rows > _MOST_ROWS:
            break
        sheet.row(row)
    if sheet.rows > 1:
        sheet.writer.auto_filter.ref = f"A1:{sheet.last_shown}{sheet.rows}"
