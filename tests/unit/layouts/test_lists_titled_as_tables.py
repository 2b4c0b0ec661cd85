"""Lists of the cycle and of the year under titles that sound like those of forms: 项目年度绩效目标表."""

from __future__ import annotations

import pytest

from lint_pbt.layouts import lay_out
from lint_pbt.model.document import Project
from lint_pbt.model.sheet import Source
from tests.unit.sheets import grid, lines

HEAD = "一级指标|二级指标|三级指标|指标值"
CYCLE = "产出指标|数量指标|疏浚河道长度|≥90公里\n满意度指标|服务对象满意度指标|沿岸居民满意度|≥95%"
YEAR = "产出指标|数量指标|疏浚河道长度|≥30公里\n满意度指标|服务对象满意度指标|沿岸居民满意度|≥90%"
NAME = "项目名称|河道疏浚||\n项目单位|县水利局||"


def projects(text: str) -> list[Project]:
    return [project for _, project in lay_out(Source("表.xlsx", (grid(text),))).projects()]


def values(project: Project) -> list[tuple[object, object]]:
    return [(one.cycle and one.cycle.text, one.annual and one.annual.text) for one in project.indicators]


def both(first: str, second: str, gap: str = "") -> str:
    return f"{first}|||\n{HEAD}\n{CYCLE}\n{gap}{second}|||\n{HEAD}\n{YEAR}"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("项目长期绩效目标表", "项目年度绩效目标表"),
        ("项目支出中期绩效指标表", "项目支出本年度绩效指标表"),
        ("一、专项资金实施期绩效目标情况表", "二、专项资金年度绩效目标情况表"),
        ("项目总体绩效指标一览表", "项目当年绩效指标一览表"),
        ("项目整个实施周期绩效目标表（2024-2026年）", "项目2025年度绩效目标表"),
    ],
)
@pytest.mark.parametrize("gap", ["", "|||\n"])
def test_they_are_of_the_project_above(first: str, second: str, gap: str) -> None:
    [project] = projects(f"{NAME}\n{both(first, second, gap)}")
    assert (project.name.text, values(project)) == ("河道疏浚", [("≥90公里", "≥30公里"), ("≥95%", "≥90%")])


def test_so_is_the_only_one() -> None:
    [project] = projects(f"{NAME}\n项目年度绩效目标表|||\n{HEAD}\n{YEAR}")
    assert (project.name.text, values(project)) == ("河道疏浚", [(None, "≥30公里"), (None, "≥90%")])


def test_a_title_with_a_name_of_its_own_begins_another_form() -> None:
    road = both("村道养护项目长期绩效目标表", "村道养护项目年度绩效目标表")
    first, *others = projects(f"{NAME}\n{both('项目长期绩效目标表', '项目年度绩效目标表')}\n{road}")
    assert len(values(first)) == 2
    assert others


@pytest.mark.parametrize("title", ["项目年度绩效目标表", "项目支出绩效目标表"])
def test_above_a_name_it_is_the_title_of_the_next_form(title: str) -> None:
    one = f"{title}|||\n{NAME}\n{HEAD}\n{YEAR}"
    other = one.replace("河道疏浚", "泵站检修")
    assert [project.name.text for project in projects(f"{one}\n{other}")] == ["河道疏浚", "泵站检修"]


def test_a_second_list_of_the_year_is_not_taken_for_that_of_the_project_above() -> None:
    one = f"项目年度绩效目标表|||\n{HEAD}\n{YEAR}"
    assert [len(project.indicators) for project in projects(f"{NAME}\n{one}\n{one}")] == [2, 2]


@pytest.mark.parametrize("titles", [("长期绩效目标表", "年度绩效目标表"), ("一、总体绩效指标", "二、年度绩效指标")])
def test_in_tables_of_their_own_they_are_of_the_project_above(titles: tuple[str, str]) -> None:
    sheets = [lines("项目绩效目标申报表"), grid("项目名称|河道疏浚|项目编码|A01")]
    for title, rows in zip(titles, (CYCLE, YEAR), strict=True):
        sheets += [lines(title), grid(f"{HEAD}\n{rows}")]
    [project] = [project for _, project in lay_out(Source("表.docx", tuple(sheets))).projects()]
    assert (project.name.text, values(project)) == ("河道疏浚", [("≥90公里", "≥30公里"), ("≥95%", "≥90%")])


def test_other_tables_of_their_own_are_of_other_projects() -> None:
    sheets = [grid(f"{NAME}\n{HEAD}\n{YEAR}"), lines("泵站检修项目年度绩效目标表"), grid(f"{HEAD}\n{YEAR}")]
    first, *_ = [project for _, project in lay_out(Source("表.docx", tuple(sheets))).projects()]
    assert len(values(first)) == 2


@pytest.mark.parametrize("label", ["其他说明的问题", "其它需要说明的问题", "有关情况说明"])
def test_a_label_with_nothing_beside_it_between_two_lists_begins_no_project(label: str) -> None:
    lists = f"长期绩效指标|||\n{HEAD}\n{CYCLE}\n{label}|||\n年度绩效指标|||\n{HEAD}\n{YEAR}"
    [project] = projects(f"{NAME}\n{lists}")
    assert (project.name.text, values(project)) == ("河道疏浚", [("≥90公里", "≥30公里"), ("≥95%", "≥90%")])
