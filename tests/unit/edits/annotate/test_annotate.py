"""Findings as comments in copies of workbooks and documents: at the right place, and nothing else changed."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace
from openpyxl.comments import Comment

from lint_pbt import lint
from lint_pbt.edits.annotate import UnsuitedError, annotated, path_of_copy, write_copy
from lint_pbt.errors import ReadError, WriteError
from lint_pbt.limits import STANDARD
from lint_pbt.model.document import Field, Passage, Place
from lint_pbt.model.run import Finding, Run
from lint_pbt.model.sheet import Cell, Line, LineSheet
from lint_pbt.readers.files import is_walked
from lint_pbt.readers.word import read, trace
from tests.drawing import examples
from tests.places import EXAMPLES
from tests.unit.readers.documents import docx as docx_of
from tests.unit.readers.documents import p, r, tbl, tc, tr
from tests.unit.readers.documents import shown as shown_of
from tests.unit.readers.workbooks import with_backslashes
from tests.unit.reporters.report_runs import field, replaced, sample_run

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def table() -> list[list[str]]:
    with open(EXAMPLES / "poor.csv", encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def workbook(path: Path) -> openpyxl.Workbook:
    """The example as a workbook, with a second sheet, a format, a comment on a finding and one beside."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "绩效目标"
    for row in table():
        sheet.append(row)
    sheet["A1"].font = openpyxl.styles.Font(bold=True)
    sheet["B4"].comment = Comment("预算已核", "张三")
    sheet["H8"].comment = Comment("领导看过", "李四")
    book.create_sheet("附注")["A1"] = "填表说明"
    book.save(path)
    return book


def document(path: Path) -> None:
    """The example as a document: a frame, text, the table."""
    made = docx.Document()
    made.add_paragraph("关于报送绩效目标表的函")
    made.add_table(1, 1).cell(0, 0).text = "说明框"
    title, amounts, *rows = table()
    made.add_paragraph(title[0])
    made.add_paragraph(amounts[0])
    grid = made.add_table(0, len(rows[0]))
    for row in rows:
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.text = text
    made.save(str(path))


def inline_document(path: Path) -> None:
    """The example of records in running text as a document, a paragraph a line."""
    made = docx.Document()
    for line in (EXAMPLES / "poor.txt").read_text("utf-8").splitlines():
        made.add_paragraph(line)
    made.save(str(path))


def copy_of(path: Path, findings: tuple[Finding, ...] | None = None) -> Path:
    target, told = write_copy(str(path), lint([str(path)]).findings if findings is None else findings, STANDARD)
    assert told == []
    return Path(target)


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        assert file.testzip() is None
        return {name: file.read(name) for name in file.namelist()}


def changed(before: Path, after: Path) -> set[str]:
    old, new = parts(before), parts(after)
    assert set(old) <= set(new)
    return {name for name in new if old.get(name) != new[name]}


def comments(path: Path) -> dict[tuple[str, str], Comment]:
    book = openpyxl.load_workbook(path)
    return {
        (sheet.title, cell.coordinate): cell.comment for sheet in book for row in sheet for cell in row if cell.comment
    }


