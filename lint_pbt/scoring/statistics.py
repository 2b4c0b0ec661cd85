"""Findings counted by rule, by unit and by category: what `--statistics` shows. A pure function of a run."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from msgspec import Struct, field

from lint_pbt.knowledge.framework import bare
from lint_pbt.model.rule import SEVERITIES

if TYPE_CHECKING:
    from lint_pbt.model.rule import Rule
    from lint_pbt.model.run import Checked, Run


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
    counting = Counting()
    for checked in run.checked:
        counting.add(checked)
    return counting.statistics()


class Counting:
    """Counts the findings of documents, one after another, and keeps no document."""

    def __init__(self) -> None:
        self._count = 0
        self._rules: dict[str, tuple[Rule, _Severities]] = {}
        self._units: list[_Place] = []
        self._categories: dict[str, _Place] = {}
        self._without = _Place(None, None)

    def add(self, checked: Checked) -> None:
        """Count the findings of a document."""
        document, findings = checked.document, checked.findings
        self._count += len(findings)
        # A unit is the same object wherever a finding names it; two of one name are still two.
        units = {
            id(unit): _Place(
                unit.name.text if unit.name else None,
                document.path,
                sum(len(project.indicators) for project in unit.projects),
            )
            for unit in document.units
        }
        whole = _Place(None, document.path)
        for _, project in document.projects():
            for indicator in project.indicators:
                name = bare(indicator.level2.name.text)
                self._categories.setdefault(name, _Place(name, None)).indicators += 1
        for one in findings:
            _, of_rule = self._rules.setdefault(one.rule.id, (one.rule, _none()))
            unit = units.get(id(one.unit)) if one.unit else whole
            category = bare(one.indicator.level2.name.text) if one.indicator else ""
            place = self._categories.get(category) if category else self._without
            of_rule[one.severity] += 1
            for counted in (unit, place):
                if counted is not None:
                    counted.found[one.severity] += 1
        self._units += units.values()
        if any(whole.found.values()):
            self._units.append(whole)

    def statistics(self) -> Statistics:
        """The counts of all that was added."""
        rules = [RuleCount(rule, self._counted(found)) for rule, found in self._rules.values()]
        rules.sort(key=lambda row: (-row.found.count, row.rule.id))
        categories = [one for name, one in self._categories.items() if name]
        without = [self._without] if any(self._without.found.values()) else []
        return Statistics(
            tuple(rules), tuple(map(self._placed, self._units)), tuple(map(self._placed, [*categories, *without]))
        )

    def _placed(self, place: _Place) -> PlaceCount:
        return PlaceCount(place.name, place.path, place.indicators, self._counted(place.found))

    def _counted(self, severities: _Severities) -> Count:
        count = sum(severities.values())
        share = Decimal(100 * count) / self._count if count else Decimal(0)
        return Count(count, share.quantize(Decimal("0.1"), ROUND_HALF_UP), severities)


_Severities = dict[str, int]


def _none() -> _Severities:
    return dict.fromkeys(SEVERITIES, 0)


class _Place(Struct):
    """The findings in one unit or category, so far."""

    name: str | None
    path: str | None
    indicators: int = 0
    found: _Severities = field(default_factory=_none)
