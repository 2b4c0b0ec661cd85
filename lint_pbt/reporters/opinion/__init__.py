"""The review opinion sheet (审核意见表): a workbook to send back with a draft, and to get back with answers."""

from __future__ import annotations

from itertools import islice
from typing import IO, TYPE_CHECKING, Any, Final

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from lint_pbt.presentation.order import in_table_order
from lint_pbt.presentation.verdict import TODO_TITLE, Summary
from lint_pbt.presentation.words import path_text
from lint_pbt.reporters.opinion import rows
from lint_pbt.reporters.opinion.further import Further
from lint_pbt.reporters.opinion.looks import looks
from lint_pbt.reporters.opinion.sheet import Sheet, letter
from lint_pbt.reporters.sections import Kept, write_run
from lint_pbt.reporters.workbook import moment, save

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from lint_pbt.model.rule import Severity
    from lint_pbt.model.run import Checked, Run
    from lint_pbt.reporters.opinion.sheet import Value

binary: Final = True

_TITLE: Final = "审核意见表"
_HEADING: Final = "项目支出绩效目标审核意见表"
_LEGEND: Final = (
    "“原文”里标红的是有问题的部分，没有标红的是整段。"
    "“单位反馈”请选“已修改”，不修改的写明理由。各条规则的汇总见“汇总”页。"
)
_ANSWERS: Final = ("已修改", "不修改，理由：", "不适用，理由：")
# Excel holds 1,048,576 rows in a sheet.
_MOST_ROWS: Final = 1_000_000
_NAMED_FILES: Final = 5
_BATCH: Final = 1000  # rows that are put away at once


def report(run: Run, stream: IO[bytes], *, when: datetime | None = None) -> None:
    """Write the workbook of a run to a stream; `when` is the date of the check (default: now)."""
    write_run(Writer(stream, when=when), run)


class Writer:
    """Takes a document at a time and keeps the rows: which columns there are, and what stands above them, is known
    when all documents are.
    """

    def __init__(self, stream: IO[bytes], *, when: datetime | None = None) -> None:
        self._stream, self._when = stream, when or moment()
        self._summary, self._further = Summary(), Further()
        self._departments: dict[str, None] = {}
        self._rows: Kept[list[tuple[Severity, list[Value]]]] = Kept()

    def add(self, checked: Checked) -> None:
        document = checked.document
        if document.department and len(self._departments) < _NAMED_FILES:
            self._departments[document.department.text] = None
        self._further.add(checked, self._summary.add(checked))
        findings = in_table_order((document,), checked.findings)
        for first in range(0, len(findings), _BATCH):
            batch = findings[first : first + _BATCH]
            self._rows.add([(finding.severity, rows.row(finding, document)) for finding in batch])

    def finish(self, run: Run) -> None:
        book = Workbook(write_only=True)
        styles = looks(book)
        whole = (row for of_document in self._rows for row in of_document)
        for number, first in enumerate(range(0, max(self._summary.found, 1), _MOST_ROWS), 1):
            title = _TITLE if number == 1 else f"{_TITLE} {number}"
            self._write_opinion(book, title, run, islice(whole, _MOST_ROWS), first, styles)
        self._further.write(book, run, self._summary, styles)
        save(book, self._stream, self._when, _HEADING)

    def _write_opinion(
        self,
        book: Workbook,
        title: str,
        run: Run,
        listed: Iterable[tuple[Severity, list[Value]]],
        done: int,
        styles: Mapping[str, Any],
    ) -> None:
        """One sheet of findings, of which `done` stand on sheets before it."""
        several = len(_files(run)) > 1
        columns = rows.columns(several_files=several)
        remarks = [(text, "remark") for text in self._remarks(run)] + [(text, "alarm") for text in _alarms(run)]
        sheet = Sheet(book, title, columns, styles, frozen=len(remarks) + 2)
        sheet.line(_HEADING, "title")
        for text, look in remarks:
            sheet.line(text, look)
        sheet.heads()
        head = sheet.rows
        at = [column.title for column in columns].index("级别")
        for number, (severity, (path, *values)) in enumerate(listed, done + 1):
            sheet.row([number, *([path] if several else []), *values], {at: severity})
        if sheet.rows == head:
            sheet.line(_nothing_found(run, self._summary))
        else:
            sheet.writer.auto_filter.ref = f"A{head}:{letter(len(columns))}{sheet.rows}"
            answer = letter(columns.index(rows.ANSWER) + 1)
            sheet.writer.data_validations.append(_answers(f"{answer}{head + 1}:{answer}{sheet.rows}"))
        sheet.writer.print_area = f"A1:{sheet.last_shown}{sheet.rows}"

    def _remarks(self, run: Run) -> list[str]:
        files, summary = [path_text(path) for path in _files(run)], self._summary
        named = "、".join(files[:_NAMED_FILES]) + (f" 等 {len(files)} 个" if len(files) > _NAMED_FILES else "")
        of_whom = [f"部门：{'、'.join(self._departments)}"] if self._departments else []
        facts = [*of_whom, f"文件：{named}", f"检查日期：{self._when:%Y-%m-%d}"]
        told = "".join(text for text, _ in summary.verdict(run))
        things = summary.todo(summary.rows())
        listed = "；".join(f"{number}. {one.told}（{one.behind}）" for number, one in enumerate(things, 1))
        first = [f"{TODO_TITLE}：{listed}。"] if len(things) > 1 else []
        return ["　　".join(facts), told, *first, *([_LEGEND] if summary.found else [])]


def _answers(cells: str) -> DataValidation:
    """Answers to choose from; other words may be typed."""
    words = ",".join(_ANSWERS)
    choice = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=False, sqref=cells)
    choice.showInputMessage = True
    choice.promptTitle, choice.prompt = "单位反馈", "已修改；或者不修改，写明理由。可以从列表里选，也可以自己写"
    return choice


def _files(run: Run) -> list[str]:
    """Every file of the run, those that could not be read too."""
    paths = [document.path for document in run.documents] + [failure.path for failure in run.failures]
    return list(dict.fromkeys(paths))


def _nothing_found(run: Run, summary: Summary) -> str:
    if not run.documents:
        return "没有检查任何表格。"
    return f"{summary.doubt}{'读到的部分' if run.unchecked else ''}没有发现问题。"


def _alarms(run: Run) -> list[str]:
    return ["有内容没能检查，这张表不完整：见“没能检查与说明”页。"] if run.unchecked else []
