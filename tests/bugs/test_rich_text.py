"""Text that a spreadsheet would compute stays text, its evidence in colour or not."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook, load_workbook

from lint_pbt.reporters.opinion.looks import looks
from lint_pbt.reporters.opinion.sheet import Column, Marked, Sheet


@pytest.mark.parametrize(
    ("pieces", "quoted"),
    [
        (("", "=1+1", ""), True),
        ((" ", "=1+1", ""), True),
        (("-5", "+3", ""), True),
        (("@", "甲", ""), True),
        (("-", "5", ""), False),
        (("甲", "=1", ""), False),
    ],
)
def test_a_sign_in_front(pieces: tuple[str, str, str], quoted: bool) -> None:
    book = Workbook(write_only=True)
    sheet = Sheet(book, "表", [Column("值", 20)], looks(book))
    sheet.row([Marked(*pieces)])
    stream = io.BytesIO()
    book.save(stream)
    [cell] = next(load_workbook(stream, rich_text=True)["表"].iter_rows())
    assert "".join(map(str, cell.value)) == "".join(pieces)
    assert bool(cell.quotePrefix) is quoted
