"""The objects on a page of an OFD file: its characters and its rules, in points, where they stand on the page.

A text object gives each character its place by steps from the one before; only how wide the last one is, and those
that steps do not tell, has to be told by its script.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import east_asian_width

from lint_pbt.readers.ofd.markup import children, deltas, number, numbers
from lint_pbt.readers.pages.marks import Area, Character, Matrix, Rules
from lint_pbt.readers.pages.ruling import NEARLY_WHITE, Ruling

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from lint_pbt.readers.ofd.package import Page

MOST_CHARACTERS = 60_000
_MOST_OBJECTS = 60_000
_MOST_STEPS = 200_000  # of paths
_DEEPEST = 12  # drawings within drawings
_POINTS = 72 / 25.4  # a millimetre
_UPRIGHT = 8  # degrees
_NO_INK = 13  # of 255
_SPREAD = 1.1
_PALE, _HUGE = 160, 1.8
_LINE = 0.353  # millimetres
_STEP = re.compile(r"[SMLQBAC]|-?[\d.]+(?:[eE][-+]?\d+)?")
_NUMBERS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
# What stands where a glyph has no character: the sign that the standard names, and areas for private use.
_UNKNOWN = re.compile("[\xa4\ufffd\ue000-\uf8ff]")


class Drawn(NamedTuple):
    """What stands on a page: characters in the order of drawing, the piece each was drawn in, and rules (None where
    there are too many objects to look at each).

    `unknown` counts characters that could not be told; `askew` and `white` tell whether some were left out for that;
    `objects` counts all, steps of paths included; `pictured` is the part of the page that pictures cover, `largest` the
    largest of them: its identifier and how wide it is in points.
    """

    characters: list[Character]
    pieces: list[int]
    rules: Rules | None
    unknown: int
    askew: bool
    white: bool
    objects: int
    pictured: float
    largest: tuple[str, float]


class _Letter(NamedTuple):
    """A character as it is drawn: where it begins on its base line, and where it ends, in points of the page."""

    text: str
    x: float
    y: float
    end_x: float
    end_y: float
    size: float
    color: tuple[int, int]  # its darkest part, and how opaque it is
    piece: int

    @property
    def quarter(self) -> int | None:
        """The quarter turns clockwise in which it stands, None where it is askew."""
        angle = math.degrees(math.atan2(self.end_y - self.y, self.end_x - self.x))
        quarter = round(angle / 90)
        return quarter % 4 if abs(angle - 90 * quarter) < _UPRIGHT else None


def drawn_on(page: Page) -> Drawn:
    """What is drawn on a page; its text upright, whichever way most of it runs."""
    painter = _Painter(page)
    if page.content is not None:
        for content in (*page.beneath, page.content):
            painter.draw(content, Matrix(_POINTS, 0, 0, _POINTS, -page.box[0] * _POINTS, -page.box[1] * _POINTS), 0)
    return painter.drawn()


class _Painter:
    def __init__(self, page: Page) -> None:
        self._page = page
        self._width, self._height = page.box[2] * _POINTS, page.box[3] * _POINTS
        self._letters: list[_Letter] = []
        self._areas: list[tuple[Area, bool, bool]] = []  # with whether it is white, and whether it may be a rule
        self._pictures: list[tuple[Area, str]] = []
        self._unknown = self._objects = self._steps = 0
        self._crowded = False

    def draw(self, container: Element, space: Matrix, depth: int) -> None:
        """Go through the objects in layers, blocks and drawings."""
        for item in container:
            if item.tag in ("Layer", "PageBlock", "Content"):
                self.draw(item, space, depth)
                continue
            self._objects += 1
            if max(self._objects, len(self._letters)) > _MOST_OBJECTS or self._steps > _MOST_STEPS:
                self._crowded = True
                return
            if item.get("Visible") in ("false", "0") or number(item.get("Alpha"), 255) < _NO_INK:
                continue
            if item.tag == "TextObject":
                self._text(item, _space(item, space))
            elif item.tag == "PathObject":
                self._path(item, _space(item, space))
            elif item.tag == "ImageObject":
                self._pictures.append((_picture(item, space), item.get("ResourceID", "")))
            elif item.tag == "CompositeObject":
                self._unit(item, _space(item, space), depth)

    def _unit(self, item: Element, space: Matrix, depth: int) -> None:
        unit = self._page.units.get(item.get("ResourceID", ""))
        if unit is None:
            return
        if depth >= _DEEPEST:
            self._crowded = True
            return
        self.draw(unit, space, depth + 1)

    def _text(self, item: Element, space: Matrix) -> None:
        size, wide = number(item.get("Size"), 3.0), number(item.get("HScale"), 1.0) or 1.0
        color = _color(item.find("FillColor"))
        turn = math.radians(number(item.get("CharDirection")))
        step_x, step_y = math.cos(turn), math.sin(turn)
        codes = children(item, "TextCode")
        self._unknown += _glyphs_alone(item, codes)
        x = y = 0.0
        for code in codes:
            text = (code.text or "")[:MOST_CHARACTERS]
            x, y = number(code.get("X"), x), number(code.get("Y"), y)
            along, down = deltas(code.get("DeltaX"), len(text)), deltas(code.get("DeltaY"), len(text))
            told = bool(along or down)
            for at, sign in enumerate(text):
                natural = size * wide * (1.0 if east_asian_width(sign) in "WFA" else 0.5)
                ahead = along[at] if at < len(along) else 0.0 if told else natural
                # A longer step spreads what is written.
                width = ahead if 0 < ahead <= _SPREAD * size * wide else natural
                self._letter(sign, space, (x, y), (x + width * step_x, y + width * step_y), size, color)
                x, y = x + ahead, y + (down[at] if at < len(down) else 0.0)

    def _letter(
        self,
        sign: str,
        space: Matrix,
        begin: tuple[float, float],
        end: tuple[float, float],
        size: float,
        color: tuple[int, int],
    ) -> None:
        if sign in "\r\n":
            return
        if _UNKNOWN.match(sign):
            self._unknown += 1
            sign = "\ufffd"
        height = size * math.hypot(space.c, space.d)
        sign = " " if sign < " " else sign
        self._letters.append(_Letter(sign, *space.point(*begin), *space.point(*end), height, color, self._objects))

    def _path(self, item: Element, space: Matrix) -> None:
        strokes = item.get("Stroke", "true") not in ("false", "0")
        fills = item.get("Fill", "false") in ("true", "1")
        stroke, fill = _color(item.find("StrokeColor")), _color(item.find("FillColor"))
        if strokes and stroke[1] < _NO_INK:
            strokes = False
        if fills and fill[1] < _NO_INK:
            fills = False
        if not strokes and not fills:
            return
        half = number(item.get("LineWidth"), _LINE) / 2 * math.hypot(space.a, space.b)
        for points in self._outlines(item.findtext("AbbreviatedData") or "", space):
            xs, ys = [x for x, _ in points], [y for _, y in points]
            whole = Area(min(xs), min(ys), max(xs), max(ys))
            if whole.right < 0 or whole.bottom < 0 or whole.left > self._width or whole.top > self._height:
                continue
            if strokes:
                for (x0, y0), (x1, y1) in pairwise(points):
                    area = Area(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
                    self._areas.append((_thickened(area, half), stroke[0] >= NEARLY_WHITE, True))
            if fills:
                self._areas.append((whole, fill[0] >= NEARLY_WHITE, not strokes))

    def _outlines(self, data: str, space: Matrix) -> Iterator[list[tuple[float, float]]]:
        """The corners of each part of a path; where it is curved, only its straight pieces."""
        words = _STEP.findall(data[: 40 * _MOST_STEPS])
        self._steps += len(words)
        points: list[tuple[float, float]] = []
        at = 0
        while at < len(words):
            step = words[at]
            count = _NUMBERS.get(step)
            at += 1
            if count is None:
                continue
            values = [number(word) for word in words[at : at + count]]
            if len(values) < count:
                break
            at += count
            if step == "C":
                if len(points) > 1:
                    points.append(points[0])
                continue
            if step != "L" and points:
                if len(points) > 1:
                    yield points
                points = []
            points.append(space.point(*values[-2:]))
        if len(points) > 1:
            yield points

    def drawn(self) -> Drawn:
        """All that was found, turned so that most of the text is upright."""
        [(turns, _)] = Counter(letter.quarter for letter in self._letters).most_common(1) or [(0, 0)]
        turns = turns or 0
        view = _turned(turns, self._width, self._height)
        ruling = Ruling()
        ruling.pictures += (Area(*view.box(*area)) for area, _ in self._pictures)
        for area, white, may_be_rule in self._areas:
            seen = Area(*view.box(*area))
            is_rule = may_be_rule and not ruling.take([seen], white)
            if not is_rule and not white:
                ruling.shades.append(seen)
        characters: list[Character] = []
        pieces: list[int] = []
        askew = white = False
        upright = [letter for letter in self._letters if letter.quarter == turns]
        askew = any(letter.text != " " for letter in self._letters if letter.quarter != turns)
        huge = _HUGE * median(letter.size for letter in upright) if upright else 0.0
        for letter in upright:
            left, y = view.point(letter.x, letter.y)
            right = view.point(letter.end_x, letter.end_y)[0]
            bright, opaque = letter.color
            if opaque < _NO_INK:
                continue
            if letter.size > huge and (opaque < _PALE or bright >= _PALE):
                askew = True
            elif bright >= NEARLY_WHITE and not ruling.backs(Area(left, y - letter.size, right, y)):
                white = white or letter.text != " "
            else:
                characters.append(Character(letter.text, left, right, y, letter.size))
                pieces.append(letter.piece)
        part = sum(_size(area) for area, _ in self._pictures)
        area, largest = max(self._pictures, key=lambda one: _size(one[0]), default=(Area(0, 0, 0, 0), ""))
        whole = max(self._width * self._height, 1.0)
        rules = None if self._crowded else ruling.rules()
        marks = self._objects + self._steps
        picture = largest, area.right - area.left
        return Drawn(characters, pieces, rules, self._unknown, askew, white, marks, part / whole, picture)


def _space(item: Element, outside: Matrix) -> Matrix:
    """The way from an object's own coordinates: through its matrix, into its box, and from there on."""
    box = [*numbers(item.get("Boundary")), 0.0, 0.0]
    own = numbers(item.get("CTM"))
    within = Matrix(*own) if len(own) == 6 else Matrix()
    return within.then(Matrix(e=box[0], f=box[1])).then(outside)


