"""The first indicator of a project whose cells are merged with those of the row below it stands once."""

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
