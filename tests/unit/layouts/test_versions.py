"""Several columns of values for the same indicators: which counts, and that the others are told."""

from __future__ import annotations

import pytest

from lint_pbt.layouts import lay_out
from lint_pbt.model.document import Document
from lint_pbt.model.sheet import Source
from lint_pbt.readers import read
from tests.unit.layouts.test_value_columns import FIRST, ROWS, SECOND, values
from tests.unit.sheets import grid

THIRD = ("≥20公里", "≥95%", "≥90%")
EMPTY = ("",) * 3
NAMES = tuple(row[2] for row in ROWS)


def table(title: str, head: str, *columns: tuple[str, ...], file: str = "表.xlsx") -> Document:
    rows = ["|".join((*row, *values)) for row, *values in zip(ROWS, *columns, strict=True)]
    head = "\n".join(
        f"{'一级指标|二级指标|三级指标' if not at else '||'}|{row}" for at, row in enumerate(head.split("\n"))
    )
    return lay_out(Source(file, (grid("\n".join((title, "项目名称|河道清淤", head, *rows))),)))


def told(document: Document) -> tuple[str, bool]:
    found = [note for note in document.notes if note.message.startswith("有几列指标值")]
    assert len(found) < 2
    return (found[0].message, found[0].unchecked) if found else ("", False)


@pytest.mark.parametrize("head", ["2025年目标值|2026年目标值|2027年目标值", "2025年|2026年|2027年"])
@pytest.mark.parametrize(
    ("title", "file"),
    [("2026年项目绩效目标表", "表.xlsx"), ("2026年度水利局绩效目标表", "2025.xlsx"), ("", "2026年.xlsx")],
)
def test_the_year_of_the_table_decides(title: str, file: str, head: str) -> None:
    document = table(title, head, FIRST, SECOND, THIRD, file=file)
    assert (values(document, "annual"), values(document, "previous")) == (SECOND, FIRST)
    assert values(document, "cycle") == (None,) * 3
    message, unchecked = told(document)
    assert f"“{head.split('|')[2]}”是别的年度的" in message
    assert not unchecked


def test_each_form_has_the_year_of_its_title() -> None:
    head = "一级指标|二级指标|三级指标|2025年目标|2026年目标"
    rows = "\n".join("|".join((*row, *both)) for row, *both in zip(ROWS, FIRST, SECOND, strict=True))
    forms = (
        f"{year}年绩效目标表||||\n项目名称|{name}|||\n{head}\n{rows}" for year, name in (("2025", "甲"), ("2026", "乙"))
    )
    document = lay_out(Source("表.xlsx", (grid("\n".join(forms)),)))
    annual = [[one.annual and one.annual.text for one in project.indicators] for _, project in document.projects()]
    assert annual == [list(FIRST), list(SECOND)]


def test_years_of_which_one_is_past() -> None:
    document = table("项目绩效目标表", "2025年实际|2026年目标", FIRST, SECOND)
    assert (values(document, "previous"), values(document, "annual")) == (FIRST, SECOND)


def test_years_of_a_cycle_belong_to_it() -> None:
    document = table("2025年项目绩效目标表", "中期目标值（2025—2027年）|年度目标值（2025年）", FIRST, SECOND)
    assert (values(document, "cycle"), values(document, "annual")) == (FIRST, SECOND)
    document = table("2025年项目绩效目标表", "中长期|2025年|2026年", FIRST, SECOND, THIRD)
    assert (values(document, "cycle"), values(document, "annual")) == (FIRST, SECOND)


def test_a_value_without_a_year_is_that_of_the_table() -> None:
    document = table("2026年项目绩效目标表", "目标值（2025年）|目标值", FIRST, SECOND)
    assert (values(document, "previous"), values(document, "annual")) == (FIRST, SECOND)
    assert values(document, "cycle") == (None,) * 3


def test_what_was_reached_last_year_is_what_was_before() -> None:
    document = table("2026年项目绩效目标表", "2024年完成值|2025年完成值|2026年目标值", THIRD, FIRST, SECOND)
    assert (values(document, "previous"), values(document, "annual")) == (FIRST, SECOND)


def test_years_of_which_nothing_says_which_counts() -> None:
    message, unchecked = told(table("项目绩效目标表", "2025年目标值|2026年目标值", FIRST, SECOND))
    assert unchecked
    assert "columns: {2025年目标值: 指标值}" in message


@pytest.mark.parametrize(
    ("head", "instead"),
    [
        ("申报目标值|审定目标值", True),
        ("年初指标值|调整后指标值", True),
        ("绩效指标值|修订后绩效指标值", True),
        ("调整前|调整后", True),
        ("申报|批复", True),
        ("调整前目标值|调整后目标值", True),
        ("全省目标值|本县目标值", False),
        ("次年目标值|本年目标值", False),
    ],
)
def test_the_column_in_force_counts(head: str, instead: bool) -> None:
    document = table("项目绩效目标表", head, FIRST, (*SECOND[:2], ""))
    assert values(document, "cycle") == (None,) * 3
    assert values(document, "annual") == (*SECOND[:2], FIRST[2] if instead else None)
    message, unchecked = told(document)
    assert all(f"“{title}”" in message for title in head.split("|"))
    assert not unchecked


