"""The characters of a page as they are seen: upright, once each, without what lies behind the page as a watermark."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from statistics import median
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from lint_pbt.readers.pages import asking
from lint_pbt.readers.pages.drawing import Drawing, numbers_of_texts
from lint_pbt.readers.pages.marks import Character
from lint_pbt.readers.pages.view import View

MOST_CHARACTERS = 60_000
_MOSTLY = 0.5  # of a page
_HUGE = 1.8  # times the usual size: a watermark, where it is also pale
_PALE = 160
_UPRIGHT = 8  # degrees
_HYPHENS = (0x2, 0xFFFE)  # what pdfium makes of a hyphen at the end of a line
_UNKNOWN = "\ufffd"


class Characters(NamedTuple):
    """The characters of a page as pdfium orders them; how many could not be told, and whether some were askew or white.

    `indices` are the numbers that pdfium knows them by.
    """

    found: list[Character]
    indices: list[int]
    unknown: int
    watermark: bool
    white: bool


def characters_of(text: Any, view: View, drawing: Drawing) -> Characters:
    """The characters of a page that has at most `MOST_CHARACTERS`."""
    count = pdfium.FPDFText_CountChars(text)
    watched = len(drawing.angles) > 1 or None in drawing.angles
    # Under a picture of the page its text is what somebody recognised in it; elsewhere it stands there twice.
    hidden = drawing.invisible if drawing.pictured < _MOSTLY else frozenset[int]()
    hidden |= drawing.white
    windows = drawing.windows
    objects = asking.text_objects_of(text, count) if hidden or windows else []
    x, y = ctypes.c_double(), ctypes.c_double()
    x_at, y_at = ctypes.byref(x), ctypes.byref(y)
    origin_of = pdfium.FPDFText_GetCharOrigin
    _, b, _, d, e, f = view.matrix
    width, height = view.width, view.height
    upright = view.turns == 0
    found: list[Character] = []
    indices: list[int] = []
    unknown, askew, white = 0, False, False
    bottom_before: float | None = None
    said = zip(asking.codes_of(text, count), asking.unmapped_in(text, count), asking.boxes_of(text, count), strict=True)
    for index, (code, unmapped, box) in enumerate(said):
        if code in (10, 13) or (code == 32 and pdfium.FPDFText_IsGenerated(text, index) == 1):
            continue
        if watched and not _stands(text, index, view):
            askew = askew or code != 32
            continue
        if hidden and objects[index] in hidden:
            white = white or (objects[index] in drawing.white and code != 32)
            continue
        left, top, right, bottom = box
        if bottom != bottom_before:  # along a line it stays
            origin_of(text, index, x_at, y_at)
            base = f - y.value
            bottom_before = bottom if upright else None
        if upright:
            left, right, size = left + e, right + e, top - bottom
        else:
            left, top, right, bottom = view.matrix.box(left, bottom, right, top)
            base, size = b * x.value + d * y.value + f, bottom - top
        window = windows.get(objects[index] or 0) if windows else None
        if (right < 0 or left > width or base < 0 or base > height + size) and window is None:
            continue
        sign = chr(code) if code not in _HYPHENS else "-"
        if code == 0 or (unmapped == 1 and code not in _HYPHENS):
            unknown += 1
            sign = _UNKNOWN
        elif 0xD800 <= code < 0xE000 or (code < 32 and code not in _HYPHENS):
            sign = _UNKNOWN if code >= 0xD800 else " "
        found.append(Character(sign, left, right, base, size, window))
        indices.append(index)
    kept = _without_watermark(text, found, indices)
    return Characters(*kept, unknown, askew or len(kept[0]) < len(found), white)


def pieces_of(text: Any, page: Any, indices: Sequence[int]) -> list[int]:
    """The number of the piece of text that each character was drawn in, in the order of drawing."""
    numbers = numbers_of_texts(page)
    objects = asking.text_objects_of(text, pdfium.FPDFText_CountChars(text))
    return [numbers.get(objects[index] or 0, -1) if index >= 0 else -1 for index in indices]


def _stands(text: Any, index: int, view: View) -> bool:
    """Whether a character stands upright on the page as shown."""
    clockwise = math.degrees(pdfium.FPDFText_GetCharAngle(text, index)) + 90 * view.turns
    return abs((clockwise + 180) % 360 - 180) < _UPRIGHT


def _without_watermark(text: Any, found: list[Character], indices: list[int]) -> tuple[list[Character], list[int]]:
    """The characters and their numbers without those that are far larger than the others and pale."""
    if not found:
        return found, indices
    huge = _HUGE * median(character.size for character in found)
    if max(character.size for character in found) <= huge:
        return found, indices
    kept = [
        (character, index)
        for character, index in zip(found, indices, strict=True)
        if character.size <= huge or not _is_pale(text, index)
    ]
    return [character for character, _ in kept], [index for _, index in kept]


def _is_pale(text: Any, index: int) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFText_GetFillColor(text, index, red, green, blue, alpha):
        return False
    return alpha.value < _PALE or min(red.value, green.value, blue.value) >= _PALE
