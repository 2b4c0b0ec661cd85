"""The findings of a document by the part of a table that they are about, and as the page tells them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from lint_pbt.presentation.correction import advice_text
from lint_pbt.presentation.display import excerpt
from lint_pbt.presentation.words import SEVERITY, field_label, line_text, message_text
from lint_pbt.reporters.html.evidence import html, marked

if TYPE_CHECKING:
    from collections.abc import Iterator

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


class Placed:
    """Each finding of a document at the smallest part of its table that the page shows."""

    def __init__(self, checked: Checked, anchors: Anchors) -> None:
        document = checked.document
        parts = {id(part) for part in _parts(document)}
        self._shown_fields = {id(field) for field in _fields(document)}
        self._at: dict[int, list[Finding]] = {}
        self._about: dict[int, list[Finding]] = {}
        self._anchors = anchors
        self.strays: list[Finding] = []
        for finding in checked.findings:
            whole = document if finding.path == document.path else None
            owners = (finding.indicator, finding.project, finding.unit, whole)
            owner = next((one for one in owners if one is not None and id(one) in parts), None)
            if owner is None:
                self.strays.append(finding)
            else:
                self._at.setdefault(id(owner), []).append(finding)
            if finding.field is not None:
                self._about.setdefault(id(finding.field), []).append(finding)

    def at(self, part: Part) -> list[Finding]:
        """The findings about a part of a table, in their order."""
        return self._at.get(id(part), [])

    def about(self, field: Field) -> list[Finding]:
        """The findings that point at something in a field."""
        return self._about.get(id(field), [])

    def shown(self, finding: Finding, *, has_cycle: bool = True) -> Shown:
        """The finding as the page tells it; to be asked once for each, since anchors are counted."""
        return self.unnamed(finding, has_cycle=has_cycle)._replace(anchor=self._anchors.of(finding.fingerprint))

    def unnamed(self, finding: Finding, *, has_cycle: bool = True) -> Shown:
        """The finding as the page tells it, without its anchor."""
        field, rule, fix, repaired = finding.field, finding.rule, finding.fix, finding.repaired
        label = field_label(finding.field_name, has_cycle=has_cycle, of_indicator=finding.indicator is not None)
        quoted = field is not None and field.text and id(field) not in self._shown_fields
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
