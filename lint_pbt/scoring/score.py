"""The quality score of projects, units and documents: points out of 100 by review dimension.

A pure function of a run and of the data in `rules/scoring.yaml`, where the reasons for each figure stand.
All arithmetic is in decimals, rounded half up at the very end (scores to tenths, deductions to hundredths), so
that one more finding never raises a score and the same run gives the same score everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from lint_pbt.model.rule import SEVERITIES, Dimension, Severity
from lint_pbt.scoring.settings import load_scoring

if TYPE_CHECKING:
    from lint_pbt.model.document import BudgetUnit, Project
    from lint_pbt.model.run import Checked, Finding, Run
    from lint_pbt.scoring.settings import Scoring

_FULL = Decimal(100)
_ZERO = Decimal(0)
_TENTH = Decimal("0.1")
_HUNDREDTH = Decimal("0.01")
# A rule of one severity; what it costs is told apart by both, as the table of rules is.
_Key = tuple[str, Severity]
_Points = dict[_Key, Decimal]
_Name = TypeVar("_Name")


class Deduction(Struct, frozen=True):
    """What the findings of one rule and severity cost.

    `points` are of the dimension's 100, `of_total` of the total's 100. Where a dimension is down at 0 the
    points of its rules are scaled so that they still add up to what was lost.
    """

    rule: str
    severity: Severity
    dimension: Dimension
    count: int
    points: Decimal
    of_total: Decimal


class Tally(Struct, frozen=True):
    """What was lost by one project, unit or document, before rounding; `size` is its weight in a mean."""

    size: int
    lost: dict[Dimension, Decimal]
    points: _Points
    counts: dict[_Key, int]


class Scale(Struct, frozen=True):
    """The weights of the dimensions in percent, and the dimension each rule belongs to."""

    weights: dict[Dimension, Decimal]
    dimensions: dict[str, Dimension]


class Score(Struct, frozen=True):
    """Points out of 100, in all and by dimension, rounded; and what the deductions are made of."""

    total: Decimal
    tally: Tally
    scale: Scale

    @property
    def dimensions(self) -> dict[Dimension, Decimal]:
        """Points out of 100 by dimension. Made when asked for."""
        return {dimension: _round(_FULL - lost) for dimension, lost in self.tally.lost.items()}

    @property
    def deductions(self) -> tuple[Deduction, ...]:
        """What the findings of each rule and severity cost, the dearest first. Made when asked for."""
        found = []
        for (rule, severity), count in self.tally.counts.items():
            dimension = self.scale.dimensions[rule]
            points = self.tally.points.get((rule, severity), _ZERO)
            of_total = points * self.scale.weights[dimension] / _FULL
            points, of_total = (one.quantize(_HUNDREDTH, ROUND_HALF_UP) for one in (points, of_total))
            found.append(Deduction(rule, severity, dimension, count, points, of_total))
        return tuple(sorted(found, key=lambda one: (-one.of_total, -one.points, one.rule, one.severity)))


class ProjectScore(Struct, frozen=True, gc=False):
    """The score of one project of a unit, worked out whenever it is asked for: a table may have thousands."""

    path: str
    unit: BudgetUnit
    project: Project
    findings: Sequence[Finding]
    marking: Marking

    @property
    def score(self) -> Score:
        """Its points."""
        return self.marking.score(self.marking.of_project(self.project, self.findings))


class UnitScore(Struct, frozen=True):
    """The score of one unit."""

    path: str
    unit: BudgetUnit
    score: Score


class DocumentScore(Struct, frozen=True):
    """The score of one document."""

    path: str
    score: Score


class Scores(Struct, frozen=True):
    """All scores of a run, in the order of the tables; what holds no project has none.

    `overall` is the mean of the documents; None where none of them could be scored.
    """

    overall: Score | None
    documents: tuple[DocumentScore, ...]
    units: tuple[UnitScore, ...]
    projects: tuple[ProjectScore, ...]


def score(run: Run, scoring: Scoring | None = None) -> Scores:
    """The scores of everything in a run (`scoring`: by default that of `rules/scoring.yaml`)."""
    scorer = Scorer(scoring)
    found = [scorer.add(checked) for checked in run.checked]
    return Scores(
        scorer.overall,
        tuple([one for scores in found for one in scores.documents]),
        tuple([one for scores in found for one in scores.units]),
        tuple([one for scores in found for one in scores.projects]),
    )


class Marking(Struct, frozen=True):
    """How points are taken off: the scale, and by severity what findings cost (see `Scoring`)."""

    scale: Scale
    indicator: dict[Severity, Decimal]
    project: dict[Severity, Decimal]
    table: dict[Severity, Decimal]

    def of_project(self, project: Project, findings: Iterable[Finding]) -> Tally:
        """What a project loses: for its indicators by the share of them that is wrong, and for itself."""
        size = max(len(project.indicators), 1)
        points: _Points = {}
        for (of_indicator, key), times in _worst(findings).items():
            share = self.indicator[key[1]] * times / size
            cost = share if of_indicator else self.project[key[1]]
            points[key] = points.get(key, _ZERO) + cost
        return self._bounded(size, points, _counted(findings))

    def of_whole(self, parts: _Sum, findings: Iterable[Finding]) -> Tally:
        """The mean of the parts by their sizes, less what the findings about the whole cost."""
        counts = _counted(findings)
        for key, count in parts.counts.items():
            counts[key] = counts.get(key, 0) + count
        points = {key: cost / parts.size for key, cost in parts.points.items()}
        own: dict[Dimension, Decimal] = {}
        for finding in findings:
            key, cost = (finding.rule.id, finding.severity), self.table[finding.severity]
            points[key] = points.get(key, _ZERO) + cost
            own[finding.rule.dimension] = own.get(finding.rule.dimension, _ZERO) + cost
        lost = {dimension: cost / parts.size + own.get(dimension, _ZERO) for dimension, cost in parts.lost.items()}
        return self._bounded(parts.size, points, counts, lost)

    def score(self, tally: Tally) -> Score:
        """The points that are left."""
        weights = self.scale.weights
        total = _FULL - sum((weights[one] * lost for one, lost in tally.lost.items()), _ZERO) / _FULL
        return Score(_round(total), tally, self.scale)

    def _bounded(
        self, size: int, points: _Points, counts: dict[_Key, int], lost: dict[Dimension, Decimal] | None = None
    ) -> Tally:
        """The tally with no dimension below 0, and the points of its rules scaled to what it really lost."""
        if lost is None:
            lost = dict.fromkeys(self.scale.weights, _ZERO)
            for (rule, _), cost in points.items():
                lost[self.scale.dimensions[rule]] += cost
        over = {dimension: _FULL / cost for dimension, cost in lost.items() if cost > _FULL}
        if over:
            lost = {dimension: min(cost, _FULL) for dimension, cost in lost.items()}
            points = {key: cost * over.get(self.scale.dimensions[key[0]], 1) for key, cost in points.items()}
        return Tally(size, lost, points, counts)


class Scorer:
    """Scores documents one after another, and all of them together; none of them is kept."""

    def __init__(self, scoring: Scoring | None = None) -> None:
        """`scoring` is by default that of `rules/scoring.yaml`."""
        scoring = scoring or load_scoring()
        by_severity = _exact(scoring.indicator), _exact(scoring.project), _exact(scoring.table)
        self._marking = Marking(Scale(_exact(scoring.weights), {}), *by_severity)
        self._sum = self._nothing()

    def add(self, checked: Checked) -> Scores:
        """The scores of one document and its parts; `overall` is its own."""
        document, marking = checked.document, self._marking
        found: dict[int, list[Finding]] = {}
        # What a baseline knows already is still wrong with the table.
        for finding in chain(checked.findings, [known.finding for known in checked.known]):
            marking.scale.dimensions[finding.rule.id] = finding.rule.dimension
            owner = finding.project or finding.unit or document
            found.setdefault(id(owner), []).append(finding)
        units, projects = [], []
        whole = self._nothing()
        for unit in document.units:
            of_unit = self._nothing()
            for project in unit.projects:
                own = found.get(id(project), ())
                of_unit.add(marking.of_project(project, own))
                projects.append(ProjectScore(document.path, unit, project, own, marking))
            if of_unit.size:
                tally = marking.of_whole(of_unit, found.get(id(unit), ()))
                whole.add(tally)
                units.append(UnitScore(document.path, unit, marking.score(tally)))
        if not whole.size:
            return Scores(None, (), (), ())
        tally = marking.of_whole(whole, found.get(id(document), ()))
        self._sum.add(tally)
        score = marking.score(tally)
        return Scores(score, (DocumentScore(document.path, score),), tuple(units), tuple(projects))

    @property
    def overall(self) -> Score | None:
        """The mean of the documents that were added; None where none of them could be scored."""
        return self._marking.score(self._marking.of_whole(self._sum, ())) if self._sum.size else None

    def _nothing(self) -> _Sum:
        return _Sum(self._marking.scale.weights)


class _Sum:
    """What parts of something lost, each times its size, added up as they come."""

    def __init__(self, dimensions: Iterable[Dimension]) -> None:
        self.size = 0
        self.lost: dict[Dimension, Decimal] = dict.fromkeys(dimensions, _ZERO)
        self.points: _Points = {}
        self.counts: dict[_Key, int] = {}

    def add(self, part: Tally) -> None:
        self.size += part.size
        if not part.points:
            return
        for dimension in self.lost:
            self.lost[dimension] += part.lost[dimension] * part.size
        for key, cost in part.points.items():
            self.points[key] = self.points.get(key, _ZERO) + cost * part.size
        for key, count in part.counts.items():
            self.counts[key] = self.counts.get(key, 0) + count


def _worst(findings: Iterable[Finding]) -> dict[tuple[bool, _Key], int]:
    """How many indicators (or, for the project itself, once) each rule found wrong, at its worst severity there."""
    worst: dict[tuple[str, int | None], Severity] = {}
    for finding in findings:
        where = (finding.rule.id, id(finding.indicator) if finding.indicator is not None else None)
        before = worst.get(where)
        if before is None or SEVERITIES.index(finding.severity) < SEVERITIES.index(before):
            worst[where] = finding.severity
    times: dict[tuple[bool, _Key], int] = {}
    for (rule, indicator), severity in worst.items():
        key = (indicator is not None, (rule, severity))
        times[key] = times.get(key, 0) + 1
    return times


def _counted(findings: Iterable[Finding]) -> dict[_Key, int]:
    counts: dict[_Key, int] = {}
    for finding in findings:
        key = (finding.rule.id, finding.severity)
        counts[key] = counts.get(key, 0) + 1
    return counts


def _exact(points: Mapping[_Name, float]) -> dict[_Name, Decimal]:
    """The points as they were typed: 0.1 is a tenth."""
    return {name: Decimal(f"{one:.15g}") for name, one in points.items()}


def _round(points: Decimal) -> Decimal:
    return points.quantize(_TENTH, ROUND_HALF_UP)
