"""Workbooks whose worksheets are not all to be read: examples, samples, copies of others; and cells that repeat."""

from __future__ import annotations

import pytest

from lint_pbt.layouts import lay_out
from lint_pbt.layouts.coverage import covered
from lint_pbt.model.document import Document
from lint_pbt.model.sheet import Source
from tests.unit.sheets import grid

TABLE = """
    项目名称|湖面保洁||
    一级指标|二级指标|三级指标|指标值
    产出指标|数量指标|打捞船次|{value}
    产出指标|质量指标|水面达标率|≥95%
    满意度指标|服务对象满意度指标|游客满意度|≥92%"""


def read(**sheets: str) -> Document:
    grids = tuple(grid(TABLE.format(value=value), name.replace("_", " ")) for name, value in sheets.items())
    source = Source("表.xlsx", grids)
    return covered(source, lay_out(source))


def values(document: Document) -> list[str]:
    return [one.annual.text for _, project in document.projects() for one in project.indicators[:1] if one.annual]


def told(document: Document) -> list[str]:
    return [note.message for note in document.notes if "工作表" in note.message]


@pytest.mark.parametrize("name", ["填报样例", "填写示例", "填报说明"])
def test_a_worksheet_of_examples_is_passed_over_beside_another(name: str) -> None:
    document = read(**{name: "≥10次", "Sheet1": "≥90次"})
    assert (values(document), told(document)) == (
        ["≥90次"],
        [f"工作表“{name}”从名称看是填给人看的样例，没有检查"],
    )
    assert values(read(**{name: "≥90次"})) == ["≥90次"]


def test_a_filled_sample_is_read_and_told() -> None:
    document = read(模板="≥10次", Sheet1="≥90次")
    [note] = told(document)
    assert values(document) == ["≥10次", "≥90次"]
    assert "“模板”从名称看是样表" in note


def test_a_copy_is_read_once_and_one_that_differs_again() -> None:
    copied, other = {"Sheet1": "≥90次", "Sheet1 (2)": "≥90次"}, {"Sheet1": "≥90次", "Sheet1 (2)": "≥80次"}
    assert values(read(**copied)) == ["≥90次"]
    assert told(read(**copied)) == ["工作表“Sheet1 (2)”和“Sheet1”一模一样，没有检查"]
    assert values(read(**other)) == ["≥90次", "≥80次"]


def test_a_cell_as_the_one_above_is_read_with_its_text() -> None:
    rows = """
        项目名称|湖面保洁||
        一级指标|二级指标|三级指标|指标值
        产出指标|数量指标|打捞船次|≥90次
        同上|同上|巡查船次|同上
        〃|质量指标|水面达标率|≥95%"""
    document = lay_out(Source("表.xlsx", (grid(rows, "Sheet1"),)))
    [(_, project)] = document.projects()
    assert [
        (one.level1.name.text, one.level2.name.text, one.annual.text if one.annual else None)
        for one in project.indicators
    ] == [
        ("产出指标", "数量指标", "≥90次"),
        ("产出指标", "数量指标", "≥90次"),
        ("产出指标", "质量指标", "≥95%"),
    ]
