"""The layout of forms, and tables among text and other tables in one file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lint_pbt
from lint_pbt.errors import ReadError
from lint_pbt.layouts import lay_out
from lint_pbt.model.document import Document, Indicator
from lint_pbt.model.sheet import GridSheet, LineSheet, Source
from lint_pbt.readers import read
from tests.drawing import examples
from tests.places import TESTS
from tests.unit.layouts import grids
from tests.unit.sheets import grid, lines, others

FORMS = TESTS / "forms"

FORM = """
    项目名称|{name}||
    主管部门|海岚市教育局|实施单位|海岚市少年宫
    项目资金（万元）|年度资金总额：|120|
    |其中：财政拨款|100|
    |其他资金|20|
    年度总体目标|开办公益课堂60期。||
    绩效指标|一级指标|二级指标|三级指标|指标值
    |产出指标|数量指标|开办公益课堂期数|≥60期
    ||质量指标|课程完成率|≥95%
    |效益指标|社会效益指标|惠及学生人次|≥3000人次
    |满意度指标|服务对象满意度指标|学生家长满意度|≥90%
"""
NAMES = ["开办公益课堂期数", "课程完成率", "惠及学生人次", "学生家长满意度"]
RUN = (
    "1、1-产出指标；11-数量指标；培训人数；实施周期指标值:≥500人；年度指标值:≥500人。"
    "2、3-满意度指标；31-服务对象满意度；学员满意度；实施周期指标值:≥90%；年度指标值:≥90%。"
)


def form(name: str = "少年宫公益课堂") -> str:
    return FORM.format(name=name)


def document(*sheets: LineSheet | GridSheet, path: str = "公开.docx") -> Document:
    return lay_out(Source(path, sheets))


def names(table: Document) -> list[tuple[str, list[str]]]:
    """Each project with the names of its indicators."""
    return [(project.name.text, [one.name.text for one in project.indicators]) for _, project in table.projects()]


def only(text: str) -> Indicator:
    """The indicator of a form that has one."""
    [(_, project)] = document(grid(text)).projects()
    [indicator] = project.indicators
    return indicator


# Forms and their twins.


@pytest.mark.parametrize("path", grids.tables(FORMS), ids=lambda path: path.name)
def test_a_form_is_read_as_its_twin_says(path: Path) -> None:
    assert grids.described(path) == grids.twin(path).read_text("utf-8")


@pytest.mark.parametrize("path", grids.tables(FORMS), ids=lambda path: path.name)
def test_a_correct_form_gives_no_error_and_nothing_unchecked(path: Path) -> None:
    run = lint_pbt.lint([str(path)])
    [table] = run.documents
    assert table.layout == "form"
    assert run.count()["error"] == 0
    assert not [note for note in table.notes if note.unchecked]
    if path.name != "shanghai.csv":  # which has categories of its own
        assert run.count()["warning"] == 0


# Merged cells, as documents and workbooks have them.


def test_merged_cells() -> None:
    text = """
        项目支出绩效目标表||||||
        项目名称||社区食堂补贴||||
        主管部门||民政局||实施单位|社区服务中心|
        项目资金\\n（万元）||年度资金总额||85||
        ||其中：财政拨款||85||
        总\\n体\\n目\\n标|实施期目标|||年度目标||
        |三年补贴食堂30家||  |补贴社区食堂10家。||
        绩\\n效\\n指\\n标|一级指标|二级指标|三级指标||指标值|
        |产出指标|数量指标|补贴食堂数||10家|
        |||覆盖社区数||≥8个|
        |满意度\\n指标|服务对象\\n满意度指\\n标|老年人满意度||≥90%|
    """
    spans = {
        **dict.fromkeys(["A2", "A3", "B6", "D8", "D9", "D10", "D11", "F8", "C4", "C5"], (1, 2)),
        "A1": (1, 7), "C2": (1, 5), "A4": (2, 2), "A6": (2, 1), "A8": (4, 1), "B9": (2, 1), "C9": (2, 1),
        "B7": (1, 3), "E7": (1, 3),
    }  # fmt: skip
    table = document(grid(text, "社区食堂", spans=spans))
    [(unit, project)] = table.projects()
    assert unit.name and unit.name.text == "社区服务中心"
    assert project.goal and project.goal.text == "补贴社区食堂10家。"
    assert [str(one.value) for one in project.amounts] == ["85"]
    read_ = [(one.level1.name.text, one.level2.name.text, one.name.text, str(one.annual)) for one in project.indicators]
    assert read_ == [
        ("产出指标", "数量指标", "补贴食堂数", "10家"),
        ("产出指标", "数量指标", "覆盖社区数", "≥8个"),
        ("满意度指标", "服务对象满意度指标", "老年人满意度", "≥90%"),
    ]
    assert project.indicators[1].place.cell == "D10"


def test_cells_that_do_not_begin_below_their_titles() -> None:
    text = """
        项目名称||甲项目||||
        绩效指标|一级指标||二级指标|三级指标||指标值
        |产出指标|数量指标||培训人数||5人
        |||质量指标||合格率|95%
        |满意度指标|服务对象满意度||学员满意度||90%
    """
    spans = {"B2": (1, 2), "E2": (1, 2), "B3": (2, 1), "C3": (1, 2), "E3": (1, 2), "C5": (1, 2)}
    [(_, project)] = document(grid(text, spans=spans)).projects()
    assert [(one.level2.name.text, one.name.text, str(one.annual)) for one in project.indicators] == [
        ("数量指标", "培训人数", "5人"),
        ("质量指标", "合格率", "95%"),
        ("服务对象满意度", "学员满意度", "90%"),
    ]


@pytest.mark.parametrize(
    ("goals", "found"),
    [
        ("年度目标|好", [("子", None, "1个"), ("丑", None, "2个"), ("寅", None, "90%")]),
        ("中期目标|好\n年度目标|好", [("子", None, "1个"), ("丑", "2个", None), ("寅", None, "90%")]),
    ],
)
def test_two_lists_beside_each_other(goals: str, found: list[tuple[str, str | None, str | None]]) -> None:
    """They are those of the cycle and the year, or one list in two columns where there is no cycle."""
    titles = "一级指标|二级指标|三级指标|指标值|二级指标|三级指标|指标值"
    text = f"项目名称|甲\n{goals}\n{titles}\n产出指标|数量指标|丑|2个|数量指标|子|1个\n满意度指标||||满意度|寅|90%"
    [(_, project)] = document(grid(text)).projects()
    told = [(one.name.text, one.cycle and one.cycle.text, one.annual and one.annual.text) for one in project.indicators]
    assert sorted(told, key=lambda one: one[0]) == sorted(found, key=lambda one: one[0])


@pytest.mark.parametrize("titles", ["绩效指标||指标名称|指标值", "指标类别||三级指标|指标值", "||三级指标|指标值|备注"])
def test_levels_without_titles(titles: str) -> None:
    text = f"项目名称|甲||\n{titles}\n产出指标|数量指标|子|1个\n|质量指标|丑|95%\n成本指标|经济成本指标|寅|≤5元"
    [(_, project)] = document(grid(text, spans={"A2": (1, 2)})).projects()
    told = [(one.level1.name.text, one.level2.name.text, one.name.text) for one in project.indicators]
    assert told == [
        ("产出指标", "数量指标", "子"),
        ("产出指标", "质量指标", "丑"),
        ("成本指标", "经济成本指标", "寅"),
    ]


def test_several_indicators_in_one_row() -> None:
    titles = "项目名称|甲项目|||\n一级指标|二级指标|三级指标|指标值|权重\n产出指标|数量指标"
    text = f"{titles}|指标1：培训人数\\n指标2：培训期数|≥50人\\n≥2期|10\\n20"
    [(_, project)] = document(grid(text)).projects()
    assert [(one.name.text, str(one.annual), str(one.weight)) for one in project.indicators] == [
        ("培训人数", "≥50人", "10"), ("培训期数", "≥2期", "20"),
    ]  # fmt: skip
    [(_, project)] = document(grid(f"{titles}|1.培训人数\\n2.培训期数|≥50人|10")).projects()
    assert [str(one.annual) for one in project.indicators] == ["≥50人"]
    [(_, project)] = document(grid(f"{titles}|参加\\n培训人数|≥50\\n人|10")).projects()
    assert [(one.name.text, str(one.annual)) for one in project.indicators] == [("参加培训人数", "≥50人")]


BOTH = "产出指标-数量指标 产出指标—数量指标 产出指标/数量指标 产出指标（数量指标） 产出-数量 1-产出指标-11-数量指标"


@pytest.mark.parametrize("cell", [*BOTH.split(), "产出指标\\n数量指标"])
def test_one_cell_with_both_levels(cell: str) -> None:
    one = only(f"项目名称|甲|\n指标类别|指标名称|指标值\n{cell}|培训人数|≥5人")
    assert (one.level1.name.text.removesuffix("指标"), one.level2.name.text.removesuffix("指标")) == ("产出", "数量")


def test_codes_of_categories() -> None:
    one = only("项目名称|甲||\n一级指标|二级指标|三级指标|指标值\n1-产出指标|1101数量指标|培训人数|≥5人")
    assert [(level.code, level.name.text) for level in (one.level1, one.level2)] == [
        ("1", "产出指标"), ("1101", "数量指标"),
    ]  # fmt: skip


def test_parts_of_amounts() -> None:
    """Parts of a source are no sources; one source of several is no sum."""
    indicators = "一级指标|二级指标|三级指标|指标值\n产出指标|数量指标|培训人数|≥5人"
    rows = {
        "资金总额|100\n其中：财政拨款|90\n一般公共预算|60\n政府性基金|30\n其他资金|10": ["100", "90", "10"],
        "资金总额|100\n其中：财政拨款|90": ["100"],
        "资金总额|100\n财政拨款|90\n中央资金|50\n省级资金|40\n其他资金|10": ["100", "90", "10"],
        "资金总额：100万元，其中：财政拨款90万元。": ["100"],
        "实施期资金总额|300|年度资金总额|100\n其中：财政拨款|280|其中：财政拨款|90\n其他资金|20|其他资金|10": [
            "100", "90", "10",
        ],
        "年度资金总额|100|三年安排数|300\n其中：财政拨款|90|其中：财政拨款|280\n其他资金|10|其他资金|20": [
            "100", "90", "10",
        ],
    }  # fmt: skip
    for text, amounts in rows.items():
        [(_, project)] = document(grid(f"项目名称|甲\n{text}\n{indicators}")).projects()
        assert [str(one.value) for one in project.amounts] == amounts


@pytest.mark.parametrize(
    ("rows", "amounts"),
    [
        ("其中：中央财政资金|0\n县（区）财政资金|100\n单位自筹|", ["100", "0", "100"]),
        ("其中：中央财政资金|60\n市县（区）财政资金|40", ["100", "60", "40"]),
        ("其中：省级财政资金|60\n本级财政资金|50", ["100", "60", "50"]),
        ("其中：中央财政资金|0\n渔港建设资金|100\n单位自筹|0", ["100"]),
        ("其中：中央财政资金|60\n市级财政资金|40\n其中：渔港建设资金|40", ["100", "60", "40"]),
        ("其中：中央财政资金|60\n市级财政资金|30\n渔港建设资金|0", ["100", "60", "30"]),
        ("财政拨款|60\n专项债|40\n其他资金|0", ["100"]),
        ("财政拨款|60\n上年结余|40\n其他资金|0", ["100"]),
        ("财政拨款|60\n政府性基金|30\n其他资金|10", ["100"]),
        ("财政拨款|60\n其他资金|40（含捐赠）\n自有资金|0", ["100"]),
        ("财政拨款|60\n|40\n其他资金|0", ["100"]),
        ("财政拨款|60\n其中：上级|40\n其他资金|0", ["100"]),
        ("预算资金|100\n自有资金|0\n其他|0", ["100"]),
        ("财政拨款|\n自有资金|0\n其他|0", ["100"]),
        ("财政拨款|60\n其他资金|20\n自有资金|10\n项目负责人|李某", ["100", "60", "20", "10"]),
    ],
)
def test_sources_are_no_sum_where_a_label_of_money_is_not_known(rows: str, amounts: list[str]) -> None:
    indicators = "一级指标|二级指标|三级指标|指标值\n产出指标|数量指标|清淤长度|≥5公里"
    [(_, project)] = document(grid(f"项目名称|航道清淤\n资金总额|100\n{rows}\n{indicators}")).projects()
    assert [str(one.value) for one in project.amounts] == amounts


@pytest.mark.parametrize(
    "cell",
    [
        "资金总额：100\n  一、预算资金：100\n  二、自有资金：0\n  三、其他：0",
        "资金总额：100  财政拨款：60  土地出让：40  其他资金：0",
    ],
)
def test_a_source_that_is_not_known_among_lines_of_a_cell_leads_to_no_sum(cell: str, tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    indicators = "一级指标,二级指标,三级指标,指标值\n产出指标,数量指标,清淤长度,≥5公里"
    path.write_text(f'项目名称,航道清淤,,\n"{cell}",,,\n{indicators}\n', "utf-8")
    assert "C201" not in {finding.rule.id for finding in lint_pbt.lint([str(path)]).findings}


def test_a_sum_that_is_wrong_is_found(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    text = form().replace("|20|", "|30|").replace("|", ",").replace("    ", "")
    path.write_text(text, "utf-8")
    run = lint_pbt.lint([str(path)])
    assert [finding.rule.id for finding in run.findings if finding.severity == "error"] == ["C201"]


def test_the_name_where_no_label_gives_it() -> None:
    indicators = "一级指标|二级指标|三级指标|指标值\n产出指标|数量指标|培训人数|≥5人"
    goal = "年度目标|培训5人"
    bracket = f"项目支出绩效目标表（2025年度）（书记员培训项目）\n{goal}\n{indicators}"
    assert names(document(grid(bracket)))[0][0] == "书记员培训项目"
    assert names(document(grid(f"{goal}\n{indicators}", name="书记员培训")))[0][0] == "书记员培训"
    table = document(grid(f"{goal}\n{indicators}", name="Sheet1"))
    assert names(table)[0][0] == ""
    assert any("没有写项目名称" in note.message for note in table.notes)


def test_the_unit_is_the_one_that_carries_the_project_out() -> None:
    indicators = "一级指标|二级指标|三级指标|指标值\n产出指标|数量指标|培训人数|≥5人"
    rows = {
        "填报单位：甲局|金额单位：万元\n项目名称|培训": "甲局",
        "填报单位：元谷县甲局\n项目名称|培训|主管部门|乙委": "元谷县甲局",
        "填报单位：甲局\n项目名称|培训|项目预算执行单位|甲局培训中心": "甲局培训中心",
        "项目名称|培训|主管部门|甲局\n申报单位|甲局|用款单位|甲局培训中心": "甲局培训中心",
        "单位（盖章）：甲局\n项目名称|培训|实施单位|甲局培训中心": "甲局培训中心",
        "单位（公章）：甲局\n项目名称|培训": "甲局",
        "项目单位：甲局 金额单位：万元\n项目名称|培训": "甲局",
        "部门：甲局 机关 单位：万元\n项目名称|培训": "甲局 机关",
        "主管部门：乙委 实施单位：甲局\n项目名称|培训": "甲局",
        "项目名称|培训|中央主管部门|丁部\n省级主管部门|丙厅|市县主管部门|甲局": "甲局",
        "项目名称|培训|省级财政部门|丁厅\n省级主管部门|丙厅||": "丙厅",
        "项目名称|培训|主管部门|甲局\n上级主管部门|丙厅||": "甲局",
        "405001甲市水务局本级|单位：万元\n项目编码|9|项目名称|培训": "405001甲市水务局本级",
        "甲市水务局（机关）|单位：元\n项目名称|培训": "甲市水务局（机关）",
    }
    for text, name in rows.items():
        [(unit, _)] = document(grid(f"{text}\n{indicators}")).projects()
        assert unit.name and unit.name.text == name
    assert document(grid(f"{next(iter(rows))}\n{indicators}")).amount_unit == "万元"


@pytest.mark.parametrize("label", ["中央主管部门", "省级财政部门", "上级主管部门"])
def test_who_only_stands_above_is_no_unit(label: str) -> None:
    indicators = "一级指标|二级指标|三级指标|指标值\n产出指标|数量指标|培训人数|≥5人"
    [(unit, _)] = document(grid(f"项目名称|培训|{label}|丁部\n{indicators}")).projects()
    assert unit.name is None


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        ("单位名称：甲局\n项目名称|培训\n主管部门|甲局|项目实施单位|甲局培训站", "甲局培训站"),
        ("填报单位：甲县渔业局（盖章）\n项目名称|培训\n部门名称|甲县渔业局", "甲县渔业局"),
        ("单位名称：乙站\n项目名称|培训\n主管部门|甲局|项目实施单位|甲局培训站", "乙站"),
    ],
)
def test_a_unit_is_rather_not_the_department_and_has_no_seal(rows: str, name: str) -> None:
    indicators = "一级指标|二级指标|三级指标|指标值\n产出指标|数量指标|培训人数|≥5人"
    [(unit, _)] = document(grid(f"{rows}\n{indicators}")).projects()
    assert unit.name and unit.name.text == name


@pytest.mark.parametrize(
    ("rows", "amounts"),
    [
        ("部门预算|资金总额|其中：财政拨款|其他资金\n|300|200|100", ["300", "200", "100"]),
        ("项目资金（万元）|年度资金总额：120|其中：财政拨款：100|其他资金：20", ["120", "100", "20"]),
        ("项目资金（万元）|中期资金总额：360|年度资金总额：120", ["120"]),
        ("项目负责人|张三|联系电话|12345", []),
    ],
)
def test_amounts_stand_below_labels_or_behind_them(rows: str, amounts: list[str]) -> None:
    indicators = "一级指标|二级指标|三级指标|指标值\n产出指标|数量指标|培训人数|≥5人"
    [(_, project)] = document(grid(f"项目名称|培训\n{rows}\n{indicators}")).projects()
    assert [str(one.value) for one in project.amounts] == amounts


def test_a_title_beside_that_of_the_goal_is_no_goal() -> None:
    text = "项目名称|培训|\n{}\n培训骨干5人。|已培训。\n一级指标|三级指标|指标值\n产出指标|培训人数|≥5人"
    for titles in ("年度目标|全年完成情况", "年度目标|本年度落实情况"):
        [(_, project)] = document(grid(text.format(titles))).projects()
        assert project.goal and project.goal.text == "培训骨干5人。"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("（一）老旧水厂改造绩效目标表", "老旧水厂改造"),
        ("3.2025年度社区图书室补贴项目支出绩效目标申报表", "社区图书室补贴"),
        ("附件2：乡村教师培训项目绩效目标表", "乡村教师培训项目"),
        ("项目支出绩效目标申报表（2025年度）", ""),
        ("（二）一般公共预算项目支出绩效目标表", ""),
        ("省级部门预算项目支出绩效目标表", ""),
        ("海岚市市级部门项目绩效目标申报表", ""),
        ("海岚市教育局2025年部门预算项目支出绩效目标表", ""),
        ("（一）海岚市教育局项目绩效目标表", ""),
    ],
)
def test_the_name_in_the_title_of_the_table(title: str, name: str) -> None:
    text = "年度目标|培训5人\n一级指标|二级指标|三级指标|指标值\n产出指标|数量指标|培训人数|≥5人"
    assert names(document(lines(title), grid(text)))[0][0] == name
    assert names(document(grid(text, name=title)))[0][0] == name


def test_titles_that_differ_name_the_projects_below_each_other() -> None:
    rows = "\n一级指标|二级指标|三级指标|指标值\n产出指标|数量指标|巡查次数|≥5次\n效益指标|社会效益指标|惠及居民|≥9户\n"

    def named(*titles: str) -> list[str]:
        return [name for name, *_ in names(document(grid("\n".join(f"{title}|||{rows}|||" for title in titles))))]

    assert named("危旧房屋鉴定项目绩效目标表", "防汛物资项目绩效目标表（2025年度）") == [
        "危旧房屋鉴定项目",
        "防汛物资项目",
    ]
    assert named("2025年某县教育局项目绩效目标表", "2025年某县体育局项目绩效目标表") == ["", ""]


def test_labels_in_sentences_above_a_table() -> None:
    text = lines(
        "以上是去年的情况。", "项目名称：甲项目。", "实施单位：乙中心", "预算金额：60万元", "年度目标：1.培训骨干5人，",
        "办好课堂；", "2.让群众满意。", "单位：万元",
    )  # fmt: skip
    indicators = grid("一级指标|二级指标|三级指标|指标值\n产出指标|数量指标|培训人数|≥5人")
    [(unit, project)] = document(text, indicators).projects()
    assert unit.name and unit.name.text == "乙中心"
    assert [project.name.text, str(project.amounts[0].value)] == ["甲项目", "60"]
    assert project.goal and project.goal.text == "1.培训骨干5人，办好课堂；2.让群众满意。"
    assert [project.goal.place(at).line for at in (0, 9, 15)] == [5, 6, 7]


def test_labels_parted_from_their_values_by_a_space() -> None:
    text = lines(
        "项目支出绩效目标表",
        "项目名称 甲项目",
        "实施单位 乙中心",
        "项目资金（万元） 60",
        "年度目标 培训骨干5人，",
        "办好课堂。",
    )
    indicators = grid("一级指标|二级指标|三级指标|指标值\n产出指标|数量指标|培训人数|≥5人")
    [(unit, project)] = document(text, indicators).projects()
    assert unit.name and unit.name.text == "乙中心"
    assert [project.name.text, str(project.amounts[0].value)] == ["甲项目", "60"]
    assert project.goal and project.goal.text == "培训骨干5人，办好课堂。"
    assert [(place.line, place.column) for place in map(project.goal.place, (0, 7))] == [(5, 6), (6, 1)]


def test_columns_of_goal_and_amount_make_a_grid() -> None:
    text = "部门：教育局|||||\n名目|预算数|绩效目标|三级指标|指标值|\n课堂|60|办好课堂|课堂期数|≥5期|"
    assert document(grid(text, name="目标表")).layout == "grid"


def test_an_empty_form_is_no_project() -> None:
    empty = "项目名称|××项目|\n主管部门||\n年度目标||\n一级指标|三级指标|指标值\n产出指标|指标1：|\n|……|"
    table = document(grid(form(), name="一"), grid(empty, name="二"))
    assert [name for name, _ in names(table)] == ["少年宫公益课堂"]
    assert [note.message for note in table.notes] == ["有 1 处是没有填写的空表，没有检查"]


# Several forms, and tables among others.


def test_forms_on_several_sheets_and_below_each_other() -> None:
    two = grid(form("甲") + "填报人：张三|联系电话：1|\n" + "项目支出绩效目标表\n" + form("乙"), name="一科")
    table = document(grid("填表说明|\n每项必填|", name="说明"), two, grid(form("丙"), name="二科"), path="表.xlsx")
    assert names(table) == [("甲", NAMES), ("乙", NAMES), ("丙", NAMES)]
    assert [project.index for _, project in table.projects()] == [1, 2, 3]
    assert not table.notes


def test_a_whole_disclosure_gives_its_forms_alone() -> None:
    text = lines("第二部分 2025年部门预算表", "本部门2025年收入预算1200.50万元，比上年增加3%。")
    target = lines(
        "（三）预算绩效情况说明。", "项目支出绩效目标表", "（2025年度）", "部门名称：海岚市教育局    单位：万元"
    )
    sheets = [sheet for other in others(400) for sheet in (text, other)]
    table = document(*sheets[:500], target, grid(form("甲")), *sheets[500:], target, grid(form("乙")))
    assert names(table) == [("甲", NAMES), ("乙", NAMES)]
    assert table.title and table.title.text == "项目支出绩效目标表（2025年度）"
    assert (table.department and table.department.text, table.amount_unit) == ("海岚市教育局", "万元")
    assert [note.message for note in table.notes] == ["文件里另有 400 个表没有绩效指标，没有检查"]


def test_a_form_over_pages() -> None:
    """The rest of a form stands in a table of its own, under its header again or under none."""
    rows = form().strip().splitlines()
    whole = names(document(grid(form())))
    for cut in (8, 9, 10):
        first, rest = grid("\n".join(rows[:cut]), page=3), rows[cut:]
        page = lines("海岚市教育局2025年部门预算", "- 4 -")
        assert names(document(first, page, grid("\n".join(rest), page=4))) == whole
        assert names(document(first, page, grid("\n".join([rows[6], *rest]), page=4))) == whole


def test_labels_and_indicators_in_tables_of_their_own() -> None:
    rows = form("甲").strip().splitlines()
    title, page = lines("项目支出绩效目标表"), lines("- 3 -")
    upper, lower = grid("\n".join(rows[:6])), grid("\n".join(rows[6:]))
    assert names(document(title, upper, page, lower, title, grid(form("乙")))) == [("甲", NAMES), ("乙", NAMES)]
    # The page breaks among the indicators of one form, and the next follows at once.
    first, rest = grid("\n".join(rows[:9])), grid("\n".join([*rows[9:], form("乙").strip()]))
    assert names(document(title, first, title, rest)) == [("甲", NAMES), ("乙", NAMES)]


def test_a_grid_over_pages_with_its_title_again() -> None:
    titles = "项目名称|预算数|绩效目标|一级指标|二级指标|三级指标|指标值"
    above = lines("部门项目绩效目标表", "单位：万元")
    first = grid(f"{titles}\n甲|10|目标|产出指标|数量指标|子|1个\n||||质量指标|丑|95%")
    second = grid(f"{titles}\n|||效益指标|社会效益指标|寅|2个\n乙|20|目标|产出指标|数量指标|卯|1个")
    table = document(above, first, above, second)
    assert names(table) == [("甲", ["子", "丑", "寅"]), ("乙", ["卯"])]
    assert table.amount_unit == "万元"


def test_lists_for_several_funds_are_one_project() -> None:
    rows = """
        项目名称|甲项目||||
        绩效目标|建设||||
        一、中央资金|||||
        绩效指标|一级指标|二级指标|三级指标|指标值|备注
        |产出指标|数量指标|指标1：培训人数|5人|
        |||指标2：||
        |||……||
        二、省级资金|||||
        绩效指标|一级指标|二级指标|三级指标|指标值|备注
        |产出指标|数量指标|建房数|5套|
        |合计||||
        其他需要说明的问题|无||||
    """
    table = document(grid(rows))
    assert names(table) == [("甲项目", ["培训人数", "建房数"])]
    assert not [note for note in table.notes if note.unchecked]


def test_labels_above_a_table() -> None:
    rows = "\n".join(form().strip().splitlines()[6:])
    table = document(lines("项目支出绩效目标表", "项目名称：甲  实施单位：少年宫", "年度目标：办好课堂"), grid(rows))
    [(unit, project)] = table.projects()
    assert (unit.name and unit.name.text, project.name.text, str(project.goal)) == ("少年宫", "甲", "办好课堂")
    assert project.name.place().line == 2


def test_a_heading_above_a_table_is_no_label() -> None:
    above = lines("（三）绩效目标", "项目支出绩效目标表")
    table = document(above, grid("（2025年度）||\n" + form()))
    assert str(table.title) == "项目支出绩效目标表（2025年度）"
    assert str(table.units[0].projects[0].goal) == "开办公益课堂60期。"
    export = grid("项目名称|一级指标|二级指标|三级指标|指标值\n甲|产出指标|数量指标|子|1个")
    assert document(lines("三、绩效目标", "项目名称"), export).layout == "grid"


def test_runs_in_a_column_without_titles_over_pages() -> None:
    first = grid(f"少年宫|500.00|400.00|100.00||\n公益课堂|300|200|100|办好课堂。|{RUN}")
    second = grid(f"暑期夏令营|200|200||办好夏令营。|{RUN}")
    table = document(lines("项目支出绩效目标表", "单位：万元"), first, lines("- 2 -"), second, path="表.pdf")
    assert table.layout == "grid"
    assert names(table) == [(name, ["培训人数", "学员满意度"]) for name in ("公益课堂", "暑期夏令营")]
    [unit] = table.units
    assert (unit.name and unit.name.text, str(unit.total)) == ("少年宫", "500.00")
    assert str(table.units[0].projects[1].goal) == "办好夏令营。"


def test_text_among_unrelated_tables() -> None:
    text = lines("项目支出绩效目标表", "少年宫", "公益课堂", "办好课堂。", RUN)
    table = document(*others(3), text, *others(3))
    assert table.layout == "inline"
    assert names(table)[0][1] == ["培训人数", "学员满意度"]
    assert "文件里另有 6 个表没有绩效指标，没有检查" in [note.message for note in table.notes]


def test_forms_a_grid_and_text_in_one_file() -> None:
    export = grid(
        "项目名称|绩效目标|一级指标|二级指标|三级指标|年度指标值\n丁|目标|产出指标|数量指标|检查家数|30家", name="汇总"
    )
    text = lines("公益课堂", RUN, first=50)
    table = document(grid(form("甲"), name="甲"), export, grid(form("乙"), name="乙"), text)
    assert table.layout == "form"
    found = names(table)
    assert [name for name, _ in found if name in "甲乙丁"] == ["甲", "丁", "乙"]
    assert ["培训人数", "学员满意度"] in [indicators for _, indicators in found]
    assert [project.index for _, project in table.projects()] == [1, 2, 3, 4]
    # A form has no cycle values, the text has: what is not there in forms is no gap.
    assert [project.form.has_cycle for _, project in table.projects()] == [False, True, False, False]


def test_text_in_two_arrangements_is_said() -> None:
    cells = [cell for line in form().split("\n") for cell in line.strip().split("|") if cell]
    table = document(lines("单位名称", "公益课堂", "办好课堂。", RUN, *cells, *cells))
    assert [note.unchecked for note in table.notes if "两种写法" in note.message] == [True]


def test_a_table_without_titles_goes_by_its_contents() -> None:
    plain = grid("甲|产出指标|数量指标|培训人数|5人\n乙||质量指标|合格率|95%\n丙|效益指标|社会效益指标|受益人数|5人")
    table = document(lines("其他表", "另有说明。"), plain)
    assert [one.name.text for _, project in table.projects() for one in project.indicators] == [
        "培训人数",
        "合格率",
        "受益人数",
    ]
    assert any("没有列标题" in note.message and "第 4 列是指标名称" in note.message for note in table.notes)


def test_a_form_whose_titles_are_gone_goes_by_its_contents() -> None:
    broken = form("另一个项目").replace("|三级指标|指标值", "||")
    table = document(grid(form()), lines("下一张表"), grid(broken), lines("以上为全部项目。"))
    assert [name for name, _ in names(table)] == ["少年宫公益课堂", "另一个项目"]
    assert names(table)[0][1] == names(table)[1][1]


def test_no_table_of_indicators_in_a_document() -> None:
    with pytest.raises(ReadError, match=r"文件里的 6 个表都没有指标名称"):
        document(lines("第一部分 部门概况"), *others(6))


def test_what_is_said_fits_the_file() -> None:
    with pytest.raises(ReadError, match="扫描件"):
        document(lines("第一部分 部门概况"))
    with pytest.raises(ReadError, match="没有删掉表头"):
        lay_out(Source("表.xlsx", tuple(others(2))))


# Rules in forms.


def test_weight_direction_and_unit_are_checked(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text(
        "项目名称,市容检查,,,,,,\n年度目标,检查场所300家。,,,,,,\n一级指标,二级指标,三级指标,指标性质,指标值,度量单位,权重,指标方向性\n"
        "产出指标,数量指标,检查场所数,≤,300,家,40,正向\n,质量指标,检查合格率,≥,90,,20,正向\n"
        "效益指标,社会效益指标,占道投诉量,≥,30,件,20,反向\n满意度指标,服务对象满意度指标,群众满意度,≤,0,%,15,正向\n",
        "utf-8",
    )
    run = lint_pbt.lint([str(path)])
    [table] = run.documents
    assert table.layout == "form" and not table.has_cycle
    found = {(finding.rule.id, finding.place.cell) for finding in run.findings}
    assert {("W101", "B1"), ("X103", "D4"), ("V102", "E5"), ("X103", "D6"), ("X102", "D7")} <= found
    assert not {rule for rule, _ in found} & {"S101", "C101"}


def test_a_missing_value_is_found_in_lists_of_cycle_and_year(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text((FORMS / "ministry-2015.csv").read_text("utf-8").replace("≥15万人次", ""), "utf-8")
    found = [finding.rule.id for finding in lint_pbt.lint([str(path)]).findings]
    assert "S101" not in found  # the cycle's list has it
    path.write_text((FORMS / "ministry-2019.csv").read_text("utf-8").replace("≥12TB", ""), "utf-8")
    assert "S101" in [finding.rule.id for finding in lint_pbt.lint([str(path)]).findings]


def test_a_second_level_that_is_not_given_is_not_judged(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text(
        "\n".join(line.strip() for line in form().replace("服务对象满意度指标|", "|").split("\n")).replace("|", ",")
    )
    assert "N102" not in {finding.rule.id for finding in lint_pbt.lint([str(path)]).findings}


def test_columns_of_a_user_in_forms() -> None:
    text = form().replace("三级指标", "考核内容")
    assert any("“考核内容”是指标名称" in note.message for note in document(grid(text)).notes)
    table = lay_out(Source("表.docx", (grid(text),)), {"columns.name": ("考核内容",)})
    assert names(table)[0][1] == NAMES
    assert not any("考核内容" in note.message for note in table.notes)


WORDS = [
    "项目名称",
    "项目支出绩效目标表",
    "年度目标",
    "总体目标",
    "实施期目标",
    "绩效指标",
    "一级指标",
    "二级指标",
    "三级指标",
    "指标值",
    "年度绩效指标",
    "长期绩效指标",
    "权重",
    "资金总额（万元）",
    "其中：财政拨款",
    "其他资金",
    "年度主要任务",
    "任务名称",
    "主管部门",
    "实施单位",
    "产出指标",
    "数量指标",
    "产出指标-数量指标",
    "满意度指标",
    "≥5人",
    "95%",
    "12",
    "1,200.50",
    "……",
    "填报人：张三",
    "备注",
    "合计",
    "项目名称：甲",
    "2024-2026年",
]
WORDS += ["指标1：甲\\n指标2：乙", "≥1个\\n≥2个", "资金总额：12万元，其中：财政拨款10万元"]
ROWS = st.lists(st.lists(st.sampled_from([*WORDS, *[""] * 20, RUN]), min_size=1, max_size=8), max_size=14)


@settings(max_examples=examples(150))
@given(st.lists(st.one_of(ROWS, st.lists(st.sampled_from(WORDS), max_size=4)), min_size=1, max_size=4), st.booleans())
def test_any_source_is_read_or_refused(parts: list[list[list[str]] | list[str]], named: bool) -> None:
    sheets: list[LineSheet | GridSheet] = [grid(form())]
    for number, part in enumerate(parts):
        rows = ["|".join(row) for row in part if isinstance(row, list)]
        texts = [row for row in part if isinstance(row, str)]
        sheets.append(lines(*texts) if texts else grid("\n".join(rows), name=f"{number}" if named else None))
    table = document(*sheets)
    for index, (_, project) in enumerate(table.projects(), 1):
        assert project.index == index
        for one in project.indicators:
            assert one.name.text
            assert one.annual is None or one.annual.text == one.annual.text.strip() != ""
    assert set(NAMES) <= {one.name.text for _, project in table.projects() for one in project.indicators}


def test_the_same_form_as_csv() -> None:
    text = "\n".join(line.strip().replace("|", ",") for line in form().strip().splitlines())
    assert names(lay_out(read("表.csv", text.encode()))) == [("少年宫公益课堂", NAMES)]


def test_an_indicator_above_the_first_level_of_its_table_is_told() -> None:
    rows = "项目名称|一级指标|二级指标|三级指标|指标值\n甲||数量指标|课堂期数|≥5期\n|产出指标|质量指标|到课率|≥90%"
    told = [note.message for note in document(grid(rows)).notes if "一级指标" in note.message]
    assert told == ["指标“课堂期数”看不出属于哪个一级指标，和类别有关的检查可能不准。请在它这一行写上一级指标"]


@pytest.mark.parametrize("name", ["更换智能水表", "残疾人护理补贴标准"])
@pytest.mark.parametrize("basis", ["", "计划标准"])
def test_a_name_that_ends_as_titles_do_is_a_name(name: str, basis: str) -> None:
    rows = f"""项目名称|管网维修||||
