"""A document × rules → `Checked`. Pure: it reads nothing and writes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from lint_pbt.checks.primitive import Find, Primitive, Subject
from lint_pbt.checks.selection import Selector
from lint_pbt.checks.tools import OutOfTimeError, Tools, Unjudged
from lint_pbt.engine.causes import once_a_cell, one_a_cause, stand_ins
from lint_pbt.engine.findings import Unplaced, keeps, narrowed, part, placed, unplaced, where
from lint_pbt.engine.fingerprint import Fingerprints
from lint_pbt.model import Document, Indicator
from lint_pbt.rule import Rule
from lint_pbt.run import Checked, Crash, Finding, Skip, StoodIn

# For how many wordings of an indicator the judgement is remembered.
_REMEMBERED = 20_000


class ActiveRule(Struct, frozen=True):
    """A rule ready to run: its check built with its options, and its selection compiled."""

    rule: Rule
    primitive: Primitive
    find: Find
    selector: Selector

    @property
    def by_own_words(self) -> bool:
        """True where the rule says the same of the same words, whatever project they stand in."""
        own_field = self.rule.options.get("field") != "goal"
        return self.primitive.own_words and own_field and not self.selector.asks_project and keeps(self.rule)


class _Journal(Struct):
    """What the rules yield while one document is gone through."""

    path: str
    fingerprints: Fingerprints = field(default_factory=Fingerprints)
    findings: list[Finding] = field(default_factory=list)
    stood_in: list[StoodIn] = field(default_factory=list)
    skips: list[Skip] = field(default_factory=list)
    crashes: dict[str, list[str]] = field(default_factory=dict)


class Engine:
    """Runs rules over documents. A rule that fails is put down as a crash and the others go on.

    The same indicator in the same words is common: departments copy from one another and from last year. What
    rules say of an indicator's own words is therefore remembered, and only placed anew.
    """

    def __init__(self, rules: Sequence[ActiveRule], tools: Tools) -> None:
        self.rules = tuple(active.rule for active in rules)
        self._tools = tools
        self._stand_ins = stand_ins(self.rules)
        self._scopes = {
            scope: [one for one in rules if one.primitive.scope == scope] for scope in ("document", "project")
        }
        indicator = [one for one in rules if one.primitive.scope == "indicator"]
        self._by_own_words = [one for one in indicator if one.by_own_words]
        self._in_context = [one for one in indicator if not one.by_own_words]
        self._known: dict[tuple[object, ...], tuple[Unplaced, ...]] = {}

    def check(self, document: Document) -> Checked:
        """Check one document."""
        journal = _Journal(document.path)
        self._apply(self._scopes["document"], Subject(document, self._tools), journal)
        for unit, project in document.projects():
            begin = len(journal.findings)
            self._apply(self._scopes["project"], Subject(document, self._tools, unit, project), journal)
            for indicator in project.indicators:
                self._judge(Subject(document, self._tools, unit, project, indicator), indicator, journal)
            journal.findings[begin:], stood_in = one_a_cause(journal.findings[begin:], self._stand_ins)
            journal.stood_in += stood_in
        return Checked(
            document,
            findings=tuple(once_a_cell(journal.findings)),
            skips=tuple(journal.skips),
            crashes=tuple(
                Crash(rule, document.path, f"{reasons[0]}（共 {len(reasons)} 次）" if len(reasons) > 1 else reasons[0])
                for rule, reasons in journal.crashes.items()
            ),
            stood_in=tuple(journal.stood_in),
        )

    def _judge(self, subject: Subject, indicator: Indicator, journal: _Journal) -> None:
        """Findings of one indicator, in the order of the rules."""
        begin = len(journal.findings)
        key = _wording(indicator)
        known = self._known.get(key)
        if known is None:
            journal_before = len(journal.skips), sum(map(len, journal.crashes.values()))
            known = tuple(self._apply(self._by_own_words, subject, journal))
            # What could not be judged must be said of every place.
            if journal_before == (len(journal.skips), sum(map(len, journal.crashes.values()))):
                if len(self._known) >= _REMEMBERED:
                    self._known.clear()
                self._known[key] = known
        else:
            for one in known:
                found = part(indicator, one.part)
                journal.findings.append(placed(one, subject, found, journal.fingerprints))
        middle = len(journal.findings)
        self._apply(self._in_context, subject, journal)
        if begin < middle < len(journal.findings):
            journal.findings[begin:] = sorted(journal.findings[begin:], key=_rule_id)

    def _apply(self, rules: Sequence[ActiveRule], subject: Subject, journal: _Journal) -> list[Unplaced]:
        """Put down what some rules find, skip or fail on; gives what can be said of the same words elsewhere."""
        said = []
        for active in rules:
            rule = active.rule
            try:
                if active.selector.asks and not active.selector.admits(subject):
                    continue
                for hit in active.find(subject):
                    about = narrowed(subject, hit)
                    one = unplaced(rule, about, hit)
                    said.append(one)
                    journal.findings.append(placed(one, about, hit.field, journal.fingerprints))
            except Unjudged as reason:
                if not reason.told:
                    unchecked = isinstance(reason, OutOfTimeError)
                    journal.skips.append(Skip(rule.id, journal.path, where(subject), str(reason), unchecked))
            except (Exception, SystemExit) as error:  # noqa: BLE001 - one broken rule must not take the others with it
                journal.crashes.setdefault(rule.id, []).append(f"{type(error).__name__}: {error}")
        return said


def _wording(indicator: Indicator) -> tuple[object, ...]:
    """All the words of an indicator, by which it is known to be the same as another."""
    cycle, annual, direction, weight = indicator.cycle, indicator.annual, indicator.direction, indicator.weight
    return (
        indicator.level1.name.text,
        indicator.level2.name.text,
        indicator.name.text,
        cycle and cycle.text,
        annual and annual.text,
        direction and direction.text,
        weight and weight.text,
    )


def _rule_id(one: Finding) -> str:
    return one.rule.id
