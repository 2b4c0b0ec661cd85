"""Old workbooks: what Excel shows in each cell, and files that are broken, encrypted or hostile."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
import xlwt
from hypothesis import given, settings
from workbooks import FORMATS, MERGED, TABLE, book, data_of, grids, saved, texts
from xlwt.CompoundDoc import XlsDoc

import lint_pbt
from lint_pbt.errors import ReadError
from lint_pbt.limits import STANDARD
from lint_pbt.model import Place
from lint_pbt.readers import old_workbook, read
from lint_pbt.readers.spreadsheet.worksheet import reference
from lint_pbt.reporters.words import line_text
from tests.drawing import examples
from tests.unit.test_workbook import damaged


def old_book() -> Any:
    """The table of `book` in an old workbook."""
    made = xlwt.Workbook(encoding="utf-8")
    sheet = made.add_sheet("绩效目标")
    formats = {reference(cell): code for cell, code in FORMATS.items()}
    spans = {reference(merged.split(":")[0]): reference(merged.split(":")[1]) for merged in MERGED}
    for at, row in enumerate(TABLE):
        for column, value in enumerate(row):
            code = formats.get((at, column))
            style = xlwt.easyxf(num_format_str=code) if code else xlwt.Style.default_style
            last = spans.get((at, column))
            if last is not None:
                sheet.write_merge(at, last[0], column, last[1], value, style)
            elif value != "":
                sheet.write(at, column, value, style)
    return made


def one_sheet(*values: tuple[Any, str]) -> Any:
    made = xlwt.Workbook(encoding="utf-8")
    sheet = made.add_sheet("甲")
    for column, (value, code) in enumerate(values):
        sheet.write(0, column, value, xlwt.easyxf(num_format_str=code))
    return made


def test_the_same_as_the_new_format(tmp_path: Path) -> None:
    old = read("表.xls", data_of(old_book()))
    new = read("表.xlsx", data_of(book()))
    assert old.notes == ()
    assert grids(old) == grids(new)


def test_records_and_findings_stand_where_they_should(tmp_path: Path) -> None:
    path = str(saved(tmp_path, old_book(), "表.xls"))
    [(_, project)] = lint_pbt.parse(path).projects()
    assert [str(one.annual) for one in project.indicators] == ["20场", "≥95%", "标准：≥3000人次", "=>90%"]
    found = {(one.rule.id, line_text(one.place)) for one in lint_pbt.lint([path]).findings}
    assert ("X101", "工作表“绩效目标”H6 单元格") in found


def test_values_as_they_are_shown() -> None:
    day = datetime.date(2024, 6, 30)
    made = one_sheet(
        (0.95, "0%"),
        (20.0, "General"),
        (0.1 + 0.2, "General"),
        (300, '0"人次"'),
        (1234.5, "#,##0.00"),
        (day, 'yyyy"年"m"月"d"日"'),
        (day, "M/D/YY"),  # format 14: the edition of Excel decides
        (True, "General"),
        ("一\n二", "General"),
    )
    shown = ["95%", "20", "0.3", "300人次", "1,234.50", "2024年6月30日", "2024/6/30", "TRUE", "一\n二"]
    assert list(texts(data_of(made), "表.xls").values()) == shown


def test_formulas_errors_and_rich_text() -> None:
    made = one_sheet()
    sheet = made.get_sheet(0)
    sheet.write_rich_text(0, 0, ("不", ("少于", xlwt.easyfont("bold true"))))
    sheet.write(0, 1, xlwt.Formula("1/0"))
    assert texts(data_of(made), "表.xls")["A1"] == "不少于"


def test_hidden_rows_columns_and_sheets_are_read_and_said() -> None:
    made = one_sheet(("一", "General"), ("二", "General"))
    sheet = made.get_sheet(0)
    for row in (3, 4):
        sheet.write(row, 0, "藏")
        sheet.row(row).hidden = True
    sheet.col(1).hidden = True
    hidden = made.add_sheet("乙")
    hidden.write(0, 0, "藏")
    hidden.visibility = 1
    source = read("表.xls", data_of(made))
    assert [note.message for note in source.notes] == [
        "工作表“甲”的第 4-5 行、B 列是隐藏的，也读入了",
        "工作表“乙”是隐藏的，也读入了",
    ]
    assert grids(source)[0].rows[3][0].place == Place(4, 1, None, "甲", "A4")
    assert grids(source)[1].rows[0][0].text == "藏"


def test_the_last_cell_costs_nothing() -> None:
    made = one_sheet(("一", "General"))
    made.get_sheet(0).write(65_535, 255, "末")
    data = data_of(made)
    [sheet] = grids(read("表.xls", data))
    assert texts(data, "表.xls") == {"A1": "一", "IV65536": "末"}
    assert len(sheet.rows) < 100


def encrypted(made: Any) -> bytes:
    """A workbook with the record of a password behind its first."""
    stream = made.get_biff_data()
    first = 4 + int.from_bytes(stream[2:4], "little")
    record = (0x2F).to_bytes(2, "little") + (54).to_bytes(2, "little") + bytes(54)
    holder: list[bytes] = []

    class Stream:
        write = staticmethod(holder.append)

    XlsDoc().save(Stream(), stream[:first] + record + stream[first:])
    return b"".join(holder)


def test_a_password() -> None:
    with pytest.raises(ReadError, match="加了密码"):
        read("表.xls", encrypted(old_book()))


def test_no_text_at_all() -> None:
    with pytest.raises(ReadError, match="没有文字"):
        read("表.xls", data_of(one_sheet()))


def test_a_file_cut_off() -> None:
    data = data_of(old_book())
    with pytest.raises(ReadError, match="没有传完"):
        read("表.xls", data[:3000])
    with pytest.raises(ReadError, match="没有传完"):
        old_workbook.read("表.xls", data[: len(data) - 2000], STANDARD)


def test_limits() -> None:
    data = data_of(old_book())
    with pytest.raises(ReadError, match="3 行的上限"):
        read("表.xls", data, STANDARD._replace(rows=3))
    with pytest.raises(ReadError, match="A1 有一格超过 10 个字"):
        read("表.xls", data, STANDARD._replace(cell_characters=10))


def test_another_name_for_it() -> None:
    source = read("表.xlsx", data_of(old_book()))
    assert "内容其实是旧版 Excel 工作簿" in source.notes[0].message


WHOLE = data_of(old_book())


@settings(max_examples=examples(200))
@given(damaged((WHOLE,)))
def test_damaged_files_are_read_or_refused(data: bytes) -> None:
    try:
        source = old_workbook.read("表.xls", data, STANDARD)
    except ReadError:
        return
    assert source.sheets
