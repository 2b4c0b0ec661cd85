"""The header of a table of indicators: found among title, label and note rows, over several rows, or by contents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from lint_pbt.layouts.tables.columns import Column, decide, levels_above
from lint_pbt.layouts.tables.fields import is_money
from lint_pbt.layouts.tables.grid import FullRow, Grid, Row
from lint_pbt.layouts.tables.labels import GOALS, label_roles, labels_of
from lint_pbt.layouts.tables.listings import Listing, listings_of
from lint_pbt.layouts.tables.looks import LEVELS, NAMES, VALUES, is_run, look
from lint_pbt.layouts.tables.rows import cell_at, counts_columns, filled, is_footnote, is_signature
from lint_pbt.layouts.tables.titles import Titles, block_named, block_of, compact, time_alone
from lint_pbt.layouts.tables.versions import name_versions, year_said
from lint_pbt.layouts.words import vocabulary
from lint_pbt.model.sheet import Cell
from lint_pbt.text.notation import SIGNS
from lint_pbt.text.patterns.lazy import Pattern

Year = Callable[[], int | None]

_TALLEST = 4  # rows
_LOOKED_AT = 60  # rows below a header
_LONGEST_TITLE = 30
_OF_LISTS = ("indicators", "name", "level1", "level2", "value", "cycle", "sign", "measure", "weight", "direction")
_SURE = ("name", "level1", "level2", "value", "cycle", "indicators")
_DIGIT = Pattern(r"\d")
_NO_TITLES = frozenset(("target", "number", "date", "sign", "prose", "pair"))


class Header(NamedTuple):
    """A header in the rows from `start` to `end`, with its lists of indicators and the titles of all columns.

    `columns` are all that were decided on, `roles` the first of them for each role: `records` is one that holds whole
    runs of indicators, `tick` one whose marks say which indicators of a list were chosen. `amounts` are the columns of
    money with their titles, the total first. `kind` is the block, `cycle` or `annual`, that titles put the indicators
    in. `guessed` is True where no title says which of two lists is that of the cycle.
    """

    start: int
    end: int
    columns: tuple[Column, ...]
    roles: Mapping[str, int]
    listings: tuple[Listing, ...]
    titles: tuple[str, ...]
    amounts: tuple[tuple[str, int], ...]
    kind: str | None = None
    guessed: bool = False

    def at(self, role: str) -> int | None:
        """The column of a role, the first of several."""
        return self.roles.get(role)

    @property
    def heads(self) -> tuple[int, ...]:
        """The columns that say something of the project."""
        columns = (*map(self.at, ("unit", "project", *GOALS)), *(at for _, at in self.amounts))
        return tuple(at for at in columns if at is not None)

    def moved(self, rows: int) -> Header:
        """The same header so many rows further down."""
        return self._replace(start=self.start + rows, end=self.end + rows)

    @property
    def first(self) -> int:
        """The first column that holds something of indicators; names across the columns begin before it or in it."""
        listed = (column for one in self.listings for column in (one.level1, one.level2, one.name))
        return min(column for column in (self.at("records"), *listed) if column is not None)


def find_headers(grid: Grid, titles: Titles, year: Year = lambda: None) -> list[Header]:
    """Every header of a sheet from the top.

    `year` tells which year a table is of where it does not say so itself.
    """
    found: list[Header] = []
    at = 0
    while at < len(grid.rows):
        header = None
        if _may_head(grid.rows[at], titles) and not (found and _goes_on(grid.full[at], found[-1])):
            header = _best(grid, at, found[-1].end if found else 0, titles, year)
        at += 1
        if header is not None:
            found.append(header)
            at = max(header.end, at)
    return found or _by_contents(grid, titles, year)


def _may_head(row: Row, titles: Titles) -> bool:
    """Whether two cells of a row are titles, one of them of indicators, and none is a target of an indicator."""
    found = titles.meanings(row)
    titled = len(found) > 1 and (any(title.role in _SURE for title in found) or names_levels(row))
    return titled and not any(_is_target(cell.text) and titles.meaning(cell.text) is None for cell in row)


def _goes_on(row: FullRow, header: Header) -> bool:
    """Whether a row has a category where the header above has those: it is of an indicator, whatever its words are."""
    columns = (at for one in header.listings for at in (one.level1, one.level2))
    return any(look(cell.text) & LEVELS for at in columns if (cell := cell_at(row, at)) is not None)


def _is_target(text: str) -> bool:
    """≥75元/人 or 80%, and not 2025年目标 or 三年目标, which title a column."""
    begin = compact(text)[:1]
    return (begin.isdigit() or begin in SIGNS) and "target" in look(text) and time_alone(text) is None


def _best(grid: Grid, at: int, floor: int, titles: Titles, year: Year) -> Header | None:
    """The surest of the headers that include the row `at`, None where there is none."""
    start, end = at, at + 1
    while start > max(floor, at - 2) and _groups(grid.rows[start - 1], titles) and _is_lower(grid, start):
        start -= 1
    while end < min(len(grid.rows), start + _TALLEST) and _is_lower(grid, end):
        end += 1
    spans = ((begin, stop) for begin in range(start, at + 1) for stop in range(at + 1, end + 1))
    return _surest(grid, spans, titles, year)


def _surest(grid: Grid, spans: Iterable[tuple[int, int]], titles: Titles, year: Year) -> Header | None:
    """The header of most rows, and of those the one decided on best, that stands above indicators."""
    read = []
    for begin, end in spans:
        stacks = title_stacks(grid.rows[begin:end], grid.width)
        body = list(_body(grid, end, titles))
        decision = decide(stacks, body, titles, partial(_year_of, grid.rows[:begin], year))
        read.append((end - begin, decision.score, decision, begin, end, stacks, body))
    for _, _, decision, begin, end, stacks, body in sorted(read, key=lambda one: one[:2], reverse=True):
        header = _header(begin, end, _without_blocks(decision.columns, end - begin, body), stacks)
        if header is not None and _is_table(grid, header):
            return header
    return None


def _year_of(above: Sequence[Row], year: Year) -> int | None:
    return year_said(above) or year()


def _body(grid: Grid, end: int, titles: Titles) -> Iterator[FullRow]:
    """The rows below a header that tell what its columns hold: of several cells, until something else begins."""
    told = False
    for row, full in zip(grid.rows[end : end + _LOOKED_AT], grid.full[end : end + _LOOKED_AT], strict=True):
        # Labels between the header and its first indicator name the first project.
        if _may_head(row, titles) or (told and "project" in label_roles([row], titles, valued=True)):
            return
        cells = filled(row)
        if len(cells) > 1 and not (counts_columns(row) or is_footnote(cells[0].text) or is_signature(cells[0].text)):
            told = True
            yield full


def _groups(row: Row, titles: Titles) -> bool:
    """Whether a row may stand above titles and say what several of them share."""
    cells = filled(row)
    if names_levels(row) or name_versions(cells) or sum(cell.rows > 1 for cell in cells) > 1:
        return True
    # The title of an amount or a goal may be a label as well.
    return any(block_of(cell.text) for cell in cells) or any(
        title is not None and title.role in _OF_LISTS for title in (titles.of(cell.text) for cell in cells)
    )


def names_levels(row: Row) -> bool:
    """Whether a row of titles has several levels of one rank beside each other, each above columns of its own."""
    levels = [levels_above((cell, cell)) for cell in row if cell.text]
    return any(len({cell.text for pair in levels if (cell := pair[rank]) is not None}) > 1 for rank in (0, 1))


def _is_lower(grid: Grid, at: int) -> bool:
    """Whether a row may hold titles that go on below those of the row above.

    None stands below a title of its own, which does not reach over the next column; unless the two are levels, or other
    titles reach down beside the row and tie it to the one above.
    """
    row, parents, above = grid.rows[at], grid.rows[at - 1], grid.full[at - 1]
    tied = any(cell.rows == 2 for cell in filled(parents))
    for column, cell in enumerate(row):
        parent = cell_at(above, column) if cell.text else None
        if len(cell.text) > _LONGEST_TITLE or ("number" in look(cell.text) and time_alone(cell.text) is None):
            return False
        if parent is None or parent.columns > 1 or tied or compact(parent.text) == compact(cell.text):
            continue
        if "first" in look(parent.text) and "second" in look(cell.text):
            continue
        if cell_at(row, column + 1) is None or cell_at(parents, column + 1) is not None:
            return False
    return bool(filled(row))


def title_stacks(rows: Sequence[Row], width: int) -> list[list[Cell]]:
    """For each column its titles from the top; one above several columns stands over each of them.

    A title that is not merged reaches as far right as its row is empty and the next is not.
    """
    stacks: list[list[Cell]] = [[] for _ in range(width)]
    for row, below in zip(rows, [*rows[1:], ()], strict=False):
        group: Cell | None = None
        end = 0  # of the title, where it is merged
        for index, stack in enumerate(stacks):
            cell = cell_at(row, index)
            if cell is not None:
                group, end = cell, index + cell.columns if cell.columns > 1 else 0
            elif index >= end and (end or cell_at(below, index) is None):
                group = None
            if group is not None:
                stack.append(group)
    return stacks


def _without_blocks(columns: Sequence[Column], height: int, body: Sequence[FullRow]) -> tuple[Column, ...]:
    """The columns where no title counts as that of goals that names the block which the rows are.

    It reaches down beside the rows below its header of that `height`, or stands first with nothing below it.
    """

    def names_block(one: Column) -> bool:
        if one.role not in GOALS or one.title is None:
            return False
        empty = one.at == columns[0].at and not any(cell_at(row, one.at) for row in body)
        return one.title.rows > max(height, 1) or (empty and block_named(one.title.text) is not None)

    return tuple(one._replace(role="note") if names_block(one) else one for one in columns)


def _header(start: int, end: int, columns: tuple[Column, ...], stacks: Sequence[Sequence[Cell]]) -> Header | None:
    """The header of columns that were decided on, None where these make no list of indicators."""
    roles = {column.role: column.at for column in reversed(columns)}
    listings, guessed = listings_of(columns)
    if not listings and "records" not in roles:
        return None
    kinds = {one.kind for one in columns if one.role in ("level1", "name", "value", "cycle")}
    kind = kinds.pop() if len(listings) == len(kinds) == 1 else None
    said = (one.title.text for one in columns if one.title and one.role in ("nothing", "note", "indicators"))
    return Header(
        start,
        end,
        columns,
        roles,
        listings,
        tuple("".join(compact(cell.text) for cell in stack) for stack in stacks),
        tuple(_amounts(columns)),
        kind or next(filter(None, map(block_named, said)), None),
        guessed,
    )


def _amounts(columns: Sequence[Column]) -> Iterator[tuple[str, int]]:
    """The columns of money, the total first; without a total a single source is it, and several are none."""
    for_role = {role: [(one.written, one.at) for one in columns if one.role == role] for role in ("amount", "source")}
    if for_role["amount"] or len(for_role["source"]) == 1:
        yield from (*for_role["amount"], *for_role["source"])


def _is_table(grid: Grid, header: Header) -> bool:
    """Whether what stands under a header are indicators: categories beside or above them, or titles that say so."""
    if header.at("records") is not None or any(any(one.levels) for one in header.listings):
        return True
    below = slice(header.end, header.end + _LOOKED_AT)
    levels = {at for one in header.listings for at in (one.level1, one.level2)}
    cells = {id(cell): cell for row in grid.full[below] for at in levels if (cell := cell_at(row, at)) is not None}
    categories = sum(bool(look(cell.text) & LEVELS) for cell in cells.values()) + _sections(grid.rows[below])
    if categories >= vocabulary("column-evidence")["sure"]["level_cells"]:
        return True
    if "named_value" in header.roles:
        return "指标" in header.titles[header.roles["named_value"]]
    titled = {one.role: header.titles[one.at] for one in header.columns if one.by_title}
    name, value = titled.get("name", ""), titled.get("value") or titled.get("cycle") or ""
    says_so = "指标" in name and ("指标" in value or "目标" in value)
    return bool(name and value) and (says_so or "level1" in titled or "level2" in titled)


def _sections(rows: Sequence[Row]) -> int:
    """How many rows hold a category and nothing else."""
    return sum(bool(look(cells[0].text) & LEVELS) for row in rows if len(cells := filled(row)) == 1)


def _by_contents(grid: Grid, titles: Titles, year: Year) -> list[Header]:
    """A header that no title tells of: the rows above the first row that reads like an indicator, or none."""
    first = _first_indicator(grid)
    if first is None:
        return []
    end = first
    while end and _is_listed(filled(grid.rows[end - 1])):
        end -= 1  # a section above the first indicator, or one that does not read like an indicator
    candidates = [(end, end)]
    for start in range(end - 1, max(end - _TALLEST, -1), -1):
        cells = filled(grid.rows[start])
        texts = any(len(cell.text) > _LONGEST_TITLE or look(cell.text) & (_NO_TITLES | LEVELS) for cell in cells)
        if texts or len(cells) < 2 or _says_values(grid.rows[start], grid.full[first], titles):
            break
        candidates.append((start, end))
    found = _surest(grid, candidates, titles, year)
    return [found] if found is not None else []


def _is_listed(cells: Sequence[Cell]) -> bool:
    """Whether a row is of a list, and no title: a category alone, or one of each level beside a text with a number."""
    levels = [look(cell.text) & LEVELS for cell in cells]
    if len(cells) == 1 and levels[0]:
        return True
    counted = any(_DIGIT.search(cell.text) for cell, level in zip(cells, levels, strict=True) if not level)
    return levels[:2] == [{"first"}, {"second"}] and counted


def _says_values(row: Row, below: FullRow, titles: Titles) -> bool:
    """Whether a row above the first indicator has labels with their values, and no titles: 项目 | 条线 | 分类 | 期望.

    Labels and values are all of the row, or a category stands below a label.
    """
    labels = [one for one in labels_of(row, titles) if one.value is not None]
    inside = any(one.text != row[one.at].text for one in labels)
    if not labels or inside or 2 * len(labels) >= len(filled(row)):
        return bool(labels)
    beneath = (cell_at(below, one.at) for one in labels)
    return any(cell is not None and look(cell.text) & LEVELS for cell in beneath)


def _first_indicator(grid: Grid) -> int | None:
    """The first row that reads like an indicator: with a category, or below categories in rows of their own."""
    found = next((at for at, row in enumerate(grid.full) if _like_indicator(row, False)), None)
    if found is None and _sections(grid.rows) >= vocabulary("column-evidence")["sure"]["level_cells"]:
        found = next((at for at, row in enumerate(grid.full) if _like_indicator(row, True)), None)
    return found


def _like_indicator(row: FullRow, sections: bool) -> bool:
    """Whether a row reads like an indicator: a name and a value, and a category unless those stand in `sections`."""
    looks = [look(cell.text) for at, cell in enumerate(row) if cell is not None and (not at or cell is not row[at - 1])]
    told = any(kinds & NAMES for kinds in looks) and any(kinds & VALUES for kinds in looks)
    return told and (sections or any(kinds & LEVELS for kinds in looks))


def header_of_runs(grid: Grid) -> Header | None:
    """The columns of a table without known titles whose cells hold runs of indicators; None where none does.

    The name stands first, the goal is the column of text right before the runs, amounts are between.
    """
    found = next(
        ((row, at) for row in grid.rows for at, cell in enumerate(row) if "标" in cell.text and is_run(cell.text)), None
    )
    if found is None or found[1] == 0:
        return None
    row, records = found
    texts = [index for index in range(records) if row[index].text and not is_money(row[index].text)]
    if not texts:
        return None
    money = [index for index in range(records) if index not in texts and is_money(row[index].text)]
    roles = {"records": records, "project": texts[0], **({"goal": texts[-1]} if len(texts) > 1 else {})}
    return Header(0, 0, (), roles, (), ("",) * grid.width, tuple(("", index) for index in money))
