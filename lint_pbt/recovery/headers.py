"""The titles above the indicators, one cell behind the other, and so the columns there are and their order."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from lint_pbt.layouts.tables.titles import Titles
from lint_pbt.recovery.likeness import is_category
from lint_pbt.recovery.words import Word, text_of

_MOST_PIECES = 5  # of a title
_LONGEST = 14  # characters of a title
_TARGETS = {"value", "cycle"}
CELLS = ("ordinal", "level1", "level2", "name", "sign", "value", "cycle", "measure", "weight", "direction", "note")


class Column(NamedTuple):
    """A column by what it holds, with the span of its title in the words."""

    role: str
    start: int
    end: int


class Header(NamedTuple):
    """The titles in the words from `start` to `end`, the columns in their order."""

    start: int
    end: int
    columns: tuple[Column, ...]

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


def known_title(text: str, titles: Titles) -> str | None:
    """What the column with a title holds, as far as columns of indicators go."""
    found = titles.of(text) or titles.guess(text)
    role = "measure" if text == "单位" else found.role if found else None
    return role if role in CELLS else None


@cache
def _opening() -> tuple[str, ...]:
    return ("一级", "1级", "二级", "三级", "绩效指标", "指标名称", "指标类别", "序号", "具体指标")


def _may_begin(words: Sequence[Word], at: int) -> bool:
    first = words[at].plain
    return first.startswith(_opening()) or (len(first) < 3 and text_of(words[at : at + 3]).startswith(_opening()))


def _header(words: Sequence[Word], start: int, titles: Titles) -> Header | None:
    columns: list[Column] = []
    at = start
    while at < len(words):
        column = _title(words, at, titles)
        if column is None or (column.role != "note" and column.role in {one.role for one in columns}):
            break
        own = titles.of(text_of(words[column.start : column.end]), below=True)
        if column.role == "note" and own and own.role in _TARGETS and {one.role for one in columns} & _TARGETS:
            break  # what stands below a title that columns share
        if column.role in CELLS:
            columns.append(column)
        elif columns or column.role != "indicators":
            break
        at = column.end
    # A title nobody knows may be a column in the middle, never the last one.
    while columns and columns[-1].role == "strange":
        columns.pop()
    columns = _with_own_titles(words, columns, titles)
    roles = [column.role for column in columns]
    whole = "name" in roles and ("value" in roles or "cycle" in roles) and ("level1" in roles or "level2" in roles)
    if not whole or len(set(roles) - {"note"}) != len([role for role in roles if role != "note"]):
        return None
    return Header(start, max(column.end for column in columns), tuple(columns))


def _with_own_titles(words: Sequence[Word], columns: list[Column], titles: Titles) -> list[Column]:
    """The columns with those that share a title: their own ones stand alone on the line behind the header."""
    end = columns[-1].end if columns else 0
    shared = [at for at, column in enumerate(columns) if column.role in ("value", "cycle")]
    stop = end
    own: list[Column] = []
    while len(shared) == 1 and stop < len(words) and words[stop].line == words[end].line:
        title = titles.of(words[stop].plain, below=True) or titles.guess(words[stop].plain)
        if title is None or title.role not in ("value", "cycle", "note"):
            return columns
        own.append(Column(title.role, stop, stop + 1))
        stop += 1
    if len(own) < 2 or words[end].line == words[end - 1].line:
        return columns
    return [*columns[: shared[0]], *own, *columns[shared[0] + 1 :]]


def _title(words: Sequence[Word], at: int, titles: Titles) -> Column | None:
    """The title that begins with a word: the longest that is known, else one whose ending tells."""
    text = ""
    guessed = None
    best: Column | None = None
    for end in range(at + 1, min(at + _MOST_PIECES, len(words)) + 1):
        text += words[end - 1].plain
        if len(text) > _LONGEST:
            break
        if best is not None and words[end - 1].line == words[end - 2].line and titles.of(words[end - 1].plain):
            break
        found = titles.of(text) or (titles.of(text, below=True) if best is None and end == at + 1 else None)
        if found:
            role = "measure" if found.role == "unit" and text == "单位" else found.role
            best = Column(role, at, end)
        elif is_category(text):
            return None  # the first record: with its name it may well end like a title
        elif guessed is None and best is None and (guess := titles.guess(text)):
            guessed = Column(guess.role, at, end)
    return best or guessed
