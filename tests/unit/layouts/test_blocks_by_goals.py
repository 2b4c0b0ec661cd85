"""Lists of indicators named by the goal they belong to, and names that stand one level too high."""

from __future__ import annotations

import pytest

from lint_pbt.layouts import lay_out
from lint_pbt.model.document import Document
from lint_pbt.model.sheet import Source
from tests.unit.sheets import grid

HEAD = "一级指标|二级指标|指标名称|指标值"
FIRST = ("产出指标|数量指标|管护林地面积|≥900亩", "产出指标|质量指标|苗木成活率|≥95%")
SECOND = ("产出指标|数量指标|管护林地面积|≥300亩", "产出指标|质量指标|苗木成活率|≥90%")


def table(*rows: str) -> Document:
    return lay_out(Source("表.xlsx", (grid("\n".join(("项目名称|林地管护", *rows))),)))


def indicators(document: Document) -> list[tuple[str | None, ...]]:
    [(_, project)] = document.projects()
    fields = [(one.level2.name, one.name, one.cycle, one.annual) for one in project.indicators]
    return [tuple(field.text if field else None for field in row) for row in fields]


BOTH = [("数量指标", "管护林地面积", "≥900亩", "≥300亩"), ("质量指标", "苗木成活率", "≥95%", "≥90%")]


@pytest.mark.parametrize(
    ("cycle", "annual"),
    [
        ("长期目标1", "年度目标1"),
        ("中期绩效目标一", "本年度绩效目标一"),
        ("实施期目标", "当年目标"),
        ("长期目标2", "年度目标"),
    ],
)
def test_goals_that_name_blocks(cycle: str, annual: str) -> None:
    beside = (f"{cycle}|{HEAD}", *(f"|{row}" for row in FIRST), f"{annual}|{HEAD}", *(f"|{row}" for row in SECOND))
    assert indicators(table(*beside)) == BOTH
    assert indicators(table(cycle, HEAD, *FIRST, annual, HEAD, *SECOND)) == BOTH


NAMES = (
    ("成本指标", "每亩管护支出", "≤120元"),
    ("数量指标", "管护林地面积", "≥300亩"),
    ("质量指标", "苗木成活率", "≥90%"),
    ("生态效益指标", "新增绿化面积", "≥40亩"),
)


@pytest.mark.parametrize("title", ["绩效标准", "指标内容"])
def test_explanations_are_no_names(title: str) -> None:
    rows = [f"{level}|{name}|反映{name}的情况|{value}" for level, name, value in NAMES]
    document = table(f"一级指标|二级指标|{title}|当年预期实现值", *rows)
    assert indicators(document) == [(level, name, None, value) for level, name, value in NAMES]
    assert any("看内容定的" in note.message for note in document.notes)


@pytest.mark.parametrize("title", ["绩效标准", "指标内容", "三级指标"])
def test_names_behind_categories_stay_names(title: str) -> None:
    rows = [f"产出指标|{level}|{name}|{value}" for level, name, value in NAMES]
    document = table(f"一级指标|二级指标|{title}|当年预期实现值", *rows)
    assert indicators(document) == [(level, name, None, value) for level, name, value in NAMES]