def test_nothing_was_adjusted() -> None:
    points = ("10", "10", "20")
    document = table("项目绩效自评表", "年初目标值|调整后目标值|完成值|得分", FIRST, EMPTY, SECOND, points)
    assert values(document, "annual") == FIRST


@pytest.mark.parametrize("head", ["省级目标值|县级目标值", "甲镇目标值|乙镇目标值", "上半年|下半年"])
def test_alike_columns_are_told(head: str) -> None:
    document = table("项目绩效目标表", head, FIRST, SECOND)
    assert values(document, "cycle") == (None,) * 3
    assert told(document)[1]


def test_what_explains_a_value_is_none() -> None:
    document = table("项目绩效目标表", "指标值|指标值内容", FIRST, ("全部河段", "按规范", "入户问卷"))
    assert (values(document, "annual"), told(document)) == (FIRST, ("", False))


@pytest.mark.parametrize("head", ["目标值|绩效值", "绩效值|目标值"])
def test_an_empty_column_is_no_rival(head: str) -> None:
    columns = (FIRST, EMPTY) if head.startswith("目标值") else (EMPTY, FIRST)
    document = table("项目绩效目标表", head, *columns)
    assert (values(document, "annual"), told(document)) == (FIRST, ("", False))


def test_targets_have_signs_and_what_was_reached_has_none() -> None:
    document = table("项目绩效目标表", "2025年|2026年", ("43公里", "94%", "90%"), SECOND)
    assert (values(document, "previous"), values(document, "annual")) == (("43公里", "94%", "90%"), SECOND)


def test_sign_and_unit_of_the_column_that_counts() -> None:
    head = "年初|||调整后||\n符号|目标值|单位|符号|目标值|单位"
    signs, units = ("≥",) * 3, ("公里", "%", "%")
    first = (("=",) * 3, ("9", "8", "7"), ("处", "分", "分"))
    document = table("项目绩效目标表", head, *first, signs, ("45", "96", "92"), units)
    assert values(document, "annual") == FIRST
    assert "“年初目标值”没有检查" in told(document)[0]


@pytest.mark.parametrize(
    ("head", "columns"),
    [
        ("定量指标值|定性指标值", (("≥45公里", "≥96%", ""), ("", "", "满意"))),
        ("符号|目标值|单位（文字描述）", (("≥", "≥", "文字描述"), ("45", "96", ""), ("公里", "%", "满意"))),
        (
            "符号|指标值|单位|指标值（文字描述）",
            (("≥", "≥", ""), ("45", "96", ""), ("公里", "%", ""), ("", "", "满意")),
        ),
    ],
)
def test_texts_stand_beside_the_values(head: str, columns: tuple[tuple[str, ...], ...]) -> None:
    assert values(table("项目绩效目标表", head, *columns), "annual") == (*FIRST[:2], "满意")


@pytest.mark.parametrize("titles", ["目标值下限|目标值上限", "最低指标值|最高指标值", "下限值|上限值"])
def test_two_bounds_are_one_value(titles: str) -> None:
    document = table("项目绩效目标表", f"{titles}|单位", ("40", "96", ""), ("45", "", "92"), ("公里", "%", "%"))
    assert values(document, "annual") == ("40～45公里", "≥96%", "≤92%")
    [(_, project)] = document.projects()
    value = project.indicators[0].annual
    assert value is not None
    assert [value.place(at).cell for at in (0, 3)] == ["D4", "E4"]


def test_a_limit_beside_a_value_is_no_bound() -> None:
    assert values(table("项目绩效目标表", "目标值|最高限价", FIRST, ("30", "", "")), "annual") == FIRST


def test_a_unit_is_no_text() -> None:
    document = table("项目绩效目标表", "符号|目标值|单位", ("≥", "≥", "定性"), ("45", "96", ""), ("公里", "%", "项"))
    assert values(document, "annual") == (*FIRST[:2], None)


def test_the_sum_of_places_is_a_value_and_no_amount() -> None:
    document = table("项目绩效目标表", "合计|城区|郊区", FIRST, SECOND, THIRD)
    assert values(document, "annual") == FIRST
    assert any("“城区”这一列不认得" in note.message for note in document.notes)


def test_goals_of_several_years_and_of_one() -> None:
    document = table("项目绩效目标表", "三年目标|年度目标", FIRST, SECOND)
    assert (values(document, "cycle"), values(document, "annual")) == (FIRST, SECOND)


