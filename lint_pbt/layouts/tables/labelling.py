"""The rows that stand in no list: labels with what they say of a project, titles and headings."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from lint_pbt.layouts.tables.drafts import Draft
from lint_pbt.layouts.tables.fields import cut, field_of, is_money
from lint_pbt.layouts.tables.grid import Row
from lint_pbt.layouts.tables.labels import (
    GOALS,
    MONEY,
    UNITS,
    Labelled,
    counts_goal,
    label_roles,
    labels_of,
    money_unit_in,
    role_of,
)
from lint_pbt.layouts.tables.naming import named_in, names_whole
from lint_pbt.layouts.tables.projects import Projects
from lint_pbt.layouts.tables.rows import cell_at, filled, is_category, sum_of
from lint_pbt.layouts.tables.titles import Titles, block_of, compact
from lint_pbt.layouts.words import code_end, is_office, vocabulary
from lint_pbt.model.sheet import Cell
from lint_pbt.text.notation import NUMBERING, NUMERALS, STATED_MONEY, TITLE_END, numbering_end
from lint_pbt.text.patterns.lazy import Pattern

_TITLE = Pattern(rf".{{0,40}}{TITLE_END}(?:[-:]{{1,3}}[^-:。,]{{4,40}})?")
_OF_LIST = Pattern(r"(?<!目标)指标(?:情况|一览|明细)?表$")
_YEAR = Pattern(r"20\d\d")
_YEARS = Pattern(rf"(?<![\d{NUMERALS}])[2-9两{NUMERALS[1:]}]个?年")
# 2.实施内容及过程概述, and not 目标1 or 任务一, which number what goes on.
_OWN_LABEL = Pattern(rf"(?:{NUMBERING})?(?!.*目标)[^\d。;,:]{{3,13}}[^\d{NUMERALS}。;,:]:?")
_LONGEST_TITLE = 60
_MOST_ABOVE = 4  # rows of labels, that of the project the last
# Labels that begin another form where the one above has its indicators.
BEGINS = ("project", "unit", "applicant", "department")
_TOTALS = ("amount", "cycle_amount")
_MONEY_BEHIND = Pattern(rf"[ \u3000]+[^ \u3000]{{0,4}}[:：]\s*{STATED_MONEY}\s*$")
# 土地出让：40, a label with an amount among others in one cell.
_STATED = Pattern(
    r"(?:^|[\s、，,；;])([^:：\s\d，,；;]{2,20})[:：]\s*([¥￥]?\d[\d,]*(?:\.\d+)?)"
    r"(?=\s|[万亿]?元|[，；;、]|$)"
)
_OFFICE = Pattern(r"[\u4e00-\u9fff()（）]{4,30}")


class LabelReader:
    """Reads the rows of a table that stand in no list."""

    def __init__(self, projects: Projects, titles: Titles) -> None:
        self.projects, self.titles, self.table = projects, titles, projects.table
        self.rows = self.table.grid.rows
        self.at = 0
        self._below: dict[int, Labelled] = {}  # labels whose values stand below them, by the column of the values
        self._endings = tuple(vocabulary("columns")["money"])
        self._tasks: int | None = None  # the column where a list of tasks begins
        self._budgets: dict[int, str] = {}  # the titles of columns of money by their columns: 年初预算数, 全年预算数

    def forget(self) -> None:
        """Go on where no label above has anything to say: below a header, or in another form."""
        self._below, self._tasks, self._budgets = {}, None, {}

    def begin_form(self, cell: Cell) -> Draft:
        """Begin another form: nothing above it goes on."""
        self.forget()
        return self.projects.begin_form(cell)

    def read(self, at: int) -> None:
        """Take in labels, and rows without that stand among them; in a grid labels count from that of a project on."""
        self.at, row = at, self.rows[at]
        cells = filled(row)
        form = self.table.form
        labels = list(labels_of(row, self.titles))
        if self.at in self.table.lines or not form:
            labels = [label for label in labels if label.value is not None]
        if not (form or self.projects.draft or any(label.role == "project" for label in labels)):
            if len(cells) == 1 and not ({"project", "unit"} & self.projects.above.roles.keys()):
                self._heading_above(cells[0])
            return
        if self._tasks is not None and not self._ends_tasks(row, labels):
            return
        if not labels:
            self._unknown_sources(row)
            self._values_below(row)
            self._unit_of_money(cells)
            self._names_office(cells)
            if len(cells) == 1:
                self._heading_above(cells[0])
            return
        self._below = {}
        if any(label.role == "tasks" for label in labels):
            self._tasks = labels[0].at
            for label in labels:
                if label.role == "amount":
                    self.projects.current(cells[0]).purse.take("group", self.at, label.at, label.text, None)
            return
        budgets = {one.at: one.text for one in labels if one.role == "amount" and not _has_money(one)}
        if len(budgets) > 1:
            self._budgets = budgets
        for label in labels:
            self._label(self._in_force(label) if label.role in MONEY else label, cells[0])
        if any(label.role in _TOTALS for label in labels):
            self._unknown_money(row)
        else:
            self._unknown_sources(row)
        self._unit_of_money(cells)
        waiting = {label.at: label for label in labels if label.value is None}
        if [*waiting] == [at for at, cell in enumerate(row) if cell.text][-len(labels) :]:
            self._below |= waiting

    def is_title(self, at: int, cells: Sequence[Cell]) -> bool:
        """Take in the title of a form, which the row `at` may be."""
        text = compact(cells[0].text) if len(cells[0].text) <= _LONGEST_TITLE else ""
        titled = _TITLE.fullmatch(text) and not self.titles.label(text)
        if len(cells) > 2 or not (titled or self._begins_labels(at, cells)) or is_category(text):
            return False
        draft, title = self.projects.draft, field_of(cells[0])
        if draft is not None and not draft.has_list and _OF_LIST.search(text):
            return True  # what heads its list of indicators
        if draft is None or draft.name.text:
            self.begin_form(cells[0])
        draft = self._opened(cells[0])
        self.projects.note_replaced(draft.title, title)
        draft.title = title
        return True

    def _begins_labels(self, at: int, cells: Sequence[Cell]) -> bool:
        """Whether a row stands alone above the first labels of a form and says that it is of a whole department.

        It is a title then, even without a word for a table: a goal would not stand above the name of who has it.
        """
        if self.projects.draft is not None or len(cells) > 1 or not names_whole(cells[0].text):
            return False
        below = self.rows[at + 1] if at + 1 < len(self.rows) else ()
        return bool({"project", *UNITS} & label_roles([below], self.titles, valued=True))

    def _opened(self, cell: Cell) -> Draft:
        """The form that a row above a list is of: the one above as long as that has no list, or else another."""
        draft = self.projects.draft
        return self.begin_form(cell) if draft is None or draft.has_list else draft

    def _unit_of_money(self, cells: Sequence[Cell]) -> None:
        if self.projects.draft is not None and self.projects.draft.purse.unit is None:
            self.projects.draft.purse.unit = money_unit_in(cells)

    def _heading_above(self, cell: Cell) -> None:
        """Take in a line above a header that is the heading of a project."""
        name = named_in(cell)
        numbered = numbering_end(cell.text) > 0
        if name is None or block_of(cell.text) or (self.at in self.table.lines and not numbered):
            return
        draft = self._opened(cell)
        if numbered:
            self.projects.note_replaced(draft.heading, name)
        draft.heading = name

    def _names_office(self, cells: Sequence[Cell]) -> None:
        """Take in the name of an office that stands above a form by itself, beside the unit of money at most."""
        name = field_of(cells[0])
        name = cut(name, 0, len(_MONEY_BEHIND.sub("", name.text)))
        if len({cell.text for cell in cells}) > 2 or not _OFFICE.fullmatch(name.text, code_end(name.text)):
            return
        if not is_office(name.text):
            return
        office = Labelled("unit", 0, "", name, sure=False)
        self.projects.take(self._opened(cells[0]), office, self.at)

    def _unknown_sources(self, row: Row) -> None:
        """Take in what stands below a total under labels of money that are not known, for it may be part of it."""
        draft = self.projects.draft
        if self.table.form and draft is not None and not draft.has_list and draft.purse.has_total:
            self._unknown_money(row)

    def _unknown_money(self, row: Row) -> None:
        """Take in the money of labels that are not known; beside a total one may have sources of its own."""
        stand = [at for at in range(len(row)) if cell_at(row, at) is not None]
        for at in stand:
            for stated in _STATED.finditer(row[at].text):
                if self._may_be_source(stated[1]):
                    money = field_of(Cell.of(stated[2], row[at].place()))
                    self.projects.current(row[at]).purse.take("unknown", self.at, at, stated[1], money)
        if len(stand) == 1 and is_money(row[stand[0]].text) and not self._below:
            self.projects.current(row[stand[0]]).purse.take("unknown", self.at, stand[0], "", field_of(row[stand[0]]))
        for at, beside in pairwise(stand):
            text = row[at].text
            if is_money(row[beside].text) and not is_money(text) and self._may_be_source(text):
                self.projects.current(row[at]).purse.take("unknown", self.at, at, text, field_of(row[beside]))

    def _may_be_source(self, text: str) -> bool:
        """Whether a label with an amount is none that is known, or one like 上年结余 that is not read, but of money."""
        role = self.titles.label(text) or role_of(text, self.titles)
        if role == "group":  # 其中：上级
            return self.titles.label(text) is None
        return role is None or (role == "other" and compact(text).rstrip(":").endswith(self._endings))

    def _label(self, label: Labelled, first: Cell) -> None:
        role, value = label.role, label.value
        draft = self.projects.current(first)
        if role in UNITS and draft.has_list and self.table.form and self._names_project_below():
            draft = self.begin_form(first)
        if (
            role == "project"
            and draft.name.text
            and value is not None
            and (
                draft.has_list
                or not self.table.form
                or (_same_label(draft.label, label) and compact(draft.name.text) != compact(value.text))
            )
        ):
            draft = self.begin_form(first)
        if role in ("period", "cycle_goal") and _spans_years(label):
            draft.several_years = True
        self.projects.take(draft, label, self.at)
        if role in GOALS:
            draft.has_goal = True
            draft.has_cycle_goal |= role == "cycle_goal"
            # It may stand below its label, or go on in rows of their own below its first line.
            cells = [(at, cell.text) for at, cell in enumerate(self.rows[self.at]) if at > label.at and cell.text]
            at = label.at if value is None else next((at for at, text in cells if not counts_goal(text)), None)
            if at is not None:
                self._below[at] = label

    def _in_force(self, label: Labelled) -> Labelled:
        """A label of money with the budget that is in force, where its columns give that of the year's begin first."""
        row = self.rows[self.at]
        first = next((at for at in range(label.at + 1, len(row)) if row[at].text), -1)
        before = vocabulary("columns")["versions"]["before"]
        if not any(word in self._budgets.get(first, "") for word in before):
            return label
        later = (at for at, title in self._budgets.items() if not any(word in title for word in before))
        cell = next((cell for at in later if (cell := cell_at(row, at)) is not None and is_money(cell.text)), None)
        return label if cell is None else label._replace(value=field_of(cell))

    def _names_project_below(self) -> bool:
        """Whether the row, or one of those right below it, is labelled with the name of a project."""
        for row in self.rows[self.at : self.at + _MOST_ABOVE]:
            if "project" in label_roles([row], self.titles, valued=True):
                return True
            if row is not self.rows[self.at] and not any(one.value for one in labels_of(row, self.titles)):
                return False
        return False

    def _values_below(self, row: Row) -> None:
        """Take in the values of labels that stand above them."""
        for at, label in list(self._below.items()):
            cell = cell_at(row, at)
            if cell is None or self.projects.draft is None:
                continue
            beside = next((left for left in range(at - 1, -1, -1) if row[left].text), None)
            goals = beside in self._below and self._below[beside].role in GOALS
            if (
                beside is not None
                and label.role in GOALS
                and not goals
                and _OWN_LABEL.fullmatch(compact(row[beside].text))
            ):
                del self._below[at]  # the value of a label that nobody knows
                continue
            self.projects.take(self.projects.draft, label._replace(value=field_of(cell)), self.at)
            if label.role not in GOALS:
                del self._below[at]

    def _ends_tasks(self, row: Row, labels: Sequence[Labelled]) -> bool:
        """Whether a row is no longer of the list of tasks; the sum of their money is the form's."""
        assert self._tasks is not None
        if labels and labels[0].role != "tasks" and any(cell.text for cell in row[: self._tasks + 1]):
            self._tasks = None
            return True
        total = next((one for one in labels if one.role == "amount" and one.value is not None), None)
        if total is not None and sum_of(total.text) is not None and self.projects.draft is not None:
            self.projects.draft.purse.take("amount", self.at, total.at, total.text, total.value)
        return False


def _same_label(above: Labelled | None, label: Labelled) -> bool:
    return above is not None and compact(above.text) == compact(label.text)


def _has_money(label: Labelled) -> bool:
    return label.value is not None and is_money(label.value.text)


def _spans_years(label: Labelled) -> bool:
    """Whether a label or its value names several years: 项目周期 2024-2026年 or 3年, 实施期目标（2024-2026年）; what is
    for long (长期目标) is for several, too.
    """
    if any(word in label.text for word in vocabulary("columns")["of_years"]):
        return True
    value = label.value.text[:_LONGEST_TITLE] if label.value and label.role == "period" else ""
    return len(set(_YEAR.findall(label.text + value))) > 1 or _YEARS.search(value) is not None
