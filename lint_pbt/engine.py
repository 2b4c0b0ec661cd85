"""Documents × rules → findings. Pure: it reads nothing and writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from lint_pbt.checks.primitive import Find, Hit, Primitive, Subject
from lint_pbt.checks.tools import Tools, Unjudged
from lint_pbt.fingerprint import Fingerprints
from lint_pbt.model import Document, Place
from lint_pbt.rule import Rule
from lint_pbt.run import Crash, Failure, Finding, Fix, Run, Skip
from lint_pbt.selection import Selector
from lint_pbt.wording import fill, words_for


class ActiveRule(Struct, frozen=True):
    """A rule ready to run: its check built with its options, and its selection compiled."""

    rule: Rule
    primitive: Primitive
    find: Find
    selector: Selector


class _Journal(Struct):
    """What the rules yield while one document is gone through."""

    path: str
    fingerprints: Fingerprints = field(default_factory=Fingerprints)
    findings: list[Finding] = field(default_factory=list)
    skips: list[Skip] = field(default_factory=list)
    crashes: dict[str, list[str]] = field(default_factory=dict)


class Engine:
    """Runs rules over documents. A rule that fails is put down as a crash and the others go on."""

    def __init__(self, rules: Sequence[ActiveRule], tools: Tools) -> None:
        self.rules = tuple(active.rule for active in rules)
        self._tools = tools
        self._by_scope = {
            scope: [
                (one, one.find, one.selector.admits if one.selector.asks else None)
                for one in rules
                if one.primitive.scope == scope
            ]
            for scope in ("document", "project", "indicator")
        }

    def check(self, documents: Iterable[Document], failures: Sequence[Failure] = ()) -> Run:
        """Check the documents one after another; `failures` are those that could not be read."""
        seen, journals = [], []
        for document in documents:
            seen.append(document)
            journals.append(self._check(document))
        return Run(
            documents=tuple(seen),
            findings=tuple(finding for journal in journals for finding in journal.findings),
            skips=tuple(skip for journal in journals for skip in journal.skips),
            crashes=tuple(
                Crash(rule, journal.path, f"{reasons[0]}（共 {len(reasons)} 次）" if len(reasons) > 1 else reasons[0])
                for journal in journals
                for rule, reasons in journal.crashes.items()
            ),
            failures=tuple(failures),
        )

    def _check(self, document: Document) -> _Journal:
        journal = _Journal(document.path)
        self._apply("document", Subject(document, self._tools), journal)
        for unit, project in document.projects():
            self._apply("project", Subject(document, self._tools, unit, project), journal)
            for indicator in project.indicators:
                self._apply("indicator", Subject(document, self._tools, unit, project, indicator), journal)
        return journal

    def _apply(self, scope: str, subject: Subject, journal: _Journal) -> None:
        for active, find, admits in self._by_scope[scope]:
            rule = active.rule
            try:
                if admits is not None and not admits(subject):
                    continue
                for hit in find(subject):
                    journal.findings.append(_finding(rule, subject, hit, journal.fingerprints))
            except Unjudged as reason:
                journal.skips.append(Skip(rule.id, journal.path, _where(subject), str(reason)))
            except Exception as error:  # noqa: BLE001 - one broken rule must not take the others with it
                journal.crashes.setdefault(rule.id, []).append(f"{type(error).__name__}: {error}")


def _where(subject: Subject) -> Place:
    if subject.indicator is not None:
        return subject.indicator.place
    return subject.project.name.place() if subject.project is not None else Place(1)


def _narrowed(subject: Subject, hit: Hit) -> Subject:
    return replace(
        subject,
        unit=hit.unit or subject.unit,
        project=hit.project or subject.project,
        indicator=hit.indicator or subject.indicator,
    )


def _finding(rule: Rule, subject: Subject, hit: Hit, fingerprints: Fingerprints) -> Finding:
    if hit.indicator or hit.project or hit.unit:
        subject = _narrowed(subject, hit)
    field_, start = hit.field, hit.start
    end = start
    if field_ is not None:
        end = len(field_.text) if hit.end is None else hit.end
        place = field_.place(start)
        end_place = field_.end_place(end) if end > start else place
    else:
        place = _where(subject)
        end_place = subject.project.name.end_place() if subject.project and not subject.indicator else place
    words = words_for(subject, hit, start, end)
    fix = None
    if rule.fix and hit.replacement is not None:
        fix = Fix(hit.replacement, rule.fix == "safe" and hit.sure)
    return Finding(
        rule=rule,
        severity=hit.severity or rule.severity,
        message=fill(rule.message, words),
        suggestion=fill(rule.suggestion, words),
        path=subject.document.path,
        place=place,
        end_place=end_place,
        unit=subject.unit,
        project=subject.project,
        indicator=subject.indicator,
        field=field_,
        field_name=hit.field_name,
        start=start,
        end=end,
        fix=fix,
        fingerprint=fingerprints.of(
            rule.id, subject, hit.field_name, field_.text[start:end] if field_ else "", hit.identity
        ),
    )
