"""What a rule says of some words, the words for it, and where it is placed."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from lint_pbt.model.document import BudgetUnit, Field, Indicator, Project
from lint_pbt.model.rule import Rule, Severity
from lint_pbt.model.run import Fix, Words


class Draft(Struct, frozen=True, gc=False):
    """What a rule says of some words, wherever they stand.

    `part` names the field of the indicator, where it may be placed in any.
    """

    rule: Rule
    severity: Severity
    part: str | None
    field_name: str | None
    start: int
    end: int
    fix: Fix | None
    fills: Mapping[str, str] | None
    replacement: str | None
    identity: str | None


class Wording(Struct, gc=False):
    """A draft, and the words for it once they have been found, where they are the same wherever it is placed."""

    draft: Draft
    anywhere: bool = False
    found: Words | None = None


class Placing(Struct, gc=False):
    """A wording at its place: the part of the table it is about, and the field. `fingerprint` is empty until made."""

    wording: Wording
    unit: BudgetUnit | None
    project: Project | None
    indicator: Indicator | None
    field: Field | None
    fingerprint: str = ""
