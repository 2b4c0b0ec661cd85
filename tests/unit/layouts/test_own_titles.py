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


@pytest.mark.parametrize("label", ["事项名称", "工程名称", "任务名称", "课题名称", "专项"])
def test_a_label_for_a_name_names_the_project(label: str) -> None:
    document = read(f"{label}|绿道养护|承办处室|养护科\n{FORM.strip()}", name="养护科")
    assert projects(document) == [("绿道养护", 3)]


@pytest.mark.parametrize("label", ["合同名称", "开户行名称", "单位名称", "科目名称"])
def test_a_label_for_a_name_of_something_else_names_none(label: str) -> None:
    document = read(f"项目名称|绿道养护|{label}|路灯改造\n{FORM.strip()}")
    assert projects(document) == [("绿道养护", 3)]


def test_the_name_of_a_label_that_is_known_counts() -> None:
    for labels in ("项目名称|绿道养护|工程名称|路灯改造", "工程名称|路灯改造|项目名称|绿道养护"):
        assert projects(read(f"{labels}\n{FORM.strip()}")) == [("绿道养护", 3)]


def test_a_name_taken_from_the_worksheet_is_told() -> None:
    document = read(f"起止时间|2025年|承办处室|养护科\n{FORM.strip()}", name="绿道养护")
    assert projects(document) == [("绿道养护", 3)]
    assert any("按工作表名“绿道养护”算作项目名称" in note.message for note in document.notes)


@pytest.mark.parametrize("label", ["2.项目实施内容及过程概述", "2.实施进展和做法", "实施进展"])
def test_a_goal_ends_at_a_label_that_nobody_knows(label: str) -> None:
    document = read(
        f"""
        项目名称|绿道养护||
        项目基本情况|1.目标完成情况|项目年度目标|年度目标完成情况
        ||做好绿道养护。|完成养护。
        |{label}|按计划开展巡查和修补。|
        {FORM.strip()}
        """
    )
    [(_, project)] = document.projects()
    assert project.goal is not None
    assert project.goal.text == "做好绿道养护。"


@pytest.mark.parametrize(
    ("first", "later"), [("年初预算数", "全年预算数"), ("年初预算", "调整后预算数"), ("全年预算数", "年初预算数")]
)
def test_the_budget_in_force_counts_in_a_self_evaluation(first: str, later: str) -> None:
    amounts = (260, 258.4) if first.startswith("年初") else (258.4, 260)
    document = read(
        f"""
        项目名称|绿道养护|||
        项目资金（万元）||{first}|{later}|全年执行数
        |年度资金总额|{amounts[0]}|{amounts[1]}|255.1
        |其中：财政拨款|{amounts[0]}|{amounts[1]}|255.1
        {FORM.strip()}
        """
    )
    [(_, project)] = document.projects()
    assert str(project.amounts[0].value) == "258.4"


@pytest.mark.parametrize("text", [f"项目名称|绿道养护||\n{FORM.strip()}", f"项目名称|条线|分类|考核口径|期望{ROWS}"])
def test_that_no_goal_was_read_is_told_of_forms_and_lists_alike(text: str) -> None:
    told = [note.message for note in read(text).notes if "绩效目标" in note.message]
    assert told == ["没有读到绩效目标这一栏，没有检查项目的目标"]
