"""The row of column titles above a table, which pages repeat."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from msgspec import Struct

from lint_pbt.layouts.inline.page_furniture import PagedLines
from lint_pbt.layouts.words import kinds
from lint_pbt.text.folding import lengths
from lint_pbt.text.patterns.lazy import Pattern

_LEAST_TITLES = 4
_BRACKETS = Pattern(r"\([^()]{1,12}\)")
_OWN = {"goal", "cycle_goal", "indicators"}
Title = tuple[int, int, str]  # offsets and what its column holds


class TitleRow(Struct, frozen=True):
    """The row of titles: those of the columns of amounts, the total, then its sources (folded, without white space).

    It begins on the line `first` (an index) at `column` (characters, 0 where nothing stands before it).
    """

    amounts: list[str]
    first: int
    column: int


def drop_title_rows(pages: PagedLines, roles: Mapping[str, str]) -> TitleRow | None:
    """Take out the row of titles, wherever it stands, be it within a line; None where there is none."""
    roles = {**dict.fromkeys(kinds("columns", "blocks"), "indicators"), **roles}
    rows = list(_title_rows(pages, roles))
    # Other tables may stand above this one.
    titles = next((row for row in rows if any(kind in _OWN for _, _, kind in row)), rows[0] if rows else [])
    # What follows may begin like a title: 合计 before its amounts, the rest of a broken label.
    ends = [end for _, end, _ in titles[_LEAST_TITLES - 1 :] if not pages.run[end : end + 1].isdigit()]
    if not ends:
        return None
    start, end = titles[0][0], max(filter(pages.is_edge, ends), default=max(ends))
    found = TitleRow(_amounts([title for title in titles if title[1] <= end], pages.run), *pages.place(start))
    for match in re.finditer(re.escape(pages.run[start:end]), pages.run):
        pages.remove(*match.span())
    return found


def _amounts(titles: Sequence[Title], text: str) -> list[str]:
    """The titles of columns of amounts."""
    columns: list[Title] = []
    for title in titles:
        if title[2] == "amount" and columns and columns[-1][2] == "amount":
            columns.pop()  # the heading over the group of amounts
        if title[2] in ("amount", "source"):
            columns.append(title)
    return [text[start:end] for start, end, _ in columns]


def _title_rows(pages: PagedLines, roles: Mapping[str, str]) -> Iterator[list[Title]]:
    """Runs of column titles, none within another: those that begin a line, or, where there are none, any.

    The longest title counts, with what stands in brackets behind it; too few are no row.
    """
    text, reached = pages.run, 0
    # Little begins like a title: there is no need to try it all against every one.
    begins, sizes = {word[:2] for word in roles}, lengths(roles, 0)
    for start in chain(pages.starts, range(len(text))):
        if start == len(text) and reached:
            return
        row: list[Title] = []
        end = start
        while start >= reached and text[start : start + 2] in begins:
            here = (text[end : end + size] for size in sizes.get(text[end : end + 1], ()))
            title = next((title for title in here if title in roles), None)
            if title is None:
                break
            brackets = _BRACKETS.match(text, end + len(title))
            row.append((end, brackets.end() if brackets else end + len(title), roles[title]))
            end = row[-1][1]
        if len(row) >= _LEAST_TITLES:
            yield row
            reached = end
