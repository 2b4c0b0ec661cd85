"""A number whose unit stands in brackets behind the name is judged as one that has it itself."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec import convert

from lint_pbt.engine.engine import Engine
from lint_pbt.model.document import Document
from lint_pbt.model.rule import Example
from lint_pbt.rulebook.examples import document_of
from lint_pbt.rulebook.loader import Settings, load_rulebook

BOOK = load_rulebook(Settings(profile="strict"))
ENGINE = Engine(BOOK.active, BOOK.tools)
THOROUGH = Engine(BOOK.active, BOOK.tools, screened=False)
FARMS = {"name": "培育家庭农场", "level2": "数量指标"}
RATE = {"name": "验收合格率", "level2": "质量指标"}
COST = {"name": "项目总成本", "level1": "成本指标", "level2": "经济成本指标"}


def _document(*indicators: dict[str, Any], **around: Any) -> Document:
    return document_of(Example(indicators=tuple(convert(one, Example) for one in indicators), **around), BOOK.rules[0])


def _found(document: Document) -> list[tuple[str, str]]:
    found = [(one.rule.id, one.severity) for one in ENGINE.check(document).findings]
    assert found == [(one.rule.id, one.severity) for one in THOROUGH.check(document).findings]
    return found


@pytest.mark.parametrize(
    ("indicator", "unit", "values", "around", "rule"),
    [
        (FARMS, "家", {"annual": "≥15"}, {"goal": "培育家庭农场20家。"}, "C301"),
        (RATE, "%", {"annual": "≥120"}, {}, "X104"),
        (RATE, "%", {"annual": "0.95"}, {}, "V110"),
        (COST, "万元", {"annual": "≤150"}, {"amounts": ["100"], "amount_unit": "万元"}, "C302"),
        (FARMS, "家", {"cycle": "30", "annual": "40"}, {}, "C102"),
    ],
)
def test_rules_see_the_unit_of_the_name(
    indicator: dict[str, Any], unit: str, values: dict[str, str], around: dict[str, Any], rule: str
) -> None:
    named = {**indicator, "name": f"{indicator['name']}（{unit}）", **values}
    written = {**indicator, **{column: value + unit for column, value in values.items()}}
    behind, within = _found(_document(named, **around)), _found(_document(written, **around))
    assert rule in [one for one, _ in behind]
    assert behind == within


def test_a_value_with_a_unit_of_its_own_means_what_it_says() -> None:
    assert "C302" not in [one for one, _ in _found(_document({**COST, "name": "项目总成本（万元）", "annual": "≤150元"},
                                                             amounts=["100"], amount_unit="万元"))]  # fmt: skip


def test_the_same_value_is_remembered_with_the_unit_of_its_name() -> None:
    rows = [{**RATE, "name": name, "annual": "≥120"} for name in ("验收合格率", "验收合格率（%）", "验收合格率（次）")]
    document = _document(*rows)
    found = [(one.rule.id, one.indicator.name.text) for one in ENGINE.check(document).findings if one.indicator]
    assert found == [(one.rule.id, one.indicator.name.text) for one in THOROUGH.check(document).findings
                     if one.indicator]  # fmt: skip
    assert ("X104", "验收合格率（%）") in found
    assert ("X104", "验收合格率") not in found


@pytest.mark.parametrize(("name", "unit"), [
    ("造林面积（万亩）", "万亩"), ("单样成本（元/个）", "元/个"), ("设备（单位：台）", "台"),
    ("设备(台（套）)", "台(套)"),
    ("完成时间（月）", ""), ("培训（三期）", ""), ("设备（台）数量", ""), ("培训/次", ""), ("培训人次", ""),
])  # fmt: skip
def test_what_is_a_unit_behind_a_name(name: str, unit: str) -> None:
    assert BOOK.tools.unit_of[name] == unit
