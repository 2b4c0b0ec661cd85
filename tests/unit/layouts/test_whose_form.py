"""Which unit a form is of: labels above the project's below another form, seals that nobody filled in."""

from __future__ import annotations

import pytest

from lint_pbt.layouts import lay_out
from lint_pbt.model.document import Document
from lint_pbt.model.sheet import Source
from tests.unit.sheets import grid

TABLE = "一级指标|二级指标|三级指标|指标值\n产出指标|数量指标|{}|≥6公里\n产出指标|质量指标|验收合格率|100%"


def read(*texts: str) -> Document:
    return lay_out(Source("表.xlsx", tuple(grid(text, name=f"Sheet{at}") for at, text in enumerate(texts, 1))))


def units(document: Document) -> list[tuple[str | None, str]]:
    return [(unit.name and unit.name.text, project.name.text) for unit, project in document.projects()]


def test_a_unit_above_the_name_of_the_next_project_is_its_own() -> None:
    form = "编制单位|{}|单位：万元|\n项目名称|{}|业务主管部门|河东县水利局\n" + TABLE
    document = read(form.format("河东县灌区管理站", "渠道清淤", "清淤长度"))
    both = read(
        "\n".join(
            (
                form.format("河东县灌区管理站", "渠道清淤", "清淤长度"),
                form.format("河东县水文勘测队", "水文测报", "巡测里程"),
            )
        )
    )
    assert units(document) == [("河东县灌区管理站", "渠道清淤")]
    assert units(both) == [("河东县灌区管理站", "渠道清淤"), ("河东县水文勘测队", "水文测报")]


@pytest.mark.parametrize("seal", ["填报单位：（盖章）　　　单位：万元　", "填报单位：（盖章）", "填报单位|（盖章）||"])
def test_a_seal_alone_names_nobody(seal: str) -> None:
    document = read(f"{seal}\n项目名称|渠道清淤|预算部门|河东县水利局\n" + TABLE.format("清淤长度"))
    assert units(document) == [("河东县水利局", "渠道清淤")]


def test_an_office_beside_the_unit_of_money_in_one_cell_or_in_several() -> None:
    table = "\n项目名称|渠道清淤||\n" + TABLE.format("清淤长度")
    for row in (
        "405001河东县水利局本级　　　　　单位：万元|||",
        "405001河东县水利局本级|405001河东县水利局本级|单位：万元|单位：万元",
    ):
        assert units(read(row + table)) == [("405001河东县水利局本级", "渠道清淤")]


def test_rows_between_the_tables_of_a_sheet_are_no_projects() -> None:
    titles = "项目名称|一级指标|二级指标|三级指标|指标值|备注"
    rows = "{}|产出指标|数量指标|{}|≥6公里\n|产出指标|质量指标|验收合格率|100%"
    first, second = rows.format("渠道清淤", "清淤长度"), rows.format("水文测报", "巡测里程")
    head, other = "部门名称：河东县水利局|||||单位：万元", "部门名称：河东县水文局|||||单位：万元"
    document = read("\n".join((head, titles, first, other, titles, second, "主办：河东县政府办公室　备案号：3207||||")))
    assert [name for _, name in units(document)] == ["渠道清淤", "水文测报"]
    assert units(document)[1][0] == "河东县水文局"


def test_the_unit_of_money_is_nobody() -> None:
    document = read(f"单位：水利局部门|||金额单位：万元\n项目名称|渠道清淤||\n{TABLE.format('清淤长度')}")
    assert units(document) == [("水利局部门", "渠道清淤")]


def test_a_unit_on_the_first_sheet_counts_for_the_next_and_is_told() -> None:
    document = read(
        f"部门：河东县水利局|||\n项目名称|渠道清淤||\n{TABLE.format('清淤长度')}",
        f"项目名称|水文测报||\n{TABLE.format('巡测里程')}",
    )
    assert units(document) == [("河东县水利局", "渠道清淤"), ("河东县水利局", "水文测报")]
    assert any("没有写单位" in note.message for note in document.notes)


@pytest.mark.parametrize("value", ["河东县灌区管理站/杨某", "河东县灌区管理站"])
def test_labels_may_share_a_cell_as_their_values_do(value: str) -> None:
    head = f"项目名称|渠道清淤|项目实施单位/项目负责人|{value}\n县级主管部门|河东县水利局||\n"
    assert units(read(head + TABLE.format("清淤长度"))) == [("河东县灌区管理站", "渠道清淤")]


@pytest.mark.parametrize("title", ["部门整体绩效目标", "2025年部门整体绩效目标（公开）", "部门整体支出绩效目标表"])
def test_a_form_of_a_whole_department_needs_no_word_for_a_table_in_its_title(title: str) -> None:
    document = read(f"{title}|||\n部门编码：|316|部门名称：|河东县林业局\n{TABLE.format('管护面积')}")
    [(unit, name)] = units(document)
    assert unit == "河东县林业局"
    assert name.startswith("河东县林业局整体")
    assert not any("没有写项目名称" in note.message for note in document.notes)


def test_a_goal_of_the_whole_department_with_its_words_is_no_title() -> None:
    goal = "全年管护公益林6公里，验收全部合格，带动周边村民就业。"
    document = read(f"部门名称：|河东县林业局||\n部门整体绩效目标|{goal}||\n{TABLE.format('管护面积')}")
    [(_, project)] = document.projects()
    assert project.goal is not None
    assert project.goal.text == goal


@pytest.mark.parametrize("row", ["分管领导：　　　股室负责人：　　　经办人：韦某", "经办人：韦某|||联系电话：1234"])
def test_who_signs_below_a_form_is_no_row_that_nobody_knows(row: str) -> None:
    document = read(f"项目名称|渠道清淤||\n{TABLE.format('清淤长度')}\n{row}")
    assert not any("看不出是什么" in note.message for note in document.notes)
