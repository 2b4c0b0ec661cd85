"""PDF files that cannot be read, wholly or in part: each says so, within bounds."""

from __future__ import annotations

import contextlib
import io
import zlib

import pytest

pytest.importorskip("reportlab", reason="reportlab draws the files; it comes with the extra dev")

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader

from lint_pbt.errors import ReadError
from lint_pbt.model.sheet import Source
from tests.drawing import examples
from tests.paper import Paper
from tests.unit.readers.test_pdf import TABLE, TEXTS, WIDTHS, grids, lines, opened


def table(**options: object) -> bytes:
    paper = Paper(**options)  # type: ignore[arg-type]
    paper.text("项目支出绩效目标表")
    paper.table(TABLE, WIDTHS)
    return paper.data()


def scan(paper: Paper) -> None:
    picture = ImageReader(io.BytesIO(_picture()))
    paper.canvas.drawImage(picture, 0, 0, paper.width, paper.height)


def _picture() -> bytes:
    out = io.BytesIO()
    Image.new("L", (40, 60), 200).save(out, "PNG")
    return out.getvalue()


def written(objects: list[bytes], root: int = 1) -> bytes:
    """A file of the given objects, numbered from 1."""
    out = bytearray(b"%PDF-1.7\n")
    starts = []
    for number, body in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    at = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for start in starts:
        out += b"%010d 00000 n \n" % start
    out += b"trailer<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, root, at)
    return bytes(out)


def page_of(content: bytes, *more: bytes, resources: bytes = b"") -> bytes:
    """A file with one page of the given drawing."""
    packed = zlib.compress(content)
    return written(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<%s>>>>"
            % (resources or b"/Font<</F 5 0 R>>"),
            b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            *more,
        ]
    )


def refused(data: bytes, **limits: int) -> str:
    with pytest.raises(ReadError) as caught:
        opened(data, **limits)
    return str(caught.value)


def test_a_scan_says_so() -> None:
    paper = Paper()
    scan(paper)
    assert "扫描件" in refused(paper.data())


def test_some_scanned_pages_are_named() -> None:
    paper = Paper()
    paper.table(TABLE, WIDTHS)
    for _ in range(2):
        paper.new_page()
        scan(paper)
    source = opened(paper.data())
    assert grids(source) == [TEXTS]
    [note] = source.notes
    assert note.message.startswith("第 2—3 页是扫描的图片") and note.unchecked
    assert note.place is not None and note.place.page == 2


def test_text_recognised_under_a_picture_is_read_and_hidden_copies_are_not() -> None:
    def with_hidden(paper: Paper, text: str) -> None:
        hidden = paper.canvas.beginText(60, 500)
        hidden.setFont(paper.font, 9)
        hidden.setTextRenderMode(3)
        hidden.textOut(text)
        paper.canvas.drawText(hidden)

    paper = Paper()
    scan(paper)
    with_hidden(paper, "识别出来的文字")
    assert lines(opened(paper.data())) == ["识别出来的文字"]
    paper = Paper()
    paper.text("看得见的文字")
    with_hidden(paper, "看不见的文字")
    assert lines(opened(paper.data())) == ["看得见的文字"]


def test_outlines_instead_of_text_and_empty_files() -> None:
    paper = Paper()
    for step in range(50):
        paper.canvas.bezier(50 + step, 100, 60 + step, 120, 70, 90, 80, 100 + step)
    assert "图形" in refused(paper.data())
    assert "没有文字" in refused(Paper().data())


def test_passwords() -> None:
    locked = StandardEncryption("opens", ownerPassword="owns", canPrint=0)
    assert "密码" in refused(table(encrypt=locked))
    owned = StandardEncryption("", ownerPassword="owns", canCopy=0)
    assert grids(opened(table(encrypt=owned))) == [TEXTS]


