"""The header of a grid: found among title and note rows, over one row or several, and what its columns hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lint_pbt.layouts.tables.columns import (
    OF_INDICATORS,
    Column,
    Rows,
    amounts_of,
    best,
    column_of,
    levels_above,
    names_levels,
    settle,
    title_stacks,
    two_lists,
)
from lint_pbt.layouts.tables.contents import (
    LOOKED_AT,
    beside_blocks,
    blocks_of,
    is_run,
    records_in,
    with_levels,
    with_sign,
)
from lint_pbt.layouts.tables.fields import bare_category, is_money
from lint_pbt.layouts.tables.labels import read_labels
from lint_pbt.layouts.tables.listings import Listing, listings_of
from lint_pbt.layouts.tables.titles import UNSURE, Titles, block_of, compact
from lint_pbt.layouts.words import standard_framework
from lint_pbt.sheet import EMPTY, Cell

_TALLEST = 3  # rows
_LEAST_COLUMNS = 3
_SHARE_BELOW = 0.8  # of the cells of a further row of titles are titles


class Header(NamedTuple):
    """A header in the rows from `start` to `end`. `records` is a column that holds whole runs of indicators.

    `amounts` are the columns of money with their titles, the total first. `blocks` is a column that names
    the block of the indicators, as further ones up to
    `first` may, `kind` what the header itself says of them. `titles` are those of all columns,
    `strange` the cells nobody can name. In a `merged` one a title reaches over several columns. `guessed` is True
    where no title says which of two lists is that of the cycle. `unread` are the titles of names that are in no list.
    """

    start: int
    end: int
    unit: int | None
    project: int | None
    goal: int | None
    cycle_goal: int | None
    amounts: tuple[tuple[str, int], ...]
    listings: tuple[Listing, ...]
    records: int | None
    blocks: int | None
    strange: tuple[Cell, ...]
    titles: tuple[str, ...]
    kind: str | None = None
    merged: bool = False
    guessed: bool = False
    unread: tuple[Cell, ...] = ()

    def moved(self, rows: int) -> Header:
        """The same header so many rows further down."""
        return self._replace(start=self.start + rows, end=self.end + rows)

    @property
    def first(self) -> int:
        """The first column that holds something of indicators; names across the columns begin before it or in it."""
        columns = [self.records, *(column for one in self.listings for column in (one.level1, one.level2, one.name))]
        return min(column for column in columns if column is not None)


def find_headers(rows: Rows, titles: Titles) -> Iterator[Header]:
    """Every header of a sheet from the top; a header that is repeated on a new page is found again."""
    floor = at = 0
    while at < len(rows):
        if sum([titles.of(cell.text) is not None for cell in rows[at] if cell is not EMPTY]) < 2:
            at += 1
            continue
        start, end = _extent(rows, titles, at, floor)
        if end - start > 1 and start == at and not _head_columns(rows[at], titles):
            at += 1  # labels right above the header
            continue
        header = _read(rows, titles, start, end)
        if header:
            yield header
            floor = end
        at = end if header else at + 1


def _extent(rows: Rows, titles: Titles, at: int, floor: int) -> tuple[int, int]:
    """From which row to which the titles stand that include the row `at`."""
    start, end = at, at + 1
    groups = names_levels(rows[at])
    while end < len(rows) and end - start < _TALLEST:
        cells = [cell.text for cell in rows[end] if cell.text.strip()]
        count = sum(_is_lower_title(text, titles, groups) for text in cells)
        if count < 2 or count < _SHARE_BELOW * len(cells):
            break
        end += 1
    if start > floor and end - start < _TALLEST:
        above = rows[start - 1]
        if _head_columns(above, titles) and not read_labels(above, titles):
            start -= 1
    return start, end


def _is_lower_title(text: str, titles: Titles, groups: bool) -> bool:
    """Whether a cell below titles is another; a second level is, below first levels that are titles (`groups`)."""
    if titles.of(text, below=True) is not None or titles.names_value(text):
        return True
    return groups and standard_framework().level2(bare_category(text)) is not None


def _head_columns(row: Sequence[Cell], titles: Titles) -> bool:
    return any(_heads_columns(cell.text, titles) for cell in row) or names_levels(row)


def _heads_columns(text: str, titles: Titles) -> bool:
    """Whether a title may stand above those of other columns; that of an amount or a goal may be a label as well."""
    title = titles.of(text)
    return block_of(text) is not None or (title is not None and title.role in OF_INDICATORS)


def _read(rows: Rows, titles: Titles, start: int, end: int) -> Header | None:
    """The header in these rows, None where they are no header of a table of indicators."""
    stacks = title_stacks(rows[start:end])
    columns: list[Column] = []
    for index, stack in enumerate(stacks):
        column = column_of(index, [cell.text for cell in stack], titles)
        if column:
            columns.append(column._replace(levels=levels_above(stack)))
    if any(column.role == "name" for column in columns):
        columns = [column for column in columns if column.role != "indicators" or column.rank < UNSURE]
    if len(columns) < _LEAST_COLUMNS:
        return None
    titled = settle(columns)
    columns = two_lists(titled)
    listings = tuple(listings_of(columns))
    records = None if listings else records_in(columns, rows[end:])
    if not listings and records is None:
        return None
    known = {column.at for column in columns}
    if len(listings) > 1:  # names without values beside them belong to no list
        known -= {column.at for column in columns if column.role == "name"} - {listing.name for listing in listings}
    strange = {at: stack[-1] for at, stack in enumerate(stacks) if stack and at not in known}
    kinds = [kind for cell in strange.values() if (kind := block_of(cell.text))]
    blocks = blocks_of(columns, listings, stacks)
    if len(listings) == 1:
        below = rows[end : end + LOOKED_AT]
        unknown = [*strange, *(column.at for column in columns if column.role == "note")]
        listing = with_sign(with_levels(listings[0], columns, below), unknown, below)
        if listing.annual is not None and listing.annual.sign is not None:
            strange.pop(listing.annual.sign, None)
        blocks = None if blocks in (listing.level1, listing.level2) else blocks
        listing, blocks = beside_blocks(listing, blocks, below, titles)
        listings = (listing,)
    unread = [one.at for one in columns if one.role == "name" and all(one.at != listing.name for listing in listings)]
    read = {titled.title for titled in columns for listing in listings if titled.at == listing.name}
    return Header(
        start,
        end,
        best(columns, "unit"),
        best(columns, "project"),
        best(columns, "goal"),
        best(columns, "cycle_goal"),
        tuple(amounts_of(columns)),
        listings,
        records,
        blocks,
        tuple(cell for cell in strange.values() if not block_of(cell.text)),
        tuple("".join(compact(cell.text) for cell in stack) for stack in stacks),
        kinds[0] if kinds else None,
        any(cell.columns > 1 for row in rows[start:end] for cell in row),
        columns is not titled and all(column.role != "cycle" for column in titled),
        tuple(stacks[at][-1] for at in unread if compact(stacks[at][-1].text) in read),
    )


def header_of_runs(rows: Rows) -> Header | None:
    """The columns of a table without known titles whose cells hold runs of indicators; None where none does.

    The name stands first, the goal is the column of text right before the runs, amounts are between.
    """
    found = next(
        (
            (at, index)
            for at, row in enumerate(rows)
            for index, cell in enumerate(row)
            if "标" in cell.text and is_run(cell.text)
        ),
        None,
    )
    if found is None or found[1] == 0:
        return None
    at, records = found
    row = rows[at]
    texts = [index for index in range(records) if row[index].text.strip() and not is_money(row[index].text)]
    if not texts:
        return None
    width = max(map(len, rows))
    money = [index for index in range(records) if index not in texts and is_money(row[index].text)]
    return Header(
        start=0,
        end=0,
        unit=None,
        project=texts[0],
        goal=texts[-1] if len(texts) > 1 else None,
        cycle_goal=None,
        amounts=tuple(("", index) for index in money),
        listings=(),
        records=records,
        blocks=None,
        strange=(),
        titles=("",) * width,
    )
