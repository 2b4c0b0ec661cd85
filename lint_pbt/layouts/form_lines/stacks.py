"""Which lines of set text are one row of the table: a cell stands in the middle of its row, or at its top."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from lint_pbt.framework import bare
from lint_pbt.layouts.form_lines.likeness import NEVER, like
from lint_pbt.layouts.form_lines.pieces import Piece, text_of
from lint_pbt.layouts.tables.fields import bare_category
from lint_pbt.layouts.words import standard_framework

_TALLEST = 14  # lines of a row
_RECORD = -3.0
_OFF, _LITTLE_OFF = 2.0, 2.0  # points for each line a cell stands off
_MOST_ROWS = 80  # under one category
_HOPELESS = 40.0  # lines off behind the best way; no way so far behind is followed
_MISPLACED = 4.0  # lines off that weigh as much as a second level under a first one that it does not belong to
_LEVELS = ("level1", "level2")
_OPTIONAL = {"sign": -1.5, "weight": -1.0, "direction": -1.0, "note": -0.5}

# The pieces of each column on each line.
Lines = Sequence[Sequence[Sequence[Piece]]]
Run = Sequence[Piece]


class Stack(NamedTuple):
    """A row of the table: the lines from `start` to `end`, the runs of its cells, and its points."""

    start: int
    end: int
    cells: list[Run]
    points: float


class _Way(NamedTuple):
    points: float
    before: int
    stack: Stack | None


def stacks_of(lines: Lines, roles: Sequence[str]) -> list[Stack]:
    """The rows that the lines make up, up to where nothing fits any more: the likeliest way to divide the lines."""
    best = [_Way(0.0, 0, None), *[_Way(NEVER * 100, 0, None) for _ in lines]]
    for end in range(1, len(lines) + 1):
        for start in range(max(end - _TALLEST, 0), end):
            if best[start].points <= NEVER * 50:
                continue
            stack = _stack(lines, roles, start, end)
            if stack and best[start].points + stack.points > best[end].points:
                best[end] = _Way(best[start].points + stack.points, start, stack)
    at = max(range(len(best)), key=lambda one: best[one].points)
    found = []
    while at:
        way = best[at]
        if way.stack:
            found.append(way.stack)
        at = way.before
    return found[::-1]


def _stack(lines: Lines, roles: Sequence[str], start: int, end: int) -> Stack | None:
    """The lines as one row of the table, None where they cannot be one."""
    cells: list[Run] = []
    points = _RECORD
    spans: list[tuple[int, int]] = []
    for column, role in enumerate(roles):
        held = [at for at in range(start, end) if lines[at][column]]
        run = [piece for at in held for piece in lines[at][column]]
        cells.append(() if role in _LEVELS else run)
        if role in _LEVELS:
            continue
        if not run:
            if role == "name":
                return None
            points += _OPTIONAL.get(role, -4.0 if role in ("value", "cycle") else 0.0)
            continue
        found = like(role, text_of(run))
        points += max(found, -8.0)
        spans.append((held[0], held[-1]))
    if not spans or min(span[0] for span in spans) > start + 1 or max(span[1] for span in spans) < end - 2:
        return None
    low, high = min(span[0] for span in spans), max(span[1] for span in spans)
    middle = sum(abs((a + b) - (low + high)) / 2 for a, b in spans)
    top = sum(a - low for a, _ in spans) + 0.25
    off = min(middle, top)
    return Stack(start, end, cells, points - _OFF * max(off - 0.5 * len(spans), 0) - _LITTLE_OFF * off)


class Named(NamedTuple):
    """A category with its pieces and the lines they stand on."""

    run: Run
    first: int
    last: int


def categories_of(lines: Lines, column: int, role: str, end: int) -> list[Named] | None:
    """The categories in a column down to a line, None where its texts do not make up categories."""
    pieces = [(at, piece) for at in range(end) for piece in lines[at][column]]
    best: list[tuple[float, int]] = [(0.0, -1)] + [(NEVER * 100, -1)] * len(pieces)
    for stop in range(1, len(pieces) + 1):
        for start in range(max(stop - 8, 0), stop):
            points = best[start][0] + like(role, text_of([piece for _, piece in pieces[start:stop]]))
            if points > best[stop][0]:
                best[stop] = (points, start)
    if best[-1][0] <= 0 and pieces:
        return None
    found = []
    stop = len(pieces)
    while stop > 0:
        start = best[stop][1]
        found.append(Named([piece for _, piece in pieces[start:stop]], pieces[start][0], pieces[stop - 1][0]))
        stop = start
    return found[::-1]


def spread(
    names: Sequence[Named], stacks: Sequence[Stack], edges: Callable[[int], bool], below: Sequence[tuple[int, Named]]
) -> list[int] | None:
    """For each category the first of the rows it stands for, in order; `edges` tells where it may begin.

    A category stands in the middle of its rows, or at their top; `below` are the second levels that have to fit
    under it, with the rows they begin at. None where there are more categories than rows.
    """
    ways = [way for anchor in (_off_middle, _off_top) if (way := _spread(names, stacks, edges, below, anchor))]
    return min(ways, key=lambda way: way[0])[1] if ways else None


def _off_middle(name: Named, first: Stack, last: Stack) -> float:
    return abs((name.first + name.last) - (first.start + last.end - 1)) / 2


def _off_top(name: Named, first: Stack, last: Stack) -> float:
    return abs(name.first - first.start) + 0.02


def _spread(
    names: Sequence[Named],
    stacks: Sequence[Stack],
    edges: Callable[[int], bool],
    below: Sequence[tuple[int, Named]],
    anchor: Callable[[Named, Stack, Stack], float],
) -> tuple[float, list[int]] | None:
    size = len(stacks)
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for name in names:
        row: dict[int, tuple[float, int]] = {}
        for start, (points, _) in best[-1].items():
            for end in range(start + 1, min(start + _MOST_ROWS, size) + 1):
                if end < size and not edges(end):
                    continue
                wrong = sum(start <= at < end and not belongs(name, second) for at, second in below)
                off = points + anchor(name, stacks[start], stacks[end - 1]) + _MISPLACED * wrong
                if end not in row or off < row[end][0]:
                    row[end] = (off, start)
        least = min((points for points, _ in row.values()), default=0.0)
        best.append({end: way for end, way in row.items() if way[0] <= least + _HOPELESS})
    if size not in best[-1]:
        return None
    total, starts, end = best[-1][size][0], [], size
    for row in reversed(best[1:]):
        end = row[end][1]
        starts.append(end)
    return total, starts[::-1]


def belongs(first: Named, second: Named) -> bool:
    """Whether a second-level category may stand under a first level, as far as the standard framework knows both."""
    framework = standard_framework()
    one = framework.level1(bare(bare_category(text_of(first.run))))
    two = framework.level2(bare_category(text_of(second.run)))
    return not one or not two or one.name in framework.parents(two)
