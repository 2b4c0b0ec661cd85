"""What a row says of its unit and its project: names, amounts and goals in columns, headings, sums."""

from __future__ import annotations

from lint_pbt.layouts.tables.fields import cut, field_of, is_blank, money_of
from lint_pbt.layouts.tables.header import Header
from lint_pbt.layouts.tables.labels import GOALS, UNITS, Labelled, labels_of
from lint_pbt.layouts.tables.lines import MOST_LEADING, Line
from lint_pbt.layouts.tables.projects import Projects
from lint_pbt.layouts.tables.rows import cell_at, is_category, is_heading, is_part_sum, sum_of
from lint_pbt.layouts.tables.titles import Titles, compact
from lint_pbt.layouts.words import is_office
from lint_pbt.model.document import Amount
from lint_pbt.text.notation import ends_title, numbering_end
from lint_pbt.text.patterns.lazy import Pattern

_COLON = Pattern(r"[^:：（(]{2,8}[:：]\s*\S")  # of a label with its value


class HeadReader:
    """Reads what rows of a table with a header say before their indicators."""

    def __init__(self, projects: Projects, titles: Titles) -> None:
        self.projects, self.titles, self.book, self.table = projects, titles, projects.book, projects.table
        self._said: tuple[object, list[str | None]] | None = None  # a project, and what the row above says of it
        self._columns: tuple[int, ...] = ()
        self._next = 0

    def enter(self, header: Header, following: int) -> None:
        """Begin the list below a header; the next one stands in the row `following`, 0 where there is none."""
        self._columns, self._next, self._said = header.heads, following, None

    def read(self, line: Line) -> bool:
        """Take in the unit, project, amounts and goal of a row; False where it has none of them."""
        header, first = self.projects.above, line.cells[0]
        own = [cell.text if (cell := cell_at(line.full, at)) is not None else None for at in self._columns]
        if line.has_indicators and ((self.projects.draft, own) == self._said or not any(own)):
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
            if ends_title(name.text) and line.at < self._next <= line.at + MOST_LEADING:
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
                self.projects.take(draft, goal, line.at)
        sure = notes == len(self.book.notes) and self.projects.draft is not None
        self._said = (self.projects.draft, own) if sure else None
        return bool(project or unit or amounts or goals)

    def read_sum(self, line: Line) -> bool:
        """Take in a row of sums: of the whole table, or of a unit; others are passed over."""
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

    def _amounts(self, line: Line) -> tuple[Amount, ...]:
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
