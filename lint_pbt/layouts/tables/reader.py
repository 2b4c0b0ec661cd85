"""The rows of tables, from the top down: labels, projects and units, and indicators under the headers above them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from lint_pbt.layouts.tables.aligning import aligned, places_of
from lint_pbt.layouts.tables.drafts import Draft, Unit
from lint_pbt.layouts.tables.fields import cut, field_of, is_blank, is_unnamed, money_of
from lint_pbt.layouts.tables.finding import Table
from lint_pbt.layouts.tables.grid import FullRow, Row
from lint_pbt.layouts.tables.header import Header
from lint_pbt.layouts.tables.indicators import has_category
from lint_pbt.layouts.tables.labelling import BEGINS, LabelReader
from lint_pbt.layouts.tables.labels import GOALS, Labelled, labels_of
from lint_pbt.layouts.tables.listings import Listing
from lint_pbt.layouts.tables.looks import is_run
from lint_pbt.layouts.tables.naming import named_in
from lint_pbt.layouts.tables.projects import Projects
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
from lint_pbt.model.document import Amount, Note
from lint_pbt.model.sheet import Cell
from lint_pbt.text.notation import numbering_end
from lint_pbt.text.patterns.lazy import Pattern

# 1.1.2, （一）, and the weight of a level.
_OUTLINE = Pattern(r"[\d.、()一二三四五六七八九十]{1,10}|\d{1,3}(?:\.\d+)?[分%]")
_LONGEST_TITLE = 60
_MOST_LEADING = 12  # rows of labels above a header
_LONGEST = 100  # characters of what belongs to the furniture of a page


class Book:
    """What the tables of a source hold."""

    def __init__(self, titles: Titles) -> None:
        self.titles = titles
        self.drafts: list[Draft] = []
        self.totals: list[tuple[Amount, ...]] = []
        self.entered: list[tuple[Unit, int]] = []  # units with an amount of their own, and how many drafts stand above
        self.notes: list[Note] = []
        self.unfilled: list[tuple[Draft | None, Sequence[Cell]]] = []  # half-filled rows, and their project
        self.amount_unit: str | None = None
        self.first: int | None = None  # the first row of the first table with a label, or else its header

    def read(self, table: Table) -> None:
        """Add what a table holds."""
        reader = _TableReader(self, table)
        reader.read()
        self.notes += reader.projects.indicators.notes
        if self.first is None:
            self.first = reader.labels.first


class _TableReader:
    def __init__(self, book: Book, table: Table) -> None:
        self.book, self.titles, self.table = book, book.titles, table
        self.rows, self.full = table.grid.rows, table.grid.full
        self.headers = {header.start: header for header in table.headers}
        self.starts = sorted(self.headers)
        self.projects = Projects(table, book.drafts, book.notes)
        self.labels = LabelReader(self.projects, book.titles)
        self.empty: Header | None = None  # the last header, as long as no indicator stands below it
        self.before: FullRow = ()  # the row above, its cells where the titles are
        self.said: tuple[Draft | None, list[str | None]] | None = None  # a project, and what the row above says of it
        self.at = 0
        self.noted = False  # behind a footnote
        self.of_template: list[bool] = []  # whether the rows right below the header say how, or show it
        self.unticked = 0  # indicators of a list to choose from that nobody chose
        self.frame = texts_of(self.rows[: table.headers[0].start])

    def read(self) -> None:
        while self.at < len(self.rows):
            header = self.headers.pop(self.at, None)
            if header is not None:
                self._note_empty()
                self._enter(header)
                continue
            cells = filled(self.rows[self.at])
            if cells:
                self._row(self.rows[self.at], cells)
            self.at += 1
        self._note_empty()
        if self.unticked:
            self.projects.notes.append(Note(f"有 {self.unticked} 条备选指标没有勾选，没有检查"))

    def _note_empty(self) -> None:
        """Say that the last of several headers of a grid has rows below it, and no indicator."""
        header = self.empty
        if header is None or self.table.form or self.unticked or len(self.table.headers) < 2:
            return
        if self.at == len(self.rows) or any(map(filled, self.rows[header.end : self.at])):
            first = next(cell for row in self.rows[header.start :] for cell in filled(row))
            self.projects.notes.append(Note("这里的表头下面没有指标，没有检查。请确认指标填了没有", first.place))

    def _enter(self, header: Header) -> None:
        if self.table.form:
            draft = self.projects.current(next(cell for row in self.rows[header.start :] for cell in filled(row)))
            draft.guessed_cycle |= header.guessed
            draft.has_list = True
        self.projects.header = self.projects.above = self.empty = header
        self.places = places_of(header)
        self.end = _end_of(header)
        self.heads, self.said = header.heads, None
        self.noted, self.before, self.of_template = False, (), []
        self.labels.forget()
        self.projects.blocks.enter(header)
        at = bisect_right(self.starts, header.start)
        self.projects.indicators.enter(
            header, self.full[header.end : self.starts[at] if at < len(self.starts) else None]
        )
        for cell in self.labels.sections:
            self.projects.indicators.set_levels((), [cell], header.listings)
        self.labels.sections = []
        self.at = max(header.end, self.at)
        if self.at < len(self.rows) and counts_columns(self.rows[self.at]):
            self.at += 1

    def _row(self, row: Row, cells: Sequence[Cell]) -> None:
        full = (
            aligned(self.full[self.at], self.places, self.at in self.table.grid.spread) if self.projects.header else ()
        )
        named = len(cells) == 1 and self.projects.blocks.names(
            cells[0], self.at, self.projects.draft, below_header=self.projects.header is not None
        )
        if named:
            return
        if self.table.form and not self._stands_as_name(full, cells) and self.labels.is_title(cells):
            return
        if self.projects.header is None:
            self.labels.read(self.at)
            return
        before, self.before = self.before, full
        self._body(row, full, before, cells, self.projects.header)

    def _stands_as_name(self, full: FullRow, cells: Sequence[Cell]) -> bool:
        """Whether a row begins in the column of names: 更换智能水表 is no table's title."""
        named = (
            [one.name for one in self.projects.header.listings if one.name]
            if self.projects.header and len(cells) < 3
            else []
        )
        return any(cell_at(full, at) is cells[0] is not cell_at(full, 0) for at in named)

    def _body(self, row: Row, full: FullRow, before: FullRow, cells: Sequence[Cell], header: Header) -> None:
        if self._is_below(cells) or (not before and self._is_of_template(row, cells, header)):
            return
        names = [name for one in header.listings if (name := cell_at(full, one.name)) and level_of(name.text)]
        if names and all(cell is names[0] or _OUTLINE.fullmatch(compact(cell.text)) for cell in cells):
            cells = names[:1]  # only numbers stand beside a category
        section = len(cells) == 1 and level_of(cells[0].text) is not None
        listed = [one for one in header.listings if not section and has_indicator(full, before, one)]
        tick = header.at("tick")
        if tick is not None and cell_at(full, tick) is None and not self._has_value(full, listed):
            self.unticked += bool(listed)
            return
        run = cell_at(full, header.at("records"))
        if run is not None and (not is_run(run.text) or run is cell_at(before, header.at("records"))):
            run = None
        has_indicators = bool(listed) or run is not None
        if not has_indicators and (self._is_furniture(cells) or self._sums(row, full, cells, header)):
            return
        leads = self._leads_elsewhere(header)
        if leads or self._ends_list(row, cells, header, sure=self._has_value(full, listed)):
            if leads and self.projects.draft is not None and self.projects.draft.has_indicators:
                self.labels.begin_form(cells[0])
            self._end_list()
            return
        self.noted = False
        if has_indicators:
            self.empty = None
        self._note_overflow(row)
        known = self._heading(row, full, before, cells, has_indicators, header)
        if run is not None:
            self._add_run(run)
        for listing in listed:
            self.projects.indicators.add(full, header, listing, self.projects.current(cells[0]))
        if not has_indicators and any(is_unfilled(full, before, one) for one in header.listings):
            self.book.unfilled.append((self.projects.draft, cells))
        if has_indicators or self._set_levels(full, cells, known, header) or known:
            return
        self._note_stranger(full, before, cells)

    def _is_of_template(self, row: Row, cells: Sequence[Cell], header: Header) -> bool:
        """Whether a row right below a header says how it is filled in, or begins an example, which is passed over."""
        hint, first = is_hint(cells), cells[0]
        named = [header.first, *(one.name for one in header.listings)]
        mark = None if hint else example_in(row, named)
        if not hint and mark is None:
            return False
        told = "表头下面是填写要求" if hint else f"“{first.text.strip()[:20]}”起是填写示例"
        if self.of_template != [hint]:
            self.projects.notes.append(Note(f"{told}，没有检查", first.place))
        self.of_template, self.before = [hint], ()
        if mark is not None:
            self.at = self._behind_example(row, mark, header) - 1
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

    def _leads_elsewhere(self, header: Header) -> bool:
        """Whether a form has ended above: a few rows without categories lead to another header.

        An empty row stands above them, and the header is another one; or the name of a project is the first of them.
        """
        if not self.table.form or not self.headers:
            return False
        cells = filled(self.rows[self.at])
        heads = len(cells) == 1 and cells[0] is self.rows[self.at][0] and named_in(cells[0]) is not None
        if not heads and filled(self.rows[self.at - 1]):
            return False
        following = self.headers[min(self.headers)]
        lead = range(self.at, following.start)
        return (
            0 < len(lead) <= _MOST_LEADING
            and (heads or following.titles != header.titles)
            and all(filled(self.rows[at]) for at in lead)
            and not any(has_category(self.full[at], [*header.listings, *following.listings]) for at in lead)
        )

    @staticmethod
    def _has_value(full: FullRow, listed: Sequence[Listing]) -> bool:
        return any(value_in(full, value) for one in listed for value in (one.annual, one.cycle))

    def _end_list(self) -> None:
        """Read a row with labels below indicators; a project that they name is listed under the same header."""
        header, self.projects.header = self.projects.header, None
        self.labels.read(self.at)
        if not self.headers or not self.table.form:
            self.projects.header = header

    def _ends_list(self, row: Row, cells: Sequence[Cell], header: Header, *, sure: bool) -> bool:
        """Whether a row below indicators has labels again; only known ones count where it has to be `sure`."""
        if header.at("project") is not None:
            return False
        first = next(at for at in range(len(row)) if cell_at(row, at) is not None)
        if first > header.first or has_category(row, header.listings) or block_of(cells[0].text):
            return False
        label = next(labels_of(row, self.titles), None)
        if (
            label is None
            or label.at != first
            or sure > label.sure
            or label.role in ("indicators", "level1", "level2", "name")
        ):
            return False
        # The name of an indicator may sound like a label where no level stands before it.
        names = {listing.name for listing in header.listings}
        if first in names:
            return label.sure and (label.role in BEGINS or len(cells) <= 2)
        return label.value is not None or label.sure

    def _set_levels(self, full: FullRow, cells: Sequence[Cell], known: bool, header: Header) -> bool:
        """Take in the categories of a row without indicators; beside a project they have to be known as such."""
        listings = header.listings
        if known and not has_category([cell or cells[0] for cell in full], listings):
            return False
        if len(cells) == 1 and is_category(cells[0].text):
            return self.projects.indicators.set_levels(full, cells, listings)
        fresh = [cell_at(full, at) for one in listings for at in (one.level1, one.level2)]
        return any(cell is not None for cell in fresh) and self.projects.indicators.set_levels(full, cells, listings)

    def _heading(
        self, row: Row, full: FullRow, before: FullRow, cells: Sequence[Cell], has_indicators: bool, header: Header
    ) -> bool:
        """Take in the unit, project, amounts and goal of a row; False where it has none of them."""

        def fresh(at: int | None) -> Cell | None:
            cell = cell_at(full, at)
            return None if cell is None or cell is cell_at(before, at) else cell

        own = [cell.text if (cell := cell_at(full, at)) is not None else None for at in self.heads]
        if has_indicators and ((self.projects.draft, own) == self.said or not any(own)):
            return any(own)
        notes = len(self.projects.notes)
        unit, project = fresh(header.at("unit")), fresh(header.at("project"))
        amounts = self._amounts(full, before, header)
        entered = self.projects.enter_unit(unit) if unit is not None else None
        if entered is not None and project is None:
            if not has_indicators:
                entered.amounts = amounts
                self.book.entered.append((entered, len(self.book.drafts)))
                return True
            self.projects.begin(None, cells[0])
        if project is not None and not is_category(project.text):
            name = field_of(project)
            if not self.projects.goes_on(name, amounts):
                self.projects.begin(name, project)
        elif not (has_indicators or self.table.form or header.at("unit") is not None) and is_heading(
            row, header.first, {index for _, index in header.amounts}
        ):
            name = field_of(cells[0])
            self.projects.begin(cut(name, numbering_end(name.text), len(name.text)), cells[0]).amounts = amounts
            return True
        found = ((role, fresh(header.at(role))) for role in GOALS)
        goals = [(role, cell) for role, cell in found if cell is not None and not is_category(cell.text)]
        if amounts or goals:
            draft = self.projects.current(cells[0])
            if amounts and draft.amounts and not draft.name.text and amounts[0].value != draft.amounts[0].value:
                told = (
                    f"这里又有一个金额“{amounts[0].field.text[:20]}”，却没有项目名称，看不出是不是另一个项目，没有读入"
                )
                self.projects.notes.append(Note(told, amounts[0].field.place(), unchecked=True))
            draft.amounts = draft.amounts or amounts
            for role, cell in goals:
                self.projects.take(draft, Labelled(role, 0, "", field_of(cell)), self.at)
        sure = notes == len(self.projects.notes) and self.projects.draft is not None
        self.said = (self.projects.draft, own) if sure else None
        return bool(project or unit or amounts or goals)

    def _amounts(self, full: FullRow, before: FullRow, header: Header) -> tuple[Amount, ...]:
        """The amounts of a row, the total first; without its total it has none."""
        found: list[Amount] = []
        for title, index in header.amounts:
            cell = cell_at(full, index)
            if cell is None or is_blank(cell.text) or cell is cell_at(before, index):
                if not found:
                    return ()
                continue
            field = field_of(cell)
            money = money_of(field)
            if money is None:
                told = f"金额“{field.text[:20]}”不是数字，没有读入"
                self.projects.notes.append(Note(told, cell.place))
                return ()
            found.append(Amount(title, money[0], field))
            self.book.amount_unit = self.book.amount_unit or money[1]
        return tuple(found)

    def _add_run(self, cell: Cell) -> None:
        indicators, kinds, notes = read_run(cell, self.titles.added)
        draft = self.projects.current(cell)
        draft.listed["annual"] += indicators
        draft.both_in_row |= "cycle" in kinds
        self.projects.notes += notes

    def _is_furniture(self, cells: Sequence[Cell]) -> bool:
        """Whether a row belongs to the page: a title that stands again, more of a note below the table."""
        if all(len(cell.text) <= _LONGEST and compact(cell.text) in self.frame for cell in cells):
            return True
        return self.noted and len(cells) == 1

    def _is_below(self, cells: Sequence[Cell]) -> bool:
        """Whether a row stands below the table: a note, or who filled it in and seals it."""
        if is_footnote(cells[0].text):
            if not self.noted and not self.table.form:
                told = f"“{cells[0].text.strip()[:20]}”起是表后的说明，没有检查"
                self.projects.notes.append(Note(told, cells[0].place))
            self.noted = True
            return True
        return is_signature(cells[0].text)

    def _sums(self, row: Row, full: FullRow, cells: Sequence[Cell], header: Header) -> bool:
        """Take in a row of sums: of the whole table, or of a unit; others are passed over."""
        label = next((cell for cell in cells[:3] if sum_of(cell.text)), None)
        found = sum_of(label.text) if label else None
        if found is None:
            return False
        of, word = found
        beside, amounts = cell_at(row, header.at("unit")), self._amounts(full, (), header)
        if beside is label:
            beside = None
        elif beside is not None:
            self.projects.enter_unit(beside)
        named = self.projects.unit is not None and of == compact(self.projects.unit.name.text)
        if self.projects.unit is not None and (named or beside):
            self.projects.unit.amounts = self.projects.unit.amounts or amounts
        elif self.projects.unit is not None and not of and is_part_sum(word):
            # Where a second one stands, they are of its projects.
            self.projects.unit.summed += not self.projects.unit.amounts or self.projects.unit.summed > 0
            self.projects.unit.amounts = (
                (self.projects.unit.amounts or amounts) if self.projects.unit.summed < 2 else ()
            )
        elif not of and not is_part_sum(word) and amounts:
            self.book.totals.append(amounts)
        return True

    def _note_overflow(self, row: Row) -> None:
        extra = filled(row[self.end :]) if len(row) > self.end else ()
        if extra:
            told = f"这一行比表头多出 {len(extra)} 格，读到的可能错位。请检查分隔符和引号"
            self.projects.notes.append(Note(told, extra[0].place, unchecked=True))

    def _note_stranger(self, full: FullRow, before: FullRow, cells: Sequence[Cell]) -> None:
        """Say what could not be read; a row that goes on with the one above has nothing of its own to say."""
        strange = [cell for cell in cells if not (is_unnamed(cell.text) or is_number(cell.text))]
        if not strange or (self.at in self.projects.blocks.lines) or self._goes_on_above(full, before):
            return
        pair = len(cells) == 2 and len(cells[0].text) <= _LONGEST_TITLE
        like = "像是一栏说明，不像指标" if pair else "看不出是什么"
        told = f"“{strange[0].text.strip()[:20]}”这一行{like}，没有读入"
        self.projects.notes.append(Note(told, strange[0].place, unchecked=len(cells) > 1 or not self.table.form))

    def _goes_on_above(self, full: FullRow, before: FullRow) -> bool:
        """Whether the name of a row is merged with that of the row above: the row is of the same indicator."""
        names = [listing.name for listing in self.projects.above.listings]
        return any(cell_at(full, at) is not None and cell_at(full, at) is cell_at(before, at) for at in names)


def _end_of(header: Header) -> int:
    """The column behind the last that has a title or is decided on."""
    end = max((at + 1 for at, title in enumerate(header.titles) if title), default=len(header.titles))
    return max([end, *(column.at + 1 for column in header.columns if column.role != "nothing")])
