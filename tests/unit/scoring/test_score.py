"""The quality score: what a finding costs, how scores add up, and that no finding ever raises one."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint_pbt import lint
from lint_pbt.datafiles.sources import Sources
from lint_pbt.errors import ConfigError
from lint_pbt.model.document import BudgetUnit, Document, Indicator, Project
from lint_pbt.model.rule import SEVERITIES, Rule, Severity
from lint_pbt.model.run import Finding
from lint_pbt.scoring.score import Score, Scores, score
from lint_pbt.scoring.settings import load_scoring
from tests.drawing import examples
from tests.places import SHARED, TESTS
from tests.unit.reporters.report_runs import field, finding, indicator, rule, run_of

REAL = SHARED / "data/panyu-hrss-2024.txt"
CLEAN = TESTS / "tables/clean"
SCORING = load_scoring()
DIMENSIONS = tuple(SCORING.weights)


def project(index: int, indicators: int) -> Project:
    listed = tuple(indicator(at, f"指标{at}", "20个", 100 * index + at) for at in range(1, indicators + 1))
    return Project(index, field(f"项目{index}", 100 * index), (), field("目标", 100 * index), listed)


UNITS = (
    BudgetUnit(field("甲", 1), (), (project(1, 4), project(2, 10))),
    BudgetUnit(field("乙", 2), (), (project(3, 1), project(4, 0))),
)
TABLE = Document("表.txt", "inline", UNITS)
SMALL, LARGE = UNITS[0].projects


def in_dimension(dimension: str, name: str = "V101") -> Rule:
    return msgspec.structs.replace(rule("V101"), id=name, dimension=dimension)


def found(
    project_: Project | None, at: Indicator | None, severity: Severity, dimension: str = "可行性", name: str = "V101"
) -> Finding:
    unit = next((unit for unit in UNITS if project_ in unit.projects), UNITS[0])
    one = finding("V101", unit, project_ or SMALL, at, severity=severity)
    changes = {"rule": in_dimension(dimension, name), "project": project_, "unit": unit if project_ else None}
    return msgspec.structs.replace(one, **changes)


def scored(*findings: Finding) -> Scores:
    return score(run_of((TABLE,), findings), SCORING)


def of_project(scores: Scores, which: Project) -> Score:
    return next(one.score for one in scores.projects if one.project is which)


def test_a_clean_table_has_100() -> None:
    scores = scored()
    assert scores.overall
    for one in (scores.overall, *(part.score for part in (*scores.documents, *scores.units, *scores.projects))):
        assert one.total == 100
        assert one.dimensions == dict.fromkeys(DIMENSIONS, Decimal(100))
        assert one.deductions == ()


def test_a_finding_on_one_of_four_indicators_costs_a_quarter_of_its_points() -> None:
    result = of_project(scored(found(SMALL, SMALL.indicators[0], "warning")), SMALL)
    assert result.dimensions["可行性"] == 85  # 100 - 60 / 4
    assert result.total == 97  # the dimension weighs 20
    (deduction,) = result.deductions
    assert (deduction.rule, deduction.count, deduction.points, deduction.of_total) == ("V101", 1, 15, 3)


def test_a_large_project_is_not_punished_for_its_size() -> None:
    everywhere = [found(one, at, "warning") for one in (SMALL, LARGE) for at in one.indicators]
    scores = scored(*everywhere)
    assert of_project(scores, SMALL) != of_project(scored(), SMALL)
    assert of_project(scores, SMALL).total == of_project(scores, LARGE).total


def test_the_same_rule_costs_once_on_an_indicator_at_its_worst() -> None:
    at = SMALL.indicators[0]
    both = of_project(scored(found(SMALL, at, "info"), found(SMALL, at, "error")), SMALL)
    assert both.total == of_project(scored(found(SMALL, at, "error")), SMALL).total
    assert sum(one.count for one in both.deductions) == 2


def test_a_finding_about_a_project_costs_the_same_whatever_its_size() -> None:
    scores = scored(found(SMALL, None, "error"), found(LARGE, None, "error"))
    assert of_project(scores, SMALL).dimensions["可行性"] == of_project(scores, LARGE).dimensions["可行性"] == 60


def test_a_dimension_ends_at_0_and_its_deductions_still_add_up() -> None:
    findings = [found(SMALL, at, "error", name=name) for at in SMALL.indicators for name in ("V101", "V102", "V103")]
    result = of_project(scored(*findings), SMALL)
    assert result.dimensions["可行性"] == 0
    assert result.total == 80
    assert abs(sum(one.points for one in result.deductions) - 100) < Decimal("0.05")


def test_a_unit_is_the_mean_of_its_projects_by_indicators() -> None:
    first = scored(found(SMALL, None, "error")).units[0].score
    # 40 points lost by 4 of 14 indicators.
    assert first.dimensions["可行性"] == Decimal("88.6")
    assert first.deductions[0].points == Decimal("11.43")


def test_what_is_wrong_with_the_table_is_taken_off_the_document_alone() -> None:
    scores = scored(found(None, None, "error", "完整性"))
    assert scores.documents[0].score.dimensions["完整性"] == 90
    assert {one.score.total for one in (*scores.units, *scores.projects)} == {100}


def test_a_table_without_projects_has_no_score() -> None:
    scores = score(run_of((Document("空.txt", "inline", ()),), ()), SCORING)
    assert scores == Scores(None, (), (), ())


@st.composite
def findings(draw: st.DrawFn) -> list[Finding]:
    made = []
    for _ in range(draw(st.integers(0, 25))):
        which = draw(st.sampled_from([*UNITS[0].projects, *UNITS[1].projects, None]))
        at = draw(st.sampled_from([None, *which.indicators])) if which else None
        dimension = draw(st.sampled_from(DIMENSIONS))
        number = draw(st.integers(1, 3)) + 10 * DIMENSIONS.index(dimension)
        made.append(found(which, at, draw(st.sampled_from(SEVERITIES)), dimension, f"V1{number:02}"))
    return made


def figures(scores: Scores) -> list[Decimal]:
    assert scores.overall
    parts = (scores.overall, *(part.score for part in (*scores.documents, *scores.units, *scores.projects)))
    return [number for one in parts for number in (one.total, *one.dimensions.values())]


@settings(max_examples=examples(150))
@given(findings(), findings().filter(bool))
def test_one_more_finding_never_raises_a_score(some: list[Finding], more: list[Finding]) -> None:
    before, after = figures(scored(*some)), figures(scored(*some, more[0]))
    assert all(b >= a for b, a in zip(before, after, strict=True))


@settings(max_examples=examples(150))
@given(findings(), st.randoms())
def test_scores_lie_between_0_and_100_add_up_and_do_not_depend_on_the_order(
    some: list[Finding], random: object
) -> None:
    scores = scored(*some)
    assert all(0 <= number <= 100 for number in figures(scores))
    mixed = list(some)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert figures(scored(*mixed)) == figures(scores)
    for one in (scores.overall, *(part.score for part in scores.projects)):
        assert one
        lost = sum((deduction.of_total for deduction in one.deductions), Decimal(0))
        assert abs(100 - lost - one.total) <= Decimal("0.05") + Decimal("0.005") * len(one.deductions)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("weights: {完整性: 50, 相关性: 30, 适当性: 30, 可行性: 20}", "合计为 100，现在合计 130"),
        ("weights: {完整性: 120, 相关性: -20, 适当性: 0, 可行性: 0}", "都不小于 0"),
        ("weights: {完整度: 100}", "完整度"),
        ("weights: {完整性: 100}", "要写明四个维度"),
        ("indicator: {error: 1, warning: 60, info: 10}", "重的不比轻的少"),
        ("indicator: {error: 100}", "“indicator”要写明"),
        ("unknown: 1", "没有“unknown”这个键"),
    ],
)
def test_mistakes_in_the_scoring_file_are_told(
    text: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = {
        "weights": "weights: {完整性: 20, 相关性: 30, 适当性: 30, 可行性: 20}",
        "indicator": "indicator: {error: 100, warning: 60, info: 10}",
        "project": "project: {error: 40, warning: 20, info: 5}",
        "table": "table: {error: 10, warning: 5, info: 1}",
    }
    whole[text.partition(":")[0]] = text
    (tmp_path / "scoring.yaml").write_text("\n".join(whole.values()), "utf-8")
    sources = Sources(str(tmp_path))
    for module in ("lint_pbt.datafiles.sources", "lint_pbt.scoring.settings"):
        monkeypatch.setattr(f"{module}.built_in_sources", lambda: sources)
    with pytest.raises(ConfigError, match=r"scoring\.yaml 第") as error:
        load_scoring()
    assert told in str(error.value)


def test_the_clean_tables_score_high_and_the_same_twice() -> None:
    run = lint([str(CLEAN)])
    once = score(run)
    assert once == score(run)
    assert once.overall
    assert once.overall.total >= 99


@pytest.mark.skipif(not REAL.exists(), reason="the real table is not in the repository")
def test_the_real_table() -> None:
    scores = score(lint([str(REAL)]))
    assert (len(scores.documents), len(scores.units), len(scores.projects)) == (1, 8, 69)
    assert scores.overall
    assert scores.overall.total == scores.documents[0].score.total < 95
