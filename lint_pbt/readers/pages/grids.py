"""Ruled tables on a page: rules that meet are put together to a grid, and its slots without a rule between to cells."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from lint_pbt.readers.pages.marks import Area, Rule, Rules, Stroke

_SAME = 4.0  # points: rules nearer to each other are one, drawn double or with an unsteady hand
_GAP = 5.0  # between the pieces of a rule
_MEET = 4.0  # by which rules may miss each other at a corner
_MOST_RULES = 4_000  # of a page, when pieces are joined
_MOST_SLOTS = 200_000


class Region(NamedTuple):
    """A cell of a grid: from row `top` to before row `bottom`, from column `left` to before column `right`."""

    top: int
    bottom: int
    left: int
    right: int


class Grid(NamedTuple):
    """A ruled table: where its columns and rows end, its cells, and which of them holds each slot.

    `closed_above` and `closed_below` tell whether it is bounded by rules there.
    """

    xs: list[float]
    ys: list[float]
    regions: list[Region]
    slots: list[list[int]]
    closed_above: bool
    closed_below: bool

    def region_at(self, x: float, y: float) -> int | None:
        """The number of the cell at a point, None outside of the table."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1:
            return self.slots[row][column]
        return None

    def area(self, number: int) -> Area:
        """The box of a cell."""
        region = self.regions[number]
        return Area(self.xs[region.left], self.ys[region.top], self.xs[region.right], self.ys[region.bottom])


class Found(NamedTuple):
    """The ruled tables of a page, those of one column with their rules, and the rules across that meet no other."""

    grids: list[Grid]
    framed: list[tuple[Grid, list[Rule]]]
    alone: list[Rule]


def find_grids(rules: Rules) -> Found | None:
    """What the rules of a page come to; None where there are too many to look at."""
    across, down = _joined(rules.across), _joined(rules.down)
    if len(across) + len(down) > _MOST_RULES:
        return None
    grids: list[Grid] = []
    framed: list[tuple[Grid, list[Rule]]] = []
    alone: list[Rule] = []
    for horizontal, vertical in _meeting(across, down):
        grid = grid_of(horizontal, vertical)
        if grid is not None and len(grid.xs) > 2:
            grids.append(grid)
        elif grid is not None:
            framed.append((grid, sorted(horizontal)))
        elif not vertical:
            alone += horizontal
    return Found(sorted(grids, key=lambda grid: (grid.ys[0], grid.xs[0])), framed, sorted(alone))


def _joined(strokes: Sequence[Stroke]) -> list[Rule]:
    """The strokes that lie on one line, joined where they touch."""
    found: list[Rule] = []
    for line in _levels(sorted(strokes)):
        at = sum([at for at, _, _ in line]) / len(line)
        start = end = -math.inf
        for next_start, next_end in sorted([(start, end) for _, start, end in line]):
            if next_start > end + _GAP:
                if end > -math.inf:
                    found.append(Rule(at, start, end))
                start, end = next_start, next_end
            elif next_end > end:
                end = next_end
        found.append(Rule(at, start, end))
    return found


def _levels(strokes: Sequence[Stroke]) -> Iterator[Sequence[Stroke]]:
    """Sorted strokes, those together that lie on one line."""
    begin = 0
    for number, (at, _, _) in enumerate(strokes):
        if at - strokes[begin][0] > _SAME:
            yield strokes[begin:number]
            begin = number
    if strokes:
        yield strokes[begin:]


