"""A PDF file opened with pdfium: its pages one after the other, everything closed whatever happens."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2.raw as pdfium

from lint_pbt.errors import ReadError
from lint_pbt.readers.pages import standing_in

_MOST_OBJECTS = 60_000  # of a page that are looked at
_FLAT = 0.01  # points

_PASSWORD = "这个 PDF 加了打开密码，读不了。请输入密码打开，去掉密码（打印成新的 PDF 也可以）后再检查"
_BROKEN = "这个 PDF 已损坏或不完整，打不开。请重新下载，或用原来的软件再导出一次"


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """The document of some bytes. Raises `ReadError` where pdfium cannot open it."""
    standing_in.install()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        error = pdfium.FPDF_GetLastError()
        raise ReadError(_PASSWORD if error in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY) else _BROKEN)
    try:
        if pdfium.FPDF_GetPageCount(document) < 1:
            raise ReadError(_BROKEN)
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


@contextmanager
def opened_page(document: Any, index: int) -> Iterator[tuple[Any, Any] | None]:
    """A page and its text, None where it is too broken to load."""
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        yield None
        return
    try:
        _widen_flat_texts(page)
        text = pdfium.FPDFText_LoadPage(page)
        if not text:
            yield None
            return
        try:
            yield page, text
        finally:
            pdfium.FPDFText_ClosePage(text)
    finally:
        pdfium.FPDF_ClosePage(page)


def _widen_flat_texts(page: Any) -> None:
    """Give texts a size that have none: pdfium leaves out those of one character, and equal ones below one another.

    A text has none where its font is neither in the file nor on the machine, as on many a server. An outline helps.
    """
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    count = min(pdfium.FPDFPage_CountObjects(page), _MOST_OBJECTS)
    waiting = [pdfium.FPDFPage_GetObject(page, at) for at in range(count)]
    for _ in range(_MOST_OBJECTS):
        if not waiting:
            return
        item = waiting.pop()
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            within = pdfium.FPDFFormObj_CountObjects(item)
            waiting += [pdfium.FPDFFormObj_GetObject(item, at) for at in range(min(within, _MOST_OBJECTS))]
        elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
            pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top)
            if min(right.value - left.value, top.value - bottom.value) >= _FLAT:
                continue
            if pdfium.FPDFTextObj_GetTextRenderMode(item) != pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
                pdfium.FPDFTextObj_SetTextRenderMode(item, pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE)
                pdfium.FPDFPageObj_SetStrokeWidth(item, 1.0)
                pdfium.FPDFPageObj_Transform(item, 1, 0, 0, 1, 0, 0)
