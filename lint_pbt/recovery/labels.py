"""Labels above the indicators, each with its value: behind it in running text, beside or below it in placed text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain, groupby, pairwise
from typing import NamedTuple

from lint_pbt.layouts.tables.labels import GOALS
from lint_pbt.layouts.tables.titles import Titles, block_of
from lint_pbt.layouts.words import code_end, is_office, vocabulary
from lint_pbt.recovery.rows import Named, Row, spread
from lint_pbt.recovery.words import AMOUNT, Run, Word, room_left, side_by_side, text_of
from lint_pbt.text.patterns.lazy import Pattern

_MOST_PIECES = 8  # of a label
_LONGEST, _SHORTEST = 20, 4  # characters of a label
_LONGEST_UNLISTED = 10
_LONGEST_ASIDE = 4  # characters of a line of the label that runs down beside others
_SHORTEST_OTHER = 3  # of one that is only passed over
_COLUMNS = ("project", "unit", "amount", "source", "goal", "cycle_goal", "indicators", "note")
_OPENING = Pattern(r"([\"“]?(?:目标\d{0,2}|\(?\d{1,2}[.、)]|[一二三][、.]))")
_MONEYS = ("group", "amount", "cycle_amount", "source", "part")
_OFFICES = ("unit", "applicant", "department")
_NAMES = ("project", *_OFFICES)
_SHORT = (*_OFFICES, "amount")  # what labels of two characters may mean
MONEY = Pattern(r"(?:金额)?单位:[万亿千百]?元|\(?[万亿千百]?元\)")
_OPEN_MONEY = Pattern(r"(?:金额)?单位:[万亿千百]{0,2}")
_NO_NAME = Pattern(r"[,;。()]|20\d\d")
_IN_UNIT = Pattern(r"\((?:[万亿千百]?元|\d{1,3}分)\)$")
_MONEY_UNIT = Pattern(r"\(?[万亿千百]?元\)?")
_ENDS = ("。", ";", ".", "!")

Span = tuple[int, int]


_NEXT_LINE = 2.6  # lines from one line of a label to the next
_SAME_ROW = 0.7  # lines that labels beside each other may stand apart
_ALIGNED = 2.0  # that the lines of a label may begin apart, or their middles
_WIDEST = 24.0  # of a label
_SPACE = 2.0  # the widest within a name
_BESIDE_TITLE = Pattern(r"\(?(?:20\d\d|二[〇○零]..)年度?\)?|附[件表]\d{0,2}:?")
Rows = Sequence[Sequence[Word]]


def _role(text: str, titles: Titles, alone: bool = False) -> str | None:
    """What a label means; a short word is one where it stands `alone`."""
    if len(text) > _LONGEST + 10 or text[-1:].isdigit():
        return None
    title = titles.of(text)
    role = "project" if title and title.role == "project" else titles.label(text)  # of both: 单位名称(项目)
    if role not in _COLUMNS and role not in vocabulary("columns")["labels"]:
        return None
    shortest = _SHORTEST if role in _COLUMNS[:-1] else _SHORTEST_OTHER
    return role if len(text) >= shortest or (alone and role in _SHORT) else None


def find_label(words: Sequence[Word], at: int, end: int, titles: Titles) -> tuple[str, int, bool] | None:
    """The label that begins with a word: its role, where it ends, and whether its value stands in it too."""
    text, best = "", None
    for stop in range(at + 1, min(at + _MOST_PIECES, end) + 1):
        text += words[stop - 1].plain
        role = _role(text.rstrip(":"), titles)
        name, colon, behind = text.partition(":")
        if role:
            best = (role, stop, False)
        elif colon and behind and best is None and (role := _role(name, titles, alone=True)):
            return role, stop, True
        elif len(name) > _LONGEST:
            break
        if best and stop < end and _role(words[stop].plain, titles):
            break
    role = _in_own_cell(words, at, titles) if best is None else None
    return best or ((role, at + 1, False) if role else None)


def _in_own_cell(words: Sequence[Word], at: int, titles: Titles) -> str | None:
    """The role of a label that is none anywhere else but in a cell of its own: short, or not listed and of an ending.

    What stands beside a short one is its value.
    """
    word, plain = words[at], words[at].plain.rstrip(":")
    before = words[at - 1] if at and words[at - 1].line == word.line else None
    behind = words[at + 1] if at + 1 < len(words) and words[at + 1].line == word.line else None
    if (before and word.left - before.right <= 0.5) or (behind and behind.left - word.right <= 0.5):
        return None
    short = _role(plain, titles, alone=True)
    if behind and behind.left - word.right > 1 and short in _SHORT:
        return "money" if _MONEY_UNIT.fullmatch(behind.plain) else short
    head = titles.label_by_head(plain)
    if head in (*_SHORT, "project") and plain.isalpha() and len(plain) <= _LONGEST_UNLISTED:
        return head
    return "other" if _ends_as_label(plain) else None


def _ends_as_label(plain: str) -> bool:
    """Whether a text that is not listed is a label by its ending, or by a unit behind it."""
    bare = _IN_UNIT.sub("", plain)
    ends = bare.endswith(tuple(vocabulary("form-lines")["label_endings"])) or bare != plain
    return ends and bare.isalpha() and _SHORTEST <= len(bare) <= _LONGEST_UNLISTED


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


def label_rows(rows: Rows, titles: Titles, way: str) -> list[tuple[Run, ...]]:
    """The labels in these rows, each with its value in the next cell, or in its own where a colon parts them.

    Values are found by their place beside or below their label where the words are `placed`, else in order.
    """
    rows = _with_whole_money(list(filter(None, map(_without_year, rows))))
    labels = _labels_in(rows, titles, way)
    taken = {word for label in labels for word in label.words}
    loose = [word for row in rows for word in row if word not in taken]
    groups: list[_Label] = []
    found: list[tuple[_Label, Run]]
    if way == "placed":
        groups = [label for label in labels if _heads_rows(label, labels, loose)]
        found = list(_by_place([label for label in labels if label not in groups], loose))
    else:
        in_order = _in_order(labels, loose)
        if way == "lined":
            _share_lines(in_order, rows)
        found = _parted(_without_loose_parts(in_order))
    return [
        *((label.words,) for label in groups),
        *(([word],) for word in loose if MONEY.match(word.plain)),
        *((office,) for row in rows if (office := _office_beside_money(row)) and taken.isdisjoint(office)),
        *(_cells(label, _cut_short(label.role, value, titles)) for label, value in found),
    ]


def _with_whole_money(rows: Rows) -> list[list[Word]]:
    """The rows with what money is counted in put together where it breaks over lines: 单位:万, and 元 below."""
    found = [list(row) for row in rows]
    for at, row in enumerate(found):
        for index, word in enumerate(row):
            if not _OPEN_MONEY.fullmatch(word.plain):
                continue
            for below in found[at + 1 : at + 3]:
                rest = next((one for one in below if _MONEY_UNIT.fullmatch(one.plain) and _lies_under(one, word)), None)
                if rest:
                    row[index] = word._replace(text=word.text + rest.text, plain=word.plain + rest.plain)
                    below.remove(rest)
                    break
    return list(filter(None, found))


def _office_beside_money(row: Sequence[Word]) -> Run:
    """The office with its code that stands on a line with what money is counted in, and nothing else."""
    office = row[:-1]
    return office if office and MONEY.match(row[-1].plain) and code_end(text_of(office), office=True) else ()


def _without_year(row: Sequence[Word]) -> Sequence[Word]:
    """A row without the year, or number of an attachment, that goes with the title above, alone or before a unit."""
    for end in range(len(row), 0, -1):
        rest = row[end:]
        if _BESIDE_TITLE.fullmatch(text_of(row[:end])) and (not rest or MONEY.match(text_of(rest))):
            return rest
    return row


def _cells(label: _Label, value: Run) -> tuple[Run, ...]:
    one = label.has_value or label.role == "money"
    return ([*label.words, *value],) if one else (label.words, value)


def _without_loose_parts(found: Sequence[tuple[_Label, Run]]) -> list[tuple[_Label, Run]]:
    """The labels without parts of money where there are two totals."""
    two_totals = {"amount", "cycle_amount"} <= {label.role for label, _ in found}
    return [one for one in found if not (two_totals and one[0].role in ("source", "part"))]


def _labels_in(rows: Rows, titles: Titles, way: str) -> list[_Label]:
    """The labels among the words, those that break over lines put together except in `lined` text."""
    found: list[_Label] = []
    taken: set[Word] = set()
    for at, row in enumerate(rows):
        for index, word in enumerate(row):
            if word in taken:
                continue
            whole = _whole(rows, at, index, titles, taken) if way != "lined" else None
            if label := whole or _on_line(row, index, titles, way):
                taken.update(label.words)
                found.append(label)
    return found


def _on_line(row: Sequence[Word], index: int, titles: Titles, way: str) -> _Label | None:
    """The label that begins with a word of a row."""
    end = index + len(side_by_side(row, index))
    label = find_label(row, index, end, titles)
    if label is None:
        return None
    role, stop, behind = label
    return _Label(role, list(row[index : end if behind and way == "placed" else stop]), behind)


def _whole(rows: Rows, at: int, index: int, titles: Titles, taken: set[Word]) -> _Label | None:
    """The label whose first line is a word, where it goes on on the lines below: begins there, or has its middle."""
    first = rows[at][index]
    if first.right - first.left > _WIDEST:
        return None
    parts = [first]
    best: _Label | None = None
    for below in range(at + 1, len(rows)):
        y = rows[below][0].y
        if y - parts[-1].y > _NEXT_LINE or len(parts) >= _MOST_PIECES:
            break
        under = [word for word in rows[below] if word not in taken and _lies_under(word, first)]
        if not under:
            continue
        if len(parts) == 1 and _is_broken(rows[at], index, under[0], taken):
            return _Label("other", [first, under[0]], False)
        if find_label(under, 0, 1, titles):
            break
        on_line = side_by_side(rows[below], rows[below].index(under[0]))
        for more in (on_line[:1], on_line):
            whole = [*parts, *more]
            label = find_label(whole, 0, len(whole), titles)
            if label and label[1] == len(whole) and not label[2] and len(text_of(whole)) <= _WIDEST:
                best = _Label(label[0], whole, False)
        parts = best.words[:] if best and best.words[-1].line == under[0].line else [*parts, under[0]]
    return best


def _is_broken(row: Sequence[Word], index: int, under: Word, taken: set[Word]) -> bool:
    """Whether a word behind a value is the first line of a label that is not listed, and ends with the one below."""
    before, first, words = row[index - 1], row[index], vocabulary("form-lines")
    endings = tuple(words["label_endings"])
    if before in taken or first.left - before.right <= 1 or before.plain.endswith(endings):
        return False  # a value, or the first of its row: then the one before is the last, right of it
    whole = first.plain.endswith(endings) or _ends_as_label(under.plain)
    is_open = first.plain.endswith(tuple(words["open_ends"]))
    return _ends_as_label(first.plain + under.plain) and (is_open or not whole)


def _lies_under(word: Word, first: Word) -> bool:
    middles = abs((word.left + word.right) - (first.left + first.right)) / 2
    return abs(word.left - first.left) <= _ALIGNED or middles <= _ALIGNED


def _heads_rows(label: _Label, labels: Sequence[_Label], words: Sequence[Word]) -> bool:
    """Whether a label stands amid rows with labels of their own, rather than beside its value."""
    others = (one for one in labels if one is not label)
    alone = not any(one.top <= label.bottom and label.top <= one.bottom for one in others)
    return label.role == "group" and not (alone and any(label.top <= word.y <= label.bottom for word in words))


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


def _by_place(labels: Sequence[_Label], words: Sequence[Word]) -> Iterator[tuple[_Label, Run]]:
    """Each label with its value. A row of labels stands at the top of the lines of its values, or in their middle."""
    bands = _beside_each_other(labels)
    lines = sorted({word.y for word in words} | {label.top for label in labels})
    names = [Named(band[0].words, band[0].top, band[0].bottom) for band in bands]
    labelled, texts = {label.top for label in labels}, _side_by_side(words)
    edges = {at for at, y in enumerate(lines) if y in labelled or not _all_go_on(y, texts)}
    found = spread([names], [Row(at, at + 1, y, y, [], 0.0) for at, y in enumerate(lines)], None, edges)
    tops = [lines[start] for start in found[0].starts] if found else [band[0].top for band in bands]
    for band, top, bottom in zip(bands, tops, [*tops[1:], float("inf")], strict=False):
        yield from _beside_or_below(band, [word for word in words if top <= word.y < bottom])


def _all_go_on(y: float, texts: Sequence[Run]) -> bool:
    """Whether all that stands at a height goes on a full line above it: begins where that does, or has its middle."""
    here = [text for text in texts if text[0].y == y]
    above = [text for text in texts if 0 < y - text[0].y < _NEXT_LINE]

    def goes_on(text: Run) -> bool:
        aligned = [
            one for one in above if abs(one[0].left - text[0].left) <= 1 or abs(_middle(one) - _middle(text)) <= 1
        ]
        before = max(aligned, key=lambda one: one[0].y, default=None)
        if before is None:
            return False
        widest = max(_width(other) for other in texts if abs(other[0].left - before[0].left) <= 1)
        return room_left(widest, _width(before), text[0]) <= 0

    return bool(here) and all(map(goes_on, here))


def _side_by_side(words: Sequence[Word]) -> list[list[Word]]:
    """The words by what stands side by side."""
    texts: list[list[Word]] = []
    for before, word in zip([None, *words], words, strict=False):
        if before and before.line == word.line and word.left - before.right <= 1:
            texts[-1].append(word)
        else:
            texts.append([word])
    return texts


def _width(text: Run) -> int:
    return sum(word.width for word in text)


def _middle(text: Run) -> float:
    return (text[0].left + text[-1].right) / 2


def _beside_or_below(band: Sequence[_Label], words: Sequence[Word]) -> Iterator[tuple[_Label, list[Word]]]:
    """The labels of a row with what stands right of each, or below a goal's where it heads a column of text."""
    for label, following in zip(band, [*band[1:], None], strict=True):
        end = following.left if following else float("inf")
        below = [word for word in words if label.left - 1 <= word.left and (word.left + word.right) / 2 < end]
        beside = [word for word in below if label.right - 1 <= word.left]
        if label.role in _OFFICES:
            beside = _in_one_cell(beside)
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


