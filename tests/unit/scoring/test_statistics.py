"""Counts by rule, unit and category: nothing is lost, nothing counted twice."""

from __future__ import annotations

from decimal import Decimal

from msgspec.structs import replace

from lint_pbt.model.run import Run
from lint_pbt.scoring.statistics import Statistics, statistics
from tests.unit.reporters.report_runs import sample_run


def test_rules_are_counted_the_most_frequent_first() -> None:
    rows = statistics(sample_run()).rules
    assert [(row.rule.id, row.found.count, row.found.share) for row in rows] == [
        ("V101", 2, Decimal("40.0")),
        ("P101", 1, Decimal("20.0")),
        ("X101", 1, Decimal("20.0")),
        ("X102", 1, Decimal("20.0")),
    ]
    assert rows[0].found.by_severity == {"error": 0, "warning": 2, "info": 0}


def test_units_are_counted_with_their_indicators() -> None:
    rows = statistics(sample_run()).units
    assert [(row.name, row.indicators, row.found.count) for row in rows] == [
        ("番禺区人力资源和社会保障局本级", 3, 4),
        ("就业服务中心", 2, 1),
    ]


def test_categories_are_counted_and_findings_about_projects_stand_apart() -> None:
    rows = statistics(sample_run()).categories
    assert [(row.name, row.indicators, row.found.count) for row in rows] == [("社会效益", 5, 4), (None, 0, 1)]


def test_a_finding_about_the_whole_table_is_in_no_unit() -> None:
    run = sample_run()
    whole = replace(run.findings[1], unit=None, project=None)
    rows = statistics(sample_run(findings=(whole,))).units
    assert [(row.name, row.found.count) for row in rows][-1] == (None, 1)


def test_every_count_adds_up_to_all_findings() -> None:
    run = sample_run()
    counted = statistics(run)
    for rows in (counted.rules, counted.units, counted.categories):
        assert sum(row.found.count for row in rows) == len(run.findings)  # type: ignore[attr-defined]


def test_nothing_found_and_nothing_read() -> None:
    assert statistics(Run()) == Statistics((), (), ())
    clean = statistics(sample_run(findings=()))
    assert clean.rules == ()
    assert {row.found.count for row in (*clean.units, *clean.categories)} == {0}
