"""What can be checked, is right by what stands beside it, or was most likely not read is no finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from msgspec import convert

from lint_pbt.engine.engine import Engine
from lint_pbt.model.rule import Example
from lint_pbt.model.run import Checked
from lint_pbt.rulebook.examples import document_of
from lint_pbt.rulebook.loader import Settings, load_rulebook

BOOK = load_rulebook(Settings(profile="strict"))
ENGINE = Engine(BOOK.active, BOOK.tools)


def checked(*indicators: Mapping[str, Any], **around: Any) -> Checked:
    """A table of these indicators, checked."""
    listed = tuple(convert(one, Example) for one in indicators)
    return ENGINE.check(document_of(Example(indicators=listed, **around), BOOK.rules[0]))


def rules(*indicators: Mapping[str, Any], **around: Any) -> list[str]:
    return [one.rule.id for one in checked(*indicators, **around).findings]


@pytest.mark.parametrize(
    ("name", "value", "reported"),
    [
        ("易腐垃圾", "日产日清", False),
        ("餐厨废弃物收运", "做到日产日清、日清日结", False),
        ("返贫监测对象", "应纳尽纳", False),
        ("返贫监测对象户数", "应纳尽纳", True),  # a count has to be a number
        ("水厂扩建工程造价", "控制在批复概算内", False),
        ("水厂扩建工程造价", "不超预算", True),  # which this very table states
        ("泵房", "24小时值守", False),
        ("渡口是否配齐救生衣", "是", False),
        ("渡口救生衣", "是", True),
        ("冷库有无制冷剂泄漏", "无", False),
    ],
)
def test_sayings_and_answers_can_be_checked(name: str, value: str, reported: bool) -> None:
    assert ("V101" in rules({"name": name, "level2": "质量指标", "annual": value})) is reported


def test_answers_count_where_a_project_is_judged_as_a_whole() -> None:
    asked = [{"name": f"{what}是否投用", "level2": "社会效益", "annual": "是"} for what in ("闸门", "渡槽", "堰坝")]
    assert not {"P107", "P109"} & {*rules(*asked)}
    vague = [{"name": f"{what}面貌", "level2": "社会效益", "annual": "焕然一新"} for what in ("村容", "镇容", "街容")]
    assert {"P107", "P109"} <= {*rules(*vague)}


def test_in_a_table_handed_down_satisfaction_in_words_is_information() -> None:
    asked = {"name": "参训渔民满意度", "level2": "服务对象满意度", "annual": "比上年提高"}
    found = checked(asked, title="渔业发展资金区域绩效目标表").findings
    assert [one.severity for one in found if one.rule.id in ("V101", "V108", "V111")] == ["info"]
    assert "V108" in rules(asked, title="渔业发展资金项目绩效目标表")


@pytest.mark.parametrize("name", ["煤矿百万吨死亡率", "万车肇事率", "百万架次事故率"])
def test_a_rate_of_so_many_has_no_unit(name: str) -> None:
    assert "V102" not in rules({"name": name, "level2": "社会效益", "annual": "≤0.03"})


@pytest.mark.parametrize(
    ("one", "other", "reported"),
    [
        ("村医补助资金发放及时率", "村医工资发放及时率", False),
        ("矫正员津贴发放及时率", "矫正员奖金发放及时率", False),
        ("村医补助资金发放及时率", "村医补贴发放及时率", True),
    ],
)
def test_two_kinds_of_pay_are_two_indicators(one: str, other: str, reported: bool) -> None:
    both = [{"name": name, "level2": "时效指标", "annual": "100%"} for name in (one, other)]
    assert ("N105" in rules(*both)) is reported


@pytest.mark.parametrize(
    ("name", "value", "reported"),
    [
        ("甘蔗单产提高", "≥3%", False),
        ("土壤有机质含量提升", "≥2%", False),
        ("船员素质提升", "≥3%", True),
    ],
)
def test_a_known_amount_that_rises_is_measured(name: str, value: str, reported: bool) -> None:
    assert ("N103" in rules({"name": name, "level2": "经济效益", "annual": value})) is reported


@pytest.mark.parametrize("category", ["产出指标(30-50)分", "成本指标（0—20）分", "满意度指标10分"])
def test_a_band_of_points_behind_a_category_is_no_part_of_it(category: str) -> None:
    assert "S104" not in rules({"name": "灯塔座数", "level1": category, "annual": "3座"})


@pytest.mark.parametrize("project", ["≤46万元", "第2页 共5页", "示例：XX项目", "3,729,840.00"])
def test_what_is_no_name_is_no_ground_for_what_lacks(project: str) -> None:
    result = checked({"name": "灯塔满意度", "level2": "服务对象满意度", "annual": "≥90%"}, project=project)
    assert not {"P102", "P103", "P104", "P106"} & {one.rule.id for one in result.findings}
    assert any(project in skip.reason for skip in result.skips)


def test_a_project_may_be_called_by_a_number() -> None:
    assert "P102" in rules({"name": "通话满意度", "level2": "服务对象满意度", "annual": "≥90%"}, project="12345热线")


def test_a_project_without_indicators_is_told_once_for_each_kind_that_it_must_have() -> None:
    assert not {"P104", "P106"} & {*rules(project="滩涂整治")}
    assert {"P102", "P103"} <= {*rules(project="滩涂整治")}


def _goal_conflicts(goal: str, indicators: Sequence[Mapping[str, Any]]) -> bool:
    return "C301" in rules(*indicators, goal=goal)


def test_a_goal_may_give_the_number_of_the_cycle() -> None:
    lengths = [{"name": "新建防波堤长度", "cycle": "≥9公里", "annual": "≥3公里"}]
    assert not _goal_conflicts("新建防波堤9公里。", lengths)
    assert _goal_conflicts("新建防波堤8公里。", lengths)
    assert not _goal_conflicts("建设期三年，新建防波堤9公里。", [{"name": "新建防波堤长度", "annual": "≥3公里"}])


@pytest.mark.parametrize(
    ("name", "value", "severities"),
    [
        ("年度自评报告报送时间", "2026年2月底前", []),
        ("2024年12月航标维护费支付时间", "2025年1月20日前", []),
        ("航标维护完工时间", "2026年2月底前", ["warning"]),
        ("年度自评报告报送时间", "2024年2月底前", ["warning"]),
    ],
)
def test_what_is_reported_on_a_year_is_done_in_the_next(name: str, value: str, severities: list[str]) -> None:
    result = checked({"name": name, "level2": "时效指标", "annual": value}, title="2025年项目支出绩效目标表")
    assert [one.severity for one in result.findings if one.rule.id == "C303"] == severities


def test_a_date_that_a_table_handed_down_holds_is_information() -> None:
    dated = {"name": "航标维护完工时间", "level2": "时效指标", "annual": "2026年2月底前"}
    (finding,) = [
        one for one in checked(dated, title="2025年航道补助资金区域绩效目标表").findings if one.rule.id == "C303"
    ]
    assert finding.severity == "info"


@pytest.mark.parametrize(
    ("value", "told"),
    [("2026年13月底前", "没有13月"), ("2026-15-01前", "没有15月"), ("2026年4月31日前", "4月没有31日")],
)
def test_a_date_that_does_not_exist_is_told_with_what_to_write(value: str, told: str) -> None:
    (finding,) = [
        one
        for one in checked({"name": "航标完工时间", "level2": "时效指标", "annual": value}).findings
        if one.rule.id == "S101"
    ]
    assert told in finding.message
    assert "月" in finding.suggestion


@pytest.mark.parametrize("value", ["18月内", "36月", "2026年12月底前"])
def test_months_may_be_a_length_of_time(value: str) -> None:
    assert "S101" not in rules({"name": "航标质保期", "level2": "时效指标", "annual": value})


@pytest.mark.parametrize(
    ("name", "value", "fixed"),
    [("航标损坏率", "≥0%", "=0%"), ("渔船起火起数", "≥0起", "=0起"), ("航标损坏率", "≥3%", "≤3%")],
)
def test_what_should_be_none_is_not_sent_back_for_its_sign_again(name: str, value: str, fixed: str) -> None:
    known = {"name": name, "level2": "社会效益", "annual": value}
    (finding,) = [one for one in checked(known).findings if one.rule.id in ("X102", "X103")]
    assert finding.better == fixed
    assert not {"X102", "X103"} & {*rules({**known, "annual": fixed})}


def test_a_policy_runs_for_years() -> None:
    counted = {"name": "百岁渔民补贴人数", "cycle": "40人", "annual": "36人"}
    assert "C101" not in rules(counted, title="政策绩效目标表")
    assert "C101" in rules(counted, title="项目绩效目标表")


@pytest.mark.parametrize(
    ("goal", "name", "value", "reported"),
    [
        ("受益渔民143人。", "受益渔民人数", "≥31人", True),
        ("受益渔民58户。", "受益渔民人数", "≥31人", False),
        ("受益渔民143人。", "受益少数民族渔民人数", "≥31人", False),
        ("受益残疾渔民143人。", "受益残疾渔民人数", "≥31人", True),
    ],
)
def test_households_and_some_of_the_people_are_other_numbers(goal: str, name: str, value: str, reported: bool) -> None:
    assert ("C301" in rules({"name": name, "level2": "社会效益", "annual": value}, goal=goal)) is reported
