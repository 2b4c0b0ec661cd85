"""A column of units beside values that are words, grades or numbers with a unit of their own."""

from __future__ import annotations

import pytest

from lint_pbt.layouts import lay_out
from lint_pbt.model.sheet import Source
from tests.unit.sheets import grid

HEAD = "项目名称|湖面保洁||||\n一级指标|二级指标|三级指标|符号|指标值|计量单位"
FIRST = "产出指标|数量指标|打捞船次|≥|90|次"


def read(name: str, sign: str, value: str, unit: str) -> tuple[str, list[str]]:
    rows = (HEAD, FIRST, f"效益指标|生态效益指标|{name}|{sign}|{value}|{unit}")
    document = lay_out(Source("表.xlsx", (grid("\n".join(rows), name="Sheet1"),)))
    [(_, project)] = document.projects()
    annual = project.indicators[-1].annual
    assert annual is not None
    return annual.text, [note.message for note in document.notes if "单位" in note.message]


@pytest.mark.parametrize(
    ("sign", "value", "unit", "read_as"),
    [("≥", "Ⅲ", "类", "≥Ⅲ类"), ("=", "明显改善", "无", "=明显改善"), ("", "是", "是/否", "是")],
)
def test_what_goes_together_is_joined_and_marks_for_no_unit_are_none(
    sign: str, value: str, unit: str, read_as: str
) -> None:
    assert read("湖水水质", sign, value, unit) == (read_as, [])


@pytest.mark.parametrize(("sign", "value", "unit"), [("=", "持续提升", "年"), ("≥", "3次", "个")])
def test_a_unit_that_cannot_be_part_of_its_value_is_told(sign: str, value: str, unit: str) -> None:
    text, [told] = read("湖水水质", sign, value, unit)
    assert text == sign + value
    assert f"“{text}”旁边的“{unit}”" in told
