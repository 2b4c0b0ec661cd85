"""What is proposed for a hedged value says as much as the value did, and no less."""

from __future__ import annotations

import pytest

import lint_pbt

_TABLE = "填报单位：云州市水务局\n项目名称,二级指标,三级指标,年度指标值\n河道保洁,{level},{name},{value}\n"


@pytest.mark.parametrize(
    ("level", "name", "value", "better"),
    [
        ("数量指标", "保洁河道长度", "约120公里", "≥120公里"),
        ("社会效益指标", "群众投诉次数", "控制在5次左右", "≤5次"),
        ("成本指标", "每公里保洁成本", "大约3万元", "≤3万元"),
        ("数量指标", "走访户数", "二三十户", None),
        ("数量指标", "培训期数和人数", "2期，约100人", None),
        ("数量指标", "合同审查件数", "合同30单，咨询约50单", None),
        ("数量指标", "宣传场次", "20多场", "≥20场"),
        ("质量指标", "断面达标率", "85%～90%左右", "85%～90%"),
    ],
)  # fmt: skip
def test_the_firm_value(level: str, name: str, value: str, better: str | None) -> None:
    table = _TABLE.format(level=level, name=name, value=f'"{value}"')
    found = [
        one
        for one in lint_pbt.lint(table.encode(), lint_pbt.Settings(), name="a.csv").findings
        if one.rule.id == "V107"
    ]
    assert [one.better for one in found] == [better]


def test_a_unit_in_brackets_is_proposed_whole() -> None:
    table = _TABLE.format(level="质量指标", name="断面达标率", value="≥100.00(%)")
    found = lint_pbt.lint(table.encode(), lint_pbt.Settings(), name="a.csv").findings
    assert [one.better for one in found if one.rule.id == "X102"] == ["100.00(%)"]
