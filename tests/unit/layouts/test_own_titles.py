"""Tables with titles and labels of their own: what stands in and beside them tells what they are."""

from __future__ import annotations

import pytest

from lint_pbt.layouts import lay_out
from lint_pbt.model.document import Document
from lint_pbt.model.sheet import Source
from tests.unit.sheets import grid

ROWS = """
    路灯改造|产出指标|数量指标|更换灯具|≥600盏
    路灯改造|产出指标|质量指标|亮灯率|≥98%
    路灯改造|效益指标|社会效益指标|受益居民|≥2万人
    绿道养护|产出指标|数量指标|养护里程|≥20公里
    绿道养护|满意度指标|服务对象满意度指标|市民满意度|≥90%
"""
FORM = """
    一级指标|二级指标|三级指标|指标值
    产出指标|数量指标|更换灯具|≥600盏
    效益指标|社会效益指标|受益居民|≥2万人
    满意度指标|服务对象满意度指标|市民满意度|≥90%
"""


def read(text: str, path: str = "表.csv", name: str | None = None) -> Document:
    return lay_out(Source(path, (grid(text, name),)))


def projects(document: Document) -> list[tuple[str, int]]:
    return [(project.name.text, len(project.indicators)) for _, project in document.projects()]


@pytest.mark.parametrize("first", ["项目", "项目名称", "支出项目"])
def test_a_row_of_unknown_titles_that_begins_with_a_label_is_a_header(first: str) -> None:
    document = read(f"{first}|条线|分类|考核口径|期望{ROWS}")
    assert projects(document) == [("路灯改造", 3), ("绿道养护", 2)]
    assert not any(note.unchecked for note in document.notes)


def test_a_row_of_labels_with_values_above_the_first_indicator_is_no_header() -> None:
    below = FORM.split("\n", 2)[2]
    document = read(f"项目名称|路灯改造|牵头科室|设施科\n{below}")
    assert projects(document) == [("路灯改造", 3)]
