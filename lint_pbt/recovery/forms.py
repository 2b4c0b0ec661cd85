"""A form found in text: where it begins and ends, the titles above its indicators, and the grid it makes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import NamedTuple

from lint_pbt.layouts.tables.titles import Titles, block_named
from lint_pbt.layouts.words import any_of, code_end, is_office, vocabulary
from lint_pbt.model.sheet import EMPTY, Cell, GridSheet
from lint_pbt.recovery.evidence import TARGETS, is_category
from lint_pbt.recovery.labels import find_label
from lint_pbt.recovery.words import Run, Word, cell_of, is_title, text_of
from lint_pbt.text.notation import numbering_end
from lint_pbt.text.patterns.lazy import Pattern

_TITLES = {"level1": "一级指标", "level2": "二级指标", "name": "三级指标", "value": "指标值", "cycle": "实施周期指标值"}
_FARTHEST = 400  # words between a project's label and the header below it
_NEAREST = 8  # words from one line of a label to the next
_LINES_OF_UNIT = 4  # above the label of the project
_UNITS = ("unit", "applicant", "department")
_LINES_ABOVE = 12  # lines between a title and the label of the project
_LINES_ABOVE_ALL = 40  # the same where no project is named


_MOST_PIECES = 5  # of a title
_LONGEST_HEADING = 14  # characters of a title
_BELOW_VALUES = ("sign", "value", "measure")
CELLS = ("ordinal", "level1", "level2", "name", "sign", "value", "cycle", "measure", "weight", "direction", "note")


class Form(NamedTuple):
    """A form: its title, its labels with their values as rows of cells, the columns by role and their titles, the rows
    of records, and the words from which on it is not sure what is what.

    The titles have no words where the text has no header; `at` is the word the indicators begin with. `trusted` is
    False where the order of the words cannot be that of a table's cells. `lost` are labels without
    their text; `points` tell how well the texts stand in the columns. `goes_on` tells that it is another list of the
    project of the form above.
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
    points: float = 0.0
    goes_on: bool = False


def last_project(words: Sequence[Word], start: int, end: int, titles: Titles) -> int | None:
    """Where the last label of a project's name stands between two positions."""
    behind = range(end - 1, max(start, end - _FARTHEST) - 1, -1)
    return next((at for at in behind if _names_project(words, at, end, titles)), None)


def _names_project(words: Sequence[Word], at: int, end: int, titles: Titles) -> bool:
    """Whether the label of a project's name begins with a word; it may go on in the lines below."""
    if words[at].plain[:1] not in _firsts():
        return False
    label = find_label(words, at, end, titles)
    if label is not None or (at and words[at - 1].line == words[at].line):
        return label is not None and label[0] == "project"
    text, line = words[at].plain, words[at].line
    for below in words[at + 1 : at + _NEAREST]:
        if below.line > line and below.left <= words[at].left:
            text, line = text + below.plain, below.line
            if (title := titles.of(text)) is not None:
                return title.role == "project" and len(text) > len(words[at].plain) > 1
    return False


@cache
def _firsts() -> frozenset[str]:
    return frozenset(word[0] for word in vocabulary("columns")["columns"]["project"])


def begin_of(words: Sequence[Word], floor: int, end: int, titles: Titles) -> int:
    """Where the form begins whose indicators begin at `end`: with its title, or with the label of its project."""
    project = last_project(words, floor, end, titles)
    at = end if project is None else _with_unit(words, floor, project, titles)
    found = at
    lines = 0
    most = _LINES_ABOVE_ALL if project is None else _LINES_ABOVE
    while at > floor and lines <= most:
        start = line_start(words, at - 1)
        if is_title(text_of(words[start:at])):
            return max(start, floor)
        at = start
        lines += 1
    return found


