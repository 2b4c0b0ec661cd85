"""Tables with rules around them, between their columns and below their header, and none between their rows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from lint_pbt.readers.gaps import Span
from lint_pbt.readers.pages.grids import Grid, Region, grid_of
from lint_pbt.readers.pages.lines import rows_of
from lint_pbt.readers.pages.marks import Area, Character, Rule
from lint_pbt.readers.pages.ruled_across import free_edges, spans_of
from lint_pbt.readers.pages.unruled_rows import rows_between

_MOST_ROWS = 3  # of such a table: its titles, its header, and all the rest
_FEWEST_ROWS = 5  # that no rule divides

# Where the rows end that a band holds, and the texts of each.
_Band = tuple[list[float], list[list[Span]]]


def with_rows(grids: Sequence[Grid], characters: Sequence[Character]) -> list[Grid]:
    """The tables, those without rules between their rows divided where the rows surely end."""
    return [_divided(grid, characters) or grid if len(grid.ys) - 1 <= _MOST_ROWS else grid for grid in grids]


def _divided(grid: Grid, characters: Sequence[Character]) -> Grid | None:
    inside: list[list[Character]] = [[] for _ in grid.ys[1:]]
    for character in characters:
        number = grid.region_at(*character.middle)
        if number is not None and _is_low(grid.regions[number]):
            inside[grid.regions[number].top].append(character)
    bands = [_band(band, grid.xs) for band in inside]
    if max((len(ends) for ends, _ in bands), default=0) + 1 < _FEWEST_ROWS:
        return None
    areas = [area for number in range(len(grid.regions)) for area in _parts(grid, number, bands)]
    across = [Rule(y, area.left, area.right) for area in areas for y in (area.top, area.bottom)]
    down = [Rule(x, area.top, area.bottom) for area in areas for x in (area.left, area.right)]
    made = grid_of(across, down)
    return made and made._replace(closed_above=grid.closed_above, closed_below=grid.closed_below)


def _is_low(region: Region) -> bool:
    return region.bottom - region.top == 1


def _band(characters: Sequence[Character], edges: Sequence[float]) -> _Band:
    """The rows between two rules; one where that is not sure."""
    written = [character for character in characters if not character.text.isspace()]
    if not written:
        return [], [[]]
    size = median(character.size for character in written)
    rows = rows_of(written)
    texts = [list(spans_of(row, size)) for row in rows]
    bases = [max(character.y for character in row) for row in rows]
    ends, is_unsure = rows_between(texts, bases, edges, size)
    if is_unsure:
        ends = []
    found: list[list[Span]] = [[] for _ in range(len(ends) + 1)]
    for base, line in zip(bases, texts, strict=True):
        found[bisect_right(ends, base)] += line
    return ends, found


def _parts(grid: Grid, number: int, bands: Sequence[_Band]) -> Iterator[Area]:
    """A cell, or the cells of the rows that it holds: as many as no text divides into its columns."""
    region, area = grid.regions[number], grid.area(number)
    ends, texts = bands[region.top]
    if not ends or not _is_low(region):
        yield area
        return
    within = grid.xs[region.left + 1 : region.right]
    for (top, bottom), taken in zip(pairwise([area.top, *ends, area.bottom]), texts, strict=True):
        edges = [area.left, *free_edges(within, taken, within), area.right]
        yield from (Area(left, top, right, bottom) for left, right in pairwise(edges))
