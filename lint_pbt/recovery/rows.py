"""Which lines of placed text are one row of its table.

A cell stands in the middle of its row, or at its top; all ways to divide the lines are weighed against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from lint_pbt.recovery.evidence import BESIDE, LEVELS, NAMES, NEVER, TARGETS, goes_over, is_category, like
from lint_pbt.recovery.words import Run, room_left, text_of

# Columns whose cells hold rows together, the innermost first.
SPANNING = ("level2", "level1", "project", "unit", "amount", "source", "goal", "cycle_goal")
OTHER = "other"  # the role of a column that nobody knows

_TALLEST = 14  # lines of a row
_RECORD = -3.0
_OFF = 3.0  # points for each line that cells stand off
_ROOM_LEFT = 4.0  # points for a line of a name or value that ends before its column does
_PARTED, _MOST_PARTED = 3.0, 0.6  # points for each blank line within a row; of the lines: else they stand everywhere
_BOTH_GO_ON = 4.0  # points for a name that goes on on the same line as its target
_CUT_OFF = 3.0  # points for a row that begins with the rest of the target above it
_TEXTS = (*NAMES, *TARGETS)
_CLOSE = 3.0  # points between two readings that are as likely
_MOST_WEIGHTS, _EACH_HAS_ONE = 0.7, 4.0  # of the targets: then a row without one is so many times as unlikely
_OPTIONAL = {"sign": -1.5, "weight": -1.0, "direction": -1.0, "note": -0.5, BESIDE: -0.5, "value": -4.0, "cycle": -4.0}


# The words of each column on each line.
Lines = Sequence[Sequence[Run]]
Extent = tuple[float, float]


class Row(NamedTuple):
    """A row of the table: the lines from `start` to `end`, from `top` to `bottom`, its cells, and its points.

    `glued` tells that its name goes on over a line that had room left: it may be two.
    """

    start: int
    end: int
    top: float
    bottom: float
    cells: list[Run]
    points: float
    glued: bool = False


class Reading(NamedTuple):
    """The rows that lines make up, the points of all, and where cells surely stand in them: `top` or `middle`."""

    rows: list[Row]
    points: float
    set_at: str | None = None


def rows_of(lines: Lines, ys: Sequence[float], roles: Sequence[str], parted: Sequence[bool]) -> Reading:
    """The rows that the lines make up, up to where nothing fits any more: the likeliest way to divide the lines.

    In a table all cells stand at the tops of their rows, or all in the middle. `parted` tells of each line whether a
    blank one stands before it.
    """
    counts = list(accumulate(parted)) if sum(parted) <= _MOST_PARTED * len(parted) else [0] * len(parted)
    rows = _Rows(lines, ys, roles, counts)
    top, middle = (_reading(rows, off) for off in (_off_tops, _off_middles))
    sure = abs(top.points - middle.points) > _CLOSE
    if top.points >= middle.points:
        return top._replace(set_at="top" if sure else None)
    return middle._replace(set_at="middle" if sure else None)


def _both_begin(lines: Lines, roles: Sequence[str], at: int) -> bool:
    """Whether a name and a target stand on a line as they do on the line above it."""
    both = {role for role, here, above in zip(roles, lines[at], lines[at - 1], strict=True) if here and above}
    return "name" in both and not both.isdisjoint(TARGETS)


def _off_tops(spans: Sequence[Extent]) -> float:
    """How many lines the cells of a row, from their first to their last line, stand off from its top."""
    low = min(span[0] for span in spans)
    return sum(start - low for start, _ in spans)


def _off_middles(spans: Sequence[Extent]) -> float:
    """The same for its middle, where half a line is the program's."""
    low, high = min(span[0] for span in spans), max(span[1] for span in spans)
    return sum(abs((start + end) - (low + high)) / 2 for start, end in spans)


def _reading(rows: _Rows, off: Callable[[Sequence[Extent]], float]) -> Reading:
    size = len(rows.lines)
    best: list[tuple[float, int, Row | None]] = [(0.0, 0, None), *[(NEVER * 100, 0, None) for _ in range(size)]]
    for end in range(1, size + 1):
        for start in range(max(end - _TALLEST, 0), end):
            if best[start][0] > NEVER * 50 and (found := rows.row(start, end)) is not None:
                row, spans = found
                points = best[start][0] + row.points - _OFF * off(spans)
                if points > best[end][0]:
                    best[end] = (points, start, row)
    total = max(way[0] for way in best)
    at = max(at for at, way in enumerate(best) if way[0] == total)
    taken = []
    while at:
        _, before, one = best[at]
        if one:
            taken.append(one)
        at = before
    return Reading(taken[::-1], total)


