"""What is laid upon a page, and is no text of it: values typed into the fields of a PDF form, and notes."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2.raw as pdfium

from lint_pbt.readers.pages.marks import Area, Character
from lint_pbt.readers.pages.view import View

_MOST = 5_000  # that are looked at on a page
_LONGEST = 20_000  # characters
_UNSEEN = 2 | 32  # flags: hidden, not shown
_USUAL, _LEAST = 9.0, 2.0  # points
_LEADING = 1.25
_PADDING = 2.0
_OF_TEXT = (pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX)


@contextmanager
def form_of(document: Any) -> Iterator[Any]:
    """The form of a document, None where it has none."""
    if pdfium.FPDF_GetFormType(document) == pdfium.FORMTYPE_NONE:
        yield None
        return
    settings = pdfium.FPDF_FORMFILLINFO(version=2)
    form = pdfium.FPDFDOC_InitFormFillEnvironment(document, settings)
    try:
        yield form
    finally:
        pdfium.FPDFDOC_ExitFormFillEnvironment(form)


def laid_upon(page: Any, form: Any, view: View) -> list[Character]:
    """The characters that fields and notes show, each where it stands on the page."""
    found: list[Character] = []
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST)):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        try:
            text = _text(note, form)
            if text.strip():
                found += _set(text, _area(note, view), _size(note, form))
        finally:
            pdfium.FPDFPage_CloseAnnot(note)
    return found


def _text(note: Any, form: Any) -> str:
    kind = pdfium.FPDFAnnot_GetSubtype(note)
    if pdfium.FPDFAnnot_GetFlags(note) & _UNSEEN:
        return ""
    if kind == pdfium.FPDF_ANNOT_FREETEXT:
        return _read(lambda buffer, size: pdfium.FPDFAnnot_GetStringValue(note, b"Contents", buffer, size))
    if kind == pdfium.FPDF_ANNOT_WIDGET and form and pdfium.FPDFAnnot_GetFormFieldType(form, note) in _OF_TEXT:
        return _read(lambda buffer, size: pdfium.FPDFAnnot_GetFormFieldValue(form, note, buffer, size))
    return ""


def _read(get: Callable[[Any, int], int]) -> str:
    size = min(get(None, 0), 2 * _LONGEST)
    if size <= 2:
        return ""
    buffer = (ctypes.c_ushort * (size // 2))()
    get(buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace")


def _area(note: Any, view: View) -> Area:
    box = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(note, box)
    return Area(*view.matrix.box(box.left, box.bottom, box.right, box.top))


def _size(note: Any, form: Any) -> float:
    size = ctypes.c_float()
    if form and pdfium.FPDFAnnot_GetFontSize(form, note, size) and size.value > _LEAST:
        return float(size.value)
    return _USUAL


def _set(text: str, area: Area, size: float) -> Iterator[Character]:
    """A text set into a box, wrapped at its width; smaller where it would not fit."""
    size = max(min(size, area.bottom - area.top), _LEAST)
    while True:
        lines = _lines(text, max(area.right - area.left - _PADDING, size), size)
        if len(lines) * _LEADING * size <= area.bottom - area.top + size or size <= _LEAST:
            break
        size *= 0.9
    pitch = min(_LEADING * size, (area.bottom - area.top) / len(lines))
    top = (area.top + area.bottom - pitch * (len(lines) - 1)) / 2 + 0.35 * size
    for number, line in enumerate(lines):
        x = area.left + _PADDING / 2
        for character in line:
            wide = size * (0.5 if character.isascii() else 1.0)
            yield Character(character, x, x + wide, top + pitch * number, size)
            x += wide


def _lines(text: str, width: float, size: float) -> list[str]:
    lines = []
    for paragraph in text[:_LONGEST].replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        line, used = "", 0.0
        for character in paragraph:
            wide = size * (0.5 if character.isascii() else 1.0)
            if line and used + wide > width:
                lines.append(line)
                line, used = "", 0.0
            line += character
            used += wide
        lines.append(line)
    return lines
