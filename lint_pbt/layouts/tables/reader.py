"""The rows of tables, from the top down: labels, projects and units, and indicators under the headers above them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from lint_pbt.layouts.tables.aligning import aligned, places_of
from lint_pbt.layouts.tables.drafts import Draft, Unit
from lint_pbt.layouts.tables.fields import cut, field_of, is_blank, is_money, is_unnamed, money_of
from lint_pbt.layouts.tables.finding import Table
from lint_pbt.layouts.tables.grid import FullRow, Row
from lint_pbt.layouts.tables.header import Header
from lint_pbt.layouts.tables.indicators import IndicatorReader, has_category
from lint_pbt.layouts.tables.labels import GOALS, MONEY, Labelled, labels_of, role_of
from lint_pbt.layouts.tables.listings import Listing
from lint_pbt.layouts.tables.looks import is_run
from lint_pbt.layouts.tables.naming import NAMED_ABOVE, named_in
from lint_pbt.layouts.tables.pages import is_nothing
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
    level_of,
    sum_of,
    texts_of,
    value_in,
)
from lint_pbt.layouts.tables.several import read_run
from lint_pbt.layouts.tables.titles import Titles, block_named, block_of, compact
from lint_pbt.layouts.words import is_office
from lint_pbt.model.document import Amount, Field, Note
from lint_pbt.model.sheet import Cell
from lint_pbt.text.notation import NUMERALS, TITLE_END, ends_title, money_unit, numbering_end
from lint_pbt.text.patterns.lazy import Pattern

_TITLE = Pattern(rf".{{0,40}}{TITLE_END}(?:[-:]{{1,3}}[^-:。,]{{4,40}})?")
# 年度绩效目标表 inside a form is the title of a block.
_TABLE_OF = Pattern(r"(?:绩效)?(?:目标|指标)表$")
_OF_LIST = Pattern(r"(?<!目标)指标(?:情况|一览|明细)?表$")
_YEAR = Pattern(r"20\d\d")
_YEARS = Pattern(rf"(?<![\d{NUMERALS}])[2-9两{NUMERALS[1:]}]个?年")
# 1.1.2, （一）, and the weight of a level.
_OUTLINE = Pattern(r"[\d.、()一二三四五六七八九十]{1,10}|\d{1,3}(?:\.\d+)?[分%]")
_LONGEST_TITLE = 60
_MOST_LEADING = 12  # rows of labels above a header
_LONGEST = 100  # characters of what belongs to the furniture of a page
# Labels that begin another form where the one above has its indicators.
_BEGINS = ("project", "unit", "applicant", "department")
_TOTALS = ("amount", "cycle_amount")
_OFFICE = Pattern(r"\d{0,8}[\u4e00-\u9fff()（）]{4,30}")


class Book:
    """What the tables of a source hold."""

    def __init__(self, titles: Titles) -> None:
        self.titles = titles
        self.drafts: list[Draft] = []
        self.totals: list[tuple[Amount, ...]] = []
        self.entered: list[tuple[Unit, int]] = []  # units with an amount of their own, and how many drafts stand above
        self.notes: list[Note] = []
        self.amount_unit: str | None = None
        self.first: int | None = None  # the first row of the first table with a label, or else its header

    def read(self, table: Table) -> None:
        """Add what a table holds."""
        reader = _TableReader(self, table)
        reader.read()
        self.notes += reader.indicators.notes
        if self.first is None:
            self.first = reader.first


class _TableReader:
    def __init__(self, book: Book, table: Table) -> None:
        self.book, self.titles, self.table = book, book.titles, table
        self.rows, self.full = table.grid.rows, table.grid.full
        self.headers = {header.start: header for header in table.headers}
        self.starts = sorted(self.headers)
        self.header: Header | None = None  # of the list that the rows are in
        self.above = table.headers[0]  # the last header
        self.indicators = IndicatorReader()
        self.first = table.headers[0].start
        self.unit: Unit | None = None
        self.draft: Draft | None = None
        self.sections: list[Cell] = []  # categories that stand above a header
        self.before: FullRow = ()  # the row above, its cells where the titles are
        self.said: list[str | None] | None = None  # what the row above says of its project, where nothing came between
        self.at = 0
        self.below: dict[int, Labelled] = {}  # labels whose values stand below them, by the column of the values
        self.tasks: int | None = None  # the column where a list of tasks begins
        self.noted = False  # behind a footnote
        self.of_template: list[bool] = []  # whether the rows right below the header say how, or show it
        self.unticked = 0  # indicators of a list to choose from that nobody chose
        self.frame = texts_of(self.rows[: self.first])
        self.lines = _lines_above(table)
        # Which list begins in a row: in a header by its columns or the line above it, or in that line.
        self.lists = {at: block_named(filled(self.rows[at])[0].text) for at in self.lines}
        said = {header.start: self.lists[at] for at, header in self.lines.items()}
        of_headers = {one.start: one.kind or said.get(one.start) for one in table.headers}
        self.both = len(set(of_headers.values())) > 1
        self.lists |= of_headers

    def read(self) -> None:
        while self.at < len(self.rows):
            header = self.headers.pop(self.at, None)
            if header is not None:
                self._enter(header)
                continue
            cells = filled(self.rows[self.at])
            if cells:
                self._row(self.rows[self.at], cells)
            self.at += 1
        if self.unticked:
            self.book.notes.append(Note(f"有 {self.unticked} 条备选指标没有勾选，没有检查"))

    def _enter(self, header: Header) -> None:
        if self.table.form:
            draft = self._current(next(cell for row in self.rows[header.start :] for cell in filled(row)))
            draft.guessed_cycle |= header.guessed
            draft.has_list = True
        self.header = self.above = header
        self.places = places_of(header)
        self.end = _end_of(header)
        self.heads, self.said = header.heads, None
        self.below, self.tasks, self.noted, self.before, self.of_template = {}, None, False, (), []
        self.indicators.kind = (self.lists[header.start] if self.both else header.kind) or self.indicators.kind
        at = bisect_right(self.starts, header.start)
        self.indicators.enter(header, self.full[header.end : self.starts[at] if at < len(self.starts) else None])
        for cell in self.sections:
            self.indicators.set_levels((), [cell], header.listings)
        self.sections = []
        self.at = max(header.end, self.at)
        if self.at < len(self.rows) and counts_columns(self.rows[self.at]):
            self.at += 1

    def _current(self, cell: Cell) -> Draft:
        """The project that the row belongs to; a row above a grid may name the first, or else it has no name."""
        if self.draft is not None:
            return self.draft
        rows = () if self.table.form or self.unit is not None else enumerate(self.table.above)
        alone = [cells[0] for at, row in rows if at not in self.table.lines and len(cells := filled(row)) == 1]
        name = next(filter(None, map(named_in, reversed(alone))), None)
        if name is not None:
            self.book.notes.append(Note(NAMED_ABOVE.format(name.text[:30]), name.place()))
        return self._begin(name, cell)

    def _begin(self, name: Field | None, cell: Cell) -> Draft:
        above = self.draft
        self.draft = Draft(name, self.unit, cell.place, self.table.name)
        self.draft.above = above
        self.draft.has_goal = not self.table.form and any(
            at is not None for at in (self.above.at("goal"), self.above.at("cycle_goal"))
        )
        self.book.drafts.append(self.draft)
        self.indicators.forget()
        self.before, self.said = (), None
        return self.draft

    def _begin_form(self, cell: Cell) -> Draft:
        """Begin another form: a list above it does not go on."""
        self.header, self.below, self.tasks = None, {}, None
        self.indicators.kind = None
        return self._begin(None, cell)

    def _row(self, row: Row, cells: Sequence[Cell]) -> None:
        full = aligned(self.full[self.at], self.places, self.at in self.table.grid.spread) if self.header else ()
        if len(cells) == 1 and self._names_list(cells[0]):
            return
        if self.table.form and not self._stands_as_name(full, cells) and self._is_title(cells):
            return
        if self.header is None:
            self._labels(row, cells)
            return
        before, self.before = self.before, full
        self._body(row, full, before, cells, self.header)

    def _stands_as_name(self, full: FullRow, cells: Sequence[Cell]) -> bool:
        """Whether a row begins in the column of names: 更换智能水表 is no table's title."""
        named = [one.name for one in self.header.listings if one.name] if self.header and len(cells) < 3 else []
        return any(cell_at(full, at) is cells[0] is not cell_at(full, 0) for at in named)

    # Rows below a header.

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
            if leads and self.draft is not None and self.draft.has_indicators:
                self._begin_form(cells[0])
            self._end_list(row, cells)
            return
        self.noted = False
        self._note_overflow(row)
        known = self._heading(row, full, before, cells, has_indicators, header)
        if run is not None:
            self._add_run(run)
        for listing in listed:
            self.indicators.add(full, header, listing, self._current(cells[0]))
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
            self.book.notes.append(Note(f"{told}，没有检查", first.place))
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

    def _end_list(self, row: Row, cells: Sequence[Cell]) -> None:
        """Read a row with labels below indicators; a project that they name is listed under the same header."""
        header, self.header = self.header, None
        self._labels(row, cells)
        if not self.headers or not self.table.form:
            self.header = header

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
            return label.sure and (label.role in _BEGINS or len(cells) <= 2)
        return label.value is not None or label.sure

    def _set_levels(self, full: FullRow, cells: Sequence[Cell], known: bool, header: Header) -> bool:
        """Take in the categories of a row without indicators; beside a project they have to be known as such."""
        listings = header.listings
        if known and not has_category([cell or cells[0] for cell in full], listings):
            return False
        if len(cells) == 1 and is_category(cells[0].text):
            return self.indicators.set_levels(full, cells, listings)
        fresh = [cell_at(full, at) for one in listings for at in (one.level1, one.level2)]
        return any(cell is not None for cell in fresh) and self.indicators.set_levels(full, cells, listings)

    # Units, projects, amounts and goals in columns and headings.

    def _heading(
        self, row: Row, full: FullRow, before: FullRow, cells: Sequence[Cell], has_indicators: bool, header: Header
    ) -> bool:
        """Take in the unit, project, amounts and goal of a row; False where it has none of them."""

        def fresh(at: int | None) -> Cell | None:
            cell = cell_at(full, at)
            return None if cell is None or cell is cell_at(before, at) else cell

        own = [cell.text if (cell := cell_at(full, at)) is not None else None for at in self.heads]
        if has_indicators and (own == self.said or not any(own)):
            return any(own)
        notes = len(self.book.notes)
        unit, project = fresh(header.at("unit")), fresh(header.at("project"))
        amounts = self._amounts(full, before, header)
        entered = self._enter_unit(unit) if unit is not None else None
        if entered is not None and project is None:
            if not has_indicators:
                entered.amounts = amounts
                self.book.entered.append((entered, len(self.book.drafts)))
                return True
            self._begin(None, cells[0])
        if project is not None and not is_category(project.text):
            name = field_of(project)
            if not self._goes_on(name, amounts):
                self._begin(name, project)
        elif not (has_indicators or self.table.form or header.at("unit") is not None) and is_heading(
            row, header.first, {index for _, index in header.amounts}
        ):
            name = field_of(cells[0])
            self._begin(cut(name, numbering_end(name.text), len(name.text)), cells[0]).amounts = amounts
            return True
        found = ((role, fresh(header.at(role))) for role in GOALS)
        goals = [(role, cell) for role, cell in found if cell is not None and not is_category(cell.text)]
        if amounts or goals:
            draft = self._current(cells[0])
            if amounts and draft.amounts and not draft.name.text and amounts[0].value != draft.amounts[0].value:
                told = (
                    f"这里又有一个金额“{amounts[0].field.text[:20]}”，却没有项目名称，看不出是不是另一个项目，没有读入"
                )
                self.book.notes.append(Note(told, amounts[0].field.place(), unchecked=True))
            draft.amounts = draft.amounts or amounts
            for role, cell in goals:
                self._take(draft, Labelled(role, 0, "", field_of(cell)))
        self.said = own if notes == len(self.book.notes) and self.draft is not None else None
        return bool(project or unit or amounts or goals)

    def _enter_unit(self, cell: Cell) -> Unit | None:
        """Go on with the unit of a cell, and return it; None where it is the one above."""
        if self.unit is not None and compact(self.unit.name.text) == compact(cell.text):
            return None
        self.unit, self.draft, self.said = Unit(field_of(cell)), None, None
        return self.unit

    def _goes_on(self, name: Field, amounts: tuple[Amount, ...]) -> bool:
        """Whether a row with a project's name goes on with the project above, whose name is only repeated."""
        draft = self.draft
        if draft is None or compact(draft.name.text) != compact(name.text):
            return False
        return not amounts or not draft.amounts or amounts[0].value == draft.amounts[0].value

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
                self.book.notes.append(Note(told, cell.place))
                return ()
            found.append(Amount(title, money[0], field))
            self.book.amount_unit = self.book.amount_unit or money[1]
        return tuple(found)

    def _add_run(self, cell: Cell) -> None:
        indicators, kinds, notes = read_run(cell, self.titles.added)
        draft = self._current(cell)
        draft.listed["annual"] += indicators
        draft.both_in_row |= "cycle" in kinds
        self.book.notes += notes

    # Rows that hold no indicator.

    def _names_list(self, cell: Cell) -> bool:
        """Take in a row that says whether the list below it is of the cycle or of the year.

        Above a form's only list such words say nothing; where the list that they name has been read, they title a form.
        """
        text = cell.text
        if len(text) > _LONGEST_TITLE:
            return False
        kind, draft = block_of(_TABLE_OF.sub("", compact(text))), self.draft
        if kind is None:
            kind = self.lists.get(self.at)
            if draft is not None and draft.has_indicators and kind == (self.indicators.kind or "annual"):
                return False
        only = self.table.form and self.header is None and not self.both
        if kind is None or (only and (draft is None or not ends_title(text))):
            return False
        self.indicators.kind = kind
        return True

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
                self.book.notes.append(Note(told, cells[0].place))
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
            self._enter_unit(beside)
        named = self.unit is not None and of == compact(self.unit.name.text)
        if self.unit is not None and (named or beside):
            self.unit.amounts = self.unit.amounts or amounts
        elif self.unit is not None and not of and is_part_sum(word):
            # Where a second one stands, they are of its projects.
            self.unit.summed += not self.unit.amounts or self.unit.summed > 0
            self.unit.amounts = (self.unit.amounts or amounts) if self.unit.summed < 2 else ()
        elif not of and not is_part_sum(word) and amounts:
            self.book.totals.append(amounts)
        return True

    def _note_overflow(self, row: Row) -> None:
        extra = filled(row[self.end :]) if len(row) > self.end else ()
        if extra:
            told = f"这一行比表头多出 {len(extra)} 格，读到的可能错位。请检查分隔符和引号"
            self.book.notes.append(Note(told, extra[0].place, unchecked=True))

    def _note_stranger(self, full: FullRow, before: FullRow, cells: Sequence[Cell]) -> None:
        """Say what could not be read; a row that goes on with the one above has nothing of its own to say."""
        strange = [cell for cell in cells if not (is_unnamed(cell.text) or is_number(cell.text))]
        if not strange or (self.at in self.lines) or self._goes_on_above(full, before):
            return
        pair = len(cells) == 2 and len(cells[0].text) <= _LONGEST_TITLE
        like = "像是一栏说明，不像指标" if pair else "看不出是什么"
        told = f"“{strange[0].text.strip()[:20]}”这一行{like}，没有读入"
        self.book.notes.append(Note(told, strange[0].place, unchecked=len(cells) > 1 or not self.table.form))

    def _goes_on_above(self, full: FullRow, before: FullRow) -> bool:
        """Whether the name of a row is merged with that of the row above: the row is of the same indicator."""
        names = [listing.name for listing in self.above.listings]
        return any(cell_at(full, at) is not None and cell_at(full, at) is cell_at(before, at) for at in names)

    # Titles and labels.

    def _is_title(self, cells: Sequence[Cell]) -> bool:
        """Take in the title of a form."""
        text = compact(cells[0].text) if len(cells[0].text) <= _LONGEST_TITLE else ""
        if text and len(cells) == 1 and self.draft is not None and is_nothing(text):
            return True  # 续表 above the rest of a list
        if len(cells) > 2 or not _TITLE.fullmatch(text) or self.titles.label(text) or is_category(text):
            return False
        if self.draft is not None and not self.draft.has_indicators and _OF_LIST.search(text):
            return True  # what heads its list of indicators
        if self.draft is None or self.draft.has_indicators or self.draft.name.text:
            self._begin_form(cells[0])
        assert self.draft is not None
        self.draft.title = field_of(cells[0])
        self._unit_of_money(cells[1:])
        return True

    def _unit_of_money(self, cells: Sequence[Cell]) -> None:
        if self.draft is not None and self.draft.purse.unit is None:
            self.draft.purse.unit = next(filter(None, (money_unit(cell.text[:_LONGEST_TITLE]) for cell in cells)), None)

    def _labels(self, row: Row, cells: Sequence[Cell]) -> None:
        """Take in labels, and rows without that stand among them; in a grid labels count from that of a project on."""
        form = self.table.form
        labels = list(labels_of(row, self.titles))
        if self.at in self.table.lines or not form:
            labels = [label for label in labels if label.value is not None]
        if not form and (
            self.above.at("project") is not None or not (self.draft or any(label.role == "project" for label in labels))
        ):
            return
        if self.tasks is not None and not self._ends_tasks(row, labels):
            return
        if not labels:
            self._values_below(row)
            self._unit_of_money(cells)
            self._names_office(cells)
            if len(cells) == 1:
                self._heading_above(cells[0])
            return
        self.first = min(self.first, self.at)
        self.below = {}
        if labels[0].role == "tasks":
            self.tasks = labels[0].at
            for label in labels:
                if label.role == "amount":
                    self._current(cells[0]).purse.take("group", self.at, label.at, label.text, None)
            return
        for label in labels:
            self._label(label, cells[0])
        if any(label.role in _TOTALS for label in labels):
            self._unknown_totals(row)
        self._unit_of_money(cells)
        stand = [at for at, cell in enumerate(row) if cell.text]
        if len(labels) > 1 and [label.at for label in labels if label.value is None] == stand[-len(labels) :]:
            self.below |= {label.at: label for label in labels if label.role in (*_BEGINS, *MONEY)}

    def _heading_above(self, cell: Cell) -> None:
        """Take in a line above a header that is a category, or the heading of a project."""
        if level_of(cell.text) is not None:
            self.sections.append(cell)
            return
        name = named_in(cell)
        if name is None or block_of(cell.text) or (self.at in self.table.lines and not numbering_end(cell.text)):
            return
        draft = self._begin_form(cell) if self.draft is None or self.draft.has_indicators else self.draft
        draft.heading = name

    def _names_office(self, cells: Sequence[Cell]) -> None:
        """Take in the name of an office that stands above a form by itself, beside the unit of money at most."""
        first = cells[0].text.strip()
        alone = len(cells) == 1 or (len(cells) == 2 and money_unit(cells[1].text[:_LONGEST_TITLE]))
        if not alone or not _OFFICE.fullmatch(first) or not is_office(first):
            return
        if self.draft is not None and self.draft.has_indicators:
            self._begin_form(cells[0])
        self._current(cells[0]).labels.append(Labelled("unit", 0, "", field_of(cells[0]), sure=False))

    def _unknown_totals(self, row: Row) -> None:
        """Take in what stands beside a total under a label that is not known, for it may have sources of its own."""
        stand = [at for at in range(len(row)) if cell_at(row, at) is not None]
        for at, beside in pairwise(stand):
            text = row[at].text
            if is_money(row[beside].text) and not is_money(text) and role_of(text, self.titles) is None:
                self._current(row[at]).purse.take("unknown", self.at, at, text, field_of(row[beside]))

    def _label(self, label: Labelled, first: Cell) -> None:
        role, value = label.role, label.value
        draft = self._current(first)
        if draft.has_indicators and role in _BEGINS and (label.sure or role == "project"):
            header = self.header
            draft = self._begin_form(first)
            self.header = header
        elif role == "project" and draft.name.text and value is not None and (draft.has_list or not self.table.form):
            draft = self._begin_form(first)
        if role in ("period", "cycle_goal") and _spans_years(label):
            draft.several_years = True
        self._take(draft, label)
        if role in GOALS:
            draft.has_goal = True
            draft.has_cycle_goal |= role == "cycle_goal"
            # It may stand below its label, or go on in rows of their own below its first line.
            cells = enumerate(self.rows[self.at])
            at = label.at if value is None else next((at for at, cell in cells if at > label.at and cell.text), None)
            if at is not None:
                self.below[at] = label

    def _values_below(self, row: Row) -> None:
        """Take in the values of labels that stand above them."""
        for at, label in list(self.below.items()):
            cell = cell_at(row, at)
            if cell is None or self.draft is None:
                continue
            self._take(self.draft, label._replace(value=field_of(cell)))
            if label.role not in GOALS:
                del self.below[at]

    def _take(self, draft: Draft, label: Labelled) -> None:
        """Take in what a label says of a project."""
        role, value = label.role, label.value
        if role in MONEY:
            draft.purse.take(role, self.at, label.at, label.text, value)
        elif value is None or is_blank(value.text):
            pass
        elif role == "project":
            draft.name = value
        elif role in ("unit", "applicant", "department"):
            draft.labels.append(label)
        elif role in GOALS:
            draft.goals.setdefault(role, {}).setdefault(value.text, value)

    def _ends_tasks(self, row: Row, labels: Sequence[Labelled]) -> bool:
        """Whether a row is no longer of the list of tasks; the sum of their money is the form's."""
        assert self.tasks is not None
        if labels and labels[0].role != "tasks" and any(cell.text for cell in row[: self.tasks + 1]):
            self.tasks = None
            return True
        total = next((one for one in labels if one.role == "amount" and one.value is not None), None)
        if total is not None and sum_of(total.text) is not None and self.draft is not None:
            self.draft.purse.take("amount", self.at, total.at, total.text, total.value)
        return False


def _lines_above(table: Table) -> dict[int, Header]:
    """The rows right above headers, those with a single cell alone: what names the list below."""
    lines: dict[int, Header] = {}
    for header in table.headers:
        above = next((at for at in range(header.start - 1, -1, -1) if filled(table.grid.rows[at])), None)
        if above is not None and len(filled(table.grid.rows[above])) == 1:
            lines[above] = header
    return lines


def _end_of(header: Header) -> int:
    """The column behind the last that has a title or is decided on."""
    end = max((at + 1 for at, title in enumerate(header.titles) if title), default=len(header.titles))
    return max([end, *(column.at + 1 for column in header.columns if column.role != "nothing")])


def _spans_years(label: Labelled) -> bool:
    """Whether a label or its value names several years: 项目周期 2024-2026年 or 3年, 实施期目标（2024-2026年）."""
    value = label.value.text[:_LONGEST_TITLE] if label.value and label.role == "period" else ""
    return len(set(_YEAR.findall(label.text + value))) > 1 or _YEARS.search(value) is not None
