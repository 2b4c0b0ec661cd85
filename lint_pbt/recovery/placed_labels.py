"""Labels in placed text: each stands left of its value, at the top or in the middle of its lines, or above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lint_pbt.gaps import least_crossed
from lint_pbt.layouts.tables.titles import Titles
from lint_pbt.recovery.labels import MONEY, find_label
from lint_pbt.recovery.rows import Named, Row, spread_alone
from lint_pbt.recovery.words import Run, Word, text_of

_GOALS = ("goal", "cycle_goal")
_MOST_LINES = 5  # of a label that breaks
_NEXT_LINE = 2.6  # lines from one line of a label to the next
_SAME_ROW = 0.7  # lines that labels beside each other may stand apart
_ALIGNED = 2.0  # that the lines of a label may begin apart, or their middles
_WIDEST = 24.0  # of a label

_BESIDE_TITLE = re.compile(r"\(?(?:20\d\d|二[〇○零]..)年度?\)?|附[件表]\d{0,2}:?")

Rows = Sequence[Sequence[Word]]


class _Label(NamedTuple):
    """A label: what it means, its words, and its value where that stands in the same text, behind a colon."""

    role: str
    words: list[Word]
    has_value: bool

    @property
    def left(self) -> float:
        return min(word.left for word in self.words)

    @property
    def right(self) -> float:
        return max(word.right for word in self.words)

    @property
    def top(self) -> float:
        return min(word.y for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.y for word in self.words)


def placed_label_rows(rows: Rows, titles: Titles) -> list[tuple[Run, ...]]:
    """The labels in these rows with their values, as rows of cells."""
    rows = [row for row in rows if not _BESIDE_TITLE.fullmatch(text_of(row))]
    words = [word for row in rows for word in row]
    labels = _labels(rows, titles)
    taken = {word for label in labels for word in label.words}
    groups = [label for label in labels if label.role == "group"]
    bands = _beside_each_other([label for label in labels if label.role != "group"])
    lines = sorted({word.y for word in words if word not in taken} | {label.top for band in bands for label in band})
    starts = _starts(bands, lines)
    found: list[tuple[Run, ...]] = []
    for number, band in enumerate(bands):
        top = lines[starts[number]] if starts else band[0].top
        bottom = lines[starts[number + 1]] if starts and number + 1 < len(bands) else float("inf")
        values = [word for word in words if word not in taken and top <= word.y < bottom]
        cells: list[Run] = [group.words for group in groups if _is_for(group, band, bands)]
        for label, value in _valued(band, values):
            cells += [label.words] if label.has_value else [label.words, value]
        found.append(tuple(cells))
    return [*found, *(((word,),) for word in words if MONEY.match(word.plain) and word not in taken)]


def _is_for(group: _Label, band: Sequence[_Label], bands: Sequence[Sequence[_Label]]) -> bool:
    """Whether a band is the first that a group's name stands beside: the one nearest to it that begins its amounts."""
    right = [one for one in bands if one[0].left >= group.right - 1]
    nearest = min(right, key=lambda one: abs(one[0].top - (group.top + group.bottom) / 2), default=None)
    return nearest is band


def _labels(rows: Rows, titles: Titles) -> list[_Label]:
    """The labels among the words, those that break over lines put together."""
    found: list[_Label] = []
    taken: set[Word] = set()
    for at, row in enumerate(rows):
        index = 0
        while index < len(row):
            if row[index] in taken:
                index += 1
                continue
            label = _whole(rows, at, index, titles, taken) or _on_line(row, index, titles)
            if label is None:
                index += 1
                continue
            taken.update(label.words)
            found.append(label)
            index += sum(word in taken for word in row[index:]) if label.words[0].y == label.words[-1].y else 1
    return found


def _on_line(row: Sequence[Word], index: int, titles: Titles) -> _Label | None:
    """The label that begins with a word of a row."""
    end = index + 1
    while end < len(row) and row[end].left - row[end - 1].right <= 1:
        end += 1
    label = find_label(row, index, end, titles)
    if label is None:
        return None
    role, stop, behind = label
    return _Label(role, list(row[index : end if behind else stop]), behind)


def _whole(rows: Rows, at: int, index: int, titles: Titles, taken: set[Word]) -> _Label | None:
    """The label whose first line is a word, where it goes on on the lines below: begins there, or has its middle."""
    first = rows[at][index]
    if first.right - first.left > _WIDEST:
        return None
    parts = [first]
    best: _Label | None = None
    for below in range(at + 1, len(rows)):
        y = rows[below][0].y
        if y - parts[-1].y > _NEXT_LINE or len(parts) == _MOST_LINES:
            break
        under = [word for word in rows[below] if word not in taken and _lies_under(word, first)]
        if not under:
            continue
        if find_label(under, 0, 1, titles):
            break
        parts.append(under[0])
        label = find_label(parts, 0, len(parts), titles)
        if label and label[1] == len(parts) and not label[2] and len(text_of(parts)) <= _WIDEST:
            best = _Label(label[0], list(parts), False)
    return best


def _lies_under(word: Word, first: Word) -> bool:
    middles = abs((word.left + word.right) - (first.left + first.right)) / 2
    return abs(word.left - first.left) <= _ALIGNED or middles <= _ALIGNED


def _beside_each_other(labels: Sequence[_Label]) -> list[list[_Label]]:
    """The labels by the rows they stand in, from left to right."""
    bands: list[list[_Label]] = []
    for label in sorted(labels, key=lambda one: one.top + one.bottom):
        middle = (label.top + label.bottom) / 2
        if bands and middle - (bands[-1][0].top + bands[-1][0].bottom) / 2 <= _SAME_ROW:
            bands[-1].append(label)
        else:
            bands.append([label])
    return [sorted(band, key=lambda one: one.left) for band in bands]


def _starts(bands: Sequence[Sequence[_Label]], lines: Sequence[float]) -> list[int] | None:
    """The first line of each band: a label stands at the top of its value's lines, or in their middle."""
    names = [Named(band[0].words, band[0].top, band[0].bottom) for band in bands]
    return spread_alone(names, [Row(at, at + 1, y, y, [], 0.0) for at, y in enumerate(lines)]) if bands else None


def _valued(band: Sequence[_Label], words: Sequence[Word]) -> Iterator[tuple[_Label, list[Word]]]:
    """The labels of a row with what stands right of each, or below each where it heads a column of text."""
    heads = len(band) > 1 and all(label.role in _GOALS for label in band) and not any(
        abs(word.y - band[0].top) < _SAME_ROW for word in words
    )
    edges = [band[0].left - 1 if heads else band[0].right]
    for label, following in zip(band, band[1:], strict=False):
        spans = [[(word.left, word.right)] for word in words]
        _, gaps = least_crossed(spans, label.right, following.left)
        edges.append((gaps[-1][0] + gaps[-1][1]) / 2 if gaps else following.left)
    for at, label in enumerate(band):
        left = edges[at] if heads or not at else label.right
        right = (edges[at + 1] if heads else band[at + 1].left) if at + 1 < len(band) else float("inf")
        yield label, [word for word in words if left - 1 <= (word.left + word.right) / 2 < right and (heads or word.left >= left - 1)]
