"""Old workbooks: what Excel shows in each cell, and files that are broken, encrypted or hostile."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from hashlib import md5
from pathlib import Path
from typing import Any

import pytest
import xlwt
from hypothesis import given, settings
from xlwt.CompoundDoc import XlsDoc

import lint_pbt
from lint_pbt.errors import ReadError
from lint_pbt.limits import STANDARD
from lint_pbt.model.document import Place
from lint_pbt.model.sheet import GridSheet, LineSheet
from lint_pbt.presentation.words import line_text
from lint_pbt.readers import old_workbook, read
from lint_pbt.readers.spreadsheet.worksheet import reference
from tests.drawing import examples
from tests.unit.readers.test_workbook import damaged
from tests.unit.readers.workbooks import FORMATS, MERGED, TABLE, book, data_of, grids, saved, texts


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


def test_hidden_rows_and_columns_are_read_and_said_and_sheets_where_no_table_is_seen() -> None:
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
    assert grids(source)[0].rows[3][0].place() == Place(4, 1, None, "甲", "A4")
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


def rc4(key: bytes) -> Iterator[int]:
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    i = j = 0
    while True:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        yield box[(box[i] + box[j]) % 256]


def locked(made: Any, password: str) -> bytes:
    """A workbook as Excel 97 to 2003 encrypts it: RC4 with a new key for each kilobyte, heads of records plain."""
    salt, verifier = bytes(range(16)), bytes(range(100, 116))
    secret = md5((md5(password.encode("utf-16-le")).digest()[:5] + salt) * 16).digest()[:5]

    def keys(block: int) -> Iterator[int]:
        return rc4(md5(secret + block.to_bytes(4, "little")).digest())

    def mixed(data: bytes, stream: Iterator[int]) -> bytes:
        return bytes(one ^ next(stream) for one in data)

    proof = keys(0)
    check = mixed(verifier, proof) + mixed(md5(verifier).digest(), proof)
    stream = made.get_biff_data()
    first = 4 + int.from_bytes(stream[2:4], "little")
    lock = b"\x01\x00\x01\x00\x01\x00" + salt + check
    lock += bytes(-(len(stream) + 4 + len(lock)) % 4)  # what fills the last sector is to look like whole records
    stream = stream[:first] + (0x2F).to_bytes(2, "little") + len(lock).to_bytes(2, "little") + lock + stream[first:]
    # Places of worksheets, counted from the beginning, move by the record that came in.
    changed, at, written = bytearray(stream), 0, bytearray()
    size = len(lock) + 4
    while at + 4 <= len(changed):
        kind, length = (int.from_bytes(changed[at + step : at + step + 2], "little") for step in (0, 2))
        if kind == 0x85:
            place = int.from_bytes(changed[at + 4 : at + 8], "little") + size
            changed[at + 4 : at + 8] = place.to_bytes(4, "little")
        plain = length if kind in (0x809, 0x2F) else 4 if kind == 0x85 else 0
        for offset in range(at, at + 4 + length):
            if offset % 1024 == 0:
                running = keys(offset // 1024)
            mask = next(running)
            written.append(changed[offset] ^ (mask if offset >= at + 4 + plain else 0))
        at += 4 + length
    return workbook_of(bytes(written))


def test_the_password_that_excel_sets_by_itself() -> None:
    opened = read("表.xls", locked(old_book(), "VelvetSweatshop"))
    assert grids(opened) == grids(read("表.xls", data_of(old_book())))
    with pytest.raises(ReadError, match="加了密码"):
        read("表.xls", locked(old_book(), "secret"))


def record(kind: int, *content: int | bytes) -> bytes:
    data = b"".join(one.to_bytes(2, "little") if isinstance(one, int) else one for one in content)
    return kind.to_bytes(2, "little") + len(data).to_bytes(2, "little") + data


def workbook_of(stream: bytes) -> bytes:
    holder: list[bytes] = []

    class Stream:
        write = staticmethod(holder.append)

    XlsDoc().save(Stream(), stream)
    return b"".join(holder)


def drawn(text: str, row: int, column: int, kind: int = 6) -> bytes:
    """The records of a shape with a text upon a cell."""
    anchor = b"\x00\x00\x10\xf0\x12\x00\x00\x00" + record(0, column, 0, row, 0, 9, 0, 9, 0)[4:].rjust(18, b"\0")
    shape = record(0xEC, anchor) + record(0x5D, 0x15, 18, kind, 1, bytes(14), bytes(4))
    if not text:
        return shape
    said = record(0x1B6, bytes(10), len(text), 16, bytes(4))
    return shape + said + record(0x3C, b"\x01" + text.encode("utf-16-le")) + record(0x3C, bytes(16))


def test_text_boxes_and_pictures() -> None:
    def book_of(*cells: bytes) -> bytes:
        head, name = record(0x809, 0x0600, 0x0005, 0, 0, 0, 0, 0, 0), b"\x01\x00" + b"A"
        place = len(head) + len(record(0x85, 0, 0, 0, name)) + 4
        sheet = record(0x809, 0x0600, 0x0010, 0, 0, 0, 0, 0, 0) + b"".join(cells) + record(0x0A)
        return workbook_of(head + record(0x85, place, 0, 0, name) + record(0x0A) + sheet)

    label = record(0x204, 2, 0, 0, 1, b"\x01" + "表".encode("utf-16-le"))
    comment = drawn("批注", 0, 0, 0x19)
    source = read("表.xls", book_of(label, drawn("项目名称：甲\r填报单位：乙", 0, 1), comment, drawn("注", 8, 2)))
    before, cells, behind = source.sheets
    assert isinstance(before, LineSheet) and isinstance(cells, GridSheet) and isinstance(behind, LineSheet)
    assert [(line.text, line.place.cell) for line in before.lines] == [("项目名称：甲", "B1"), ("填报单位：乙", "B1")]
    assert [(line.text, line.place.cell) for line in behind.lines] == [("注", "C9")]
    with pytest.raises(ReadError, match="只有图片"):
        read("表.xls", book_of(drawn("", 0, 0, 8)))


@pytest.mark.parametrize("codepage", [936, 1252, None])
def test_workbooks_from_before_unicode(codepage: int | None) -> None:
    def label(row: int, column: int, text: str) -> bytes:
        encoded = text.encode("gbk")
        return record(0x204, row, column, 0, len(encoded), encoded)

    name = "绩效".encode("gbk")
    page = record(0x42, codepage) if codepage else b""
    head = record(0x809, 0x0500, 0x0005, 0, 0) + page
    entry = len(record(0x85, 0, 0, 0, bytes([len(name)]), name))
    place = len(head) + entry + 4
    whole = head + record(0x85, place, 0, 0, bytes([len(name)]), name) + record(0x0A)
    whole += record(0x809, 0x0500, 0x0010, 0, 0) + label(0, 0, "指标") + label(0, 1, "≥95%") + record(0x0A)
    [sheet] = grids(read("表.xls", workbook_of(whole)))
    assert sheet.name == "绩效"
    assert [cell.text for cell in sheet.rows[0]] == ["指标", "≥95%"]


def test_struck_through_cells_and_runs() -> None:
    made = xlwt.Workbook(encoding="utf-8")
    sheet = made.add_sheet("甲")
    struck, plain = xlwt.easyfont("struck_out true"), xlwt.easyfont("bold true")
    sheet.write(0, 0, "经费", xlwt.easyxf("font: struck_out true"))
    sheet.write(0, 1, 5, xlwt.easyxf("font: struck_out true"))
    sheet.write_rich_text(0, 2, (("≥10场", struck), ("≥12场", plain)))
    sheet.write_rich_text(0, 3, ("共", ("10", struck), ("12场", plain)))
    raised = xlwt.easyfont("escapement superscript")
    sheet.write_rich_text(0, 4, (("3×10", plain), ("4", raised), ("㎡", plain)))
    source = read("表.xls", data_of(made))
    assert texts(data_of(made), "表.xls") == {"C1": "≥12场", "D1": "共12场", "E1": "3×10⁴㎡"}
    [note] = source.notes
    assert "4 处" in note.message and "经费" in note.message and note.place and note.place.cell == "A1"


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
