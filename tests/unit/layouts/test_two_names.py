"""Forms whose head names the project twice, in other words."""

from __future__ import annotations

import pytest

from lint_pbt.layouts import lay_out
from lint_pbt.layouts.words import Words
from lint_pbt.model.sheet import Source
from tests.unit.sheets import grid

BELOW = """
    一级指标|二级指标|三级指标|指标值
    产出指标|数量指标|打捞船次|≥90次
    满意度指标|服务对象满意度指标|游客满意度|≥92%"""


def read(head: str, added: Words | None = None) -> tuple[str, list[str]]:
    source = Source("表.xlsx", (grid(f"{head}\n{BELOW.strip()}", name="Sheet1"),))
    document = lay_out(source, added or {})
    [(_, project)] = document.projects()
    return project.name.text, [note.message for note in document.notes if "也像是项目名称" in note.message]


@pytest.mark.parametrize(
    ("labels", "taken", "left"),
    [(("资金名称", "用途名称"), "湖泊治理资金", "湖面保洁"), (("专项名称", "项目名称"), "湖面保洁", "湖泊治理资金")],
)
def test_of_two_labels_of_one_rank_the_one_left_is_told(labels: tuple[str, str], taken: str, left: str) -> None:
    name, [told] = read(f"{labels[0]}|湖泊治理资金|{labels[1]}|湖面保洁")
    assert name == taken
    assert f"一栏的“{taken}”，" in told
    assert f"一栏的“{left}”也像" in told


@pytest.mark.parametrize("labels", [("一级项目名称", "二级项目名称"), ("资金名称", "项目名称")])
def test_levels_and_a_label_that_is_known_need_no_word(labels: tuple[str, str]) -> None:
    assert read(f"{labels[0]}|湖泊治理资金|{labels[1]}|湖面保洁") == ("湖面保洁", [])


def test_the_configuration_settles_it() -> None:
    added = {"columns.project": ("用途名称",)}
    assert read("资金名称|湖泊治理资金|用途名称|湖面保洁", added) == ("湖面保洁", [])


def test_a_label_for_units_and_projects_names_a_project_as_a_column_does() -> None:
    assert read("单位名称（项目）|湖面保洁") == ("湖面保洁", [])
