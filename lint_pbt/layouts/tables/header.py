"""The header of a grid: found among title and note rows, over one row or several, and what its columns hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from lint_pbt.layouts.tables.labels import read_labels
from lint_pbt.layouts.tables.titles import Title, Titles, block_of, compact
from lint_pbt.layouts.heads import quick_heads
from lint_pbt.sheet import EMPTY, Cell
from lint_pbt.text import fold

Rows = Sequence[Sequence[Cell]]

_TALLEST = 3  # rows
_LEAST_COLUMNS = 3
_SHARE_BELOW = 0.8  # of the cells of a further row of titles are titles
_LOOKED_AT = 50  # cells of a column


class Column(NamedTuple):
    """A column with what it holds; `kind` is `annual` or `cycle` where it belongs to one of the two."""

    at: int
    role: str
    kind: str | None
    rank: int
    title: str


class Target(NamedTuple):
    """The columns of a target value: all in one, or sign, value and unit of measure apart."""

    value: int
    sign: int | None
    measure: int | None


class Listing(NamedTuple):
    """The columns of one list of indicators."""

    name: int
    level1: int | None
    level2: int | None
    annual: Target | None
    cycle: Target | None
    weight: int | None
    direction: int | None
    ordinal: int | None


class Header(NamedTuple):
    """A header in the rows from `start` to `end`. `records` is a column that holds whole runs of indicators.

    `amounts` are the columns of money with their titles, the total first. `blocks` is a column that names
    the block of the indicators. `titles` are those of all columns, `strange` the cells nobody can name.
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

    @property
    def first(self) -> int:
        """The first column that holds something of indicators; names across the columns begin before it or in it."""
        columns = [self.records, *(column for one in self.listings for column in (one.level1, one.level2, one.name))]
        return min(column for column in columns if column is not None)


def find_headers(rows: Rows, titles: Titles) -> Iterator[Header]:
    """Every header of a sheet from the top; a header that is repeated on a new page is found again."""
    merged = any(cell.columns > 1 for row in rows for cell in row if cell is not EMPTY)
    floor = at = 0
    while at < len(rows):
        if sum([titles.of(cell.text) is not None for cell in rows[at] if cell is not EMPTY]) < 2:
            at += 1
            continue
        start, end = _extent(rows, titles, at, floor)
        header = _read(rows, titles, start, end, merged)
        if header:
            yield header
            floor = end
        at = end if header else at + 1


def _extent(rows: Rows, titles: Titles, at: int, floor: int) -> tuple[int, int]:
    """From which row to which the titles stand that include the row `at`."""
    start, end = at, at + 1
    while end < len(rows) and end - start < _TALLEST:
        cells = [cell.text for cell in rows[end] if cell.text.strip()]
        count = sum(titles.of(text, below=True) is not None for text in cells)
        if count < 2 or count < _SHARE_BELOW * len(cells):
            break
        end += 1
    if start > floor and end - start < _TALLEST:
        above = rows[start - 1]
        if any(titles.of(cell.text) or block_of(cell.text) for cell in above) and not read_labels(above, titles):
            start -= 1
    return start, end


def _read(rows: Rows, titles: Titles, start: int, end: int, merged: bool) -> Header | None:
    """The header in these rows, None where they are no header of a table of indicators."""
    stacks = _stacks(rows[start:end], merged)
    columns: list[Column] = []
    strange = []
    for index, stack in enumerate(stacks):
        column = _column(index, [cell.text for cell in stack], titles)
        if column:
            columns.append(column)
        elif stack:
            strange.append(stack[-1])
    if len(columns) < _LEAST_COLUMNS:
        return None
    columns = _settled(columns)
    listings = tuple(_listings(columns))
    records = None if listings else _records(columns, rows[end:])
    if not listings and records is None:
        return None
    named = {listing.name for listing in listings}
    shared = [column for column in columns if column.kind is None] if len(listings) > 1 else columns
    return Header(
        start,
        end,
        _best(columns, "unit"),
        _best(columns, "project"),
        _best(columns, "goal"),
        _best(columns, "cycle_goal"),
        tuple(_amounts(columns)),
        listings,
        records,
        next((one.at for one in shared if one.role == "indicators" and one.at not in named), None)
        if listings
        else None,
        tuple(strange),
        tuple("".join(compact(cell.text) for cell in stack) for stack in stacks),
    )


def _stacks(rows: Rows, merged: bool) -> list[list[Cell]]:
    """For each column its titles from the top; one above several columns stands over each of them.

    Where merged cells are not marked, a title reaches as far right as its row is empty and the next is not.
    """
    width = max(map(len, rows))
    stacks: list[list[Cell]] = [[] for _ in range(width)]
    for number, row in enumerate(rows):
        below = rows[number + 1] if number + 1 < len(rows) else ()
        group: Cell | None = None
        left = 0
        for index in range(width):
            cell = row[index] if index < len(row) else None
            if cell is not None and cell.text.strip():
                group, left = cell, cell.columns if merged else width
                stacks[index].append(cell)
            elif group is not None and left > 0 and index < len(below) and below[index].text.strip():
                stacks[index].append(group)
            elif not merged:
                group = None
            left -= 1
    return stacks


