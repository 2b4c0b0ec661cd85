"""The findings of a document by the part of a table that they are about, and as the page tells them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from lint_pbt.presentation.correction import advice_text
from lint_pbt.presentation.display import excerpt
from lint_pbt.presentation.words import SEVERITY, field_label, line_text, message_text
from lint_pbt.reporters.html.evidence import html, marked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markupsafe import Markup

    from lint_pbt.model.document import BudgetUnit, Document, Field, Indicator, Project
    from lint_pbt.model.run import Checked, Finding

    Part = Document | BudgetUnit | Project | Indicator


# A text of which a finding shows a piece: in columns, of which a Chinese character takes two.
_WIDEST: Final = 200


class Shown(NamedTuple):
    """A finding on the page.

    `anchor` is unique on the page, which the fingerprint is only in a file. `quote` is the text in question where
    the table on the page does not show it, `fixed` the value after the fix, `advice` what to do where that hangs on
    the value and none can be given; what a rule advises in general stands with the rule.
    """

    anchor: str
    fingerprint: str
    rule: str
    severity: str
    word: str
    message: str
    where: str
    better: str | None
    advice: str
    quote: Markup | None
    fixed: Markup | None
    sure: bool


class Anchors:
    """Names places on the page: for each finding one, which its fingerprint is only within a file."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def of(self, fingerprint: str) -> str:
        """The name of the next finding with this fingerprint."""
        self._seen[fingerprint] += 1
        times = self._seen[fingerprint]
        return f"f-{fingerprint}" + (f"-{times}" if times > 1 else "")


class _Findings:
    """Findings by something they are about; most of it has one, which needs no list."""

    def __init__(self) -> None:
        self._of: dict[int, Finding | list[Finding]] = {}

    def add(self, thing: object, finding: Finding) -> None:
        """Put a finding behind the others about the thing."""
        found = self._of.get(id(thing))
        if isinstance(found, list):
            found.append(finding)
        else:
            self._of[id(thing)] = finding if found is None else [found, finding]

    def of(self, thing: object) -> Sequence[Finding]:
        """The findings about the thing, in their order."""
        found = self._of.get(id(thing), ())
        return found if isinstance(found, (list, tuple)) else (found,)


class Placed:
    """Each finding of a document at the smallest part of its table that the page shows."""

    def __init__(self, checked: Checked, anchors: Anchors) -> None:
        document = checked.document
        # Of a large table there are hundreds of thousands of parts and fields: only those with findings are listed.
        owned = {id(one) for finding in checked.findings for one in _owners(finding)}
        parts = {id(part) for part in _parts(document) if id(part) in owned}
        # Fields in question that the page does not show.
        self._unshown = {id(finding.field) for finding in checked.findings if finding.field is not None}
        self._unshown.difference_update(map(id, _fields(document)))
        self._at, self._about = _Findings(), _Findings()
        self._anchors = anchors
        self.strays: list[Finding] = []
        for finding in checked.findings:
            whole = document if finding.path == document.path else None
            owner = next((one for one in (*_owners(finding), whole) if one is document or id(one) in parts), None)
            if owner is None:
                self.strays.append(finding)
            else:
                self._at.add(owner, finding)
            if finding.field is not None:
                self._about.add(finding.field, finding)

    def at(self, part: Part) -> Sequence[Finding]:
        """The findings about a part of a table, in their order."""
        return self._at.of(part)

    def about(self, field: Field) -> Sequence[Finding]:
        """The findings that point at something in a field."""
        return self._about.of(field)

    def shown(self, finding: Finding, *, has_cycle: bool = True) -> Shown:
        """The finding as the page tells it; to be asked once for each, since anchors are counted."""
        return self.unnamed(finding, has_cycle=has_cycle)._replace(anchor=self._anchors.of(finding.fingerprint))

    def unnamed(self, finding: Finding, *, has_cycle: bool = True) -> Shown:
        """The finding as the page tells it, without its anchor."""
        field, rule, fix, repaired = finding.field, finding.rule, finding.fix, finding.repaired
        label = field_label(finding.field_name, has_cycle=has_cycle, of_indicator=finding.indicator is not None)
        quoted = field is not None and field.text and id(field) in self._unshown
        return Shown(
            anchor="",
            fingerprint=finding.fingerprint,
            rule=rule.id,
            severity=finding.severity,
            word=SEVERITY[finding.severity],
            message=message_text(finding),
            where="，".join(filter(None, (label, line_text(finding.place)))),
            better=finding.better,
            advice=advice_text(finding),
            quote=marked(field.text, [finding]) if field is not None and quoted else None,
            fixed=_fixed(repaired.text, finding.start, fix.text) if fix and repaired and not finding.better else None,
            sure=repaired is not None and repaired.safe,
        )


def _fixed(text: str, start: int, fix: str) -> Markup:
    """The text after the fix, as much of it around the fix as fits in a line or two."""
    shown, _, _ = excerpt(text, start, start + len(fix), _WIDEST)
    return html(shown)


def _owners(finding: Finding) -> Iterator[Part]:
    """What a finding is about, the smallest first."""
    return (one for one in (finding.indicator, finding.project, finding.unit) if one is not None)


def _parts(document: Document) -> Iterator[Part]:
    yield document
    for unit in document.units:
        yield unit
        for project in unit.projects:
            yield project
            yield from project.indicators


def _fields(document: Document) -> Iterator[Field]:
    """The fields that the page shows, where they are there."""
    for field in (document.title, document.department, *(amount.field for amount in document.amounts)):
        if field is not None:
            yield field
    for unit in document.units:
        yield from (amount.field for amount in unit.amounts)
        if unit.name is not None:
            yield unit.name
        for project in unit.projects:
            yield project.name
            yield from (amount.field for amount in project.amounts)
            if project.goal is not None:
                yield project.goal
            for one in project.indicators:
                yield from (one.level1.name, one.level2.name, one.name, *one.leftover)
                yield from (field for field in (one.cycle, one.annual, one.weight, one.direction) if field is not None)
