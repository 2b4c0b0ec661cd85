"""Office files that are one XML file, and web pages in one file: read as what they stand for, and harmless."""

from __future__ import annotations

import re
import zipfile

import pytest

from lint_pbt.errors import ReadError
from lint_pbt.limits import Limits
from lint_pbt.model.sheet import GridSheet, Source
from lint_pbt.readers import read
from tests.places import ROOT

EXAMPLES = ROOT / "examples"
PACKAGE = "http://schemas.microsoft.com/office/2006/xmlPackage"
WORD_2003 = "http://schemas.microsoft.com/office/word/2003/wordml"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
BOOK = HEAD + (
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '{styles}<Worksheet ss:Name="绩效"><Table>{rows}</Table>{options}</Worksheet></Workbook>'
)


def book(rows: str, styles: str = "", options: str = "") -> bytes:
    return BOOK.format(rows=rows, styles=styles, options=options).encode()


def cells(source: Source) -> list[list[str]]:
    [sheet] = [sheet for sheet in source.sheets if isinstance(sheet, GridSheet)]
    return [[cell.text for cell in row] for row in sheet.rows]


def data(text: str, kind: str = "String", **attributes: str) -> str:
    given = "".join(f' ss:{name}="{value}"' for name, value in attributes.items())
    return f'<Cell{given}><Data ss:Type="{kind}">{text}</Data></Cell>'


def body() -> str:
    """The text of the example as Word writes it."""
    document = zipfile.ZipFile(EXAMPLES / "poor.docx").read("word/document.xml").decode()
    return document[document.index("?>") + 2 :]


@pytest.mark.parametrize("name", ["表.xml", "表.doc"])
def test_a_word_document_in_one_file(name: str) -> None:
    flat = (
        f'{HEAD}<?mso-application progid="Word.Document"?><pkg:package xmlns:pkg="{PACKAGE}"><pkg:part '
        f'pkg:name="/word/document.xml"><pkg:xmlData>{body()}</pkg:xmlData></pkg:part></pkg:package>'
    )
    space = r'xmlns:w="[^"]*"'
    old = (
        re.sub(space, f'xmlns:w="{WORD_2003}"', body())
        .replace("vMerge", "vmerge")
        .replace("w:document", "w:wordDocument")
    )
    wanted = read("表.docx", (EXAMPLES / "poor.docx").read_bytes()).sheets
    for document in (flat, HEAD + old):
        source = read(name, document.encode())
        assert source.sheets == wanted
        assert bool(source.notes) == (name == "表.doc")


def test_a_word_document_in_one_file_without_text() -> None:
    with pytest.raises(ReadError, match="缺了正文"):
        read("表.xml", f'{HEAD}<a xmlns="{WORD_2003}"/>'.encode())
    with pytest.raises(ReadError, match="实体声明"):
        read("表.xml", f'<!DOCTYPE a [<!ENTITY b "c">]><a xmlns="{WORD_2003}">&b;</a>'.encode())


def test_what_a_workbook_in_one_file_shows() -> None:
    styles = (
        '<Styles><Style ss:ID="Default"/><Style ss:ID="p"><NumberFormat ss:Format="0%"/></Style>'
        '<Style ss:ID="d"><NumberFormat ss:Format="Short Date"/></Style>'
        '<Style ss:ID="s" ss:Parent="p"><Font ss:StrikeThrough="1"/></Style></Styles>'
    )
    struck = data("0.3", "Number", Index="4", StyleID="s")
    day = data("2026-11-30T00:00:00.000", "DateTime", StyleID="d")
    merged = data("名称", MergeDown="1", MergeAcross="1")
    rows = (
        f'<Column ss:Index="3" ss:StyleID="p"/><Row>{merged}{data("0.5", "Number")}</Row>'
        f'<Row ss:Index="3" ss:Hidden="1">{data("0.95", "Number", StyleID="p")}{day}{struck}</Row>'
        '<Row><Cell ss:Formula="=A1"/><Cell><Comment><Data>不读</Data></Comment><ss:Data ss:Type="Number">3</ss:Data>'
        f"</Cell>{data('1', 'Boolean')}{data('甲&#10;乙')}</Row>"
    )
    source = read("表.xls", book(rows, styles))
    assert cells(source) == [
        ["名称", "", "50%"],
        [],
        ["95%", "2026/11/30"],
        ["（公式没有结果）", "3", "TRUE", "甲\n乙"],
    ]
    told = " ".join(note.message for note in source.notes)
    for word in ("Excel 的 XML 工作簿", "删除线", "隐藏", "公式"):
        assert word in told
    [sheet] = source.sheets
    assert isinstance(sheet, GridSheet)
    assert (sheet.rows[0][0].rows, sheet.rows[0][0].columns, sheet.rows[2][1].place().cell) == (2, 2, "B3")


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (book("<Row>"), "已经损坏"),
        (book(""), "没有文字"),
        (book("").replace(b"<Workbook", b"<!DOCTYPE a [<!ENTITY b 'c'>]><Workbook"), "实体声明"),
        (book("".join(f"<Row>{data('a')}</Row>" for _ in range(20))), "行的上限"),
    ],
)
def test_workbooks_in_one_file_that_are_refused(file: bytes, told: str) -> None:
    with pytest.raises(ReadError, match=told):
        read("表.xml", file, Limits(rows=10))


def test_places_beyond_a_worksheet_stop_nothing() -> None:
    beyond = data("宽", Index="99999999")
    rows = f'<Row ss:Index="999999999">{data("远")}</Row><Row ss:Index="1">{data("近")}{beyond}</Row>'
    assert cells(read("表.xml", book(rows + '<Row><Cell ss:MergeAcross="999999999"/></Row>'))) == [["近"]]


def test_all_pages_of_a_web_archive_are_read() -> None:
    part = "--b\nContent-Type: text/html; charset=utf-8\nContent-Location: {}\n\n{}\n"
    table = "<table><tr><td>{}</td><td>x</td></tr></table>"
    archive = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n" + "".join(
        [
            part.format("index.htm", "<html><frameset><frame src='sheet1.htm'></frameset></html>"),
            part.format("sheet1.htm", table.format("培训人次")),
            part.format("sheet2.htm", table.format("合格率")),
            "--b\nContent-Type: image/png\n\nxx\n--b--\n",
        ]
    )
    source = read("表.mht", archive.encode())
    places = [sheet.rows[0][0] for sheet in source.sheets if isinstance(sheet, GridSheet)]
    assert [(cell.text, cell.place().cell) for cell in places] == [
        ("培训人次", "第1个表第1行第1列"),
        ("合格率", "第2个表第1行第1列"),
    ]
    assert source.encoding is None and not source.notes


@pytest.mark.parametrize(
    ("archive", "told"),
    [
        ("MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n", "没有网页"),
        ("MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n" + "--b\n\nx\n" * 5000, "已损坏"),
    ],
)
def test_web_archives_that_are_refused(archive: str, told: str) -> None:
    with pytest.raises(ReadError, match=told):
        read("表.mht", archive.encode())
