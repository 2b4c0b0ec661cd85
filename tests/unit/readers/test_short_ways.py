"""Ways by which readers save time: what they read is what they read without them."""

from __future__ import annotations

import io
import random
import re

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from lint_pbt.errors import ReadError
from lint_pbt.model.sheet import LineSheet, Source
from lint_pbt.readers import html, read, word
from lint_pbt.readers.skeletons import Skeletons
from tests.paper import FONT, Paper
from tests.unit.readers.documents import docx, p, r, tbl, tc, tr

_LOOKS = [
    "", "", "", "<w:b/>", "<w:vanish/>", '<w:vanish w:val="0"/>', "<w:strike/>", '<w:vertAlign w:val="superscript"/>',
    '<w:rStyle w:val="gone"/>', '<w:rFonts w:ascii="Symbol"/>',
]  # fmt: skip
_OF_PARAGRAPHS = ["", "", "", '<w:jc w:val="center"/>', '<w:pStyle w:val="gone"/>', "<w:rPr><w:del/></w:rPr>"]
_OF_CELLS = ["", "", "", '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"]
_OF_PARAGRAPHS.append('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
_STYLES = '<w:style w:type="character" w:styleId="gone"><w:rPr><w:vanish/></w:rPr></w:style>'
_NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
_TEXTS = ["", "巡查次数", " ≥5 次", "10", "\uf0b3", "≤3&#xF0B3;", "甲\n乙"]
_BESIDE = ["", "", "<w:proofErr/>", "<w:r><w:tab/></w:r>", "<w:del><w:r><w:t>旧</w:t></w:r></w:del>", "<w:r/>"]


def _document(seed: int, odd: float = 1) -> bytes:
    """A document with a table of cells of all kinds; most documents have few kinds, as is usual.

    Of all cells so many are `odd`, the others hold a text alone.
    """
    of = random.Random(seed)
    looks, paragraphs, cells, beside = (
        of.sample(kinds, of.randint(1, len(kinds))) for kinds in (_LOOKS, _OF_PARAGRAPHS, _OF_CELLS, _BESIDE)
    )

    def cell() -> str:
        if of.random() > odd:
            return tc(of.choice(["产出指标", "", "≥5次", "a &lt; b"]), of.choice(cells[:1]))
        inside = "".join(
            p(
                *(r(of.choice(_TEXTS), of.choice(looks)) + of.choice(beside) for _ in range(of.randint(0, 2))),
                looks=of.choice(paragraphs),
            )
            for _ in range(of.randint(1, 2))
        )
        return tc(inside, of.choice(cells))

    rows = tbl(*(tr(*(cell() for _ in range(3))) for _ in range(4)))
    return docx(rows, styles=of.choice(["", _STYLES]), numbering=of.choice(["", _NUMBERING]))


class _Everything(set[int]):
    def __contains__(self, _: object) -> bool:
        return True


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Skeletons are learnt where they are seen first; of each row that is tried there is whether it was regular."""
    begin, count, found = Skeletons.__init__, Skeletons.count, list[bool]()

    def begin_eager(self: Skeletons[object], learn: object) -> None:
        begin(self, learn)  # type: ignore[arg-type]
        self._seen = _Everything()

    def counted(self: Skeletons[object], *, taken: bool) -> None:
        found.append(taken)
        count(self, taken=taken)

    monkeypatch.setattr(Skeletons, "__init__", begin_eager)
    monkeypatch.setattr(Skeletons, "count", counted)
    return found


def _read(reader: object, path: str, data: bytes) -> Source | str:
    try:
        return reader(path, data)  # type: ignore[operator, no-any-return]
    except ReadError as error:
        return str(error)


@pytest.mark.parametrize("first", range(0, 300, 50))
def test_plain_cells_of_word_say_what_they_say_by_the_long_way(first: int, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [_document(seed) for seed in range(first, first + 50)]
    found = [_read(word.read, "表.docx", one) for one in documents]
    monkeypatch.setattr("lint_pbt.readers.word.plain.PlainCells.blocks", lambda *_: None)
    assert [_read(word.read, "表.docx", one) for one in documents] == found
    assert sum(isinstance(one, Source) for one in found) > 25


@pytest.mark.parametrize("first", range(0, 400, 100))
def test_regular_rows_of_word_say_what_they_say_by_the_long_way(
    first: int, taken: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = [_document(seed, odd=0.15) for seed in range(first, first + 100)]
    found = [_read(word.read, "表.docx", one) for one in documents]
    assert sum(taken) > 50
    monkeypatch.setattr("lint_pbt.readers.word.regular.RegularRows.without", lambda _, data: data)
    assert [_read(word.read, "表.docx", one) for one in documents] == found


_ODD = [
    "<!-- {} -->", "<w:r><![CDATA[<w:tr>]]></w:r>", "<w:ins>{}</w:ins>", "{}{}", "<w:sdt>{}</w:sdt>", "</w:tr>",
    '<w:tr pbt-lint-rows="0 1"/>', "<w:tr><w:tc><w:p/><w:tbl>{}</w:tbl></w:tc></w:tr>", "<w:tr {}</w:tr>",
    "\x01", "\r\n",
    *(
        f"<w:tr w:rsidR='1'><w:tc><w:p w:rsidR='00B2'>{run}</w:p></w:tc></w:tr>".replace("'", '"')
        for run in (
            "<w:r><w:t> 甲&amp;乙&#9; ]]&gt;</w:t></w:r>", "<w:r><w:t>]]></w:t></w:r>", "<w:r><w:t>&x;</w:t></w:r>",
            "<w:r><w:t>甲</w:t></w:r><w:r><w:t xml:space='preserve'> 乙</w:t></w:r>", "<w:r><w:x>甲</w:x></w:r>",
            "<w:del><w:r><w:t>甲</w:t></w:r></w:del>", "<w:r><w:t>甲\r\n乙</w:t></w:r>", "<w:r><w:t>\ufffe</w:t></w:r>",
        )
    ),
]  # fmt: skip


@pytest.mark.parametrize("odd", _ODD)
def test_what_looks_like_a_regular_row(odd: str, taken: list[bool], monkeypatch: pytest.MonkeyPatch) -> None:
    row = tr("数量指标", "培训人次", "≥20人次")
    data = docx(tbl(row, row, odd.replace("{}", row), tr("质量指标", "合格率", "≥95%"), row) + p("后"))
    found = _read(word.read, "表.docx", data)
    monkeypatch.setattr("lint_pbt.readers.word.regular.RegularRows.without", lambda _, data: data)
    assert _read(word.read, "表.docx", data) == found


_STARTS = [
    "", "", "<p>", "<p class=x>", "<div style='color:red'>", '<span style="display:none">', "<b>", "<font size=2> ",
    '<span class="old">', "<p style='text-decoration:line-through'>", "\u3000<p>", "<span hidden>", "<P CLASS=x>",
]  # fmt: skip
_TAGS = ["<td>", "<td>", "<td class=x>", "<td colspan=2>", "<td rowspan='2' >", "<td hidden>", "<TD class=old>", "<th>"]
_ENDS = {"p": "</p>", "div": "</div>", "span": "</span>", "b": "</b> ", "font": "</font>", "P": "</p>"}
_AROUND = ["<pre>{}</pre>", "<del>{}</del>", "<sup>{}</sup>", "{}", "{}", "{}"]


def _page(seed: int, odd: float = 1) -> bytes:
    of = random.Random(seed)
    starts, tags = (of.sample(kinds, of.randint(1, len(kinds))) for kinds in (_STARTS, _TAGS))

    def cell() -> str:
        if of.random() > odd:
            return f"{tags[0]}<p>{of.choice(['产出指标', '', '甲 乙', '&le;5', '&nbsp;'])}</p></td>"
        around = [of.choice(starts) for _ in range(of.randint(0, 2))]
        names = [one.lstrip("\u3000<").split(" ")[0].strip("> ") for one in around if one]
        ends = [_ENDS[name] for name in reversed(names)]
        if of.random() < 0.1:
            of.shuffle(ends)
        text = of.choice(["", "巡查", " 甲\n乙 ", "&nbsp;", "&lt;5", "\u200b", "10<sup>4</sup>", "a<br>b"])
        tag = of.choice(tags)
        end = "</th>" if tag == "<th>" else of.choice(["</td>", "</td>\n", "</TD>", ""])
        return tag + "".join(around) + text + "".join(ends) + end

    rows = "\n".join(f"<tr>{''.join(cell() for _ in range(3))}</tr>" for _ in range(4))
    page = of.choice(_AROUND).format(f"<table>\n{rows}</table>")
    return f"<meta charset=utf-8><style>.old {{text-decoration:line-through}}</style>前{page}后".encode()


@pytest.mark.parametrize("first", range(0, 600, 100))
def test_plain_cells_of_pages_say_what_they_say_by_the_long_way(first: int, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [_page(seed) for seed in range(first, first + 100)]
    found = [_read(html.read, "表.html", one) for one in pages]
    monkeypatch.setattr("lint_pbt.readers.html.plain._PLAIN_CELL", re.compile("(?!)"))
    assert [_read(html.read, "表.html", one) for one in pages] == found


@pytest.mark.parametrize("first", range(0, 600, 100))
def test_regular_rows_of_pages_say_what_they_say_by_the_long_way(
    first: int, taken: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [_page(seed, odd=0.15) for seed in range(first, first + 100)]
    found = [_read(html.read, "表.html", one) for one in pages]
    assert sum(taken) > 30
    monkeypatch.setattr("lint_pbt.readers.html.regular.RegularRows.at", lambda *_: None)
    assert [_read(html.read, "表.html", one) for one in pages] == found


def test_most_rows_are_regular(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[bool] = []
    monkeypatch.setattr(Skeletons, "count", lambda _, *, taken: tried.append(taken))
    rows = [(f"指标{number}", "", f"≥{number}%") for number in range(40)]
    read("表.docx", docx(tbl(*(tr(*row) for row in rows))))
    assert sum(tried) > 35
    tried.clear()
    page = "".join("<tr>" + "".join(f"<td class=x><p>{text}</p></td>\n" for text in row) + "</tr>" for row in rows)
    read("表.html", f"<meta charset=utf-8><table>{page}</table>".encode())
    assert sum(tried) > 35


def test_characters_of_fonts_that_are_not_in_the_file_take_the_same_room_everywhere() -> None:
    paper = Paper()
    paper.text("一二三四五")
    [sheet] = read("表.pdf", paper.data()).sheets
    assert isinstance(sheet, LineSheet)
    assert sheet.lines[0].place.box == (50.0, 50.5, 95.0, 61.0)


def test_the_font_that_stands_in_leaves_no_ink() -> None:
    raster = pytest.importorskip("numpy") and pytest.importorskip("lint_pbt.readers.scan.raster")
    from lint_pbt.readers.pages.document import opened, opened_page

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(200, 200))
    canvas.setFont(FONT, 40)
    canvas.drawString(20, 100, "一二三")
    canvas.save()
    with opened(file.getvalue()) as document, opened_page(document, 0) as page:
        dots, _ = raster.drawn(page)
    assert (dots < 128).mean() < 0.001


def test_characters_lost_before_are_told_once() -> None:
    source = read("表.docx", docx(tbl(tr("三级指标", "指标值"), tr("培训\ufffd数", "\ufffd\ufffd"))))
    [note] = source.notes
    assert note.unchecked
    assert "3 处认不出的字" in note.message
    assert note.place is not None and note.place.cell == "第1个表第2行第1列"
