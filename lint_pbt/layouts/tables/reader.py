"""The rows of tables, from the top down: each row is of a kind, and what is done with it goes by its kind."""

from __future__ import annotations

from collections.abc import Sequence

from lint_pbt.layouts.tables.aligning import aligned, places_of
from lint_pbt.layouts.tables.asides import Asides
from lint_pbt.layouts.tables.fields import is_unnamed
from lint_pbt.layouts.tables.finding import Table
from lint_pbt.layouts.tables.grid import FullRow, Row
from lint_pbt.layouts.tables.header import Header
from lint_pbt.layouts.tables.heading import HeadReader
from lint_pbt.layouts.tables.indicators import has_category
from lint_pbt.layouts.tables.labelling import BEGINS, LabelReader
from lint_pbt.layouts.tables.labels import labels_of
from lint_pbt.layouts.tables.lines import MOST_LEADING, Line
from lint_pbt.layouts.tables.looks import is_run
from lint_pbt.layouts.tables.naming import named_in
from lint_pbt.layouts.tables.pages import is_nothing
from lint_pbt.layouts.tables.projects import Book, Projects
from lint_pbt.layouts.tables.rows import (
    cell_at,
    counts_columns,
    filled,
    has_indicator,
    is_number,
    is_unfilled,
    level_of,
)
from lint_pbt.layouts.tables.several import read_run
from lint_pbt.layouts.tables.titles import Titles, block_of
from lint_pbt.model.sheet import Cell

_LONGEST_TITLE = 60


def read_table(book: Book, table: Table, titles: Titles) -> None:
    """Add what a table holds to the book."""
    _TableReader(book, table, titles).read()


