"""Which rows of placed text each cell stands for that holds rows together: categories, projects, their amounts.

Such a cell stands in the middle of its rows, or at their top; all ways to spread them are weighed against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from itertools import accumulate, pairwise
from typing import NamedTuple

from lint_pbt.layouts.words import code_end
from lint_pbt.recovery.evidence import LEVELS, NEVER, fits, is_category, is_part, like
from lint_pbt.recovery.rows import Lines, Row
from lint_pbt.recovery.words import AMOUNT, Run, Word, room_left, text_of
from lint_pbt.text.patterns.lazy import Pattern

_SAME = 2  # rows at least with the same text, for each text
_WRAPPED = 1.35  # times the least distance of two lines in a column
_NEXT_LINE = 2.0  # lines from one line of a cell to the next
_MOST_ROWS = 80  # under one category
_HOPELESS = 15.0  # lines off behind the best way; no way so far behind is followed
_MISPLACED = 4.0  # lines off that weigh as much as a second level under a first one that it does not belong to
_UNKNOWN = -6.0  # points of a text that is no category
_NO_EDGE = 1.5  # lines off that weigh as much as a first level that begins amid the rows of a second one
_NOT_AGAIN = 0.6  # the same for a cell that begins where the levels do not begin anew
_REJOINED = 1.0  # lines off that weigh as much as cells put together over lines of others
_SET_IN_TWO_WAYS = 0.6  # lines off that weigh as much as cells at the top beside others in the middle
_WEIGHT_BEHIND = Pattern(r"\(\d{1,3}(?:\.\d{1,2})?[分%]\)")
_AS_GOOD = 0.01  # lines off
_NO_ROW = 0.5  # lines above a cell set at the top at which its row may begin
_NOWHERE, _OWN_PLACE = -1.0, 0.6  # lines that an unknown text, and a table's own category, may stand off their place
_OWN_CATEGORY = Pattern(r"[\u4e00-\u9fff()]{2,14}(?:\(\d{1,3}(?:\.\d{1,2})?[分%]\))?")
_LEAST_OWN = 2  # of a level
_AN_OFFICE = 4  # characters of one that those of its offices begin with below: 某县水利局, 某县水利局本级


class Named(NamedTuple):
    """What stands in a column whose cells hold rows together: its words, and from where to where they stand.

    `farthest` is how many lines it may stand off its place; below 0 where it is not sure what it is.
    """

    run: Run
    top: float
    bottom: float
    farthest: float = 1.5


def named_in(
    lines: Lines, ys: Sequence[float], column: int, role: str, rows: Sequence[Row], set_at: str | None
) -> list[Named]:
    """The cells in such a column: categories of a level, or what stands together.

    Some tables have categories of their own.
    """
    words = _words_in(lines, ys, column)
    if role not in LEVELS:
        return _together(words)
    best: list[tuple[float, int]] = [(0.0, -1)] + [(NEVER * 100, -1)] * len(words)
    for stop in range(1, len(words) + 1):
        for start in range(max(stop - 8, 0), stop):
            if start and _WEIGHT_BEHIND.match(text_of([word for _, word in words[start:stop]])):
                continue  # it stands below the category that it is the weight of
            points = best[start][0] + max(like(role, text_of([word for _, word in words[start:stop]])), _UNKNOWN)
            if points > best[stop][0]:
                best[stop] = (points, start)
    found: list[Named] = []
    single: list[Named] = []  # the same with each unknown text by itself
    stop = len(words)
    while stop > 0:
        start = best[stop][1]
        run = [word for _, word in words[start:stop]]
        known = like(role, text_of(run)) > _UNKNOWN
        found.append(Named(run, words[start][0], words[stop - 1][0], *([] if known else [_NOWHERE])))
        single += [found[-1]] if known else [Named([word], y, y, _NOWHERE) for y, word in words[start:stop][::-1]]
        stop = start
    return _with_own(single[::-1], rows, ys if set_at == "top" else ()) or found[::-1]


def _with_own(names: Sequence[Named], rows: Sequence[Row], ys: Sequence[float]) -> list[Named]:
    """The cells of a level with the lines of each category that is the table's own put together; none if it has none.

    What stands below a full line, with no row between, and may be another category just as well, stays unsure. Where
    cells stand at the tops of their rows it stands on the very next of the lines, which are at `ys`.
    """
    widest = max((word.width for one in names for word in one.run), default=0)
    found: list[Named] = []
    for one in names:
        above = found[-1] if found else None
        if above and above.farthest <= _OWN_PLACE and one.farthest < 0 and one.top - above.bottom <= _NEXT_LINE:
            same = any(row.top <= above.bottom and one.bottom <= row.bottom for row in rows)
            between = [*((y, y) for y in ys), *((row.top, row.bottom) for row in rows)]
            below = not any(above.bottom < top and bottom < one.top for top, bottom in between)
            if same or (below and room_left(widest, above.run[-1].width, one.run[0]) <= 0):
                sure = same and not any(is_category(word.plain) for word in (*above.run, *one.run))
                whole = Named([*above.run, *one.run], above.top, one.bottom, _OWN_PLACE if sure else _NOWHERE)
                found[-1] = whole
                continue
        text = text_of(one.run)
        own = one.farthest < 0 and _OWN_CATEGORY.fullmatch(text) and not (is_part(1, text) or is_part(2, text))
        found.append(one._replace(farthest=_OWN_PLACE) if own else one)
    return found if sum(one.farthest == _OWN_PLACE for one in found) >= _LEAST_OWN else []


def _words_in(lines: Lines, ys: Sequence[float], column: int) -> list[tuple[float, Word]]:
    return [(y, word) for line, y in zip(lines, ys, strict=True) for word in line[column]]


def rejoined(lines: Lines, ys: Sequence[float], column: int, names: Sequence[Named]) -> list[Named]:
    """The cells in such a column where one goes on with that below a full line, though a line of others is between."""
    words = _words_in(lines, ys, column)
    widths = {y: sum(word.width for at, word in words if at == y) for y, _ in words}
    widest = max(widths.values(), default=0)
    found: list[Named] = []
    for one in names:
        above = found[-1] if found else None
        code = above is not None and text_of(above.run).isascii()  # that stands on lines of its own above the name
        if (
            above
            and one.top - above.bottom <= _NEXT_LINE + code
            and (code or (room_left(widest, widths[above.bottom], one.run[0]) <= 0 and not code_end(text_of(one.run))))
        ):
            found[-1] = Named([*above.run, *one.run], above.top, one.bottom)
        else:
            found.append(one)
    return found


def of_each_row(lines: Lines, ys: Sequence[float], column: int, rows: Sequence[Row]) -> list[Named] | None:
    """The cells in such a column where each row has its own and most say the same; None where they do not."""
    cells: list[list[tuple[float, Word]]] = [[] for _ in rows]
    middles = [(row.top + row.bottom) / 2 for row in rows]
    for y, word in _words_in(lines, ys, column):
        cells[min(range(len(rows)), key=lambda at: abs(middles[at] - y))].append((y, word))
    texts = {text_of([word for _, word in cell]) for cell in cells}
    if not all(cells) or len(texts) * _SAME > len(rows):
        return None
    return [Named([word for _, word in cell], cell[0][0], cell[-1][0]) for cell in cells]


def _together(words: Sequence[tuple[float, Word]]) -> list[Named]:
    gaps = [below - above for (above, _), (below, _) in pairwise(words) if below > above]
    pitch = _WRAPPED * min(gaps, default=1.0)
    runs: list[list[tuple[float, Word]]] = []
    for y, word in words:
        last = runs[-1][-1] if runs else None
        two = last and AMOUNT.fullmatch(last[1].plain) and AMOUNT.fullmatch(word.plain)  # an amount is whole
        below = last and len(last[1].plain) >= _AN_OFFICE and y > last[0] and word.plain.startswith(last[1].plain)
        if last and not (two or below) and y - last[0] <= min(pitch, _NEXT_LINE):
            runs[-1].append((y, word))
        else:
            runs.append([(y, word)])
    return [Named([word for _, word in run], run[0][0], run[-1][0]) for run in runs]


def spread(
    columns: Sequence[Sequence[Named]],
    rows: Sequence[Row],
    set_at: str | None,
    edges: Set[int] | None = None,
    others: Sequence[Sequence[Named]] = (),
    levels: int = 0,
) -> list[Spread] | None:
    """Which rows the cells of columns stand for that hold rows together, the innermost column first.

    A cell stands in the middle of its rows, or at their top, likely as other cells do, and begins where one of the
    column right of it does, those of the first column at `edges`. Its cells may be the `others` too, where these
    fit better. Left of the first `levels` columns they begin where the levels begin anew, if so many do. None where a
    column has more cells than rows.
    """
    readings = [
        [names] if names == other else [names, other] for names, other in zip(columns, others or columns, strict=True)
    ]
    filled = readings if set_at == "middle" else [[list(_with_rows(one, rows)) for one in some] for some in readings]
    firsts = zip(_ANCHORS, (filled, readings), strict=True)
    found = (list(_spread_from(some, rows, {set_at} - {None}, first, edges, levels)) for first, some in firsts)
    whole = (way for way in found if len(way) == len(columns))
    return min(whole, key=lambda way: sum(one.off for one in way if one.names), default=None)


def _spread_from(
    columns: Sequence[Sequence[Sequence[Named]]],
    rows: Sequence[Row],
    ways_set: set[str | None],
    first: str,
    edges: Set[int] | None,
    levels: int,
) -> Iterator[Spread]:
    """The same with the first column's cells set in one way, up to the first column that has more cells than rows."""
    inner, again = Spread((), [], first), set[int]()
    for column, readings in enumerate(columns):
        begins = set(inner.starts) or (None if column else edges)
        ways = [
            one._replace(off=one.off + (_SET_IN_TWO_WAYS if ways_set - {set_at} else 0.0) + _REJOINED * number)
            for number, names in enumerate(readings)
            for set_at in (_ANCHORS if inner.names else (first,))
            if (one := _spread(names, rows, set_at, begins, again, inner))
        ]
        if not ways:
            return
        best = min(ways, key=lambda one: one.off)
        yield best
        if best.names:
            ways_set, inner = {*ways_set, best.set_at}, best
            again = best.begin_again() if column < levels else again


