"""Findings that a configuration says to ignore, and ignores that ignored nothing.

Ignores name rule, unit, project and indicator, since a table holds no comments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from lint_pbt.adjusting import names
from lint_pbt.config import PlacedIgnore
from lint_pbt.config_schema import Ignore
from lint_pbt.run import Ignored, UnusedIgnore
from lint_pbt.wildcards import fits, squeezed

if TYPE_CHECKING:
    from lint_pbt.model import Document, Indicator, Project
    from lint_pbt.rule import Rule
    from lint_pbt.run import Finding, Run


class Suppression:
    """The ignores of one configuration."""

    def __init__(self, ignores: Sequence[PlacedIgnore]) -> None:
        self._ignores = [_Matcher(placed) for placed in ignores]

    def applied(self, run: Run) -> Run:
        """The run of one document with its ignored findings put aside."""
        here = [one for one in self._ignores if any(one.placed.covers(document.path) for document in run.documents)]
        if not here:
            return run
        by_rule: dict[str, list[_Matcher]] = {}
        ignored = list(run.ignored)

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

        left = list(kept(run.findings))
        # What others stood in for comes back where all of these are ignored: it is told by nobody else.
        aside = {one.finding.fingerprint for one in ignored}
        left += kept([one.finding for one in run.stood_in if aside.issuperset(one.by)])
        return msgspec.structs.replace(run, findings=tuple(left), ignored=tuple(ignored))

    def unused(self, run: Run, rules: Callable[[str], Sequence[Rule]], *, partial: bool) -> Iterator[UnusedIgnore]:
        """The ignores that ignored nothing in these documents, all checked under this configuration.

        `rules` gives the rules that ran on a document. Nothing is said where it cannot be known: where a rule
        crashed or skipped, a file could not be read, or (`partial`) only some rules were asked for.
        """
        used = {place for one in run.ignored for place in one.places}
        unsure = {*(crash.rule for crash in run.crashes), *(skip.rule for skip in run.skips)}
        for one in self._ignores:
            source = one.placed.source
            if (source.file, source.path) in used:
                continue
            documents = [document for document in run.documents if one.placed.covers(document.path)]
            active = {rule.id for document in documents for rule in rules(document.path) if one.names(rule)}
            if not documents or active & unsure or (partial and not active):
                continue
            if run.failures or any(note.unchecked for document in documents for note in document.notes):
                continue
            line = source.mistake("").line
            yield UnusedIgnore(source.file, line, one.ignore.rule, one.why_unused(documents, bool(active)))


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

    def why_unused(self, documents: Sequence[Document], active: bool) -> str:
        """What the user should know of an ignore that ignored nothing."""
        ignore = self.ignore
        if not active:
            return f"规则 {ignore.rule} 没有启用，这条忽略用不上，可以删掉"
        found = [(unit, project) for document in documents for unit, project in document.projects()]
        if self._unit:
            units = [unit.name.text for unit, _ in found if unit.name]
            found = [pair for pair in found if pair[0].name and self._unit(pair[0].name.text, None)]
            if not found:
                return f"表里没有{_what('单位', ignore.unit, units)}"
        projects = [project for _, project in found]
        found_projects = [project for project in projects if self.has_project(project)]
        if self._project and not found_projects:
            return f"表里没有{_what('项目', ignore.project, [project.name.text for project in projects])}"
        indicators = [one for project in found_projects for one in project.indicators]
        if self._indicator and not any(map(self.has_indicator, indicators)):
            return f"这些项目里没有{_what('指标', ignore.indicator, [one.name.text for one in indicators])}"
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