def _with_unit(words: Sequence[Word], floor: int, project: int, titles: Titles) -> int:
    """Where what names the unit of a project begins, right above its label; where that begins, without any."""
    at = found = project
    for _ in range(_LINES_OF_UNIT):
        start = line_start(words, at - 1) if at > floor else floor
        if start < floor or start == at:
            break
        text, label = text_of(words[start:at]), find_label(words, start, at, titles)
        if (code_end(text) and is_office(text[code_end(text) :])) or (label is not None and label[0] in _UNITS):
            found = start
        elif label is None and not is_office(text):
            break
        at = start
    return found


class Extent(NamedTuple):
    """Where a form stands in the words: from where to where, and which headers are its own, as a slice of all."""

    begin: int
    headers: slice
    end: int


def forms_under(
    headers: Sequence[tuple[int, int]],
    read: Callable[[Extent], Sequence[Form]],
    words: Sequence[Word],
    titles: Titles,
    alike: Callable[[int, int], bool] = lambda one, other: True,
) -> Iterator[Form]:
    """The forms that can be read under headers, each from where to where in the words.

    A header only repeats that above it unless a project, or a table with a number, begins between; `alike` tells
    whether two, by their numbers, have the same columns.
    """
    floor = number = 0
    while number < len(headers):
        first = number
        start, end = headers[first]
        number += 1
        while (
            number < len(headers)
            and alike(first, number)
            and last_project(words, headers[number - 1][1], headers[number][0], titles) is None
            and not _titled(words, headers[number - 1][1], headers[number][0])
        ):
            number += 1
        limit = begin_of(words, end, headers[number][0], titles) if number < len(headers) else len(words)
        limit = outside(words, headers[number - 1][1], limit, titles)
        forms = read(Extent(begin_of(words, floor, start, titles), slice(first, number), limit))
        yield from forms
        floor = end if forms else floor


