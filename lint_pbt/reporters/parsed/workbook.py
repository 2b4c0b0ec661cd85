"""The records of tables as a workbook: an indicator a row, to be filtered and sorted."""

from __future__ import annotations

from decimal import Decimal
from typing import IO, TYPE_CHECKING, Final

from openpyxl import Workbook

from lint_pbt.presentation.remarks import TITLES, place_of, remarks
from lint_pbt.presentation.words import line_text, path_text
from lint_pbt.reporters.opinion.looks import looks
from lint_pbt.reporters.opinion.sheet import Column, Sheet
from lint_pbt.reporters.parsed.records import COLUMNS, Value, rows
from lint_pbt.reporters.workbook import moment, save

if TYPE_CHECKING:
    from lint_pbt.knowledge.framework import Framework
    from lint_pbt.model.run import Run

_REMARKS: Final = (Column("文件", 30), Column("位置", 26), Column("内容", 14), Column("说明", 90))
_TAKEN: Final = (
    *(Column("文件", 30), Column("表从这里起", 26), Column("第几列", 8), Column("列标题", 26)),
    *(Column("读作", 16), Column("看什么定的", 12), Column("也可能是", 16)),
)
# Excel holds 1,048,576 rows in a sheet.
_MOST_ROWS: Final = 1_000_000


def report(run: Run, stream: IO[bytes], *, framework: Framework) -> None:
    """Write the records in sheets of their own, what each column was taken for in another, and what is to be said.

    `framework` gives the codes of standard names written without.
    """
    book = Workbook(write_only=True)
    styles = looks(book)
    columns = [Column(column.title, column.width) for column in COLUMNS]
    found = list(rows(run.documents, framework))
    for number, first in enumerate(range(0, max(len(found), 1), _MOST_ROWS), 1):
        sheet = Sheet(book, "指标" if number == 1 else f"指标 {number}", columns, styles, frozen=1)
        sheet.heads()
        for row in found[first : first + _MOST_ROWS]:
            sheet.row([_held(value) for value in row])
        sheet.writer.auto_filter.ref = f"A1:{sheet.last_shown}{sheet.rows}"
    taken = [(document, one) for document in run.documents for one in document.taken]
    if taken:
        sheet = Sheet(book, "各列的含义", _TAKEN, styles, frozen=1)
        sheet.heads()
        for document, table in taken:
            for column in table.columns:
                how = "标题" if column.by_title else "内容"
                place = [path_text(document.path), line_text(table.place)]
                sheet.row([*place, column.number, column.title, column.role, how, column.doubt])
    told = list(remarks(run))
    if told:
        sheet = Sheet(book, "说明", _REMARKS, styles, frozen=1)
        sheet.heads()
        for remark in told:
            sheet.row([path_text(remark.path), place_of(remark), TITLES[remark.kind], remark.text])
    save(book, stream, moment(), "项目支出绩效目标")


def _held(value: Value) -> str | int | float | None:
    """The value as a cell holds it."""
    return float(value) if isinstance(value, Decimal) else value
