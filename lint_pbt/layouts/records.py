"""Records: the indicators of a project written one behind the other, in running text or in one cell.

`1、1-产出指标；11-数量指标；〈name〉；实施周期指标值:〈value〉；年度指标值:〈value〉。`, with and without numbers and
codes. A record has a head, up to its second-level category, and labels before its values. Everything is matched in
the joined, folded text, where half and full width are the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from sys import intern

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
_LONG = 20_000  # characters of a text
_ENDS = "。;；.,、 \t\v\x1c\x1d\x1e\x1f\x85\u2028\u2029"  # what may stand behind a value or a name, folded
_WHOLE, _SEGMENT = Pattern(".+"), Pattern("[^;]+")
_BEGINNINGS = ";,、 \t\v\x1c\x1d\x1e\x1f\x85\u2028\u2029"


class Head(Struct, frozen=True, gc=False):
    """The head of a record, up to the separator behind its second-level category. Offsets in the joined text."""

    start: int
    end: int
    ordinal: int | None
    level1: tuple[int, int]
    level2: tuple[int, int]
    codes: tuple[str | None, str | None]


def _matches(text: str, words: Mapping[str, str], begin: int = 0) -> Iterator[re.Match[str]]:
    """The heads with numbers, before values with these labels; where there is none at all, those without."""
    numbered = False
    for match in _named(_NUMBERED, text, words, begin):
        numbered = True
        yield match
    if not numbered:
        yield from _named(_unnumbered(), text, words, begin)


@cache
def _unnumbered() -> Pattern:
    first, _ = standard_framework().names()
    return Pattern(rf"(?<![\d|])(?P<ordinal>)(?=\d{{1,3}}\s*-|{any_of(first)}){_LEVEL}[;,|]\s*{_LEVEL}[;,|:]")


def _named(pattern: Pattern, text: str, words: Mapping[str, str], begin: int) -> Iterator[re.Match[str]]:
    """The matches whose levels have codes or standard names. One is enough where a name and a label follow."""
    match = pattern.search(text, begin)
    while match:
        ordinal, code1, name1, code2, name2 = match.groups()
        sure = bool(code1 or _is_standard(name1, 1)) + bool(code2 or _is_standard(name2, 2))
        fits = sure == 2 or (sure == 1 and ordinal and _name_follows(text, match.end(), words))
        if fits:
            yield match
        match = pattern.search(text, match.end() if fits else match.start() + 1)


def _name_follows(text: str, start: int, words: Mapping[str, str]) -> bool:
    """Whether a name and the label of a value stand at the offset: then a second level stands before it."""
    end = text.find(";", start, start + _LONGEST_NAME)
    colon = text.find(":", start, end + _LONGEST_NAME)
    named = start < end < colon and not text.startswith(tuple(words), start)
    return named and text[end + 1 : colon].strip() in words


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
    return sum(1 for _ in islice(_matches(text, _standard_words()), 3))


def first_head(text: str) -> int:
    """Where the first record begins in a folded text, its end where there is none."""
    return next((match.start() for match in _matches(text, _standard_words())), len(text))


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


def _label_words(added: Words) -> Mapping[str, str]:
    """The labels that stand before values, each with its kind: the titles of the columns that would hold these."""
    return {word: _KINDS[role] for word, role in column_roles(added).items() if role in _KINDS}


@cache
def _standard_words() -> Mapping[str, str]:
    return _label_words(NOTHING)


def _find_labels(text: str, kinds: Mapping[str, str]) -> Iterator[Label]:
    """Every label of a value in a text.

    The colon may be missing behind a separator, and the other way round, but the short words for a value are
    also parts of names: they count where the text has none of that kind with both.
    """
    # Of the many words few stand in a text, and only these are worth a pattern; in a long one to look for each of those
    # that do not stand there would take longer than a pattern for all.
    words = [word for word in kinds if len(text) > _LONG or word in text]
    found = []
    for match in Pattern(rf"({any_of(words)})\s?(:?)").finditer(text) if words else ():
        start = match.start()
        while start and text[start - 1].isspace():
            start -= 1
        found.append((match, start > 0 and text[start - 1] in ";,。.|、", start))
    whole = {match[1] for match, parted, _ in found if parted and match[2]}
    told = {kinds[word] for word in whole}
    for match, parted, start in found:
        word, kind = match[1], kinds[match[1]]
        known = len(word) > _LONGEST_SHORT or word in whole or kind not in told
        if (parted and match[2]) or ((parted or match[2]) and known and kind not in _BOTH_SIGNS):
            yield Label(start - parted, match.end() if match[2] else match.end(1), kind)


class Record(Struct, frozen=True, gc=False):
    """A record as read: it ends at `end`, `closed` by an end sign. Behind it, text that looks like another
    indicator but has no head may follow."""

    indicator: Indicator
    end: int
    closed: bool


class Records:
    """The records of one text. `words` are the labels that may stand before values, `expected` the kinds of values, of
    the cycle and the year, that have labels in this text. `added` are words that a user adds."""

    def __init__(self, joined: Joined, added: Words) -> None:
        self.words = _label_words(added)
        self._labels = list(_find_labels(joined.folded, self.words))
        self.expected = frozenset(label.kind for label in self._labels) & {"cycle", "annual"}
        self._starts = [label.start for label in self._labels]
        self._joined = joined
        self._text = joined.folded

    def heads(self, begin: int = 0, boundaries: Sequence[int] = ()) -> list[Head]:
        """The heads of all records from `begin` on. At each of the `boundaries` numbers start again from 1."""
        found: list[Head] = []
        expected = 1
        for match in _matches(self._text, self.words, begin):
            since = found[-1].end if found else begin
            start, ordinal = match.start(), None
            if match["ordinal"]:
                restarts = bisect_left(boundaries, start) > bisect_left(boundaries, since)
                start, ordinal = _ordinal(self._joined, match, 1 if restarts else expected)
            elif not (self._joined.starts_line(start) or last_sign(self._text, 0, start) in ("", "。", ";", ".")):
                continue  # without a number it begins behind a sentence or on a new line
            expected = (ordinal or 0) + 1
            _, code1, _, code2, _ = match.groups()
            found.append(Head(start, match.end(), ordinal, match.span(3), match.span(5), (code1, code2)))
        return found

    def labels_between(self, start: int, end: int) -> Sequence[Label]:
        """The labels that begin between two offsets."""
        return self._labels[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

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
        parts = _WHOLE if self.expected <= values.keys() else _SEGMENT
        pieces = (self._field(*part.span()) for part in parts.finditer(self._text, head.end, name_end))
        name, *leftover = [field for field in pieces if field] or [Field("", passage, head.end)]
        fields = {kind: self._field(*span) for kind, span in values.items()}
        cycle, annual = fields.get("cycle"), fields.get("annual")
        if cycle and annual and cycle.text == annual.text:
            annual = Field(cycle.text, passage, annual.start)  # most are: one text in memory serves both
        return Indicator(
            head.ordinal,
            self._category(head.codes[0], *head.level1),
            self._category(head.codes[1], *head.level2),
            name,
            cycle,
            annual,
            head.start,
            fields.get("weight"),
            fields.get("direction"),
            leftover=tuple(leftover),
        )

    def _category(self, code: str | None, start: int, end: int) -> Category | Field:
        passage = self._joined.passage
        # A table has thousands of them, and a dozen names and codes.
        name = Field(intern(passage.text[start:end]), passage, start)
        return Category(intern(code), name) if code is not None else name

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
