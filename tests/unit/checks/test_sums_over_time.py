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


class TestOnTheWay:
    """A year on the way to the cycle's target does not contradict it, where the project shows that it takes years."""

    GROWING = Example(name="新建驿站数量", cycle="≥12座", annual="≥4座")
    RATE = Example(name="驿站完好率", level2="质量指标", cycle="≥95%", annual="≥90%")
    DATED = Example(name="全部建成时间", level2="时效指标", cycle="2028年底前", annual="2026年底前")

    SPENT = Example(name="建设成本", level2="成本指标", cycle="≤900万元", annual="≤300万元")

    @pytest.mark.parametrize("beside", [(GROWING,), (DATED,), (GROWING, DATED), (GROWING, SPENT)])
    def test_a_share_beside_a_count_or_a_later_date(self, beside: tuple[Example, ...]) -> None:
        assert not reported("C101", goal="建设驿站。", indicators=(*beside, self.RATE))

    @pytest.mark.parametrize(
        "others",
        [
            (),
            (Example(name="维修及时率", level2="时效指标", cycle="≥98%", annual="≥96%"),),
            (SPENT,),
            (GROWING, Example(name="建设成本", level2="成本指标", cycle="≤300万元", annual="≤900万元")),
            # Here the year asks for more than the cycle: nothing was planned step by step.
            (GROWING, Example(name="投诉率", level2="质量指标", cycle="≤5%", annual="≤1%")),
        ],
    )
    def test_shares_alone_or_beside_a_contradiction_are_slips(self, others: tuple[Example, ...]) -> None:
        assert reported("C101", goal="建设驿站。", indicators=(*others, self.RATE))


PLAN = [("普法宣传", "≥36", "≥12"), ("调解纠纷件数", "1860件", "620件"), ("法治讲座场次", "90场", "30场")]


class TestRising:
    """A rate that rises to the cycle's may be planned so: a warning, where other numbers that differ are errors."""

    @pytest.mark.parametrize(
        ("name", "cycle", "annual", "severity"),
        [
            ("隐患整改率", "＝100%", "≥95%", "warning"),
            ("住户满意度", "≥92%", "≥90%", "warning"),
            ("设备故障率", "≤2%", "≤3%", "warning"),
            ("闸门使用年限", "≥8年", "≥5年", "warning"),
            ("平均候车时间", "≤10分钟", "≤12分钟", "warning"),
            ("生师比", "≤15:1", "≤18:1", "warning"),
            ("讲解时长", "≥300小时", "≥100小时", "error"),
            ("隐患整改率", "≥95%", "≥98%", "error"),
            ("讲解响应率", "≤5%", "≥5%", "error"),
            ("图书购置册数", "≥5000册", "≥500册", "error"),
            ("建设成本", "≤900万元", "≤300万元", "error"),
            ("图书购置册数", "≥500册", "≥5000册", "info"),  # C102 says it better
            ("机耕道养护单价", "不低于9元/亩", "9元/亩", "info"),  # 9元 is no less than 9元
            ("机耕道养护单价", "不低于9元/亩", "8元/亩", "error"),
        ],
    )
    def test_severity(self, name: str, cycle: str, annual: str, severity: str) -> None:
        document = document_of(Example(name=name, cycle=cycle, annual=annual), BOOK.rules[0])
        [finding] = [one for one in ENGINE.check(document).findings if one.rule.id == "C101"]
        assert finding.severity == severity

    def test_parts_of_a_plan_without_units_are_parts_too(self) -> None:
        parts = [Example(name=name, cycle=cycle, annual=annual) for name, cycle, annual in PLAN]
        assert not reported("C101", goal="普法。", indicators=tuple(parts))
        assert reported("C101", goal="普法。", indicators=tuple(parts[:1]))

    @pytest.mark.parametrize(
        ("name", "level2", "cycle", "annual", "rule"),
        [
            ("水泵完好率", "质量指标", "≥95%", "≤95%", "X103"),
            ("水泵故障率", "质量指标", "≤5%", "》5%", "X103"),
            ("住户满意度", "服务对象满意度", "≥90%", "≥90户", "V108"),
        ],
    )
    def test_one_cell_is_told_once(self, name: str, level2: str, cycle: str, annual: str, rule: str) -> None:
        document = document_of(Example(name=name, level2=level2, cycle=cycle, annual=annual), BOOK.rules[0])
        about = [one.rule.id for one in ENGINE.check(document).findings if one.field_name == "annual_value"]
        assert about == [rule]

    @pytest.mark.parametrize(
        ("cycle", "annual", "same"),
        [
            ("每年5月底前", "2025年5月底前", True),
            ("12月底前", "每年12月底前完成", True),
            ("每年6月底前", "2025年5月底前", False),
            ("每月10日前", "10日前", False),
            ("每年2次", "每年1次", False),
        ],
    )
    def test_a_date_of_every_year_is_that_of_this_year(self, cycle: str, annual: str, same: bool) -> None:
        indicators = (Example(name="补助发放时间", level2="时效指标", cycle=cycle, annual=annual),)
        assert reported("C101", goal="发放补助。", indicators=indicators) is not same


class TestNumbersThatAreNoTargets:
    def test_the_years_of_a_plan_are_no_count(self) -> None:
        goal = "实施农村厕所改造提升五年行动，完成清洁村建设。"
        assert not reported("C301", goal=goal, indicators=(Example(name="清洁村建设数量", annual="108个"),))

    @pytest.mark.parametrize("value", ["一档500元、二档300元", "二类3000元"])
    def test_the_number_of_a_class_is_no_target(self, value: str) -> None:
        document = document_of(Example(name="补助标准", level2="成本指标", annual=value), BOOK.rules[0])
        assert not any(one.rule.id == "V106" for one in ENGINE.check(document).findings)
