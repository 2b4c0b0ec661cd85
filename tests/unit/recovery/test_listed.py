"""Text whose rows begin with a category of the second level and have no first one."""

import pytest

from lint_pbt.layouts import lay_out
from lint_pbt.readers import read
from tests.unit.recovery.test_outlines import document, indicators

_ROWS = [
    ("数量指标", "培训场次", "≥5场"),
    ("质量指标", "考试合格率", "≥95%"),
    ("社会效益指标", "受益人数", "≥500人"),
    ("满意度指标", "学员满意度", "≥90%"),
]
_BLANKS = ["\t", "\u3000", "  ", " "]


@pytest.mark.parametrize("blank", _BLANKS)
def test_blanks_part_the_cells(blank: str) -> None:
    found = document("项目名称：农民培训", *(blank.join(row) for row in _ROWS))
    assert indicators(found) == [("农民培训", *row) for row in _ROWS]


@pytest.mark.parametrize("blank", _BLANKS)
@pytest.mark.parametrize("goals", [("培训农民。", "培训渔民。"), ("完成全年的培训任务。",) * 2])
def test_projects_and_goals_stand_between_rows(blank: str, goals: tuple[str, str]) -> None:
    rows = [blank.join(row) for row in _ROWS]
    one, two = (f"绩效目标：{goal}" for goal in goals)
    found = document("项目名称：农民培训", one, *rows, "", "项目名称：渔民培训", two, *rows)
    assert indicators(found) == [(name, *row) for name in ("农民培训", "渔民培训") for row in _ROWS]
    assert [project.goal and project.goal.text for _, project in found.projects()] == [*goals]


@pytest.mark.parametrize("blank", _BLANKS)
def test_titles_stand_above_and_rows_go_on_below_a_category(blank: str) -> None:
    rows = [("二级指标", "三级指标", "指标值"), *_ROWS[:2], ("", "补考率", "≤3%"), *_ROWS[2:]]
    found = document("项目名称：农民培训", *(blank.join(row) for row in rows))
    assert ("农民培训", "质量指标", "补考率", "≤3%") in indicators(found)
    assert len(indicators(found)) == 5


def test_a_name_and_its_value_may_stand_together() -> None:
    found = document(
        "项目名称：农民培训", "数量指标 培训场次≥5场", "  质量指标 考试 合格率 ≥ 95 %", "时效指标 完成时间：6月底前"
    )
    assert indicators(found) == [
        ("农民培训", "数量指标", "培训场次", "≥5场"),
        ("农民培训", "质量指标", "考试 合格率", "≥ 95 %"),
        ("农民培训", "时效指标", "完成时间", "6月底前"),
    ]


def test_a_row_that_is_no_name_with_a_value_has_none() -> None:
    found = document("项目名称：农民培训", *("　".join(row) for row in _ROWS), "时效指标　待定")
    assert indicators(found)[4:] == [("农民培训", "时效指标", "待定", None)]


def test_blank_lines_and_long_gaps_take_no_time() -> None:
    gap = " " * 200_000
    text = "项目名称：甲" + gap + "\n" * 200_000 + gap + "\n".join("　".join(row) for row in _ROWS)
    assert len(indicators(lay_out(read("表.txt", text.encode())))) == 4
