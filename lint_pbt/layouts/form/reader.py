"""The rows of forms, from the top down: titles and labels, and below them the indicators of the project."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from lint_pbt.layouts.form.draft import Form
from lint_pbt.layouts.tables.aligning import aligned
from lint_pbt.layouts.tables.fields import field_of, is_blank, is_money, is_unnamed
from lint_pbt.layouts.tables.finding import Table
from lint_pbt.layouts.tables.header import Header
from lint_pbt.layouts.tables.indicators import IndicatorReader
from lint_pbt.layouts.tables.labels import Labelled, is_label, labels_of
from lint_pbt.layouts.tables.rows import (
    Row,
    cell_at,
    counts_columns,
    filled,
    has_indicator,
    is_category,
    is_footnote,
    is_number,
    is_signature,
    sum_of,
)
from lint_pbt.layouts.tables.templates import past_template
from lint_pbt.layouts.tables.titles import Titles, block_of, compact
from lint_pbt.model import Field, Note
from lint_pbt.sheet import Cell

_GOALS = ("goal", "cycle_goal")
_TOTALS = ("amount", "cycle_amount")
_MONEY = ("amount", "cycle_amount", "source", "part", "group")
_TITLE = re.compile(r".{0,40}表(?:\([^()]{1,30}\)){0,3}")
# 年度绩效目标表 inside a form is the title of a block.
_TABLE_OF = re.compile(r"(?:绩效)?(?:目标|指标)表$")
_YEAR = re.compile(r"20\d\d")
_UNIT = re.compile(r"单位:(?:人民币)?([亿万千百]?元)(?![\u4e00-\u9fff])")
_LONGEST_TITLE = 60
# Labels that begin another form where the one above has its indicators.
_BEGINS = ("project", "unit", "applicant", "department")


class FormReader:
    """Reads the forms of tables. `first` is the first row of the first table that has a label, or else its header."""

    def __init__(self, titles: Titles) -> None:
        self.titles = titles
        self.forms: list[Form] = []
        self.notes: list[Note] = []
        self.first: int | None = None

    def read(self, table: Table) -> None:
        """Add the forms of a table."""
        reader = _TableReader(self, table)
        reader.read()
        if self.first is None:
            self.first = reader.first
        self.notes += reader.indicators.notes


class _TableReader:
    def __init__(self, forms: FormReader, table: Table) -> None:
        self.forms, self.titles, self.table = forms, forms.titles, table
        self.headers = {header.start: header for header in table.headers}
        self.header: Header | None = None  # of the list that the rows are in
        self.indicators = IndicatorReader()
        self.first = table.headers[0].start
        self.form: Form | None = None
        self.at = 0
        self.below: dict[int, Labelled] = {}  # labels whose values stand below them, by the column of the values
        self.tasks: int | None = None  # the column where a list of tasks begins

    def read(self) -> None:
        rows = self.table.rows
        while self.at < len(rows):
            header = self.headers.pop(self.at, None)
            if header is not None:
                self._enter(header)
                continue
            cells = filled(rows[self.at])
            if cells:
                self._row(rows[self.at], cells)
            self.at += 1

    def _enter(self, header: Header) -> None:
        form = self._current(filled(self.table.rows[header.start])[0])
        form.guessed_cycle |= header.guessed
        form.has_list = True
        self.header, self.below, self.tasks = header, {}, None
        self.indicators.kind = header.kind or self.indicators.kind
        self.at = max(header.end, self.at + 1)
        if self.at < len(self.table.rows) and counts_columns(self.table.rows[self.at]):
            self.at += 1
        self.at, notes = past_template(self.table.rows, self.at, header)
        self.forms.notes += notes

    def _current(self, cell: Cell) -> Form:
        return self.form or self._begin(cell)

    def _begin(self, cell: Cell) -> Form:
        self.form = Form(self.table.name, cell.place, self.form)
        self.forms.forms.append(self.form)
        self.header, self.below, self.tasks = None, {}, None
        self.indicators.forget()
        self.indicators.kind = None
        return self.form

    def _row(self, row: Row, cells: Sequence[Cell]) -> None:
        if self._is_title(cells):
            return
        if self.header is not None:
            if is_footnote(cells[0]) or any(is_signature(cell.text) for cell in cells):
                return
            under_titles = aligned(row, self.header)
            if not self._ends_list(under_titles, cells, self.header):
                self._indicators(under_titles, cells, self.header)
                return
            self.header = None
        self._labels(row, cells)

    # Titles and labels.

    def _is_title(self, cells: Sequence[Cell]) -> bool:
        """Take in the title of a form."""
        text = compact(cells[0].text) if len(cells[0].text) <= _LONGEST_TITLE else ""
        if len(cells) > 2 or not _TITLE.fullmatch(text) or self.titles.label(text) or is_category(text):
            return False
        block = block_of(_TABLE_OF.sub("", text))
        if block is not None and self.form is not None:
            self.indicators.kind = block
            return True
        if self.form is None or self.form.listed or self.form.draft.name.text:
            self._begin(cells[0])
        assert self.form is not None
        self.form.title = field_of(cells[0])
        self._unit_of_money(cells[1:])
        return True

    def _unit_of_money(self, cells: Sequence[Cell]) -> None:
        found = next((match for cell in cells if (match := _UNIT.search(compact(cell.text[:_LONGEST_TITLE])))), None)
        if found and self.form is not None:
            self.form.amount_unit = self.form.amount_unit or found[1]

    def _labels(self, row: Row, cells: Sequence[Cell]) -> None:
        labels = list(labels_of(row, self.titles))
        if self.at in self.table.lines:
            labels = [label for label in labels if label.value is not None]
        if self.tasks is not None and not self._ends_tasks(labels, row):
            return
        if not labels:
            self._values_below(row)
            self._unit_of_money(cells)
            return
        self.first = min(self.first, self.at)
        self.below = {}
        if labels[0].role == "tasks":
            self.tasks = labels[0].at
            for label in labels:
                if label.role == "amount":
                    self._current(cells[0]).take_money("group", self.at, label.at, label.text, None)
            return
        for label in labels:
            self._label(label, cells[0])
        if any(label.role in _TOTALS for label in labels):
            self._unknown_totals(row)
        self._unit_of_money(cells)
        if len(labels) > 1 and len(labels) == len(cells):
            self.below |= {label.at: label for label in labels if label.role in (*_BEGINS, *_MONEY)}

    def _unknown_totals(self, row: Row) -> None:
        """Take in what stands beside a total under a label that is not known, for it may have sources of its own."""
        stand = [at for at in range(len(row)) if cell_at(row, at) is not None]
        for at, beside in pairwise(stand):
            text = row[at].text
            if is_money(row[beside].text) and not is_money(text) and not is_label(text, self.titles):
                self._current(row[at]).take_money("unknown", self.at, at, text, field_of(row[beside]))

    def _label(self, label: Labelled, first: Cell) -> None:
        role, value = label.role, label.value
        form = self._current(first)
        if (form.listed and role in _BEGINS) or (role == "project" and form.draft.name.text and value is not None):
            form = self._begin(first)
        if role in ("period", "cycle_goal") and _spans_years(label):
            form.draft.several_years = True
        if role in _GOALS:
            form.has_goal = True
            form.has_cycle_goal |= role == "cycle_goal"
        if role in _MONEY:
            form.take_money(role, self.at, label.at, label.text, value)
        elif value is not None:
            self._take(form, role, value)
        if role in _GOALS:
            if value is None:
                self.below[label.at] = label
            else:
                self._goal_goes_on(label)

    def _goal_goes_on(self, label: Labelled) -> None:
        """The lines of a goal may stand in rows of their own below the first, in its column."""
        row = self.table.rows[self.at]
        at = next((at for at in range(label.at + 1, len(row)) if cell_at(row, at) is not None), None)
        if at is not None:
            self.below[at] = label

    def _values_below(self, row: Row) -> None:
        """Take in the values of labels that stand above them."""
        for at, label in list(self.below.items()):
            cell = cell_at(row, at)
            if cell is None or self.form is None:
                continue
            if label.role in _MONEY:
                self.form.take_money(label.role, self.at, label.at, label.text, field_of(cell))
            else:
                self._take(self.form, label.role, field_of(cell))
            if label.role not in _GOALS:
                del self.below[at]

    @staticmethod
    def _take(form: Form, role: str, value: Field) -> None:
        if is_blank(value.text):
            return
        draft = form.draft
        if role == "project":
            draft.name = value
        elif role == "unit":
            form.unit = form.unit or value
        elif role == "applicant":
            form.applicant = form.applicant or value
        elif role == "department":
            form.department = form.department or value
        elif role == "goal":
            draft.goals.setdefault(value.text, value)
        elif role == "cycle_goal":
            draft.cycle_goals.setdefault(value.text, value)

    def _ends_tasks(self, labels: Sequence[Labelled], row: Row) -> bool:
        """Whether a row is no longer of the list of tasks; the sum of their money is the form's."""
        assert self.tasks is not None
        if labels and labels[0].at <= self.tasks and labels[0].role != "tasks":
            self.tasks = None
            return True
        total = next((one for one in labels if one.role == "amount" and one.value is not None), None)
        if total is not None and sum_of(total.text) is not None and self.form is not None:
            self.form.take_money("amount", self.at, total.at, total.text, total.value)
        return False

    # Indicators.

    def _ends_list(self, row: Row, cells: Sequence[Cell], header: Header) -> bool:
        """Whether a row below indicators has labels again."""
        first = next(at for at in range(len(row)) if cell_at(row, at) is not None)
        text = cells[0].text
        levels = [cell_at(row, at) for one in header.listings for at in (one.level1, one.level2)]
        known = any(cell is not None and is_category(cell.text) for cell in levels)
        if first > header.first or known or block_of(text):
            return False
        label = next(labels_of(row, self.titles), None)
        if label is None or label.at != first or label.role in ("indicators", "level1", "level2", "name"):
            return False
        # The name of an indicator may sound like a label where no level stands before it.
        names = {listing.name for listing in header.listings}
        return first not in names or label.role in _BEGINS or len(cells) <= 2

    def _indicators(self, row: Row, cells: Sequence[Cell], header: Header) -> None:
        form = self._current(cells[0])
        if len(cells) == 1 and (kind := block_of(cells[0].text)):
            self.indicators.kind = kind
            return
        listed = [listing for listing in header.listings if has_indicator(row, listing)]
        for listing in listed:
            self.indicators.add(row, header, listing, form.draft)
        if listed or self.indicators.set_levels(row, cells, header.listings):
            return
        if len(cells) == 1 and self._heads_list():
            return
        strange = [cell for cell in cells if not (is_unnamed(cell.text) or is_number(cell.text) or sum_of(cell.text))]
        if strange:
            told = f"“{strange[0].text.strip()[:20]}”这一行看不出是什么，没有读入"
            self.forms.notes.append(Note(told, strange[0].place, unchecked=len(cells) > 1))

    def _heads_list(self) -> bool:
        """Whether the next row that is not empty is a header: then this one names the list below it."""
        at = self.at + 1
        while at < len(self.table.rows) and not filled(self.table.rows[at]):
            at += 1
        return at in self.headers


def _spans_years(label: Labelled) -> bool:
    """Whether a label or its value names several years: 项目周期 2024-2026年, 实施期目标（2024-2026年）."""
    value = label.value.text[:_LONGEST_TITLE] if label.value and label.role == "period" else ""
    return len(set(_YEAR.findall(label.text + value))) > 1
