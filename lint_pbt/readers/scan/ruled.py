"""The rules that are drawn in a picture of a page: dark dots in straight rows, longer than characters are."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from lint_pbt.readers.pages.marks import Rule, Rules

if TYPE_CHECKING:
    from collections.abc import Sequence

_ACROSS, _DOWN = 3.0, 1.6  # heights of characters: shorter ones may be strokes of them
_BLOCK, _DARKER = 31, 12  # dots around one, and by how much darker it has to be than they are
_CORE = 0.38  # of the boxes around characters: what is dark there is a stroke of them and no rule
_INSET = 0.08  # heights
_ROW = 4.0  # heights: a rule down goes on by so much, from one rule across to the next,
_DRAWN = 0.97  # where so much of its way is dark
_LONG, _NEAR = 5.0, 0.4  # heights: shorter bars have to end so near to others
_MOST_BARS = 2_000
_THICKEST = 0.5  # heights
_PART = 8  # of the width: as long are the rules by which one tells how a page slopes
_PIECES = 60  # of the width: so short are the level pieces of a rule that slopes
_ENDS = 10  # of the length of a rule: where its ends are
_STEEPEST = 8.0  # degrees
_ASIDE = 2  # dots by which a rule may lean
_BRIDGED = 5  # dots that may lack in a rule
_SPOT = (0.4, 1.6)  # heights of what may be a character
_LEAST_DARK = 0.02  # of a square as high as a character
_AROUND = 0.12  # heights around what was recognised, which is of it too

Box = tuple[float, float, float, float]
Bar = tuple[int, int, int, int]  # left, top, width, height


def slope_in(picture: Any) -> float | None:
    """How many degrees clockwise the rules across in a picture run down, None where there are none.

    Half of all their length runs as much or less.
    """
    import cv2

    wide = picture.shape[1]
    flat = _bars(_dark(picture), wide // _PIECES, 1)
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(flat, connectivity=8)
    angles = []
    for number in range(1, count):
        left, top, long, high, _ = (int(value) for value in boxes[number])
        if long < wide // _PART or high > long * math.tan(math.radians(_STEEPEST)):
            continue
        rule = labels[top : top + high, left : left + long] == number
        end = long // _ENDS
        down = rule[:, -end:].nonzero()[0].mean() - rule[:, :end].nonzero()[0].mean()
        angles.append((math.degrees(math.atan2(down, long - end)), long))
    angles.sort()
    half = sum(length for _, length in angles) / 2
    for angle, length in angles:
        half -= length
        if half <= 0:
            return angle
    return None


def _dark(picture: Any) -> Any:
    """What in a picture is darker than what is around it."""
    import cv2

    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    return cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _BLOCK, _DARKER)


def rules_in(picture: Any, height: float, scale: float, taken: Sequence[Box]) -> tuple[Rules, int]:
    """The rules of an upright picture whose characters have a height, in points of which a dot has `scale`.

    The second is how many spots of the size of characters there are within the rules and outside of those `taken`
    (left, top, right, bottom).
    """
    dark = _dark(picture)
    # What is short may be strokes; long rules across may pass close below characters.
    bare = _without(dark, taken, _INSET * height)
    flat = _boxes(_bars(bare, int(_ACROSS * height), 1) | _bars(dark, int(_LONG * height), 1))
    steep = _boxes(_bars(bare, 1, int(_DOWN * height)))
    flat = [bar for bar in flat if bar[3] <= _THICKEST * height]
    steep = [bar for bar in steep if bar[2] <= _THICKEST * height]
    steep = [_continued(bar, flat, dark, height) for bar in steep[:_MOST_BARS]]
    flat, steep = _held(flat, steep, height)
    across = [Rule((y + high / 2) * scale, x * scale, (x + wide) * scale) for x, y, wide, high in flat]
    down = [Rule((x + wide / 2) * scale, y * scale, (y + high) * scale) for x, y, wide, high in steep]
    return Rules(across, down), _spots(dark, [*flat, *steep], height, taken) if flat and steep else 0


def _without(dark: Any, taken: Sequence[Box], inset: float) -> Any:
    """What is dark without recognised characters, but for so much at both ends of what stands together."""
    bare = dark.copy()
    for left, top, right, bottom in taken:
        middle, half = (top + bottom) / 2, _CORE * (bottom - top)
        start, end = max(int(left + inset), 0), max(int(right - inset) + 1, 0)
        bare[max(int(middle - half), 0) : int(middle + half) + 1, start:end] = 0
    return bare


def _continued(bar: Bar, flat: Sequence[Bar], dark: Any, height: float) -> Bar:
    """A bar down, up to the rules across that it reaches beside or between characters."""
    x, y, wide, high = bar
    middle = x + wide // 2
    strip = dark[:, max(middle - _ASIDE, 0) : middle + _ASIDE + 1].any(axis=1)
    rows = sorted(top + thick // 2 for left, top, long, thick in flat[:_MOST_BARS] if left <= middle <= left + long)
    first, last = y, y + high
    for row in reversed([row for row in rows if row < y]):
        if first - row > _ROW * height or strip[row:first].mean() < _DRAWN:
            break
        first = row
    for row in [row for row in rows if row > y + high]:
        if row - last > _ROW * height or strip[last:row].mean() < _DRAWN:
            break
        last = row
    return x, first, wide, last - first


def _held(flat: list[Bar], steep: list[Bar], height: float) -> tuple[list[Bar], list[Bar]]:
    """The bars that are long, or end at others on both sides: strokes one below the other make short ones too."""
    steep = [_over(bar) for bar in _ending([*map(_over, steep)], [*map(_over, flat)], height)]
    return _ending(flat, steep, height), steep


def _over(bar: Bar) -> Bar:
    """A bar with its axes exchanged."""
    return bar[1], bar[0], bar[3], bar[2]


def _ending(flat: list[Bar], steep: list[Bar], height: float) -> list[Bar]:
    """The flat bars that are long or end at steep ones on both sides."""
    near = _NEAR * height

    def is_end(x: float, y: int) -> bool:
        return any(
            abs(left + wide / 2 - x) <= near and top - near <= y <= top + high + near
            for left, top, wide, high in steep[:_MOST_BARS]
        )

    return [
        bar
        for bar in flat[:_MOST_BARS]
        if bar[2] > _LONG * height or (is_end(bar[0], bar[1]) and is_end(bar[0] + bar[2], bar[1]))
    ]


def _spots(dark: Any, bars: Sequence[Bar], height: float, taken: Sequence[Box]) -> int:
    """How many spots are neither rules nor taken, between the outermost rules."""
    import cv2

    around = int(_AROUND * height) + 1
    rest = dark.copy()
    for left, top, right, bottom in taken:
        rest[max(int(top) - around, 0) : int(bottom) + around, max(int(left) - around, 0) : int(right) + around] = 0
    for x, y, wide, high in bars:
        rest[max(y - around, 0) : y + high + around, max(x - around, 0) : x + wide + around] = 0
    first, last = min(y for _, y, _, _ in bars), max(y + high for _, y, _, high in bars)
    start, end = min(x for x, _, _, _ in bars), max(x + wide for x, _, wide, _ in bars)
    count, _, boxes, _ = cv2.connectedComponentsWithStats(rest[first:last, start:end], connectivity=8)
    least, most = (part * height for part in _SPOT)
    return sum(
        least <= max(int(wide), int(high)) <= most and int(dots) >= _LEAST_DARK * height * height
        for _, _, wide, high, dots in boxes[1:count]
    )


def _bars(dark: Any, wide: int, high: int) -> Any:
    """What is at least so wide and high, gaps of a few dots closed."""
    import cv2

    length, is_across = max(wide, high), wide > high
    closing = (_BRIDGED, 1) if is_across else (1, _BRIDGED)
    joined = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, closing))
    # A rule that is not quite straight passes from one row of dots to the next.
    steadied = cv2.dilate(joined, cv2.getStructuringElement(cv2.MORPH_RECT, (1, 3) if is_across else (3, 1)))
    shape = (length, 1) if is_across else (1, length)
    return cv2.morphologyEx(steadied, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, shape))


def _boxes(bars: Any) -> list[Bar]:
    import cv2

    count, _, boxes, _ = cv2.connectedComponentsWithStats(bars, connectivity=8)
    return [(int(x), int(y), int(wide), int(high)) for x, y, wide, high, _ in boxes[1:count]]
