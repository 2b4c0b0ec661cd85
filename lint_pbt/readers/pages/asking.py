"""What pdfium says of many characters or objects at once: each goes by its address, the answers stand in one array.

For every pointer that is handed on and every number that is filled in ctypes makes an object, and for every call it
lets go of the interpreter; all that takes several times as long as the answer itself.
"""

from __future__ import annotations

import ctypes
from array import array
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium

Address = int
Color = tuple[int, int, int, int]  # red, green, blue, opacity, each to 255
Bounds = tuple[float, float, float, float]  # left, bottom, right, top
_BLACK = (0, 0, 0, 255)

_address, _int, _unsigned = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint


def _function(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A function of pdfium that takes and gives addresses."""
    where = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result, *arguments)(where or 0)


_unicode = _function("FPDFText_GetUnicode", _unsigned, _address, _int)
_has_no_unicode = _function("FPDFText_HasUnicodeMapError", _int, _address, _int)
_loose_box = _function("FPDFText_GetLooseCharBox", _int, _address, _int, _address)
_text_object = _function("FPDFText_GetTextObject", _address, _address, _int)
_page_object = _function("FPDFPage_GetObject", _address, _address, _int)
_form_objects = _function("FPDFFormObj_CountObjects", _int, _address)
_form_object = _function("FPDFFormObj_GetObject", _address, _address, ctypes.c_ulong)
_kind = _function("FPDFPageObj_GetType", _int, _address)
_bounds = _function("FPDFPageObj_GetBounds", _int, _address, *[_address] * 4)
_matrix = _function("FPDFPageObj_GetMatrix", _int, _address, _address)
_fill = _function("FPDFPageObj_GetFillColor", _int, _address, *[_address] * 4)
_stroke = _function("FPDFPageObj_GetStrokeColor", _int, _address, *[_address] * 4)
_draw_mode = _function("FPDFPath_GetDrawMode", _int, _address, _address, _address)
_render_mode = _function("FPDFTextObj_GetTextRenderMode", _int, _address)
_segments = _function("FPDFPath_CountSegments", _int, _address)
_segment = _function("FPDFPath_GetPathSegment", _address, _address, _int)
_segment_kind = _function("FPDFPathSegment_GetType", _int, _address)
_segment_point = _function("FPDFPathSegment_GetPoint", _int, _address, _address, _address)
_segment_closes = _function("FPDFPathSegment_GetClose", _int, _address)
_clip = _function("FPDFPageObj_GetClipPath", _address, _address)
_clip_paths = _function("FPDFClipPath_CountPaths", _int, _address)


def address_of(item: Any) -> Address:
    """Where an object lies in memory: pdfium gives it a new handle each time."""
    return ctypes.cast(item, ctypes.c_void_p).value or 0


def handle_of(address: Address) -> Any:
    """The object at an address, for the functions of pdfium that are not here."""
    return ctypes.cast(address, pdfium.FPDF_PAGEOBJECT)


def codes_of(text: Any, count: int) -> list[int]:
    """The code of each of the characters of a page."""
    return list(map(_unicode, repeat(address_of(text)), range(count)))


def unmapped_in(text: Any, count: int) -> list[int]:
    """1 for each character that the file does not say which it is."""
    return list(map(_has_no_unicode, repeat(address_of(text)), range(count)))


def boxes_of(text: Any, count: int) -> Iterator[tuple[float, float, float, float]]:
    """The box of each character, as (left, top, right, bottom)."""
    numbers, [place] = _room("f", 4, count, parts=1)
    _all(map(_loose_box, repeat(address_of(text)), range(count), place))
    return _by(4, numbers)


def text_objects_of(text: Any, count: int) -> list[Address | None]:
    """The text object that each character is of; pdfium has put in those that are of none."""
    return list(map(_text_object, repeat(address_of(text)), range(count)))


def objects_of(page: Any, most: int) -> list[Address]:
    """The first objects of a page, in the order of drawing."""
    count = min(pdfium.FPDFPage_CountObjects(page), most)
    return list(filter(None, map(_page_object, repeat(address_of(page)), range(count))))


def objects_in(form: Address, most: int) -> list[Address]:
    """The first objects of a form, in the order of drawing."""
    return list(filter(None, map(_form_object, repeat(form), range(min(_form_objects(form), most)))))


def kinds_of(objects: Sequence[Address]) -> list[int]:
    """The kind of each object, as pdfium numbers them."""
    return list(map(_kind, objects))


def bounds_of(objects: Sequence[Address]) -> Iterator[Bounds]:
    """The bounds of each object in its space."""
    numbers, places = _room("f", 4, len(objects))
    _all(map(_bounds, objects, *places))
    return _by(4, numbers)


def matrices_of(objects: Sequence[Address]) -> Iterator[tuple[float, ...]]:
    """The six numbers of the transformation of each object."""
    numbers, [place] = _room("f", 6, len(objects), parts=1)
    _all(map(_matrix, objects, place))
    return _by(6, numbers)


def fills_of(objects: Sequence[Address]) -> list[Color]:
    """The color that each object is filled with."""
    return _colors(_fill, objects)


def strokes_of(paths: Sequence[Address]) -> list[Color]:
    """The color that each path is drawn along with."""
    return _colors(_stroke, paths)


def modes_of(paths: Sequence[Address]) -> Iterator[tuple[int, int]]:
    """How each path is filled, and whether it is drawn along."""
    numbers, places = _room("i", 2, len(paths))
    _all(map(_draw_mode, paths, *places))
    return _by(2, numbers)


def size_of(path: Address) -> int:
    """How many segments a path has."""
    return int(_segments(path))


def segments_of(path: Address, count: int) -> Iterator[tuple[int, tuple[float, float], int]]:
    """The segments of a path: the kind of each, where it ends, and whether it closes its part of the path."""
    found = list(map(_segment, repeat(path), range(count)))
    numbers, places = _room("f", 2, count)
    _all(map(_segment_point, found, *places))
    return zip(map(_segment_kind, found), _by(2, numbers), map(_segment_closes, found), strict=True)


def render_modes_of(texts: Sequence[Address]) -> list[int]:
    """How each text is drawn, as PDF numbers it."""
    return list(map(_render_mode, texts))


def are_clipped(texts: Sequence[Address]) -> list[bool]:
    """Whether some of each text may be cut off."""
    clips = map(_clip, texts)
    return [clip is not None and _clip_paths(clip) > 0 for clip in clips]


def _colors(ask: Callable[..., Any], objects: Sequence[Address]) -> list[Color]:
    numbers, places = _room("I", 4, len(objects))
    said = list(map(ask, objects, *places))
    return [color if known else _BLACK for known, color in zip(said, _by(4, numbers), strict=True)]


def _room(code: str, size: int, count: int, parts: int = 0) -> tuple[array[Any], list[range]]:
    """An array with room for `size` numbers for each of so many things, and where those of each part of it begin."""
    numbers = array(code, bytes(array(code).itemsize * size * count))
    start, step = numbers.buffer_info()[0], numbers.itemsize * size
    return numbers, [
        range(begin, begin + step * count, step)
        for begin in range(start, start + numbers.itemsize * (parts or size), numbers.itemsize)
    ]


def _all(answers: Iterator[Any]) -> None:
    """Have all questions asked."""
    deque(answers, maxlen=0)


def _by(size: int, numbers: array[Any]) -> Iterator[Any]:
    """The numbers, as many at a time."""
    return zip(*[iter(numbers)] * size, strict=True)
