"""The columns of a form on a later page, which `pdftotext -layout` sets by itself: found by what stands in them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from operator import add

from lint_pbt.layouts.tables.labels import GOALS
from lint_pbt.recovery.evidence import LEVELS, is_category, is_part_of_category, like
from lint_pbt.recovery.rows import SPANNING
from lint_pbt.recovery.words import AMOUNT, Run, text_of

_MOST_PLACES = 150  # where columns may begin
_SHIFTED = 8.0  # points that columns elsewhere must be better
_CROSSED, _LEFT_OUT = -3.0, -1.5  # for a text over an edge, one in no column
_TORN, _SPACE = -6.0, -1.0  # for a wide gap within a cell, or a space
_EMPTY, _TITLE = -0.5, 6.0
_PART, _OPEN = 0.5, 0.3  # for a part of a level's name, for what nothing tells against
_GOES_ON = 0.5  # for what may be the rest of a goal, which goes on over pages sooner than a name
_LEAST, _MOST = -3.0, 4.0  # for one text
_MONEY = ("amount", "source")
_JUDGED = ("ordinal", "name", "sign", "value", "cycle", "measure", "weight", "direction")

Lines = Sequence[Sequence[Run]]


def lefts_on(roles: Sequence[str], titles: Sequence[str], lefts: Sequence[float], lines: Lines) -> list[float]:
    """Where the columns begin on a page: as on the first, unless its texts are more like what they hold elsewhere.

    All ways to part the page into these columns are weighed; titles that stand on it again tell most.
    """
    texts = sorted((_middle(text), text_of(text)) for line in lines for text in line)
    places = sorted({*lefts, *(text[0].left for line in lines for text in line)})
    if not texts or len(places) > _MOST_PLACES:
        return list(lefts)
    cuts = [*(bisect_left(texts, (place, "")) for place in places), len(texts)]
    fits = {
        text: [_fits(role, own, text, titles) for role, own in zip(roles, titles, strict=True)]
        for text in {text for _, text in texts}
    }
    if _stands_there(lefts, lines, fits):
        return list(lefts)
    likely = [[0.0, *accumulate(fits[text][column] for _, text in texts)] for column in range(len(roles))]
    crossed = [0.0] * (len(places) + 1)
    for text in (text for line in lines for text in line):
        for at in range(bisect_right(places, text[0].left + 1), bisect_left(places, text[-1].right - 1)):
            crossed[at] += 0.0 if any(abs(word.left - places[at]) <= 1 for word in text) else _CROSSED
    torn = _torn(lines, places)
    last = len(places)

    def points(column: int, start: int, end: int) -> float:
        empty = _EMPTY if cuts[start] == cuts[end] else 0.0
        return likely[column][cuts[end]] - likely[column][cuts[start]] + empty + crossed[start] + torn[start][end]

    # From the last column to the first: the best points with a column that begins at a place, and where it ends.
    ways = [[(points(len(roles) - 1, start, last), last) for start in range(last)]]
    for column in range(len(roles) - 2, -1, -1):
        behind = [likely[column][cuts[end]] + way[0] for end, way in enumerate(ways[-1])]
        ways.append([_best_end(at, behind, torn[at], cuts) for at in range(last)])
        ways[-1] = [(way[0] + crossed[at] - likely[column][cuts[at]], way[1]) for at, way in enumerate(ways[-1])]
    best, at = max((_LEFT_OUT * cuts[start] + way[0], start) for start, way in enumerate(ways[-1]))
    starts = [at]
    for way in ways[:0:-1]:
        starts.append(way[starts[-1]][1])
    before = [bisect_left(places, left) for left in lefts]
    spans = enumerate(pairwise([*before, last]))
    as_before = _LEFT_OUT * cuts[before[0]] + sum(points(column, *span) for column, span in spans)
    name = roles.index("name")
    named = cuts[starts[name]] < cuts[[*starts, last][name + 1]]  # else it is a page with the rest of the columns
    return [places[start] for start in starts] if named and best >= as_before + _SHIFTED else list(lefts)


def _stands_there(lefts: Sequence[float], lines: Lines, fits: Mapping[str, Sequence[float]]) -> bool:
    """Whether each text of a page stands within a column, alone on its line, and is like what that holds."""
    edges = [*lefts, float("inf")]
    for line in lines:
        columns = [bisect_right(lefts, _middle(text)) - 1 for text in line]
        if any(one == other for one, other in pairwise(columns)):
            return False
        for column, text in zip(columns, line, strict=True):
            inside = column >= 0 and edges[column] - 1 <= text[0].left and text[-1].right <= edges[column + 1] + 1
            if not inside or fits[text_of(text)][column] <= 0:
                return False
    return True


def _best_end(at: int, behind: Sequence[float], torn: Sequence[float], cuts: Sequence[int]) -> tuple[float, int]:
    """The most points with a column that begins at a place, by what those behind it bring, and where it ends."""
    ways = list(map(add, behind[at:], torn[at:]))
    for end in range(at, len(behind)):
        if cuts[end] != cuts[at]:
            break
        ways[end - at] += _EMPTY
    best = max(ways)
    return best, len(behind) - 1 - ways[::-1].index(best)


def _cost(one: Run, other: Run) -> float:
    """What two texts beside each other in one column cost."""
    return _TORN if other[0].left - one[-1].right > 1 else _SPACE


def _fits(role: str, title: str, text: str, titles: Sequence[str]) -> float:
    """How much a text is like what a column holds, or its title is this one."""
    if text in titles:
        return _TITLE if text == title else -_TITLE
    if role in LEVELS and is_part_of_category(text):
        return _PART
    if role in LEVELS or role in _JUDGED:
        return min(max(like(role, text), _LEAST), _MOST)
    if is_category(text) or (role in SPANNING and bool(AMOUNT.fullmatch(text)) != (role in _MONEY)):
        return _LEAST
    return _GOES_ON if role in GOALS else _OPEN


def _torn(lines: Lines, places: Sequence[float]) -> list[list[float]]:
    """What two texts of a line in one column cost, by where the column begins and where it ends."""
    ends = [[0.0] * (len(places) + 1) for _ in range(len(places) + 1)]
    for one, other in (pair for line in lines for pair in pairwise(line)):
        start, end = bisect_right(places, _middle(one)) - 1, bisect_right(places, _middle(other))
        if start >= 0:
            ends[start][end] += _cost(one, other)
    found: list[list[float]] = [[0.0] * (len(places) + 1)]
    for row in reversed(ends[:-1]):
        found.append([here + below for here, below in zip(accumulate(row), found[-1], strict=True)])
    return found[::-1]


def _middle(text: Run) -> float:
    return (text[0].left + text[-1].right) / 2
