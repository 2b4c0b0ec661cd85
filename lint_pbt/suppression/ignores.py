"""Findings that a configuration says to ignore, and ignores that ignored nothing.

Ignores name rule, unit, project and indicator, since a table holds no comments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from lint_pbt.config.configuration import PlacedIgnore
from lint_pbt.config.shape import Ignore
from lint_pbt.config.wildcards import fits, squeezed
from lint_pbt.model.run import Ignored, UnusedIgnore
from lint_pbt.rulebook.adjusting import names

if TYPE_CHECKING:
    from lint_pbt.model.document import Document, Indicator, Project
    from lint_pbt.model.rule import Rule
    from lint_pbt.model.run import Checked, Finding

# How much of what an ignore names is there.
_NO_UNIT, _NO_PROJECT, _NO_INDICATOR, _ALL_THERE = range(4)
# Among how many names the nearest is looked for, where the one of an ignore is not there.
_MOST_NAMES = 5000


class Suppression:
    """The ignores of one configuration, and what has been seen of the documents they are for.

    A document is checked as often as it takes to fix it, and `seen` once.
    """

    def __init__(self, ignores: Sequence[PlacedIgnore]) -> None:
        self._ignores = [_Matcher(placed) for placed in ignores]
        self._unsure: set[str] = set()  # rules that could not judge something

    def applied(self, checked: Checked) -> Checked:
        """A check with its ignored findings put aside."""
        here = [one for one in self._ignores if one.placed.covers(checked.path)]
        if not here:
            return checked
        by_rule: dict[str, list[_Matcher]] = {}
        ignored = list(checked.ignored)

        def kept(findings: Iterable[Finding]) -> Iterator[Finding]:
            for finding in findings:
                rule = finding.rule
                if rule.id not in by_rule:
                    by_rule[rule.id] = [one for one in here if names(one.ignore.rule, rule)]
                found = [one.placed for one in by_rule[rule.id] if one.admits(finding)]
                if found:
                    ignored.append(_ignored(finding, found))
                else:
                    yield finding

        left = list(kept(checked.findings))
        # What others stood in for comes back where all of these are ignored: it is told by nobody else.
        aside = {one.finding.fingerprint for one in ignored}
        told_by = (one for one in checked.stood_in if all(other.fingerprint in aside for other in one.by))
        left += kept([one.finding for one in told_by])
        return msgspec.structs.replace(checked, findings=tuple(left), ignored=tuple(ignored))

    def seen(self, checked: Checked, rules: Sequence[Rule]) -> None:
        """Take down what a check, made with these rules, says of the use of the ignores."""
        used = {place for one in checked.ignored for place in one.places}
        self._unsure |= {*(crash.rule for crash in checked.crashes), *(skip.rule for skip in checked.skips)}
        unread = any(note.unchecked for note in checked.document.notes)
        for one in self._ignores:
            if one.placed.covers(checked.path):
                one.used |= one.place in used
                if not one.used:
                    one.seen(checked.document, rules, unread=unread)

    def unused(self, *, partial: bool) -> Iterator[UnusedIgnore]:
        """The ignores that ignored nothing in the documents that were seen.

        Nothing is said where it cannot be known: where a rule crashed or skipped, something was not read, or
        (`partial`) only some rules were asked for.
        """
        for one in self._ignores:
            if one.used or one.unread or not one.documents or one.active & self._unsure:
                continue
            if one.active or not partial:
                line = one.placed.source.mistake("").line
                yield UnusedIgnore(one.placed.source.file, line, one.ignore.rule, one.why_unused())


def _ignored(finding: Finding, placed: Iterable[PlacedIgnore]) -> Ignored:
    sources = [one.source for one in placed]
    reason = next(one.ignore.reason for one in placed)
    return Ignored(finding, reason, tuple((source.file, source.path) for source in sources))


class _Matcher:
    """One ignore, ready to be held against findings; names are compared squeezed."""

    def __init__(self, placed: PlacedIgnore) -> None:
        self.placed = placed
        self.ignore: Ignore = placed.ignore
        self._unit = _name_test(self.ignore.unit)
        self._project = _name_test(self.ignore.project)
        self._indicator = _name_test(self.ignore.indicator)
        self.used = False
        # Of the documents seen: how many, the rules this is for that ran, and whether something was not read.
        self.documents = 0
        self.active: set[str] = set()
        self.unread = False
        # How much of what is named was there at most, and the names there were for the first that was not.
        self._there = 0
        self._names: dict[str, None] = {}

    @property
    def place(self) -> tuple[str, tuple[str | int, ...]]:
        source = self.placed.source
        return source.file, source.path

    def seen(self, document: Document, rules: Sequence[Rule], *, unread: bool) -> None:
        """Take down what there is in a document in which nothing was ignored."""
        self.documents += 1
        self.active.update(rule.id for rule in rules if self.names(rule))
        self.unread |= unread
        there, known = self._found(document)
        if there > self._there:
            self._there, self._names = there, {}
        if there == self._there and len(self._names) < _MOST_NAMES:
            self._names.update(dict.fromkeys(known))

    def _found(self, document: Document) -> tuple[int, list[str]]:
        """How much of unit, project and indicator is in a document, and the names there are for what is not."""
        found = list(document.projects())
        if self._unit:
            units = [unit.name.text for unit, _ in found if unit.name]
            found = [pair for pair in found if pair[0].name and self._unit(pair[0].name.text, None)]
            if not found:
                return _NO_UNIT, units
        projects = [project for _, project in found]
        found_projects = [project for project in projects if self.has_project(project)]
        if self._project and not found_projects:
            return _NO_PROJECT, [project.name.text for project in projects]
        indicators = [one for project in found_projects for one in project.indicators]
        if self._indicator and not any(map(self.has_indicator, indicators)):
            return _NO_INDICATOR, [one.name.text for one in indicators]
        return _ALL_THERE, []

    def names(self, rule: Rule) -> bool:
        return names(self.ignore.rule, rule)

    def admits(self, finding: Finding) -> bool:
        """True where unit, project and indicator are those of the finding."""
        unit, project, indicator = finding.unit, finding.project, finding.indicator
        if self._unit and not (unit and unit.name and self._unit(unit.name.text, None)):
            return False
        if self._project and not (project and self.has_project(project)):
            return False
        return not self._indicator or bool(indicator and self.has_indicator(indicator))

    def has_project(self, project: Project) -> bool:
        return self._project is None or self._project(project.name.text, project.index)

    def has_indicator(self, indicator: Indicator) -> bool:
        return self._indicator is None or self._indicator(indicator.name.text, indicator.ordinal)

    def why_unused(self) -> str:
        """What the user should know of an ignore that ignored nothing."""
        ignore, known = self.ignore, list(self._names)
        if not self.active:
            return f"规则 {ignore.rule} 没有启用，这条忽略用不上，可以删掉"
        if self._there == _NO_UNIT:
            return f"表里没有{_what('单位', ignore.unit, known)}"
        if self._there == _NO_PROJECT:
            return f"表里没有{_what('项目', ignore.project, known)}"
        if self._there == _NO_INDICATOR:
            return f"这些项目里没有{_what('指标', ignore.indicator, known)}"
        return f"{ignore.rule} 在这里已经没有问题，这条忽略可以删掉"


def _name_test(wanted: str | int | None) -> Callable[[str, int | None], bool] | None:
    """A test of a name and a number; None where anything will do."""
    if wanted is None:
        return None
    if isinstance(wanted, int):
        return lambda _, number: number == wanted
    pattern = squeezed(wanted)
    return lambda name, _: fits(pattern, squeezed(name))


def _what(kind: str, wanted: str | int | None, known: Sequence[str]) -> str:
    """`项目“…”` with the nearest of the names there are, or `第 7 个项目`."""
    if isinstance(wanted, int):
        return f"第 {wanted} 个{kind}"
    from difflib import get_close_matches

    near = get_close_matches(wanted or "", dict.fromkeys(known), n=1, cutoff=0.5)
    return f"{kind}“{wanted}”" + (f"，是不是“{near[0]}”？" if near else "")