class _Rows:
    """The rows that lines may make up, wherever their cells stand in them: each is put together once."""

    def __init__(self, lines: Lines, ys: Sequence[float], roles: Sequence[str], blanks: Sequence[int]) -> None:
        self.lines, self.ys, self.roles, self.blanks = lines, ys, roles, blanks
        columns = list(enumerate(roles))
        self.columns = [(column, role) for column, role in columns if role not in (*SPANNING, OTHER)]
        self.seams = {column: _seams(lines, column) for column, role in columns if role in _TEXTS}
        self.over = {at for column, role in columns if role in TARGETS for at in _over(lines, column)}
        self.both = [at > 0 and at not in self.over and _both_begin(lines, roles, at) for at in range(len(lines))]
        self.named = [[_names_level(line[column]) for line in lines] for column, role in columns if role in LEVELS]
        filled = {role: sum(bool(line[column]) for line in lines) for column, role in columns}
        targets = max((filled[role] for role in TARGETS if role in filled), default=0)
        self.lacking = dict(_OPTIONAL)
        if targets and filled.get("weight", 0) >= _MOST_WEIGHTS * targets:
            self.lacking["weight"] *= _EACH_HAS_ONE
        self.known: dict[tuple[int, int], tuple[Row, Sequence[Extent]] | None] = {}

    def row(self, start: int, end: int) -> tuple[Row, Sequence[Extent]] | None:
        """The lines as one row of the table, None where they cannot be one, and from where to where its cells stand."""
        if (start, end) not in self.known:
            several = any(sum(some[start:end]) > 1 for some in self.named)  # each category has a row of its own
            self.known[start, end] = None if several else self._row(start, end)
        return self.known[start, end]

    def _row(self, start: int, end: int) -> tuple[Row, Sequence[Extent]] | None:
        cells: list[Run] = [()] * len(self.roles)
        points = _RECORD - (_CUT_OFF if start in self.over else 0.0) - _BOTH_GO_ON * sum(self.both[start + 1 : end])
        points -= _PARTED * (self.blanks[end - 1] - self.blanks[start])
        spans: list[Extent] = []
        glued = False
        for column, role in self.columns:
            held = [at for at in range(start, end) if self.lines[at][column]]
            if not held:
                if role == "name":
                    return None
                points += self.lacking.get(role, 0.0)
                continue
            cells[column] = run = [word for at in held for word in self.lines[at][column]]
            points += max(like(role, text_of(run)), -8.0)
            if len(held) > 1 and column in self.seams:
                seams = self.seams[column]
                points -= sum(seams.get(at, 0.0) for at in held[1:])
                glued |= role in NAMES and any(at in seams for at in held[1:])
            spans.append((self.ys[held[0]], self.ys[held[-1]]))
        others = [at for at, role in enumerate(self.roles) if role == OTHER]
        for at in others:
            cells[at] = [word for line in self.lines[start:end] for word in line[at]]
        return (Row(start, end, self.ys[start], self.ys[end - 1], cells, points, glued), spans) if spans else None


def _names_level(run: Run) -> bool:
    text = text_of(run) if run else ""
    return text.endswith("指标") and is_category(text)


def _over(lines: Lines, column: int) -> Iterator[int]:
    """The lines of a column to which a date or a quantity goes on from that above."""
    held = [at for at, line in enumerate(lines) if line[column]]
    for before, at in pairwise(held):
        if goes_over(text_of(lines[before][column]), text_of(lines[at][column])):
            yield at


def _seams(lines: Lines, column: int) -> dict[int, float]:
    """For each line of a column what it costs to go on with it the cell that the line before it belongs to."""
    held = [at for at, line in enumerate(lines) if line[column]]
    widths = {at: sum(word.width for word in lines[at][column]) for at in held}
    widest = max(widths.values(), default=0)
    pairs = pairwise(held)
    return {at: _ROOM_LEFT for before, at in pairs if room_left(widest, widths[before], lines[at][column][0]) > 0}