def _titled(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether a line between two positions is the title of another table: one of several, numbered, no list in one."""
    for _, line in groupby(words[start:end], key=lambda word: word.line):
        text = text_of(list(line))
        if is_title(text) and numbering_end(text) and block_named(text) is None:
            above = groupby(words[:start], key=lambda word: word.line)
            return all(text_of(list(one)) != text for _, one in above)  # else it goes on on another page
    return False


def line_start(words: Sequence[Word], at: int) -> int:
    while at and words[at - 1].line == words[at].line:
        at -= 1
    return at


@cache
def _outside_words() -> Pattern:
    """What a line begins with, or ends with, that belongs to no indicator."""
    words = vocabulary("form-lines")
    notes = any_of(vocabulary("table-frame")["footnote"])
    return Pattern(
        rf"(?:{any_of(words['sums'])})$|(?:{any_of(words['outside'])})|\(?(?:{notes})\d?[:.、]"
        rf"|.{{0,8}}(?:{any_of(words['opinions'])})"
        rf"|.{{0,30}}(?:{any_of(words['tables'])})(?:\([^()]{{1,20}}\))?$"
    )


def outside(words: Sequence[Word], start: int, end: int, titles: Titles) -> int:
    """Where the first line behind `start` begins that is no part of the indicators."""
    at = start
    for number, line in groupby(words[start:end], key=lambda word: word.line):
        run = list(line)
        begins = not at or words[at - 1].line != number
        if begins and (_outside_words().match(text_of(run)) or _names_project(words, at, end, titles)):
            return at
        at += len(run)
    return end


def grid_of(form: Form, spaced: bool) -> GridSheet:
    """The rows of a form: its title, each label with its value, the header and the records."""

    def row(runs: list[Run] | tuple[Run, ...]) -> tuple[Cell, ...]:
        return tuple(cell_of(run, spaced) if run else EMPTY for run in runs)

    header = tuple(_title_cell(role, title, form.at) for role, title in zip(form.roles, form.titles, strict=True))
    above = [row((form.title,))] if form.title else []
    return GridSheet(None, (*above, *map(row, form.labels), header, *map(row, form.records)))


def _title_cell(role: str, title: Run, at: Word) -> Cell:
    """The title of a column; one that stands below a title which others share is put behind it: 年度 of 年度指标值."""
    if not title:
        return Cell(_TITLES.get(role, ""), at.place)
    text = text_of(title)
    is_short = role in TARGETS and "值" not in text and "目标" not in text
    return Cell(f"{text}{_TITLES['value']}", title[0].place) if is_short else cell_of(title, True)


class Titled(NamedTuple):
    """What a column holds, with the span of its title in the words."""

    role: str
    start: int
    end: int


class Header(NamedTuple):
    """The titles in the words from `start` to `end`, the columns in their order."""

    start: int
    end: int
    columns: tuple[Titled, ...]

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(column.role for column in self.columns)


def find_headers(words: Sequence[Word], titles: Titles) -> list[Header]:
    """Every header among the words, in order."""
    found = []
    at = 0
    while at < len(words):
        header = _header(words, at, titles) if _may_begin(words, at) else None
        if header:
            found.append(header)
        at = header.end if header else at + 1
    return found


def _may_begin(words: Sequence[Word], at: int) -> bool:
    first, opening = words[at].plain, tuple(vocabulary("form-lines")["first_titles"])
    return first.startswith(opening) or (len(first) < 3 and text_of(words[at : at + 3]).startswith(opening))


def _header(words: Sequence[Word], start: int, titles: Titles) -> Header | None:
    columns: list[Titled] = []
    at = start
    while at < len(words):
        column = title_at(words, at, titles)
        if column is None or (column.role != "note" and any(column.role == one.role for one in columns)):
            break
        if column.role in CELLS:
            columns.append(column)
        elif columns or column.role != "indicators":
            break
        at = column.end
    columns = _parted(columns, words, titles)
    roles = {column.role for column in columns}
    whole = "name" in roles and roles & set(TARGETS) and roles & {"level1", "level2"}
    return Header(start, max(column.end for column in columns), tuple(columns)) if whole else None


def _parted(columns: list[Titled], words: Sequence[Word], titles: Titles) -> list[Titled]:
    """The columns with those titled behind all others where these stand below that of values: 符号 | 值 | 单位."""
    last = columns[-1] if columns else None
    at = next((at for at, column in enumerate(columns) if column.role in TARGETS), None)
    if last is None or at is None:
        return columns
    below = [last] if last.role == "sign" and at < len(columns) - 1 else []
    while (found := title_at(words, below[-1].end if below else last.end, titles)) and found.role in _BELOW_VALUES:
        below.append(found)
    if {column.role for column in below} < {"sign", "value"}:
        return columns
    return [*columns[:at], *below, *columns[at + 1 : len(columns) - (below[0] is last)]]


def title_at(words: Sequence[Word], at: int, titles: Titles) -> Titled | None:
    """The title that begins with a word: the longest that is known, else one whose ending tells."""
    text = ""
    guessed = None
    best: Titled | None = None
    for end in range(at + 1, min(at + _MOST_PIECES, len(words)) + 1):
        if best is not None and words[end - 1].plain.isascii() and words[end - 1].plain.isalpha():
            best = best._replace(end=end)  # the same in English
            continue
        # No line of a title that breaks over lines is one character: 值.
        apart = best is not None and (len(text) == 1 or words[end - 1].line == words[end - 2].line)
        text += words[end - 1].plain
        if len(text) > _LONGEST_HEADING or (apart and titles.of(words[end - 1].plain)):
            break
        found = titles.of(text) or (titles.of(text, below=True) if best is None and end == at + 1 else None)
        if found:
            role = "measure" if found.role == "unit" and text.partition("(")[0] == "单位" else found.role
            best = Titled(role, at, end)
        elif best is None and is_category(text):
            return None  # the first record: with its name it may well end like a title
        elif guessed is None and best is None and (guess := titles.guess(text)):
            guessed = Titled(guess.role, at, end)
    return best or guessed
