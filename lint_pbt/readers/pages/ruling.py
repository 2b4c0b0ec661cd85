"""Rules among the areas that are drawn on a page: thin ones, dots in a row, white ones where they are seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lint_pbt.readers.pages.marks import Area, Rules, Stroke

NEARLY_WHITE = 245  # of 255
_THIN = 3.5  # points: a filled rectangle up to this is a rule
_SHORTEST = 4.0
_MOST_SHADES = 300
_MOST_DOTS = 20_000
_FEWEST_DOTS = 8  # that make a rule
_DOT_GAP, _UNEVEN = 6.0, 0.8  # points from dot to dot along a rule, and across it
Bounds = tuple[float, float, float, float]


class Ruling:
    """The rules of a page so far, and the shades and pictures that white ones and white text are seen upon."""

    def __init__(self) -> None:
        self.across: list[Stroke] = []
        self.down: list[Stroke] = []
        self.white: list[tuple[bool, Stroke]] = []
        self.shades: list[Area] = []
        self.pictures: list[Area] = []
        self.dots: list[tuple[float, float]] = []

    def take(self, areas: Sequence[Bounds], white: bool) -> list[int]:
        """Take areas (left, top, right, bottom) that are rules; gives the numbers of the others."""
        across, down = self.across, self.down
        if white:
            across, down = [], []
        others = []
        for number, (left, top, right, bottom) in enumerate(areas):
            wide, high = right - left, bottom - top
            if high <= _THIN and high <= wide / 3:
                across.append(((top + bottom) / 2, left, right))
            elif wide <= _THIN and wide <= high / 3:
                down.append(((left + right) / 2, top, bottom))
            elif wide >= _SHORTEST or high >= _SHORTEST:
                others.append(number)
            elif not white and len(self.dots) < _MOST_DOTS:
                self.dots.append(((left + right) / 2, (top + bottom) / 2))
        if white:
            self.white += [*((True, rule) for rule in across), *((False, rule) for rule in down)]
        return others

    def rules(self) -> Rules:
        """All rules, white ones only where they are seen: on a shade."""
        for is_across, rule in self.white:
            at, start, end = rule
            x, y = ((start + end) / 2, at) if is_across else (at, (start + end) / 2)
            if any(shade.holds(x, y) for shade in self.shades[:_MOST_SHADES]):
                (self.across if is_across else self.down).append(rule)
        across = _dotted(sorted((y, x) for x, y in self.dots))
        return Rules([*self.across, *across], [*self.down, *_dotted(sorted(self.dots))])

    def backs(self, area: Area) -> bool:
        """Whether something white in the area stands on a shade or on a picture."""
        x, y = (area.left + area.right) / 2, (area.top + area.bottom) / 2
        return any(back.holds(x, y) for back in [*self.shades[:_MOST_SHADES], *self.pictures[:_MOST_SHADES]])


def _dotted(dots: Sequence[tuple[float, float]]) -> Iterator[Stroke]:
    """The rules that dots make along one axis; each dot by its place on the other axis and along it, sorted."""
    row: list[float] = []
    at = 0.0
    for level, place in [*dots, (float("inf"), 0.0)]:
        if row and level - at > _UNEVEN:
            row.sort()
            start = 0
            for end in range(1, len(row) + 1):
                if end == len(row) or row[end] - row[end - 1] > _DOT_GAP:
                    if end - start >= _FEWEST_DOTS:
                        yield at, row[start], row[end - 1]
                    start = end
            row = []
        if not row:
            at = level
        row.append(place)
