"""Pictures and scanned pages: what is recognised is marked and never vouched for; without the extra one is told."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zlib
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import lint_pbt
from lint_pbt.errors import ReadError
from lint_pbt.model.run import Run
from lint_pbt.model.sheet import GridSheet, Source
from lint_pbt.readers import read
from tests.places import ROOT

if TYPE_CHECKING:
    from numpy import ndarray

POOR = ROOT / "examples" / "poor.pdf"
needs_ocr = pytest.mark.skipif(
    any(find_spec(name) is None for name in ("rapidocr", "onnxruntime")), reason="the extra ocr is not installed"
)


@pytest.fixture
def with_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PBT_LINT_OCR")


def png(wide: int, high: int, rows: bytes) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def grids(source: Source) -> list[list[list[str]]]:
    return [
        [["".join(cell.text.split()) for cell in row] for row in sheet.rows]
        for sheet in source.sheets
        if isinstance(sheet, GridSheet)
    ]


def test_without_the_extra_one_is_told_what_to_do() -> None:
    with pytest.raises(ReadError, match=r"这是一张图片（PNG）.*pbt-lint\[ocr\]"):
        read("表.png", png(2, 2, b"\0\0\0" * 2))


def test_a_picture_is_asked_for_by_name_alone(tmp_path: Path) -> None:
    (tmp_path / "表.png").write_bytes(png(2, 2, b"\0\0\0" * 2))
    (tmp_path / "表.txt").write_text("x", "utf-8")
    run = lint_pbt.lint([str(tmp_path)])
    assert [left.kind for left in run.left_out] == ["图片"]


# With the extra.


# In a process of its own: where PDF has been read, fonts that are not in the file have no shapes any more.
DRAW = """
import io, sys, numpy, pypdfium2
drawn = pypdfium2.PdfDocument(sys.argv[1])[int(sys.argv[2])].render(scale=200 / 72).to_numpy()[:, :, :3]
file = io.BytesIO()
numpy.save(file, drawn)
sys.stdout.buffer.write(file.getvalue())
"""


def page(number: int, degrees: float = 0.0, noise: float = 0.0) -> ndarray:
    """A page of the example as a scanner sees it: at 200 dots to the inch, askew, blurred and speckled."""
    import cv2
    import numpy

    command = [sys.executable, "-c", DRAW, str(POOR), str(number)]
    drawn = numpy.load(io.BytesIO(subprocess.run(command, capture_output=True, check=True).stdout))
    high, wide = drawn.shape[:2]
    turned = cv2.warpAffine(
        drawn, cv2.getRotationMatrix2D((wide / 2, high / 2), degrees, 1), (wide, high), borderValue=(255, 255, 255)
    )
    if noise:
        shaded = cv2.GaussianBlur(turned, (0, 0), 0.6) * numpy.linspace(0.85, 1, wide)[None, :, None]
        speckled = shaded + numpy.random.default_rng(1).normal(0, noise, turned.shape)
        turned = numpy.clip(speckled, 0, 255).astype(numpy.uint8)
    return turned


def encoded(picture: ndarray, kind: str) -> bytes:
    import cv2

    done, data = cv2.imencode(kind, picture)
    assert done
    return bytes(data)


def scanned_pdf(*pictures: ndarray, text: bool = False) -> bytes:
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    if text:
        canvas.drawString(100, 700, "Page of text")
        canvas.showPage()
    for picture in pictures:
        canvas.drawImage(ImageReader(io.BytesIO(encoded(picture, ".png"))), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


@needs_ocr
@pytest.mark.slow
@pytest.mark.usefixtures("with_ocr")
def test_a_scanned_table_reads_as_its_original_does_but_is_not_vouched_for(tmp_path: Path) -> None:
    path = tmp_path / "扫描.pdf"
    path.write_bytes(scanned_pdf(page(0, 0.7, 8.0), page(1, -0.5, 8.0)))
    found, wanted = read(str(path), path.read_bytes()), read("表.pdf", POOR.read_bytes())
    cells = [
        (one, other)
        for grid, original in zip(grids(found), grids(wanted), strict=True)
        for row, row_of_original in zip(grid, original, strict=True)
        for one, other in zip(row, row_of_original, strict=True)
        if one or other
    ]
    assert sum(one == other for one, other in cells) >= 0.95 * len(cells)
    run = lint_pbt.lint([str(path)])
    assert run.unchecked
    [document] = run.documents
    assert "第 1—2 页的文字是从图片里认出来的" in document.notes[0].message and document.notes[0].unchecked
    for _, project in document.projects():
        for indicator in project.indicators:
            assert indicator.place.cell is not None and indicator.place.cell.endswith("（识别）")
    assert run.findings and all(finding.place.cell and "识别" in finding.place.cell for finding in run.findings)


@needs_ocr
@pytest.mark.slow
@pytest.mark.usefixtures("with_ocr")
@pytest.mark.parametrize("kind", [".png", ".jpg"])
def test_a_picture_that_lies_on_its_side(kind: str) -> None:
    import numpy

    source = read(f"表{kind}", encoded(numpy.rot90(page(1)), kind))
    assert [len(grid) for grid in grids(source)] == [3, 12]
    assert all(note.unchecked for note in source.notes[:1])


@needs_ocr
@pytest.mark.slow
@pytest.mark.usefixtures("with_ocr")
def test_pages_of_text_stay_what_they_are() -> None:
    source = read("表.pdf", scanned_pdf(page(1), text=True))
    names = {
        line.place.page: line.place.cell
        for sheet in source.sheets
        if not isinstance(sheet, GridSheet)
        for line in sheet.lines
    }
    assert names[1] is None and names[2] is not None
    assert "第 2 页的文字是从图片里认出来的" in source.notes[0].message


@needs_ocr
@pytest.mark.usefixtures("with_ocr")
@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "已损坏"),
        (png(600, 400, (b"\0" + b"\xff" * 600) * 400)[:-40], "已损坏"),
        (png(30_000, 30_000, b"\0" * 100), "点太多"),
        (png(9_500, 9_500, b"\0" * 100), "点太多"),
        (png(1, 1, b"\0\0"), "没有认出文字"),
    ],
)
def test_pictures_that_hold_nothing_or_too_much(data: bytes, told: str) -> None:
    with pytest.raises(ReadError, match=told):
        read("表.png", data)


@needs_ocr
@pytest.mark.usefixtures("with_ocr")
def test_a_blank_picture_holds_nothing() -> None:
    with pytest.raises(ReadError, match="没有认出文字"):
        read("表.png", png(600, 400, (b"\0" + b"\xff" * 600) * 400))


def test_nothing_of_it_is_loaded_before_it_is_needed() -> None:
    code = "import sys, lint_pbt; lint_pbt.lint(['examples/good.xlsx', 'examples/poor.pdf']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert not {"cv2", "rapidocr", "numpy", "PIL", "lint_pbt.readers.office", "lint_pbt.readers.ofd"} & set(loaded)
    assert isinstance(lint_pbt.lint([str(POOR)]), Run)


def test_words_that_a_scanner_stamps_on_its_pages_are_no_text_of_them() -> None:
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    def stamped(*, text: bool) -> bytes:
        file = io.BytesIO()
        canvas = Canvas(file, pagesize=(595, 842))
        for number in range(2):
            grey = png(10, 10, (b"\0" + b"\x80" * 10) * 10)
            canvas.drawImage(ImageReader(io.BytesIO(grey)), 0, 0, 595, 842)
            canvas.drawString(50, 20, f"Scanned by a program, {number}")
            canvas.showPage()
        if text:
            canvas.drawString(50, 700, "A page of text")
            canvas.showPage()
        canvas.save()
        return file.getvalue()

    with pytest.raises(ReadError, match="扫描件"):
        read("表.pdf", stamped(text=False))
    assert len(read("表.pdf", stamped(text=True)).sheets[0].lines) == 3
