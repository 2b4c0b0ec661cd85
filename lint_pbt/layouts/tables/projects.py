"""The project and the unit that the rows of a table belong to."""

from __future__ import annotations

from collections.abc import Sequence

from lint_pbt.layouts.tables.blocks import Blocks
from lint_pbt.layouts.tables.drafts import Draft, Unit
from lint_pbt.layouts.tables.fields import is_blank
from lint_pbt.layouts.tables.finding import Table
from lint_pbt.layouts.tables.header import Header
from lint_pbt.layouts.tables.indicators import IndicatorReader
from lint_pbt.layouts.tables.labels import GOALS, MONEY, UNITS, Labelled, is_money_unit
from lint_pbt.layouts.tables.naming import own_words
from lint_pbt.layouts.tables.titles import compact
from lint_pbt.model.document import Amount, Field, Note, Place
from lint_pbt.model.sheet import Cell
from lint_pbt.text.notation import NUMERALS

_TWO_NAMES = (
    "项目名称取的是{}，{}也像是项目名称，没有用。应当用后一个的，"
    "在配置文件 .pbt-lint.yaml 里写上 columns: {{{key}: 项目名称}}"
)


class Book:
    """What the tables of a source hold."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.totals: list[tuple[Amount, ...]] = []
        self.entered: list[tuple[Unit, int]] = []  # units with an amount of their own, and how many drafts stand above
        self.notes: list[Note] = []
        self.unfilled: list[tuple[Draft | None, Sequence[Cell]]] = []  # half-filled rows, and their project
        self.amount_unit: str | None = None

    def tell(self, message: str, place: Place | None = None, *, unchecked: bool = False) -> None:
        """Note what was passed over, or how something was read."""
        self.notes.append(Note(message, place, unchecked=unchecked))


class Projects:
    """Those of a table, as its rows come. `draft` and `unit` are of the row, `header` the one that it stands below.

    `above` is the last header, whether the row stands below it or not.
    """

    def __init__(self, book: Book, table: Table) -> None:
        self.book, self.table = book, table
        self.unit: Unit | None = None
        self.draft: Draft | None = None
        self.header: Header | None = None
        self.above = table.headers[0]
        self.blocks = Blocks(table)
        self.indicators = IndicatorReader(self.blocks, book.notes)

    def current(self, cell: Cell) -> Draft:
        """The project that the row belongs to, one without a name where there is none yet."""
        return self.draft or self.begin(None, cell)

    def begin(self, name: Field | None, cell: Cell) -> Draft:
        """Begin a project."""
        above = self.draft
        self.draft = Draft(name, self.unit, cell, self.table.name)
        self.draft.above = above
        self.draft.has_goal = not self.table.form and any(
            at is not None for at in (self.above.at("goal"), self.above.at("cycle_goal"))
        )
        self.book.drafts.append(self.draft)
        self.indicators.forget()
        return self.draft

    def begin_form(self, cell: Cell) -> Draft:
        """Begin another form: a list above it does not go on."""
        self.header = None
        self.blocks.kind = None
        return self.begin(None, cell)

    def enter_unit(self, name: Field) -> Unit | None:
        """Go on with the unit of this name, and return it; None where it is the one above."""
        if self.unit is not None and compact(self.unit.name.text) == compact(name.text):
            return None
        self.unit, self.draft = Unit(name), None
        return self.unit

    def goes_on(self, name: Field, amounts: tuple[Amount, ...]) -> bool:
        """Whether a row with a project's name goes on with the project above, whose name is only repeated."""
        draft = self.draft
        if draft is None or compact(draft.name.text) != compact(name.text):
            return False
        return not amounts or not draft.amounts or amounts[0].value == draft.amounts[0].value

    def take(self, draft: Draft, label: Labelled, at: int) -> None:
        """Take in what a label in the row `at` says of a project."""
        role, value = label.role, label.value
        if role in MONEY:
            draft.purse.take(role, at, label.at, label.text, value)
        elif value is None or is_blank(value.text) or is_money_unit(value.text):
            pass
        elif role == "project":
            self._name(draft, label, value)
        elif role in UNITS:
            draft.labels.append(label)
            above = not draft.name.text and value.text in self.table.grid.rows[at][label.at].text
            draft.headed = at in self.table.lines or (self.table.form and above)
        elif role in GOALS:
            draft.goals.append((role, value))

    def _name(self, draft: Draft, label: Labelled, name: Field) -> None:
        """Name a project: of labels that are known the last counts, of others the first. A note where another may.

        一级项目名称 and 二级项目名称 are levels of one thing.
        """
        above, taken = draft.label, label
        if above is not None and above.value is not None and compact(above.value.text) != compact(name.text):
            taken, left = (label, above) if label.sure else (above, label)
            if above.sure == label.sure and _without_numerals(above.text) != _without_numerals(label.text):
                self.book.tell(_TWO_NAMES.format(*map(_shown, (taken, left)), key=compact(left.text)), name.place())
        if taken is label:
            draft.name, draft.label = name, label

    def note_replaced(self, above: Field | None, below: Field) -> None:
        """Say that another project is named right above one, and has no table of its own."""
        names = [
            one.text[slice(*span)] for one in (above, below) if one and (span := own_words(one.text, True, alone=True))
        ]
        if above is not None and len({*names}) > 1:
            told = (
                f"“{above.text[:30]}”下面没有表格，接着就是“{below.text[:30]}”，没有检查。请确认它的表在不在这个文件里"
            )
            self.book.tell(told, above.place(), unchecked=True)


def _without_numerals(label: str) -> str:
    return compact(label).strip(f":{NUMERALS}")


def _shown(label: Labelled) -> str:
    assert label.value is not None
    return f"“{compact(label.text).rstrip(':')[:20]}”一栏的“{label.value.text[:30]}”"
