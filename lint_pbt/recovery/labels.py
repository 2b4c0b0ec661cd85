"""Labels above the indicators, each with its value: behind it in running text, beside or below it in placed text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby, pairwise
from typing import NamedTuple

from lint_pbt.layouts.tables.labels import GOALS
from lint_pbt.layouts.tables.titles import Titles, block_of, compact
from lint_pbt.layouts.words import vocabulary
from lint_pbt.readers.gaps import least_crossed
from lint_pbt.recovery.rows import Named, Row, spread_alone
from lint_pbt.recovery.words import Run, Word, text_of
from lint_pbt.text.patterns.lazy import Pattern

_MOST_PIECES = 8  # of a label
_LONGEST, _SHORTEST = 20, 4  # characters of a label
_LONGEST_UNLISTED = 10
_SHORTEST_OTHER = 3  # of one that is only passed over
_COLUMNS = ("project", "unit", "amount", "source", "goal", "cycle_goal", "indicators", "note")
_OPENING = Pattern(r"([\"“]?(?:目标\d{0,2}|\(?\d{1,2}[.、)]|[一二三][、.]))")
_MONEYS = ("group", "amount", "cycle_amount", "source", "part")
_NAMES = ("project", "unit", "applicant", "department")
MONEY = Pattern(r"(?:金额)?单位:[万亿千百]?元|\(?[万亿千百]?元\)")
_AMOUNT = Pattern(r"\d[\d,]*(?:\.\d{1,6})?")
_ENDS = ("。", ";", ".", "!")

Span = tuple[int, int]


_AROUND = Pattern(r"^[*★▲#]+|^20\d\d年度?(?=.)|^其中:|^[一二三四五六七八九十\d][、.]|\([^()]*\)$")
_MOST_LINES = 5  # of a label that breaks
_NEXT_LINE = 2.6  # lines from one line of a label to the next
_SAME_ROW = 0.7  # lines that labels beside each other may stand apart
_ALIGNED = 2.0  # that the lines of a label may begin apart, or their middles
_WIDEST = 24.0  # of a label
_BESIDE_TITLE = Pattern(r"\(?(?:20\d\d|二[〇○零]..)年度?\)?|附[件表]\d{0,2}:?")
Rows = Sequence[Sequence[Word]]


class _Labelled(NamedTuple):
    """A label and its value as spans of words; either may be empty (start and end the same).

    `behind` is True where the label's own last word holds the value too, behind a colon.
    """

    role: str | None
    label: Span
    value: Span
    behind: bool = False


@cache
def _labels() -> dict[str, str]:
    """The role of each label that is no title of a column too."""
    labels = vocabulary("columns").get("labels", {})
    return {compact(word): role for role, words in labels.items() for word in words}


def _role(text: str, titles: Titles) -> str | None:
    """What a label means."""
    if len(text) > _LONGEST + 10:
        return None
    bare = _AROUND.sub("", text)
    role = _labels().get(text) or _labels().get(bare)
    if role is None and (title := titles.of(text) or titles.of(bare)) and title.role in _COLUMNS:
        role = title.role
    shortest = _SHORTEST if role in _COLUMNS[:-1] else _SHORTEST_OTHER
    return role if len(text) >= shortest else None


def find_label(words: Sequence[Word], at: int, end: int, titles: Titles) -> tuple[str, int, bool] | None:
    """The label that begins with a word: its role, where it ends, and whether its value stands in it too."""
    text, best = "", None
    for stop in range(at + 1, min(at + _MOST_PIECES, end) + 1):
        text += words[stop - 1].plain
        role = _role(text.rstrip(":"), titles)
        name, colon, behind = text.partition(":")
        if role:
            best = (role, stop, False)
        elif colon and behind and best is None and (role := _role(name, titles)):
            return role, stop, True
        elif len(name) > _LONGEST:
            break
        if best and stop < end and _role(words[stop].plain, titles):
            break
    return best or (("other", at + 1, False) if _is_like_label(words, at, end) else None)


def _is_like_label(words: Sequence[Word], at: int, end: int) -> bool:
    """Whether a word is a label that is not listed: it ends like one, and stands in a cell of its own."""
    word = words[at]
    alone = at + 1 >= end or words[at + 1].line != word.line or words[at + 1].left - word.right > 0.5
    begins = at == 0 or words[at - 1].line != word.line or word.left - words[at - 1].right > 0.5
    return (
        alone
        and begins
        and _SHORTEST <= len(word.plain) <= _LONGEST_UNLISTED
        and word.plain.endswith(tuple(vocabulary("form-lines")["label_endings"]))
        and word.plain.isalpha()
    )


def label_rows(words: Sequence[Word], titles: Titles) -> list[tuple[Run, ...]]:
    """The labels in running text as rows of cells: each with its value, and before it the name of its group."""
    words = _with_wrapped_values(words, titles)
    rows: list[tuple[Run, ...]] = []
    groups: list[Run] = []
    for one in _without_loose_parts(_read(words, titles)):
        label, value = words[slice(*one.label)], words[slice(*one.value)]
        if one.behind:
            rows.append((*groups, words[one.label[0] : one.value[1]]))
            groups = []
        elif one.role == "group" and not value:
            groups.append(label)
        elif one.role not in (None, "indicators"):
            rows.append((*groups, label, value))
            groups = []
    # The unit of the amounts, where a name ran into it.
    rows += [([word],) for word in words if MONEY.match(word.plain)]
    return rows


def _with_wrapped_values(words: Sequence[Word], titles: Titles) -> list[Word]:
    """The words with the lines put in their places on which the values of several labels go on side by side."""
    lines = [list(line) for _, line in groupby(words, key=lambda word: word.line)]
    found: list[Word] = []
    before: list[int] = []  # where the labels of the line above begin, if each has its value there
    for line in lines:
        begins = [at for at in range(len(line)) if find_label(line, at, len(line), titles)]
        if not begins and len(before) > 1 and len(line) == len(before):
            ends = [*before[1:], len(found)]
            for end, word in zip(reversed(ends), reversed(line), strict=True):
                found.insert(end, word)
            before = []
            continue
        valued = all(stop - at > 1 for at, stop in pairwise([*begins, len(line)]))
        before = [len(found) + at for at in begins] if begins[:1] == [0] and valued else []
        found += line
    return found


def _without_loose_parts(found: Sequence[_Labelled]) -> list[_Labelled]:
    """The labels without the parts of amounts where two totals stand beside each other: of which are they?"""
    totals = [at for at, one in enumerate(found) if one.role in ("amount", "cycle_amount")]
    beside = {found[at].role for at in totals} == {"amount", "cycle_amount"} and totals[-1] - totals[0] < len(totals)
    return [one for one in found if not (beside and one.role in ("source", "part"))]


def goals_without_text(rows: Sequence[tuple[Run, ...]], titles: Titles) -> list[Word]:
    """The first label of a goal, where there are some and none has a text."""
    goals = []
    for row in rows:
        label = row[-2] if len(row) > 1 else ()
        found = find_label(label, 0, len(label), titles) if label else None
        if found and found[0] in GOALS:
            goals.append((label, row[-1]))
    return [goals[0][0][0]] if goals and not any(text for _, text in goals) else []


def _read(words: Sequence[Word], titles: Titles) -> list[_Labelled]:
    """The labels among the words, each with its value; what stands before the first has no label."""
    found = [_Labelled(None, (0, 0), (0, 0))]
    at = 0
    while at < len(words):
        label = find_label(words, at, len(words), titles)
        if label is None:
            at += 1
            continue
        role, stop, behind = label
        found[-1] = found[-1]._replace(value=(found[-1].value[0], at))
        found.append(_Labelled(role, (at, stop), (stop, stop), behind))
        at = stop
    found[-1] = found[-1]._replace(value=(found[-1].value[0], at))
    return _paired(words, [_cut_short(words, one, titles) for one in found])


def _cut_short(words: Sequence[Word], one: _Labelled, titles: Titles) -> _Labelled:
    """The same without what is no part of it: a line with an amount behind a name, what stands behind an amount,
    the label beside the indicators behind a goal.
    """
    start, end = one.value
    if one.role in _MONEYS and end - start > 1 and not one.behind and _AMOUNT.fullmatch(words[start].plain):
        return one._replace(value=(start, start + 1))
    if one.role in (*GOALS, *_NAMES):
        for at in range(max(start + 1, end - 4), end):
            if _heads_indicators(text_of(words[at:end]), titles):
                return one._replace(value=(start, at))
    if one.role not in _NAMES:
        return one
    for at in range(start, end):
        if MONEY.match(words[at].plain):
            return one._replace(value=(start, at))
        if _AMOUNT.fullmatch(words[at].plain) and at > start and words[at].line != words[start].line:
            while at > start + 1 and words[at - 1].line != words[start].line:
                at -= 1
            return one._replace(value=(start, at))
    return one


def _heads_indicators(text: str, titles: Titles) -> bool:
    """Whether a text is the label that runs down beside the indicators."""
    title = titles.of(text)
    return (title is not None and title.role == "indicators") or (text.endswith("绩效指标") and bool(block_of(text)))


def _paired(words: Sequence[Word], found: Sequence[_Labelled]) -> list[_Labelled]:
    """The same with two goals that stand beside each other parted: labels first, then both texts."""
    result: list[_Labelled] = []
    for one in found:
        before = result[-1] if result else None
        if (
            before is not None
            and {before.role, one.role} == set(GOALS)
            and before.value[0] == before.value[1]
            and not before.behind
            and one.value[1] - one.value[0] > 1
        ):
            cut = _cut(words, *one.value)
            if cut is not None:
                result[-1] = before._replace(value=(one.value[0], cut))
                one = one._replace(value=(cut, one.value[1]))
        result.append(one)
    return result


def _cut(words: Sequence[Word], start: int, end: int) -> int | None:
    """Where the second of two texts begins, None where that cannot be told."""
    firsts = [at for at in range(start + 1, end) if words[at].line != words[at - 1].line or end - start == 2]
    same = [at for at in firsts if text_of(words[start:at]) == text_of(words[at:end])]
    if same:
        return same[0]
    opening = _OPENING.match(words[start].plain)
    widest = max(word.width for word in words[start:end])
    ending = [at for at in firsts if words[at - 1].plain.endswith(_ENDS) or words[at - 1].width < widest * 0.7]
    if opening:
        again = [at for at in ending if words[at].plain.startswith(opening[1])]
        return again[0] if len(again) == 1 else None
    ended = [at for at in ending if words[at - 1].plain.endswith(_ENDS)]  # the columns may be unlike in width
    return next((some[0] for some in (ended, ending) if len(some) == 1), None)


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
    labels = _labels_in(rows, titles)
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


def _labels_in(rows: Rows, titles: Titles) -> list[_Label]:
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
    heads = (
        len(band) > 1
        and all(label.role in GOALS for label in band)
        and not any(abs(word.y - band[0].top) < _SAME_ROW for word in words)
    )
    edges = [band[0].left - 1 if heads else band[0].right]
    for label, following in pairwise(band):
        spans = [[(word.left, word.right)] for word in words]
        _, gaps = least_crossed(spans, label.right, following.left)
        edges.append((gaps[-1][0] + gaps[-1][1]) / 2 if gaps else following.left)
    for at, label in enumerate(band):
        left = edges[at] if heads or not at else label.right
        right = (edges[at + 1] if heads else band[at + 1].left) if at + 1 < len(band) else float("inf")
        yield label, [word for word in words if left - 1 <= word.left and (word.left + word.right) / 2 < right]
