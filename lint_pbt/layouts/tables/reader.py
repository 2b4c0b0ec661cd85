"""The rows of tables, from the top down: each row is of a kind, and what is done with it goes by its kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lint_pbt.layouts.tables.aligning import aligned, places_of
from lint_pbt.layouts.tables.fields import cut, field_of, is_blank, is_unnamed, money_of
from lint_pbt.layouts.tables.finding import Table
from lint_pbt.layouts.tables.grid import FullRow, Row
from lint_pbt.layouts.tables.header import Header
from lint_pbt.layouts.tables.indicators import has_category
from lint_pbt.layouts.tables.labelling import BEGINS, LabelReader
from lint_pbt.layouts.tables.labels import GOALS, UNITS, Labelled, labels_of
from lint_pbt.layouts.tables.listings import Listing
from lint_pbt.layouts.tables.looks import is_run
from lint_pbt.layouts.tables.naming import named_in
from lint_pbt.layouts.tables.pages import is_nothing
from lint_pbt.layouts.tables.projects import Book, Projects
from lint_pbt.layouts.tables.rows import (
    cell_at,
    counts_columns,
    example_in,
    filled,
    has_indicator,
    is_category,
    is_footnote,
    is_heading,
    is_hint,
    is_number,
    is_part_sum,
    is_signature,
    is_unfilled,
    level_of,
    sum_of,
    texts_of,
    value_in,
)
from lint_pbt.layouts.tables.several import read_run
from lint_pbt.layouts.tables.titles import Titles, block_of, compact
from lint_pbt.layouts.words import is_office
from lint_pbt.model.document import Amount
from lint_pbt.model.sheet import Cell
from lint_pbt.text.notation import ends_title, numbering_end
from lint_pbt.text.patterns.lazy import Pattern

_COLON = Pattern(r"[^:：（(]{2,8}[:：]\s*\S")  # of a label with its value
_LONGEST_TITLE = 60
_MOST_LEADING = 12  # rows of labels above a header
_LONGEST = 100  # characters of what belongs to the furniture of a page


class _Line(NamedTuple):
    """A row that is not empty, its `cells` those with text. Below a header merged cells are filled into `full`, where
    the titles are; `before` is that of the row above, `listed` the lists with an indicator that begins in the row,
    `run` a cell with a whole run of them.
    """

    row: Row
    cells: Sequence[Cell]
    full: FullRow = ()
    before: FullRow = ()
    listed: Sequence[Listing] = ()
    run: Cell | None = None

    @property
    def has_indicators(self) -> bool:
        return bool(self.listed) or self.run is not None

    @property
    def has_value(self) -> bool:
        return any(value_in(self.full, value) for one in self.listed for value in (one.annual, one.cycle))

    def fresh(self, column: int | None) -> Cell | None:
        """The cell of a column, None where it is empty or merged with the one above."""
        cell = cell_at(self.full, column)
        return None if cell is cell_at(self.before, column) else cell


def read_table(book: Book, table: Table, titles: Titles) -> None:
    """Add what a table holds to the book."""
    _TableReader(book, table, titles).read()


class _TableReader:
    def __init__(self, book: Book, table: Table, titles: Titles) -> None:
        self.book, self.titles, self.table = book, titles, table
        self.rows, self.full = table.grid.rows, table.grid.full
        self.headers = {header.start: header for header in table.headers}
        self.projects = Projects(book, table)
        self.labels = LabelReader(self.projects, titles)
        self.before: FullRow = ()  # the row above, its cells where the titles are
        self.said: tuple[object, list[str | None]] | None = None  # a project, and what the row above says of it
        self.at = 0
        self.noted = False  # behind a footnote
        self.template: bool | None = None  # whether the rows right below the header say how, or show it
        self.unticked = 0  # indicators of a list to choose from that nobody chose
        self.frame = texts_of(self.rows[: table.headers[0].start])

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
        if self.unticked:
            self.book.tell(f"有 {self.unticked} 条备选指标没有勾选，没有检查")

    def _enter(self, header: Header) -> None:
        if self.table.form:
            draft = self.projects.current(next(cell for row in self.rows[header.start :] for cell in filled(row)))
            draft.guessed_cycle |= header.guessed
            draft.has_list = True
        self.projects.header = self.projects.above = header
        self.places, self.heads, self.end = places_of(header), header.heads, _end_of(header)
        self.said = self.template = None
        self.noted, self.before = False, ()
        self.labels.forget()
        self.projects.blocks.enter(header)
        self.projects.indicators.enter(header, self.full[header.end : min(self.headers, default=None)])
        self.at = max(header.end, self.at)
        if self.at < len(self.rows) and counts_columns(self.rows[self.at]):
            self.at += 1

    def _line(self, row: Row, cells: Sequence[Cell]) -> _Line:
        header = self.projects.header
        if header is None:
            return _Line(row, cells)
        full = aligned(self.full[self.at], self.places, self.at in self.table.grid.spread)
        before, self.before = self.before, full
        section = len(cells) == 1 and level_of(cells[0].text) is not None
        listed = [one for one in header.listings if not section and has_indicator(full, before, one)]
        line = _Line(row, cells, full, before, listed)
        run = line.fresh(header.at("records"))
        return line._replace(run=run) if run is not None and is_run(run.text) else line

    def _goes_on(self, line: _Line) -> bool:
        """A row of the page alone, above the rest of a list: 续表."""
        text = line.cells[0].text
        return len(line.cells) == 1 and is_nothing(text) and not is_number(text)

    def _names_list(self, line: _Line) -> bool:
        """A row that says whether the list below it is of the cycle or of the year."""
        below = self.projects.header is not None
        alone = len(line.cells) == 1
        return alone and self.projects.blocks.names(line.cells[0], self.at, self.projects.draft, below_header=below)

    def _titles_form(self, line: _Line) -> bool:
        """The title of a form; what begins in the column of names is none: 更换智能水表."""
        header = self.projects.header
        names = [one.name for one in header.listings if one.name] if header is not None else []
        named = any(cell_at(line.full, at) is line.cells[0] is not cell_at(line.full, 0) for at in names)
        return self.table.form and not named and self.labels.is_title(line.cells)

    def _stands_elsewhere(self, line: _Line) -> bool:
        """A row above a header."""
        if self.projects.header is not None:
            return False
        self.labels.read(self.at)
        return True

    def _is_below(self, line: _Line) -> bool:
        """A row below the table: a note, or who filled it in and seals it."""
        first = line.cells[0]
        if not is_footnote(first.text):
            return is_signature(first.text)
        if not self.noted and not self.table.form:
            self.book.tell(f"“{first.text.strip()[:20]}”起是表后的说明，没有检查", first.place())
        self.noted = True
        return True

    def _is_of_template(self, line: _Line) -> bool:
        """A row right below a header that says how it is filled in, or begins an example, which is passed over."""
        header, first = self.projects.above, line.cells[0]
        if line.before:
            return False
        hint = is_hint(line.cells)
        mark = None if hint else example_in(line.row, [header.first, *(one.name for one in header.listings)])
        if not hint and mark is None:
            return False
        if self.template is not hint:
            told = "表头下面是填写要求" if hint else f"“{first.text.strip()[:20]}”起是填写示例"
            self.book.tell(f"{told}，没有检查", first.place())
        self.template, self.before = hint, ()
        if mark is not None:
            self.at = self._behind_example(line.row, mark, header) - 1
        return True

    def _behind_example(self, row: Row, mark: int, header: Header) -> int:
        """The row behind an example whose mark stands in a column: what it names may stand in its first row alone."""
        end = self.at + row[mark].rows
        if mark >= header.first or end > self.at + 1:
            return end
        named = (mark, header.at("project"))
        while end < len(self.rows) and filled(self.rows[end]) and not any(cell_at(self.rows[end], at) for at in named):
            end += 1
        return end if end < len(self.rows) else self.at + 1  # nothing says where it ends

    def _is_unticked(self, line: _Line) -> bool:
        """A row of a list to choose from that nobody chose."""
        tick = self.projects.above.at("tick")
        if tick is None or cell_at(line.full, tick) is not None or line.has_value:
            return False
        self.unticked += bool(line.listed)
        return True

    def _is_furniture(self, line: _Line) -> bool:
        """A row that belongs to the page: titles that stand again, more of a note below the table."""
        titles = self.projects.above.titles
        texts = [
            (at, compact(cell.text)) for at, cell in enumerate(line.row) if cell.text and len(cell.text) <= _LONGEST
        ]
        if len(texts) == len(line.cells) and all(text in (*self.frame, *titles[at : at + 1]) for at, text in texts):
            return True
        return self.noted and len(line.cells) == 1 and not line.has_indicators

    def _sums(self, line: _Line) -> bool:
        """A row of sums: of the whole table, or of a unit; others are passed over."""
        label = next((cell for cell in line.cells[:3] if sum_of(cell.text)), None)
        found = sum_of(label.text) if label is not None and not line.has_indicators else None
        if found is None:
            return False
        of, word = found
        beside, amounts = cell_at(line.row, self.projects.above.at("unit")), self._amounts(line._replace(before=()))
        if beside is label:
            beside = None
        elif beside is not None:
            self.projects.enter_unit(field_of(beside))
        unit = self.projects.unit
        if unit is not None and (beside or of == compact(unit.name.text)):
            unit.amounts = unit.amounts or amounts
        elif unit is not None and not of and is_part_sum(word):
            # Where a second one stands, they are of its projects.
            unit.summed += not unit.amounts or unit.summed > 0
            unit.amounts = (unit.amounts or amounts) if unit.summed < 2 else ()
        elif not of and not is_part_sum(word) and amounts:
            self.book.totals.append(amounts)
        return True

    def _is_labelled(self, line: _Line) -> bool:
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

    def _leads_elsewhere(self, line: _Line) -> bool:
        """Whether a form has ended above: a few rows without categories lead to another header.

        An empty row stands above them, and the header is another one; or the name of a project is the first of them.
        """
        if not self.table.form or not self.headers:
            return False
        heads = len(line.cells) == 1 and line.cells[0] is line.row[0] and named_in(line.cells[0]) is not None
        if not heads and filled(self.rows[self.at - 1]):
            return False
        header, following = self.projects.above, self.headers[min(self.headers)]
        lead = range(self.at, following.start)
        return (
            len(lead) <= _MOST_LEADING
            and (heads or following.titles != header.titles)
            and all(filled(self.rows[at]) for at in lead)
            and not any(has_category(self.full[at], [*header.listings, *following.listings]) for at in lead)
        )

    def _ends_list(self, line: _Line) -> bool:
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

    def _is_record(self, line: _Line) -> bool:
        """A row of a list: what it says of its project, its indicators or its categories; or a row of no kind, which is
        told."""
        header, first = self.projects.above, line.cells[0]
        self.noted = False
        extra = filled(line.row[self.end :])
        if extra:
            told = f"这一行比表头多出 {len(extra)} 格，读到的可能错位。请检查分隔符和引号"
            self.book.tell(told, extra[0].place(), unchecked=True)
        known = self._heads(line)
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

    def _set_levels(self, line: _Line, known: bool) -> bool:
        """Take in the categories of a row without indicators; beside a project they have to be known as such."""
        full, cells, listings = line.full, line.cells, self.projects.above.listings
        if known and not has_category([cell or cells[0] for cell in full], listings):
            return False
        return self.projects.indicators.set_levels(full, cells, listings)

    def _heads(self, line: _Line) -> bool:
        """Take in the unit, project, amounts and goal of a row; False where it has none of them."""
        header, first = self.projects.above, line.cells[0]
        own = [cell.text if (cell := cell_at(line.full, at)) is not None else None for at in self.heads]
        if line.has_indicators and ((self.projects.draft, own) == self.said or not any(own)):
            return any(own)
        if not line.has_indicators and _COLON.match(first.text):
            label = next(labels_of(line.row, self.titles), None)
            if label is not None and label.role in UNITS and label.value is not None:
                self.projects.enter_unit(label.value)
                return True
            if label is None and len(line.cells) == 1:
                return False
        notes = len(self.book.notes)
        unit, project = line.fresh(header.at("unit")), line.fresh(header.at("project"))
        amounts = self._amounts(line)
        entered = self.projects.enter_unit(field_of(unit)) if unit is not None else None
        if entered is not None and project is None and not line.has_indicators:
            entered.amounts = amounts
            self.book.entered.append((entered, len(self.book.drafts)))
            return True
        if project is not None and not is_category(project.text):
            name = field_of(project)
            if not self.projects.goes_on(name, amounts):
                self.projects.begin(name, project)
        elif not (line.has_indicators or self.table.form or header.at("unit") is not None) and is_heading(
            line.row, header.first, {index for _, index in header.amounts}
        ):
            name = field_of(first)
            if ends_title(name.text) and self.at < min(self.headers, default=0) <= self.at + _MOST_LEADING:
                return True  # of the next list
            if self.projects.unit is not None and is_office(name.text):
                entered = self.projects.enter_unit(name)
                if entered is not None:
                    entered.amounts = amounts
                return True
            self.projects.begin(cut(name, numbering_end(name.text), len(name.text)), first).amounts = amounts
            return True
        goals = [
            Labelled(role, 0, "", field_of(cell))
            for role in GOALS
            if (cell := line.fresh(header.at(role))) is not None and not is_category(cell.text)
        ]
        if amounts or goals:
            draft = self.projects.current(first)
            if amounts and draft.amounts and not draft.name.text and amounts[0].value != draft.amounts[0].value:
                shown = amounts[0].field.text[:20]
                told = f"这里又有一个金额“{shown}”，却没有项目名称，看不出是不是另一个项目，没有读入"
                self.book.tell(told, amounts[0].field.place(), unchecked=True)
            draft.amounts = draft.amounts or amounts
            for goal in goals:
                self.projects.take(draft, goal, self.at)
        sure = notes == len(self.book.notes) and self.projects.draft is not None
        self.said = (self.projects.draft, own) if sure else None
        return bool(project or unit or amounts or goals)

    def _amounts(self, line: _Line) -> tuple[Amount, ...]:
        """The amounts of a row, the total first; without its total it has none."""
        found: list[Amount] = []
        for title, index in self.projects.above.amounts:
            cell = line.fresh(index)
            if cell is None or is_blank(cell.text):
                if not found:
                    return ()
                continue
            field = field_of(cell)
            money = money_of(field)
            if money is None:
                self.book.tell(f"金额“{field.text[:20]}”不是数字，没有读入", cell.place())
                return ()
            found.append(Amount(title, money[0], field))
            self.book.amount_unit = self.book.amount_unit or money[1]
        return tuple(found)

    def _add_run(self, cell: Cell) -> None:
        indicators, kinds, notes = read_run(cell, self.titles.added)
        draft = self.projects.current(cell)
        draft.listed["annual"] += indicators
        draft.both_in_row |= "cycle" in kinds
        self.book.notes += notes

    def _tell_of_stranger(self, line: _Line) -> None:
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
    _TableReader._is_unticked,
    _TableReader._is_furniture,
    _TableReader._sums,
    _TableReader._is_labelled,
    _TableReader._is_record,
)


def _end_of(header: Header) -> int:
    """The column behind the last that has a title or is decided on."""
    end = max((at + 1 for at, title in enumerate(header.titles) if title), default=len(header.titles))
    return max([end, *(column.at + 1 for column in header.columns if column.role != "nothing")])