class Spread(NamedTuple):
    """The cells of a column, for each the first of the rows it stands for, where in these it is set, how far off."""

    names: Sequence[Named]
    starts: list[int]
    set_at: str
    off: float = 0.0

    def begin_again(self) -> set[int]:
        """The rows in which the cells begin, and where they begin anew: with one that stood above others before."""
        found: set[int] = set()
        above: list[str] = []
        for name, start in zip(self.names, self.starts, strict=True):
            text = text_of(name.run) if name.run else ""
            if text in above[:-1] and text != above[-1]:
                above = []
            found |= {start} if not above else set()
            above.append(text)
        return found

    def unsure(self, rows: Sequence[Row]) -> Iterator[int]:
        """The rows whose category is none that is known, or stands off its place."""
        for name, start, end in zip(self.names, self.starts, [*self.starts[1:], len(rows)], strict=False):
            off = _ANCHORS[self.set_at](name, rows[start], rows[end - 1]) if name.run else 0.0
            if off > name.farthest:
                yield from range(start, end)

    def undecided(self, rows: Sequence[Row]) -> Iterator[int]:
        """The rows between two cells set in the middle that stand as well in theirs with a row of the other."""
        if self.set_at != "middle":
            return
        ends = [*self.starts[1:], len(rows)]
        cells = list(zip(self.names, self.starts, ends, strict=False))
        for (above, first, seam), (below, _, end) in pairwise(cells):
            off = _off_middle(above, rows[first], rows[seam - 1]) + _off_middle(below, rows[seam], rows[end - 1])
            for at in (seam - 1, seam + 1):
                if first < at < end and above.run and below.run:
                    other = _off_middle(above, rows[first], rows[at - 1]) + _off_middle(below, rows[at], rows[end - 1])
                    if other <= off + _AS_GOOD:
                        yield min(at, seam)


