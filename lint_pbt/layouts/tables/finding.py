"""Which tables of a source hold indicators: they are few among many in a whole budget disclosure.

Lines of text right above a table belong to it, as rows of their own; a table that goes on over a page is one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from lint_pbt.layouts.tables.aligning import aligned, places_of
from lint_pbt.layouts.tables.fields import bare_category
from lint_pbt.layouts.tables.grid import Grid, Row, filled_in, without_blanks
from lint_pbt.layouts.tables.header import Header, find_headers, header_of_runs
from lint_pbt.layouts.tables.labels import GOALS, label_roles, labels_of
from lint_pbt.layouts.tables.looks import LEVELS, look
from lint_pbt.layouts.tables.naming import own_words
from lint_pbt.layouts.tables.pages import beside, goes_on, lines_above, parts_tables, repeats
from lint_pbt.layouts.tables.rows import filled, has_indicator, is_footnote, is_heading, level_of, sum_of
from lint_pbt.layouts.tables.titles import Titles, block_named, compact
from lint_pbt.layouts.tables.turning import readable
from lint_pbt.layouts.tables.versions import year_in, year_said
from lint_pbt.layouts.words import standard_framework, worded
from lint_pbt.model.sheet import GridSheet, LineSheet
from lint_pbt.text.notation import TITLE_END, ends_title
from lint_pbt.text.patterns.lazy import Pattern

if TYPE_CHECKING:
    from lint_pbt.layouts.words import Words
    from lint_pbt.model.document import Place
    from lint_pbt.model.sheet import Source

_LEAST_CATEGORIES = 3
_LONGEST_NAME = 20
_MOST_LABELS = 12  # rows
_LONGEST_TITLE = 60
_MOST_IN_LINE = 2  # cells of a row that stands above a table: its unit, and that of money
_MOST_BETWEEN = 3  # lines above the right half of a table: what a title has more of than room on the left one

_TITLE = Pattern(rf"{TITLE_END}(?:\([^()]*\))?$")
_COPIED = Pattern(r"(?:[-_\s]*(?:[(（]?\d{1,3}[)）]?|副本))+\s*$")  # behind the name of a worksheet that was copied


class Table(NamedTuple):
    """The rows of a table, lines of text above it first, with its headers; `name` is that of its worksheet.

    `lines` are the rows that are lines of text: a lone 绩效目标 among them is a heading, and no label. A `form` has
    labels above its indicators that name the project; elsewhere rows or a column do.
    """

    name: str | None
    grid: Grid
    headers: tuple[Header, ...]
    lines: frozenset[int] = frozenset()
    form: bool = False

    def place(self) -> Place:
        """Where it begins."""
        return next(cell.place() for row in self.grid.rows for cell in filled(row))

    @property
    def above(self) -> tuple[Row, ...]:
        """The rows above the first header."""
        return self.grid.rows[: self.headers[0].start]


class Tables(NamedTuple):
    """The tables of a source that hold indicators, and its other tables.

    `lost` are those of the others that look as if they held indicators, under a header that is not known; `halves` are
    the places of tables whose other columns stand on the next page. `passed` are those of indicators that do not count,
    each with the table that it repeats, None where its worksheet says that it is an example.
    """

    source: Source
    titles: Titles
    tables: tuple[Table, ...]
    others: tuple[GridSheet, ...]
    lost: tuple[GridSheet, ...]
    halves: tuple[Place, ...] = ()
    passed: tuple[tuple[Table, Table | None], ...] = ()


def find_tables(source: Source, added: Words) -> Tables:
    """The tables of indicators in a source, in its order."""
    finder = _Finder(Titles(added), os.path.basename(source.path))
    for sheet in source.sheets:
        if isinstance(sheet, LineSheet):
            finder.text(sheet)
        elif rows := without_blanks(sheet.rows):
            for grid in readable(rows, finder.titles):
                finder.grid(sheet.name, grid)
    finder.drop_labels()
    passed = _passed(finder.tables)
    left = {id(table) for table, _ in passed}
    tables = tuple(
        table._replace(form=_is_form(table, finder.titles)) for table in finder.tables if id(table) not in left
    )
    return Tables(source, finder.titles, tables, tuple(finder.others), tuple(finder.lost), tuple(finder.halves), passed)


def _passed(tables: Sequence[Table]) -> tuple[tuple[Table, Table | None], ...]:
    """The tables that do not count beside others: on worksheets of examples, and those that repeat another one."""
    if len({table.name for table in tables}) < 2:
        return ()
    shown = worded("table-frame", "<shown>")
    examples = [table for table in tables if table.name and shown.search(table.name)]
    passed: list[tuple[Table, Table | None]] = [(one, None) for one in examples if len(examples) < len(tables)]
    first: dict[tuple[object, ...], Table] = {}
    for table in tables:
        if table.name is not None and not any(table is one for one, _ in passed):
            key = _COPIED.sub("", table.name), *(tuple(cell.text for cell in row) for row in table.grid.rows)
            if first.setdefault(key, table) is not table:
                passed.append((table, first[key]))
    return tuple(passed)


class _Half(NamedTuple):
    """The table right above, the last `among` others of its kind, with the rows above it and which of them are lines.

    It may be the left half of the next one.
    """

    among: list[Table] | list[GridSheet]
    grid: Grid
    above: list[Row]
    lines: set[int]


class _Finder:
    """Goes through the sheets. `above` are rows that belong to the next table, `labels` a grid among them that holds
    the labels of a form alone; `last` is the table above, where it may go on."""

    def __init__(self, titles: Titles, file: str) -> None:
        self.titles, self.file = titles, file
        self.tables: list[Table] = []
        self.others: list[GridSheet] = []
        self.lost: list[GridSheet] = []
        self.above: list[Row] = []
        self.lines: set[int] = set()  # among the rows above
        self.labels: tuple[Row, ...] | None = None
        self.last: Table | None = None
        self.left: _Half | None = None
        self.halves: list[Place] = []

    def text(self, sheet: LineSheet) -> None:
        """Take in the text above the next table."""
        lines = lines_above(sheet, self.titles)
        if self.labels is not None:  # the title that every page repeats does not part a form from its labels
            lines = [line for line in lines if not repeats(line, self.above)]
        if self.last is not None and parts_tables(sheet, lines, self.last.above, self.titles):
            self.last = None
        self.lines.update(range(len(self.above), len(self.above) + len(lines)))
        self.above += lines

    def grid(self, name: str | None, grid: Grid) -> None:
        """Take in a table that is not empty; `name` is that of its worksheet."""
        grid, headers = self._with_left_half(name, grid)
        if self.last is not None and name is None:
            start = goes_on(self.last.headers, self.last.above, grid, headers, self.titles)
            if start is not None:
                own = [row for row in self.above if all(_heads_part(cell.text) for cell in filled(row))]
                titled = (header for header in headers if header.end > header.start)
                moved = tuple(header.moved(len(own) - start) for header in titled)
                self._add_rows(self.last, (*own, *grid.rows[start:]), moved)
                return
        begin = _next_table(grid, headers, self.titles)
        if begin is not None:
            self.grid(name, filled_in(grid.rows[:begin]))
            self.grid(name, filled_in(grid.rows[begin:]))
            return
        run = None if headers else header_of_runs(grid)
        if headers or run is not None:
            self._add(name, grid, headers if run is None else (run,))
        elif name is None and _are_labels(grid.rows, self.titles, self.labels is not None):
            self.labels, self.last = self.labels or grid.rows, None
            self.above += grid.rows
        else:
            self.drop_labels()
            if self._leave_out(name, grid.rows):
                self.left = _Half(self.lost, grid, self.above, self.lines)
            self._forget_above()
            self.last = None

    def _with_left_half(self, name: str | None, grid: Grid) -> tuple[Grid, tuple[Header, ...]]:
        """A table with the columns that stand on the page before, where it is the right half alone, and its headers."""
        left, self.left = self.left if name is None and len(self.above) <= _MOST_BETWEEN else None, None
        wide = beside(left.grid, grid, self.titles) if left is not None else None
        headers = self._headers(name, wide) if wide is not None else ()
        if left is None or wide is None or not headers:
            return grid, self._headers(name, grid)
        left.among.pop()
        self.above, self.lines, self.last = left.above, left.lines, None
        self.halves.append(next(cell.place() for cell in filled(wide.rows[0])))
        return wide, headers

    def _headers(self, name: str | None, grid: Grid) -> tuple[Header, ...]:
        """The headers of a table. The text above it says of which year it is, or else its worksheet, or the file."""
        return tuple(
            find_headers(grid, self.titles, lambda: year_said(self.above) or year_in(name or "") or year_in(self.file))
        )

    def drop_labels(self) -> None:
        """Count labels without indicators below among the other tables."""
        if self.labels is not None:
            self._leave_out(None, self.labels)
            self._forget_above()

    def _leave_out(self, name: str | None, rows: tuple[Row, ...]) -> bool:
        """Count a table among the others; whether it is one of those that are lost."""
        lost = _like_indicators(rows)
        (self.lost if lost else self.others).append(GridSheet(name, tuple(map(tuple, rows))))
        return lost

    def _forget_above(self) -> None:
        self.above, self.lines, self.labels = [], set(), None

    def _add(self, name: str | None, grid: Grid, headers: tuple[Header, ...]) -> None:
        if self.labels is not None and any(filled(row) for row in grid.rows[: headers[0].start]):
            self.drop_labels()
        if name is None and self.tables:
            new = [row for row in self.above if not repeats(row, self.tables[-1].above)]
            if self._is_part(headers[0], (*new, *grid.rows[: headers[0].start])):
                self._add_rows(self.tables[-1], (*new, *grid.rows), (one.moved(len(new)) for one in headers))
                return
        moved = tuple(header.moved(len(self.above)) for header in headers)
        whole = filled_in((*self.above, *grid.rows)) if self.above else grid
        table = Table(name, whole, moved, frozenset(self.lines))
        self.tables.append(table)
        self.left = _Half(self.tables, grid, self.above, self.lines)
        self._forget_above()
        self.last = table if name is None else None

    def _is_part(self, header: Header, lead: Sequence[Row]) -> bool:
        """Whether a table is a part of the one above: what stands between says so, or their first titles do."""
        heads = [cell.text for row in lead for cell in filled(row)]
        if heads:
            return all(map(_heads_part, heads))
        return {block_named(one.titles[0]) for one in (self.tables[-1].headers[-1], header)} == {"cycle", "annual"}

    def _add_rows(self, table: Table, rows: tuple[Row, ...], headers: Iterable[Header]) -> None:
        offset = len(table.grid.rows)
        moved = tuple(header.moved(offset) for header in headers)
        more = filled_in(rows)
        spread = table.grid.spread | {offset + at for at in more.spread}
        grid = Grid((*table.grid.rows, *more.rows), (*table.grid.full, *more.full), spread)
        whole = (*table.headers, *moved)
        if table.headers[-1].end == offset:  # titles alone tell little of what their columns hold
            whole = self._headers(table.name, grid) or whole
        self.last = table._replace(grid=grid, headers=whole)
        self.tables[-1] = self.last
        self._forget_above()


def _next_table(grid: Grid, headers: Sequence[Header], titles: Titles) -> int | None:
    """The row in which another table begins below one, where a column names the projects of either, or None.

    Above its header stand a title, or the label of the project that a form is of, with other lines and labels.
    """
    for header, below in pairwise(headers):
        if header.at("project") is below.at("project") is None:
            continue
        rows = range(max(header.end, below.start - _MOST_LABELS), below.start)
        labelled = (at for at in rows if "project" in label_roles([grid.rows[at]], titles, valued=True))
        begin = form = below.start if below.at("project") is not None else next(labelled, below.start)
        while begin > header.end and (
            _heads_table(grid, begin - 1) or (begin == below.start and not filled(grid.rows[begin - 1]))
        ):
            begin -= 1
        lines = (cells[0].text for row in grid.rows[begin:form] if (cells := filled(row)))
        if form < below.start or any(len(line) <= _LONGEST_TITLE and _TITLE.search(compact(line)) for line in lines):
            return begin
    return None


def _heads_table(grid: Grid, at: int) -> bool:
    """Whether a row may stand between the title of a table and its header."""
    cells = list({id(cell): cell for cell in grid.full[at] if cell is not None}.values())
    if not 1 <= len(cells) <= _MOST_IN_LINE or sum_of(cells[0].text) is not None or is_footnote(cells[0].text):
        return False
    return not any(look(cell.text) & LEVELS for cell in cells)


def _heads_part(text: str) -> bool:
    """Whether a text between tables heads more of the indicators above: a category, those of the cycle or the year."""
    return level_of(text) is not None or block_named(text) is not None


def _are_labels(rows: tuple[Row, ...], titles: Titles, begun: bool) -> bool:
    """Whether rows are the upper part of a form: the project's label with its value, and others; or, where that has
    `begun`, more of it: its money, its goal."""
    found = label_roles(rows, titles, valued=not begun)
    if begun:
        return len(rows) <= _MOST_LABELS and bool(found & {*GOALS, "amount", "group", "source"})
    return "project" in found and len(found) > 1


def _like_indicators(rows: tuple[Row, ...]) -> bool:
    """Whether rows hold names of second-level categories, as nothing but a table of indicators does."""
    texts = {
        cell.text for row in rows for cell in filled(row) if "指标" in cell.text and len(cell.text) <= _LONGEST_NAME
    }
    found = {level.name for text in texts if (level := standard_framework().level2(bare_category(text)))}
    return len(found) >= _LEAST_CATEGORIES


def _is_form(table: Table, titles: Titles) -> bool:
    """Whether a table is a form, with labels above its indicators; in a grid rows or a column name the projects."""
    header = table.headers[0]
    beside = {at for at in header.heads if at < header.first}
    goals = beside & {header.at(role) for role in GOALS}
    if any(header.at(role) is not None for role in ("project", "unit", "records")) or (goals and beside - goals):
        return False  # each row has its own
    labels = [(at in table.lines, label) for at, row in enumerate(table.above) for label in labels_of(row, titles)]
    roles = {label.role for in_text, label in labels if label.value is not None or not in_text}
    if roles & {"project", *GOALS, "amount", "cycle_amount", "source"}:
        return True
    if _titled_each(table):
        return True
    if beside or _names_projects(table, header, titles):
        return False
    titled = any(own_words(cells[0].text) for row in table.above if len(cells := filled(row)) == 1)
    return bool(roles) or titled or table.name is not None


def _titled_each(table: Table) -> bool:
    """Whether each list of a table stands under a title of its own."""
    found: list[str] = []
    begin = 0
    for header in table.headers:
        lone = (cells[0].text for row in table.grid.rows[begin : header.start] if len(cells := filled(row)) == 1)
        titled = [compact(text) for text in lone if len(text) <= _LONGEST_TITLE and ends_title(text)]
        found += titled[-1:]
        begin = header.end
    return len(found) == len(table.headers) == len(set(found)) > 1


def _names_projects(table: Table, header: Header, titles: Titles) -> bool:
    """Whether a row below a header names a project across the columns, with indicators below it."""
    money, places = {at for _, at in header.amounts}, places_of(header)
    named = False
    for at in range(header.end, len(table.grid.rows)):
        row, full = table.grid.rows[at], aligned(table.grid.full[at], places, at in table.grid.spread)
        cells = filled(row)
        if cells and any(has_indicator(full, (), listing) for listing in header.listings):
            if named:
                return True
        elif cells and not is_footnote(cells[0].text):
            named |= "project" in label_roles([row], titles) or is_heading(row, header.first, money)
    return False
