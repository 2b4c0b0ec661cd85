"""What the labels above the indicators say: the value behind each in running text, beside or below in placed text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from lint_pbt.layouts.tables.labels import GOALS
from lint_pbt.layouts.tables.titles import Titles, block_of
from lint_pbt.layouts.words import code_end, is_office, vocabulary
from lint_pbt.recovery.labels import Label, Rows, find_label, labels_in
from lint_pbt.recovery.rows import Row
from lint_pbt.recovery.spanning import Named, spread
from lint_pbt.recovery.words import AMOUNT, Run, Word, room_left, text_of
from lint_pbt.text.patterns.lazy import Pattern

_LONGEST_ASIDE = 4  # characters of a line of the label that runs down beside others
_OPENING = Pattern(r"([\"“]?(?:目标\d{0,2}|\(?\d{1,2}[.、)]|[一二三][、.]))")
_MONEYS = ("group", "amount", "cycle_amount", "source", "part")
_NAMES = ("project", "unit", "applicant", "department")
_MONEY = Pattern(r"(?:金额)?单位:[万亿千百]?元|\(?[万亿千百]?元\)")
_NO_NAME = Pattern(r"[,;。()]|20\d\d")
_ENDS = ("。", ";", ".", "!")
_BELOW = 1.3  # lines from a value to the rest of it
_SAME_ROW = 0.7  # lines that labels beside each other may stand apart
_SPACE = 2.0  # the widest within a name
_BESIDE_TITLE = Pattern(r"\(?(?:20\d\d|二[〇○零]..)年度?\)?|附[件表]\d{0,2}:?")


def label_rows(rows: Rows, titles: Titles, way: str) -> list[tuple[Run, ...]]:
    """The labels in these rows, each with its value in the next cell, or in its own where a colon parts them.

    Values are found by their place beside or below their label where the words are `placed`, else in order.
    """
    rows = list(filter(None, map(_without_year, rows)))
    labels = labels_in(rows, titles, way)
    taken = {word for label in labels for word in label.words}
    loose = [word for row in rows for word in row if word not in taken]
    groups: list[Label] = []
    offices: list[Run] = []
    found: list[tuple[Label, Run]]
    if way == "placed":
        groups = [label for label in labels if _heads_rows(label, labels, loose)]
        found = list(_by_place([label for label in labels if label not in groups], loose))
    else:
        in_order = _in_order(labels, loose)
        first = labels[0].words[0].line if labels else 0
        lines = [[word for word in row if not _MONEY.match(word.plain)] for row in rows if row[0].line < first]
        offices = [row for row in lines if row and is_office(text_of(row)[code_end(text_of(row)) :])]
        if way == "lined":
            _share_lines(in_order, rows)
        found = _parted(_without_loose_parts(in_order))
    return [
        *((row,) for row in offices),
        *((label.words,) for label in groups),
        *(([word],) for word in loose if _MONEY.match(word.plain)),
        *(_cells(label, _cut_short(label.role, value, titles)) for label, value in found),
    ]


def _without_year(row: Sequence[Word]) -> Sequence[Word]:
    """A row without the year, or number of an attachment, that goes with the title above, alone or before a unit."""
    for end in range(len(row), 0, -1):
        rest = row[end:]
        if _BESIDE_TITLE.fullmatch(text_of(row[:end])) and (not rest or _MONEY.match(text_of(rest))):
            return rest
    return row


def _cells(label: Label, value: Run) -> tuple[Run, ...]:
    one = label.has_value or label.role == "money"
    return ([*label.words, *value],) if one else (label.words, value)


def _without_loose_parts(found: Sequence[tuple[Label, Run]]) -> list[tuple[Label, Run]]:
    """The labels without parts of money where there are two totals."""
    two_totals = {"amount", "cycle_amount"} <= {label.role for label, _ in found}
    return [one for one in found if not (two_totals and one[0].role in ("source", "part"))]


def _heads_rows(label: Label, labels: Sequence[Label], words: Sequence[Word]) -> bool:
    """Whether a label stands amid rows with labels of their own, rather than beside its value."""
    others = (one for one in labels if one is not label)
    alone = not any(one.top <= label.bottom and label.top <= one.bottom for one in others)
    return label.role == "group" and not (alone and any(label.top <= word.y <= label.bottom for word in words))


def _beside_each_other(labels: Sequence[Label]) -> list[list[Label]]:
    """The labels by the rows they stand in, from left to right."""
    bands: list[list[Label]] = []
    for label in sorted(labels, key=lambda one: one.top + one.bottom):
        middle = (label.top + label.bottom) / 2
        if bands and middle - (bands[-1][0].top + bands[-1][0].bottom) / 2 <= _SAME_ROW:
            bands[-1].append(label)
        else:
            bands.append([label])
    return [sorted(band, key=lambda one: one.left) for band in bands]


def _by_place(labels: Sequence[Label], words: Sequence[Word]) -> Iterator[tuple[Label, Run]]:
    """Each label with its value. A row of labels stands at the top of the lines of its values, or in their middle."""
    bands = _beside_each_other(labels)
    lines = sorted({word.y for word in words} | {label.top for label in labels})
    names = [Named(band[0].words, band[0].top, band[0].bottom) for band in bands]
    labelled, texts = {label.top for label in labels}, _side_by_side(words)
    edges = {at for at, y in enumerate(lines) if y in labelled or not _all_go_on(y, lines[at - 1], texts)}
    found = spread([names], [Row(at, at + 1, y, y, [], 0.0) for at, y in enumerate(lines)], None, edges)
    tops = [lines[start] for start in found[0].starts] if found else [band[0].top for band in bands]
    for band, top, bottom in zip(bands, tops, [*tops[1:], float("inf")], strict=False):
        yield from _beside_or_below(band, [word for word in words if top <= word.y < bottom])


def _all_go_on(y: float, above: float, texts: Sequence[Run]) -> bool:
    """Whether all that stands at a height goes on a full line above it: begins where that does, or has its middle."""
    here, before = ([text for text in texts if text[0].y == height] for height in (y, above))

    def goes_on(text: Run) -> bool:
        for one in before:
            aligned = abs(one[0].left - text[0].left) <= 1 or abs(_middle(one) - _middle(text)) <= 1
            widest = max(other[-1].right for other in texts if abs(other[0].left - one[0].left) <= 1)
            if aligned and room_left(int(widest), int(one[-1].right), text[0]) <= 0:
                return True
        return False

    return y > above and bool(here) and all(map(goes_on, here))


def _side_by_side(words: Sequence[Word]) -> list[list[Word]]:
    """The words by what stands side by side."""
    texts: list[list[Word]] = []
    for before, word in zip([None, *words], words, strict=False):
        if before and before.line == word.line and word.left - before.right <= 1:
            texts[-1].append(word)
        else:
            texts.append([word])
    return texts


def _middle(text: Run) -> float:
    return (text[0].left + text[-1].right) / 2


def _beside_or_below(band: Sequence[Label], words: Sequence[Word]) -> Iterator[tuple[Label, list[Word]]]:
    """The labels of a row with what stands right of each, or below a goal's where it heads a column of text."""
    for label, following in zip(band, [*band[1:], None], strict=True):
        end = following.left if following else float("inf")
        below = [word for word in words if label.left - 1 <= word.left and (word.left + word.right) / 2 < end]
        beside = [word for word in below if label.right - 1 <= word.left]
        if label.role in GOALS and len(band) == 1:
            beside = [word for word in words if word in beside or _goes_on(word, label, words)]
        is_short = label.role in _MONEYS and len({word.y for word in below}) == 1  # more are those of other rows
        heads = label.role in GOALS or is_short
        heads = heads and not any(label.top <= word.y <= label.bottom for word in beside)
        if label.has_value:
            alone = len(band) == 1
            yield (
                label,
                [
                    one
                    for one in words
                    if one.y > label.bottom and (one in beside or (alone and _ends(one, label, words)))
                ],
            )
        else:
            yield label, below if heads else beside


