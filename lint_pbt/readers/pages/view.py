"""How a page is shown: its crop box and rotation, as a transformation of the coordinates that pdfium gives."""

from __future__ import annotations

import ctypes
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from lint_pbt.readers.pages.marks import Matrix


class View(NamedTuple):
    """A page as shown: its size in points, the quarter turns clockwise, and the way from its coordinates."""

    width: float
    height: float
    turns: int
    matrix: Matrix


def view_of(page: Any, extra_turns: int = 0) -> View:
    """The view of a page; `extra_turns` are for one whose text runs upwards or downwards."""
    frame = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(frame))
    left, bottom, right, top = frame.left, frame.bottom, frame.right, frame.top
    turns = (pdfium.FPDFPage_GetRotation(page) + extra_turns) % 4
    matrix = (
        Matrix(1, 0, 0, -1, -left, top),
        Matrix(0, 1, 1, 0, -bottom, -left),
        Matrix(-1, 0, 0, 1, right, -bottom),
        Matrix(0, -1, -1, 0, top, right),
    )[turns]
    size = (right - left, top - bottom)
    width, height = size if turns % 2 == 0 else size[::-1]
    return View(width, height, turns, matrix)
