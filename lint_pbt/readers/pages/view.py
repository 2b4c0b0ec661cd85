"""How a page is shown: its crop box and rotation, as a transformation of the coordinates that pdfium gives."""

from __future__ import annotations

import ctypes
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium


class Matrix(NamedTuple):
    """x' = a·x + c·y + e; y' = b·x + d·y + f, as PDF has it."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def then(self, other: Matrix) -> Matrix:
        """This transformation, and the other after it."""
        a, b, c, d, e, f = self
        return Matrix(
            a * other.a + b * other.c,
            a * other.b + b * other.d,
            c * other.a + d * other.c,
            c * other.b + d * other.d,
            e * other.a + f * other.c + other.e,
            e * other.b + f * other.d + other.f,
        )

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """The box around a transformed box: its least and greatest x and y, as (x0, y0, x1, y1)."""
        a, b, c, d, e, f = self
        if not b and not c:
            x0, x1, y0, y1 = a * left + e, a * right + e, d * bottom + f, d * top + f
            return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        x2, y2 = self.point(left, top)
        x3, y3 = self.point(right, bottom)
        return min(x0, x1, x2, x3), min(y0, y1, y2, y3), max(x0, x1, x2, x3), max(y0, y1, y2, y3)


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
