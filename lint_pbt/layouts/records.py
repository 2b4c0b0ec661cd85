"""The grammar of records: `1、1-产出指标；11-数量指标；〈name〉；实施周期指标值:〈value〉；年度指标值:〈value〉。`

Everything is matched in the joined, folded text, where half and full width are the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

from lint_pbt.layouts.joining import Joined
from lint_pbt.layouts.words import any_of, kinds, levels
from lint_pbt.model import Category, Field, Indicator

_ENDS = "。;；.,、"  # what may stand behind a value or a name, folded
_CJK = "\u3400-\u9fff"
_COLON_ONLY = ("weight", "direction")  # labels too short to be told without separator and colon


class Head(NamedTuple):
    """The head of a record, up to the separator behind its second-level category. Offsets in the joined text."""

    start: int
    end: int
    ordinal: int | None
    level1: tuple[int, int]
    level2: tuple[int, int]
    codes: tuple[str | None, str | None]


class Label(NamedTuple):
    """The label of a value, from the separator before it to the colon behind it."""

    start: int
    end: int
    kind: str


class Record(NamedTuple):
    """A record as read. `rest` is text behind it that looks like another indicator; `open` where it has no end sign."""

    indicator: Indicator
    rest: Field | None
    open: bool
    end: int


@cache
def _head_pattern() -> re.Pattern[str]:
    first, second = levels()
    tail = r"(?:指标)?(?:\s*\([^()]{1,10}\))?"
    coded = rf"\d{{1,3}}\s*-\s*[{_CJK}][^;:。]{{0,19}}?"
    return re.compile(
        rf"(?:\(?(?<!\d)(?P<ordinal>\d{{1,12}})\s*[、,.):]\s*)?"
        rf"(?P<one>{coded}|(?:{first}){tail})\s*[;,|]\s*"
        rf"(?P<two>{coded}|(?:{second}){tail}|[{_CJK}]{{2,10}}指标)\s*[;,|:]"
    )


@cache
def _label_pattern() -> re.Pattern[str]:
    return re.compile(rf"({any_of(kinds('value-labels', 'labels'))})\s?(:?)")


def find_labels(joined: Joined) -> list[Label]:
    """Every label of a value in the text. The colon may be missing behind a separator, and the other way round."""
    text = joined.folded
    kind_of = kinds("value-labels", "labels")
    found = []
    for match in _label_pattern().finditer(text):
        start = match.start()
        while start and text[start - 1].isspace():
            start -= 1
        parted = start > 0 and text[start - 1] in ";,。.|、"
        colon = bool(match[2])
        kind = kind_of[match[1]]
        if (parted and colon) or ((parted or colon) and kind not in _COLON_ONLY):
            found.append(Label(start - parted, match.end() if colon else match.end(1), kind))
    return found


def find_heads(joined: Joined, begin: int, boundaries: Sequence[int]) -> list[Head]:
    """The heads of all records from `begin` on. At each of the `boundaries` numbers start again from 1."""
    text = joined.folded
    found: list[Head] = []
    expected = 1
    for match in _head_pattern().finditer(text, begin):
        since = found[-1].end if found else begin
        restarts = bisect_left(boundaries, match.start()) > bisect_left(boundaries, since)
        start, ordinal = match.start(), None
        if match["ordinal"]:
            start, ordinal = _ordinal(joined, match, 1 if restarts else expected)
        elif not _begins_here(joined, start):
            continue
        expected = (ordinal or 0) + 1
        one, code1 = _category(text, *match.span("one"))
        two, code2 = _category(text, *match.span("two"))
        found.append(Head(start, match.end(), ordinal, one, two, (code1, code2)))
    return found


def quick_heads(text: str) -> int:
    """How many heads of records the beginning of a folded text without white space has, at most three."""
    return sum(1 for _ in islice(_head_pattern().finditer(text), 3))


def _begins_here(joined: Joined, offset: int) -> bool:
    """Whether a record without a number may begin at the offset: behind a sentence or on a new line."""
    index = bisect_left(joined.breaks, offset)
    fresh = index < len(joined.breaks) and joined.breaks[index] == offset
    return fresh or last_sign(joined.folded, 0, offset) in ("", "。", ";", ".")


def _ordinal(joined: Joined, match: re.Match[str], expected: int) -> tuple[int, int]:
    """Where the record begins and its number: digits of the value before it may stand right in front."""
    digits, start = match["ordinal"], match.start("ordinal")
    before = joined.folded[match.start() - 1 : match.start()]
    if start == match.start() and before and before not in "。;." and not before.isspace():
        for number in dict.fromkeys((expected, 1)):
            if digits.endswith(str(number)):
                return start + len(digits) - len(str(number)), number
        seams = [seam - start for seam in joined.breaks[bisect_left(joined.breaks, start + 1) :][:12]]
        seam = next((seam for seam in seams if seam < len(digits)), None)
        if seam:
            return start + seam, int(digits[seam:])
        if len(digits) > 3:
            return start + len(digits) - 1, int(digits[-1])
    return match.start(), int(digits)


def _category(text: str, start: int, end: int) -> tuple[tuple[int, int], str | None]:
    """The span of a category's name and its code."""
    dash = text.find("-", start, end)
    code = text[start:dash].strip() if dash > 0 else ""
    return ((dash + 1, end), code) if code.isdigit() else ((start, end), None)


