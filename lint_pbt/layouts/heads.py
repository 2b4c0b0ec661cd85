"""Heads of records: `1、1-产出指标；11-数量指标；`, with and without numbers and codes.

Everything is matched in the joined, folded text, where half and full width are the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

from lint_pbt.layouts.joining import Joined, last_sign
from lint_pbt.layouts.labels import label_pattern
from lint_pbt.layouts.words import any_of, standard_framework

# Level names are read loosely and looked at afterwards. Beginning with a plain digit lets the search skip
# everything else.
_NUMBER = r"(?P<ordinal>\d(?<!\d\d)\d{0,11})\s*[、,.):]\s*"
_LEVEL = r"(?:(\d{1,3})\s*-\s*)?([^\W\d_][^;:。]{0,19}?)\s*"
_NUMBERED = re.compile(rf"{_NUMBER}{_LEVEL}[;,|]\s*{_LEVEL}[;,|:]")
_LONGEST_NAME = 80
_IN_BRACKETS = re.compile(r"\([^()]*\)$")


class Head(NamedTuple):
    """The head of a record, up to the separator behind its second-level category. Offsets in the joined text."""

    start: int
    end: int
    ordinal: int | None
    level1: tuple[int, int]
    level2: tuple[int, int]
    codes: tuple[str | None, str | None]


def find_heads(joined: Joined, begin: int, boundaries: Sequence[int]) -> list[Head]:
    """The heads of all records from `begin` on. At each of the `boundaries` numbers start again from 1."""
    found: list[Head] = []
    expected = 1
    for match in _matches(joined.folded, begin):
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


def _matches(text: str, begin: int = 0) -> Iterator[re.Match[str]]:
    """The heads with numbers; where there is none at all, those without."""
    numbered = False
    for match in _named(_NUMBERED, text, begin):
        numbered = True
        yield match
    if not numbered:
        yield from _named(_unnumbered(), text, begin)


@cache
def _unnumbered() -> re.Pattern[str]:
    first, _ = standard_framework().names()
    return re.compile(rf"(?<!\d)(?P<ordinal>)(?=\d{{1,3}}\s*-|{any_of(first)}){_LEVEL}[;,|]\s*{_LEVEL}[;,|:]")


def _named(pattern: re.Pattern[str], text: str, begin: int) -> Iterator[re.Match[str]]:
    """The matches whose levels have codes or standard names. One is enough where a name and a label follow."""
    match = pattern.search(text, begin)
    while match:
        ordinal, code1, name1, code2, name2 = match.groups()
        sure = bool(code1 or _is_standard(name1, 1)) + bool(code2 or _is_standard(name2, 2))
        fits = sure == 2 or (sure == 1 and ordinal and _name_follows(text, match.end()))
        if fits:
            yield match
        match = pattern.search(text, match.end() if fits else match.start() + 1)


def _name_follows(text: str, start: int) -> bool:
    """Whether a name and the label of a value stand at the offset: then a second level stands before it."""
    end = text.find(";", start, start + _LONGEST_NAME)
    if end <= start or label_pattern().match(text, start):
        return False
    label = label_pattern().match(text, end + 1)
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
    return sum(1 for _ in islice(_matches(text), 3))


def first_head(text: str) -> int:
    """Where the first record begins in a folded text, its end where there is none."""
    return next((match.start() for match in _matches(text)), len(text))


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
