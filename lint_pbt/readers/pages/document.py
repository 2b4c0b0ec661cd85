"""A PDF file opened with pdfium: its pages one after the other, everything closed whatever happens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2.raw as pdfium

from lint_pbt.errors import ReadError
from lint_pbt.readers.pages import standing_in

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
def opened_page(document: Any, index: int) -> Iterator[Any]:
    """A page, None where it is too broken to load."""
    page = pdfium.FPDF_LoadPage(document, index)
    try:
        yield page or None
    finally:
        if page:
            pdfium.FPDF_ClosePage(page)


@contextmanager
def opened_text(page: Any) -> Iterator[Any]:
    """The text of a page, None where it is too broken."""
    text = pdfium.FPDFText_LoadPage(page)
    try:
        yield text or None
    finally:
        if text:
            pdfium.FPDFText_ClosePage(text)
