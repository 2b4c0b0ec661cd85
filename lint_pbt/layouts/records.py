"""Records: the indicators of a project written one behind the other, in running text or in one cell.

`1、1-产出指标；11-数量指标；〈name〉；实施周期指标值:〈value〉；年度指标值:〈value〉。`, with and without numbers and
codes. A record has a head, up to its second-level category, and labels before its values. Everything is matched in
the joined, folded text, where half and full width are the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import islice

from msgspec import Struct

from lint_pbt.layouts.joining import Joined, last_sign
from lint_pbt.layouts.words import NOTHING, Words, any_of, column_roles, standard_framework
from lint_pbt.model.document import Category, Field, Indicator
from lint_pbt.text.patterns.lazy import Pattern

# Level names are read loosely and looked at afterwards. Beginning with a plain digit lets the search skip
# everything else.
_NUMBER = r"(?P<ordinal>\d(?<!\d\d)\d{0,11})\s*[、,.):]\s*"
_LEVEL = r"(?:(\d{1,3})\s*-\s*)?([^\W\d_][^;:。]{0,19}?)\s*"
_NUMBERED = Pattern(rf"{_NUMBER}{_LEVEL}[;,|]\s*{_LEVEL}[;,|:]")
_LONGEST_NAME = 80
_IN_BRACKETS = Pattern(r"\([^()]*\)$")
# What the columns that give labels hold, by their roles in rules/vocabulary/columns.yaml.
_KINDS = {"cycle": "cycle", "value": "annual", "weight": "weight", "direction": "direction"}
_BOTH_SIGNS = ("weight", "direction")  # labels too short to be told without separator and colon
_LONGEST_SHORT = 3  # characters: 指标值, 目标值, 计划值
_ENDS = "。;；.,、 \t\v\x1c\x1d\x1e\x1f\x85\u2028\u2029"  # what may stand behind a value or a name, folded
_SEGMENT = Pattern("[^;]+")
_BEGINNINGS = ";,、 \t\v\x1c\x1d\x1e\x1f\x85\u2028\u2029"


class Head(Struct, frozen=True, gc=False):
    """The head of a record, up to the separator behind its second-level category. Offsets in the joined text."""

    start: int
    end: int
    ordinal: int | None
    level1: tuple[int, int]
    level2: tuple[int, int]
    codes: tuple[str | None, str | None]


def find_heads(joined: Joined, begin: int, boundaries: Sequence[int], labels: ValueLabels) -> list[Head]:
    """The heads of all records from `begin` on, before values with these labels.

    At each of the `boundaries` numbers start again from 1.
    """
    found: list[Head] = []
    expected = 1
    for match in _matches(joined.folded, labels, begin):
        since = found[-1].end if found else begin
        start, ordinal = match.start(), None
        if match["ordinal"]:
            restarts = bisect_left(boundaries, start) > bisect_left(boundaries, since)
            start, ordinal = _ordinal(joined, match, 1 if restarts else expected)
        elif not _begins_here(joined, start):
            continue
        expected = (ordinal or 0) + 1
        _, code1, _, code2, _ = match.groups()
        found.append(Head(start, match.end(), ordinal, match.span(3), match.span(5), (code1, code2)))
    return found


def _matches(text: str, labels: ValueLabels, begin: int = 0) -> Iterator[re.Match[str]]:
    """The heads with numbers; where there is none at all, those without."""
    numbered = False
    for match in _named(_NUMBERED, text, labels, begin):
        numbered = True
        yield match
    if not numbered:
        yield from _named(_unnumbered(), text, labels, begin)


@cache
def _unnumbered() -> Pattern:
    first, _ = standard_framework().names()
    return Pattern(rf"(?<![\d|])(?P<ordinal>)(?=\d{{1,3}}\s*-|{any_of(first)}){_LEVEL}[;,|]\s*{_LEVEL}[;,|:]")


def _named(pattern: Pattern, text: str, labels: ValueLabels, begin: int) -> Iterator[re.Match[str]]:
    """The matches whose levels have codes or standard names. One is enough where a name and a label follow."""
    match = pattern.search(text, begin)
    while match:
        ordinal, code1, name1, code2, name2 = match.groups()
        sure = bool(code1 or _is_standard(name1, 1)) + bool(code2 or _is_standard(name2, 2))
        fits = sure == 2 or (sure == 1 and ordinal and _name_follows(text, match.end(), labels))
        if fits:
            yield match
        match = pattern.search(text, match.end() if fits else match.start() + 1)


def _name_follows(text: str, start: int, labels: ValueLabels) -> bool:
    """Whether a name and the label of a value stand at the offset: then a second level stands before it."""
    end = text.find(";", start, start + _LONGEST_NAME)
    if end <= start or labels.pattern.match(text, start):
        return False
    label = labels.pattern.match(text, end + 1)
    return label is not None and bool(label[2])


@cache
def _is_standard(name: str, level: int) -> bool:
    """Whether a name without a code is that of a category; a second level may be any 指标."""
    bare = _IN_BRACKETS.sub("", name)
    framework = standard_framework()
    if level == 1:
        return framework.level1(bare) is not None
    return framework.level2(bare) is not None or bare.endswith("指标")


def quick_heads(text: str) -> int:
    """How many heads of records the beginning of a folded text without white space has, at most three."""
    return sum(1 for _ in islice(_matches(text, value_labels()), 3))


def first_head(text: str) -> int:
    """Where the first record begins in a folded text, its end where there is none."""
    return next((match.start() for match in _matches(text, value_labels())), len(text))


def _begins_here(joined: Joined, offset: int) -> bool:
    """Whether a record without a number may begin at the offset: behind a sentence or on a new line."""
    return joined.starts_line(offset) or last_sign(joined.folded, 0, offset) in ("", "。", ";", ".")


def _ordinal(joined: Joined, match: re.Match[str], expected: int) -> tuple[int, int]:
    """Where the record begins and its number: digits of the value before it may stand right in front."""
    text, digits, start = joined.folded, match["ordinal"], match.start()
    if text[start - 1 : start] == "(" and text[match.end("ordinal")] == ")":
        return start - 1, int(digits)
    before = text[start - 1 : start].strip()
    decimal = before == "." and text[start - 2 : start - 1].isdigit()
    if before and (decimal or before not in "。;."):
        for number in map(str, (expected, 1)):
            if digits.endswith(number):
                return match.end("ordinal") - len(number), int(number)
        for offset in range(start + 1, match.end("ordinal")):
            if joined.starts_line(offset):
                return offset, int(text[offset : match.end("ordinal")])
        digits = digits if len(digits) <= 3 else digits[-1]
    return match.end("ordinal") - len(digits), int(digits)


class Label(Struct, frozen=True, gc=False):
    """The label of a value, from the separator before it to the colon behind it."""

    start: int
    end: int
    kind: str


class ValueLabels:
    """The labels that stand before values: the titles of the columns that would hold these."""

    def __init__(self, roles: Mapping[str, str]) -> None:
        self.kinds = {word: _KINDS[role] for word, role in roles.items() if role in _KINDS}
        # Any label, its name as the first group and its colon, if it has one, as the second.
        self.pattern = Pattern(rf"({any_of(self.kinds)})\s?(:?)")

    def find(self, joined: Joined) -> list[Label]:
        """Every label of a value in the text.

        The colon may be missing behind a separator, and the other way round, but the short words for a value are
        also parts of names: they count where the text has none of that kind with both.
        """
        text = joined.folded
        found = [self._label(text, match) for match in self.pattern.finditer(text)]
        whole = {(match[1], self.kinds[match[1]]) for match, parted, _ in found if parted and match[2]}
        words, told = {word for word, _ in whole}, {kind for _, kind in whole}
        labels = []
        for match, parted, start in found:
            word, kind = match[1], self.kinds[match[1]]
            known = len(word) > _LONGEST_SHORT or word in words or kind not in told
            if (parted and match[2]) or ((parted or match[2]) and known and kind not in _BOTH_SIGNS):
                labels.append(Label(start - parted, match.end() if match[2] else match.end(1), kind))
        return labels

    @staticmethod
    def _label(text: str, match: re.Match[str]) -> tuple[re.Match[str], bool, int]:
        """A match, whether a separator stands before it, and where the white space before it begins."""
        start = match.start()
        while start and text[start - 1].isspace():
            start -= 1
        return match, start > 0 and text[start - 1] in ";,。.|、", start


@lru_cache(maxsize=16)
def _value_labels(roles: tuple[tuple[str, str], ...]) -> ValueLabels:
    return ValueLabels(dict(roles))


def value_labels(added: Words = NOTHING) -> ValueLabels:
    """The labels that are known, with those that a user adds."""
    return _value_labels(tuple(column_roles(added).items()))


class Record(Struct, frozen=True, gc=False):
    """A record as read: it ends at `end`, `closed` by an end sign. Behind it, text that looks like another
    indicator but has no head may follow."""

    indicator: Indicator
    end: int
    closed: bool


class RecordReader:
    """Reads the records of one text."""

    def __init__(self, joined: Joined, labels: ValueLabels) -> None:
        self.labels = labels.find(joined)
        self.expected = frozenset(label.kind for label in self.labels) & {"cycle", "annual"}
        self._starts = [label.start for label in self.labels]
        self._names: dict[str, str] = {}
        self._joined = joined
        self._text = joined.folded

    def labels_between(self, start: int, end: int) -> Sequence[Label]:
        """The labels that begin between two offsets."""
        return self.labels[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def read(self, head: Head, end: int, following: int | None) -> Record:
        """The record behind a head, to the offset `end`; `following` is the number of the next one in the run."""
        values: dict[str, tuple[int, int]] = {}
        name_end, previous, overflow = end, "", None
        for label in self.labels_between(head.end - 1, end):
            if label.start < head.end and self._text[label.end - 1] != ":":
                continue  # the name itself begins like a label
            if previous:
                values[previous] = (values[previous][0], label.start)
            if label.kind in values:
                # The label of another indicator, whose head could not be read.
                found = self._number(values[previous][0], label.start, r"\d{1,3}", head.ordinal)
                overflow = found or self._text.find("。", values[previous][0], label.start) + 1 or label.start
                break
            name_end = min(name_end, max(label.start, head.end))
            values[label.kind] = (label.end, end)
            previous = label.kind
        if overflow is None and previous and following and head.ordinal and following > head.ordinal + 1:
            overflow = self._number(values[previous][0], end, str(head.ordinal + 1), head.ordinal)
        if overflow is not None:
            end = overflow
            values[previous] = (values[previous][0], end)
        return Record(self._indicator(head, name_end, values), end, last_sign(self._text, head.end, end) in "。;.")

    def _indicator(self, head: Head, name_end: int, values: dict[str, tuple[int, int]]) -> Indicator:
        passage = self._joined.passage
        # Where a label is missing, its value stands without it behind the name.
        lacks = not self.expected <= values.keys()
        pieces = self._segments(head.end, name_end) if lacks else [(head.end, name_end)]
        name, *leftover = [self._field(*piece) for piece in pieces] or [None]
        fields = {kind: self._field(*span) for kind, span in values.items()}
        return Indicator(
            head.ordinal,
            self._category(head.codes[0], *head.level1),
            self._category(head.codes[1], *head.level2),
            name or Field("", passage, head.end),
            fields.get("cycle"),
            fields.get("annual"),
            passage.place(head.start),
            fields.get("weight"),
            fields.get("direction"),
            leftover=tuple(filter(None, leftover)),
        )

    def _category(self, code: str | None, start: int, end: int) -> Category:
        passage = self._joined.passage
        name = passage.text[start:end]
        # A table has thousands of them, and a dozen names.
        return Category(code, Field(self._names.setdefault(name, name), passage, start))

    def _field(self, start: int, end: int) -> Field | None:
        """The field in a span without the signs that part and end fields, None where nothing is left."""
        text = self._text[start:end].rstrip(_ENDS)
        end = start + len(text)
        start = end - len(text.lstrip(_BEGINNINGS))
        passage = self._joined.passage
        return Field(passage.text[start:end], passage, start) if start < end else None

    def _number(self, start: int, end: int, number: str, ordinal: int | None) -> int | None:
        """Where in a value a number of a record stands: behind an end sign, or the next one right behind the value."""
        behind = rf"|{ordinal + 1}(?=\s*[、)])" if ordinal else ""
        found = Pattern(rf"(?<=[。;.])\s*\(?{number}(?=\s*[、,.):]){behind}").search(self._text, start, end)
        return found.start() if found else None

    def _segments(self, start: int, end: int) -> list[tuple[int, int]]:
        """The parts between semicolons, without empty ones."""
        return [part.span() for part in _SEGMENT.finditer(self._text, start, end) if part[0].strip()]