class _TableReader:
    def __init__(self, book: Book, table: Table, titles: Titles) -> None:
        self.book, self.titles, self.table = book, titles, table
        self.rows, self.full = table.grid.rows, table.grid.full
        self.headers = {header.start: header for header in table.headers}
        self.projects = Projects(book, table)
        self.labels, self.heads = LabelReader(self.projects, titles), HeadReader(self.projects, titles)
        self.asides = Asides(self.projects, titles)
        self.before: FullRow = ()  # the row above, its cells where the titles are
        self.at = 0

    def read(self) -> None:
        while self.at < len(self.rows):
            header = self.headers.pop(self.at, None)
            if header is not None:
                self._enter(header)
                continue
            cells = filled(self.rows[self.at])
            if cells:
                line = self._line(self.rows[self.at], cells)
                next(filter(lambda takes_in: takes_in(self, line), _KINDS), None)
            self.at += 1
        self.asides.finish()
        self.projects.indicators.finish()

    def _enter(self, header: Header) -> None:
        if self.table.form:
            draft = self.projects.current(next(cell for row in self.rows[header.start :] for cell in filled(row)))
            draft.guessed_cycle |= header.guessed
            draft.has_list = True
        self.projects.header = self.projects.above = header
        self.places, self.end = places_of(header), _end_of(header)
        self.before = ()
        self.labels.forget()
        self.heads.enter(header, min(self.headers, default=0))
        self.asides.enter()
        self.projects.blocks.enter(header)
        self.projects.indicators.enter(header, self.full[header.end : min(self.headers, default=None)])
        self.at = max(header.end, self.at)
        if self.at < len(self.rows) and counts_columns(self.rows[self.at]):
            self.at += 1

    def _line(self, row: Row, cells: Sequence[Cell]) -> Line:
        header = self.projects.header
        if header is None:
            return Line(self.at, row, cells)
        full = aligned(self.full[self.at], self.places, self.at in self.table.grid.spread)
        before, self.before = self.before, full
        section = len(cells) == 1 and level_of(cells[0].text) is not None
        listed = [one for one in header.listings if not section and has_indicator(full, before, one)]
        line = Line(self.at, row, cells, full, before, listed)
        run = line.fresh(header.at("records"))
        return line._replace(run=run) if run is not None and is_run(run.text) else line

    def _goes_on(self, line: Line) -> bool:
        """A row of the page alone, above the rest of a list: 续表."""
        text = line.cells[0].text
        return len(line.cells) == 1 and is_nothing(text) and not is_number(text)

    def _names_list(self, line: Line) -> bool:
        """A row that says whether the list below it is of the cycle or of the year."""
        below = self.projects.header is not None
        alone = len(line.cells) == 1
        return alone and self.projects.blocks.names(line.cells[0], self.at, self.projects.draft, below_header=below)

    def _titles_form(self, line: Line) -> bool:
        """The title of a form; what begins in the column of names is none: 更换智能水表."""
        header = self.projects.header
        names = [one.name for one in header.listings if one.name] if header is not None else []
        named = any(cell_at(line.full, at) is line.cells[0] is not cell_at(line.full, 0) for at in names)
        return self.table.form and not named and self.labels.is_title(line.at, line.cells)

    def _stands_elsewhere(self, line: Line) -> bool:
        """A row above a header."""
        if self.projects.header is not None:
            return False
        self.labels.read(self.at)
        return True

    def _is_below(self, line: Line) -> bool:
        """A row below the table: a note, or who filled it in and seals it."""
        return self.asides.is_below(line)

    def _is_of_template(self, line: Line) -> bool:
        """A row right below a header that says how it is filled in, or an example, which is passed over."""
        end = self.asides.template_end(line)
        if end is not None:
            self.at, self.before = end - 1, ()
        return end is not None

    def _is_aside(self, line: Line) -> bool:
        """A row that nobody chose, or that belongs to the page."""
        return self.asides.is_unticked(line) or self.asides.is_furniture(line)

    def _sums(self, line: Line) -> bool:
        """A row of sums."""
        return self.heads.read_sum(line)

    def _is_labelled(self, line: Line) -> bool:
        """A row with labels below indicators, or the first of another form; a project that labels name is listed under
        the same header."""
        leads = self._leads_elsewhere(line)
        if not leads and not self._ends_list(line):
            return False
        if leads:
            self.labels.begin_form(line.cells[0])
        self.labels.read(self.at)
        self.projects.header = None if self.headers and self.table.form else self.projects.above
        return True

    def _leads_elsewhere(self, line: Line) -> bool:
        """Whether a form has ended above: a few rows without categories lead to another header.

        An empty row stands above them, and the header is another one; or the name of a project is the first of them.
        """
        if not self.table.form or not self.headers:
            return False
        first = line.cells[0]
        heads = len(line.cells) == 1 and first is line.row[0] and named_in(first) is not None
        heads = heads and self.titles.label(first.text) != "other"  # with nothing beside it
        if not heads and filled(self.rows[self.at - 1]):
            return False
        header, following = self.projects.above, self.headers[min(self.headers)]
        lead = range(self.at, following.start)
        return (
            len(lead) <= MOST_LEADING
            and (heads or following.titles != header.titles)
            and all(filled(self.rows[at]) for at in lead)
            and not any(has_category(self.full[at], [*header.listings, *following.listings]) for at in lead)
        )

    def _ends_list(self, line: Line) -> bool:
        """Whether a row below indicators has labels again; only known ones count beside a value."""
        header = self.projects.above
        if header.at("project") is not None:
            return False
        first = line.row.index(line.cells[0])
        if first > header.first or has_category(line.row, header.listings) or block_of(line.cells[0].text):
            return False
        label = next(labels_of(line.row, self.titles), None)
        if label is None or label.at != first or label.role in ("indicators", "level1", "level2", "name"):
            return False
        if not label.sure and line.has_value:
            return False
        # The name of an indicator may sound like a label where no level stands before it.
        if first in {listing.name for listing in header.listings}:
            return label.sure and (label.role in BEGINS or len(line.cells) <= 2)
        return label.value is not None or label.sure

    def _is_record(self, line: Line) -> bool:
        """A row of a list: what it says of its project, its indicators or its categories; or a row of no kind, which is
        told."""
        header, first = self.projects.above, line.cells[0]
        self.asides.noted = False
        extra = filled(line.row[self.end :])
        if extra:
            told = f"这一行比表头多出 {len(extra)} 格，读到的可能错位。请检查分隔符和引号"
            self.book.tell(told, extra[0].place(), unchecked=True)
        known = self.heads.read(line)
        if self.projects.indicators.ends_name(line.full, line.before, line.cells, header.listings):
            return True
        if line.run is not None:
            self._add_run(line.run)
        for listing in line.listed:
            self.projects.indicators.add(line.full, header, listing, self.projects.current(first))
        if line.has_indicators:
            return True
        if any(is_unfilled(line.full, line.before, one) for one in header.listings):
            self.book.unfilled.append((self.projects.draft, line.cells))
        if not self._set_levels(line, known) and not known:
            self._tell_of_stranger(line)
        return True

    def _set_levels(self, line: Line, known: bool) -> bool:
        """Take in the categories of a row without indicators; beside a project they have to be known as such."""
        full, cells, listings = line.full, line.cells, self.projects.above.listings
        if known and not has_category([cell or cells[0] for cell in full], listings):
            return False
        return self.projects.indicators.set_levels(full, cells, listings)

    def _add_run(self, cell: Cell) -> None:
        indicators, kinds, notes = read_run(cell, self.titles.added)
        draft = self.projects.current(cell)
        draft.listed["annual"] += indicators
        draft.both_in_row |= "cycle" in kinds
        self.book.notes += notes

    def _tell_of_stranger(self, line: Line) -> None:
        """Say what could not be read; a row that goes on with the name above has nothing of its own to say."""
        cells = line.cells
        strange = [cell for cell in cells if not (is_unnamed(cell.text) or is_number(cell.text))]
        names = [cell_at(line.full, listing.name) for listing in self.projects.above.listings]
        goes_on = any(cell is not None and cell in line.before for cell in names)
        if not strange or self.at in self.projects.blocks.lines or goes_on:
            return
        pair = len(cells) == 2 and len(cells[0].text) <= _LONGEST_TITLE
        like = "像是一栏说明，不像指标" if pair else "看不出是什么"
        told = f"“{strange[0].text.strip()[:20]}”这一行{like}，没有读入"
        self.book.tell(told, strange[0].place(), unchecked=len(cells) > 1 or not self.table.form)


# The kinds of rows: the first that a row is of takes in what it says, and returns True. Kept by no reader: one that
# holds its own methods is let go late, with all rows.
_KINDS = (
    _TableReader._goes_on,
    _TableReader._names_list,
    _TableReader._titles_form,
    _TableReader._stands_elsewhere,
    _TableReader._is_below,
    _TableReader._is_of_template,
    _TableReader._is_aside,
    _TableReader._sums,
    _TableReader._is_labelled,
    _TableReader._is_record,
)


def _end_of(header: Header) -> int:
    """The column behind the last that has a title or is decided on."""
    end = max((at + 1 for at, title in enumerate(header.titles) if title), default=len(header.titles))
    return max([end, *(column.at + 1 for column in header.columns if column.role != "nothing")])