def _ends(word: Word, label: Label, words: Sequence[Word]) -> bool:
    """Whether a word on the line below a label with its value is the rest of that: alone, and begins where it does."""
    below = 0 < word.y - label.bottom < _BELOW and abs(word.left - label.left) <= 1
    return below and word.plain.isalpha() and not any(other.y == word.y and other is not word for other in words)


def _goes_on(word: Word, label: Label, words: Sequence[Word]) -> bool:
    """Whether a word begins a line, below a label, that is too long for another label: the text was broken there."""
    begins = word.y > label.bottom and word.left <= label.left and len(word.text) > _LONGEST_ASIDE
    return begins and not any(other.line == word.line and other is not word for other in words)


def _in_order(labels: Sequence[Label], words: Sequence[Word]) -> list[tuple[Label, list[Word]]]:
    """Each label with the words between it and the next one."""
    ends = [(label.words[-1].line, label.words[-1].start) for label in labels]
    values: list[list[Word]] = [[] for _ in labels]
    for word in words:
        at = bisect_right(ends, (word.line, word.start)) - 1
        if at >= 0:
            values[at].append(word)
    return list(zip(labels, values, strict=True))


def _share_lines(found: Sequence[tuple[Label, list[Word]]], rows: Rows) -> None:
    """Leave to each label what stands on its line; one without a value takes its share of the lines above and below.

    Goals have more lines than that, and those of two beside each other run into one.
    """
    by_line = {line: list(some) for line, some in groupby(found, key=lambda one: one[0].words[-1].line)}
    lines = [by_line.get(row[0].line, []) for row in rows]
    for at, beside in enumerate(lines):
        for label, value in beside:
            value[:] = [word for word in value if word.line == label.words[-1].line]
        empty = [value for label, value in beside if not value and label.role not in GOALS]
        if at + 1 < len(rows) and not lines[at + 1] and len(rows[at + 1]) == len(beside) > 1 and not empty:
            empty = [value for _, value in beside]  # each goes on
        for near in (at - 1, at + 1):
            if 0 <= near < len(rows) and not lines[near] and len(rows[near]) <= len(empty):
                for value, word in zip(empty, rows[near], strict=False):
                    value.append(word)