@pytest.mark.parametrize("levels", [("产出指标", "效益指标"), ("数量指标", "社会效益指标")])
def test_levels_between_two_rows_of_titles(levels: tuple[str, str]) -> None:
    heads = "<tr><th rowspan=3>编码<th rowspan=3>项目名称<th rowspan=3>金额<th colspan=4>绩效目标<tr>"
    heads += "".join(f"<th colspan=2>{level}" for level in levels) + "<tr>" + "<th>三级指标<th>指标值" * 2
    rows = "<tr><td rowspan=2>01<td rowspan=2>河道清淤<td rowspan=2>30<td>清淤长度<td>≥45公里<td>受益人口<td>≥3万人"
    rows += (
        "<tr><td>验收合格率<td>≥96%<td>排涝能力<td>提高<tr><td>02<td>堤防巡查<td>8<td>巡查次数<td>≥12次<td>险情<td>0起"
    )
    document = lay_out(read("表.html", f"<table>{heads}{rows}</table>".encode()))
    found = [(project.name.text, len(project.indicators)) for _, project in document.projects()]
    assert found == [("河道清淤", 4), ("堤防巡查", 2)]


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ("年初绩效目标", "调整后绩效目标", 1),
        ("申报的绩效指标", "批复的绩效指标", 1),
        ("调整前", "调整后", 1),
        ("审定绩效目标", "上报绩效目标", 0),
    ],
)
def test_a_list_that_another_has_taken_the_place_of(first: str, second: str, kept: int) -> None:
    head = f"{first}||{second}|\n三级指标|指标值|三级指标|指标值"
    document = lists(head, NAMES, FIRST, NAMES, SECOND)
    assert (values(document, "annual"), values(document, "cycle")) == ((FIRST, SECOND)[kept], (None,) * 3)
    message, unchecked = told(document)
    assert (first, second)[1 - kept] in message
    assert not unchecked


def test_whole_lists_of_which_one_has_taken_the_place_of_the_other() -> None:
    rows = ["|".join((*row, one, *row, two)) for row, one, two in zip(ROWS, FIRST, SECOND, strict=True)]
    titles = "一级指标|二级指标|三级指标|指标值"
    text = "\n".join(("项目名称|河道清淤", "年初设定||||调整后|||", f"{titles}|{titles}", *rows))
    document = lay_out(Source("表.xlsx", (grid(text),)))
    assert (values(document, "annual"), values(document, "cycle")) == (SECOND, (None,) * 3)


@pytest.mark.parametrize("groups", ["中长期绩效指标||年度绩效指标", "总体绩效目标||年度绩效目标"])
def test_lists_of_the_cycle_and_of_the_year_both_count(groups: str) -> None:
    document = lists(f"{groups}|\n三级指标|指标值|三级指标|指标值", NAMES, FIRST, NAMES, SECOND)
    assert (values(document, "cycle"), values(document, "annual")) == (FIRST, SECOND)


def test_lists_of_places_are_told() -> None:
    document = lists("东山镇绩效目标||西河镇绩效目标|\n三级指标|指标值|三级指标|指标值", NAMES, FIRST, NAMES, SECOND)
    assert (values(document, "annual"), values(document, "cycle")) == (FIRST, (None,) * 3)
    assert told(document)[1]


def lists(head: str, *columns: tuple[str, ...]) -> Document:
    titles, lower = head.split("\n")
    rows = ["|".join((*row[:2], *cells)) for row, *cells in zip(ROWS, *columns, strict=True)]
    text = "\n".join(("项目名称|河道清淤", f"一级指标|二级指标|{titles}", f"||{lower}", *rows))
    return lay_out(Source("表.xlsx", (grid(text),)))


@pytest.mark.parametrize("head", ["上年度达到水平|本年度计划水平", "去年完成量|今年计划量", "2024年实际|2025年"])
def test_what_was_reached_beside_what_is_planned(head: str) -> None:
    document = table("项目绩效目标表", head, ("43公里", "94%", "90%"), SECOND)
    assert values(document, "annual") == SECOND


def test_words_about_this_year_are_no_value() -> None:
    worries = ("人手不足，需要增加力量", "部分河段淤积较快", "无")
    document = table("项目绩效目标表", "上年完成情况|本年度存在的困难|指标值", FIRST, worries, SECOND)
    assert (values(document, "annual"), told(document)) == (SECOND, ("", False))


@pytest.mark.parametrize("unit", ["单位（文字描述）", "计量单位/文字描述"])
def test_words_in_the_column_of_units(unit: str) -> None:
    columns = (("≥", "≥", ""), ("45", "96", ""), ("公里", "%", "明显提升"))
    assert values(table("项目绩效目标表", f"符号|指标值|{unit}", *columns), "annual") == (*FIRST[:2], "明显提升")


def test_a_value_counts_beside_a_standard() -> None:
    document = table("项目绩效目标表", "指标值|标准值", FIRST, SECOND)
    assert (values(document, "annual"), told(document)[1]) == (FIRST, False)
    assert values(table("项目绩效目标表", "标准值", FIRST), "annual") == FIRST
