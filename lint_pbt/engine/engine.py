"""A document × rules → `Checked`. Pure: it reads nothing and writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct, field

from lint_pbt.checks.primitive import Find, LooksAt, Primitive, Scope, Sieve, Subject
from lint_pbt.checks.selection import Selector
from lint_pbt.checks.tools import OutOfTimeError, Tools, Unjudged
from lint_pbt.engine.causes import fixed_together, once_a_cell, one_a_cause, stand_ins
from lint_pbt.engine.drafts import Draft, Wording
from lint_pbt.engine.findings import Telling, drafted, narrowed, part, placed, said_anywhere
from lint_pbt.engine.screen import Key, Memory, Screen, of_name, of_value
from lint_pbt.model.document import Document, Field, Indicator
from lint_pbt.model.rule import Rule
from lint_pbt.model.run import Checked, Crash, Finding, Skip, StoodIn, place_of


class ActiveRule(Struct, frozen=True):
    """A rule ready to run: its check built with its options, and its selection compiled.

    `looks_at` is what its findings hang on: its selection counts too.
    """

    rule: Rule
    primitive: Primitive
    sieve: Sieve
    selector: Selector
    hangs_on: LooksAt = "everything"

    @property
    def looks_at(self) -> LooksAt:
        if self.selector.asks_project:
            return "everything"
        asks_of_value = self.hangs_on == "value" and self.selector.asks
        asks_of_either = self.hangs_on in ("value", "name") and self.sieve.document is not None
        return "pair" if asks_of_value or asks_of_either else self.hangs_on


class _Numbered(Struct, frozen=True):
    """A rule of an engine, with its bit."""

    bit: int
    rule: Rule
    hits: Find
    anywhere: bool


# What comes of asking a rule: a draft, or why there is none.
_Said = tuple[_Numbered, Draft | BaseException]
_Nothing = tuple[Rule, BaseException]


class _Known(Struct, frozen=True, gc=False):
    """What rules say of the words of an indicator, and the others that have to be asked of it."""

    said: tuple[Wording | _Nothing, ...]
    in_context: tuple[_Numbered, ...]


class _Journal(Struct):
    """What the rules yield while one document is gone through."""

    document: Document
    telling: Telling
    told: tuple[object, ...]  # what rules ask of the document
    findings: list[Finding] = field(default_factory=list)
    stood_in: list[StoodIn] = field(default_factory=list)
    skips: list[Skip] = field(default_factory=list)
    crashes: dict[str, list[str]] = field(default_factory=dict)

    def place(self, wording: Wording, subject: Subject, at: Field | None) -> None:
        """Put down what a rule says of a subject, at a field of it."""
        self.findings.append(placed(wording, subject, at, self.telling))

    def fail(self, rule: Rule, error: BaseException, subject: Subject) -> None:
        """Put down why a rule has nothing to say of a subject."""
        if not isinstance(error, Unjudged):
            self.crashes.setdefault(rule.id, []).append(f"{type(error).__name__}: {error}")
        elif not error.told:
            place = place_of(subject.project, subject.indicator)
            unchecked = isinstance(error, OutOfTimeError)
            self.skips.append(Skip(rule.id, self.document.path, place, str(error), unchecked))


class Engine:
    """Runs rules over documents. A rule that fails is put down as a crash and the others go on.

    The same words are common: departments copy from one another and from last year. What rules say of a value, of a
    name and of the two together is therefore remembered, and only placed anew; and of words that are new only those
    rules are asked that may have something to say of them.
    """

    def __init__(self, rules: Sequence[ActiveRule], tools: Tools, *, screened: bool = True) -> None:
        """Without being `screened` every rule is asked of everything: for tests, which hold one against the other."""
        self.rules = tuple(active.rule for active in rules)
        self._tools = tools
        self._unit_of = tools.unit_of
        self._stand_ins = stand_ins(self.rules)
        self._screened = screened
        numbered = [
            (
                one,
                _Numbered(1 << number, one.rule, _selected(one.sieve.find, one.selector), said_anywhere(one.rule)),
            )
            for number, one in enumerate(rules)
        ]

        def those(scope: Scope, looks_at: LooksAt = "everything") -> list[_Numbered]:
            return [one for of, one in numbered if of.primitive.scope == scope and of.looks_at == looks_at]

        self._of_documents, self._of_projects = those("document"), those("project")
        self._in_context = those("indicator")
        self._by_value, self._by_name = those("indicator", "value"), those("indicator", "name")
        self._by_pair = those("indicator", "pair")
        asked = [(one.bit, of.sieve, of.selector) for of, one in numbered if of.primitive.scope == "indicator"]
        self._screen = Screen(asked if screened else ())
        self._values: Memory[Key, Sequence[_Said]] = Memory()
        self._names: Memory[Key, Sequence[_Said]] = Memory()
        self._pairs: Memory[tuple[Key, Key, tuple[object, ...]], _Known] = Memory()
        self._ask_documents = [one.sieve.document for one in rules if one.sieve.document is not None]
        # By the bits of those that are passed by: the rules to ask of a pair, and those to ask of each place.
        self._left: Memory[int, tuple[Sequence[_Numbered], tuple[_Numbered, ...]]] = Memory()

    def check(self, document: Document) -> Checked:
        """Check one document."""
        journal = _Journal(document, Telling(self._tools), tuple([_told(ask, document) for ask in self._ask_documents]))
        self._ask(self._of_documents, Subject(document, self._tools), journal)
        for unit, project in document.projects():
            begin = len(journal.findings)
            self._ask(self._of_projects, Subject(document, self._tools, unit, project), journal)
            for indicator in project.indicators:
                self._judge(Subject(document, self._tools, unit, project, indicator), indicator, journal)
            journal.findings[begin:], stood_in = one_a_cause(journal.findings[begin:], self._stand_ins)
            journal.stood_in += stood_in
        return Checked(
            document,
            findings=tuple(fixed_together(once_a_cell(journal.findings))),
            skips=tuple(journal.skips),
            crashes=tuple(
                Crash(rule, document.path, f"{reasons[0]}（共 {len(reasons)} 次）" if len(reasons) > 1 else reasons[0])
                for rule, reasons in journal.crashes.items()
            ),
            stood_in=tuple(journal.stood_in),
        )

    def forget(self) -> None:
        """Let go of what is remembered of words, which takes about as much room as the findings of a large table."""
        for memory in (self._values, self._names, self._pairs):
            memory.clear()
        self._screen.forget()
        self._tools.forget()

    def _judge(self, subject: Subject, indicator: Indicator, journal: _Journal) -> None:
        """Findings of one indicator, in the order of the rules."""
        value, name = of_value(indicator, self._unit_of), of_name(indicator)
        words = value, name, journal.told
        known = self._pairs.get(words)
        if known is None:
            known = self._learn(subject, *words)
        begin = len(journal.findings)
        for said in known.said:
            if isinstance(said, Wording):
                journal.place(said, subject, part(indicator, said.draft.part))
            else:
                journal.fail(*said, subject)
        middle = len(journal.findings)
        if known.in_context:
            self._ask(known.in_context, subject, journal)
            if begin < middle < len(journal.findings):
                journal.findings[begin:] = sorted(journal.findings[begin:], key=_rule_id)

    def _learn(self, subject: Subject, value: Key, name: Key, told: tuple[object, ...]) -> _Known:
        """What rules say of the words of an indicator, and which others may have something to say of it."""
        passed_by = self._screen.passed_by(subject, value, name)
        left = self._left.get(passed_by)
        if left is None:
            of_pair, of_place = (
                tuple([one for one in rules if not one.bit & passed_by]) for rules in (self._by_pair, self._in_context)
            )
            left = self._left.keep(passed_by, (of_pair, of_place))
        asked, in_context = left
        said = [
            *self._remembered(self._values, value, self._by_value, subject),
            *self._remembered(self._names, name, self._by_name, subject),
            *_said(asked, subject),
        ]
        said.sort(key=_rule_number)
        known = _Known(
            tuple([Wording(it, one.anywhere) if isinstance(it, Draft) else (one.rule, it) for one, it in said]),
            in_context,
        )
        return self._pairs.keep((value, name, told), known) if self._screened and _lasts(said) else known

    def _remembered(
        self, memory: Memory[Key, Sequence[_Said]], key: Key, rules: Sequence[_Numbered], subject: Subject
    ) -> Sequence[_Said]:
        """What some rules say of words, asked where nobody knows it yet."""
        known = memory.get(key)
        if known is None:
            known = _said(rules, subject)
            if self._screened and _lasts(known):
                memory.keep(key, known)
        return known

    def _ask(self, rules: Iterable[_Numbered], subject: Subject, journal: _Journal) -> None:
        """Put down what some rules find, skip or fail on."""
        for one in rules:
            try:
                for hit in one.hits(subject):
                    journal.place(Wording(drafted(one.rule, hit)), narrowed(subject, hit), hit.field)
            except (Exception, SystemExit) as error:  # noqa: BLE001 - one broken rule must not take the others with it
                journal.fail(one.rule, error, subject)


def _told(ask: Callable[[Document], object], document: Document) -> object:
    """What a rule is told of a document; where it fails, as its check will, what no other document gives."""
    try:
        return ask(document)
    except (Exception, SystemExit):  # noqa: BLE001 - the check will fail in the same way, and be put down
        return object()


def _selected(find: Find, selector: Selector) -> Find:
    """What finds hits in the subjects a rule is for, and nothing in others."""
    return (lambda subject: find(subject) if selector.admits(subject) else ()) if selector.asks else find


def _said(rules: Iterable[_Numbered], subject: Subject) -> Sequence[_Said]:
    """What some rules say of an indicator, to be placed wherever its words stand."""
    said: list[_Said] = []
    for one in rules:
        try:
            for hit in one.hits(subject):
                said.append((one, drafted(one.rule, hit, subject.indicator)))
        except (Exception, SystemExit) as error:  # noqa: BLE001 - one broken rule must not take the others with it
            said.append((one, error))
    return said or ()  # of most words there is nothing to say: one nothing for all


def _lasts(said: Iterable[_Said]) -> bool:
    """Whether it may be said again: what could not be judged must be tried, and said, of every place."""
    return all(isinstance(one, Draft) for _, one in said)


def _rule_number(said: _Said) -> int:
    return said[0].bit


def _rule_id(one: Finding) -> str:
    return one.rule.id
