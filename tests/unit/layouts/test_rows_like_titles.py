"""Rows of a table whose words sound like titles, and rows of departments above their units."""

from __future__ import annotations

from pathlib import Path

import pytest

import lint_pbt
from lint_pbt.layouts import lay_out
from lint_pbt.model.run import Run
from lint_pbt.model.sheet import Source
from tests.unit.sheets import grid

HEAD = "项目名称|一级指标|二级指标|三级指标|指标值类型|指标值|度量单位|指标值内容|评分标准"
FIRST = "路灯改造|产出指标|数量指标|更换灯具|定量|≥600|盏|更换灯具的数量|缺一盏扣0.1分"
LAST = "绿道养护|产出指标|质量指标|养护达标率|定量|≥96|%|养护达标率|酌情扣分"


@pytest.mark.parametrize(
    "row",
    [
        "||时效指标|完工时间|定量|2025年9月底前||完工时间应不晚于目标值|每晚一周扣1分",
        "||质量指标|故障报修|定性|及时处理||故障报修达到年初指标值|酌情扣分",
        "||质量指标|亮灯率|定量|98|%|亮灯率不低于年度目标值|酌情扣分",
    ],
)
def test_a_row_of_an_indicator_is_no_header(row: str) -> None:
    document = lay_out(Source("表.xlsx", (grid("\n".join((HEAD, FIRST, row, LAST))),)))
    read = [(project.name.text, [one.name.text for one in project.indicators]) for _, project in document.projects()]
    assert read == [("路灯改造", ["更换灯具", row.split("|")[3]]), ("绿道养护", ["养护达标率"])]
    assert not any(note.unchecked for note in document.notes)


def test_another_header_below_is_one() -> None:
    second = "项目名称|一级指标|二级指标|指标名称|目标值|计量单位"
    below = "绿道养护|产出指标|质量指标|养护达标率|≥96|%"
    document = lay_out(Source("表.xlsx", (grid("\n".join((HEAD, FIRST, second, below))),)))
    targets = [one.annual.text for _, project in document.projects() for one in project.indicators if one.annual]
    assert targets == ["≥600盏", "≥96%"]


def lint(path: Path, text: str) -> Run:
    path.write_text(text, "utf-8")
    return lint_pbt.lint([str(path)])


UNITS = """单位名称,项目名称,预算数（万元）,一级指标,二级指标,三级指标,指标值
{above}
园林局本级,路灯改造,70,产出指标,数量指标,更换灯具,≥600盏
园林管理站,绿道养护,30,产出指标,数量指标,养护里程,≥20公里
{below}
"""


@pytest.mark.parametrize(("total", "wrong"), [("100", False), ("120", True)])
@pytest.mark.parametrize("name", ["园林局部门", "合计"])
def test_the_amount_above_all_projects_is_their_sum(name: str, total: str, wrong: bool, tmp_path: Path) -> None:
    run = lint(tmp_path / "表.csv", UNITS.format(above=f"{name},,{total},,,,", below=""))
    assert ("C201" in {finding.rule.id for finding in run.findings}) is wrong


@pytest.mark.parametrize(("total", "told"), [("100", False), ("90", True)])
def test_departments_that_do_not_add_up_are_told(total: str, told: bool, tmp_path: Path) -> None:
    second = "水利局部门,,40,,,,\n水利站,清淤,40,产出指标,数量指标,清淤长度,≥5公里"
    run = lint(tmp_path / "表.csv", UNITS.format(above=f"园林局部门,,{total},,,,", below=second))
    assert any("“园林局部门”名下没有项目" in note.message for note in run.documents[0].notes) is told
    assert "C201" not in {finding.rule.id for finding in run.findings}
