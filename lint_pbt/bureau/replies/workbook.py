"""What came of the replies as a workbook: counts by department, every answer, what is lost and what is new."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any, Final

from openpyxl import Workbook

from lint_pbt.bureau.overview.figures import UNKNOWN
from lint_pbt.bureau.replies.judging import OUTCOMES
from lint_pbt.reporters.opinion.looks import looks
from lint_pbt.reporters.opinion.sheet import Column, Sheet, letter
from lint_pbt.reporters.workbook import save

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from lint_pbt.bureau.replies.judging import Found, Replies
    from lint_pbt.reporters.opinion.sheet import Value

NAME: Final = "反馈核对.xlsx"
_TITLE: Final = "单位反馈核对"
_COUNTED: Final[dict[str, str]] = {str(key): words for key, words in OUTCOMES.items()} | {
    "lost": "发出去、没有收回的",
    "new": "新稿里新出现的",
}
_SUMMARY: Final = (Column("部门", 30), *(Column(name, 11, "figure") for name in _COUNTED.values()))
_ANSWERS: Final = (
    Column("部门", 20), Column("结果", 20), Column("规则", 7, "centre"), Column("项目", 26), Column("指标", 24),
    Column("问题", 34), Column("单位反馈", 26), Column("新稿现在的问题", 30), Column("意见表", 26), Column("行", 9),
    Column("指纹", 18, hidden=True),
)  # fmt: skip
_FOUND: Final = (
    Column("部门", 24), Column("规则", 7, "centre"), Column("项目", 34), Column("指标", 30), Column("问题", 50),
    Column("位置", 24),
)  # fmt: skip
_UNUSABLE: Final = (Column("文件", 50), Column("为什么没有用上", 80))


def write_workbook(replies: Replies, stream: IO[bytes], when: datetime) -> None:
    """Write the workbook, dated `when`."""
    book = Workbook(write_only=True)
    styles = looks(book)
    counts = replies.departments
    rows: list[list[Value]] = [
        [name or UNKNOWN, *(counts[name][key] or None for key in _COUNTED)]
        for name in sorted(counts, key=lambda one: one or "")
    ]
    rows.append(["合计", *(sum(one[key] for one in counts.values()) for key in _COUNTED)])
    _table(book, "汇总", _SUMMARY, rows, styles)
    order = list(OUTCOMES)
    answers = sorted(replies.judged, key=lambda one: (one.department or "", order.index(one.outcome)))
    _table(
        book,
        "逐条核对",
        _ANSWERS,
        (
            [
                one.department or UNKNOWN,
                OUTCOMES[one.outcome],
                one.reply.rule,
                one.reply.project,
                one.reply.indicator.split("\n")[0],
                one.reply.problem,
                one.reply.answer,
                one.now,
                one.reply.file,
                one.reply.place,
                one.reply.fingerprint,
            ]
            for one in answers
        ),
        styles,
    )
    for title, found in (("没有收回的", replies.lost), ("新出现的", replies.new)):
        if found:
            _table(book, title, _FOUND, map(_found, found), styles)
    if replies.unusable:
        _table(book, "没有用上的文件", _UNUSABLE, ([one.file, one.reason] for one in replies.unusable), styles)
    save(book, stream, when, _TITLE)


def _found(one: Found) -> list[Value]:
    return [one.department or UNKNOWN, one.rule, one.project, one.indicator, one.message, one.place]


def _table(
    book: Workbook, title: str, columns: Sequence[Column], rows: Iterable[list[Value]], styles: Mapping[str, Any]
) -> None:
    sheet = Sheet(book, title, columns, styles, frozen=1)
    sheet.heads(lines=2)
    for row in rows:
        sheet.row(row)
    if sheet.rows > 1:
        sheet.writer.auto_filter.ref = f"A1:{letter(len(columns))}{sheet.rows}"