def _with_rows(names: Sequence[Named], rows: Sequence[Row]) -> Iterator[Named]:
    """The cells set at the top of their rows without known categories that have no row before the next one begins."""
    for name, below in zip(names, [*names[1:], None], strict=False):
        end = below.top if below else float("inf")
        known = name.farthest > 0 and end > name.top
        if not known or any(row.top < end and row.bottom > name.top - _NO_ROW for row in rows):
            yield name


def with_unnamed(first: Sequence[Named], second: Sequence[Named]) -> list[Named]:
    """The categories of the first level, behind one without words where the first rows have none."""
    unnamed = bool(first and second) and not any(belong(one.run, second[0].run) for one in first)
    return [*([Named((), second[0].top, second[0].top)] if unnamed else []), *first]


def _misplaced_before(name: Named, second: Sequence[Named], starts: Sequence[int], size: int) -> list[int]:
    """For each row how many second levels that begin above it do not belong to a first level."""
    counts = [0] * (size + 1)
    for at, one in zip(starts, second, strict=True):
        counts[at + 1] += not belong(name.run, one.run)
    return list(accumulate(counts))


def _off_middle(name: Named, first: Row, last: Row) -> float:
    return abs((name.top + name.bottom) - (first.top + last.bottom)) / 2


def _off_top(name: Named, first: Row, last: Row) -> float:
    return abs(name.top - first.top) + 0.02


