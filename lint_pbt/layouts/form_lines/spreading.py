"""Which rows of a table in set text each category stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from typing import NamedTuple

from lint_pbt.framework import bare
from lint_pbt.layouts.form_lines.likeness import NEVER, like
from lint_pbt.layouts.form_lines.pieces import text_of
from lint_pbt.layouts.form_lines.stacks import Lines, Run, Stack
from lint_pbt.layouts.tables.fields import bare_category
from lint_pbt.layouts.words import standard_framework

_MOST_ROWS = 80  # under one category
_HOPELESS = 40.0  # lines off behind the best way; no way so far behind is followed
_MISPLACED = 4.0  # lines off that weigh as much as a second level under a first one that it does not belong to
_UNKNOWN = -6.0  # points of a text that is no category
_NO_EDGE = 1.5  # lines off that weigh as much as a first level that begins amid the rows of a second one
_SET_IN_TWO_WAYS = 0.6  # lines off that weigh as much as cells at the top beside others in the middle
_AS_LIKELY = 0.5  # lines off between two ways that are as likely
_FARTHEST_OFF = 1.5  # lines that a category may stand off its place


class Named(NamedTuple):
    """A category with its pieces and the lines they stand on; `known` tells whether its text is one."""

    run: Run
    first: int
    last: int
    known: bool = True


def categories_of(lines: Lines, column: int, role: str, end: int) -> list[Named]:
    """The categories in a column down to a line; texts that make up none are marked."""
    pieces = [(at, piece) for at in range(end) for piece in lines[at][column]]
    best: list[tuple[float, int]] = [(0.0, -1)] + [(NEVER * 100, -1)] * len(pieces)
    for stop in range(1, len(pieces) + 1):
        for start in range(max(stop - 8, 0), stop):
            points = best[start][0] + max(like(role, text_of([piece for _, piece in pieces[start:stop]])), _UNKNOWN)
            if points > best[stop][0]:
                best[stop] = (points, start)
    found = []
    stop = len(pieces)
    while stop > 0:
        start = best[stop][1]
        run = [piece for _, piece in pieces[start:stop]]
        found.append(Named(run, pieces[start][0], pieces[stop - 1][0], like(role, text_of(run)) > _UNKNOWN))
        stop = start
    return found[::-1]


class Spread(NamedTuple):
    """For each category of both levels the first of the rows it stands for, and the rows of which that is not sure."""

    starts: tuple[list[int], list[int]]
    doubtful: frozenset[int]


class _Choice(NamedTuple):
    """A way to spread both levels: how far off it is, where each is set, and the starts of each."""

    off: float
    set_at: tuple[str, str]
    starts: tuple[list[int], list[int]]


def spread(
    first: Sequence[Named], second: Sequence[Named], stacks: Sequence[Stack], set_at: str | None
) -> Spread | None:
    """Which rows the categories of the first and the second level stand for; either may be empty.

    A category stands in the middle of its rows, or at their top, likely as other cells do. None where there are
    more categories than rows.
    """
    choices = sorted(_choices(first, second, stacks, set_at), key=lambda one: one.off)
    if not choices:
        return None
    best = choices[0]
    size = len(stacks)
    doubtful: set[int] = set()
    for other in choices[1:]:
        if other.off - best.off < _AS_LIKELY:
            for one, two in zip(best.starts, other.starts, strict=True):
                pairs = zip(_numbers(one, size), _numbers(two, size), strict=True)
                doubtful |= {at for at, (here, there) in enumerate(pairs) if here != there}
    for names, starts, anchor in zip((first, second), best.starts, best.set_at, strict=True):
        for name, start, end in zip(names, starts, [*starts[1:], size], strict=False):
            if not name.known or _ANCHORS[anchor](name, stacks[start], stacks[end - 1]) > _FARTHEST_OFF:
                doubtful |= set(range(start, end))
    return Spread(best.starts, frozenset(doubtful))


def _choices(
    first: Sequence[Named], second: Sequence[Named], stacks: Sequence[Stack], set_at: str | None
) -> Iterator[_Choice]:
    """The best way to spread both levels for each of the ways that either may be set."""
    for two in _ANCHORS if second else ("top",):
        seconds = _spread(second, stacks, None, (), _ANCHORS[two]) if second else (0.0, [])
        for one in _ANCHORS if first and seconds else ("top",) if seconds else ():
            assert seconds
            edges = set(seconds[1]) if second else None
            below = list(zip(seconds[1], second, strict=True))
            firsts = _spread(first, stacks, edges, below, _ANCHORS[one]) if first else (0.0, [])
            if firsts:
                mixed = len({name for name, names in ((one, first), (two, second)) if names} | ({set_at} - {None})) > 1
                off = firsts[0] + seconds[0] + (_SET_IN_TWO_WAYS if mixed else 0.0)
                yield _Choice(off, (one, two), (firsts[1], seconds[1]))


def _numbers(starts: Sequence[int], size: int) -> list[int]:
    """For each row the number of its category."""
    return [sum(start <= at for start in starts) - 1 for at in range(size)]


def _off_middle(name: Named, first: Stack, last: Stack) -> float:
    return abs((name.first + name.last) - (first.start + last.end - 1)) / 2


def _off_top(name: Named, first: Stack, last: Stack) -> float:
    return abs(name.first - first.start) + 0.02


_ANCHORS: dict[str, Callable[[Named, Stack, Stack], float]] = {"top": _off_top, "middle": _off_middle}


def _spread(
    names: Sequence[Named],
    stacks: Sequence[Stack],
    edges: Set[int] | None,
    below: Sequence[tuple[int, Named]],
    anchor: Callable[[Named, Stack, Stack], float],
) -> tuple[float, list[int]] | None:
    size = len(stacks)
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for name in names:
        row: dict[int, tuple[float, int]] = {}
        for start, (points, _) in best[-1].items():
            for end in range(start + 1, min(start + _MOST_ROWS, size) + 1):
                wrong = sum(start <= at < end and not belongs(name, second) for at, second in below)
                off = points + anchor(name, stacks[start], stacks[end - 1]) + _MISPLACED * wrong
                off += _NO_EDGE if end < size and edges is not None and end not in edges else 0.0
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
    return belong(first.run, second.run)


def belong(first: Run, second: Run) -> bool:
    """The same of what stands in their cells."""
    framework = standard_framework()
    one = framework.level1(bare(bare_category(text_of(first))))
    two = framework.level2(bare_category(text_of(second)))
    return not one or not two or one.name in framework.parents(two)


def misplaced(roles: Sequence[str], records: Sequence[Sequence[Run]]) -> set[int]:
    """The records whose second level does not belong to their first."""
    if not {"level1", "level2"} <= set(roles):
        return set()
    one, two = roles.index("level1"), roles.index("level2")
    found = set()
    first: Run = ()
    second: Run = ()
    for at, record in enumerate(records):
        first, second = (record[one], record[two]) if record[one] else (first, record[two] or second)
        if first and second and not belong(first, second):
            found.add(at)
    return found
