"""From a hit of a check to a finding: what a rule says of words, placed where they stand, and worded when asked."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from lint_pbt.checks.primitive import Hit, Subject
from lint_pbt.checks.tools import Tools
from lint_pbt.checks.wording import fill, slots, words_for
from lint_pbt.engine.fingerprint import Fingerprints
from lint_pbt.model import Field, Indicator
from lint_pbt.rule import Rule, Severity
from lint_pbt.run import Finding, Fix, Words

# The words of a message that are not those of the indicator's value and name.
_AROUND = frozenset(("project", "unit", "ordinal"))
# The fields of an indicator by which a hit is placed anew.
_PARTS = ("annual", "cycle", "name", "level2", "level1", "weight", "direction", "sign", "previous")


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


def drafted(rule: Rule, hit: Hit, indicator: Indicator | None = None) -> Draft:
    """The draft of a hit, to be placed by hand, or in any indicator with the words of this one.

    Raises TypeError where a check gives what cannot be told, or cannot be placed in another indicator.
    """
    field, start, fills, replacement = hit.field, hit.start, hit.fills, hit.replacement
    if not all(isinstance(one, str) for one in (fills or {}).values()) or not isinstance(replacement, str | None):
        raise TypeError("a word that is no text")
    name = None
    if indicator is not None and field is not None:
        name = next((name for name in _PARTS if part(indicator, name) is field), None)
        if name is None:
            raise TypeError("a field that is none of the indicator's")
    fix = None
    if rule.fix and replacement is not None:
        fix = Fix(replacement, rule.fix == "safe" and hit.sure)
    return Draft(
        rule,
        hit.severity or rule.severity,
        name,
        hit.field_name,
        start,
        start if field is None else len(field.text) if hit.end is None else hit.end,
        fix,
        fills,
        replacement,
        hit.identity,
    )


class Wording(Struct, gc=False):
    """The words for a draft, once they have been found.

    `anywhere` is True where they are the same wherever the draft is placed.
    """

    draft: Draft
    anywhere: bool = False
    found: Words | None = None


def placed(wording: Wording, subject: Subject, at: Field | None, fingerprints: Fingerprints) -> Finding:
    """The finding that a draft comes to for a subject, at a field of it."""
    draft, unit, project, indicator = wording.draft, subject.unit, subject.project, subject.indicator
    rule, start, end, field_name = draft.rule, draft.start, draft.end, draft.field_name
    if draft.identity is None:
        evidence = "" if at is None else at.text[start:end]
        number = fingerprints.number((rule.id, unit, project, indicator, field_name or "", evidence))
    else:
        number = fingerprints.number((rule.id, None, None, None, field_name or "", draft.identity))
    if not wording.anywhere:
        wording = Wording(draft)
    saying = _Saying(wording, subject.tools, fingerprints, number)
    path = subject.document.path
    return Finding(rule, draft.severity, path, unit, project, indicator, at, field_name, start, end, draft.fix, saying)


class _Saying(Struct, frozen=True, gc=False):
    """Words a finding by its rule's messages, and knows its fingerprint by its number."""

    wording: Wording
    tools: Tools
    fingerprints: Fingerprints
    number: int

    def words(self, finding: Finding) -> Words:
        wording = self.wording
        if wording.found is None:
            draft, rule = wording.draft, wording.draft.rule
            words = words_for(finding, draft.fills, draft.replacement, self.tools)
            wording.found = Words(fill(rule.message, words), fill(rule.suggestion, words), _better(finding, words))
        return wording.found

    def known_by(self, finding: Finding) -> str:
        return self.fingerprints.of(self.number)


def said_anywhere(rule: Rule) -> bool:
    """True where the rule's messages use no words from around the indicator."""
    return not _AROUND.intersection(slots(rule.message) + slots(rule.suggestion) + slots(rule.better or ""))


def _better(finding: Finding, words: Mapping[str, str]) -> str | None:
    """A value to write instead; none where a word for it is missing, or where it stands there already."""
    template = finding.rule.better
    if template is None or not all(words.get(slot, "") for slot in slots(template)):
        return None
    better = fill(template, words)
    return better if finding.field is None or better != finding.field.text else None


def narrowed(subject: Subject, hit: Hit) -> Subject:
    """The subject a hit is about, where its check looks at something larger."""
    if not (hit.indicator or hit.project or hit.unit):
        return subject
    return Subject(
        subject.document,
        subject.tools,
        hit.unit or subject.unit,
        hit.project or subject.project,
        hit.indicator or subject.indicator,
    )


def part(indicator: Indicator, name: str | None) -> Field | None:
    """The field of an indicator of this name."""
    if name == "level1":
        return indicator.level1.name
    if name == "level2":
        return indicator.level2.name
    field: Field | None = getattr(indicator, name) if name else None
    return field
