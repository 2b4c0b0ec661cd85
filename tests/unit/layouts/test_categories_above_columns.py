"""Categories that are titles: first levels above second ones, each above a column of indicators."""

from __future__ import annotations

import pytest

from lint_pbt.layouts import lay_out
from lint_pbt.model.sheet import Source
from tests.unit.sheets import grid

BELOW = """
    序号|项目名称|数量指标|质量指标|社会效益指标|服务对象满意度指标
    1|湖面保洁|打捞船次≥90次|水面达标率≥95%|受益居民≥3000人|游客满意度≥92%
    2|湖岸修复|修复湖岸≥3公里|验收合格率=100%|受益村庄≥4个|村民满意度≥90%"""


@pytest.mark.parametrize("above", ["产出指标||效益指标|满意度指标", "产出指标|产出指标|效益指标|满意度指标"])
def test_merged_titles_that_an_export_took_apart_stand_above_their_columns(above: str) -> None:
    sheet = grid(f"序号|项目名称|{above}\n{BELOW.strip()}", name="Sheet1")
    document = lay_out(Source("表.xlsx", (sheet,)))
    levels = [[one.level1.name.text for one in project.indicators] for _, project in document.projects()]
    assert levels == [["产出指标", "产出指标", "效益指标", "满意度指标"]] * 2
