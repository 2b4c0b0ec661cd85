"""First levels that stand with their weight before the second, or in rows of their own."""

from __future__ import annotations

import pytest

from lint_pbt.layouts import lay_out
from lint_pbt.model.document import Document
from lint_pbt.model.sheet import Source
from tests.unit.sheets import grid


def levels(text: str) -> list[tuple[str, str]]:
    document: Document = lay_out(Source("表.xlsx", (grid(f"项目名称|古树养护|\n{text}"),)))
    [(_, project)] = document.projects()
    return [(one.level1.name.text, one.level2.name.text) for one in project.indicators]


@pytest.mark.parametrize("weight", ["", "（50分）", "(10分)"])
def test_a_weight_before_the_second_level(weight: str) -> None:
    found = levels(
        f"指标类别|三级指标|指标值\n产出指标{weight}-数量指标|养护古树株数|≥60株\n"
        f"满意度指标{weight}-服务对象满意度指标|村民满意度|≥90%"
    )
    assert found == [("产出指标", "数量指标"), ("满意度指标", "服务对象满意度指标")]


def test_a_section_of_costs_is_none_of_outputs() -> None:
    found = levels(
        "二级指标|三级指标|指标值\n产出指标||\n数量指标|养护古树株数|≥60株\n成本指标||\n经济成本指标|单株养护成本|≤800元"
    )
    assert found == [("产出指标", "数量指标"), ("成本指标", "经济成本指标")]


@pytest.mark.parametrize("title", ["指标名称(二级指标)", "指标名称（二级指标）", "指标名称二级指标"])
def test_a_level_behind_a_title_says_which_it_is(title: str) -> None:
    [(_, project)] = lay_out(
        Source(
            "表.xlsx",
            (
                grid(
                    f"项目名称|古树养护\n{title}|三级指标|上年度实际水平|本年度计划水平|计算公式\n"
                    "养护成效|养护古树株数|52株|≥60株|台账\n养护成效|古树存活率|96%|≥97%|存活株数/养护株数"
                ),
            ),
        )
    ).projects()
    assert [(one.level2.name.text, one.name.text, one.annual and one.annual.text) for one in project.indicators] == [
        ("养护成效", "养护古树株数", "≥60株"),
        ("养护成效", "古树存活率", "≥97%"),
    ]


@pytest.mark.parametrize("title", ["二级指标(指标类别)", "二级指标（指标名称）"])
def test_a_less_sure_title_behind_that_of_a_level_says_nothing(title: str) -> None:
    assert levels(f"一级指标|{title}|三级指标|指标值\n产出指标|数量指标|养护古树株数|≥60株") == [
        ("产出指标", "数量指标")
    ]
