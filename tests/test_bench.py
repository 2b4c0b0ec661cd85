"""What the measurements rest on: tables that differ, and counts that are compared fairly."""

from __future__ import annotations

import importlib
from itertools import islice
from types import ModuleType

import pytest

import lint_pbt
from tests.places import ROOT

COUNT = 200


@pytest.fixture
def tables(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(ROOT / "bench")
    return importlib.import_module("tables")


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(ROOT / "bench")
    return importlib.import_module("counts")


def test_no_two_indicators_are_alike(tables: ModuleType) -> None:
    names = [one.name for one in islice(tables.indicators(), 20_000)]
    assert len(set(names)) == len(names)


def test_a_table_is_read_whole_in_both_layouts(tables: ModuleType) -> None:
    grid = "\n".join(map(",".join, tables.rows(COUNT)))
    runs = [lint_pbt.lint(tables.inline(COUNT).encode(), name="t.txt"), lint_pbt.lint(grid.encode(), name="t.csv")]
    found = []
    for run in runs:
        [document] = run.documents
        projects = [project for _, project in document.projects()]
        assert sum(len(project.indicators) for project in projects) == COUNT
        assert not run.unchecked
        found.append(sorted(finding.rule.id for finding in run.findings))
    assert found[0] == found[1]
    assert len(set(found[0])) > 5


def test_a_count_that_grows_by_more_than_a_twentieth_is_told(counts: ModuleType) -> None:
    known = {"floor": 100.0, "a": 100.0, "b": 100.0, "c": 100.0}
    assert counts._compared({"floor": 200, "a": 105, "b": 106, "c": 50, "new": 1}, known) == ["b"]


def test_counts_are_held_against_another_build_by_the_yardstick(counts: ModuleType) -> None:
    kept = {"yardstick": 100, "counts": {"a": {"instructions": 1000, "reason": ""}}}
    assert counts._on_this_yardstick(kept, 120) == {"a": 1200.0}
