"""The header of a grid: found among title and note rows, over one row or several, and what its columns hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from lint_pbt.layouts.heads import quick_heads
from lint_pbt.layouts.tables.fields import is_money
from lint_pbt.layouts.tables.labels import read_labels
from lint_pbt.layouts.tables.titles import Title, Titles, block_of, compact
from lint_pbt.layouts.words import standard_framework
from lint_pbt.sheet import EMPTY, Cell
from lint_pbt.text import fold

Rows = Sequence[Sequence[Cell]]

_TALLEST = 3  # rows
_LEAST_COLUMNS = 3
_SHARE_BELOW = 0.8  # of the cells of a further row of titles are titles
_LOOKED_AT = 50  # cells of a column
_OF_INDICATORS = ("indicators", "name", "level1", "level2", "value", "cycle", "sign", "measure", "weight", "direction")


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
    the block of the indicators, as further ones up to
    `first` may, `kind` what the header itself says of them. `titles` are those of all columns,
    `strange` the cells nobody can name. In a `merged` one a title reaches over several columns. `guessed` is True
    where no title says which of two lists is that of the cycle.
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
        if end - start > 1 and start == at and not any(_heads_columns(cell.text, titles) for cell in rows[at]):
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
    while end < len(rows) and end - start < _TALLEST:
        cells = [cell.text for cell in rows[end] if cell.text.strip()]
        count = sum(titles.of(text, below=True) is not None for text in cells)
        if count < 2 or count < _SHARE_BELOW * len(cells):
            break
        end += 1
    if start > floor and end - start < _TALLEST:
        above = rows[start - 1]
        if any(_heads_columns(cell.text, titles) for cell in above) and not read_labels(above, titles):
            start -= 1
    return start, end


def _heads_columns(text: str, titles: Titles) -> bool:
    """Whether a title may stand above those of other columns; that of an amount or a goal may be a label as well."""
    title = titles.of(text)
    return block_of(text) is not None or (title is not None and title.role in _OF_INDICATORS)


def _read(rows: Rows, titles: Titles, start: int, end: int) -> Header | None:
    """The header in these rows, None where they are no header of a table of indicators."""
    stacks = _stacks(rows[start:end])
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
    settled = _settled(columns)
    columns = _two_lists(settled)
    listings = tuple(_listings(columns))
    records = None if listings else _records(columns, rows[end:])
    if not listings and records is None:
        return None
    kinds = [kind for cell in strange if (kind := block_of(cell.text))]
    strange = [cell for cell in strange if not block_of(cell.text)]
    blocks = _blocks(columns, listings, stacks)
    if len(listings) == 1 and listings[0].level1 is not None:
        first = listings[0].level1
        listings, blocks = _beside_blocks(listings[0], first, blocks, rows[end : end + _LOOKED_AT], titles)
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
        blocks,
        tuple(strange),
        tuple("".join(compact(cell.text) for cell in stack) for stack in stacks),
        kinds[0] if kinds else None,
        any(cell.columns > 1 for row in rows[start:end] for cell in row),
        columns is not settled and all(column.role != "cycle" for column in settled),
    )


def _blocks(columns: Sequence[Column], listings: Sequence[Listing], stacks: Sequence[Sequence[Cell]]) -> int | None:
    """The column that names the block of the indicators: 绩效指标 beside their names, or one without a title."""
    if not listings:
        return None
    named = {listing.name for listing in listings}
    shared = [column for column in columns if column.kind is None] if len(listings) > 1 else columns
    titled = next((one.at for one in shared if one.role == "indicators" and one.at not in named), None)
    if titled is not None:
        return titled
    left = min(one.name if one.level1 is None else one.level1 for one in listings) - 1
    bare = left >= 0 and (not stacks[left] or block_of(stacks[left][-1].text))
    return left if bare else None


def _beside_blocks(
    listing: Listing, first: int, blocks: int | None, rows: Rows, titles: Titles
) -> tuple[tuple[Listing], int | None]:
    """The list and its column of blocks as the rows have them, where the header has no title for that column.

    Then 绩效指标, running down, stands below the title of the first level, which stands one further right.
    """
    texts = [(row[first].text, row[first + 1].text) for row in rows if len(row) > first + 1 and row[first].text.strip()]
    if not texts or not _names_block(texts[0][0], titles):
        return (listing,), blocks
    if listing.level2 == first + 1 and any(standard_framework().level1(text) for _, text in texts):
        whole = listing._replace(
            name=listing.name + 1,
            level2=listing.level2 + 1,
            annual=_moved(listing.annual),
            cycle=_moved(listing.cycle),
            weight=None if listing.weight is None else listing.weight + 1,
            direction=None if listing.direction is None else listing.direction + 1,
        )
        listing = whole
    return (listing._replace(level1=first + 1),), first


def _names_block(text: str, titles: Titles) -> bool:
    title = titles.of(text)
    return block_of(text) is not None or (title is not None and title.role == "indicators")


def _moved(target: Target | None) -> Target | None:
    if target is None:
        return None
    sign, measure = (None if one is None else one + 1 for one in (target.sign, target.measure))
    return Target(target.value + 1, sign, measure)


def _two_lists(columns: list[Column]) -> list[Column]:
    """The columns of two lists beside each other told apart where no title does: the cycle's, then the year's."""
    names = [column.at for column in columns if column.role == "name"]
    values = [column.at for column in columns if column.role in ("value", "cycle")]
    if len(names) != 2 or len(values) < 2 or any(column.kind for column in columns) or not values[0] < names[1]:
        return columns
    begin = next(one.at for one in columns if one.at > values[0] and one.role in ("level1", "level2", "name"))
    titled_cycle = any(one.role == "cycle" for one in columns if one.at > names[1])
    kinds = ("annual", "cycle") if titled_cycle else ("cycle", "annual")
    own = {one.role for one in columns if one.at >= begin} & {*_OF_INDICATORS, "ordinal"}
    told = []
    for column in columns:
        kind = kinds[column.at >= begin] if column.role in own else None
        role = column.role
        if role in ("value", "cycle"):
            role = "cycle" if kind == "cycle" else "value"
        told.append(column._replace(kind=kind, role=role))
    return told


def _stacks(rows: Rows) -> list[list[Cell]]:
    """For each column its titles from the top; one above several columns stands over each of them.

    A title that is not merged reaches as far right as its row is empty and the next is not.
    """
    width = max(map(len, rows))
    stacks: list[list[Cell]] = [[] for _ in range(width)]
    for number, row in enumerate(rows):
        below = rows[number + 1] if number + 1 < len(rows) else ()
        group: Cell | None = None
        merged, left = False, 0
        for index in range(width):
            cell = row[index] if index < len(row) else None
            if cell is not None and cell.text.strip():
                merged = cell.columns > 1 or cell.rows > 1
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
    level1, level2 = _best(columns, "level1"), _best(columns, "level2")
    levels = max((level for level in (level1, level2) if level is not None), default=-1)
    name = _best(columns, "name")
    if name is None:
        behind = [column for column in columns if column.role == "indicators" and column.at > levels]
        # 绩效指标 may run down beside the column of names.
        name = _best(behind, "indicators") if levels >= 0 else max((one.at for one in behind), default=None)
    annual, cycle = _target(columns, "annual"), _target(columns, "cycle")
    if name is None or (annual is None and cycle is None):
        return None
    return Listing(
        name,
        level1,
        level2,
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


def sureness_of(header: Header) -> float:
    """How sure it is, from 0 to 1, that the rows below a header hold indicators: by the columns it knows."""
    if not header.listings:
        return 0.9  # runs of indicators were seen in its cells
    listing = header.listings[0]
    known = (listing.level1, listing.level2, listing.weight, header.project, header.goal)
    return min(0.5 + sum(index is not None for index in known) / 8, 1.0)


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
