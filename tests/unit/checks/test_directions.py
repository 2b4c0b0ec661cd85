"""A column of directions against what the name surely says."""

from __future__ import annotations

import pytest

from lint_pbt.engine.engine import Engine
from lint_pbt.model.rule import Example
from lint_pbt.model.run import Finding
from lint_pbt.rulebook.examples import document_of
from lint_pbt.rulebook.loader import Settings, load_rulebook

BOOK = load_rulebook(Settings(profile="strict"))
ENGINE = Engine(BOOK.active, BOOK.tools)
SHAPE = next(one for one in BOOK.rules if one.id == "X103")


def found(name: str, level2: str, annual: str, direction: str) -> list[Finding]:
    example = Example(name=name, level2=level2, annual=annual, direction=direction)
    return [one for one in ENGINE.check(document_of(example, SHAPE)).findings if one.rule.id == "X103"]


@pytest.mark.parametrize(
    ("name", "level2", "annual", "direction"),
    [
        ("草原鼠害发生率", "生态效益", "≤1.2‰", "正向指标"),
        ("抢修到达时间", "时效指标", "≤45分钟", "正向"),
        ("候车亭完好率", "质量指标", "≥95%", "反向"),
    ],
)
def test_a_direction_against_the_name_is_told_at_its_own_cell(
    name: str, level2: str, annual: str, direction: str
) -> None:
    (finding,) = found(name, level2, annual, direction)
    assert finding.evidence == direction and not finding.better and finding.severity == "warning"


def test_a_sign_against_the_name_is_not_hidden_by_the_column() -> None:
    (finding,) = found("每座公厕建设成本", "成本指标", "≥18万元", "正向指标")
    assert finding.better == "≤18万元"


@pytest.mark.parametrize(
    ("name", "annual", "direction"),
    [("渠道长度", "≥12公里", "正向"), ("建设用地规模", "≤20公顷", "反向"), ("设备故障率", "≤2%", "负向")],
)
def test_a_direction_that_fits_or_whose_name_tells_none_is_left_alone(name: str, annual: str, direction: str) -> None:
    assert not found(name, "质量指标", annual, direction)


@pytest.mark.parametrize(
    ("name", "level2", "severity", "better"),
    [
        ("港池淤积面积", "数量指标", "warning", None),
        ("旱厕受污染户数", "数量指标", "warning", None),
        ("港池淤积面积", "生态效益", "error", "≤300户"),
        ("桥梁缺陷率", "数量指标", "error", "≤300户"),
    ],
)
def test_a_count_of_bad_things_among_the_outputs_may_be_the_work(
    name: str, level2: str, severity: str, better: str | None
) -> None:
    example = Example(name=name, level2=level2, annual="≥300户")
    (finding,) = [one for one in ENGINE.check(document_of(example, SHAPE)).findings if one.rule.id == "X103"]
    assert (finding.severity, finding.better) == (severity, better)


@pytest.mark.parametrize("name", ["带动贫困人口数", "惠及失业人员数", "吸纳贫困户数"])
def test_whoever_gains_is_not_to_be_few(name: str) -> None:
    example = Example(name=name, level2="社会效益", annual="≥300人")
    assert not [one for one in ENGINE.check(document_of(example, SHAPE)).findings if one.rule.id == "X103"]


@pytest.mark.parametrize("name", ["国有资本保值增值率", "财政资金撬动比例", "储备稻谷轮换率", "产业投资放大比例"])
def test_what_may_be_more_than_the_whole_is_not_bounded(name: str) -> None:
    example = Example(name=name, level2="经济效益", annual="≥130%")
    assert not [one for one in ENGINE.check(document_of(example, SHAPE)).findings if one.rule.id == "X104"]


def test_a_percentage_of_a_count_is_a_change_of_it() -> None:
    example = Example(name="信访投诉量", level2="社会效益", annual="≥10%")
    (finding,) = [one for one in ENGINE.check(document_of(example, SHAPE)).findings if one.rule.id == "X103"]
    assert finding.severity == "warning" and not finding.better and "下降率" in finding.suggestion


@pytest.mark.parametrize(("value", "reported"), [("≥9%", True), ("≥50%", False), ("≥0.9%", False), ("≤9%", False)])
def test_a_satisfaction_that_lost_a_digit(value: str, reported: bool) -> None:
    example = Example(name="住户满意度", level2="服务对象满意度", annual=value)
    assert ("X104" in [one.rule.id for one in ENGINE.check(document_of(example, SHAPE)).findings]) == reported