def _size(area: Area) -> float:
    return max(area.right - area.left, 0) * max(area.bottom - area.top, 0)


def _picture(item: Element, space: Matrix) -> Area:
    """Where a picture stands: its matrix makes a square of one millimetre as large as it is, its box without one."""
    if item.get("CTM"):
        return Area(*_space(item, space).box(0, 0, 1, 1))
    left, top, wide, high = [*numbers(item.get("Boundary")), 0.0, 0.0, 0.0, 0.0][:4]
    return Area(*space.box(left, top, left + wide, top + high))


def _turned(turns: int, width: float, height: float) -> Matrix:
    """The way to a page whose text is upright, where it runs some quarter turns clockwise."""
    return (
        Matrix(),
        Matrix(0, -1, 1, 0, 0, width),
        Matrix(-1, 0, 0, -1, width, height),
        Matrix(0, 1, -1, 0, height, 0),
    )[turns]


def _color(element: Element | None) -> tuple[int, int]:
    """The darkest part of a colour and how opaque it is, of 255 each; black where nothing is said."""
    if element is None:
        return 0, 255
    opaque = int(number(element.get("Alpha"), 255))
    words = (element.get("Value") or "").split()[:4]
    values = [int(word[1:], 16) if re.fullmatch("#[0-9a-fA-F]{1,2}", word) else number(word) for word in words]
    if len(values) == 4:  # inks, of which white has none
        return int(255 - max(values)), opaque
    return int(min(values)) if values else 0, opaque


def _thickened(area: Area, half: float) -> Area:
    """A line with its width: without it a broad one would be taken for a thin one."""
    if area.right - area.left >= area.bottom - area.top:
        return area._replace(top=area.top - half, bottom=area.bottom + half)
    return area._replace(left=area.left - half, right=area.right + half)


def _glyphs_alone(item: Element, codes: list[Element]) -> int:
    """How many glyphs of a text have no characters at all."""
    if any((code.text or "").strip() for code in codes):
        return 0
    return int(sum(min(number(one.get("GlyphCount"), 1), MOST_CHARACTERS) for one in children(item, "CGTransform")))