绩效指标|一级指标|二级指标|三级指标|指标值|指标值依据
绩效指标|产出指标|数量指标|{name}|≥2450块|{basis}
||| 另一{name}|≥300块|{basis}
||质量指标|水质达标率|≥95%|{basis}"""
    document = lay_out(Source("表.xlsx", (grid(rows),)))
    [(_, project)] = document.projects()
    assert [one.name.text for one in project.indicators] == [name, f"另一{name}", "水质达标率"]
    assert not any(note.unchecked for note in document.notes)


@pytest.mark.parametrize(
    "label", ["年度履职目标", "部门（单位）年度履职目标", "单位履职目标", "年度工作目标任务", "本年目标及任务"]
)
def test_what_a_department_sets_itself_for_the_year_is_a_goal(label: str) -> None:
    text = f"部门整体绩效目标表\n部门名称|甲局\n{label}|换掉老旧管网，供水不停。\n一级指标|二级指标|三级指标|指标值\n"
    [(_, project)] = document(grid(f"{text}产出指标|数量指标|管网长度|≥5公里")).projects()
    assert project.goal and project.goal.text == "换掉老旧管网，供水不停。"


def test_a_list_of_tasks_below_such_a_label_is_no_goal() -> None:
    text = (
        "部门名称|甲局\n年度履职目标|任务名称|主要内容|金额\n|管网更新|换管网，查漏点。|12\n年度总体目标|供水不停。\n"
    )
    indicators = "一级指标|二级指标|三级指标|指标值\n产出指标|数量指标|管网长度|≥5公里"
    [(_, project)] = document(grid(text + indicators)).projects()
    assert project.goal and project.goal.text == "供水不停。"


def test_a_short_goal_that_ends_like_a_title_is_a_goal() -> None:
    rows = "项目名称|快乐健身\n年度目标|新建体育项目\n一级指标|二级指标|三级指标|指标值\n产出指标|数量指标|场地|≥10个"
    [(_, project)] = document(grid(rows)).projects()
    assert project.goal is not None and project.goal.text == "新建体育项目"
