"""Numbers that come to another by themselves: so many times so many, and what adds up over the years."""

from __future__ import annotations

from typing import Any

import pytest

from lint_pbt.engine.engine import Engine
from lint_pbt.model.rule import Example
from lint_pbt.rulebook.examples import document_of
from lint_pbt.rulebook.loader import Settings, load_rulebook

BOOK = load_rulebook(Settings(profile="strict"))
ENGINE = Engine(BOOK.active, BOOK.tools)
THREE_YEARS = "2026年至2028年三年内建成服务网络。"


def reported(rule: str, **stated: Any) -> bool:
    shape = next(one for one in BOOK.rules if one.id == rule)
    checked = ENGINE.check(document_of(Example(**stated), shape))
    return any(one.rule.id == rule for one in checked.findings)


class TestTimesAndEach:
    @pytest.mark.parametrize(
        ("goal", "value"),
        [
            ("培训农技员120人次。", "4期，每期30人"),
            ("培训农技员120人次。", "每期30人次，共4期"),
            ("培训农技员120人。", "4个班，每个班30人"),
            ("培训农技员120人。", "30人/场，共4场"),
        ],
    )
    def test_both_come_to_the_number_of_the_goal(self, goal: str, value: str) -> None:
        indicators = (Example(name="农技员培训人次", annual=value),)
        assert not reported("C301", goal=goal, indicators=indicators)

    def test_another_product_is_a_conflict(self) -> None:
        indicators = (Example(name="农技员培训人次", annual="4期，每期20人"),)
        assert reported("C301", goal="培训农技员120人次。", indicators=indicators)


class TestPartsOfACycle:
    @pytest.mark.parametrize(("cycle", "annual"), [("≥15次/户", "≥5次/户"), ("9场/村", "3场/村")])
    def test_times_for_each_add_up_over_the_years(self, cycle: str, annual: str) -> None:
        indicators = (Example(name="上门服务次数", cycle=cycle, annual=annual),)
        assert not reported("C101", goal=THREE_YEARS, indicators=indicators)

    @pytest.mark.parametrize(
        ("goal", "cycle", "annual"),
        [
            ("全年开展上门服务。", "≥15次/户", "≥5次/户"),
            (THREE_YEARS, "≥15次/年", "≥5次/年"),
            (THREE_YEARS, "900元/户", "300元/户"),
            (THREE_YEARS, "≤15次/户", "≤5次/户"),
        ],
    )
    def test_what_does_not_add_up_is_a_contradiction(self, goal: str, cycle: str, annual: str) -> None:
        indicators = (Example(name="上门服务次数", cycle=cycle, annual=annual),)
        assert reported("C101", goal=goal, indicators=indicators)
