"""Where a form begins above its indicators, and where its indicators are over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from lint_pbt.layouts.form_lines.labels import find_label
from lint_pbt.layouts.form_lines.pieces import Piece, text_of
from lint_pbt.layouts.tables.titles import Titles
from lint_pbt.layouts.words import any_of, vocabulary

_FARTHEST = 400  # pieces between a project's label and the header below it
_LINES_ABOVE = 12  # lines between a title and the label of the project
_LINES_ABOVE_ALL = 40  # the same where no project is named
_LONGEST_TITLE = 50
_TITLE = re.compile(r".{3,}表(?:\([^()]{1,20}\))*")


def last_project(pieces: Sequence[Piece], start: int, end: int, titles: Titles) -> int | None:
    """Where the last label of a project's name stands between two positions."""
    for at in range(end - 1, max(start, end - _FARTHEST) - 1, -1):
        if pieces[at].plain[:1] in _firsts():
            label = find_label(pieces, at, end, titles)
            if label and label[0] == "project":
                return at
    return None


@cache
def _firsts() -> frozenset[str]:
    return frozenset(word[0] for word in vocabulary("columns")["columns"]["project"])


def begin_of(pieces: Sequence[Piece], floor: int, end: int, titles: Titles) -> int:
    """Where the form begins whose indicators begin at `end`: with its title, or with the label of its project."""
    project = last_project(pieces, floor, end, titles)
    at = end if project is None else project
    found = at
    lines = 0
    most = _LINES_ABOVE_ALL if project is None else _LINES_ABOVE
    while at > floor and lines <= most:
        start = _line_start(pieces, at - 1)
        if is_title(text_of(pieces[start:at])):
            return max(start, floor)
        at = start
        lines += 1
    return found


def _line_start(pieces: Sequence[Piece], at: int) -> int:
    while at and pieces[at - 1].line == pieces[at].line:
        at -= 1
    return at


def is_title(text: str) -> bool:
    return len(text) <= _LONGEST_TITLE and bool(_TITLE.fullmatch(text))


@cache
def _outside_words() -> re.Pattern[str]:
    """What a line begins with, or ends with, that belongs to no indicator."""
    words = vocabulary("form-lines")
    notes = any_of(vocabulary("table-frame")["footnote"])
    return re.compile(
        rf"(?:{any_of(words['sums'])})$|(?:{any_of(words['outside'])})|\(?(?:{notes})\d?[:.、]"
        rf"|.{{0,30}}(?:{any_of(words['tables'])})(?:\([^()]{{1,20}}\))?$"
    )


def outside(pieces: Sequence[Piece], start: int, end: int, titles: Titles) -> int:
    """Where the first line behind `start` begins that is no part of the indicators."""
    for at in range(start, end):
        if not at or pieces[at - 1].line != pieces[at].line:
            stop = at + 1
            while stop < end and pieces[stop].line == pieces[at].line:
                stop += 1
            if _outside_words().match(text_of(pieces[at:stop])):
                return at
            label = find_label(pieces, at, end, titles) if pieces[at].plain[:1] in _firsts() else None
            if label and label[0] == "project":
                return at
    return end