def _cut_short(role: str, value: Run, titles: Titles) -> Run:
    """A value without what is no part of it: what stands behind an amount, a line with an amount behind a name, the
    label beside the indicators behind a goal.
    """
    if role in _MONEYS and len(value) > 1 and AMOUNT.fullmatch(value[0].plain):
        return value[:1]
    if role in (*GOALS, *_NAMES):
        for at in range(max(1, len(value) - 4), len(value)):
            if _heads_indicators(text_of(value[at:]), titles):
                return value[:at]
    if role in _NAMES:
        for at, word in enumerate(value):
            if _MONEY.match(word.plain) or (at and word.plain.endswith(":")):
                return value[:at]
            if role != "project" and at and word.line != value[at - 1].line and _goes_beyond(value[:at], value[at:]):
                return value[:at]
            behind = value[at + 1] if at + 1 < len(value) and value[at + 1].line == word.line else None
            if word.line != value[0].line and behind and behind.left - word.right > 1:
                return value[:at]  # a label that is not listed, with its own value
            if at and AMOUNT.fullmatch(word.plain) and word.line != value[0].line:
                return [one for one in value[:at] if one.line == value[0].line]
    return value


def _goes_beyond(office: Run, rest: Run) -> bool:
    """Whether the lines behind the name of an office are no part of it: prose, a date, what is in a unit."""
    name = text_of(office)
    whole = is_office(name) and not name.endswith(tuple(vocabulary("table-frame")["places"]))
    return whole and _NO_NAME.search(text_of(rest)) is not None


def _heads_indicators(text: str, titles: Titles) -> bool:
    """Whether a text is the label that runs down beside the indicators."""
    title = titles.of(text)
    return (title is not None and title.role == "indicators") or (text.endswith("绩效指标") and bool(block_of(text)))


def _parted(found: Sequence[tuple[Label, Run]]) -> list[tuple[Label, Run]]:
    """The same with two goals that stand beside each other parted: labels first, then both texts."""
    result: list[tuple[Label, Run]] = []
    for label, value in found:
        before = result[-1] if result else None
        if before and {before[0].role, label.role} == set(GOALS) and not before[1] and not before[0].has_value:
            cut = _second(value) if len(value) > 1 else None
            if cut is not None:
                result[-1], value = (before[0], value[:cut]), value[cut:]
        result.append((label, value))
    return result


def _second(words: Run) -> int | None:
    """Where the second of two texts begins, None where that cannot be told."""
    firsts = [at for at in range(1, len(words)) if words[at].line != words[at - 1].line or len(words) == 2]
    same = [at for at in firsts if text_of(words[:at]) == text_of(words[at:])]
    if same:
        return same[0]
    opening = _OPENING.match(words[0].plain)
    widest = max(word.width for word in words)
    ending = [at for at in firsts if words[at - 1].plain.endswith(_ENDS) or words[at - 1].width < widest * 0.7]
    if opening:
        again = [at for at in ending if words[at].plain.startswith(opening[1])]
        return again[0] if len(again) == 1 else None
    ended = [at for at in ending if words[at - 1].plain.endswith(_ENDS)]  # the columns may be unlike in width
    return next((some[0] for some in (ended, ending) if len(some) == 1), None)


def labels_in_doubt(rows: Sequence[tuple[Run, ...]], titles: Titles) -> list[Word]:
    """The first label of a goal, where there are some and none has a text; that of a project whose name a gap parts."""
    found = [(find_label(row[0], 0, len(row[0]), titles), row[0][0], row[-1]) for row in rows if len(row) > 1]
    goals = [(label, text) for role, label, text in found if role and role[0] in GOALS]
    names = [(label, pairwise(text)) for role, label, text in found if role and role[0] == "project"]
    return [
        *(label for label, _ in goals[:1] if not any(text for _, text in goals)),
        *(label for label, pairs in names if any(a.line == b.line and b.left - a.right > _SPACE for a, b in pairs)),
    ]
