"""Lists copied from a web page: cells that stand for several rows are in the first of these alone."""

import pytest

from lint_pbt.errors import ReadError
from lint_pbt.layouts import lay_out
from lint_pbt.readers import read

TITLES = "单位名称\t项目名称\t预算数\t一级指标\t二级指标\t三级指标\t指标值\n"
ROWS = (
    "云岭镇\t村道保洁\t12\t产出指标\t数量指标\t保洁村道\t≥30公里\n"
    "产出指标\t质量指标\t保洁合格率\t≥95%\n"
    "效益指标\t社会效益指标\t受益村民\t≥2000人\n"
)


def projects(text: str) -> list[tuple[str | None, str, list[str]]]:
    document = lay_out(read("表.txt", text.encode()))
    return [
        (unit.name and unit.name.text, one.name.text, [indicator.name.text for indicator in one.indicators])
        for unit, one in document.projects()
    ]


def test_a_second_project_of_a_unit_begins_a_cell_further_right() -> None:
    second = "文化站修缮\t8.5\t产出指标\t数量指标\t修缮面积\t≥200平方米\n产出指标\t质量指标\t验收合格率\t≥98%\n"
    second += "效益指标\t社会效益指标\t年接待人次\t≥9000人次\n"
    third = "泉水乡\t敬老院补助\t5\t产出指标\t数量指标\t补助老人\t≥60人\n"
    assert projects(TITLES + ROWS + second + third) == [
        ("云岭镇", "村道保洁", ["保洁村道", "保洁合格率", "受益村民"]),
        ("云岭镇", "文化站修缮", ["修缮面积", "验收合格率", "年接待人次"]),
        ("泉水乡", "敬老院补助", ["补助老人"]),
    ]


@pytest.mark.parametrize(
    "row",
    [
        "文化站修缮\t修缮\t产出指标\t数量指标\t修缮面积\t≥200平方米\n",  # what stands in the column of money is none
        "文化站修缮\t8.5\t修缮\t产出指标\t数量指标\t修缮面积\n",  # and no category below its title
    ],
)
def test_a_line_that_fits_no_columns_is_not_read_in_silence(row: str) -> None:
    try:
        document = lay_out(read("表.txt", (TITLES + ROWS + row).encode()))
    except ReadError:
        return
    assert any(note.unchecked for note in document.notes)
