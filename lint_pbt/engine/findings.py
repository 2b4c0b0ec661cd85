"""From a hit of a check to a finding: where it stands, what it says, and how it is known again."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from lint_pbt.checks.primitive import Hit, Subject
from lint_pbt.checks.wording import fill, slots, words_for
from lint_pbt.engine.fingerprint import Fingerprints
from lint_pbt.model import Field, Indicator, Place
from lint_pbt.rule import Rule, Severity
from lint_pbt.run import Finding, Fix

# The words of a message that are not the indicator's own.
_AROUND = frozenset(("project", "unit", "ordinal"))


class Unplaced(Struct, frozen=True, gc=False):
    """A finding but for its place: what the same rule says of the same words wherever they stand.

    `part` names the field of the indicator (see `part_of`); None where the finding is about no field.
    """

    rule: Rule
    severity: Severity
    message: str
    suggestion: str
    better: str | None
    part: str | None
    field_name: str | None
    start: int
    end: int
    fix: Fix | None
    identity: str | None


def where(subject: Subject) -> Place:
    """Where what is looked at begins."""
    if subject.indicator is not None:
        return subject.indicator.place
    return subject.project.name.place() if subject.project is not None else Place(1)


def keeps(rule: Rule) -> bool:
    """True where the rule's messages use no words from around the indicator."""
    return not _AROUND.intersection(slots(rule.message) + slots(rule.suggestion) + slots(rule.better or ""))


def unplaced(rule: Rule, subject: Subject, hit: Hit) -> Unplaced:
    """What a rule says of a hit; `subject` is narrowed to what the hit is about."""
    field, start = hit.field, hit.start
    end = start if field is None else len(field.text) if hit.end is None else hit.end
    words = words_for(subject, hit, start, end)
    fix = None
    if rule.fix and hit.replacement is not None:
        fix = Fix(hit.replacement, rule.fix == "safe" and hit.sure)
    return Unplaced(
        rule,
        hit.severity or rule.severity,
        fill(rule.message, words),
        fill(rule.suggestion, words),
        _better(rule, hit, words),
        _part_of(subject.indicator, field),
        hit.field_name,
        start,
        end,
        fix,
        hit.identity,
    )


def placed(one: Unplaced, subject: Subject, field: Field | None, fingerprints: Fingerprints) -> Finding:
    """The finding a draft comes to for a subject and its field."""
    start, end, rule = one.start, one.end, one.rule
    if field is not None:
        place = field.place(start)
        end_place = field.end_place(end) if end > start else place
        evidence = field.text[start:end]
    else:
        place, evidence = where(subject), ""
        end_place = subject.project.name.end_place() if subject.project and not subject.indicator else place
    return Finding(
        rule,
        one.severity,
        one.message,
        one.suggestion,
        subject.document.path,
        place,
        end_place,
        subject.unit,
        subject.project,
        subject.indicator,
        field,
        one.field_name,
        start,
        end,
        one.fix,
        fingerprints.of(rule.id, subject, one.field_name, evidence, one.identity),
        one.better,
    )


def _better(rule: Rule, hit: Hit, words: Mapping[str, str]) -> str | None:
    """A value to write instead; none where a word for it is missing, or where it stands there already."""
    if rule.better is None or not all(words.get(slot, "") for slot in slots(rule.better)):
        return None
    better = fill(rule.better, words)
    return better if hit.field is None or better != hit.field.text else None


def narrowed(subject: Subject, hit: Hit) -> Subject:
    """The subject a hit is about, where its check looks at something larger."""
    if not (hit.indicator or hit.project or hit.unit):
        return subject
    return replace(
        subject,
        unit=hit.unit or subject.unit,
        project=hit.project or subject.project,
        indicator=hit.indicator or subject.indicator,
    )


def part(indicator: Indicator, name: str | None) -> Field | None:
    """The field of an indicator of this name."""
    if name == "level1":
        return indicator.level1.name
    if name == "level2":
        return indicator.level2.name
    field: Field | None = getattr(indicator, name) if name else None
    return field


def _part_of(indicator: Indicator | None, field: Field | None) -> str | None:
    if indicator is None or field is None:
        return None
    names = ("annual", "cycle", "name", "level2", "level1", "weight", "direction")
    return next((name for name in names if part(indicator, name) is field), None)