def _column(index: int, texts: Sequence[str], titles: Titles) -> Column | None:
    """What a column holds by its titles from the top: the lowest that means something, in the light of the others."""
    kind = next((kind for text in texts[:-1] if (kind := _kind_of_group(text, titles))), None)
    found: Title | None = None
    text = "".join(texts)
    if len(texts) > 1:
        found = titles.of(text)
    for depth in () if found else range(len(texts) - 1, -1, -1):
        text = texts[depth]
        found = titles.of(text, below=depth > 0) or (_of_block(text) if depth > 0 else None)
        if found:
            break
    if found is None and texts:
        text = texts[-1]
        found = titles.guess(text)
    if found is None:
        return None
    role = "cycle" if found.role == "value" and kind == "cycle" else found.role
    return Column(index, role, kind, found.rank, "".join(text.split()))


def _kind_of_group(text: str, titles: Titles) -> str | None:
    title = titles.of(text)
    if title and title.role in ("value", "cycle"):
        # 指标值 alone may stand above both.
        return "cycle" if title.role == "cycle" else "annual" if block_of(text[:2]) else None
    return block_of(text)


def _of_block(text: str) -> Title | None:
    """A block's name as the title of a value: 指标值 above 中期 and 年度."""
    kind = block_of(text)
    return Title("cycle" if kind == "cycle" else "value", 0) if kind else None


def _settled(columns: Sequence[Column]) -> list[Column]:
    """The columns with their ambiguous titles settled by where they stand."""
    roles = {column.role for column in columns}
    named = next((column.at for column in columns if column.role in ("name", "indicators")), None)
    settled = []
    for column in columns:
        role = column.role
        right = named is not None and column.at > named
        if role == "unit" and compact(column.title) == "单位" and right:
            role = "measure"
        elif right and not roles & {"value", "cycle"} and role in ("goal", "cycle_goal") and "绩效" not in column.title:
            role = "value" if role == "goal" else "cycle"
        settled.append(column._replace(role=role))
    return settled


def _listings(columns: Sequence[Column]) -> Iterable[Listing]:
    """The lists of indicators: one, or that of the cycle beside that of the year."""
    kinds = {column.kind for column in columns if column.role in ("name", "indicators")}
    if {"annual", "cycle"} <= kinds:
        for kind in ("annual", "cycle"):
            listing = _listing([column for column in columns if column.kind in (kind, None)])
            if listing:
                yield listing
    else:
        listing = _listing(columns)
        if listing:
            yield listing


def _listing(columns: Sequence[Column]) -> Listing | None:
    name = _best(columns, "name")
    name = _best(columns, "indicators") if name is None else name
    annual, cycle = _target(columns, "annual"), _target(columns, "cycle")
    if name is None or (annual is None and cycle is None):
        return None
    return Listing(
        name,
        _best(columns, "level1"),
        _best(columns, "level2"),
        annual,
        cycle,
        _best(columns, "weight"),
        _best(columns, "direction"),
        _best(columns, "ordinal"),
    )


def _target(columns: Sequence[Column], kind: str) -> Target | None:
    value = _best(columns, "value" if kind == "annual" else "cycle")
    if value is None:
        return None
    of_kind = [column for column in columns if column.kind in (kind, None)]
    own = [column for column in of_kind if column.kind == kind]
    parts = [_best(own, role) if _best(own, role) is not None else _best(of_kind, role) for role in ("sign", "measure")]
    return Target(value, *parts)


def _best(columns: Sequence[Column], role: str) -> int | None:
    """The column of this role with the surest title, the leftmost of several."""
    found = min((column for column in columns if column.role == role), key=lambda one: one.rank, default=None)
    return found.at if found else None


def _amounts(columns: Sequence[Column]) -> Iterable[tuple[str, int]]:
    """The columns of money, the total first; without a total a single source is it, and several are none."""
    total = _best(columns, "amount")
    sources = [(column.title, column.at) for column in columns if column.role == "source"]
    if total is not None:
        yield next((column.title, column.at) for column in columns if column.at == total)
        yield from sources
    elif len(sources) == 1:
        yield from sources


def _records(columns: Sequence[Column], rows: Rows) -> int | None:
    """The column whose cells hold runs of indicators as the inline layout writes them."""
    for column in columns:
        if column.role in ("indicators", "name"):
            cells = (row[column.at].text for row in rows if column.at < len(row) and row[column.at].text)
            if any(is_run(text) for text in islice(cells, _LOOKED_AT)):
                return column.at
    return None


def is_run(text: str) -> bool:
    """Whether a cell holds indicators written one behind the other."""
    return len(text) > 20 and quick_heads(fold("".join(text.split()))) > 0
