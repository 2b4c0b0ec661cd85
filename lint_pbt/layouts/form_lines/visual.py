"""Text set as on the page, in columns parted by runs of spaces: what stands in which column, by its place in the line.

Programs count the place in characters; text set by hand looks even where a Chinese character counts two.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from lint_pbt.layouts.form_lines.header import known_title
from lint_pbt.layouts.form_lines.likeness import like
from lint_pbt.layouts.form_lines.pieces import Piece, text_of
from lint_pbt.layouts.tables.titles import Titles
from lint_pbt.sheet import Line

_LEAST_TITLES = 3
_SHARE_SET = 0.6
_WIDEST_TITLE = 16
_AROUND = 2  # lines that a title may break over above and below the others

Extent = Callable[[Piece], tuple[int, int]]


class Column(NamedTuple):
    """A column by what it holds; it reaches from `left` to `right`, the last one without end."""

    role: str
    title: tuple[Piece, ...]
    left: float
    right: float


def rows_of(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces line by line."""
    rows: list[list[Piece]] = []
    for piece in pieces:
        if rows and rows[-1][0].line == piece.line:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def is_set(rows: Sequence[Sequence[Piece]]) -> bool:
    """Whether the rows stand as on the page: most are indented, or have gaps of several spaces."""
    if len(rows) < _LEAST_TITLES:
        return False
    gaps = (row[0].start > 1 or any(b.start - a.end > 1 for a, b in pairwise(row)) for row in rows)
    return sum(gaps) >= _SHARE_SET * len(rows)


def extents(lines: Sequence[Line]) -> tuple[Extent, Extent]:
    """Where a piece begins and ends in its line, counted in characters and as it looks."""

    def looks(piece: Piece) -> tuple[int, int]:
        before = lines[piece.line].text[: piece.start]
        start = sum(1 if character.isascii() else 2 for character in before)
        return start, start + piece.width

    return (lambda piece: (piece.start, piece.end)), looks


Title = tuple[str, tuple[Piece, ...]]


def find_titles(rows: Sequence[Sequence[Piece]], at: int, titles: Titles) -> list[Title]:
    """The titles of the columns whose main line is a row: each with its role; none where it is no such line."""
    found: list[Title] = []
    row = rows[at]
    index = 0
    while index < len(row):
        size = next((size for size in (1, 2, 3) if _is_title(row[index : index + size], titles)), 0)
        if size:
            role = known_title(text_of(row[index : index + size]), titles)
            assert role
            found.append((role, tuple(row[index : index + size])))
        index += size or 1
    roles = [role for role, _ in found]
    if len(found) < _LEAST_TITLES or "name" not in roles or not {"level1", "level2"} & set(roles):
        return []
    return found


def _is_title(pieces: Sequence[Piece], titles: Titles) -> bool:
    """Whether pieces side by side, with single spaces between them, are a title."""
    if any(after.start - before.end > 1 for before, after in pairwise(pieces)):
        return False
    text = text_of(pieces)
    return bool(known_title(text, titles)) and (len(pieces) == 1 or titles.of(text) is not None)


def broken_titles(
    rows: Sequence[Sequence[Piece]], at: int, found: Sequence[Title], extent: Extent, titles: Titles
) -> tuple[list[Title], int, int]:
    """The titles with those that break over the lines around, and from which to which row they all stand."""
    taken = [extent(piece) for _, pieces in found for piece in pieces]
    begin = min(start for start, _ in taken)
    first = last = at
    whole = list(found)
    used: set[Piece] = set()
    for around in range(1, _AROUND + 1):
        near = [row for row in range(max(at - around, 0), min(at + around + 1, len(rows))) if row != at]
        loose = [(row, piece) for row in near for piece in rows[row] if _is_loose(extent(piece), begin, taken)]
        for _, piece in loose:
            stack = [one for one in loose if one[1] not in used and _meets(extent(one[1]), [extent(piece)])]
            role = known_title(text_of([one for _, one in stack]), titles) if len(stack) > 1 else None
            if role and stack[0][0] < at < stack[-1][0]:
                whole.append((role, tuple(one for _, one in stack)))
                used |= {one for _, one in stack}
                first, last = min(first, stack[0][0]), max(last, stack[-1][0])
    whole.sort(key=lambda one: extent(one[1][0])[0])
    return whole, first, last + 1


def _is_loose(one: tuple[int, int], begin: int, taken: Sequence[tuple[int, int]]) -> bool:
    return one[0] >= begin and one[1] - one[0] <= _WIDEST_TITLE and not _meets(one, taken)


def _meets(one: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any(one[0] < end and start < one[1] for start, end in others)


def columns_of(found: Sequence[Title], body: Sequence[Sequence[Piece]], extent: Extent) -> tuple[list[Column], int]:
    """The columns below these titles, and how many pieces of the body stand across two of them.

    Each edge is set between two titles where it cuts the fewest pieces, and of such edges where the pieces left
    and right of it are most like what the columns hold.
    """
    spans = [(*extent(piece), piece.plain) for row in body for piece in row]
    heads = [(min(extent(one)[0] for one in title), max(extent(one)[1] for one in title)) for _, title in found]
    edges: list[float] = [_first_edge(heads[0], spans)]
    total = 0
    for (left, _), (right, _), before, after in zip(found, found[1:], heads, heads[1:], strict=False):
        places = range(before[0] + 1, after[1])
        crossing = {at: sum(start < at < end for start, end, _ in spans) for at in places}
        least = min(crossing.values(), default=0)
        best = [at for at in places if crossing[at] == least] or [after[0]]
        edges.append(float(max(best, key=lambda at: (_fit(spans, best, at, left, right), -abs(at - after[0])))))
        total += least
    rights = [*edges[1:], float("inf")]
    return [Column(*title, left, right) for title, left, right in zip(found, edges, rights, strict=True)], total


def _first_edge(head: tuple[int, int], spans: Sequence[tuple[int, int, str]]) -> float:
    """The left edge of the first column; the label that runs down stands left of it."""
    places = range(1, (head[0] + head[1]) // 2)
    return float(min(places, key=lambda at: (sum(s < at < e for s, e, _ in spans), abs(at - head[0])), default=0))


def _fit(spans: Sequence[tuple[int, int, str]], places: Sequence[int], edge: int, left: str, right: str) -> float:
    """How well an edge divides the pieces that some of these places leave left and others right."""
    near = [(start + end, text) for start, end, text in spans if 2 * places[0] <= start + end <= 2 * places[-1]]
    return sum(max(like(left if middle < 2 * edge else right, text), -8.0) for middle, text in near)


def column_at(columns: Sequence[Column], piece: Piece, extent: Extent) -> int | None:
    """The column in which most of a piece stands, None left of all."""
    start, end = extent(piece)
    middle = (start + end) / 2
    return next((at for at, column in enumerate(columns) if column.left <= middle < column.right), None)
