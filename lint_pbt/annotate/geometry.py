"""How wide and high the cells of a worksheet are, so that a box stands beside its cell and is as large as meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

# In pixels, as Excel has them where a worksheet says nothing.
_COLUMN: Final = 64
_ROW: Final = 20
_DIGIT: Final = 7  # of the usual font; a column has besides
_PADDING: Final = 5
_GAP: Final = (15, 2)
_LAST_COLUMN: Final = 16_383
_LAST_ROW: Final = 1_048_575
# So many cells beside one another that are all hidden are no place for a box.
_MOST: Final = 2000


class Geometry:
    """Sizes in pixels; rows and columns are counted from 0."""

    def __init__(self) -> None:
        self._columns: list[tuple[int, int, int]] = []
        self._rows: dict[int, int] = {}
        self._column, self._row = _COLUMN, _ROW

    def see_default(self, attributes: dict[str, str]) -> None:
        """Take in what holds for all cells of which nothing else is said."""
        self._column = _pixels(attributes.get("defaultColWidth"), _DIGIT, _PADDING, _COLUMN)
        self._row = _pixels(attributes.get("defaultRowHeight"), 4 / 3, 0, _ROW)

    def see_columns(self, attributes: dict[str, str]) -> None:
        """Take in what is said of some columns."""
        first, last = _number(attributes.get("min")), _number(attributes.get("max"))
        width = _pixels(attributes.get("width"), _DIGIT, _PADDING, self._column)
        if first and last:
            self._columns.append((first - 1, last - 1, 0 if _is_hidden(attributes) else width))

    def see_row(self, attributes: dict[str, str]) -> None:
        """Take in what is said of a row."""
        number = _number(attributes.get("r"))
        if number and _is_hidden(attributes):
            self._rows[number - 1] = 0
        elif number and "ht" in attributes:
            self._rows[number - 1] = _pixels(attributes["ht"], 4 / 3, 0, self._row)

    def anchor(self, row: int, column: int, width: int, height: int) -> str:
        """Where a box beside a cell begins and ends: column, offset, row, offset, twice."""
        left, top = min(column + 1, _LAST_COLUMN), row
        right, right_offset = self._end(left, _GAP[0] + width, self._width, _LAST_COLUMN)
        bottom, bottom_offset = self._end(top, _GAP[1] + height, self._height, _LAST_ROW)
        return f"{left}, {_GAP[0]}, {top}, {_GAP[1]}, {right}, {right_offset}, {bottom}, {bottom_offset}"

    def _width(self, column: int) -> int:
        return next((size for first, last, size in self._columns if first <= column <= last), self._column)

    def _height(self, row: int) -> int:
        return self._rows.get(row, self._row)

    @staticmethod
    def _end(start: int, room: int, size_of: Callable[[int], int], last: int) -> tuple[int, int]:
        at = start
        while at < min(last, start + _MOST):
            size = size_of(at)
            if room <= size:
                break
            room -= size
            at += 1
        return at, room


def _is_hidden(attributes: dict[str, str]) -> bool:
    return attributes.get("hidden") in ("1", "true")


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 8 else 0


def _pixels(text: str | None, factor: float, more: int, default: int) -> int:
    try:
        return min(max(round(float(text or "") * factor) + more, 0), 4000)
    except (ValueError, OverflowError):
        return default
