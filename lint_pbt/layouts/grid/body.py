"""The rows of a grid, from the top down: units, projects and indicators under the headers above them."""

from __future__ import annotations

from collections.abc import Sequence

from lint_pbt.layouts.tables.aligning import aligned
from lint_pbt.layouts.tables.contents import is_run
from lint_pbt.layouts.tables.entries import Draft, Unit
from lint_pbt.layouts.tables.fields import field_of, is_blank, is_unnamed, money_of
from lint_pbt.layouts.tables.finding import Table
from lint_pbt.layouts.tables.indicators import IndicatorReader, empty
from lint_pbt.layouts.tables.labels import read_labels
from lint_pbt.layouts.tables.rows import (
    Row,
    cell_at,
    counts_columns,
    filled,
    has_indicator,
    is_category,
    is_footnote,
    is_heading,
    is_number,
    sum_of,
)
from lint_pbt.layouts.tables.runs import read_run
from lint_pbt.layouts.tables.templates import past_template
from lint_pbt.layouts.tables.titles import Titles, block_of, compact
from lint_pbt.model import Amount, Field, Note
from lint_pbt.sheet import Cell

_LONGEST_TITLE = 100


class Body:
    """What the sheets of a grid hold. `labelled` are the kinds of value that runs of indicators have labels for."""

    def __init__(self, titles: Titles) -> None:
        self.titles = titles
        self.drafts: list[Draft] = []
        self.totals: list[tuple[Amount, ...]] = []
        self.notes: list[Note] = []
        self.amount_unit: str | None = None
        self.labelled: set[str] = set()

    def read(self, table: Table) -> None:
        """Add what a table holds."""
        _TableReader(self, table).read()


