"""Cells that are merged below each other or across the columns are what they stand for once."""

from lint_pbt.layouts import lay_out
from lint_pbt.model.sheet import Source
from tests.unit.sheets import grid


def test_the_first_indicator_of_each_project_over_two_rows() -> None:
    rows = [
        "项目名称|一级指标|二级指标|三级指标|指标值|说明",
        "校舍加固|产出指标|数量指标|加固面积|≥300平方米|甲",
        "|||||乙",
        "|||验收合格率|≥95%|丙",
        "教师培训|产出指标|数量指标|培训人次|≥30人次|甲",
        "|||||乙",
    ]
    spans = {f"{column}{row}": (2, 1) for column in "CDE" for row in (2, 5)}
    spans |= {"A2": (3, 1), "B2": (3, 1), "A5": (2, 1), "B5": (2, 1)}
    document = lay_out(Source("表.xlsx", (grid("\n".join(rows), spans=spans),)))
    assert [[one.name.text for one in project.indicators] for _, project in document.projects()] == [
        ["加固面积", "验收合格率"],
        ["培训人次"],
    ]


def test_names_of_projects_across_all_columns_with_a_note_below() -> None:
    rows = [
        "一级指标|二级指标|三级指标|指标值",
        "一、校舍加固|||",
        "产出指标|数量指标|加固面积|≥300平方米",
        "二、教师培训|||",
        "产出指标|数量指标|培训人次|≥30人次",
        "注：指标值为全年数|||",
    ]
    spans = {f"A{row}": (1, 4) for row in (2, 4, 6)}
    document = lay_out(Source("表.xlsx", (grid("\n".join(rows), name="目标", spans=spans),)))
    assert [(one.name.text, len(one.indicators)) for _, one in document.projects()] == [
        ("校舍加固", 1),
        ("教师培训", 1),
    ]


def test_a_note_across_all_columns_names_no_project() -> None:
    rows = [
        "一级指标|二级指标|三级指标|指标值",
        "产出指标|数量指标|加固面积|≥300平方米",
        "效益指标|社会效益指标|惠及学生|≥30人",
        "以上由财务科填写|||",
    ]
    document = lay_out(Source("表.xlsx", (grid("\n".join(rows), name="校舍加固", spans={"A4": (1, 4)}),)))
    assert [(one.name.text, len(one.indicators)) for _, one in document.projects()] == [("校舍加固", 2)]
