"""Tables that lie on their side and cannot be set upright: a row a town, its categories beside each other."""

from __future__ import annotations

import pytest

from lint_pbt.errors import ReadError
from lint_pbt.layouts import lay_out
from lint_pbt.model.sheet import Source
from tests.unit.sheets import grid

ON_ITS_SIDE = """镇|产出指标||满意度指标
|数量指标|时效指标|服务对象满意度指标
|帮扶低收入农户数|资金兑付及时率|受益农户满意度
东川镇|≥2户|100%|≥90%
西山镇|≥4户|100%|≥90%"""
UPRIGHT = "项目名称|渠道清淤||\n一级指标|二级指标|三级指标|指标值\n产出指标|数量指标|清淤长度|≥6公里"


def test_it_is_refused_with_what_to_do() -> None:
    with pytest.raises(ReadError, match=r"横着排的.*每条指标一行"):
        lay_out(Source("表.docx", (grid(ON_ITS_SIDE),)))


def test_beside_another_table_it_is_told_where_it_stands() -> None:
    document = lay_out(Source("表.xlsx", (grid(UPRIGHT, name="一"), grid(ON_ITS_SIDE, name="二"))))
    [note] = [note for note in document.notes if "横着排的" in note.message]
    assert note.unchecked
    assert note.place is not None
    assert note.place.sheet == "二"


def test_categories_below_each_other_without_titles_are_told_as_before() -> None:
    rows = "数量指标|甲\n质量指标|乙\n时效指标|丙\n社会效益指标|丁"
    document = lay_out(Source("表.xlsx", (grid(UPRIGHT, name="一"), grid(rows, name="二"))))
    assert any("没有找到绩效指标的表头" in note.message for note in document.notes)
