"""A form found in text: where it begins and where its indicators are over, and the grid it makes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from lint_pbt.layouts.tables.titles import Titles
from lint_pbt.layouts.words import any_of, vocabulary
from lint_pbt.recovery.labels import find_label
from lint_pbt.recovery.words import Run, Word, cell_of, is_title, text_of
from lint_pbt.sheet import EMPTY, Cell, GridSheet

_TITLES = {"level1": "一级指标", "level2": "二级指标", "name": "三级指标", "value": "指标值", "cycle": "实施周期指标值"}
_FARTHEST = 400  # words between a project's label and the header below it
_LINES_ABOVE = 12  # lines between a title and the label of the project
_LINES_ABOVE_ALL = 40  # the same where no project is named


class Form(NamedTuple):
    """A form: its title, its labels with their values as rows of cells, the columns by role and their titles, the rows
    of records, and the words from which on it is not sure what is what.

    The titles have no words where the text has no header; `at` is the word the indicators begin with. `trusted` is
    False where the order of the words cannot be that of a table's cells. `lost` are labels without
    their text; `crossed` counts texts that stand across two columns.
    """

    at: Word
    title: Run
    labels: list[tuple[Run, ...]]
    roles: tuple[str, ...]
    titles: list[Run]
    records: list[list[Run]]
    unsure: list[Word]
    trusted: bool = True
    lost: Sequence[Word] = ()
    crossed: int = 0


def last_project(words: Sequence[Word], start: int, end: int, titles: Titles) -> int | None:
    """Where the last label of a project's name stands between two positions."""
    for at in range(end - 1, max(start, end - _FARTHEST) - 1, -1):
        if words[at].plain[:1] in _firsts():
            label = find_label(words, at, end, titles)
            if label and label[0] == "project":
                return at
    return None


@cache
def _firsts() -> frozenset[str]:
    return frozenset(word[0] for word in vocabulary("grid-columns")["columns"]["project"])


def begin_of(words: Sequence[Word], floor: int, end: int, titles: Titles) -> int:
    """Where the form begins whose indicators begin at `end`: with its title, or with the label of its project."""
    project = last_project(words, floor, end, titles)
    at = end if project is None else project
    found = at
    lines = 0
    most = _LINES_ABOVE_ALL if project is None else _LINES_ABOVE
    while at > floor and lines <= most:
        start = _line_start(words, at - 1)
        if is_title(text_of(words[start:at])):
            return max(start, floor)
        at = start
        lines += 1
    return found


def _line_start(words: Sequence[Word], at: int) -> int:
    while at and words[at - 1].line == words[at].line:
        at -= 1
    return at


@cache
def _outside_words() -> re.Pattern[str]:
    """What a line begins with, or ends with, that belongs to no indicator."""
    words = vocabulary("form-lines")
    notes = any_of(vocabulary("table-frame")["footnote"])
    return re.compile(
        rf"(?:{any_of(words['sums'])})$|(?:{any_of(words['outside'])})|\(?(?:{notes})\d?[:.、]"
        rf"|.{{0,30}}(?:{any_of(words['tables'])})(?:\([^()]{{1,20}}\))?$"
    )


def outside(words: Sequence[Word], start: int, end: int, titles: Titles) -> int:
    """Where the first line behind `start` begins that is no part of the indicators."""
    for at in range(start, end):
        if not at or words[at - 1].line != words[at].line:
            stop = at + 1
            while stop < end and words[stop].line == words[at].line:
                stop += 1
            if _outside_words().match(text_of(words[at:stop])):
                return at
            label = find_label(words, at, end, titles) if words[at].plain[:1] in _firsts() else None
            if label and label[0] == "project":
                return at
    return end


def grid_of(form: Form, spaced: bool) -> GridSheet:
    """The rows of a form: its title, each label with its value, the header and the records."""

    def row(runs: list[Run] | tuple[Run, ...]) -> tuple[Cell, ...]:
        return tuple(cell_of(run, spaced) if run else EMPTY for run in runs)

    header = tuple(
        cell_of(title, True) if title and not _is_short(role, title) else Cell(_TITLES.get(role, ""), form.at.place)
        for role, title in zip(form.roles, form.titles, strict=True)
    )
    above = [row((form.title,))] if form.title else []
    return GridSheet(None, (*above, *map(row, form.labels), header, *map(row, form.records)))


def _is_short(role: str, title: Run) -> bool:
    """Whether a title says what its column holds only below the one it shares with others: 实施周期, 年度."""
    text = text_of(title)
    return role in ("value", "cycle") and "值" not in text and "目标" not in text
