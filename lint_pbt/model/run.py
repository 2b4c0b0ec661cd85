"""What a check came to: a `Checked` for each document, and a `Run` of all of them. Reports are functions of a `Run`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Protocol

from msgspec import Struct
from msgspec.structs import astuple, replace

from lint_pbt.model.document import BudgetUnit, Document, Field, Indicator, Place, Project
from lint_pbt.model.rule import Rule, Severity
from lint_pbt.model.sheet import LeftOut

if TYPE_CHECKING:
    from collections.abc import Iterator

# The version of the JSON that `check` and `parse` write; it grows when a member goes or changes its meaning.
JSON_VERSION = 1


class Repaired(Struct, frozen=True, gc=False):
    """A whole field as it should read; `safe` is True where only one reading is possible."""

    text: str
    safe: bool


class Fix(Struct, frozen=True, gc=False):
    """Replace the evidence of a finding by `text`. `safe` is True where only one reading is possible.

    `together` is the field after this and whatever else other findings fix in it, where there are such.
    """

    text: str
    safe: bool
    together: Repaired | None = None


class Words(Struct, frozen=True, gc=False):
    """What the user is told of a finding; `better` is a value to write instead, where there is one."""

    message: str
    suggestion: str
    better: str | None = None


class Saying(Protocol):
    """Finds the words for a finding, and what it is known by, when somebody asks: most findings are only counted."""

    def words(self, finding: Finding) -> Words:
        """What the user is told."""

    def known_by(self, finding: Finding) -> str:
        """The fingerprint: 16 hexadecimal digits."""


class Said(Struct, frozen=True, gc=False):
    """Words and a fingerprint that have been found already."""

    found: Words
    fingerprint: str

    def words(self, finding: Finding) -> Words:
        return self.found

    def known_by(self, finding: Finding) -> str:
        return self.fingerprint


class Finding(Struct, frozen=True, gc=False):
    """One defect, with the evidence; words for the user, place and fingerprint are made when they are asked for.

    `field` is the field in question (None for a finding about a project as a whole), `field_name` its
    name in the JSON contract, and `start`/`end` the offsets of the evidence in its text. `project` and
    `indicator` are None where the finding is about something larger. `shared` is how many indicators share the cell:
    the finding is given at the first of them.
    """

    rule: Rule
    severity: Severity
    path: str
    unit: BudgetUnit | None
    project: Project | None
    indicator: Indicator | None
    field: Field | None
    field_name: str | None
    start: int
    end: int
    fix: Fix | None
    saying: Saying
    shared: int = 1

    @property
    def message(self) -> str:
        return self.saying.words(self).message

    @property
    def suggestion(self) -> str:
        return self.saying.words(self).suggestion

    @property
    def better(self) -> str | None:
        """A value to write instead, where there is one."""
        return self.saying.words(self).better

    @property
    def fingerprint(self) -> str:
        return self.saying.known_by(self)

    @property
    def evidence(self) -> str:
        """The part in question of its field; empty for a finding about no field."""
        return self.field.text[self.start : self.end] if self.field is not None else ""

    @property
    def repaired(self) -> Repaired | None:
        """The whole field as it should read, what others find wrong in it put right too; None without a fix."""
        fix, field = self.fix, self.field
        if fix is None or field is None:
            return None
        return fix.together or Repaired(field.text[: self.start] + fix.text + field.text[self.end :], fix.safe)

    @property
    def place(self) -> Place:
        """Where the evidence begins, or what the finding is about."""
        if self.field is not None:
            return self.field.place(self.start)
        return place_of(self.project, self.indicator)

    @property
    def end_place(self) -> Place:
        """Where the evidence ends."""
        if self.field is not None:
            return self.field.end_place(self.end) if self.end > self.start else self.field.place(self.start)
        named = self.project.name if self.project is not None and self.indicator is None else None
        return named.end_place() if named is not None else self.place

    def said(self) -> Finding:
        """The finding with its words and fingerprint found: it holds on to nothing that finds them."""
        return replace(self, saying=Said(self.saying.words(self), self.fingerprint))

    def __reduce__(self) -> tuple[type[Finding], tuple[Any, ...]]:
        """Another process gets the words, not what finds them."""
        return Finding, astuple(self.said())


def place_of(project: Project | None, indicator: Indicator | None) -> Place:
    """Where an indicator begins, or a project; the beginning of the file for something larger."""
    if indicator is not None:
        return indicator.place
    return project.name.place() if project is not None else Place(1)


class StoodIn(Struct, frozen=True, gc=False):
    """A finding that is not given because others on the same words tell its cause."""

    finding: Finding
    by: tuple[Finding, ...]


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


class Known(Struct, frozen=True, gc=False):
    """A finding that a baseline file holds already."""

    finding: Finding
    file: str


class Refusal(Struct, frozen=True, gc=False):
    """A fix that was not made, and why."""

    finding: Finding
    reason: str


class CellChange(Struct, frozen=True, gc=False):
    """What a cell of a workbook held and holds now."""

    place: Place
    before: str
    after: str


class Repair(Struct, frozen=True):
    """What fixing a file came to.

    `data` is the file as it should be now; `before` and `after` are its text, `cells` those of a workbook that changed.
    `places` counts the places changed by rule, `refusals` are fixes that would do harm. `error` says why the file
    could not be written, `remark` why files of its kind are not.
    """

    path: str
    data: bytes
    before: str = ""
    after: str = ""
    cells: tuple[CellChange, ...] = ()
    places: Counter[str] = Counter()
    refusals: tuple[Refusal, ...] = ()
    backup: str | None = None
    error: str | None = None
    remark: str | None = None


class Checked(Struct, frozen=True, gc=False):
    """What the check of one document came to, findings in the order of their places.

    `ignored` are findings put aside by the configuration, `known` those that a baseline holds. `stood_in` are
    findings whose cause others tell: they come back where those are ignored. `repair` is what was fixed in the file,
    None where no fix was asked for; `fail_on` what the configuration says of the file.
    """

    document: Document
    findings: tuple[Finding, ...] = ()
    skips: tuple[Skip, ...] = ()
    crashes: tuple[Crash, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    known: tuple[Known, ...] = ()
    stood_in: tuple[StoodIn, ...] = ()
    repair: Repair | None = None
    fail_on: str | None = None

    @property
    def path(self) -> str:
        return self.document.path

    @property
    def unchecked(self) -> bool:
        """True where something in the document could not be checked."""
        return bool(
            self.crashes
            or any(skip.unchecked for skip in self.skips)
            or any(note.unchecked for note in self.document.notes)
        )

    def put_aside(self) -> Iterator[Finding]:
        """The findings that are not shown among the others."""
        for ignored in self.ignored:
            yield ignored.finding
        for known in self.known:
            yield known.finding

    def remembered(self) -> Checked:
        """What is kept of it once every report has had it: what it says besides findings."""
        document = self.document
        bare = Document(document.path, document.layout, (), notes=document.notes)
        return Checked(bare, skips=self.skips, crashes=self.crashes, fail_on=self.fail_on)


class BaselineEntry(Struct, frozen=True, omit_defaults=True):
    """A finding as the baseline keeps it; all but path and fingerprint is for people to read."""

    path: str
    fingerprint: str
    rule: str
    unit: str | None = None
    project: str | None = None
    indicator: str | None = None
    value: str | None = None


class Compared(Struct, frozen=True, gc=False):
    """What a baseline file came to: how many findings it held already, and its entries that are no longer found."""

    file: str
    known: int
    fixed: tuple[BaselineEntry, ...]


class Run(Struct, frozen=True, gc=False):
    """Everything one check yielded: its documents in the order of the files, and what is about no single one.

    `fixing` is True where fixes were asked for; `left_out` is what a folder holds besides drafts.
    """

    checked: tuple[Checked, ...] = ()
    failures: tuple[Failure, ...] = ()
    unused_ignores: tuple[UnusedIgnore, ...] = ()
    baselines: tuple[Compared, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    fixing: bool = False

    @property
    def documents(self) -> tuple[Document, ...]:
        return tuple([one.document for one in self.checked])

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all documents, in the order of the files and of the places in them."""
        return tuple([finding for one in self.checked for finding in one.findings])

    @property
    def skips(self) -> tuple[Skip, ...]:
        return tuple([skip for one in self.checked for skip in one.skips])

    @property
    def crashes(self) -> tuple[Crash, ...]:
        return tuple([crash for one in self.checked for crash in one.crashes])

    @property
    def ignored(self) -> tuple[Ignored, ...]:
        return tuple([ignored for one in self.checked for ignored in one.ignored])

    @property
    def known(self) -> tuple[Known, ...]:
        return tuple([known for one in self.checked for known in one.known])

    @property
    def repairs(self) -> tuple[Repair, ...]:
        return tuple([one.repair for one in self.checked if one.repair is not None])

    def count(self) -> Counter[str]:
        """Findings by severity; every severity is a key of the JSON summary."""
        return Counter(finding.severity for one in self.checked for finding in one.findings)

    @property
    def unchecked(self) -> bool:
        """True where something could not be checked: the run ends with exit code 3."""
        return bool(self.failures) or any(one.unchecked for one in self.checked)
