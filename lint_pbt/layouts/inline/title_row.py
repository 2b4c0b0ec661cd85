"""The row of column titles above a table, and the lines above that, all of which pages repeat."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile

from msgspec import Struct

from lint_pbt.layouts.inline.page_furniture import PagedLines
from lint_pbt.layouts.words import kinds
from lint_pbt.text.folding import Lengths, lengths
from lint_pbt.text.patterns.lazy import Pattern

_LEAST_TITLES = 4
_LONGEST_PREAMBLE = 20  # lines
_SHORTEST_REPEAT = 6  # characters
_RECORD = Pattern("[。;]")
_FRAME = Pattern("表|:")
_BRACKETS = Pattern(r"\([^()]{1,12}\)")
_IN_BRACKETS = Pattern(r"\([^()]*\)$")
Span = tuple[int, int]


class TitleRow(Struct, frozen=True):
    """The row of titles: each as written (folded, without white space) with their kinds, and its place.

    It begins on the line `first` (an index) at `column` (characters, 0 where nothing stands before it).
    """

    titles: tuple[tuple[str, str], ...]
    first: int
    column: int

    def amount_columns(self) -> list[str]:
        """The titles of the columns of amounts: the total, then its sources."""
        columns: list[tuple[str, str]] = []
        for title, kind in self.titles:
            if kind == "amount" and columns and columns[-1][1] == "amount":
                columns.pop()  # the heading over the group of amounts
            if kind in ("amount", "source"):
                columns.append((title, kind))
        return [title for title, _ in columns]


def drop_title_rows(pages: PagedLines, roles: Mapping[str, str]) -> TitleRow | None:
    """Take out every row of such titles, and what stands above the first where pages repeat it.

    The first row shows what it says; the others may stand within a line.
    """
    first: TitleRow | None = None
    needle = ""
    spans: set[Span] = set()
    roles = {**dict.fromkeys(kinds("columns", "blocks"), "indicators"), **roles}
    rows = _title_rows(pages, roles)
    # Other tables may stand above this one.
    own = next((index for index, titles in enumerate(rows) if _has_goals(titles, pages.run, roles)), 0)
    for titles in rows[own:]:
        start = titles[0][0]
        # What follows may begin like a title: 合计 before its amounts, the rest of a broken label.
        ends = [end for _, end in titles[_LEAST_TITLES - 1 :] if not pages.run[end : end + 1].isdigit()]
        end = max(filter(pages.is_edge, ends), default=0 if first else max(ends, default=0))
        if not end or (first and not pages.is_edge(start)):
            continue
        spans.add((start, end))
        if first is None:
            needle = pages.run[start:end]
            words = [pages.run[at:until] for at, until in titles if until <= end]
            first = TitleRow(tuple((word, _kind(word, roles)) for word in words), *pages.place(start))
    if first is None:
        return None
    spans.update(match.span() for match in re.finditer(re.escape(needle), pages.run))
    reached = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= reached:
            pages.remove(start, end)
            reached = end
    _drop_preamble_repeats(pages, first)
    return first


def _kind(title: str, roles: Mapping[str, str]) -> str:
    """What a column with this title holds."""
    return roles.get(title) or roles[_IN_BRACKETS.sub("", title)]


def _has_goals(titles: Sequence[Span], text: str, roles: Mapping[str, str]) -> bool:
    return any(_kind(text[start:end], roles) in ("goal", "cycle_goal", "indicators") for start, end in titles)


def _title_rows(pages: PagedLines, roles: Mapping[str, str]) -> list[list[Span]]:
    """Runs of column titles that begin a line, or, where there are none, anywhere."""
    # Little begins like a title: there is no need to try it all against every one.
    begins, sizes = {word[:2] for word in roles}, lengths(roles, 0)
    for starts in (pages.starts, range(len(pages.run))):
        likely = (at for at in starts if pages.run[at : at + 2] in begins)
        if rows := _rows_from(pages.run, likely, roles, sizes):
            return rows
    return []


def _rows_from(text: str, starts: Iterable[int], roles: Mapping[str, str], sizes: Lengths) -> list[list[Span]]:
    """The runs of titles that begin at one of these offsets and not within the run before.

    The longest title counts, with what stands in brackets behind it; too few are no row.
    """
    rows: list[list[Span]] = []
    reached = 0
    for start in starts:
        row: list[Span] = []
        end = start
        while start >= reached and (title := _longest_title(text, end, roles, sizes)):
            brackets = _BRACKETS.match(text, end + len(title))
            row.append((end, brackets.end() if brackets else end + len(title)))
            end = row[-1][1]
        if len(row) >= _LEAST_TITLES:
            rows.append(row)
            reached = end
    return rows


def _longest_title(text: str, start: int, roles: Mapping[str, str], sizes: Lengths) -> str:
    """The longest title that stands at the offset, "" where there is none."""
    here = (text[start : start + size] for size in sizes.get(text[start : start + 1], ()))
    return next((title for title in here if title in roles), "")


def _drop_preamble_repeats(pages: PagedLines, row: TitleRow) -> None:
    """Take out what stands above the first row of titles where it stands again at the head of a page."""
    position = bisect_left(pages.kept, row.first)
    nearest_first = reversed(pages.compact[max(position - _LONGEST_PREAMBLE, 0) : position])
    # With records above them the titles are those of a later page: the file holds a part of a table.
    preamble = list(takewhile(lambda text: not _RECORD.search(text), nearest_first))[::-1]
    index_of = {text: index for index, text in reversed(list(enumerate(preamble)))}
    while position < len(pages.compact):
        size = 0
        begin = index_of.get(pages.compact[position])
        if begin is not None and position not in pages.dropped:
            pairs = zip(preamble[begin:], pages.compact[position : position + len(preamble)], strict=False)
            size = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
            matched = "".join(preamble[begin : begin + size])
            edge = begin == 0 or begin + size == len(preamble)
            # A department's name above the table may also be that of a unit in it.
            named = edge and not pages.before_money(position + size - 1)
            if len(matched) >= _SHORTEST_REPEAT and (named or _FRAME.search(matched)):
                pages.dropped.update(range(position, position + size))
        position += max(size, 1)
