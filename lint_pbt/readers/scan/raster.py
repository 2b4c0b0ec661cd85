"""Pictures and pages of PDF files as dots, as many as recognition needs and no more."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from lint_pbt.errors import ReadError

DOTS = 200  # to the inch: what recognition reads best in
_MOST_DOTS = 16_000_000  # of a picture; a page of A3 has 8 million
_LARGEST = 80_000_000  # of one that is made smaller
_FORMATS = ("PNG", "JPEG", "BMP", "GIF", "TIFF", "WEBP")
_BROKEN = "这张图片已损坏或不完整，打不开。请重新扫描或者重新下载"
_TOO_LARGE = "这张图片的点太多，没有读。请按 200—300 dpi 重新扫描，再检查"


def pages_of(data: bytes, most: int) -> Iterator[Any]:
    """The pictures in a file, of several pages at most so many, as rows of dots. Raises `ReadError`."""
    import warnings

    import numpy
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # over large pictures; their size is looked at
            image = Image.open(io.BytesIO(data), formats=_FORMATS)
        with image:
            for number in range(min(getattr(image, "n_frames", 1), most)):
                image.seek(number)
                wide, high = image.size
                if wide * high > _LARGEST:
                    raise ReadError(_TOO_LARGE)
                page = ImageOps.exif_transpose(image)
                if wide * high > _MOST_DOTS:
                    part = (_MOST_DOTS / (wide * high)) ** 0.5
                    page = page.resize((int(page.width * part), int(page.height * part)))
                if page.mode in ("RGBA", "LA", "PA", "P"):
                    page = page.convert("RGBA")
                    paper = Image.new("RGBA", page.size, "white")
                    paper.alpha_composite(page)
                    page = paper
                yield numpy.ascontiguousarray(numpy.asarray(page.convert("RGB"))[:, :, ::-1])
    except ReadError:
        raise
    except Image.DecompressionBombError as error:
        raise ReadError(_TOO_LARGE) from error
    except Exception as error:
        # Over broken pictures the library raises whatever comes.
        raise ReadError(_BROKEN) from error


def drawn(page: Any) -> tuple[Any, float]:
    """A page of a PDF, opened with pdfium, as rows of dots, and how many points a dot has."""
    import ctypes

    import numpy
    import pypdfium2.raw as pdfium

    wide, high = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    dots = DOTS / 72
    if wide * high * dots * dots > _MOST_DOTS:
        dots = (_MOST_DOTS / (wide * high)) ** 0.5
    columns, rows = max(int(wide * dots), 1), max(int(high * dots), 1)
    bitmap = pdfium.FPDFBitmap_CreateEx(columns, rows, pdfium.FPDFBitmap_BGR, None, 0)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, columns, rows, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, columns, rows, 0, pdfium.FPDF_ANNOT)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        buffer = ctypes.cast(
            pdfium.FPDFBitmap_GetBuffer(bitmap), ctypes.POINTER(ctypes.c_ubyte * (stride * rows))
        ).contents
        lines = numpy.frombuffer(buffer, dtype=numpy.uint8).reshape(rows, stride)
        return lines[:, : columns * 3].reshape(rows, columns, 3).copy(), 1 / dots
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