_ANCHORS: dict[str, Callable[[Named, Row, Row], float]] = {"top": _off_top, "middle": _off_middle}


def _spread(
    names: Sequence[Named], rows: Sequence[Row], set_at: str, edges: Set[int] | None, again: Set[int], inner: Spread
) -> Spread | None:
    """The best way to spread cells over rows; None where there is none.

    `edges` are rows where cells should begin, and `again` where levels begin anew, likely for as many cells; `inner`
    are the cells of the column right of them.
    """
    if not names:
        return Spread(names, [], set_at)
    size, anchor = len(rows), _ANCHORS[set_at]
    most = 1 if len(names) == size else _MOST_ROWS  # each row may name its own
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for name in names:
        before = _misplaced_before(name, inner.names, inner.starts, size)
        row: dict[int, tuple[float, int]] = {}
        for start, (points, _) in best[-1].items():
            for end in range(start + 1, min(start + most, size) + 1):
                wrong = before[end] - before[start]
                off = points + (anchor(name, rows[start], rows[end - 1]) if name.run else 0.0) + _MISPLACED * wrong
                off += _NO_EDGE if end < size and edges is not None and end not in edges else 0.0
                off += _NOT_AGAIN if end < size and len(again) == len(names) and end not in again else 0.0
                if end not in row or off < row[end][0]:
                    row[end] = (off, start)
        least = min((points for points, _ in row.values()), default=0.0)
        best.append({end: way for end, way in row.items() if way[0] <= least + _HOPELESS})
    if size not in best[-1]:
        return None
    starts, end = [], size
    for row in reversed(best[1:]):
        end = row[end][1]
        starts.append(end)
    return Spread(names, starts[::-1], set_at, best[-1][size][0])


def belong(first: Run, second: Run) -> bool:
    """Whether a second-level category may stand under a first level, as far as the standard framework knows both."""
    return fits(text_of(first), text_of(second)) is not False


def misplaced(roles: Sequence[str], records: Sequence[Sequence[Run]]) -> set[int]:
    """The records whose second level does not belong to their first."""
    if not set(LEVELS) <= set(roles):
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
