"""Rules among the areas that are drawn on a page: thin ones, dots in a row, white ones where they are seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lint_pbt.readers.pages.marks import Area, Rule, Rules

NEARLY_WHITE = 245  # of 255
_THIN = 3.5  # points: a filled rectangle up to this is a rule
_SHORTEST = 4.0
_MOST_SHADES = 300
_MOST_DOTS = 20_000
_FEWEST_DOTS = 8  # that make a rule
_DOT_GAP, _UNEVEN = 6.0, 0.8  # points from dot to dot along a rule, and across it


class Ruling:
    """The rules of a page so far, and the shades and pictures that white ones and white text are seen upon."""

    def __init__(self) -> None:
        self.across: list[Rule] = []
        self.down: list[Rule] = []
        self.white: list[tuple[bool, Rule]] = []
        self.shades: list[Area] = []
        self.pictures: list[Area] = []
        self.dots: list[tuple[float, float]] = []

    def take(self, area: tuple[float, float, float, float], white: bool) -> bool:
        """Take an area (left, top, right, bottom) as a rule where it is one."""
        left, top, right, bottom = area
        wide, high = right - left, bottom - top
        if high <= _THIN and high <= wide / 3:
            rule, is_across = Rule((top + bottom) / 2, left, right), True
        elif wide <= _THIN and wide <= high / 3:
            rule, is_across = Rule((left + right) / 2, top, bottom), False
        else:
            if wide >= _SHORTEST or high >= _SHORTEST:
                return False
            if not white and len(self.dots) < _MOST_DOTS:
                self.dots.append(((left + right) / 2, (top + bottom) / 2))
            return True
        if white:
            self.white.append((is_across, rule))
        else:
            (self.across if is_across else self.down).append(rule)
        return True

    def rules(self) -> Rules:
        """All rules, white ones only where they are seen: on a shade."""
        for is_across, rule in self.white:
            middle = (rule.start + rule.end) / 2
            x, y = (middle, rule.at) if is_across else (rule.at, middle)
            if any(shade.holds(x, y) for shade in self.shades[:_MOST_SHADES]):
                (self.across if is_across else self.down).append(rule)
        across = _dotted(sorted((y, x) for x, y in self.dots))
        return Rules([*self.across, *across], [*self.down, *_dotted(sorted(self.dots))])

    def backs(self, area: Area) -> bool:
        """Whether something white in the area stands on a shade or on a picture."""
        x, y = (area.left + area.right) / 2, (area.top + area.bottom) / 2
        return any(back.holds(x, y) for back in [*self.shades[:_MOST_SHADES], *self.pictures[:_MOST_SHADES]])


def _dotted(dots: Sequence[tuple[float, float]]) -> Iterator[Rule]:
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
                        yield Rule(at, row[start], row[end - 1])
                    start = end
            row = []
        if not row:
            at = level
        row.append(place)
