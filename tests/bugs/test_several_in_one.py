"""What belongs to several cells and was read as one is told, or divided again where that is sure."""

from __future__ import annotations

import pytest

from lint_pbt.layouts import lay_out
from lint_pbt.layouts.coverage import covered
from lint_pbt.model.document import Document
from lint_pbt.readers import read

HEAD = "项目名称,夜校开办,,\n一级指标,二级指标,三级指标,指标值\n"
LAST = "满意度指标,服务对象满意度指标,学员满意度,≥90%\n"


def of_csv(*rows: str) -> Document:
    source = read("表.csv", (HEAD + "\n".join((*rows, LAST))).encode())
    return covered(source, lay_out(source))


def pairs(document: Document) -> list[tuple[str, str]]:
    return [(one.name.text, one.annual.text if one.annual else "") for one in next(document.projects())[1].indicators]


def test_numbers_divide_names_and_values_whose_line_breaks_are_lost() -> None:
    document = of_csv("产出指标,数量指标,1.开设班次2.编印教材册数,1.≥6班2.≥400册")
    assert pairs(document)[:-1] == [("开设班次", "≥6班"), ("编印教材册数", "≥400册")]
    assert not any(note.unchecked for note in document.notes)


@pytest.mark.parametrize(
    "row",
    [
        "产出指标,数量指标,开设班次编印教材册数,≥6班≥400册",
        "产出指标,数量指标,1.开设班次2.编印教材册数,≥6班",
        "效益指标,经济效益指标,社会效益指标（夜校）学员就业人数,≥30人",
        "产出指标,数量指标,开设班次,≥6班绩效指标",
        "产出指标,数量指标,开设班次,≥",
        "产出指标,数量指标,开设班次,#NAME?",
        "产出指标,数量指标,开设班次,（其中周末2班）≥6班",
        "偏差说明,教材延期付印。,教材延期付印。,教材延期付印。\n产出指标,数量指标,开设班次,≥6班",
    ],
)
def test_what_is_no_single_indicator_is_told(row: str) -> None:
    document = of_csv(row)
    assert any(note.unchecked for note in document.notes) or len(pairs(document)) == 2


@pytest.mark.parametrize("value", ["≥90%且≤95%", "≥3次/年、≥2次/月", "≥10%≤20%", "≥3场，≥50人"])
def test_two_bounds_are_one_value(value: str) -> None:
    assert not any(note.unchecked for note in of_csv(f'产出指标,数量指标,开设班次,"{value}"').notes)


@pytest.mark.parametrize("title", ["三级指标", "三级指标及指标值"])
def test_a_second_indicator_with_a_short_name_is_told_and_no_row_lost(title: str) -> None:
    rows = (
        '产出指标,数量指标,"开班期数12期，课时600节"',
        ",质量指标,结业合格率≥95%",
        ",时效指标,结业时间：12月底前",
        "满意度指标,服务对象满意度指标,学员满意度≥90%",
    )
    source = read("表.csv", "\n".join(("项目名称,夜校开办,", f"一级指标,二级指标,{title}", *rows)).encode())
    document = covered(source, lay_out(source))
    assert len(pairs(document)) == 4
    assert [note.place and note.place.cell for note in document.notes if "几条指标" in note.message] == ["C3"]


def test_a_text_of_pages_is_no_value() -> None:
    source = read(
        "说明.txt", ("1、1-产出指标；11-数量指标；培训人次；年度指标值：300人次，" + "这里说怎样填。" * 60).encode()
    )
    document = covered(source, lay_out(source))
    assert any(note.unchecked for note in document.notes)
    assert not next(document.projects())[1].complete  # what it lacks may stand in the text


def test_the_number_of_a_goal_is_not_its_words() -> None:
    goals = "年度总体目标,目标1,开办夜校6班。,\n,目标2,编印教材400册。,\n"
    text = HEAD.replace("\n", "\n" + goals, 1) + "产出指标,数量指标,开设班次,≥6班\n" + LAST
    found = next(lay_out(read("表.csv", text.encode())).projects())[1]
    assert str(found.goal) == "开办夜校6班。编印教材400册。"
    assert len(found.indicators) == 2
