"""White gaps that lines of text share, from top to bottom: where the columns of a table stand apart without a rule."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

# From where to where something reaches across the page.
Span = tuple[float, float]

_EVERYWHERE: list[Span] = [(float("-inf"), float("inf"))]
_MOST_LINES = 400  # that are looked through for the run with the most gaps


def white(spans: Iterable[Span], least: float, within: Iterable[Span] = _EVERYWHERE) -> list[Span]:
    """What spans leave free of an axis, or of parts of it, where that is at least so wide."""
    taken = sorted(spans)
    found = []
    for left, right in within:
        for start, end in taken:
            if end <= left or start >= right:
                continue
            if start - left >= least:
                found.append((left, start))
            left = max(left, end)
        if right - left >= least:
            found.append((left, right))
    return found


def inner(gaps: Iterable[Span]) -> list[Span]:
    """The gaps with something on both sides."""
    return [gap for gap in gaps if gap[0] > float("-inf") and gap[1] < float("inf")]


def least_crossed(lines: Iterable[Sequence[Span]], start: float, end: float) -> tuple[int, list[Span]]:
    """The stretches between two points that the fewest spans lie across, and by how many they are crossed."""
    spans = [span for line in lines for span in line if span[0] < end and span[1] > start]
    lefts, rights = sorted(left for left, _ in spans), sorted(right for _, right in spans)
    edges = sorted({start, end, *(edge for edge in (*lefts, *rights) if start < edge < end)})
    # Columns may touch: an edge is a gap as well.
    some = sorted([*((edge, edge) for edge in edges), *pairwise(edges)])
    best, found = -1, list[Span]()
    for left, right in some:
        middle = (left + right) / 2
        crossed = bisect_left(lefts, middle) - bisect_right(rights, middle)
        if best < 0 or crossed < best:
            best, found = crossed, []
        if crossed == best:
            if found and found[-1][1] == left:
                left = found.pop()[0]
            found.append((left, right))
    return max(best, 0), found


def steadiest(lines: Sequence[Sequence[Span]], least: float) -> tuple[int, int, list[Span]] | None:
    """The lines, from one to before another, that share the most gaps for their number; None where three share none."""
    best = 0
    found = None
    for start in range(min(len(lines), _MOST_LINES)):
        for end, gaps in _shared_from(lines, start, least):
            parted = sum(len(line) > 1 for line in lines[start:end])
            points = len(gaps) * parted
            if parted >= 3 and points > best:
                best, found = points, (start, end, gaps)
    return found


def _shared_from(lines: Sequence[Sequence[Span]], start: int, least: float) -> Iterator[tuple[int, list[Span]]]:
    free = _EVERYWHERE
    for end in range(start, min(len(lines), start + _MOST_LINES)):
        free = white(lines[end], least, free)
        gaps = inner(free)
        if end > start and not gaps:
            return
        yield end + 1, gaps
