"""Money and parts that are out of scale with what stands around them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from msgspec import convert

from lint_pbt.engine.engine import Engine
from lint_pbt.model.rule import Example
from lint_pbt.rulebook.examples import document_of
from lint_pbt.rulebook.loader import Settings, load_rulebook

BOOK = load_rulebook(Settings(profile="recommended"))
ENGINE = Engine(BOOK.active, BOOK.tools)


def rules(indicators: Sequence[dict[str, Any]], **around: Any) -> list[str]:
    listed = tuple(convert(one, Example) for one in indicators)
    document = document_of(Example(indicators=listed, **around), BOOK.rules[0])
    return [one.rule.id for one in ENGINE.check(document).findings]


@pytest.mark.parametrize(
    ("name", "value", "reported"),
    [
        ("浮标采购单价", "≤90万元", True),
        ("浮标采购单价", "≤45万元", False),  # other money may pay for it too
        ("浮标采购单价", "≥90万元", False),
        ("每座浮标造价", "≤90万元/座", True),
        ("浮标更新总成本", "≤20元", True),
        ("浮标更新总成本", "≤20万元", False),
        ("浮标更新总成本", "≤45万元", False),  # C306 says this
        ("渔民户均贷款限额", "≤90万元", False),
    ],
)
def test_a_price_above_all_the_money_or_a_total_next_to_nothing(name: str, value: str, reported: bool) -> None:
    cost = {"name": name, "level2": "成本指标", "annual": value}
    assert ("C305" in rules([cost], amounts=("20.00",), amount_unit="万元", project="浮标更新")) is reported


def test_without_an_amount_nothing_is_out_of_scale() -> None:
    cost = {"name": "浮标采购单价", "level2": "成本指标", "annual": "≤90万元"}
    assert "C305" not in rules([cost], project="浮标更新")


@pytest.mark.parametrize(
    ("whole", "part", "reported"),
    [
        ("≥12公里", "≥15公里", True),
        ("≥12公里", "15000米", True),
        ("≥12公里", "≥9公里", False),
        ("≥12公里", "≥15处", False),
        ("≤12公里", "≤15公里", False),
        ("明显增加", "≥15公里", False),
    ],
)
def test_a_part_is_no_more_than_its_whole(whole: str, part: str, reported: bool) -> None:
    both = [{"name": "疏浚航道长度", "annual": whole}, {"name": "其中：内河航道", "annual": part}]
    assert ("C103" in rules(both)) is reported


def test_a_part_of_another_category_is_of_something_else() -> None:
    both = [
        {"name": "疏浚航道长度", "annual": "12公里"},
        {"name": "其中：内河航道", "level2": "质量指标", "annual": "15公里"},
    ]
    assert "C103" not in rules(both)