def _in_one_cell(words: Sequence[Word]) -> list[Word]:
    """What stands together in the cell with the first of some words, and goes on below it."""
    lines = _side_by_side(words)
    cell = lines[:1]
    for line in lines[1:]:
        under = line[0].y > cell[-1][0].y
        aligned = abs(line[0].left - cell[0][0].left) <= 1 or abs(_middle(line) - _middle(cell[0])) <= _ALIGNED
        if under and aligned and _width(line) <= _width(cell[0]) + 1:
            cell.append(line)
    return list(chain.from_iterable(cell))


def _ends(word: Word, label: _Label, words: Sequence[Word]) -> bool:
    """Whether a word on the line below a label with its value is the rest of that: alone, and begins where it does."""
    below = 0 < word.y - label.bottom < _NEXT_LINE / 2 and abs(word.left - label.left) <= 1
    return below and word.plain.isalpha() and not any(other.y == word.y and other is not word for other in words)


def _goes_on(word: Word, label: _Label, words: Sequence[Word]) -> bool:
    """Whether a word begins a line, below a label, that is too long for another label: the text was broken there."""
    begins = word.y > label.bottom and word.left <= label.left and len(word.text) > _LONGEST_ASIDE
    return begins and not any(other.line == word.line and other is not word for other in words)


def _in_order(labels: Sequence[_Label], words: Sequence[Word]) -> list[tuple[_Label, list[Word]]]:
    """Each label with the words between it and the next one."""
    ends = [(label.words[-1].line, label.words[-1].start) for label in labels]
    values: list[list[Word]] = [[] for _ in labels]
    for word in words:
        at = bisect_right(ends, (word.line, word.start)) - 1
        if at >= 0:
            values[at].append(word)
    return list(zip(labels, values, strict=True))


def _share_lines(found: Sequence[tuple[_Label, list[Word]]], rows: Rows) -> None:
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
            if MONEY.match(word.plain) or (at and word.plain.endswith(":")):
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


def _parted(found: Sequence[tuple[_Label, Run]]) -> list[tuple[_Label, Run]]:
    """The same with two goals that stand beside each other parted: labels first, then both texts."""
    result: list[tuple[_Label, Run]] = []
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
