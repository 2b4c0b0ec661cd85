"""What a check of some documents came to. Reporters are functions of a `Run` and of nothing else."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from lint_pbt.model import BudgetUnit, Document, Field, Indicator, Place, Project

if TYPE_CHECKING:
    from lint_pbt.baseline import Entry
    from lint_pbt.fix.files import Repair
    from lint_pbt.rule import Rule

Severity = Literal["error", "warning", "info"]
# The version of the JSON that `check` and `parse` write; it grows when a member goes or changes its meaning.
JSON_VERSION = 1
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


class Fix(Struct, frozen=True, gc=False):
    """Replace the evidence of a finding by `text`. `safe` is True where only one reading is possible."""

    text: str
    safe: bool


class Finding(Struct, frozen=True, gc=False):
    """One defect, with the words for the user and the evidence.

    `field` is the field in question (None for a finding about a project as a whole), `field_name` its
    name in the JSON contract, and `start`/`end` the offsets of the evidence in its text. `project` and
    `indicator` are None where the finding is about something larger. `better` is a value to write instead, where
    there is one. `shared` is how many indicators share the cell: the finding is given at the first of them.
    """

    rule: Rule
    severity: Severity
    message: str
    suggestion: str
    path: str
    place: Place
    end_place: Place
    unit: BudgetUnit | None
    project: Project | None
    indicator: Indicator | None
    field: Field | None
    field_name: str | None
    start: int
    end: int
    fix: Fix | None
    fingerprint: str
    better: str | None = None
    shared: int = 1


class StoodIn(Struct, frozen=True, gc=False):
    """A finding that is not given because others on the same words, known by fingerprint, tell its cause."""

    finding: Finding
    by: tuple[str, ...]


class Skip(Struct, frozen=True, gc=False):
    """A rule that could not judge a value, and why; `unchecked` where the rule is to blame and not the value."""

    rule: str
    path: str
    place: Place
    reason: str
    unchecked: bool = False


class Crash(Struct, frozen=True, gc=False):
    """A rule that failed on a table; the other rules went on."""

    rule: str
    path: str
    reason: str


class Failure(Struct, frozen=True, gc=False):
    """A file that could not be read, with the sentence that says why and what to do."""

    path: str
    message: str


class LeftOut(Struct, frozen=True, gc=False):
    """A file of a folder that was not taken for a draft, and what it is."""

    path: str
    kind: str


class Ignored(Struct, frozen=True, gc=False):
    """A finding that the configuration says to ignore; `places` are the ignores that say so, by file and key."""

    finding: Finding
    reason: str
    places: tuple[tuple[str, tuple[str | int, ...]], ...]


class UnusedIgnore(Struct, frozen=True, gc=False):
    """An ignore of the configuration that ignored nothing, and what may be the matter with it."""

    file: str
    line: int
    rule: str
    message: str


class Compared(Struct, frozen=True, gc=False):
    """What a baseline file came to: the findings it held already, and its entries that are no longer found."""

    file: str
    known: tuple[Finding, ...]
    fixed: tuple[Entry, ...]


class Run(Struct, frozen=True, gc=False):
    """Everything one check yielded, findings in the order of the files and of the places in them.

    `repairs` tells what was fixed, file by file; None where no fix was asked for. `ignored` and the `known` of
    `baselines` are findings too, put aside by the configuration. `stood_in` are findings whose
    cause others tell: they come back where those are ignored. `fail_on` holds what the configuration of a file says
    of it, by path; `left_out` is what a folder holds besides drafts.
    """

    documents: tuple[Document, ...]
    findings: tuple[Finding, ...]
    skips: tuple[Skip, ...] = ()
    crashes: tuple[Crash, ...] = ()
    failures: tuple[Failure, ...] = ()
    repairs: tuple[Repair, ...] | None = None
    ignored: tuple[Ignored, ...] = ()
    stood_in: tuple[StoodIn, ...] = ()
    unused_ignores: tuple[UnusedIgnore, ...] = ()
    baselines: tuple[Compared, ...] = ()
    fail_on: dict[str, str] = {}
    left_out: tuple[LeftOut, ...] = ()

    def count(self) -> Counter[str]:
        """Findings by severity; every severity is a key of the JSON summary."""
        return Counter(finding.severity for finding in self.findings)

    @property
    def unchecked(self) -> bool:
        """True where something could not be checked: the run ends with exit code 3."""
        return bool(
            self.failures
            or self.crashes
            or any(skip.unchecked for skip in self.skips)
            or any(note.unchecked for document in self.documents for note in document.notes)
        )
