"""Scores and statistics as members of the JSON report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lint_pbt.model.document import BudgetUnit
    from lint_pbt.scoring.score import Score, Scores
    from lint_pbt.scoring.statistics import Count, PlaceCount, Statistics


def scores_objects(scores: Scores) -> dict[str, Iterable[dict[str, Any]]]:
    """The scores of a table and its parts."""
    return {
        "documents": ({"path": one.path, **score_object(one.score)} for one in scores.documents),
        "units": ({"path": one.path, "unit": _name(one.unit), **score_object(one.score)} for one in scores.units),
        "projects": (
            {
                "path": one.path,
                "unit": _name(one.unit),
                "index": one.project.index,
                "name": one.project.name.text,
                "line": one.project.name.place().line,
                **score_object(one.score),
            }
            for one in scores.projects
        ),
    }


def score_object(score: Score) -> dict[str, Any]:
    """A score with what its deductions are made of."""
    return {
        "score": float(score.total),
        "dimensions": {dimension: float(points) for dimension, points in score.dimensions.items()},
        "deductions": [
            {
                "rule": one.rule,
                "severity": one.severity,
                "dimension": one.dimension,
                "count": one.count,
                "points": float(one.points),
                "of_total": float(one.of_total),
            }
            for one in score.deductions
        ],
    }


def statistics_object(statistics: Statistics) -> dict[str, Any]:
    """The counts by rule, unit and category; shares are percentages."""
    return {
        "rules": [
            {"rule": row.rule.id, "name": row.rule.name, "title": row.rule.title, **_count(row.found)}
            for row in statistics.rules
        ],
        "units": list(_places(statistics.units, "unit")),
        "categories": list(_places(statistics.categories, "category")),
    }


def _places(rows: Iterable[PlaceCount], key: str) -> Iterable[dict[str, Any]]:
    for row in rows:
        path = {"path": row.path} if row.path is not None else {}
        yield {**path, key: row.name, "indicators": row.indicators, **_count(row.found)}


def _count(found: Count) -> dict[str, Any]:
    return {"count": found.count, "share": float(found.share), **found.by_severity}


def _name(unit: BudgetUnit) -> str | None:
    return unit.name.text if unit.name else None
