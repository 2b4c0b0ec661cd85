"""Findings counted by rule, by unit and by category: what `--statistics` shows. A pure function of a run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from lint_pbt.knowledge.framework import bare
from lint_pbt.rule import SEVERITIES

if TYPE_CHECKING:
    from lint_pbt.rule import Rule
    from lint_pbt.run import Finding, Run


class Count(Struct, frozen=True):
    """How many findings; `share` is of all findings of the run, in percent to a tenth."""

    count: int
    share: Decimal
    by_severity: dict[str, int]


class RuleCount(Struct, frozen=True):
    """The findings of one rule."""

    rule: Rule
    found: Count


class PlaceCount(Struct, frozen=True):
    """The findings in one unit or category, and how many indicators it has to be wrong with.

    `name` is None for what stands in no unit, or for findings about no single indicator; `path` tells units
    of different tables apart and is None for categories.
    """

    name: str | None
    path: str | None
    indicators: int
    found: Count


class Statistics(Struct, frozen=True):
    """All counts of a run. Rules: the most frequent first; units: as in the tables; categories: as they come."""

    rules: tuple[RuleCount, ...]
    units: tuple[PlaceCount, ...]
    categories: tuple[PlaceCount, ...]


def statistics(run: Run) -> Statistics:
    """The counts of a run. Units and categories without findings are listed too."""
    counted = _Counter(run)
    rules = {finding.rule.id: finding.rule for finding in run.findings}
    by_rule = [RuleCount(rules[rule], count) for rule, count in counted.by(lambda finding: finding.rule.id).items()]
    by_rule.sort(key=lambda row: (-row.found.count, row.rule.id))
    return Statistics(tuple(by_rule), tuple(_units(run, counted)), tuple(_categories(run, counted)))


class _Counter:
    def __init__(self, run: Run) -> None:
        self._findings = run.findings

    def by(self, key: Callable[[Finding], str]) -> dict[str, Count]:
        """The counts by a key, keys in their first order."""
        groups: dict[str, dict[str, int]] = {}
        for finding in self._findings:
            severities = groups.setdefault(key(finding), _none())
            severities[finding.severity] += 1
        return {name: self._count(severities) for name, severities in groups.items()}

    def _count(self, severities: dict[str, int]) -> Count:
        count = sum(severities.values())
        share = Decimal(100 * count) / len(self._findings)
        return Count(count, share.quantize(Decimal("0.1"), ROUND_HALF_UP), severities)


def _none() -> dict[str, int]:
    return dict.fromkeys(SEVERITIES, 0)


def _nothing() -> Count:
    return Count(0, Decimal("0.0"), _none())


def _units(run: Run, counted: _Counter) -> Iterator[PlaceCount]:
    # A unit is the same object wherever a finding names it; two of one name are still two.
    found = counted.by(lambda finding: str(id(finding.unit)) if finding.unit else finding.path)
    for document in run.documents:
        for unit in document.units:
            indicators = sum(len(project.indicators) for project in unit.projects)
            name = unit.name.text if unit.name else None
            yield PlaceCount(name, document.path, indicators, found.get(str(id(unit)), _nothing()))
        if document.path in found:
            yield PlaceCount(None, document.path, 0, found[document.path])


def _categories(run: Run, counted: _Counter) -> Iterator[PlaceCount]:
    indicators: dict[str, int] = {}
    for document in run.documents:
        for _, project in document.projects():
            for indicator in project.indicators:
                name = bare(indicator.level2.name.text)
                indicators[name] = indicators.get(name, 0) + 1
    found = counted.by(lambda finding: bare(finding.indicator.level2.name.text) if finding.indicator else "")
    for name, count in indicators.items():
        if name:
            yield PlaceCount(name, None, count, found.get(name, _nothing()))
    if "" in found:
        yield PlaceCount(None, None, 0, found[""])