def test_a_broken_table_of_references_is_repaired_and_half_a_file_is_refused() -> None:
    data = table()
    broken = data.replace(b"startxref\n", b"startxref\n9")
    assert broken != data
    assert grids(opened(broken)) == [TEXTS]
    assert "损坏" in refused(b"%PDF-1.4\n" + b"\x00garbage" * 50)
    assert "损坏" in refused(data[:200])


def test_more_pages_and_longer_cells_than_allowed() -> None:
    paper = Paper()
    for _ in range(5):
        paper.text("一页")
        paper.new_page()
    assert "6 页" in refused(paper.data(), pages=5)
    paper = Paper()
    paper.table([["字" * 500, "值"]], [200, 50])
    assert "超过 100 个字" in refused(paper.data(), cell_characters=100)
    paper = Paper()
    paper.table([["一", "二"]] * 40, [50, 50])
    data = paper.data()
    assert "30 行" in refused(data, rows=30)
    assert "30 格" in refused(data, cells=30)


def test_a_font_without_unicode_is_said() -> None:
    # Codes without a table that tells which characters they are.
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/Odd/Encoding/Identity-H/DescendantFonts"
        b"[<</Type/Font/Subtype/CIDFontType2/BaseFont/Odd/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/DW 1000/FontDescriptor<</Type/FontDescriptor/FontName/Odd/Flags 4/FontBBox[0 0 1000 1000]"
        b"/Ascent 800/Descent -200/CapHeight 700/ItalicAngle 0/StemV 80>>>>]>>"
    )
    data = page_of(
        b"BT /F 12 Tf 50 700 Td (readable) Tj ET BT /G 12 Tf 50 600 Td <012301240125> Tj ET",
        font,
        resources=b"/Font<</F 5 0 R/G 6 0 R>>",
    )
    source = opened(data)
    assert "readable" in lines(source)
    [note] = source.notes
    assert "3 个字认不出" in note.message and note.unchecked


def in_time(data: bytes) -> Source | ReadError:
    try:
        found: Source | ReadError = opened(data)
    except ReadError as error:
        found = error
    return found


def test_a_page_of_a_million_rules() -> None:
    content = b"BT /F 12 Tf 50 700 Td (text) Tj ET " + b"".join(
        b"%d %d m %d %d l S " % (n % 595, n % 842, n % 595 + 50, n % 842) for n in range(300_000)
    )
    found = in_time(page_of(content))
    assert "太多" in (str(found) if isinstance(found, ReadError) else found.notes[0].message)


def test_a_page_of_many_characters() -> None:
    found = in_time(
        page_of(b"BT /F 1 Tf 10 800 Td " + b"(0123456789012345678901234567890123456789) Tj " * 5000 + b"ET")
    )
    assert isinstance(found, ReadError) and "太多" in str(found)


def test_forms_that_hold_themselves() -> None:
    content = b"/X Do BT /F 12 Tf 50 700 Td (text) Tj ET"
    form = (
        b"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X 6 0 R/Y 6 0 R>>>>/Length 11>>stream\n"
        b"/X Do /Y Do\nendstream"
    )
    found = in_time(page_of(content, form, resources=b"/Font<</F 5 0 R>>/XObject<</X 6 0 R>>"))
    assert isinstance(found, ReadError) or lines(found) == ["text"]


def test_a_stream_that_unpacks_without_end() -> None:
    bomb = zlib.compress(b" " * 200_000_000, 9)
    content = b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(bomb), bomb)
    data = written(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
            content,
        ]
    )
    assert isinstance(in_time(data), ReadError)


_SOUND = table()


@settings(max_examples=examples(120), phases=[Phase.explicit, Phase.generate])
@given(st.data())
def test_whatever_the_bytes_only_read_errors_come_out(data: st.DataObject) -> None:
    mutated = bytearray(_SOUND[: data.draw(st.integers(100, len(_SOUND)))])
    for _ in range(data.draw(st.integers(0, 12))):
        at = data.draw(st.integers(8, len(mutated) - 1))
        mutated[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=6))
    with contextlib.suppress(ReadError):
        assert opened(bytes(mutated)).sheets