def _meeting(across: Sequence[Rule], down: Sequence[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Groups of rules that meet one another, at once or by others."""
    parents = list(range(len(across) + len(down)))
    ats = [rule.at for rule in across]
    for number, upright in enumerate(down, len(across)):
        first, last = bisect_right(ats, upright.start - _MEET), bisect_right(ats, upright.end + _MEET)
        for index in range(first, last):
            if across[index].start - _MEET <= upright.at <= across[index].end + _MEET:
                _unite(parents, index, number)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, rule in enumerate((*across, *down)):
        groups.setdefault(_root(parents, index), ([], []))[index >= len(across)].append(rule)
    yield from groups.values()


def _root(parents: list[int], index: int) -> int:
    while parents[index] != index:
        parents[index] = parents[parents[index]]
        index = parents[index]
    return index


def _unite(parents: list[int], one: int, other: int) -> None:
    one, other = _root(parents, one), _root(parents, other)
    parents[max(one, other)] = min(one, other)


def grid_of(across: Sequence[Rule], down: Sequence[Rule]) -> Grid | None:
    """The table of rules that meet; None where they bound less than two cells. Its outer sides may be open."""
    if not across or not down:
        return None
    xs = _edges([rule.at for rule in down], [end for rule in across for end in (rule.start, rule.end)])
    ys = _edges([rule.at for rule in across], [end for rule in down for end in (rule.start, rule.end)])
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or not 2 <= rows * columns <= _MOST_SLOTS:
        return None
    below = _between(across, ys, xs)  # (row, column) → a rule below
    beside = {(row, column) for column, row in _between(down, xs, ys)}
    parents = list(range(rows * columns))
    for row in range(rows):
        for column in range(columns):
            slot = row * columns + column
            if column + 1 < columns and (row, column) not in beside:
                _unite(parents, slot, slot + 1)
            if row + 1 < rows and (row, column) not in below:
                _unite(parents, slot, slot + columns)
    regions = _regions(parents, rows, columns)
    if len(regions) < 2:
        return None
    return _compact(
        xs,
        ys,
        regions,
        closed_above=any(abs(rule.at - ys[0]) < 0.1 for rule in across),
        closed_below=any(abs(rule.at - ys[-1]) < 0.1 for rule in across),
    )


def _edges(ats: Sequence[float], ends: Sequence[float]) -> list[float]:
    """Where rules lie, and the outermost ends of those that cross them where no rule bounds these."""
    edges = sorted(set(ats))
    if min(ends) < edges[0] - 2 * _MEET:
        edges.insert(0, min(ends))
    if max(ends) > edges[-1] + 2 * _MEET:
        edges.append(max(ends))
    return edges


def _between(rules: Sequence[Rule], levels: Sequence[float], marks: Sequence[float]) -> set[tuple[int, int]]:
    """Which slots are bounded by a rule behind them: (index of the level before the rule, index along the rule)."""
    numbers = {level: index for index, level in enumerate(levels)}
    found = set()
    for rule in rules:
        before = numbers[rule.at] - 1
        for index, (start, end) in enumerate(pairwise(marks)):
            if rule.start <= start + _MEET and rule.end >= end - _MEET:
                found.add((before, index))
    return found


def _regions(parents: list[int], rows: int, columns: int) -> list[Region]:
    """The cells: slots that belong together, cut into rectangles where they are none."""
    members: dict[int, list[tuple[int, int]]] = {}
    for slot in range(rows * columns):
        members.setdefault(_root(parents, slot), []).append(divmod(slot, columns))
    found: list[Region] = []
    for slots in members.values():
        if len(slots) == 1:
            [(top, left)] = slots
            found.append(Region(top, top + 1, left, left + 1))
            continue
        top, bottom = slots[0][0], slots[-1][0] + 1
        left, right = min(column for _, column in slots), max(column for _, column in slots) + 1
        if len(slots) == (bottom - top) * (right - left):
            found.append(Region(top, bottom, left, right))
        else:
            found += _rectangles(slots)
    return sorted(found)


def _rectangles(slots: Sequence[tuple[int, int]]) -> list[Region]:
    """Slots in reading order as rectangles: runs within a row, joined downwards where they are as wide."""
    runs: list[Region] = []
    for row, column in slots:
        if runs and runs[-1].top == row and runs[-1].right == column:
            runs[-1] = runs[-1]._replace(right=column + 1)
        else:
            runs.append(Region(row, row + 1, column, column + 1))
    found: dict[tuple[int, int, int], Region] = {}  # by where the next row would go on
    for run in runs:
        above = found.pop((run.top, run.left, run.right), None)
        run = run._replace(top=above.top) if above else run
        found[run.bottom, run.left, run.right] = run
    return list(found.values())


def _compact(
    xs: Sequence[float], ys: Sequence[float], regions: Sequence[Region], *, closed_above: bool, closed_below: bool
) -> Grid:
    """The grid without the lines at which no cell begins or ends."""
    rows = sorted({edge for region in regions for edge in (region.top, region.bottom)})
    columns = sorted({edge for region in regions for edge in (region.left, region.right)})
    row_of = {old: new for new, old in enumerate(rows)}
    column_of = {old: new for new, old in enumerate(columns)}
    kept = [
        Region(row_of[region.top], row_of[region.bottom], column_of[region.left], column_of[region.right])
        for region in regions
    ]
    slots = [[0] * (len(columns) - 1) for _ in range(len(rows) - 1)]
    for number, region in enumerate(kept):
        for row in range(region.top, region.bottom):
            slots[row][region.left : region.right] = [number] * (region.right - region.left)
    return Grid([xs[edge] for edge in columns], [ys[edge] for edge in rows], kept, slots, closed_above, closed_below)
