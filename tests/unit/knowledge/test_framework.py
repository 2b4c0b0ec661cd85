"""Categories are known in whatever dress a form gives them; what only sounds like one is not."""

from __future__ import annotations

import pytest

from lint_pbt.datafiles.vocabulary import built_in
from lint_pbt.knowledge.framework import Framework


@pytest.fixture(scope="module")
def framework() -> Framework:
    return Framework(built_in()[1]["framework"])


@pytest.mark.parametrize(
    ("name", "standard"),
    [
        ("产出指标", "产出指标"),
        ("产 出", "产出指标"),
        ("1.项目产出", "产出指标"),
        ("产出类指标", "产出指标"),
        ("预期产出指标（40分）", "产出指标"),
        ("一、产出指标(Outputs)", "产出指标"),
        ("项目效果", "效益指标"),
        ("效果", "效益指标"),
        ("实施效果指标", "效益指标"),
        ("效益类指标 30%", "效益指标"),
        ("满意度类指标", "满意度指标"),
        ("3-满意度指标", "满意度指标"),
        ("成本指标20分", "成本指标"),
        ("绩效指标-产出指标", "产出指标"),
    ],
)
def test_first_levels_in_every_dress(framework: Framework, name: str, standard: str) -> None:
    level = framework.level1(name)
    assert level is not None and level.name == standard


@pytest.mark.parametrize(
    ("name", "standard"),
    [
        ("11-数量指标", "数量指标"),
        ("⑴数量指标", "数量指标"),
        ("完成时限指标", "时效指标"),
        ("产出数量", "数量指标"),
        ("数量指标(或建筑规模指标)", "数量指标"),
        ("工程质量指标", "质量指标"),
        ("（二）质量类指标", "质量指标"),
        ("时效指标（工期指标、形象进度指标）", "时效指标"),
        ("工程进度目标", "时效指标"),
        ("完成时间指标", "时效指标"),
        ("4.产出成本指标", "成本指标"),
        ("生态环境成本", "生态环境成本指标"),
        ("Economic benefit 经济效益指标", "经济效益"),
        ("社会影响指标", "社会效益"),
        ("环境效益指标（10 分）", "生态效益"),
        ("可持续性影响指标", "可持续影响"),
        ("服务对象满意度指标等", "服务对象满意度"),
        ("学生及家长满意度指标", "服务对象满意度"),
        ("社会公众或服务对象满意度指标", "服务对象满意度"),
    ],
)
def test_second_levels_in_every_dress(framework: Framework, name: str, standard: str) -> None:
    level = framework.level2(name)
    assert level is not None and level.name == standard
    assert framework.level1(name) is None or standard in ("成本指标", "服务对象满意度")


@pytest.mark.parametrize(
    "name",
    ["培训数量", "工程质量合格率", "项目成本", "经济成本节约率", "家长满意度", "完成时间", "数量指标1", "政治效益指标",
     "一级指标", "管理类指标", "社会保障覆盖面", "服务对象", "成本效益分析报告", "项目", "指标", "", "年度目标"],
)  # fmt: skip
def test_what_is_no_category(framework: Framework, name: str) -> None:
    assert framework.level1(name) is None and framework.level2(name) is None


@pytest.mark.parametrize(
    ("name", "first", "standard"),
    [
        ("服务对象", "满意度指标", "服务对象满意度"),
        ("受益群众", "满意度类指标", "服务对象满意度"),
        ("社会", "效益指标", "社会效益"),
        ("社会", "成本指标", "社会成本指标"),
        ("可持续", "项目效果", "可持续影响"),
    ],
)
def test_a_part_of_a_name_is_enough_below_its_first_level(
    framework: Framework, name: str, first: str, standard: str
) -> None:
    level = framework.level2(name, first)
    assert level is not None and level.name == standard


def test_several_categories_in_one_cell_are_known(framework: Framework) -> None:
    assert framework.knows("社会、经济、生态效益指标")
    assert not framework.knows("财务、人事指标")


def test_satisfaction_below_benefit_is_printed_by_some_forms(framework: Framework) -> None:
    benefit, satisfaction = framework.level1("效益指标"), framework.level2("满意度指标")
    assert benefit and satisfaction and framework.printed_under(satisfaction, benefit)
    quantity = framework.level2("数量指标")
    assert quantity and not framework.printed_under(quantity, benefit)
