"""White gaps that lines of text share, from top to bottom: where the columns of a table stand apart without a rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

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
