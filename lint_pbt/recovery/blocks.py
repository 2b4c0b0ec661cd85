"""Which headers in placed text are of one project: of lists for other times, that labels name, or repeated ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, dropwhile, takewhile

from lint_pbt.layouts.tables.titles import Titles, block_named
from lint_pbt.recovery.evidence import TARGETS
from lint_pbt.recovery.heads import Title, titles_on
from lint_pbt.recovery.rows import OTHER
from lint_pbt.recovery.words import Word, is_title, text_of

_LINES_OF_TITLE = 2  # below its first one
_MOST_ABOVE = 12  # from a title to the header


def titled_above(rows: Sequence[Sequence[Word]], begin: int, head: int) -> Sequence[Sequence[Word]]:
    """The title of a table right above its header, with the labels between; none where no title stands there."""
    ats = range(head - 1, max(begin, head - _MOST_ABOVE) - 1, -1)
    title = next((at for at in ats if is_title(text_of(rows[at])) and not _is_banner(rows[at])), head)
    return rows[title:head]


def parts_of(rows: Sequence[Sequence[Word]], heads: Sequence[int], end: int, titles: Titles) -> Iterator[list[int]]:
    """The headers of a project, by the lists of indicators that they head: those of one repeat its titles.

    Lists for other times may stand under the same titles; then the block of each is named beside these.
    """
    part: list[int] = []
    before: tuple[list[str], str | None] | None = None
    for head, following in zip(heads, [*heads[1:], end], strict=True):
        found = titles_at(rows, head, titles)
        own = [text_of(title) for _, title in dropwhile(lambda one: one[0] == OTHER, found)]
        beside = block_beside(rows, head, following, titles)
        key = own, block_named(text_of(beside)) if beside else None
        if before is not None and key != before:
            yield part
            part = []
        part.append(head)
        before = key
    yield part


def block_beside(rows: Sequence[Sequence[Word]], head: int, end: int, titles: Titles) -> Sequence[Word]:
    """The label left of a header, or of the rows below it, that tells for which time the indicators are."""
    found = titles_at(rows, head, titles)
    left = next(title[0].left for role, title in found if role != OTHER)
    lines = [[word for word in row if word.right <= left] for row in rows[head:end]]
    label = list(chain.from_iterable(lines))
    some = (label, label[len(lines[0]) :], list(chain.from_iterable(takewhile(bool, lines))))
    return next((text for text in some if text and block_named(text_of(text))), ())


def begin_at(rows: Sequence[Sequence[Word]], head: int, titles: Titles) -> int:
    """The row that names the list of indicators under a header, above its titles; this header where none does."""
    above = head - 1
    if above > 0 and all((found := titles.of(word.plain)) and found.role in TARGETS for word in rows[above]):
        above -= 1  # a title that columns share
    return above if above >= 0 and _is_banner(rows[above]) else head


def _is_banner(row: Sequence[Word]) -> bool:
    return len(row) == 1 and block_named(row[0].plain) is not None


def titles_at(rows: Sequence[Sequence[Word]], at: int, titles: Titles) -> list[Title]:
    return titles_on(rows[at], titles, rows[at + 1 : at + 1 + _LINES_OF_TITLE])
