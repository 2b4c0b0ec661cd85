"""What stands on a page, in points from its upper left corner as it is shown: characters, rules, lines of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec import Struct

from lint_pbt.model.document import Box
from lint_pbt.model.sheet import Stretch


class Area(NamedTuple):
    """A box on a page."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def nearest(self, x: float, y: float) -> tuple[float, float]:
        """The point inside, off the border, that is nearest to another."""
        return (
            min(max(x, self.left + 1), max(self.right - 1, self.left)),
            min(max(y, self.top + 1), max(self.bottom - 1, self.top)),
        )


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

    def boxes(self, bounds: Iterable[Box]) -> Iterator[Box]:
        """The boxes around many transformed boxes, as `box` gives them."""
        a, b, c, d, e, f = self
        if b or c:
            yield from (self.box(*one) for one in bounds)
            return
        for left, bottom, right, top in bounds:
            x0, x1, y0, y1 = a * left + e, a * right + e, d * bottom + f, d * top + f
            if x0 > x1:
                x0, x1 = x1, x0
            if y0 > y1:
                y0, y1 = y1, y0
            yield x0, y0, x1, y1


class Character(Struct, frozen=True, gc=False):
    """A character from `left` to `right`, on the base line `y`; `size` is about its height.

    `window` is what is seen of its text, where part of that is cut off.
    """

    text: str
    left: float
    right: float
    y: float
    size: float
    window: Area | None = None

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, self.y - 0.3 * self.size


class Rule(NamedTuple):
    """A drawn line along one axis: where it lies on the other axis, from where to where it goes."""

    at: float
    start: float
    end: float


Stroke = tuple[float, float, float]  # a piece of a rule, likewise


class Rules(NamedTuple):
    """The rules of a page, in pieces; `across` go from left to right, `down` from top to bottom."""

    across: Sequence[Stroke]
    down: Sequence[Stroke]


class TextLine(NamedTuple):
    """A line of text, or the part of it in one cell.

    `lead` is how wide the first piece is that may not be broken; `room` how much was left free behind the line in
    its cell, in points. `stretches` are its words, each with its place across the page.
    """

    page: int
    text: str
    left: float
    right: float
    y: float
    size: float
    lead: float
    room: float = 0.0
    stretches: tuple[Stretch, ...] = ()

    @property
    def box(self) -> Box:
        top, bottom = self.y - 0.85 * self.size, self.y + 0.2 * self.size
        return (round(self.left, 1), round(top, 1), round(self.right, 1), round(bottom, 1))