def read_record(
    joined: Joined, head: Head, labels: Sequence[Label], end: int, following: int | None, expected: frozenset[str]
) -> Record:
    """The record behind a head, to the offset `end`.

    `labels` are those of the whole text, `following` the number of the next record if that is in the same run,
    `expected` the kinds of values that the table has.
    """
    text, field = joined.folded, joined.passage.field
    inside = labels[_first(labels, head.end - 1) : _first(labels, end)]
    inside = [label for label in inside if label.start >= head.end or text[label.end - 1] == ":"]
    values: dict[str, tuple[int, int]] = {}
    name_end, rest_start = end, None
    for label, after in zip(inside, [*inside[1:], None], strict=False):
        if label.kind in values:
            rest_start = _overflow(text, max(span[0] for span in values.values()), label.start)
            break
        name_end = min(name_end, max(label.start, head.end))
        values[label.kind] = (label.end, after.start if after else end)
    if rest_start is None and following and head.ordinal and following > head.ordinal + 1 and values:
        rest_start = _missed(text, max(span[0] for span in values.values()), end, head.ordinal + 1)
    body_end = end if rest_start is None else rest_start
    # Where a label is missing, its value stands without it behind the name.
    pieces = _segments(text, head.end, name_end) if expected - values.keys() else [(head.end, name_end)]
    spans = {kind: _trim(text, low, min(high, body_end)) for kind, (low, high) in values.items()}
    found = {kind: field(*span) for kind, span in spans.items() if span[0] < span[1]}
    leftover = [_trim(text, *piece) for piece in pieces[1:]]
    indicator = Indicator(
        ordinal=head.ordinal,
        level1=Category(head.codes[0], field(*head.level1)),
        level2=Category(head.codes[1], field(*head.level2)),
        name=field(*_trim(text, *pieces[0])) if pieces else field(head.end, head.end),
        cycle=found.get("cycle"),
        annual=found.get("annual"),
        place=joined.passage.place(head.start),
        weight=found.get("weight"),
        direction=found.get("direction"),
        leftover=tuple(field(*span) for span in leftover if span[0] < span[1]),
    )
    rest = field(rest_start, end) if rest_start is not None else None
    return Record(indicator, rest, last_sign(text, head.end, body_end) not in ("。", ";", "."), body_end)


def last_sign(text: str, start: int, end: int) -> str:
    """The last character before `end` that is no white space, or "" where there is none."""
    while end > start and text[end - 1].isspace():
        end -= 1
    return text[end - 1 : end] if end > start else ""


def _first(labels: Sequence[Label], offset: int) -> int:
    return bisect_left(labels, (offset,))


def _overflow(text: str, start: int, end: int) -> int:
    """Where in the last value another indicator begins whose own label stands at `end`."""
    numbered = re.compile(r"[。;.]\s*\(?\d{1,3}\s*[、,.):]").search(text, start, end)
    if numbered:
        return numbered.start() + 1
    stop = text.find("。", start, end)
    return end if stop < 0 else stop + 1


def _missed(text: str, start: int, end: int, ordinal: int) -> int | None:
    """Where in a value a record begins that has the missing number but no head."""
    found = re.compile(rf"[。;.]\s*{ordinal}\s*[、,.):]").search(text, start, end)
    return found.start() + 1 if found else None


def _segments(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts between semicolons, without empty ones."""
    spans = []
    while start <= end:
        stop = text.find(";", start, end)
        stop = end if stop < 0 else stop
        if text[start:stop].strip():
            spans.append((start, stop))
        start = stop + 1
    return spans


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the signs that part and end fields."""
    while end > start and (text[end - 1] in _ENDS or text[end - 1].isspace()):
        end -= 1
    while start < end and (text[start] in ";,、" or text[start].isspace()):
        start += 1
    return start, end
