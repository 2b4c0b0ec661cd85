"""What became of each finding: solved, still there, or new. It is followed through the pairs, not by its place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import NamedTuple, TypeVar

from lint_pbt.compare.model import Followed, ProjectPair
from lint_pbt.model.document import Place
from lint_pbt.model.run import Finding, Run
from lint_pbt.text.folding import fold

_Key = Callable[[Finding], Hashable]
_Thing = TypeVar("_Thing", int, str)


class Following(NamedTuple):
    """What became of all findings, and how many of the old ones the configuration puts aside now."""

    findings: tuple[Followed, ...]
    put_aside: int


class _Subjects:
    """What the findings of each draft are about, as one key for both drafts."""

    def __init__(self, projects: Iterable[ProjectPair]) -> None:
        self._old: dict[int, int] = {}
        self._new: dict[int, int] = {}
        units: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        files: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self.places: dict[int, tuple[str, Place]] = {}
        self.paired: set[int] = set()
        for pair in projects:
            if pair.old and pair.new:
                units[id(pair.old.unit)][id(pair.new.unit)] += 1
                files[pair.old.document.path][pair.new.document.path] += 1
                self._pair(pair.old.project, pair.new.project, pair.new.document.path, pair.new.project.name.place())
            for one in pair.indicators:
                if one.old and one.new and one.new_home:
                    self._pair(one.old, one.new, one.new_home.document.path, one.new.place)
        self._units = _majority(units)
        self._files = _majority(files)

    def _pair(self, old: object, new: object, path: str, place: Place) -> None:
        key = len(self.paired) + 1
        self._old[id(old)] = self._new[id(new)] = key
        self.places[key] = (path, place)
        self.paired.add(key)

    def new_file(self, finding: Finding) -> str | None:
        """The file in which the project of an old finding stands now."""
        key = self._old.get(id(finding.project))
        return None if key is None else self.places[key][0]

    def old(self, finding: Finding) -> Hashable:
        subject = finding.indicator or finding.project
        if subject is not None:
            return self._old.get(id(subject), ("old", id(subject)))
        if finding.unit is not None:
            return "unit", self._units.get(id(finding.unit), id(finding.unit))
        return "file", self._files.get(finding.path, finding.path)

    def new(self, finding: Finding) -> Hashable:
        subject = finding.indicator or finding.project
        if subject is not None:
            return self._new.get(id(subject), ("new", id(subject)))
        return ("unit", id(finding.unit)) if finding.unit is not None else ("file", finding.path)


def follow(old: Run, new: Run, projects: Iterable[ProjectPair]) -> Following:
    """Follow every finding of both runs."""
    subjects = _Subjects(projects)
    aside = [finding for checked in new.checked for finding in checked.put_aside()]
    set_aside = set(map(id, aside))
    # Whether another finding tells the cause may change from draft to draft; the defect is the same.
    hidden = [[one.finding for checked in run.checked for one in checked.stood_in] for run in (old, new)]
    pool: dict[Hashable, list[Finding]] = defaultdict(list)
    for finding in (*new.findings, *aside, *hidden[1]):
        pool[subjects.new(finding)].append(finding)
    by_subject: dict[Hashable, list[Finding]] = defaultdict(list)
    for finding in (*old.findings, *hidden[0]):
        by_subject[subjects.old(finding)].append(finding)
    partners: dict[int, Finding] = {}
    for subject, findings in by_subject.items():
        partners |= _partners(findings, pool.get(subject, []))
    unsure = _Unsure(new, subjects)
    followed = []
    olds = {
        id(partner): finding
        for finding in (*old.findings, *hidden[0])
        if (partner := partners.get(id(finding))) is not None
    }
    for finding in new.findings:
        before = olds.get(id(finding))
        if before is None:
            followed.append(Followed("new", None, finding))
        else:
            followed.append(Followed("remaining", before, finding, _text(before) != _text(finding)))
    for finding in old.findings:
        if id(finding) not in partners:
            subject = subjects.old(finding)
            gone = isinstance(subject, tuple) and subject[0] == "old"
            state = "unsure" if unsure.of(finding, subject, gone=gone) else "removed" if gone else "solved"
            followed.append(Followed(state, finding, None))  # type: ignore[arg-type]
    put_aside = sum(id(partners.get(id(finding))) in set_aside for finding in old.findings)
    return Following(tuple(followed), put_aside)


class _Unsure:
    """Where the new draft was not checked, nobody can tell whether a finding is gone."""

    def __init__(self, new: Run, subjects: _Subjects) -> None:
        self._failed = bool(new.failures)
        self._unread = {doc.path for doc in new.documents if any(note.unchecked for note in doc.notes)}
        self._crashed = {crash.rule for crash in new.crashes}
        self._skipped = {(skip.rule, skip.path, skip.place) for skip in new.skips}
        self._places: Mapping[int, tuple[str, Place]] = subjects.places
        self._home = subjects.new_file

    def of(self, finding: Finding, subject: Hashable, *, gone: bool) -> bool:
        if finding.rule.id in self._crashed:
            return True
        if gone:
            # Of a project that is there its own file tells; any other may be in what could not be read.
            home = self._home(finding)
            return bool(self._failed or self._unread) if home is None else home in self._unread
        where = self._places.get(subject) if isinstance(subject, int) else None
        return where is not None and (finding.rule.id, *where) in self._skipped


def _partners(old: list[Finding], new: list[Finding]) -> dict[int, Finding]:
    """The new finding for each old one about the same subject: of the same words first, else of the same rule."""
    found: dict[int, Finding] = {}
    left = list(new)
    keys: tuple[_Key, ...] = (
        lambda one: (one.rule.id, one.field_name, _evidence(one), _text(one)),
        lambda one: (one.rule.id, one.field_name, _evidence(one)),
        lambda one: (one.rule.id, one.field_name),
        lambda one: one.rule.id,
    )
    for key in keys:
        waiting: dict[Hashable, list[Finding]] = defaultdict(list)
        for finding in left:
            waiting[key(finding)].append(finding)
        for finding in old:
            if id(finding) not in found and (same := waiting.get(key(finding))):
                found[id(finding)] = same.pop(0)
        taken = set(map(id, found.values()))
        left = [finding for finding in left if id(finding) not in taken]
    return found


def _evidence(finding: Finding) -> str:
    return fold(finding.field.text[finding.start : finding.end]) if finding.field else ""


def _text(finding: Finding) -> str:
    return "".join(fold(finding.field.text).split()) if finding.field else finding.message


def _majority(counts: Mapping[_Thing, Mapping[_Thing, int]]) -> dict[_Thing, _Thing]:
    """What each belongs to most often; each is given once."""
    ranked = sorted(
        ((-count, n, old, new) for n, (old, news) in enumerate(counts.items()) for new, count in news.items()),
        key=lambda row: row[:2],
    )
    found: dict[_Thing, _Thing] = {}
    taken: set[_Thing] = set()
    for _, _, old, new in ranked:
        if old not in found and new not in taken:
            found[old] = new
            taken.add(new)
    return found
