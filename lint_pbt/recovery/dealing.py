"""The texts of lines dealt to the columns of a table: by where they stand, and by what each column holds.

The columns of a page need not stand below their titles, nor where they do on another page or a few lines above: each
line is dealt by itself, in the order of the columns, and then again, by where the texts of the page stand in them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from statistics import median
from typing import NamedTuple

from lint_pbt.layouts.tables.fields import is_sign
from lint_pbt.layouts.tables.labels import GOALS
from lint_pbt.recovery.evidence import LEVELS, NAMES, TARGETS, is_category, is_part, is_quantity, is_within, like
from lint_pbt.recovery.rows import OTHER, SPANNING
from lint_pbt.recovery.words import AMOUNT, Run, Word, is_one_line, text_of

_PASSES = 3
_FARTHEST = 10.0  # points that a text can lose by where it stands
_OVER, _BESIDE = 1.0, 0.2  # points for each character that a text stands over another title, or beside its own
_ELSEWHERE = 0.3  # part of these that counts on another page, and where others of the column are known
_MOST_ELSEWHERE = 2.0
_OFF, _RIGHT, _SINGLE = 1.0, 0.5, 0.5  # points: a character off its column, aligned at the right, with one other text
_FEW, _SHARE = 3.0, 3  # points: with so small a part of the column
_TORN, _SPACE = -12.0, -1.0  # for two texts in one column that a gap or a space parts
_IMPOSSIBLE = -1e9
_ASIDE, _LEFT_OUT = -0.5, -40.0  # for a text in no column: left of all, or else
_TITLE, _PART, _WITHIN, _A_SUM, _GOES_ON, _OPEN = 6.0, 1.5, 0.05, 3.0, 0.5, 0.3
_LEAST, _MOST = -3.0, 4.0  # for one text
_SHORT = 2  # characters of what may be the rest of any name or value
_COMMON = 3  # texts that begin at the same place
_SHIFTED = 4.0  # points that columns elsewhere must be better
_ALONE = 1.0  # points for the only text of a column on its page
_LABEL = 4.0  # characters of a label that runs down left of all
_OWN_COLUMN = 3  # lines with texts that stand apart which make up a column without a title
_MONEY = ("amount", "source")
_JUDGED = ("ordinal", *NAMES, "sign", "value", "cycle", "measure", "weight", "direction")

Line = Sequence[Run]  # what stands together
Cells = list[list[Word]]


class Column(NamedTuple):
    """A column by what it holds; its title, or what stands in it, reaches from `left` to `right`."""

    role: str
    title: Run
    left: float
    right: float


class _Dealt(NamedTuple):
    """The parts of a line, and the number of the column of each: -1 for none."""

    parts: Line
    columns: Sequence[int]
    points: float


def dealt(columns: Sequence[Column], pages: Sequence[Sequence[Line]]) -> Iterator[tuple[Cells, float]]:
    """What stands in each column on each line of some pages, and the points of that."""
    likeness = _likeness(columns)
    for number, lines in enumerate(pages):
        here = _titled_again(columns, lines) if number else columns
        found = _on_page(here or columns, lines, likeness, titled=True)
        if here is None:
            other = _on_page(columns, lines, likeness, titled=False)
            found = other if _points(other) >= _points(found) + _SHIFTED else found
        for one in found:
            cells: Cells = [[] for _ in columns]
            for part, at in zip(one.parts, one.columns, strict=True):
                if at >= 0:
                    cells[at] += part
            yield cells, one.points


def _on_page(
    columns: Sequence[Column], lines: Sequence[Line], likeness: Callable[[str, int], float], *, titled: bool
) -> list[_Dealt]:
    """The lines of a page dealt to the columns, which stand there below their titles as far as it is `titled`."""

    def by_titles(part: Run) -> Sequence[float]:
        text, offs = text_of(part), _off_titles(columns, part)
        own = offs if titled else [min(_ELSEWHERE * off, _MOST_ELSEWHERE) for off in offs]
        return [likeness(text, at) - off for at, off in enumerate(own)]

    lefts = [column.left for column in columns[1:]] if titled else []
    edge = columns[0].left + 1 if titled else min((line[0][0].left for line in lines if line), default=0.0) + _LABEL
    found = [_deal(_parted(line, lefts), columns, by_titles, edge) for line in lines]
    for _ in range(_PASSES - 1):
        places = _Places(found, len(columns))

        def by_places(part: Run, places: _Places = places) -> Sequence[float]:
            text, offs = text_of(part), places.offs(part)
            if titled:
                of_titles = _off_titles(columns, part)
                own = [by if off is None else off + _ELSEWHERE * by for off, by in zip(offs, of_titles, strict=True)]
            else:
                own = [_ALONE if off is None else off for off in offs]
            return [likeness(text, at) - off for at, off in enumerate(own)]

        found = [_deal(_parted(line, places.lefts), columns, by_places, edge) for line in lines]
    return found


def _titled_again(columns: Sequence[Column], lines: Sequence[Line]) -> list[Column] | None:
    """The columns where their titles stand on a page that repeats them, None where it does not."""
    for line in lines:
        again = {text_of(text): text for text in line}
        here = [next((again[word.plain] for word in one.title if word.plain in again), None) for one in columns]
        if sum(map(bool, here)) > len(columns) / 2:
            spans = [(text[0].left, text[-1].right) if text else None for text in here]
            return [
                one._replace(left=at[0], right=at[1]) if at else one for one, at in zip(columns, spans, strict=True)
            ]
    return None


def _points(lines: Sequence[_Dealt]) -> float:
    return sum(line.points for line in lines)


def _off_titles(columns: Sequence[Column], part: Run) -> list[float]:
    """The points a text loses by where it stands beside the title of each column, and over those of its neighbours."""
    left, right, last = part[0].left, part[-1].right, len(columns) - 1
    found = []
    for at, column in enumerate(columns):
        over = 0.0
        if at and (before := columns[at - 1].right) > left:
            over = before - left
        if at < last and (behind := columns[at + 1].left) < right:
            over += right - behind
        beside = column.left - right if column.left > right else left - column.right if left > column.right else 0.0
        found.append(min(_OVER * over + _BESIDE * beside, _FARTHEST))
    return found


class _Places:
    """Where the texts of a page stand in each column: how many share a left edge, a middle, a right one.

    `lefts` are the left edges that several share.
    """

    def __init__(self, lines: Sequence[_Dealt], size: int) -> None:
        self.counts = [(Counter[int](), Counter[int](), Counter[int]()) for _ in range(size)]
        self.known: dict[tuple[int, int, int, bool], float] = {}
        self.columns: dict[tuple[int, int], int] = {}  # by the line and offset of the first word
        for line in lines:
            for part, at in zip(line.parts, line.columns, strict=True):
                self.columns[part[0].line, part[0].start] = at
                if at >= 0:
                    for counts, edge in zip(self.counts[at], _edges(part), strict=True):
                        counts[edge] += 1
        self.lefts = [left for lefts, _, _ in self.counts[1:] for left, count in lefts.items() if count >= _COMMON]

        self.totals = [lefts.total() for lefts, _, _ in self.counts]
        reaches = [(min(lefts), max(rights)) if lefts else (0, 0) for lefts, _, rights in self.counts]
        self.reaches = [(left - _FARTHEST, right + _FARTHEST) for left, right in reaches]

    def offs(self, part: Run) -> list[float | None]:
        """The points a text loses by where it stands in each column; None where no other text stands there.

        It is none of the texts that it is compared with.
        """
        left, middle, right = _edges(part)
        own_column = self.columns.get((part[0].line, part[0].start))
        found: list[float | None] = []
        for at, total in enumerate(self.totals):
            own = at == own_column
            low, high = self.reaches[at]
            if total <= own:
                found.append(None)
            elif right < low or left > high:
                found.append(_FARTHEST)
            else:
                off = self._off(at, 0, left, own)
                off = min(off, self._off(at, 1, middle, own)) if off else off
                found.append(min(off, self._off(at, 2, right, own) + _RIGHT) if off > _RIGHT else off)
        return found

    def _off(self, at: int, kind: int, edge: int, own: bool) -> float:
        key = (at, kind, edge, own)
        if key not in self.known:
            counts, few = self.counts[at][kind], self.totals[at] / _SHARE
            best = _FARTHEST
            for other, count in counts.items():
                away = abs(other - edge) - 1
                if away < best and (away >= 0 or (count := count - own)):
                    single = _FEW if count < few else _SINGLE if count == 1 else 0.0
                    best = min(best, (_OFF * away if away > 0 else 0.0) + single)
            self.known[key] = best
        return self.known[key]


def _edges(part: Run) -> tuple[int, int, int]:
    left, right = part[0].left, part[-1].right
    return round(left), round((left + right) / 2), round(right)


def _parted(line: Line, lefts: Sequence[float]) -> Line:
    """The texts of a line, parted before words that begin where columns do."""
    parts: list[list[Word]] = []
    for text in line:
        for at, word in enumerate(text):
            if at and not any(abs(left - word.left) <= 1 for left in lefts):
                parts[-1].append(word)
            else:
                parts.append([word])
    return parts


def _deal(parts: Line, columns: Sequence[Column], points: Callable[[Run], Sequence[float]], edge: float) -> _Dealt:
    """The likeliest way to deal the parts of a line to the columns in their order, by the points of each part there.

    What ends left of an edge may stand in none.
    """
    best = [0.0] + [_IMPOSSIBLE] * len(columns)  # by the column of the last part, from 1 on
    ways: list[list[int]] = []
    for number, part in enumerate(parts):
        aside = part[-1].right <= edge
        now, way = [best[0] + (_ASIDE if aside else _LEFT_OUT)], [0]
        before, highest = 0, best[0]
        gap, of_target = (
            _beside(parts[number - 1], part, role) if number else _IMPOSSIBLE for role in ("", *TARGETS[:1])
        )
        for at, (column, here) in enumerate(zip(columns, points(part), strict=True), 1):
            if best[at - 1] > highest:
                before, highest = at - 1, best[at - 1]
            again = best[at] + (of_target if column.role in TARGETS else gap)
            now.append((again if again > highest else highest) + here)
            way.append(at if again >= highest else before)
        best = now
        ways.append(way)
    at = max(range(len(best)), key=best.__getitem__)
    points_of_all = best[at]
    found: list[int] = []
    for way in reversed(ways):
        found.append(at - 1)
        at = way[at]
    return _Dealt(parts, found[::-1], points_of_all)


def _beside(before: Run, part: Run, role: str) -> float:
    """The points of two parts beside each other in one column."""
    if part[0].left - before[-1].right > 1:
        return 0.0 if role in TARGETS and _are_parts(before[-1], part[0]) else _TORN
    return 0.0 if is_one_line(before[-1], part[0]) else _SPACE


def _are_parts(word: Word, after: Word) -> bool:
    """Whether words are a sign and what it stands before, or a number and its unit."""
    begins = after.plain[:1]
    unit = not (begins.isdigit() or is_sign(begins)) and is_quantity(word.plain + after.plain)
    return unit or (is_sign(word.plain) and not is_sign(after.plain))


def _likeness(columns: Sequence[Column]) -> Callable[[str, int], float]:
    """How much a text is like what a column, by its number, holds, or its title is this one."""
    titles = [text_of(column.title) if column.title else None for column in columns]

    @cache
    def points(text: str, at: int) -> float:
        if text in titles:
            return _TITLE if text == titles[at] else -_TITLE
        return _like(columns[at].role, text)

    return points


def _like(role: str, text: str) -> float:
    if role in LEVELS:
        points, level = like(role, text), LEVELS.index(role) + 1
        if points > 0:
            return min(points, _MOST)
        return _PART if is_part(level, text) else _WITHIN if is_within(level, text) else _LEAST
    if len(text) > _SHORT and (is_part(1, text) or is_part(2, text)):
        return _LEAST
    if role in TARGETS and is_sign(text):
        return 0.0
    if role in (*NAMES, *TARGETS) and len(text) <= _SHORT and not text.isascii():
        return _OPEN
    if role in _JUDGED:
        return min(max(like(role, text), _LEAST), _MOST)
    if is_category(text) or (role in SPANNING and bool(AMOUNT.fullmatch(text)) != (role in _MONEY)):
        return _LEAST
    return _A_SUM if role in _MONEY else _GOES_ON if role in GOALS else _OPEN


def with_untitled(columns: Sequence[Column], lines: Sequence[Cells]) -> list[Column]:
    """The columns, with those without a title whose texts stand apart beside those of one, on several lines."""
    found: list[Column] = []
    for at, column in enumerate(columns):
        beside: dict[int, list[Run]] = {0: []}  # by how many texts further right
        for line in lines:
            texts = apart(column.role, line[at])
            own = min(range(len(texts)), key=lambda one: _off_titles([column], texts[one]), default=0)
            for number, text in enumerate(texts, -own):
                beside.setdefault(number, []).append(text)
        for number, some in sorted(beside.items()):
            if number == 0:
                found.append(column)
            elif len(some) >= _OWN_COLUMN:
                found.append(
                    Column(OTHER, (), median(one[0].left for one in some), median(one[-1].right for one in some))
                )
    return found


def apart(role: str, line: Run) -> Sequence[Run]:
    """The texts of a cell on one line that wide gaps divide, but for the parts of a target."""
    texts: list[list[Word]] = []
    for before, word in zip([None, *line], line, strict=False):
        together = before and (word.left - before.right <= 1 or (role in TARGETS and _are_parts(before, word)))
        if together:
            texts[-1].append(word)
        else:
            texts.append([word])
    return texts
