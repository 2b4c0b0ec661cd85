"""The review form as a workbook: sum and grade are formulas, the reviewer's cells are empty and bounded."""

from __future__ import annotations

from itertools import pairwise
from typing import IO, TYPE_CHECKING, Final

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from lint_pbt.reporters.opinion.looks import looks
from lint_pbt.reporters.opinion.sheet import Column, Formula, Sheet, Value, letter
from lint_pbt.reporters.workbook import save

if TYPE_CHECKING:
    from datetime import datetime

    from lint_pbt.bureau.forms.filled import FilledForm, FilledItem

_COLUMNS: Final = (
    Column("审核内容", 8, "centre"),
    Column("审核要点", 26),
    Column("分值", 5.5, "centre"),
    Column("查出的问题和扣分理由", 56),
    Column("建议扣分", 8, "score"),
    Column("须人工判断的", 22),
    Column("审核得分", 8, "answer"),
    Column("审核意见", 22, "answer"),
)
_POINTS, _PROPOSED, _GIVEN = "C", "E", "G"
SIGNATURE: Final = "审核人：　　　　　　　　审核单位（盖章）：　　　　　　　　　　审核日期：　　　　年　　月　　日"


def write_workbook(filled: FilledForm, stream: IO[bytes], when: datetime) -> None:
    """Write the form to a stream, dated `when`."""
    book = Workbook(write_only=True)
    sheet = Sheet(book, "审核表", _COLUMNS, looks(book))
    sheet.line(filled.form.title, "title")
    named = [f"{label}：{value}" for label, value in filled.facts if value]
    sheet.line(named[0], "heading")
    sheet.line("　　".join(named[1:]))
    sheet.heads()
    first, count = sheet.rows + 1, len(filled.items)
    for one in filled.items:
        sheet.row(_row(one))
        _bound(sheet, one)
    _write_total(sheet, filled, first, first + count - 1)
    _merge_sections(sheet, filled, first)
    for remark in filled.remarks:
        sheet.line(remark)
    sheet.blank()
    sheet.line(SIGNATURE)
    sheet.writer.print_area = f"A1:{sheet.last_shown}{sheet.rows}"
    save(book, stream, when, filled.form.title)


def _row(one: FilledItem) -> list[Value]:
    deduction = None if one.deduction is None else float(one.deduction)
    return [
        one.section if one.begins else None,
        f"{one.item.name}：{one.item.asks}",
        one.item.points,
        found_text(one),
        deduction,
        one.item.person or None,
        None,
        None,
    ]


def found_text(one: FilledItem) -> str:
    """What was found at an item, a rule a paragraph."""
    lines = [
        f"{line.rule} {line.title}（{line.severity}，{line.reason}）\n" + "\n".join(f"· {told}" for told in line.places)
        for line in one.found
    ]
    return "\n".join(lines) or one.verdict


def _bound(sheet: Sheet, one: FilledItem) -> None:
    """Let the reviewer's score be a number between 0 and the points of the item."""
    most = f"{one.item.points:g}"
    bound = DataValidation(type="decimal", operator="between", formula1="0", formula2=most, allow_blank=True)
    bound.showErrorMessage = True
    bound.errorTitle, bound.error = "审核得分", f"这一项的得分在 0 到 {most} 之间"
    bound.add(f"{_GIVEN}{sheet.rows}")
    sheet.writer.data_validations.append(bound)


def _write_total(sheet: Sheet, filled: FilledForm, first: int, last: int) -> None:
    given = f"{_GIVEN}{first}:{_GIVEN}{last}"
    total = f"{_GIVEN}{last + 1}"
    grade = '""'
    for one in reversed(filled.form.grades):
        grade = f'IF({total}>={one.least:g},"{_quoted(one.name)}",{grade})'
    left = f"{len(filled.items)}-COUNT({given})"
    sheet.row(
        [
            "合计",
            "等级：" + "，".join(f"{one.least:g} 分起为{one.name}" for one in filled.form.grades),
            Formula(f"=SUM({_POINTS}{first}:{_POINTS}{last})"),
            "审核得分填齐以后，右边自动合计、定等级。",
            Formula(f"=SUM({_PROPOSED}{first}:{_PROPOSED}{last})"),
            "综合评定等级在最右边一格",
            Formula(f'=IF(COUNT({given})=0,"",SUM({given}))'),
            Formula(f'=IF({left}>0,"还有 "&({left})&" 项没有评分",{grade})'),
        ],
        {6: "score", 7: "centre"},
    )


def _quoted(text: str) -> str:
    """The text within the quotes of a formula."""
    return text.replace('"', '""')


def _merge_sections(sheet: Sheet, filled: FilledForm, first: int) -> None:
    starts = [number for number, one in enumerate(filled.items) if one.begins] + [len(filled.items)]
    for start, end in pairwise(starts):
        if end - start > 1:
            column = letter(1)
            sheet.writer.merged_cells.add(f"{column}{first + start}:{column}{first + end - 1}")