class _TableReader:
    def __init__(self, body: Body, table: Table) -> None:
        self.body, self.rows = body, table.rows
        self.headers = {header.start: header for header in table.headers}
        self.header = table.headers[0]
        self.indicators = IndicatorReader()
        self.unit: Unit | None = None
        self.draft: Draft | None = None
        above = (cell.text for row in self.rows[: self.header.start] for cell in filled(row))
        self.frame = {compact(text) for text in above if len(text) <= _LONGEST_TITLE}
        self.below = False  # behind a footnote

    def read(self) -> None:
        for row in self.rows[: self.header.start]:
            self._labels(row)
        at = self.header.start
        while at < len(self.rows):
            header = self.headers.pop(at, None)
            if header is not None:
                self.header, self.below, at = header, False, header.end
                if at < len(self.rows) and counts_columns(self.rows[at]):
                    at += 1
                at, notes = past_template(self.rows, at, header)
                self.body.notes += notes
                continue
            cells = filled(self.rows[at])
            if cells:
                self._row(self.rows[at], cells)
            at += 1
        self.body.notes += self.indicators.notes

    def _row(self, row: Row, cells: Sequence[Cell]) -> None:
        header = self.header
        if header.merged:
            row = aligned(row, header)
        listed = [listing for listing in header.listings if has_indicator(row, listing)]
        run = cell_at(row, header.records)
        if run is not None and not is_run(run.text):
            run = None
        has_indicators = bool(listed) or run is not None
        if not has_indicators and (self._is_furniture(cells) or self._sums(row, cells) or self._labels(row)):
            return
        self.below = False
        self._note_overflow(row, cells)
        known = self._heading(row, cells, has_indicators)
        if run is not None:
            self._add_run(run)
        for listing in listed:
            self.indicators.add(row, header, listing, self._current(cells))
        if not has_indicators and not self._levels(row, cells, known) and not known:
            self._note_stranger(cells)

    def _levels(self, row: Row, cells: Sequence[Cell], known: bool) -> bool:
        """Take in the categories of a row without indicators; beside a project they have to be known as such."""
        listings = self.header.listings
        if known:
            levels = [cell_at(row, at) for one in listings for at in (one.level1, one.level2)]
            if not any(cell is not None and is_category(cell.text) for cell in levels):
                return False
        return self.indicators.set_levels(row, cells, listings)

    def _current(self, cells: Sequence[Cell]) -> Draft:
        """The project the row belongs to; a nameless one where no name stands above."""
        return self.draft or self._begin(empty(cells[0].place))

    def _begin(self, name: Field) -> Draft:
        self.draft = Draft(name, self.unit)
        self.body.drafts.append(self.draft)
        self.indicators.forget()
        return self.draft

    # Units, projects, amounts and goals.

    def _heading(self, row: Row, cells: Sequence[Cell], has_indicators: bool) -> bool:
        """Take in the unit, project, amounts and goal of a row; False where it has none of them."""
        header, amounts = self.header, self._amounts(row)
        unit, project = cell_at(row, header.unit), cell_at(row, header.project)
        entered = self._enter_unit(unit) if unit is not None else None
        if entered is not None and project is None:
            if not has_indicators:
                entered.amounts = amounts
                return True
            self._begin(empty(entered.name.place()))
        if project is not None:
            name = field_of(project)
            if not self._goes_on(name, amounts):
                self._begin(name)
        elif not has_indicators and header.unit is None and is_heading(row, header):
            self._begin(field_of(cells[0])).amounts = amounts
            return True
        goal, cycle_goal = (
            None if cell is None or is_category(cell.text) else cell
            for cell in (cell_at(row, header.goal), cell_at(row, header.cycle_goal))
        )
        if amounts or goal or cycle_goal:
            draft = self._current(cells)
            if amounts and draft.amounts and not draft.name.text and amounts[0].value != draft.amounts[0].value:
                told = (
                    f"这里又有一个金额“{amounts[0].field.text[:20]}”，却没有项目名称，看不出是不是另一个项目，没有读入"
                )
                self.body.notes.append(Note(told, amounts[0].field.place(), unchecked=True))
            draft.amounts = draft.amounts or amounts
            for goals, cell in ((draft.goals, goal), (draft.cycle_goals, cycle_goal)):
                if cell is not None and not is_blank(cell.text):
                    line = field_of(cell)
                    goals.setdefault(line.text, line)
        return bool(project or unit or amounts or goal or cycle_goal)

    def _enter_unit(self, cell: Cell) -> Unit | None:
        """Go on with the unit of a cell, and return it; None where it is the one above."""
        if self.unit is not None and compact(self.unit.name.text) == compact(cell.text):
            return None
        self.unit, self.draft = Unit(field_of(cell)), None
        return self.unit

    def _goes_on(self, name: Field, amounts: tuple[Amount, ...]) -> bool:
        """Whether a row with a project's name goes on with the project above, whose name is only repeated."""
        draft = self.draft
        if draft is None or compact(draft.name.text) != compact(name.text):
            return False
        return not amounts or not draft.amounts or amounts[0].value == draft.amounts[0].value

    def _amounts(self, row: Row) -> tuple[Amount, ...]:
        """The amounts of a row, the total first; without its total it has none."""
        found: list[Amount] = []
        for title, index in self.header.amounts:
            cell = cell_at(row, index)
            if cell is None or is_blank(cell.text):
                if not found:
                    return ()
                continue
            field = field_of(cell)
            money = money_of(field)
            if money is None:
                told = f"金额“{field.text[:20]}”不是数字，没有读入"
                self.body.notes.append(Note(told, cell.place))
                return ()
            found.append(Amount(title, money[0], field))
            self.body.amount_unit = self.body.amount_unit or money[1]
        return tuple(found)

    def _add_run(self, cell: Cell) -> None:
        indicators, kinds, notes = read_run(cell)
        self._current([cell]).listed["annual"] += indicators
        self.body.labelled |= kinds
        self.body.notes += notes

    # Rows that hold no indicator.

    def _is_furniture(self, cells: Sequence[Cell]) -> bool:
        """Whether a row belongs to the page: a title that stands again, a note below the table."""
        if all(len(cell.text) <= _LONGEST_TITLE and compact(cell.text) in self.frame for cell in cells):
            return True
        if is_footnote(cells[0]):
            if not self.below:
                told = f"“{cells[0].text.strip()[:20]}”起是表后的说明，没有检查"
                self.body.notes.append(Note(told, cells[0].place))
            self.below = True
        return self.below and (len(cells) == 1 or is_footnote(cells[0]))

    def _sums(self, row: Row, cells: Sequence[Cell]) -> bool:
        """Take in a row of sums: of the whole table, or of a unit; others are passed over."""
        label = next((cell for cell in cells[:3] if sum_of(cell.text)), None)
        found = sum_of(label.text) if label else None
        if found is None:
            return False
        of, word = found
        unit, amounts = cell_at(row, self.header.unit), self._amounts(row)
        if unit is not None and unit is not label:
            self._enter_unit(unit)
        named = self.unit is not None and of == compact(self.unit.name.text)
        beside = unit is not None and unit is not label
        if self.unit is not None and (named or beside or (not of and word == "小计")):
            self.unit.amounts = self.unit.amounts or amounts
        elif not of and word != "小计" and amounts:
            self.body.totals.append(amounts)
        return True

    def _labels(self, row: Row) -> bool:
        """Take in a row that names a block of indicators, or has labels with their values."""
        cells = filled(row)
        if len(cells) == 1 and (kind := block_of(cells[0].text)):
            self.indicators.kind = kind
            return True
        if self.header.project is not None:
            return False
        labels = read_labels(row, self.body.titles)
        if "project" in labels:
            if "unit" in labels:
                self.unit = Unit(labels["unit"])
            self._begin(labels["project"])
            self.indicators.kind = None
        draft = self.draft
        if draft is None or not labels:
            return False
        amount = labels.get("amount")
        money = money_of(amount) if amount is not None else None
        if amount is not None and money is not None and not draft.amounts:
            draft.amounts = (Amount(None, money[0], amount),)
            self.body.amount_unit = self.body.amount_unit or money[1]
        for key, goals in (("goal", draft.goals), ("cycle_goal", draft.cycle_goals)):
            if key in labels:
                goals.setdefault(labels[key].text, labels[key])
        return True

    def _note_overflow(self, row: Row, cells: Sequence[Cell]) -> None:
        extra = filled(row[len(self.header.titles) :])
        if extra:
            told = f"这一行比表头多出 {len(extra)} 格，读到的可能错位。请检查分隔符和引号"
            self.body.notes.append(Note(told, extra[0].place, unchecked=True))

    def _note_stranger(self, cells: Sequence[Cell]) -> None:
        if not all(is_unnamed(cell.text) or is_number(cell.text) for cell in cells):
            told = f"“{cells[0].text.strip()[:20]}”这一行看不出是什么，没有读入"
            self.body.notes.append(Note(told, cells[0].place, unchecked=True))
