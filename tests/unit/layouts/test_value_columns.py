"""Which of several columns beside each other holds the target: years, cycle and year, grades."""

from __future__ import annotations

import pytest

from lint_pbt.layouts import lay_out
from lint_pbt.model.document import Document
from lint_pbt.model.sheet import Source
from lint_pbt.readers import read
from tests.unit.sheets import grid

ROWS = (
    ("产出指标", "数量指标", "清淤河道长度"),
    ("产出指标", "质量指标", "清淤验收合格率"),
    ("满意度指标", "服务对象满意度指标", "沿河居民满意度"),
)
FIRST, SECOND = ("≥45公里", "≥96%", "≥92%"), ("≥15公里", "≥94%", "≥88%")


def table(head: str, *columns: tuple[str, ...]) -> Document:
    rows = ["|".join((*row, *values)) for row, *values in zip(ROWS, *columns, strict=True)]
    return lay_out(Source("表.xlsx", (grid("\n".join(("项目名称|河道清淤", head, *rows))),)))


def values(document: Document, kind: str) -> tuple[str | None, ...]:
    [(_, project)] = document.projects()
    fields = [getattr(one, kind) for one in project.indicators]
    return tuple(field.text if field else None for field in fields)


@pytest.mark.parametrize("titles", ["2024年实际|2025年目标", "2024年实际完成|2025年计划", "2023年度完成|2024年度预期"])
def test_titles_of_years_below_that_of_the_values(titles: str) -> None:
    past = ("14公里", "93%", "87%")
    document = table(f"一级指标|二级指标|三级指标|指标值|\n|||{titles}", past, SECOND)
    assert values(document, "annual") == SECOND
    assert values(document, "previous") == past
    assert not any(note.unchecked for note in document.notes)


@pytest.mark.parametrize(
    "titles",
    [
        "中长期|年度",
        "中期|年度",
        "实施周期|年度",
        "实施期|本年度",
        "实施周期|当年",
        "长期|当年",
        "整个实施周期|本年度",
    ],
)
def test_titles_that_only_say_of_which_time(titles: str) -> None:
    document = table(f"一级指标|二级指标|三级指标|{titles}", FIRST, SECOND)
    assert (values(document, "cycle"), values(document, "annual")) == (FIRST, SECOND)


def test_period_and_year_of_a_project_are_no_values() -> None:
    periods, years = ("2024-2026年",) * 3, ("2025",) * 3
    document = table("一级指标|二级指标|三级指标|考核要求|实施周期|年度", SECOND, periods, years)
    assert {values(document, "cycle"), values(document, "annual")} == {(None,) * 3, SECOND}


def test_the_year_may_stand_before_the_cycle() -> None:
    document = table("一级指标|二级指标|三级指标|本年度|中长期", SECOND, FIRST)
    assert (values(document, "cycle"), values(document, "annual")) == (FIRST, SECOND)


@pytest.mark.parametrize("above", ["绩效指标描述|评价标准||", "绩效指标描述|指标值||", "备注|绩效指标评价标准||"])
def test_the_best_grade_is_the_target(above: str) -> None:
    told = tuple(f"考核{row[2]}的情况" for row in ROWS)
    good, bad = ("≥14公里", "≥90%", "≥80%"), ("<14公里", "<90%", "<80%")
    best = ("≥15公里", "≥94%", "")
    document = table(f"一级指标|二级指标|三级指标|{above}\n||||优|良|差", told, best, good, bad)
    assert values(document, "annual") == ("≥15公里", "≥94%", None)
    notes = " ".join(note.message for note in document.notes)
    assert "“优”是指标值" in notes
    assert "“良”这一列不认得，没有检查" in notes


def test_grades_beside_the_value_stay_unread() -> None:
    grades = ("12公里", "90%", "80%")
    document = table("一级指标|二级指标|三级指标|优|良|指标值", grades, grades, SECOND)
    assert values(document, "annual") == SECOND


def test_titles_of_years_below_one_that_nobody_knows() -> None:
    body = "".join(
        f"<tr><td>{level1}<td>{level2}<td>{name}<td>{past}<td>{target}"
        for (level1, level2, name), past, target in zip(ROWS, ("14公里", "93%", "87%"), SECOND, strict=True)
    )
    titles = "".join(f"<th rowspan=2>{title}" for title in ("一级指标", "二级指标", "指标名称"))
    page = f"<table><tr>{titles}<th colspan=2>绩效标杆<tr><th>2024年实际<th>2025年目标{body}</table>"
    document = lay_out(read("表.html", page.encode()))
    assert values(document, "annual") == SECOND
    assert values(document, "previous") == ("14公里", "93%", "87%")


def test_second_levels_named_like_their_first_stand_above_columns() -> None:
    head = """序号|项目名称|成本指标|<|产出指标|<|满意度指标|<
||经济成本指标|<|数量指标|<|服务对象满意度指标|<
||三级指标|指标值|三级指标|指标值|三级指标|指标值"""
    body = "1|河道清淤|清淤单价|≤45元/立方米|清淤长度|≥15公里|沿河居民满意度|≥88%"
    page = "".join(f"<tr>{cells}</tr>" for cells in map(_cells, f"{head}\n{body}".split("\n")))
    [(_, project)] = lay_out(read("表.html", f"<table>{page}</table>".encode())).projects()
    levels = [(one.level1.name.text, one.level2.name.text) for one in project.indicators]
    assert levels == [
        ("成本指标", "经济成本指标"), ("产出指标", "数量指标"), ("满意度指标", "服务对象满意度指标")
    ]  # fmt: skip


