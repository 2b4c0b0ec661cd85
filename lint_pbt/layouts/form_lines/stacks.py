"""Which lines of set text are one row of the table: a cell stands in the middle of its row, or at its top."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from lint_pbt.layouts.form_lines.likeness import NEVER, begins_numbered, like
from lint_pbt.layouts.form_lines.pieces import Piece, text_of
from lint_pbt.layouts.form_lines.visual import OTHER

_TALLEST = 14  # lines of a row
_RECORD = -3.0
_OFF, _LITTLE_OFF = 2.0, 2.0  # points for each line a cell stands off
_NUMBERED_WITHIN = 12.0  # points that the number of another indicator within a name costs
_MIXED = 12.0  # points by which a reading with both ways of setting cells has to be better than one with one
_CLOSE = 3.0  # points between two readings that are as likely
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


class Reading(NamedTuple):
    """The rows that lines make up, the points of all, and which rows another reading as likely divides differently."""

    stacks: list[Stack]
    points: float
    doubtful: frozenset[int] = frozenset()
    set_at: str | None = None  # where its cells surely stand in their rows: `top` or `middle`


def stacks_of(lines: Lines, roles: Sequence[str]) -> Reading:
    """The rows that the lines make up, up to where nothing fits any more: the likeliest way to divide the lines.

    In a table all cells stand at the tops of their rows, or all in the middle. Only where neither gives a reading
    is each row taken for itself, and then rows that are neither are in doubt.
    """
    top, middle, either = (_reading(lines, roles, anchor) for anchor in (_off_tops, _off_middles, _off_either))
    best, other = (top, middle) if top.points >= middle.points else (middle, top)
    if best.points < either.points - _MIXED:
        best, other = either, best
    elif best.points - other.points > _CLOSE:
        best = best._replace(set_at="top" if best.stacks == top.stacks else "middle")
    if best.points - other.points > _CLOSE:
        return best
    known = {_key(stack) for stack in other.stacks}
    return best._replace(doubtful=frozenset(at for at, one in enumerate(best.stacks) if _key(one) not in known))


def _key(stack: Stack) -> tuple[Piece, ...]:
    return tuple(piece for run in stack.cells for piece in run)


Anchor = Callable[[Sequence[tuple[int, int]]], float]


def _off_tops(spans: Sequence[tuple[int, int]]) -> float:
    """How many lines the cells of a row, from their first to their last line, stand off from its top."""
    low = min(span[0] for span in spans)
    return sum(start - low for start, _ in spans)


def _off_middles(spans: Sequence[tuple[int, int]]) -> float:
    """The same for its middle, where half a line is the program's."""
    low, high = min(span[0] for span in spans), max(span[1] for span in spans)
    return sum(abs((start + end) - (low + high)) / 2 for start, end in spans)


def _off_either(spans: Sequence[tuple[int, int]]) -> float:
    return min(_off_tops(spans) + 0.25, _off_middles(spans))


def _reading(lines: Lines, roles: Sequence[str], anchor: Anchor) -> Reading:
    best = [_Way(0.0, 0, None), *[_Way(NEVER * 100, 0, None) for _ in lines]]
    for end in range(1, len(lines) + 1):
        for start in range(max(end - _TALLEST, 0), end):
            if best[start].points <= NEVER * 50:
                continue
            stack = _stack(lines, roles, start, end, anchor)
            if stack and best[start].points + stack.points > best[end].points:
                best[end] = _Way(best[start].points + stack.points, start, stack)
    points = max(way.points for way in best)
    # Where a line more costs nothing it is the last row's.
    at = max(at for at, way in enumerate(best) if way.points >= points - 0.01)
    found = []
    while at:
        way = best[at]
        if way.stack:
            found.append(way.stack)
        at = way.before
    return Reading(found[::-1], points)


def _stack(lines: Lines, roles: Sequence[str], start: int, end: int, anchor: Anchor) -> Stack | None:
    """The lines as one row of the table, None where they cannot be one."""
    cells: list[Run] = []
    points = _RECORD
    spans: list[tuple[int, int]] = []
    for column, role in enumerate(roles):
        held = [at for at in range(start, end) if lines[at][column]]
        run = [piece for at in held for piece in lines[at][column]]
        cells.append(() if role in _LEVELS else run)
        if role in _LEVELS or role == OTHER:
            continue
        if not run:
            if role == "name":
                return None
            points += _OPTIONAL.get(role, -4.0 if role in ("value", "cycle") else 0.0)
            continue
        points += max(like(role, text_of(run)), -8.0)
        if role == "name":
            points -= _NUMBERED_WITHIN * sum(begins_numbered(text_of(run[at : at + 2])) for at in range(1, len(run)))
        spans.append((held[0], held[-1]))
    if not spans or min(span[0] for span in spans) > start + 1 or max(span[1] for span in spans) < end - 2:
        return None
    off = anchor(spans)
    return Stack(start, end, cells, points - _OFF * max(off - 0.5 * len(spans), 0) - _LITTLE_OFF * off)
