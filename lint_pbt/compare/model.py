"""What a comparison of two drafts comes to: pairs of projects and indicators, what changed in them, and findings."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from lint_pbt.model.document import BudgetUnit, Document, Indicator, Project

if TYPE_CHECKING:
    from lint_pbt.model.run import Finding, Run

# The version of the JSON; it grows when a member goes or changes its meaning.
VERSION = 1

Course = Literal["lowered", "raised", "other", "reworded"]
State = Literal["solved", "removed", "remaining", "new", "unsure"]


class Located(Struct, frozen=True, gc=False):
    """A project with the unit and the file it stands in."""

    document: Document
    unit: BudgetUnit
    project: Project


class How(str, Enum):
    """How a pair was found."""

    MATCHED = "matched"
    STATED = "stated"  # by the file of corrections


class ValueChange(Struct, frozen=True, gc=False):
    """A field of an indicator that says something else now.

    `course` of a target: `lowered` or `raised` in its own direction, `reworded` where it is the same target in other
    words, else `other`; `why` says in words what the judgement rests on.
    """

    field: str
    old: str
    new: str
    course: Course
    why: str = ""


class IndicatorPair(Struct, frozen=True, gc=False):
    """An indicator of the old draft and the same in the new one; one is None where it was added or removed.

    `confidence` goes from 0 to 1. `old_home` and `new_home` are the projects they stand in, which differ where the
    indicator moved. `changes` are of values and weights.
    """

    old: Indicator | None
    new: Indicator | None
    old_home: Located | None
    new_home: Located | None
    confidence: float = 1.0
    how: How = How.MATCHED
    moved: bool = False
    renamed: bool = False
    recategorised: bool = False
    changes: tuple[ValueChange, ...] = ()

    @property
    def same(self) -> bool:
        """True where nothing at all changed."""
        paired = self.old is not None and self.new is not None
        return paired and not (self.moved or self.renamed or self.recategorised or self.changes)


class ProjectPair(Struct, frozen=True, gc=False):
    """A project of the old draft and the same in the new one; one is None where it was added or removed.

    `indicators` are in the order of the new draft, removed ones last; one that moved stands under its new project.
    `amounts` are the totals in 万元 where both tell their unit, else as they stand. `unchanged` is True where nothing
    but the years in it changed.
    """

    old: Located | None
    new: Located | None
    indicators: tuple[IndicatorPair, ...]
    confidence: float = 1.0
    how: How = How.MATCHED
    renamed: bool = False
    moved: bool = False
    goal_changed: bool = False
    old_amount: Decimal | None = None
    new_amount: Decimal | None = None
    unchanged: bool = False

    @property
    def amount_changed(self) -> bool:
        return self.old_amount is not None and self.new_amount is not None and self.old_amount != self.new_amount


class Followed(Struct, frozen=True, gc=False):
    """A finding followed from the old draft to the new one.

    `removed` is a finding that went with its project or indicator; `unsure` one that nobody can tell of, since the
    new draft was not checked there. `changed` is True where a remaining finding is about other words than before.
    """

    state: State
    old: Finding | None
    new: Finding | None
    changed: bool = False

    @property
    def finding(self) -> Finding:
        """The finding to show: as the new draft has it, if it does."""
        found = self.new or self.old
        assert found is not None
        return found


class Comparison(Struct, frozen=True):
    """The whole comparison; `last_year` is True where the old table is of an earlier year, with `old_year` and
    `new_year` as far as the tables tell. `remarks` are sentences on what could not be compared.
    """

    old: Run
    new: Run
    projects: tuple[ProjectPair, ...]
    findings: tuple[Followed, ...]
    last_year: bool = False
    old_year: int | None = None
    new_year: int | None = None
    remarks: tuple[str, ...] = ()

    def of(self, *states: State) -> list[Followed]:
        """The findings in one of these states."""
        return [one for one in self.findings if one.state in states]

    @property
    def unchecked(self) -> bool:
        """True where something of either draft could not be checked."""
        return self.old.unchecked or self.new.unchecked
