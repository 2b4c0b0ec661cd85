"""Projects that nothing names but a row above their table, and rows there that name none."""

from __future__ import annotations

import pytest

from lint_pbt.layouts import lay_out
from lint_pbt.model.document import Document
from lint_pbt.readers import read

HEAD = "一级指标,二级指标,三级指标,指标值\n"
FIRST = HEAD + "产出指标,数量指标,更换路灯数,≥300盏\n满意度指标,服务对象满意度指标,市民满意度,≥90%"
SECOND = HEAD + "产出指标,数量指标,更新电梯数,≥12部\n满意度指标,服务对象满意度指标,居民满意度,≥90%"


def document(text: str, path: str = "表.csv") -> Document:
    return lay_out(read(path, text.encode()))


def names(table: Document) -> list[tuple[str, int]]:
    return [(project.name.text, len(project.indicators)) for _, project in table.projects()]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("城市照明提升", "老旧电梯更新"),
        ("城市照明提升,,,\n年度目标,换灯", "老旧电梯更新,,,\n年度目标,更新电梯"),
        ("（一）城市照明提升,,,\n年度目标,换灯", "（二）老旧电梯更新,,,\n年度目标,更新电梯"),
        ("城市照明提升,,,\n项目资金（万元）：80", "老旧电梯更新,,,\n项目资金（万元）：150"),
    ],
)
@pytest.mark.parametrize("gap", ["", ",,,\n"])
def test_several_in_one_sheet_begin_at_the_row_that_names_them(first: str, second: str, gap: str) -> None:
    table = document(f"{first},,,\n{FIRST}\n{gap}{second},,,\n{SECOND}\n")
    assert names(table) == [("城市照明提升", 2), ("老旧电梯更新", 2)]
    assert sum("算作项目名称" in note.message for note in table.notes) >= 1


@pytest.mark.parametrize(
    "row", ["2025年部门预算项目绩效目标", "云县城市管理局", "2025年度", "项目清单", "单位：万元", "云县2025年项目情况"]
)
def test_other_rows_name_none(row: str) -> None:
    assert names(document(f"{row},,,\n{FIRST}\n")) == [("", 2)]


@pytest.mark.parametrize("row", ["第 1 页 共 2 页", "云县城市管理局", "续表", "2025年部门预算项目绩效目标"])
def test_what_stands_above_the_rest_of_a_list_begins_none(row: str) -> None:
    table = document(f"项目支出绩效目标表,,,\n项目名称,城市照明提升,,\n{FIRST}\n{row},,,\n{SECOND}\n")
    assert names(table) == [("城市照明提升", 4)]


@pytest.mark.parametrize("row", ["第 1 页 共 2 页", "续表"])
def test_what_belongs_to_the_page_names_no_project_in_a_grid(row: str) -> None:
    rows = FIRST.partition("\n")
    table = document(f"{rows[0]}\n（一）城市照明提升,,,\n{rows[2]}\n{row},,,\n{rows[2]}\n")
    assert names(table) == [("城市照明提升", 4)]


@pytest.mark.parametrize(
    ("path", "unit"),
    [
        ("云县水务局-2025年项目绩效目标表.csv", "云县水务局"),
        ("附件3 云县水务局项目绩效目标.csv", "云县水务局"),
        ("云县水务局（2025年）.csv", "云县水务局"),
        ("2025年项目绩效目标表.csv", None),
    ],
)
def test_the_name_of_the_file_may_begin_with_the_unit(path: str, unit: str | None) -> None:
    rows = "项目名称,一级指标,二级指标,三级指标,指标值\n河道清淤,产出指标,数量指标,清淤长度,≥3公里\n"
    table = document(rows, path)
    assert table.units[0].name == unit or (table.units[0].name and table.units[0].name.text == unit)
    assert any("算作" in note.message for note in table.notes) is (unit is not None)