def test_three_rows_of_titles_with_values_of_years_before() -> None:
    head = """一级指标|二级指标|三级指标|指标值|<|<
|||近两年指标值|<|预期当年实现值
|||前年|上年|"""
    body = "\n".join("|".join((*row, "3", "4", value)) for row, value in zip(ROWS, SECOND, strict=True))
    page = "".join(f"<tr>{_cells(row)}</tr>" for row in f"{head}\n{body}".split("\n"))
    document = lay_out(read("表.html", f"<table>{page}</table>".encode()))
    assert (values(document, "annual"), values(document, "cycle")) == (SECOND, (None,) * 3)


def test_costs_are_a_second_level_among_others() -> None:
    rows = "河道清淤|60|清淤长度≥15公里|合格率≥94%|清淤单价≤45元|居民满意度≥88%"
    rows += "\n堤防加固|80|加固长度≥9公里|合格率≥95%|加固单价≤90元|居民满意度≥90%"
    for head, levels in (("数量指标|质量指标", ("", "成本指标")), ("产出指标|效益指标", ("成本指标", ""))):
        text = f"项目名称|预算|{head}|成本指标|满意度指标\n{rows}"
        (_, project), _ = lay_out(Source("表.xlsx", (grid(text),))).projects()
        costs = project.indicators[2]
        assert (costs.level1.name.text, costs.level2.name.text) == levels


@pytest.mark.parametrize("title", ["项目名称", "项目代码及名称", "项目编号、名称", "项目名称和编码"])
def test_codes_before_names_of_projects(title: str) -> None:
    rows = "\n".join(
        f"{name}|{'|'.join(row)}|{value}"
        for name in ("440106230000012-行道树修剪", "440106230000077—公园保洁")
        for row, value in zip(ROWS, SECOND, strict=True)
    )
    head = f"{title}|一级指标|二级指标|三级指标|指标值"
    projects = [project for _, project in lay_out(Source("表.csv", (grid(f"{head}\n{rows}"),))).projects()]
    assert [(project.name.text[-4:], len(project.indicators)) for project in projects] == [
        ("道树修剪", 3),
        ("公园保洁", 3),
    ]


def _cells(row: str) -> str:
    """Cells of a row of a web page; `<` is part of the one to the left."""
    cells: list[list[str]] = []
    for text in row.split("|"):
        if text == "<":
            cells[-1].append(text)
        else:
            cells.append([text])
    return "".join(f'<td colspan="{len(cell)}">{cell[0]}</td>' for cell in cells)


def test_of_columns_without_titles_that_look_like_values_one_is_taken_and_that_is_said() -> None:
    rows = ("产出指标|数量指标|培训人次|≥500人次|≥800人次", "产出指标|质量指标|合格率|≥90%|≥95%")
    rows = (*rows, "效益指标|社会效益指标|就业率|≥70%|≥75%", "满意度指标|服务对象满意度指标|学员满意度|≥90%|≥92%")
    document = lay_out(Source("表.xlsx", (grid("\n".join(rows)),)))
    assert any("第 5 列也像指标值，没有检查" in note.message and note.unchecked for note in document.notes)


def test_a_column_without_a_time_beside_one_of_a_year_is_told_as_that_of_the_cycle() -> None:
    document = table("一级指标|二级指标|三级指标|指标值|2027年目标值", FIRST, SECOND)
    assert (values(document, "cycle"), values(document, "annual")) == (FIRST, SECOND)
    assert any("“指标值”是实施周期指标值（也可能是指标值）" in note.message for note in document.notes)


UNKNOWN = "绩效目标|评价指标|绩效事情|绩效标准|全年绩效目标"
IN_WORDS = (
    "产出|数量目标|清淤河道长度|每段5公里|≥45公里",
    "产出|质量目标|清淤验收合格率|90%|≥96%",
    "效益|服务对象满意度目标|沿河居民满意度|85%|≥92%",
)


def test_the_goal_of_the_year_is_the_value_where_no_title_is_one() -> None:
    document = table(
        UNKNOWN.replace("绩效事情", "绩效内容"), *zip(*(row.split("|")[3:] for row in IN_WORDS), strict=True)
    )
    assert values(document, "annual") == ("≥45公里", "≥96%", "≥92%")


def test_titles_that_are_not_known_are_told_as_such_and_named() -> None:
    document = lay_out(Source("表.xlsx", (grid("\n".join(("项目名称|河道清淤", UNKNOWN, *IN_WORDS))),)))
    [note] = [note for note in document.notes if "看内容定的" in note.message]
    assert note.message.startswith("列标题不认得")
    assert "绩效事情: 指标名称" in note.message
    assert note.message.endswith("比如 columns: {绩效标准: 指标值}")
    assert note.unchecked


def test_labels_above_a_list_without_titles_are_no_titles() -> None:
    above = "项目名称|河道清淤|实施单位|河东县水利局|一般项目"
    document = lay_out(Source("表.xlsx", (grid("\n".join((above, *IN_WORDS))),)))
    assert any(note.message.startswith("没有列标题") for note in document.notes)


@pytest.mark.parametrize("titles", ["全市目标值|区域目标值||\n||||东川区|西山县", "目标值|||\n|||全市|东川区|西山县"])
def test_values_of_districts_beside_the_total_are_told(titles: str) -> None:
    document = table(f"一级指标|二级指标|三级指标|{titles}", FIRST, SECOND, ("≥30公里", "≥90%", "≥85%"))
    assert values(document, "annual") == FIRST
    assert any(note.message.endswith("“东川区”“西山县”没有检查") for note in document.notes)
