"""From a hit of a check to a finding: what a rule says of words, placed where they stand, and worded when asked."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from lint_pbt.checks.primitive import Hit, Subject
from lint_pbt.checks.tools import Tools
from lint_pbt.checks.wording import fill, slots, words_for
from lint_pbt.engine.drafts import Draft, Placing, Wording
from lint_pbt.engine.fingerprint import Fingerprints
from lint_pbt.model.document import Field, Indicator
from lint_pbt.model.rule import Rule
from lint_pbt.model.run import Finding, Fix, Words

# The words of a message that are not those of the indicator's value and name.
_AROUND = frozenset(("project", "unit", "ordinal"))
# The fields of an indicator by which a hit is placed anew.
_PARTS = ("annual", "cycle", "name", "level2", "level1", "weight", "direction", "sign", "previous")


def drafted(rule: Rule, hit: Hit, indicator: Indicator | None = None) -> Draft:
    """The draft of a hit, to be placed by hand, or in any indicator with the words of this one.

    Raises TypeError where a check gives what cannot be told, or cannot be placed in another indicator.
    """
    field, start, fills, replacement = hit.field, hit.start, hit.fills, hit.replacement
    for word in fills.values() if fills else ():
        if not isinstance(word, str):
            raise TypeError("a word that is no text")
    if not isinstance(replacement, str | None):
        raise TypeError("a replacement that is no text")
    name: str | None = None
    if indicator is not None and field is not None:
        for name in _PARTS:
            if part(indicator, name) is field:
                break
        else:
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


class Telling:
    """Finds words and fingerprints for the findings of one document."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.fingerprints = Fingerprints()
        # Reports ask for the words of a finding several times, and then for those of the next. What refers to this,
        # as a finding does, must not be held here, or it is never let go.
        self._last: tuple[Placing | None, Words] = None, Words("", "")

    def words(self, placing: Placing, finding: Finding) -> Words:
        """What a rule's messages say of a finding."""
        wording = placing.wording
        if wording.found is not None:
            return wording.found
        if self._last[0] is placing:
            return self._last[1]
        draft, rule = wording.draft, wording.draft.rule
        filled = words_for(finding, draft.fills, draft.replacement, self.tools)
        found = Words(fill(rule.message, filled), fill(rule.suggestion, filled), _better(finding, filled))
        if wording.anywhere:
            wording.found = found
        else:
            self._last = placing, found
        return found


class _Saying(Struct, frozen=True, gc=False):
    """What a finding asks for its words and its fingerprint."""

    placing: Placing
    telling: Telling

    def words(self, finding: Finding) -> Words:
        return self.telling.words(self.placing, finding)

    def known_by(self, finding: Finding) -> str:
        return self.telling.fingerprints.of(self.placing)


def placed(wording: Wording, subject: Subject, at: Field | None, telling: Telling) -> Finding:
    """The finding that a draft comes to for a subject, at a field of it."""
    draft, unit, project, indicator = wording.draft, subject.unit, subject.project, subject.indicator
    placing = Placing(wording, unit, project, indicator, at)
    telling.fingerprints.add(placing)
    return Finding(
        draft.rule,
        draft.severity,
        subject.document.path,
        unit,
        project,
        indicator,
        at,
        draft.field_name,
        draft.start,
        draft.end,
        draft.fix,
        _Saying(placing, telling),
    )


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
