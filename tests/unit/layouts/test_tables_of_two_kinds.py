"""Tables of two kinds below each other in a worksheet: a list with a column of projects, and forms or other lists."""

from __future__ import annotations

import pytest

from lint_pbt.layouts import lay_out
from lint_pbt.model.sheet import Source
from tests.unit.sheets import grid

LIST = """
    项目名称|一级指标|二级指标|三级指标|指标值
    绿道养护|产出指标|数量指标|养护里程|≥20公里
    绿道养护|满意度指标|服务对象满意度指标|市民满意度|≥90%"""
FORM = """
    项目支出绩效目标表||||
    （2026年度）||||
    项目名称|湖面保洁|||
    一级指标|二级指标|三级指标|指标值|
    产出指标|数量指标|打捞船次|≥90次|
    满意度指标|服务对象满意度指标|游客满意度|≥92%|"""
OTHER = """
    项目支出绩效表（2026年）||||
    单位：某县林业局|||金额单位：万元|
    一级指标|二级指标|项目名称|三级指标|年度目标
    产出指标|数量指标|湖面保洁|打捞船次|≥90次
    满意度指标|服务对象满意度指标|湖面保洁|游客满意度|≥92%"""


@pytest.mark.parametrize("between", ["", "||||"])
@pytest.mark.parametrize("tables", [(LIST, FORM), (FORM, LIST), (LIST, OTHER)])
def test_each_is_read_as_what_it_is(tables: tuple[str, str], between: str) -> None:
    text = "\n".join(part for part in (tables[0].strip(), between, tables[1].strip()) if part)
    document = lay_out(Source("表.xlsx", (grid(text, "Sheet1"),)))
    assert {
        project.name.text: [one.annual.text for one in project.indicators if one.annual]
        for _, project in document.projects()
    } == {"绿道养护": ["≥20公里", "≥90%"], "湖面保洁": ["≥90次", "≥92%"]}
