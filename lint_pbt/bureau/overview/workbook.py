"""The overview as a workbook: a sheet for each of its tables, all rows, ready to sort and to filter."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final

from openpyxl import Workbook

from lint_pbt.bureau.batch.records import FROMS, STATES
from lint_pbt.bureau.overview.figures import UNKNOWN
from lint_pbt.bureau.overview.story import change, verdict
from lint_pbt.presentation.words import SEVERITY
from lint_pbt.reporters.opinion.looks import looks
from lint_pbt.reporters.opinion.sheet import Column, Sheet, letter
from lint_pbt.reporters.workbook import save

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from lint_pbt.bureau.batch.journal import Journal
    from lint_pbt.bureau.overview.figures import Figures
    from lint_pbt.reporters.opinion.sheet import Value

_TITLE: Final = "绩效目标审核总览"
_LINES: Final = (Column("", 24), Column("", 14, "figure"), Column("", 60))
_DEPARTMENTS: Final = (
    Column("名次", 6, "figure"), Column("部门", 30), Column("每百条指标的错误", 12, "score"),
    Column("上一轮", 9, "score"), Column("错误", 8, "figure"), Column("警告", 8, "figure"), Column("提示", 8, "figure"),
    Column("指标", 8, "figure"), Column("项目", 8, "figure"), Column("文件", 8, "figure"),
    Column("没读成的文件", 10, "figure"), Column("平均得分", 9, "score"), Column("交表", 8, "centre"),
)  # fmt: skip
_UNREAD: Final = (Column("部门", 26), Column("文件", 50), Column("情况", 18, "centre"), Column("为什么，怎么办", 80))
_PROJECTS: Final = (
    Column("项目", 40), Column("部门", 26), Column("得分", 8, "score"), Column("错误", 7, "figure"),
    Column("警告", 7, "figure"), Column("提示", 7, "figure"), Column("指标", 7, "figure"), Column("金额", 14, "figure"),
    Column("文件", 44), Column("位置", 20),
)  # fmt: skip
_FAULTS: Final = (
    Column("规则", 8, "centre"), Column("问题", 34), Column("级别", 7, "centre"), Column("处数", 8, "figure"),
    Column("部门", 7, "figure"), Column("怎么办", 30), Column("例子在哪里", 34), Column("例子", 44),
    Column("修改建议", 44),
)  # fmt: skip
_FILES: Final = (
    Column("文件", 60), Column("部门", 26), Column("怎么认出部门的", 16), Column("情况", 18, "centre"),
    Column("说明", 60), Column("项目", 7, "figure"), Column("指标", 7, "figure"), Column("错误", 7, "figure"),
    Column("警告", 7, "figure"), Column("提示", 7, "figure"), Column("得分", 8, "score"),
)  # fmt: skip
_PROJECT_ROWS: Final = """
SELECT projects.name, projects.department, coalesce(rescored.score, projects.score), projects.errors,
  projects.warnings, projects.infos, projects.indicators, projects.amount, projects.amount_unit, files.path,
  projects.place
FROM projects JOIN files ON files.id = projects.file
LEFT JOIN temp.rescored ON rescored.file = projects.file AND rescored.number = projects.number
ORDER BY coalesce(rescored.score, projects.score), files.path, projects.number"""
# Excel holds 1,048,576 rows in a sheet.
_MOST_ROWS: Final = 1_000_000


def write_workbook(figures: Figures, journal: Journal, stream: IO[bytes], when: datetime) -> None:
    """Write the workbook, dated `when`; the rows of its long tables come from the journal one after another."""
    book = Workbook(write_only=True)
    styles = looks(book)
    _write_summary(book, figures, styles, when)
    _write_table(book, "部门", _DEPARTMENTS, _departments(figures), styles)
    if figures.unread:
        _write_table(book, "没读成的文件", _UNREAD, _unread(figures), styles)
    _write_table(book, "项目", _PROJECTS, _projects(journal), styles)
    _write_table(book, "常见问题", _FAULTS, _faults(figures), styles)
    _write_table(book, "全部文件", _FILES, _files(journal), styles)
    save(book, stream, when, _TITLE)


def _write_summary(book: Workbook, figures: Figures, styles: Mapping[str, Any], when: datetime) -> None:
    sheet = Sheet(book, "总览", _LINES, styles)
    sheet.line(f"{_TITLE}（第 {figures.now.number} 轮）", "title")
    sheet.line(f"{when:%Y-%m-%d}")
    for text, mood in (*verdict(figures), *change(figures)):
        sheet.line(text, "alarm" if mood == "bad" else "remark")
    sheet.blank()
    if figures.expected:
        sheet.line("还没有交的部门", "heading")
        sheet.line("、".join(figures.missing) or "都交了。")
        if figures.unlisted:
            sheet.line(f"不在名单上、但交了表的：{'、'.join(figures.unlisted)}")
        sheet.blank()
    sheet.line("得分分布", "heading")
    sheet.heads(["质量得分", "项目", ""])
    for name, count in figures.distribution:
        sheet.row([name, count, None])


def _write_table(
    book: Workbook, title: str, columns: Sequence[Column], rows: Iterable[list[Value]], styles: Mapping[str, Any]
) -> None:
    sheet = Sheet(book, title, columns, styles, frozen=1)
    sheet.heads()
    for number, row in enumerate(rows, 1):
        if number >= _MOST_ROWS:
            sheet.row(["（行数太多，其余见“问题.sqlite”）"])
            break
        sheet.row(row)
    if sheet.rows > 1:
        sheet.writer.auto_filter.ref = f"A1:{letter(len(columns))}{sheet.rows}"


def _departments(figures: Figures) -> Iterable[list[Value]]:
    for number, one in enumerate(figures.departments, 1):
        rate = round(one.rate, 2) if one.indicators else None
        counts = [one.errors, one.warnings, one.infos, one.indicators, one.projects, one.files, one.unread]
        yield [number, one.name, rate, one.rate_before, *counts, one.score, "已交"]
    for name in figures.missing:
        yield [None, name, *[None] * 10, "没有交"]


def _unread(figures: Figures) -> Iterable[list[Value]]:
    for one in figures.unread:
        yield [one.department, one.path, one.state, one.reason]


def _projects(journal: Journal) -> Iterable[list[Value]]:
    for name, department, *figures, amount, unit, path, place in journal.database.execute(_PROJECT_ROWS):
        yield [name, department or UNKNOWN, *figures, f"{amount}{unit or ''}" if amount else None, path, place]


def _faults(figures: Figures) -> Iterable[list[Value]]:
    for one in figures.faults:
        counts: list[Value] = [one.count, one.departments]
        head: list[Value] = [one.rule, one.title, SEVERITY[one.severity]]
        yield [*head, *counts, one.todo, one.where, one.message, one.suggestion]


def _files(journal: Journal) -> Iterable[list[Value]]:
    for one in journal.files():
        told = one.reason or ("" if one.complete else "有内容没能检查，见意见表")
        counts: list[Value] = [one.projects, one.indicators, one.errors, one.warnings, one.infos]
        head: list[Value] = [one.path, one.department or UNKNOWN, FROMS[one.department_from], STATES[one.state], told]
        yield [*head, *counts, one.score]