def test_each_finding_is_a_comment_in_its_cell(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    workbook(path)
    before, run = path.read_bytes(), lint([str(path)])
    found = comments(copy_of(path))
    assert run.findings
    for one in run.findings:
        comment = found[one.place.sheet or "", one.place.cell or ""]
        assert one.message in comment.text and one.suggestion in comment.text and one.rule.id in comment.text
    assert set(found) == {(one.place.sheet, one.place.cell) for one in run.findings} | {("绩效目标", "B4")}
    assert found["绩效目标", "A4"].author == "pbt-lint"
    assert path.read_bytes() == before


def test_comments_that_were_there_stay(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    workbook(path)
    found = comments(copy_of(path))
    assert (found["绩效目标", "B4"].text, found["绩效目标", "B4"].author) == ("预算已核", "张三")
    both = found["绩效目标", "H8"]
    assert both.text.startswith("领导看过\n\n【警告 V101】") and both.author == "李四"


def test_nothing_else_of_a_workbook_changes(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    book = openpyxl.Workbook()
    for row in table():
        book.active.append(row)
    book.active["K4"] = "=B4*2"
    book.save(path)
    with zipfile.ZipFile(path) as file:
        kept = {name: file.read(name) for name in file.namelist()}
    kept["xl/vbaProject.bin"] = b"\x00macro"
    sheet = kept["xl/worksheets/sheet1.xml"]
    kept["xl/worksheets/sheet1.xml"] = sheet.replace(b"<v/>", b"<v>4720</v>").replace(b"<v></v>", b"<v>4720</v>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in kept.items():
            file.writestr(name, data)
    copy = copy_of(path)
    assert changed(path, copy) == {
        "[Content_Types].xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/_rels/sheet1.xml.rels",
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
    }
    after = parts(copy)["xl/worksheets/sheet1.xml"]
    assert b"<v>4720</v>" in after  # the result of the formula
    assert re.sub(rb"<legacyDrawing [^>]*/>", b"", after) == kept["xl/worksheets/sheet1.xml"]


def test_the_reference_to_boxes_stands_where_the_format_wants_it(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    book = workbook(path)
    sheet = book["绩效目标"]
    for cell in ("B4", "H8"):
        sheet[cell].comment = None
    sheet.add_table(openpyxl.worksheet.table.Table(displayName="T1", ref="L3:M4"))
    sheet["L3"], sheet["M3"] = "甲", "乙"
    book.save(path)
    names = [etree.QName(one).localname for one in etree.fromstring(parts(copy_of(path))["xl/worksheets/sheet1.xml"])]
    assert names.index("legacyDrawing") == names.index("tableParts") - 1
    assert names.index("pageMargins") < names.index("legacyDrawing")


def test_the_findings_of_a_cell_are_one_comment_and_those_of_the_table_stand_in_the_first_cell(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    workbook(path)
    first, *_ = lint([str(path)]).findings
    again = replaced(first, message="还有一处")
    whole = replaced(first, message="合计不对", unit=None, project=None, indicator=None, field=None)
    found = comments(copy_of(path, (first, again, whole)))
    place = (first.place.sheet or "", first.place.cell or "")
    assert first.message in found[place].text and "还有一处" in found[place].text
    assert "合计不对" in found["绩效目标", "A1"].text


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://x")', "铃\x07与\x00", "正\u202e反", "<b>&amp;</b>", "_x0007_", "字" * 40_000]
)
def test_hostile_text_does_no_harm_to_a_copy(tmp_path: Path, text: str) -> None:
    for path, make in ((tmp_path / "表.xlsx", workbook), (tmp_path / "表.docx", document)):
        make(path)
        first, *_ = lint([str(path)]).findings
        found = replaced(first, message=text, suggestion=text)
        copy = copy_of(path, (found,))
        for name, data in parts(copy).items():
            if "comments" in name:
                said = data.decode("utf-8")
                assert not set(said) & set("\x00\x07\u202e")
                etree.fromstring(data)
        assert lint([str(copy)]).failures == ()
    assert len(comments(tmp_path / "表.批注.xlsx")["绩效目标", first_cell(tmp_path)].text) <= 32_767


def first_cell(folder: Path) -> str:
    return lint([str(folder / "表.xlsx")]).findings[0].place.cell or ""


@pytest.mark.parametrize("make", [workbook, document, inline_document])
def test_a_copy_gives_the_same_findings_as_the_original(tmp_path: Path, make: Any) -> None:
    path = tmp_path / ("表.xlsx" if make is workbook else "表.docx")
    make(path)
    before, after = lint([str(path)]), lint([str(copy_of(path))])
    assert [one.fingerprint for one in after.findings] == [one.fingerprint for one in before.findings]
    assert [one.place for one in after.findings] == [one.place for one in before.findings]


def ranges(path: Path) -> list[tuple[str, str]]:
    """Of each comment of a document the words it is on and what it says."""
    held = parts(path)
    body = etree.fromstring(held["word/document.xml"])
    said = {
        one.get(f"{W}id"): "\n".join("".join(line.itertext(f"{W}t")) for line in one.iter(f"{W}p"))
        for one in etree.fromstring(held["word/comments.xml"])
    }
    order = list(body.iter())
    found = []
    for identifier, text in said.items():
        start, end = (
            next(
                number for number, one in enumerate(order) if one.tag == f"{W}{tag}" and one.get(f"{W}id") == identifier
            )
            for tag in ("commentRangeStart", "commentRangeEnd")
        )
        assert order[start].getparent().tag == f"{W}p"
        assert len(body.xpath(f"//w:commentReference[@w:id='{identifier}']", namespaces={"w": W[1:-1]})) == 1
        words = "".join(one.text or "" for one in order[start:end] if one.tag == f"{W}t")
        found.append((words, text))
    return found


@pytest.mark.parametrize("make", [document, inline_document])
def test_each_comment_of_a_document_is_on_the_words_in_question(tmp_path: Path, make: Any) -> None:
    path = tmp_path / "表.docx"
    make(path)
    before, run = path.read_bytes(), lint([str(path)])
    found = ranges(copy_of(path))
    assert path.read_bytes() == before
    for one in run.findings:
        (words, _) = next((words, text) for words, text in found if one.message in text and one.suggestion in text)
        evidence = one.field.text[one.start : one.end] if one.field else one.project.name.text if one.project else ""
        if evidence.strip():
            in_cells = one.end_place.cell != one.place.cell and "表" in (one.place.cell or "")
            assert words.strip() == evidence.strip() or (in_cells and words and evidence.startswith(words)), one.message
    assert changed(path, Path(path_of_copy(str(path)))) == {
        "[Content_Types].xml",
        "word/document.xml",
        "word/_rels/document.xml.rels",
        "word/comments.xml",
    }


def test_words_in_several_runs_are_marked_and_comments_that_were_there_stay(tmp_path: Path) -> None:
    path = tmp_path / "表.docx"
    document(path)
    made = docx.Document(str(path))
    cell = next(cell for row in made.tables[1].rows for cell in row.cells if cell.text == "持续改善")
    paragraph = cell.paragraphs[0]
    paragraph.text = ""
    for piece in ("持", "续改", "善"):
        paragraph.add_run(piece).bold = True if piece == "续改" else None
    made.add_comment(paragraph.runs, "领导看过", author="李四", initials="李")
    made.save(str(path))
    found = ranges(copy_of(path))
    assert ("持续改善", "领导看过") in found
    assert any(words == "持续改善" and "【警告 V101】" in text for words, text in found)
    bold = list(docx.Document(str(tmp_path / "表.批注.docx")).tables[1]._tbl.iter(f"{W}b"))
    assert len(bold) == 1


def intricate(path: Path) -> None:
    """A document with nested tables, a frame, merged cells, an empty table, a text box and a deleted row."""
    made = docx.Document()
    made.add_paragraph("")
    made.add_paragraph("第一段")
    made.add_table(2, 2)
    frame = made.add_table(1, 1).cell(0, 0)
    frame.text = "框里的字"
    inner = frame.add_table(2, 2)
    for number, cell in enumerate(inner._cells):
        cell.text = f"内{number}"
    grid = made.add_table(3, 3)
    for number, cell in enumerate(grid._cells):
        cell.text = f"外{number}"
    grid.cell(0, 0).merge(grid.cell(1, 0)).text = "合并"
    nested = grid.cell(2, 2).add_table(1, 2)
    for number, cell in enumerate(nested._cells):
        cell.text = f"嵌{number}"
    box = made.add_paragraph("有文本框的段")
    box._p.append(
        etree.fromstring(
            f'<w:r xmlns:w="{W[1:-1]}"><w:pict><w:txbxContent><w:p><w:r><w:t>框中</w:t></w:r></w:p>'
            "</w:txbxContent></w:pict></w:r>"
        )
    )
    kept = made.add_paragraph("接下")
    looks = etree.SubElement(kept._p.get_or_add_pPr(), f"{W}rPr")
    etree.SubElement(looks, f"{W}del")
    made.add_paragraph("一段")
    made.add_paragraph("末段")
    made.save(str(path))


def test_each_character_of_a_document_comes_from_where_its_reader_says(tmp_path: Path) -> None:
    path = tmp_path / "表.docx"
    intricate(path)
    found = trace(path.read_bytes()).origins
    named = {}
    for sheet in read("表.docx", path.read_bytes()).sheets:
        pieces = sheet.lines if hasattr(sheet, "lines") else [cell for row in sheet.rows for cell in row]
        named.update({place_of(piece).cell: piece.text for piece in pieces if piece.text})
    assert len(named) >= 15
    for name, text in named.items():
        shown = {
            start + number: source.text[offset + number]
            for start, end, source, offset in found[name or ""]
            for number in range(end - start)
        }
        assert shown == {at: character for at, character in enumerate(text) if character != "\n"}, name


def place_of(piece: Line | Cell) -> Place:
    return piece.place if isinstance(piece, Line) else piece.place()


def marked(folder: Path, body: str, words: str, start: int = 0, **lists: str) -> tuple[str, bytes]:
    """What is marked by a comment on words in a document with this body, and its text part afterwards.

    `start` is the offset of the words in the cell or paragraph that has them.
    """
    path = folder / "表.docx"
    path.write_bytes(docx_of(body, **lists))
    pieces = [
        piece
        for sheet in read("表.docx", path.read_bytes()).sheets
        for piece in (sheet.lines if isinstance(sheet, LineSheet) else [cell for row in sheet.rows for cell in row])
    ]
    text, place = next((one.text, place_of(one)) for one in pieces if words in one.text[start:])
    start = text.index(words, start)
    whole = field(text, place.line, place.column, cell=place.cell)
    first = sample_run().findings[0]
    copy = copy_of(path, (replace(first, path=str(path), field=whole, start=start, end=start + len(words)),))
    ((held, _),) = ranges(copy)
    before, after = (shown_of(read("表.docx", one.read_bytes())) for one in (path, copy))
    assert after == before
    return held, parts(copy)["word/document.xml"]


@pytest.mark.parametrize(
    ("body", "words", "start", "held"),
    [
        (tbl(tr("名称", "≥5%，去年≥5%")), "≥5%", 1, "≥5%"),
        (tbl(tr("名称", p(r("不少于", "<w:b/>"), "30", "天，30天"))), "30天", 5, "30天"),
        (tbl(tr("名称", p("第一") + p("第二") + p("第三"))), "第二\n第", 0, "第二第"),
        (tbl(tr("名称", tc(p(" \u3000") + p("\u3000改善")))), "改", 0, "改"),
        (p("<w:r><w:t> 年度 目标 </w:t></w:r>"), "目标", 0, "目标"),
        (p(r("10"), r("4", '<w:vertAlign w:val="superscript"/>'), "立方米"), "10⁴立", 0, "104立"),
        # Raised as a whole it is no power; what is left of it must not become one.
        (p("4", r("4^", '<w:vertAlign w:val="superscript"/>')), "44", 0, "44^"),
        (p(r('<w:sym w:font="Symbol" w:char="F0B3"/>'), "95%以上"), "≥95%", 0, "95%"),
        (p(r("已删", "<w:strike/>"), "留下的字"), "下", 0, "下"),
        (p(r("<w:t>上</w:t><w:br/><w:t>下</w:t>"), "左右"), "下", 0, "上下"),
    ],
)
def test_a_comment_marks_the_words_at_their_place(tmp_path: Path, body: str, words: str, start: int, held: str) -> None:
    assert marked(tmp_path, body, words, start)[0] == held


WRITTEN = st.text(alphabet="甲乙5%≥ \u3000a4⁴^", max_size=5)
LOOKS = st.sampled_from(["", "", "<w:b/>", "<w:strike/>", "<w:vanish/>", '<w:vertAlign w:val="superscript"/>'])
RUNS = st.one_of(
    st.builds(r, WRITTEN, LOOKS),
    *(
        WRITTEN.map(form.format)
        for form in (
            "<w:r><w:t>{0}</w:t></w:r>",
            "<w:r><w:t>{0}</w:t><w:br/><w:t>{0}</w:t></w:r>",
            '<w:ins><w:r><w:t xml:space="preserve">{0}</w:t></w:r></w:ins>',
            "<w:r><w:t>{0}</w:t><w:pict><w:txbxContent><w:p><w:r><w:t>{0}</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>",
        )
    ),
)
PARAGRAPHS = st.builds(
    lambda runs, goes_on: p(*runs, looks="<w:rPr><w:del/></w:rPr>" if goes_on else ""),
    st.lists(RUNS, max_size=4),
    st.booleans(),
)
ROWS = st.lists(st.lists(PARAGRAPHS, min_size=1, max_size=3).map("".join).map(tc), min_size=1, max_size=3)
BODIES = st.lists(
    st.one_of(PARAGRAPHS, st.lists(ROWS, min_size=1, max_size=3).map(lambda rows: tbl(*(tr(*row) for row in rows))))
)


@settings(max_examples=examples(400))
@given(body=BODIES.map("".join), data=st.data())
def test_comments_change_nothing_of_what_a_document_says(body: str, data: st.DataObject) -> None:
    original = docx_of(body)
    try:
        source = read("表.docx", original)
    except ReadError:
        return
    pieces = [
        piece
        for sheet in source.sheets
        for piece in (sheet.lines if isinstance(sheet, LineSheet) else [cell for row in sheet.rows for cell in row])
        if piece.text.strip() and place_of(piece).cell
    ]
    first, findings = sample_run().findings[0], []
    for piece in data.draw(st.lists(st.sampled_from(pieces), max_size=4)) if pieces else []:
        start = data.draw(st.integers(0, len(piece.text)))
        end = data.draw(st.integers(start, len(piece.text)))
        place = place_of(piece)
        whole = field(piece.text, place.line, place.column, cell=place.cell)
        findings.append(replace(first, path="表.docx", field=whole, start=start, end=end))
    assert read("表.docx", annotated(original, findings, STANDARD)[0]) == source


@pytest.mark.parametrize(
    ("then", "held"), [(Place(2, 1, cell="第2段"), "古戏台修缮工程"), (Place(3, 4, cell="第3段"), "古戏台修")]
)
def test_words_are_marked_as_far_as_they_go_on_in_the_next_paragraph(tmp_path: Path, then: Place, held: str) -> None:
    path = tmp_path / "表.docx"
    path.write_bytes(docx_of(p("名称：古戏台修") + p("缮工程，其他") + p("第三段缮工程")))
    name = Field("古戏台修缮工程", Passage("古戏台修缮工程", (0, 4), (Place(1, 4, cell="第1段"), then)), 0)
    first = sample_run().findings[0]
    copy = copy_of(path, (replace(first, path=str(path), field=name, start=0, end=7),))
    assert [words for words, _ in ranges(copy)] == [held]


def test_a_number_that_word_shows_is_no_text_to_mark(tmp_path: Path) -> None:
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    lists = (
        f'<w:abstractNum w:abstractNumId="7">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    )
    body = p("一次", looks=numbered) + p("完成一次验收", looks=numbered)
    assert marked(tmp_path, body, "一次", 1, numbering=lists)[0] == "一次"
    assert marked(tmp_path, body, "2.完成", 0, numbering=lists)[0] == "完成"
    assert marked(tmp_path, body, "2.", 0, numbering=lists)[0] == "完成一次验收"


def test_a_comment_on_an_empty_cell_stands_in_it(tmp_path: Path) -> None:
    path = tmp_path / "表.docx"
    made = docx.Document()
    grid = made.add_table(3, 3)
    for number, cell in enumerate(grid._cells):
        cell.text = str(number)
    for row in (1, 2):
        grid.cell(row, 1).text = ""
    grid.cell(1, 1).merge(grid.cell(2, 1)).text = ""
    made.save(str(path))
    first = sample_run().findings[0]
    empty = field("", 2, cell="第1个表第2行第2列")
    copy_of(path, (replace(first, path=str(path), field=empty, start=0, end=0),))
    cell = docx.Document(str(tmp_path / "表.批注.docx")).tables[0].cell(1, 1)._tc
    assert len(list(cell.iter(f"{W}commentRangeStart"))) == len(list(cell.iter(f"{W}commentReference"))) == 1


def test_a_comment_on_a_text_box_hangs_on_its_paragraph(tmp_path: Path) -> None:
    path = tmp_path / "表.docx"
    intricate(path)
    source = read("表.docx", path.read_bytes())
    lines = [line for sheet in source.sheets if hasattr(sheet, "lines") for line in sheet.lines]
    (place,) = [line.place for line in lines if line.text == "框中"]
    first = sample_run().findings[0]
    name = field("框中", place.line, cell=place.cell)
    found = replaced(first, path=str(path), place=place, end_place=place, field=name, start=0, end=2)
    copy_of(path, (found,))
    ((words, _),) = ranges(tmp_path / "表.批注.docx")
    assert words == "框中"


def test_a_copy_from_an_earlier_run_is_replaced_but_nobodys_else_work(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    workbook(path)
    copy = copy_of(path)
    first = copy.read_bytes()
    assert copy_of(path).read_bytes() == first
    openpyxl.load_workbook(copy).save(copy)
    theirs = copy.read_bytes()
    with pytest.raises(WriteError, match="没有动它"):
        copy_of(path)
    assert copy.read_bytes() == theirs


@pytest.mark.parametrize("name", ["表.xlsx", "表.docx"])
def test_a_copy_is_not_checked_with_the_folder_it_lies_in(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    (workbook if name.endswith("xlsx") else document)(path)
    assert not is_walked(str(copy_of(path)))
    assert len(lint([str(tmp_path)]).documents) == 1


def test_conversations_and_signatures_are_remarked_on(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    workbook(path)
    findings = lint([str(path)]).findings
    held = parts(path)
    held["xl/threadedComments/threadedComment1.xml"] = (
        b'<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        b'<threadedComment ref="H8" id="{1}"><text>x</text></threadedComment></ThreadedComments>'
    )
    relations = "xl/worksheets/_rels/sheet1.xml.rels"
    held[relations] = held[relations].replace(
        b"</Relationships>",
        b'<Relationship Id="t1" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" '
        b'Target="/xl/threadedComments/threadedComment1.xml"/></Relationships>',
    )
    held["_xmlsignatures/origin.sigs"] = b""
    with zipfile.ZipFile(path, "w") as file:
        for name, data in held.items():
            file.writestr(name, data)
    _, told = annotated(path.read_bytes(), findings, STANDARD)
    assert len(told) == 2
    assert "签名" in told[0] and "H8" in told[1]


@pytest.mark.parametrize("name", ["表.xlsx", "表.docx"])
def test_parts_named_with_backslashes_get_the_same_comments(tmp_path: Path, name: str) -> None:
    path, other = tmp_path / name, tmp_path / f"反斜杠{name}"
    (workbook if name.endswith("xlsx") else document)(path)
    other.write_bytes(with_backslashes(path.read_bytes()))
    assert other.read_bytes() != path.read_bytes()
    assert [one.message for one in lint([str(other)]).findings] == [one.message for one in lint([str(path)]).findings]
    assert parts(copy_of(other)) == parts(copy_of(path))


def test_what_can_be_read_can_be_annotated(tmp_path: Path) -> None:
    """Bounds count what a file unpacks to, not how often it is looked into."""
    path = tmp_path / "表.xlsx"
    workbook(path)
    held = parts(path)
    sheet = "xl/worksheets/sheet1.xml"
    held[sheet] = held[sheet].replace(b"</sheetData>", b"</sheetData>" + b"\n" * (10 << 20))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for part, data in held.items():
            file.writestr(part, data)
    findings = lint([str(path)]).findings
    copy, told = annotated(path.read_bytes(), findings, STANDARD._replace(unpacked_megabytes=11))
    assert told == [] and len(copy) < 1 << 20
    with pytest.raises(ReadError):
        annotated(path.read_bytes(), findings, STANDARD._replace(unpacked_megabytes=9))


@pytest.mark.parametrize("name", ["表.xlsx", "表.docx"])
def test_strict_files_stay_strict(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    (workbook if name.endswith("xlsx") else document)(path)
    usual = (b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/")
    names = (b"spreadsheetml/2006/main", b"wordprocessingml/2006/main", b"officeDocument/2006/relationships")
    held = parts(path)
    with zipfile.ZipFile(path, "w") as file:
        for part, data in held.items():
            for one in names:
                data = data.replace(usual[0] + one, usual[1] + one.replace(b"2006/", b""))
            file.writestr(part, data)
    run = lint([str(path)])
    assert run.findings
    for part, data in parts(copy_of(path)).items():
        assert not any(usual[0] + one in data for one in names), part
        if part.endswith("comments.xml"):
            assert sum(one.message in "".join(etree.fromstring(data).itertext()) for one in run.findings) > 0


def test_other_formats_say_what_to_use_instead() -> None:
    with pytest.raises(UnsuitedError, match=r"html.*xlsx"):
        annotated((EXAMPLES / "poor.txt").read_bytes(), (), STANDARD)
    with pytest.raises(UnsuitedError, match="取消保护"):
        annotated(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), (), STANDARD)


@pytest.fixture(scope="module")
def whole_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[dict[str, bytes], tuple[Finding, ...]]]:
    """The parts of a workbook and a document with comments, and what is found in them."""
    folder = tmp_path_factory.mktemp("whole")
    workbook(folder / "表.xlsx")
    document(folder / "表.docx")
    made = docx.Document(str(folder / "表.docx"))
    made.add_comment(made.paragraphs[0].runs, "领导看过", author="李四", initials="李")
    made.save(str(folder / "表.docx"))
    return {path.suffix: (parts(path), lint([str(path)]).findings) for path in folder.iterdir()}


@settings(max_examples=examples(120))
@given(kind=st.sampled_from([".xlsx", ".docx"]), data=st.data())
def test_broken_parts_are_said_and_never_a_crash(
    whole_files: dict[str, tuple[dict[str, bytes], tuple[Finding, ...]]], kind: str, data: st.DataObject
) -> None:
    held, findings = whole_files[kind]
    name = data.draw(st.sampled_from(sorted(held)))
    size = len(held[name])
    start = data.draw(st.integers(0, size))
    end = data.draw(st.integers(start, size))
    broken = held[name][:start] + data.draw(st.sampled_from([b"", b"<a/>", b"\x00", b"9"])) + held[name][end:]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for part, content in held.items():
            file.writestr(part, broken if part == name else content)
    with suppress(ReadError, WriteError):
        annotated(out.getvalue(), findings, STANDARD)


def command(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-m", "lint_pbt", *words]
    return subprocess.run(call, cwd=folder, capture_output=True, text=True, encoding="utf-8")


def test_the_command_says_what_it_wrote(tmp_path: Path) -> None:
    workbook(tmp_path / "表.xlsx")
    shutil.copy(EXAMPLES / "poor.txt", tmp_path)
    done = command("表.xlsx", "poor.txt", "--annotate", "-q", folder=tmp_path)
    assert done.returncode == 1, done.stderr
    assert "写成批注：表.批注.xlsx" in done.stderr and "poor.txt：这种文件加不了批注" in done.stderr
    done = command("表.批注.xlsx", "--annotate", "-q", folder=tmp_path)
    assert done.returncode == 1 and "是 pbt-lint 写的，没有加批注" in done.stderr
    assert not (tmp_path / "表.批注.批注.xlsx").exists()
    (tmp_path / "表.批注.xlsx").write_bytes(b"PK\x03\x04 other")
    done = command("表.xlsx", "--annotate", "-q", folder=tmp_path)
    assert done.returncode == 3 and "没有动它" in done.stderr
    assert command("表.xlsx", "--annotate", "--diff", folder=tmp_path).returncode == 2


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.slow
def test_libreoffice_keeps_all_comments(tmp_path: Path) -> None:
    workbook(tmp_path / "表.xlsx")
    document(tmp_path / "文.docx")
    copies = [copy_of(tmp_path / name) for name in ("表.xlsx", "文.docx")]
    out = tmp_path / "out"
    for copy in copies:
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        convert = ["soffice", profile, "--headless", "--convert-to", copy.suffix[1:], "--outdir", str(out), str(copy)]
        subprocess.run(convert, check=True, capture_output=True)
    before, after = comments(copies[0]), comments(out / copies[0].name)
    assert set(after) == set(before)
    assert all("".join(before[cell].text.split()) == "".join(after[cell].text.split()) for cell in before)
    told = [text for _, text in ranges(copies[1])]
    assert sorted(text.split("\n")[0] for _, text in ranges(out / copies[1].name)) == sorted(
        text.split("\n")[0] for text in told
    )


def run_of(path: Path) -> Run:
    return lint([str(path)])


def test_several_in_one_cell_name_their_indicators(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    workbook(path)
    run = run_of(path)
    one, other = [found for found in run.findings if found.indicator][:2]
    moved = replaced(other, place=one.place)
    assert one.indicator is not None and other.indicator is not None
    text = comments(copy_of(path, (one, moved)))[one.place.sheet or "", one.place.cell or ""].text
    assert one.indicator.name.text in text and f"{other.indicator.name.text}：" in text


def test_a_workbook_saved_again_is_still_readable(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    workbook(path)
    data, told = annotated(path.read_bytes(), run_of(path).findings, STANDARD)
    assert told == []
    book = openpyxl.load_workbook(io.BytesIO(data))
    again = io.BytesIO()
    book.save(again)
    assert openpyxl.load_workbook(again).sheetnames == ["绩效目标", "附注"]


def test_boxes_stand_beside_their_cells_and_are_as_large_as_their_text(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    book = workbook(path)
    sheet = book["绩效目标"]
    sheet.column_dimensions["B"].width = 300
    sheet.column_dimensions["I"].hidden = True
    sheet.row_dimensions[4].height = 300
    book.save(path)
    boxes = {}
    for data in etree.fromstring(parts(copy_of(path))["xl/drawings/commentsDrawing1.vml"]).iter("{*}ClientData"):
        values = {etree.QName(one).localname: one.text for one in data}
        if "Anchor" in values:
            boxes[int(values["Row"]), int(values["Column"])] = [int(one) for one in values["Anchor"].split(", ")]
    assert boxes[3, 0][:4] == [1, 15, 3, 2]
    assert boxes[3, 0][4] == 1 and boxes[3, 0][6] == 3  # within the wide column and the high row
    assert boxes[7, 7][0] == 8 and boxes[7, 7][4] >= 12  # over the hidden column
