"""Values in words that are merged over the columns of sign, value and unit; labels in square brackets above."""

from __future__ import annotations

import pytest

from lint_pbt.layouts import lay_out
from lint_pbt.model.sheet import Source
from tests.unit.sheets import grid

TEXT = """
    {label}|湖面保洁|||||
    一级指标|二级指标|三级指标|{titles}|权重
    产出指标|数量指标|打捞船次|{number}|60
    效益指标|生态效益指标|湖水水质|{words}|40"""


@pytest.mark.parametrize(
    ("titles", "number", "words", "span"),
    [
        ("指标性质|指标值|计量单位", "≥|90|次", "持续改善||", {"D4": (1, 3)}),
        ("指标性质|指标值|计量单位", "≥|90|次", "|持续改善|", {"E4": (1, 2)}),
        ("计量单位|指标性质|指标值", "次|≥|90", "持续改善||", {"D4": (1, 3)}),
    ],
)
def test_words_over_several_columns_are_the_value(
    titles: str, number: str, words: str, span: dict[str, tuple[int, int]]
) -> None:
    text = TEXT.format(label="【项目名称】", titles=titles, number=number, words=words)
    document = lay_out(Source("表.xlsx", (grid(text, "Sheet1", spans=span),)))
    [(_, project)] = document.projects()
    assert project.name.text == "湖面保洁"
    assert [one.annual.text for one in project.indicators if one.annual] == ["≥90次", "持续改善"]
