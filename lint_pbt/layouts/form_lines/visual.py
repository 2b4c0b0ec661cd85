"""Text set as on the page, in columns parted by runs of spaces: what stands in which column, by its place in the line.

Programs count the place in characters; text set by hand looks even where a Chinese character counts two.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from lint_pbt.layouts.form_lines.dealt import is_one_line
from lint_pbt.layouts.form_lines.header import known_title
from lint_pbt.layouts.form_lines.likeness import like
from lint_pbt.layouts.form_lines.pieces import Piece, text_of
from lint_pbt.layouts.tables.titles import Titles
from lint_pbt.sheet import Line

_LEAST_TITLES = 3
_SHARE_SET = 0.6
_WIDEST_TITLE = 16
_AROUND = 2  # lines that a title may break over above and below the others

OTHER = "other"  # the role of a column whose title nobody knows
_LONGEST_REST = 4  # characters of a title on its second line
_TWO_IN_ONE = 6.0  # points that two chunks of a line in one column cost
_OFF_TITLE = 8  # characters that what a column holds may stand right of its title
_RESTS = 3  # lines that may carry the rest of titles, or titles below another

Extent = Callable[[Piece], tuple[int, int]]
Chunk = Sequence[Piece]


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


def chunks_of(row: Sequence[Piece], spaced: bool) -> list[Chunk]:
    """The pieces of a row that stand together: parted by nothing but the space a program puts beside numbers."""
    chunks: list[list[Piece]] = []
    for before, piece in zip([None, *row], row, strict=False):
        if before and spaced and piece.start - before.end == 1 and is_one_line(before, piece):
            chunks[-1].append(piece)
        else:
            chunks.append([piece])
    return list(chunks)


def extent_of(chunk: Chunk, extent: Extent) -> tuple[int, int]:
    """From where to where pieces that stand together reach."""
    return extent(chunk[0])[0], extent(chunk[-1])[1]


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
        elif found:
            found.append((OTHER, (row[index],)))
        index += size or 1
    roles = [role for role, _ in found if role != OTHER]
    if len(roles) < _LEAST_TITLES or "name" not in roles or not {"level1", "level2"} & set(roles):
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
        own = [(row, piece) for row, piece in loose if row > at and piece not in used and _own_title(piece, titles)]
        if own and any(row < at and known_title(piece.plain, titles) for row, piece in loose):
            # A title above that the columns below it share.
            whole += [(role, (piece,)) for _, piece in own if (role := _own_title(piece, titles))]
            used |= {piece for _, piece in loose}
            first, last = min(first, *(row for row, _ in loose)), max(last, *(row for row, _ in own))
        for _, piece in loose:
            stack = [one for one in loose if one[1] not in used and _meets(extent(one[1]), [extent(piece)])]
            role = known_title(text_of([one for _, one in stack]), titles) if len(stack) > 1 else None
            if role and stack[0][0] < at < stack[-1][0]:
                whole.append((role, tuple(one for _, one in stack)))
                used |= {one for _, one in stack}
                first, last = min(first, stack[0][0]), max(last, stack[-1][0])
    whole.sort(key=lambda one: extent(one[1][0])[0])
    return whole, first, last + 1


def _own_title(piece: Piece, titles: Titles) -> str | None:
    """What a title below another says that its column holds."""
    found = titles.of(piece.plain, below=True) or titles.guess(piece.plain)
    return found.role if found and found.role in ("value", "cycle", "note") else None


def _is_loose(one: tuple[int, int], begin: int, taken: Sequence[tuple[int, int]]) -> bool:
    return one[0] >= begin and one[1] - one[0] <= _WIDEST_TITLE and not _meets(one, taken)


def _meets(one: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any(one[0] < end and start < one[1] for start, end in others)


def titles_below(
    found: Sequence[Title], rows: Sequence[Sequence[Chunk]], extent: Extent, titles: Titles
) -> tuple[list[Title], int]:
    """The titles with those that stand in the rows below them, and how many of these rows hold nothing else.

    There a title goes on, or the columns that share one have their own.
    """
    whole = list(found)
    begin = extent(found[0][1][0])[0]
    for count, row in enumerate(rows[:_RESTS]):
        below = _below(whole, [one for one in row if extent_of(one, extent)[0] >= begin], extent, titles)
        if below is None:
            return whole, count
        whole = below
    return whole, min(len(rows), _RESTS)


def _below(found: Sequence[Title], chunks: Sequence[Chunk], extent: Extent, titles: Titles) -> list[Title] | None:
    """The titles with those in a row below, None where something else stands in it."""
    rests: dict[int, list[Piece]] = {}
    own: dict[int, list[Title]] = {}
    if not chunks:
        return None
    for chunk in chunks:
        span, text = extent_of(chunk, extent), text_of(chunk)
        over = [at for at, (_, title) in enumerate(found) if _meets(span, [extent_of(title, extent)])]
        at = over[0] if len(over) == 1 else None
        if at is not None and len(text) <= _LONGEST_REST and (joined := _joined(found[at], chunk, titles)):
            rests[at] = [*rests.get(at, ()), *chunk]
            assert joined
            continue
        role = titles.of(text, below=True) or titles.guess(text)
        shared = [
            one
            for one, (role_above, title) in enumerate(found)
            if role_above in ("value", "cycle") and extent(title[0])[0] <= span[1]
        ]
        if role is None or not shared:
            return None
        own.setdefault(shared[-1], []).append((role.role, tuple(chunk)))
    whole: list[Title] = []
    for at, (role_above, title) in enumerate(found):
        if at in own:
            whole += own[at]
        else:
            joined_title = (*title, *rests.get(at, ()))
            known = known_title(text_of(joined_title), titles) if at in rests else None
            whole.append((known or role_above, joined_title))
    return whole


def _joined(above: Title, chunk: Chunk, titles: Titles) -> bool:
    """Whether a chunk is the rest of the title above it: of a known one, or of one that nobody knows."""
    text = text_of((*above[1], *chunk))
    if titles.of(text) or titles.of(text, below=True):
        return True
    return titles.of(text_of(above[1])) is None and text_of(chunk).isalpha() and like("level1", text_of(chunk)) < 0


class _Standing(NamedTuple):
    """A chunk by the sum of its edges, its row and its text."""

    twice_middle: int
    row: int
    text: str


def columns_of(found: Sequence[Title], body: Sequence[Sequence[Chunk]], extent: Extent) -> tuple[list[Column], int]:
    """The columns below these titles, and how many chunks of the body stand across two of them.

    Each edge is set near two titles where it cuts the fewest chunks; among those ways all edges together are set so
    that what comes to stand in the columns is most like what they hold, and no column has two cells in a row.
    """
    spans = [(*extent_of(chunk, extent), number, text_of(chunk)) for number, row in enumerate(body) for chunk in row]
    standing = sorted(_Standing(start + end, number, text) for start, end, number, text in spans)
    middles = [one.twice_middle for one in standing]
    heads = [(min(extent(one)[0] for one in title), max(extent(one)[1] for one in title)) for _, title in found]
    first = _first_edge(heads[0], [(start, end) for start, end, _, _ in spans])
    nexts = [*(max(end, start) for (_, end), (start, _) in pairwise(heads[1:])), None]
    places: list[list[int]] = [[first]]
    total = 0
    for before, after, limit in zip(heads, heads[1:], nexts, strict=False):
        # A line begins where the one before it left room, so what a column holds may stand right of its title.
        near = range(before[0] + 1, min(after[1] + _OFF_TITLE, limit or after[1] + _OFF_TITLE)) or [after[0]]
        crossing = {at: sum(start < at < end for start, end, _, _ in spans) for at in near}
        least = min(crossing.values())
        total += least
        apart: dict[int, int] = {}  # one place for each way to divide the chunks: the one nearest to the title
        for at in sorted(near, key=lambda one: -abs(one - after[0])):
            if crossing[at] == least:
                apart[bisect_left(middles, 2 * at)] = at
        places.append(sorted(apart.values()))
    edges = _best_edges(places, standing, middles, [role for role, _ in found], [start for start, _ in heads])
    rights = [*edges[1:], float("inf")]
    return [Column(*title, left, right) for title, left, right in zip(found, edges, rights, strict=True)], total


def _best_edges(
    places: Sequence[Sequence[int]],
    standing: Sequence[_Standing],
    middles: Sequence[int],
    roles: Sequence[str],
    starts: Sequence[int],
) -> list[float]:
    """The left edges of the columns, each out of some places: the best way to set all of them."""

    def points(role: str, left: int, right: int | None) -> float:
        stop = len(middles) if right is None else bisect_left(middles, 2 * right)
        held = standing[bisect_left(middles, 2 * left) : stop]
        twice = len(held) - len({one.row for one in held})
        return sum(max(_like(role, one.text), -8.0) for one in held) - _TWO_IN_ONE * twice

    ways: list[dict[int, tuple[float, int]]] = [{at: (0.0, at) for at in places[0]}]
    for number, some in enumerate(places[1:], 1):
        reached: dict[int, tuple[float, int]] = {}
        for at in some:
            before = [
                (so_far + points(roles[number - 1], left, at), left)
                for left, (so_far, _) in ways[-1].items()
                if left < at or at == some[-1]
            ]
            if before:
                best, left = max(before)
                reached[at] = (best - 0.01 * abs(at - starts[number]), left)
        ways.append(reached)
    at = max(ways[-1], key=lambda one: ways[-1][one][0] + points(roles[-1], one, None))
    edges = [at]
    for way in reversed(ways[1:]):
        edges.append(way[edges[-1]][1])
    return [float(edge) for edge in reversed(edges)]


def _first_edge(head: tuple[int, int], spans: Sequence[tuple[int, int]]) -> int:
    """The left edge of the first column; the label that runs down stands left of it."""
    places = range(1, (head[0] + head[1]) // 2)
    return min(places, key=lambda at: (sum(s < at < e for s, e in spans), abs(at - head[0])), default=0)


def _like(role: str, text: str) -> float:
    return 0.0 if role == OTHER else like(role, text)


def column_at(columns: Sequence[Column], chunk: Chunk, extent: Extent) -> int | None:
    """The column in which most of a chunk stands, None left of all."""
    start, end = extent_of(chunk, extent)
    middle = (start + end) / 2
    return next((at for at, column in enumerate(columns) if column.left <= middle < column.right), None)
