"""Lists of the cycle and of the year in one form, one below the other, each under a line that names it."""

from __future__ import annotations

import pytest

from lint_pbt.layouts import lay_out
from lint_pbt.model.document import Document
from lint_pbt.model.sheet import Source
from lint_pbt.readers import read
from tests.unit.sheets import grid

HEAD = "一级指标|二级指标|三级指标|指标值"
CYCLE = "产出指标|数量指标|修缮校舍栋数|≥9栋\n满意度指标|服务对象满意度指标|师生满意度|≥95%"
YEAR = "产出指标|数量指标|修缮校舍栋数|≥3栋\n满意度指标|服务对象满意度指标|师生满意度|≥90%"
BOTH = [("修缮校舍栋数", "≥9栋", "≥3栋"), ("师生满意度", "≥95%", "≥90%")]


def values(text: str) -> tuple[Document, list[tuple[str, str | None, str | None]]]:
    document = lay_out(Source("表.xlsx", (grid(text),)))
    [(_, project)] = document.projects()
    return document, [
        (one.name.text, one.cycle.text if one.cycle else None, one.annual.text if one.annual else None)
        for one in project.indicators
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("长期绩效指标", "年度绩效指标"),
        ("总体绩效指标", "年度绩效指标"),
        ("一、实施期绩效指标", "二、年度绩效指标"),
        ("（一）中期指标：", "（二）本年度指标："),
        ("长期绩效目标", "年度绩效目标"),
        ("总目标绩效指标情况", "当年绩效指标情况"),
        ("一、总体绩效目标", "二、年度绩效目标"),
    ],
)
@pytest.mark.parametrize("gap", ["", "|||\n"])
def test_each_list_is_what_the_line_above_it_says(first: str, second: str, gap: str) -> None:
    document, found = values(f"项目名称|校舍修缮||\n{first}|||\n{HEAD}\n{CYCLE}\n{gap}{second}|||\n{HEAD}\n{YEAR}")
    assert found == BOTH
    assert not any(note.unchecked for note in document.notes)


def test_the_list_of_the_year_may_stand_first() -> None:
    _, found = values(f"项目名称|校舍修缮||\n年度绩效指标|||\n{HEAD}\n{YEAR}\n长期绩效指标|||\n{HEAD}\n{CYCLE}")
    assert found == BOTH


def test_the_lists_may_have_titles_of_their_own() -> None:
    head = HEAD.replace("指标值", "本年指标值")
    _, found = values(f"项目名称|校舍修缮||\n长期绩效指标|||\n{HEAD}\n{CYCLE}\n|||\n年度绩效指标|||\n{head}\n{YEAR}")
    assert found == BOTH


def test_a_line_above_the_only_list_makes_no_cycle_of_it() -> None:
    _, found = values(f"项目名称|校舍修缮||\n总体绩效目标|||\n{HEAD}\n{YEAR}")
    assert found == [("修缮校舍栋数", None, "≥3栋"), ("师生满意度", None, "≥90%")]


def test_the_next_project_of_a_sheet_begins_anew() -> None:
    one = f"项目名称|校舍修缮||\n长期绩效指标|||\n{HEAD}\n{CYCLE}\n年度绩效指标|||\n{HEAD}\n{YEAR}"
    other = f"项目名称|操场翻新||\n{HEAD}\n产出指标|数量指标|翻新操场个数|≥2个"
    document = lay_out(Source("表.xlsx", (grid(f"{one}\n|||\n{other}"),)))
    first, second = [project for _, project in document.projects()]
    assert [one.cycle and one.cycle.text for one in first.indicators] == ["≥9栋", "≥95%"]
    assert [(one.cycle, one.annual and one.annual.text) for one in second.indicators] == [(None, "≥2个")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("长期绩效\\n目标表", "年度绩效\\n目标表"),
        ("实施期绩效指标表", "年度绩效指标表"),
        ("中长期绩效目标", "本年度绩效目标"),
    ],
)
def test_each_list_is_what_stands_beside_it(first: str, second: str) -> None:
    def beside(title: str, rows: str) -> str:
        return f"{title}|{HEAD}\n" + "\n".join(f"|{row}" for row in rows.split("\n"))

    text = f"项目名称|校舍修缮|||\n{beside(first, CYCLE)}\n{beside(second, YEAR)}"
    spans = {"A2": (3, 1), "A5": (3, 1)}
    document = lay_out(Source("表.docx", (grid(text, spans=spans),)))
    [(_, project)] = document.projects()
    found = [
        (one.name.text, one.cycle and one.cycle.text, one.annual and one.annual.text) for one in project.indicators
    ]
    assert found == BOTH


def test_the_second_list_may_part_its_values_where_the_first_does_not() -> None:
    page = """<table>
    <tr><td>项目名称</td><td colspan="5">校舍修缮</td></tr>
    <tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td colspan="3">指标值</td></tr>
    <tr><td>产出指标</td><td>数量指标</td><td>累计修缮校舍栋数</td><td colspan="3">≥9栋</td></tr>
    <tr><td rowspan="2">一级指标</td><td rowspan="2">二级指标</td><td rowspan="2">三级指标</td>
    <td colspan="3">指标值</td></tr>
    <tr><td>前年</td><td>上年</td><td>预计当年</td></tr>
    <tr><td>产出指标</td><td>数量指标</td><td>修缮校舍栋数</td><td>2栋</td><td>4栋</td><td>≥3栋</td></tr>
    <tr><td>产出指标</td><td>质量指标</td><td>验收合格率</td><td>97%</td><td>98%</td><td>≥99%</td></tr></table>"""
    [(_, project)] = lay_out(read("表.html", page.encode())).projects()
    found = [(one.name.text, one.annual.text if one.annual else None) for one in project.indicators]
    assert found == [("累计修缮校舍栋数", "≥9栋"), ("修缮校舍栋数", "≥3栋"), ("验收合格率", "≥99%")]


@pytest.mark.parametrize("titles", [("目标名称", "目标名称"), ("长期目标（2026—2028年）", "年度目标"), ("", "")])
def test_what_stands_beside_the_rows_names_the_list_whatever_is_above_it(titles: tuple[str, str]) -> None:
    lists = zip(titles, (("长期绩效指标", CYCLE), ("年度绩效指标", YEAR)), strict=True)
    text = "\n".join(
        f"{title}|{HEAD}|依据\n{name}|{rows.replace(chr(10), f'|规划{chr(10)}|')}|规划" for title, (name, rows) in lists
    )
    _, found = values(f"项目名称|校舍修缮||||\n{text}")
    assert sorted(found) == sorted(BOTH)
