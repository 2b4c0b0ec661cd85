"""The objects drawn on a page: rules among its paths, and what its texts and pictures tell of it.

It is looked at before its text is: see `_wide_bounds`.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from lint_pbt.readers.pages import asking
from lint_pbt.readers.pages.asking import Address, Bounds, Color
from lint_pbt.readers.pages.marks import Area, Matrix, Rules
from lint_pbt.readers.pages.ruling import NEARLY_WHITE, Ruling
from lint_pbt.readers.pages.view import View

_NO_INK = 13  # of 255: less is transparent
_MOST_OBJECTS = 60_000
_MOST_SEGMENTS = 60_000
_MOST_CLIPS, _MOST_CORNERS = 8, 40
_DEEPEST = 12  # forms within forms
_FLAT = 0.01  # points
_UPRIGHT = 8  # degrees
_TEXT, _PATH = pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH
_IMAGE, _FORM = pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM
_Inks = tuple[Color | None, Color | None]


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

    def draw(self, items: Sequence[Address], space: Matrix, depth: int = 0) -> None:
        """Take objects that lie in a space, as they follow one another."""
        room = _MOST_OBJECTS - self.objects
        self.objects += min(len(items), room + 1)
        self.crowded = self.crowded or len(items) > room
        of_kinds: dict[int, list[Address]] = {kind: [] for kind in (_TEXT, _PATH, _IMAGE, _FORM)}
        for item, kind in zip(items[:room], asking.kinds_of(items[:room]), strict=True):
            of_kinds.setdefault(kind, []).append(item)
        self._texts(of_kinds[_TEXT], space)
        self._paths(of_kinds[_PATH], space)
        for box in space.boxes(asking.bounds_of(of_kinds[_IMAGE])):
            area = Area(*box)
            self.ruling.pictures.append(area)
            self.pictured += max(area.right - area.left, 0) * max(area.bottom - area.top, 0)
        for form in of_kinds[_FORM]:
            self._form(form, space, depth)

    def _form(self, form: Address, space: Matrix, depth: int) -> None:
        if depth >= _DEEPEST:
            self.crowded = True
            return
        [inner] = asking.matrices_of([form])
        self.draw(asking.objects_in(form, _MOST_OBJECTS + 1), Matrix(*inner).then(space), depth + 1)

    def _texts(self, texts: Sequence[Address], space: Matrix) -> None:
        modes = asking.render_modes_of(texts)
        looks = zip(texts, asking.matrices_of(texts), modes, asking.fills_of(texts), strict=True)
        for (text, own, mode, color), bounds, clipped in zip(
            looks, _wide_bounds(texts, modes), asking.are_clipped(texts), strict=True
        ):
            across = own[0] * space.a + own[1] * space.c
            down = own[0] * space.b + own[1] * space.d
            self.angles[0 if not down and across > 0 else _quarter(across, down)] += 1
            if mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE or color[3] < _NO_INK:
                self.invisible.add(text)
            elif min(color[:3]) >= NEARLY_WHITE:
                self.white_texts[text] = Area(*space.box(*bounds))
            if clipped:
                window, whole = self._window(text, space), Area(*space.box(*_with_last(text, bounds, own[0])))
                if not (
                    window.holds(whole.left + 1, whole.top + 1) and window.holds(whole.right - 1, whole.bottom - 1)
                ):
                    self.windows[text] = window

    def _window(self, text: Address, space: Matrix) -> Area:
        """The box that what cuts a text off leaves open."""
        clip = pdfium.FPDFPageObj_GetClipPath(asking.handle_of(text))
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

    def _paths(self, paths: Sequence[Address], space: Matrix) -> None:
        """Take paths: nearly all are rules as they stand."""
        width, height = self.view.width, self.view.height
        inks, boxes = _inks(paths), list(space.boxes(asking.bounds_of(paths)))
        looks = [_is_white(line or fill) for line, fill in inks]
        for white in (False, True):
            chosen = [
                number
                for number, (look, (left, top, right, bottom)) in enumerate(zip(looks, boxes, strict=True))
                if look is white and right >= 0 and bottom >= 0 and left <= width and top <= height
            ]
            for at in self.ruling.take([boxes[number] for number in chosen], white):
                number = chosen[at]
                self._parts(paths[number], inks[number], boxes[number], space, white)

    def _parts(self, path: Address, inks: _Inks, box: Bounds, space: Matrix, white: bool) -> None:
        """Take the parts of a path that is no rule as a whole."""
        line, fill = inks
        if self.crowded:
            return
        if line is not None:
            self.ruling.take(list(self._strokes(path, space)), white)
            if fill is not None and min(fill[:3]) < NEARLY_WHITE:
                self.ruling.shades.append(Area(*box))
            return
        pieces = list(self._pieces(path, space))
        others = self.ruling.take(pieces, white)
        if not white:
            self.ruling.shades += [pieces[number] for number in others]

    def _strokes(self, path: Address, space: Matrix) -> Iterator[Area]:
        """The straight pieces of a path that is drawn along."""
        for points in self._outlines(path, space):
            for (x0, y0), (x1, y1) in pairwise(points):
                yield Area(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def _pieces(self, path: Address, space: Matrix) -> Iterator[Area]:
        """The boxes of the parts of a path that is filled."""
        for points in self._outlines(path, space):
            xs, ys = [x for x, _ in points], [y for _, y in points]
            yield Area(min(xs), min(ys), max(xs), max(ys))

    def _outlines(self, path: Address, space: Matrix) -> Iterator[list[tuple[float, float]]]:
        """The corners of each part of a path; where it is curved, only its straight pieces."""
        count = asking.size_of(path)
        self.segments += count
        if self.segments > _MOST_SEGMENTS:
            self.crowded = True
            return
        [own] = asking.matrices_of([path])
        matrix = Matrix(*own).then(space)
        points: list[tuple[float, float]] = []
        for kind, (x, y), closes in asking.segments_of(path, count):
            if kind != pdfium.FPDF_SEGMENT_LINETO and points:
                if len(points) > 1:
                    yield points
                points = []
            points.append(matrix.point(x, y))
            if closes and len(points) > 1:
                points.append(points[0])
        if len(points) > 1:
            yield points


def drawing_of(page: Any, view: View) -> Drawing:
    """What is drawn on a page."""
    painter = _Painter(view)
    painter.draw(asking.objects_of(page, _MOST_OBJECTS + 1), view.matrix)
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


def numbers_of_texts(page: Any) -> dict[Address, int]:
    """The texts drawn on a page that is not crowded, by address, numbered in the order of drawing."""
    numbers: dict[Address, int] = {}
    waiting = asking.objects_of(page, _MOST_OBJECTS)[::-1]
    while waiting:
        item = waiting.pop()
        [kind] = asking.kinds_of([item])
        if kind == _TEXT:
            numbers[item] = len(numbers)
        elif kind == _FORM:
            waiting += asking.objects_in(item, _MOST_OBJECTS)[::-1]
    return numbers


def _inks(paths: Sequence[Address]) -> list[_Inks]:
    """What each path is drawn along with, and what it is filled with; None where it is not."""
    modes = list(asking.modes_of(paths))
    lines = iter(asking.strokes_of([path for path, (_, stroke) in zip(paths, modes, strict=True) if stroke]))
    fills = iter(asking.fills_of([path for path, (fill, _) in zip(paths, modes, strict=True) if fill]))
    return [(next(lines) if stroke else None, next(fills) if fill else None) for fill, stroke in modes]


@lru_cache(maxsize=256)
def _is_white(ink: Color | None) -> bool | None:
    """Whether an ink is white or nearly so; None where nothing is seen of it."""
    return None if ink is None or ink[3] < _NO_INK else min(ink[:3]) >= NEARLY_WHITE


def _wide_bounds(texts: Sequence[Address], modes: Sequence[int]) -> list[Bounds]:
    """The bounds of texts. Those that have no size are given one.

    pdfium leaves out such a text where it is of one character, and equal ones below one another. Its font is neither
    in the file nor on the machine, or lacks its characters. An outline helps.
    """
    found = list(asking.bounds_of(texts))
    for number, (left, bottom, right, top) in enumerate(found):
        if min(right - left, top - bottom) < _FLAT and modes[number] != pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
            text = asking.handle_of(texts[number])
            pdfium.FPDFTextObj_SetTextRenderMode(text, pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE)
            pdfium.FPDFPageObj_SetStrokeWidth(text, 1.0)
            pdfium.FPDFPageObj_Transform(text, 1, 0, 0, 1, 0, 0)
            [found[number]] = asking.bounds_of(texts[number : number + 1])
    return found


def _with_last(text: Address, bounds: Bounds, scale: float) -> Bounds:
    """The bounds of a text, with room for a last character: where its font is not there pdfium counts none for it."""
    left, bottom, right, top = bounds
    size = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(asking.handle_of(text), size)
    return left, bottom, right + size.value * abs(scale), top


def _quarter(across: float, down: float) -> int | None:
    """The quarter turns counterclockwise of what runs in a direction, None where it is askew."""
    angle = math.degrees(math.atan2(-down, across))  # y goes down on the page as shown
    quarter = round(angle / 90)
    return quarter % 4 if abs(angle - 90 * quarter) < _UPRIGHT else None
