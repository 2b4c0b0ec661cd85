"""What is advised fits the value and what its indicator's name speaks of."""

from __future__ import annotations

import pytest

from lint_pbt.engine.engine import Engine
from lint_pbt.model.rule import Example
from lint_pbt.model.run import Finding
from lint_pbt.rulebook.examples import document_of
from lint_pbt.rulebook.loader import Settings, load_rulebook

BOOK = load_rulebook(Settings(profile="strict"))
ENGINE = Engine(BOOK.active, BOOK.tools)


def found(rule: str, example: Example) -> Finding:
    shape = next(one for one in BOOK.rules if one.id == rule)
    return next(one for one in ENGINE.check(document_of(example, shape)).findings if one.rule.id == rule)


@pytest.mark.parametrize(("value", "percent"), [("≥八成", "≥80%"), ("八成五以上", "≥85%"), ("不低于950‰", "≥95%")])
def test_a_share_in_other_words_is_told_as_the_percentage_it_is(value: str, percent: str) -> None:
    finding = found("V108", Example(name="住户满意率", level2="服务对象满意度", annual=value))
    assert finding.better == percent
    assert finding.severity == "info"
    assert percent.strip("≥") in finding.message


def test_no_percentage_at_all_is_more_than_a_matter_of_form() -> None:
    finding = found("V108", Example(name="住户满意率", level2="服务对象满意度", annual="较为满意"))
    assert finding.severity == "warning"


@pytest.mark.parametrize("name", ["湿地植被状况", "土壤墒情"])
def test_what_keeps_stable_is_not_counted_as_incidents(name: str) -> None:
    finding = found("V101", Example(name=name, level2="生态效益", annual="总体稳定"))
    assert "事故" not in finding.suggestion


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("良种面积占比", "较上年提高", "比上年提高N个百分点"),
        ("窗口办事效率", "较上年提高", "比上年提高N%以上"),
        ("机耕道养护单价", "符合定额标准", "元"),
        ("汛期值守制度", "持续健全", "覆盖率≥N%"),
        ("设施使用年限", "长期", "≥N年"),
        ("孤儿供养人数", "应保尽保", "N人"),
        ("防疫物资", "应检尽检，供应有力", "100%"),
        ("候鸟种群数量", "稳定增长", "比上年提高N%以上"),
        ("检测结果", "符合标准", "合格率≥N%"),
        ("渔船碰撞起数", "不上升", "减少"),
        ("管廊建设进度", "按计划推进", "N月底前"),
        ("候鸟种群数量", "不下降", "至少多少"),
        ("河道淤积程度", "有效减缓", "比上年减少"),
        ("灌区管理水平", "优良中低差", "哪一档"),
        ("信访件办理件数", "全部办结", "请写出数"),
        ("采购程序合规性", "依法合规", "违规问题0起"),
        ("堤防规划合理性", "合理", "分几档"),
    ],
)
def test_a_value_of_words_is_answered_by_what_it_speaks_of(name: str, value: str, told: str) -> None:
    finding = found("V101", Example(name=name, level2="可持续影响", annual=value))
    assert told in finding.suggestion and "≥95%" not in (finding.better or "")


@pytest.mark.parametrize(
    ("level2", "value", "told"),
    [
        ("时效指标", "适时开展", "N月底前"),
        ("产出时效", "稳步推进", "N月底前"),
        ("成本指标", "控制在合理范围", "≤N万元"),
        ("社会成本指标", "影响较小", "分几档"),
    ],
)
def test_a_category_of_times_or_of_costs_asks_for_a_date_or_an_amount(level2: str, value: str, told: str) -> None:
    assert told in found("V101", Example(name="闸站改建", level2=level2, annual=value)).suggestion


@pytest.mark.parametrize("name", ["渡口改造座数", "校车违规率", "水毁修复时限", "渔民培训人次", "门楼高度等级"])
def test_no_number_is_made_up(name: str) -> None:
    """What is made up gets copied: N stands where only the officer knows the number, and nothing can be taken over."""
    finding = found("V101", Example(name=name, annual="大体完成"))
    assert finding.better is None
    assert not any(one.isdigit() for one in finding.suggestion)
    copied = Example(name=name, annual="≥N座")
    assert found("V103", copied).severity == "error"


def test_where_the_name_speaks_of_incidents_they_are() -> None:
    finding = found("V101", Example(name="辖区治安形势", level2="社会效益", annual="总体稳定"))
    assert "事故0起" in finding.suggestion


@pytest.mark.parametrize(
    ("name", "value", "better"),
    [
        ("水泵完好率", "≥0.95", "≥95%"),
        ("闸门合格率", "1", "100%"),
        ("闸门合格率", "96", "96%"),
        ("设备故障率", "≤0.5", None),
    ],
)
def test_a_number_up_to_one_of_a_rate_is_a_share_of_the_whole(name: str, value: str, better: str | None) -> None:
    """Of a rate that should be low nobody can tell: 0.5% is as likely as a half."""
    assert found("V102", Example(name=name, level2="质量指标", annual=value)).better == better


@pytest.mark.parametrize(("value", "told"), [("#NAME?", "表格软件报的错"), ("###", "列拉宽"), ("XX座", "模板字样")])
def test_what_a_spreadsheet_could_not_show_is_no_template(value: str, told: str) -> None:
    finding = found("V103", Example(name="新建泵站", annual=value))
    assert told in finding.message + finding.suggestion


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("执法车辆购置数量", "≥3辆"),
        ("抽查企业数量", "≥3家"),
        ("基层医疗机构数", "≥3家"),
        ("新发展党员数", "≥3人"),
    ],
)
def test_what_is_bought_or_visited_is_counted_as_the_things_are(name: str, value: str) -> None:
    assert value in found("V102", Example(name=name, level2="数量指标", annual="≥3")).suggestion


def test_a_length_is_not_counted_as_the_works_in_its_name() -> None:
    finding = found("V109", Example(name="护岸工程里程", level2="数量指标", annual="≥300人"))
    assert "公里" in finding.suggestion
    assert "项" not in finding.suggestion


def test_an_ability_of_people_is_no_number_of_them() -> None:
    finding = found("V101", Example(name="人才引育能力", level2="可持续影响", annual="持续增强"))
    assert "多少人" not in finding.suggestion


def test_complaints_under_satisfaction_are_to_be_replaced() -> None:
    finding = found("V108", Example(name="住户有效投诉件数", level2="服务对象满意度", annual="≤3件"))
    assert "换成" in finding.suggestion
