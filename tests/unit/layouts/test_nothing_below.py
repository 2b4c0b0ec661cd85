"""Projects that are named and have nothing below them are told, or read as projects without indicators."""

import pytest

from lint_pbt.layouts import lay_out
from lint_pbt.model.document import Document
from lint_pbt.model.sheet import Source
from lint_pbt.readers import read
from tests.unit.sheets import grid

HEAD = "一级指标|二级指标|三级指标|指标值"
ROWS = "产出指标|数量指标|检修次数|≥4次\n产出指标|质量指标|合格率|≥95%\n效益指标|社会效益指标|受益人数|≥300人"
MORE = ROWS.replace("检修", "巡查").replace("受益", "服务")


def document(text: str) -> Document:
    return lay_out(Source("表.xlsx", (grid(text),)))


def projects(found: Document) -> list[tuple[str | None, str, int]]:
    return [(unit.name and unit.name.text, one.name.text, len(one.indicators)) for unit, one in found.projects()]


@pytest.mark.parametrize("between", [f"\n{HEAD}", ""])
def test_a_labelled_project_without_rows_is_one(between: str) -> None:
    text = f"项目名称|河道清淤{between}\n项目名称|泵站检修\n{HEAD}\n{ROWS}"
    assert projects(document(text)) == [(None, "河道清淤", 0), (None, "泵站检修", 3)]


def test_so_is_one_amid_others_and_the_last() -> None:
    parts = [f"河道清淤\n{HEAD}\n{ROWS}", f"泵站检修\n{HEAD}", f"管网维修\n{HEAD}\n{MORE}", f"水厂改造\n{HEAD}"]
    text = "\n".join(f"项目名称|{part}" for part in parts)
    assert projects(document(text)) == [
        (None, "河道清淤", 3),
        (None, "泵站检修", 0),
        (None, "管网维修", 3),
        (None, "水厂改造", 0),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"（一）河道清淤绩效目标表\n（二）泵站检修绩效目标表\n{HEAD}\n{ROWS}", "河道清淤绩效目标表”下面没有表格"),
        (f"（一）河道清淤绩效目标表\n{HEAD}\n（二）泵站检修绩效目标表\n{HEAD}\n{ROWS}", "没有填写的空表"),
        (f"项目绩效目标表\n一、河道清淤\n二、泵站检修\n{HEAD}\n{ROWS}", "河道清淤”下面没有表格"),
        (f"一、河道清淤\n{HEAD}\n二、泵站检修\n{HEAD}\n{ROWS}", "没有填写的空表"),
        (f"{HEAD}\n一、河道清淤\n二、泵站检修\n{ROWS}\n三、管网维修\n{MORE}", "当作单位名称；是项目的"),
    ],
)
def test_what_stands_above_nothing_is_told(text: str, told: str) -> None:
    assert any(told in note.message for note in document(text).notes)


@pytest.mark.parametrize(
    "text",
    [
        f"甲县水务局2026年部门预算公开表\n项目支出绩效目标表\n项目名称|泵站检修\n{HEAD}\n{ROWS}",
        f"一级项目名称|水利工程\n二级项目名称|泵站检修\n{HEAD}\n{ROWS}",
        f"项目绩效目标表\n（2026年度）\n项目名称|泵站检修\n{HEAD}\n{ROWS}",
        f"项目名称|泵站检修\n{HEAD}\n{ROWS}\n{HEAD}\n{MORE}",
    ],
)
def test_titles_of_one_table_are_not(text: str) -> None:
    found = document(text)
    assert [name for _, name, _ in projects(found)] == ["泵站检修"]
    assert not any("没有表格" in note.message or "空表" in note.message for note in found.notes)


def test_units_as_headings_stay_units() -> None:
    text = f"项目名称|{HEAD}\n甲县水务局\n泵站检修|{ROWS.splitlines()[0]}"
    found = lay_out(read("表.csv", text.replace("|", ",").encode()))
    assert projects(found) == [("甲县水务局", "泵站检修", 1)]
    assert not any("当作单位名称" in note.message for note in found.notes)
