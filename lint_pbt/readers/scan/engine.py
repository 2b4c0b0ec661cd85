"""The recognition of text in a picture, by rapidocr where the extra `ocr` is installed; its models lie in its wheel."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from typing import Any, NamedTuple

# Set to `off`, nothing is recognised: it takes seconds a page.
VARIABLE = "PBT_LINT_OCR"


class Sign(NamedTuple):
    """A character as it was recognised: its corners in dots of the picture (left, top, right, bottom, before it is set
    upright), how sure it is from 0 to 1, and the number of the piece of text that it is of."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    sure: float
    piece: int


class Recognised(NamedTuple):
    """The characters of a picture in the order of reading, and how many degrees clockwise its lines run down."""

    signs: list[Sign]
    slope: float


def is_there() -> bool:
    """Whether the extra is installed and not switched off."""
    return os.environ.get(VARIABLE, "").lower() != "off" and all(
        find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2", "PIL")
    )


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical"})


def recognised(picture: Any) -> Recognised:
    """The text of a picture (rows of dots, blue, green and red)."""
    result = _engine()(picture, use_cls=False, return_word_box=True, return_single_char_box=True)
    if result.boxes is None:
        return Recognised([], 0.0)
    return Recognised([*_signs(result.word_results)], _slope(result.boxes))


def _signs(pieces: Any) -> Iterator[Sign]:
    for number, piece in enumerate(pieces):
        for text, sure, corners in piece:
            xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
            # Upright boxes around slanted ones would be too large: the middles of their sides count.
            left, right = (xs[0] + xs[3]) / 2, (xs[1] + xs[2]) / 2
            top, bottom = (ys[0] + ys[1]) / 2, (ys[2] + ys[3]) / 2
            yield Sign(text, left, top, right, bottom, float(sure), number)


def _slope(boxes: Any) -> float:
    """How the lines run, by the upper edges of pieces of text: half of all their length runs as much or less."""
    import math

    edges = []
    for corners in boxes:
        (x0, y0), (x1, y1) = (float(corners[0][0]), float(corners[0][1])), (float(corners[1][0]), float(corners[1][1]))
        edges.append((math.degrees(math.atan2(y1 - y0, x1 - x0)), math.hypot(x1 - x0, y1 - y0) ** 2))
    edges.sort()
    half = sum(length for _, length in edges) / 2
    for angle, length in edges:
        half -= length
        if half <= 0:
            return angle
    return 0.0
