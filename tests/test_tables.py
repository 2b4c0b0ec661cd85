"""The rules against tables labelled by hand: clean ones silent, planted defects found under their own rule."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import lint_pbt
from lint_pbt.rulebook.loader import Settings, load_rulebook
from tests.places import ROOT, SHARED
from tests.scoring import TABLES, Score, score_names, score_table, score_values

BOOK = load_rulebook(Settings())


@pytest.mark.parametrize("path", sorted((TABLES / "clean").glob("*.txt")), ids=lambda path: path.stem)
def test_a_clean_table_gives_no_error_and_no_warning(path: Path) -> None:
    run = lint_pbt.lint([str(path)])
    assert [(f.rule.id, f.message) for f in run.findings if f.severity != "info"] == []
    assert not run.unchecked


def test_planted_defects_are_found_and_nothing_else() -> None:
    score = Score()
    for path in sorted((TABLES / "planted").glob("*.txt")):
        score_table(path, score)
    assert score.precision() >= 0.97, "\n".join(score.lines())
    assert score.recall() >= 0.95, "\n".join(score.lines())


def test_single_values_are_judged_as_labelled() -> None:
    score = Score()
    score_values(BOOK, score)
    assert score.precision() >= 0.97, "\n".join(score.lines())
    assert score.recall() >= 0.95, "\n".join(score.lines())


def test_single_names_are_judged_as_labelled() -> None:
    score = Score()
    score_names(BOOK, score)
    assert score.precision() >= 0.97, "\n".join(score.lines())
    assert score.recall() >= 0.95, "\n".join(score.lines())


@pytest.mark.skipif(not SHARED.is_dir(), reason="the labelled real table is not here (../shared)")
def test_the_labelled_real_table() -> None:
    table = SHARED / "data/panyu-hrss-2024.txt"
    report = subprocess.run(
        [sys.executable, "-m", "lint_pbt", "check", "--no-config", str(table), "--format", "json"],
        capture_output=True, cwd=ROOT,
    )  # fmt: skip
    assert report.returncode == 1
    scored = subprocess.run(
        [sys.executable, str(SHARED / "score.py")], input=report.stdout, capture_output=True, check=False
    )
    assert scored.returncode == 0, scored.stdout.decode()
    findings = json.loads(report.stdout)["findings"]
    assert sum(finding["rule"] == "P101" for finding in findings) == 37
    signs = {(f["project"]["name"], f["rule"], f["value"]) for f in findings if f["rule"].startswith("X1")}
    assert signs == {("法律顾问服务费", "X102", "≤0%"), ("环保培训中心退休人员补助经费", "X101", "》91%")}
