"""The objects drawn on a page: rules among its paths, and what its texts and pictures tell of it."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from lint_pbt.readers.pages.marks import Area, Matrix, Rules
from lint_pbt.readers.pages.ruling import NEARLY_WHITE, Ruling
from lint_pbt.readers.pages.view import View

_NO_INK = 13  # of 255: less is transparent
_MOST_OBJECTS = 60_000
_MOST_SEGMENTS = 60_000
_MOST_CLIPS, _MOST_CORNERS = 8, 40
_DEEPEST = 12  # forms within forms


class Drawing(NamedTuple):
    """What was found.

    `angles` counts the texts by quarter turns counterclockwise, None for those that are askew. `invisible` and `white`
    are the addresses of texts that are not seen: without ink, or white on white. `windows` are what is seen of texts
    that are partly cut off, by address. `pictured` is the part of the page that pictures cover.
    `objects` counts all, `crowded` tells whether they were too many to look at each.
    """

    rules: Rules
    angles: Counter[int | None]
    invisible: frozenset[int]
    white: frozenset[int]
    windows: dict[int, Area]
    pictured: float
    crowded: bool
    objects: int


class _Painter:
    """Goes through the objects of a page and of the forms in it."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.ruling = Ruling()
        self.angles: Counter[int | None] = Counter()
        self.invisible: set[int] = set()
        self.white_texts: dict[int, Area] = {}
        self.windows: dict[int, Area] = {}
        self.pictured = 0.0
        self.objects = 0
        self.segments = 0
        self.crowded = False

    def draw(self, item: Any, space: Matrix, depth: int) -> None:
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            self._path(item, space)
        elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
            self._text(item, space)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            self._form(item, space, depth)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            area = self._shown(_bounds(item), space)
            self.ruling.pictures.append(area)
            self.pictured += max(area.right - area.left, 0) * max(area.bottom - area.top, 0)

    def _form(self, form: Any, space: Matrix, depth: int) -> None:
        if depth >= _DEEPEST:
            self.crowded = True
            return
        inner = _matrix(form).then(space)
        for index in range(pdfium.FPDFFormObj_CountObjects(form)):
            if not self.takes_one():
                return
            self.draw(pdfium.FPDFFormObj_GetObject(form, index), inner, depth + 1)

    def takes_one(self) -> bool:
        """Whether there is room for one more object; remembers that there was not."""
        self.objects += 1
        if self.objects > _MOST_OBJECTS or self.segments > _MOST_SEGMENTS:
            self.crowded = True
        return not self.crowded

    def _text(self, text: Any, space: Matrix) -> None:
        own = _matrix(text)
        across, down = own.a * space.a + own.b * space.c, own.a * space.b + own.b * space.d
        angle = math.degrees(math.atan2(-down, across))  # y goes down on the page as shown
        quarter = round(angle / 90)
        self.angles[quarter % 4 if abs(angle - 90 * quarter) < 8 else None] += 1
        if pdfium.FPDFTextObj_GetTextRenderMode(text) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
            self.invisible.add(address_of(text))
        else:
            red, green, blue, alpha = _color(text, stroke=False)
            if alpha < _NO_INK:
                self.invisible.add(address_of(text))
            elif min(red, green, blue) >= NEARLY_WHITE:
                self.white_texts[address_of(text)] = self._shown(_bounds(text), space)
        clip = pdfium.FPDFPageObj_GetClipPath(text)
        if clip and pdfium.FPDFClipPath_CountPaths(clip) > 0:
            window, whole = self._window(clip, space), self._shown(_text_bounds(text), space)
            if not (window.holds(whole.left + 1, whole.top + 1) and window.holds(whole.right - 1, whole.bottom - 1)):
                self.windows[address_of(text)] = window

    def _window(self, clip: Any, space: Matrix) -> Area:
        """The box that the paths of a clip leave open."""
        left, top, right, bottom = 0.0, 0.0, self.view.width, self.view.height
        x, y = ctypes.c_float(), ctypes.c_float()
        for path in range(min(pdfium.FPDFClipPath_CountPaths(clip), _MOST_CLIPS)):
            points = []
            for index in range(min(pdfium.FPDFClipPath_CountPathSegments(clip, path), _MOST_CORNERS)):
                pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, path, index), x, y)
                points.append(space.point(x.value, y.value))
            if points:
                xs, ys = [x for x, _ in points], [y for _, y in points]
                left, right = max(left, min(xs)), min(right, max(xs))
                top, bottom = max(top, min(ys)), min(bottom, max(ys))
        return Area(left, top, right, bottom)

    def _path(self, path: Any, space: Matrix) -> None:
        fill, stroke = _modes
        pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
        if not fill.value and not stroke.value:
            return
        color = _color(path, stroke=bool(stroke.value))
        if color[3] < _NO_INK:
            return
        white = min(color[:3]) >= NEARLY_WHITE
        whole = self._shown(_bounds(path), space)
        if not self._on_page(whole):
            return
        if self.ruling.take(whole, white):
            return
        if stroke.value:
            for area in self._strokes(path, space):
                self.ruling.take(area, white)
            if fill.value and min(_color(path, stroke=False)[:3]) < NEARLY_WHITE:
                self.ruling.shades.append(whole)
            return
        for area in self._pieces(path, space):
            if not self.ruling.take(area, white) and not white:
                self.ruling.shades.append(area)

    def _on_page(self, area: Area) -> bool:
        return area.right >= 0 and area.bottom >= 0 and area.left <= self.view.width and area.top <= self.view.height

    def _strokes(self, path: Any, space: Matrix) -> Iterator[Area]:
        """The straight pieces of a path that is drawn along."""
        for points in self._outlines(path, space):
            for (x0, y0), (x1, y1) in pairwise(points):
                yield Area(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def _pieces(self, path: Any, space: Matrix) -> Iterator[Area]:
        """The boxes of the parts of a path that is filled."""
        for points in self._outlines(path, space):
            xs, ys = [x for x, _ in points], [y for _, y in points]
            yield Area(min(xs), min(ys), max(xs), max(ys))

    def _outlines(self, path: Any, space: Matrix) -> Iterator[list[tuple[float, float]]]:
        """The corners of each part of a path; where it is curved, only its straight pieces."""
        count = pdfium.FPDFPath_CountSegments(path)
        self.segments += count
        if self.segments > _MOST_SEGMENTS:
            self.crowded = True
            return
        matrix = _matrix(path).then(space)
        x, y = ctypes.c_float(), ctypes.c_float()
        points: list[tuple[float, float]] = []
        for index in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(path, index)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            if kind != pdfium.FPDF_SEGMENT_LINETO and points:
                if len(points) > 1:
                    yield points
                points = []
            points.append(matrix.point(x.value, y.value))
            if pdfium.FPDFPathSegment_GetClose(segment) and len(points) > 1:
                points.append(points[0])
        if len(points) > 1:
            yield points

    def _shown(self, bounds: tuple[float, float, float, float], space: Matrix) -> Area:
        return Area(*space.box(*bounds))


def drawing_of(page: Any, view: View) -> Drawing:
    """What is drawn on a page."""
    painter = _Painter(view)
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        if not painter.takes_one():
            break
        painter.draw(pdfium.FPDFPage_GetObject(page, index), view.matrix, 0)
    part = painter.pictured / max(view.width * view.height, 1.0)
    rules = Rules([], []) if painter.crowded else painter.ruling.rules()
    return Drawing(
        rules,
        painter.angles,
        frozenset(painter.invisible),
        frozenset(address for address, area in painter.white_texts.items() if not painter.ruling.backs(area)),
        painter.windows,
        part,
        painter.crowded,
        painter.objects,
    )


def numbers_of_texts(page: Any) -> dict[int, int]:
    """The texts drawn on a page that is not crowded, by address, numbered in the order of drawing."""
    numbers: dict[int, int] = {}
    waiting = [pdfium.FPDFPage_GetObject(page, index) for index in reversed(range(pdfium.FPDFPage_CountObjects(page)))]
    while waiting:
        item = waiting.pop()
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            numbers[address_of(item)] = len(numbers)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            inner = reversed(range(pdfium.FPDFFormObj_CountObjects(item)))
            waiting += [pdfium.FPDFFormObj_GetObject(item, index) for index in inner]
    return numbers


def address_of(item: Any) -> int:
    """Where an object lies in memory: pdfium gives it a new handle each time."""
    return ctypes.cast(item, ctypes.c_void_p).value or 0


# Handed to pdfium again and again, to be filled: making them anew costs more than the call.
_found_matrix = pdfium.FS_MATRIX()
_floats = tuple(ctypes.c_float() for _ in range(4))
_modes = (ctypes.c_int(), ctypes.c_int())
_numbers = tuple(ctypes.c_uint() for _ in range(4))


def _matrix(item: Any) -> Matrix:
    found = _found_matrix
    pdfium.FPDFPageObj_GetMatrix(item, found)
    return Matrix(found.a, found.b, found.c, found.d, found.e, found.f)


def _bounds(item: Any) -> tuple[float, float, float, float]:
    left, bottom, right, top = _floats
    pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def _text_bounds(text: Any) -> tuple[float, float, float, float]:
    """The bounds of a text, with room for a last character: where its font is not there pdfium counts none for it."""
    left, bottom, right, top = _bounds(text)
    size = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(text, size)
    return left, bottom, right + size.value * abs(_matrix(text).a), top


def _color(path: Any, *, stroke: bool) -> tuple[int, int, int, int]:
    red, green, blue, alpha = _numbers
    get = pdfium.FPDFPageObj_GetStrokeColor if stroke else pdfium.FPDFPageObj_GetFillColor
    if not get(path, red, green, blue, alpha):
        return 0, 0, 0, 255
    return red.value, green.value, blue.value, alpha.value
