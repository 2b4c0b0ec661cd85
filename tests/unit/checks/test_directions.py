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
