"""Where one cell ends and the next begins: the likeliest way to deal a run of words out to the columns.

All ways are weighed against each other (Viterbi's algorithm): each cell has points for how much it is like what its
column holds, each seam inside a cell for how full the line before it is, and whatever is left out costs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from lint_pbt.layouts.tables.titles import marks
from lint_pbt.recovery.evidence import (
    NEVER,
    TARGETS,
    fits,
    goes_over,
    is_category,
    like,
    parts_unit,
    signs,
)
from lint_pbt.recovery.words import Word, is_one_line, room_left, text_of
from lint_pbt.text.patterns.lazy import Pattern

Span = tuple[int, int]

_MOST_PIECES = {"level1": 6, "level2": 8, "sign": 2, "measure": 3, "weight": 1, "direction": 3, "ordinal": 1}
_MOST, _MOST_OF_NOTE = 9, 24
_LONGEST = {"level1": 16, "level2": 20, "name": 70, "value": 120, "cycle": 120, "note": 200, "result": 120}
_RECORD = -3.0  # what a record costs, so that text that is none gives none
_EMPTY = {"ordinal": -0.5, "name": NEVER, "value": -4.0, "cycle": -4.0}
_EMPTY |= {"sign": -1.5, "weight": -2.0, "direction": -1.5, "note": -3.0}
_LEFT_OUT, _LEFT_OUT_NUMBER, _LEFT_OUT_CATEGORY, _LEFT_OUT_WITHIN = -2.5, -1.5, -8.0, -4.0
_WITHIN_LINE = 3.0  # less for a record that begins within a line
_RUNNING_DOWN = -0.3
_NUMBER = Pattern(r"\d{1,3}")
_BARE_NUMBER = Pattern(r"[-+]?\d[\d,]*(?:\.\d+)?(?:[-~]\d[\d,]*(?:\.\d+)?)?[万亿]?")
_SIGNED = Pattern(r"[≥≤><=≧≦]")
_LABELS = ("绩效指标", "年度绩效指标", "项目绩效指标", "指标")
_DATE = 3  # words, or lines, that the rest of a date may take
_UNIT_CUT_OFF = 6.0  # less for a cell that begins with the unit of the number before it
_SHORTEST_REPEATED, _REPEATED = 4, 4.0  # characters of a text that is that of another cell, and points for it
_OFTEN = 3
_NOTHING_MORE = 120  # words
_VALUES = (*TARGETS, "result")
_TEXTS = ("name", *_VALUES)
_CLEAR = 10.0
_TORN = -12.0  # points of the seams within a cell; one so torn is none
_PASSES = 4


_SURE, _LEAST_MARGIN = -1.0, 0.5
_CONFIDENT = 4.0


class Record(NamedTuple):
    """An indicator: the span of each of its cells in the words, None for an empty one.

    `margin` is how many points worse it would be with a word in the cell before or behind its own.
    """

    cells: tuple[Span | None, ...]
    points: float
    margin: float

    @property
    def start(self) -> int:
        return next(span[0] for span in self.cells if span)

    @property
    def end(self) -> int:
        return max(span[1] for span in self.cells if span)

    @property
    def likely(self) -> bool:
        """Whether it is an indicator, however its texts divide."""
        return self.points >= _SURE

    @property
    def sure(self) -> bool:
        return self.likely and self.margin >= _LEAST_MARGIN


class Segmented(NamedTuple):
    """The records, the words between them that fit none, where the last record ends, the columns filled in few."""

    records: list[Record]
    left_out: list[int]
    end: int
    points: float
    seldom: frozenset[int]


def widths_of(words: Sequence[Word], records: Sequence[Record], columns: int, spaced: bool) -> tuple[int, ...]:
    """For each column the widest line that surely stands in it."""
    widths = [0] * columns
    for record in records:
        if record.points >= _CONFIDENT:
            for column, span in enumerate(record.cells):
                if span:
                    widths[column] = max(widths[column], *_line_widths(words[span[0] : span[1]], spaced), 0)
    return tuple(widths)


def _line_widths(words: Sequence[Word], spaced: bool) -> list[int]:
    """How wide the lines of a cell are. Where all stand on one line they were parted by a program."""
    widths = [words[0].width]
    for before, word in pairwise(words):
        if spaced and is_one_line(before, word):
            widths[-1] += word.width
        else:
            widths.append(word.width)
    return widths


class _State(NamedTuple):
    """How far a record is: whether it has a cell, its next column, its first level if named, what its value is like."""

    begun: bool
    column: int
    level: str
    value: str


class _Step(NamedTuple):
    """The best way to a state: its points, and the position, state and cell it comes from."""

    points: float
    position: int
    state: _State
    cell: Span | None
    kind: str


_START = _State(False, 0, "", "")


def segment(words: Sequence[Word], roles: Sequence[str], spaced: bool, notes: Mapping[int, str]) -> Segmented:
    """Deal words out to columns with these roles.

    `notes` tells of columns of notes that they hold a `result`, which looks like a target, or a `score`; any other may
    be filled in most records or in few.
    """
    segmenter = _Segmenter(words, roles, spaced, notes)
    best = segmenter.settle()
    for column in segmenter.remarks:
        other = segmenter.settle(best.seldom | {column})
        if other.points > best.points:
            best = other
    return best


class _Segmenter:
    def __init__(self, words: Sequence[Word], roles: Sequence[str], spaced: bool, notes: Mapping[int, str]) -> None:
        self.words, self.roles, self.spaced = words, roles, spaced
        self.judged = [notes.get(column, role) for column, role in enumerate(roles)]
        self.remarks = [column for column, role in enumerate(self.judged) if role == "note"]
        # What each column may hold from each word on, whatever its width: worked out when first asked for.
        self._texts: dict[tuple[str, int], list[tuple[str, float]]] = {}
        self.categories = [word.plain.endswith("指标") and is_category(word.plain) for word in words]
        # Notes say the same of many indicators: then no other text is one with it.
        counts = Counter(word.plain for word in words if len(word.plain) >= _SHORTEST_REPEATED)
        self.repeated = {plain for plain, count in counts.items() if count >= _OFTEN}
        lines = [word.line for word in words]
        self.alone = [
            line not in (before, after)
            for line, before, after in zip(lines, [-1, *lines], [*lines[1:], -1], strict=False)
        ]

    def settle(self, seldom: frozenset[int] = frozenset()) -> Segmented:
        """Deal the words out until the columns' widths are settled; the columns `seldom` are filled in few records."""
        widths: tuple[int, ...] = (0,) * len(self.roles)
        found = self.run(widths, seldom)
        for _ in range(_PASSES):
            settled = widths_of(self.words, found.records, len(self.roles), self.spaced)
            if settled == widths:
                break
            widths = settled
            found = self.run(widths, seldom)
        return found

    def run(self, widths: Sequence[int], seldom: frozenset[int]) -> Segmented:
        """The best way to deal the words to columns whose lines are at most so wide; 0 for a width nobody knows."""
        self.widths, self.seldom = widths, seldom
        self.best: list[dict[_State, _Step]] = [{} for _ in range(len(self.words) + 1)]
        self.best[0][_START] = _Step(0.0, -1, _START, None, "")
        end = 0
        for at in range(len(self.words) + 1):
            if self.best[at]:
                self._advance(at)
            if self._points_at(at) > self._points_at(end):
                end = at
            if at - end > _NOTHING_MORE:
                break  # the indicators are over: nothing behind them has made up for what it cost
        return self._trace(end)

    def texts_from(self, role: str, at: int) -> list[tuple[str, float]]:
        """The texts of the cells that may begin with a word, one for each word more, and how much each is like one."""
        found = self._texts.get((role, at))
        if found is None:
            found = self._texts[role, at] = self._begin(role, at)
        return found

    def _begin(self, role: str, at: int) -> list[tuple[str, float]]:
        most = _MOST_OF_NOTE if role == "note" else _MOST_PIECES.get(role, _MOST)
        longest, text = _LONGEST.get(role, 30), ""
        found: list[tuple[str, float]] = []
        for end in range(at, min(at + most, len(self.words))):
            text += self.words[end].plain
            if len(text) > longest or (end > at and role in _TEXTS and self.categories[end]):
                break  # no other text goes on over a category
            points = like(role, text)
            whole = [word.plain for word in self.words[at : end + 1] if len(word.plain) >= _SHORTEST_REPEATED]
            if role == "note" and len({one in self.repeated for one in whole}) > 1:
                points -= _REPEATED
            found.append((text, points))
        return found

    def _points_at(self, at: int) -> float:
        step = self.best[at].get(_START)
        return step.points if step else NEVER

    def _advance(self, at: int) -> None:
        """Take every step from a position. Those that leave a cell empty stay at it, so the order matters."""
        here = self.best[at]
        spans = [self._spans(column, at) for column in range(len(self.roles))]
        for begun in (True, False):
            for column in range(len(self.roles)):
                for state in [one for one in here if one.column == column and one.begun == begun]:
                    self._fill(at, state, spans[column])
            if begun:
                for state in [one for one in here if one.column == len(self.roles)]:
                    self._put(at, _START, _Step(here[state].points + _RECORD, at, state, None, "record"))

    def _fill(self, at: int, state: _State, spans: Sequence[tuple[int, str, float]]) -> None:
        """Fill the next cell of a record with nothing or with each of the spans, or leave a word out."""
        points, role = self.best[at][state].points, self.roles[state.column]
        without = self._empty(role, state)
        if without > NEVER:
            following = _State(state.begun, state.column + 1, state.level, state.value)
            self._put(at, following, _Step(points + without, at, state, None, "cell"))
        apart = "measure" in self.roles or "sign" in self.roles
        cell = self.best[at][state].cell
        before = text_of(self.words[slice(*cell)]) if cell and self.judged[state.column] in _VALUES else ""
        repeats = state.column > 0 and self.roles[state.column - 1] in TARGETS
        cut_off = self._is_cut_off(at, state, cell, apart)
        for end, text, like_cell in spans:
            value = _kind_of(role, text) or state.value
            if repeats and text == before and len(text) >= _SHORTEST_REPEATED:
                like_cell = max(like_cell, 0.0) + _REPEATED
            level = text if role == "level1" else state.level
            more = like_cell + _beside(role, state, text)
            more -= _UNIT_CUT_OFF if cut_off else 0.0
            more += _EMPTY[role] if state.column in self.seldom else 0.0
            if not state.begun and at and self.words[at - 1].line == self.words[at].line:
                more -= _WITHIN_LINE
            following = _State(True, state.column + 1, level, value)
            self._put(end, following, _Step(points + more, at, state, (at, end), "cell"))
        if at < len(self.words):
            for end, cost, kind in self._left_out(at, state):
                self._put(end, state, _Step(points + cost, at, state, (at, end), kind))

    def _is_cut_off(self, at: int, state: _State, cell: Span | None, apart: bool) -> bool:
        """Whether a cell that begins here begins with what goes with the number of the target before it.

        With `apart` signs and units have columns of their own.
        """
        if cell is None or cell[1] != at or at >= len(self.words):
            return False
        if self.judged[state.column] in _TEXTS and goes_over(
            text_of(self.words[slice(*cell)]), text_of(self.words[at : at + _DATE])
        ):
            return True
        role = self.roles[state.column - 1] if state.column else ""
        return not apart and role in TARGETS and parts_unit(self.words[at - 1], self.words[at])

    def _put(self, to: int, following: _State, step: _Step) -> None:
        """Take a step to a position and state unless a better one is known."""
        known = self.best[to].get(following)
        if known is None or known.points < step.points:
            self.best[to][following] = step

    def _empty(self, role: str, state: _State) -> float:
        """What an empty cell costs."""
        if role == "level2":
            return -2.0 if state.level else 0.0
        if role == "measure":
            return -3.0 if state.value == "number" else 0.0
        return 0.0 if state.column in self.seldom else _EMPTY.get(role, 0.0)

    def _spans(self, column: int, at: int) -> list[tuple[int, str, float]]:
        """The cells of a column that may begin at a position: where they end, their texts and points."""
        seams, width = 0.0, 0
        found = []
        before: Word | None = None
        for end, (text, points) in enumerate(self.texts_from(self.judged[column], at), at + 1):
            word = self.words[end - 1]
            if before is not None:
                seams += self._seam(column, before, word, width)
                if seams < _TORN:
                    break
            goes_on = before is not None and self.spaced and is_one_line(before, word)
            width = width + word.width if goes_on else word.width
            before = word
            if points > NEVER:
                found.append((end, text, points + seams))
        return found

    def _seam(self, column: int, before: Word, after: Word, width: int) -> float:
        """Points for two words in one cell: a line breaks where it is full. `width` is that of the line so far."""
        role = self.roles[column]
        if role in TARGETS and before.line != after.line and after.plain in marks("no_unit"):
            return -4.0  # what stands for a unit
        if is_one_line(before, after):
            return -0.15 if self.spaced or before.text[-1] in "≥≤" else -0.6
        if role in ("level1", "level2", "measure", "direction"):
            return -0.1
        joint = -0.8 if before.line == after.line else -0.6
        widest = self.widths[column]
        if not widest:
            short = role == "name" and width < 6
            return joint - (2.0 if short else 0.0) - (1.5 if after.width > width + 2 else 0.0)
        lack = room_left(widest, width, after)
        return joint + (0.4 if lack <= 0 else -1.5 if lack <= 2 else -4.0)

    def _margin(self, cells: Sequence[Span | None]) -> float:
        """How many points a record would lose at least if one of its texts ended a word sooner or later."""
        filled = [(column, span) for column, span in enumerate(cells) if span and self.judged[column] in _TEXTS]
        margin = _CLEAR
        for (left, (start, edge)), (right, (begin, end)) in pairwise(filled):
            if edge != begin or text_of(self.words[start:edge]) == text_of(self.words[begin:end]):
                continue
            own = self._points(left, start, edge) + self._points(right, begin, end)
            for other in (edge - 1, edge + 1):
                if start < other < end:
                    margin = min(margin, own - self._points(left, start, other) - self._points(right, other, end))
        return margin

    def _points(self, column: int, start: int, end: int) -> float:
        """The points of some words as the cell of a column."""
        return next((points for stop, _, points in self._spans(column, start) if stop == end), NEVER)

    def _left_out(self, at: int, state: _State) -> Iterator[tuple[int, float, str]]:
        """What may be left out at a position, and what it costs: a label that runs down, a number of a page."""
        for end, text in enumerate(accumulate(word.plain for word in self.words[at : at + 6]), at + 1):
            if text in _LABELS:
                yield end, _RUNNING_DOWN, "furniture"
        plain = self.words[at].plain
        if self.alone[at] and _NUMBER.fullmatch(plain):
            yield at + 1, _LEFT_OUT_WITHIN if state.begun else _LEFT_OUT_NUMBER, "furniture"
        elif not state.begun and state.column == 0:
            cost = _LEFT_OUT_CATEGORY if is_category(plain) or _SIGNED.match(plain) else _LEFT_OUT
            cost -= _WITHIN_LINE if at and self.words[at - 1].line == self.words[at].line else 0.0
            yield at + 1, cost, "out"

    def _trace(self, end: int) -> Segmented:
        records: list[Record] = []
        left_out: list[int] = []
        cells: list[Span | None] = []
        at, state, closed = end, _START, 0.0
        while (step := self.best[at][state]).kind:
            if step.kind == "record":
                closed, cells = step.points, []
            elif step.kind == "cell":
                cells.insert(0, step.cell)
                if step.state.column == 0:
                    begin = self.best[step.position][step.state].points
                    records.insert(0, Record(tuple(cells), closed - begin, self._margin(cells)))
            elif step.kind == "out" and step.cell:
                left_out += range(*step.cell)
            at, state = step.position, step.state
        return Segmented(records, sorted(left_out), end, self._points_at(end), self.seldom)


def _kind_of(role: str, text: str) -> str:
    """What a sign or a value is like, for the cells behind it; nothing where the cell is neither."""
    if role == "sign":
        return "worded" if text in signs() or text in marks("no_unit") else "signed"
    if role in TARGETS:
        return "number" if _BARE_NUMBER.fullmatch(text) else "other"
    return ""


def _beside(role: str, state: _State, text: str) -> float:
    """Points for how a cell goes with those before it."""
    if role == "measure":
        return 1.0 if state.value == "number" else 0.0 if text in marks("no_unit") else -7.0
    if role in TARGETS and state.value == "worded":
        return -2.0 if _BARE_NUMBER.fullmatch(text) else 0.0
    if role in TARGETS and state.value == "signed":
        return -5.0 if _SIGNED.match(text) else 1.0 if _BARE_NUMBER.fullmatch(text) else 0.0
    if role == "level2" and state.level:
        known = fits(state.level, text)
        return 0.0 if known is None else 1.0 if known else -2.0
    return 0.0
