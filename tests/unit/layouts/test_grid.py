"""The grid layout: tables of several kinds read exactly, and the same table as text and as csv judged alike."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lint_pbt
from lint_pbt.errors import ConfigError, ReadError
from lint_pbt.layouts import lay_out
from lint_pbt.model.document import Document, Place
from lint_pbt.model.run import Run
from lint_pbt.model.sheet import Cell, GridSheet, Source
from lint_pbt.readers import read
from lint_pbt.rulebook.loader import Settings
from lint_pbt.session import read_documents
from tests.carriers import as_grid, write_csv
from tests.drawing import examples
from tests.places import TESTS
from tests.unit.layouts import grids

TABLES = TESTS / "tables"
TITLES = "项目名称,绩效目标,一级指标,二级指标,三级指标,"


def document(text: str) -> Document:
    return lay_out(read("表.csv", text.encode()))


def first(text: str) -> list[str | None]:
    """Name, cycle and annual value, weight and direction of the first indicator."""
    one = document(text).units[0].projects[0].indicators[0]
    fields = (one.name, one.cycle, one.annual, one.weight, one.direction)
    return [field.text if field else None for field in fields]


def lint(path: Path, text: str) -> Run:
    path.write_text(text, "utf-8")
    return lint_pbt.lint([str(path)])


@pytest.mark.parametrize("path", grids.tables(), ids=lambda path: path.name)
def test_a_table_is_read_as_its_twin_says(path: Path) -> None:
    assert grids.described(path) == grids.twin(path).read_text("utf-8")


def test_a_clean_table_gives_no_error_and_no_warning() -> None:
    counts = lint_pbt.lint([str(grids.GRIDS / "clean.csv")]).count()
    assert counts["error"] == counts["warning"] == 0


@pytest.mark.parametrize(
    ("sign", "value", "unit", "whole"),
    [
        ("≥", "95", "%", "≥95%"),
        ("≥", "≥95%", "%", "≥95%"),
        ("≥", "95%", "%", "≥95%"),
        ("定性", "持续改善", "", "持续改善"),
        ("其他", "持续改善", "无", "持续改善"),
        ("", "95", "", "95"),
        ("=", "100.00", "百分比", "=100.00%"),
        ("≥（大于等于）", "3", "个", "≥3个"),
        ("大于等于", "3", "个", "大于等于3个"),
        ("》", "3", "个", "》3个"),
        ("≤", "2025年6月30日", "日期", "≤2025年6月30日"),
        ("=", "2025-06-30", "天", "=2025-06-30"),
        ("≥", "90以上", "%", "≥90%以上"),
        ("=", "每季度一次", "次", "=每季度一次"),
        ("=", "有所改善", "", "=有所改善"),
        ("≥", "进一步加强", "", "≥进一步加强"),
        ("=", "A", "级", "=A级"),
        ("≥", "1,200", "人次", "≥1,200人次"),
        ("≥", "三", "次", "≥三次"),
        ("≤", "3-5", "天", "≤3-5天"),
        ("≥", "20万", "元", "≥20万元"),
        ("定量", "8", "/", "8"),
    ],
)
def test_sign_value_and_unit_make_one_value(sign: str, value: str, unit: str, whole: str) -> None:
    cells = ",".join(f'"{text}"' for text in (sign, value, unit))
    text = f"三级指标,计算符号,指标值,计量单位\n设备完好率,{cells}\n"
    assert first(text)[2] == whole


def test_each_part_of_a_value_keeps_its_place() -> None:
    text = "三级指标,指标值,计算符号,计量单位\n设备完好率, 95 ,≥,％\n"
    value = document(text).units[0].projects[0].indicators[0].annual
    assert value is not None
    assert [value.place(offset).cell for offset in range(4)] == ["C2", "B2", "B2", "D2"]
    assert [value.place(offset).column for offset in range(4)] == [12, 8, 9, 14]
    assert value.end_place() == Place(2, 15, cell="D2")


@pytest.mark.parametrize(
    ("titles", "row", "fields"),
    [
        ("绩效指标,年度指标值", "培训人次,≥30人次", ["培训人次", None, "≥30人次", None, None]),
        ("指标名称,目标值,分值", "培训人次,≥30人次,20", ["培训人次", None, "≥30人次", "20", None]),
        ("*三级指标名称*,2025年度目标值", "培训人次,≥30人次", ["培训人次", None, "≥30人次", None, None]),
        ("三级 指标,指标值（年度）", "培训人次,≥30人次", ["培训人次", None, "≥30人次", None, None]),
        ("三级指标,指标值(中期),指标值(年度)", "培训人次,9次,3次", ["培训人次", "9次", "3次", None, None]),
        ("三级指标,中期指标值,本年指标值", "培训人次,9次,3次", ["培训人次", "9次", "3次", None, None]),
        ("三级指标,年度目标,指标方向", "培训人次,≥30人次,正向", ["培训人次", None, "≥30人次", None, "正向"]),
        ("三级指标,指标值,单位", "培训人次,≥30,人次", ["培训人次", None, "≥30人次", None, None]),
        ("指标值,三级指标,指标解释", "≥30人次,（1）培训人次,略", ["培训人次", None, "≥30人次", None, None]),
        ("三级指标,半年目标值,全年目标值", "培训人次,15人次,30人次", ["培训人次", None, "30人次", None, None]),
        ("三级指标,第三季度目标值,预期（程）目标值", "培训人次,9人次,30人次", ["培训人次", None, "30人次", None, None]),
        ("三级指标,指标值,备注", "指标1：培训人次,≥30人次,", ["培训人次", None, "≥30人次", None, None]),
    ],
)
def test_columns_go_by_many_names(titles: str, row: str, fields: list[str | None]) -> None:
    assert first(f"一级指标,{titles}\n产出指标,{row}\n") == fields


def test_a_split_header_over_cycle_and_year() -> None:
    text = (
        "项目名称,绩效指标,,,实施周期指标值,,,年度指标值,,\n"
        ",一级指标,二级指标,三级指标,符号,值,单位,符号,值,单位\n"
        "消防站建设,产出指标,数量指标,新建消防站,≥,6,座,=,2,座\n"
    )
    assert first(text) == ["新建消防站", "≥6座", "=2座", None, None]
    text = (
        "项目名称,绩效指标,,,指标值,\n,一级指标,二级指标,三级指标,实施周期,年度\n"
        "消防站建设,产出指标,数量指标,新建消防站,6座,2座\n"
    )
    assert first(text) == ["新建消防站", "6座", "2座", None, None]
    text = (
        "项目名称,一级指标,二级指标,三级指标,指标值,\n,,,,一季度（程）目标值,全年（程）目标值\n"
        "消防站建设,产出指标,数量指标,新建消防站,1座,2座\n"
    )
    assert first(text) == ["新建消防站", None, "2座", None, None]


def test_signs_under_a_title_that_is_not_known() -> None:
    text = (
        "项目名称,绩效指标,,,,,,\n,一级指标,二级指标,三级指标,指标值类型,指标值,度量单位,评分口径\n"
        "消防站建设,产出指标,数量指标,新建消防站,≥,2,座,按比例\n,,质量指标,验收结论,定性,合格,,按比例\n"
    )
    assert first(text) == ["新建消防站", None, "≥2座", None, None]
    assert [note.message for note in document(text).notes if "这一列不认得" in note.message] == [
        "“评分口径”这一列不认得，没有检查"
    ]


def test_a_title_for_units_and_projects() -> None:
    rows = "河道局,500,,\n清淤工程,300,清淤12公里,12公里\n,,清淤验收合格率,100%\n"
    for title in ("单位（专项）名称", "项目单位（项目名称）"):
        [unit] = document(f"{title},资金（万元）,三级指标,指标值\n{rows}").units
        [project] = unit.projects
        assert unit.name and unit.name.text == "河道局"
        assert [project.name.text, str(project.amounts[0].value)] == ["清淤工程", "300"]


def test_merged_cells_of_a_workbook() -> None:
    """A title reaches over its own columns and no further; what a merged cell covers inherits from it."""
    texts = [
        ["项目名称", "绩效指标", "", "", "年度指标值", "", "", "备注"],
        ["", "一级指标", "二级指标", "三级指标", "符号", "值", "单位", ""],
        ["消防站建设", "产出指标", "数量指标", "新建消防站", "≥", "2", "座", ""],
        ["", "", "", "配备消防车", "≥", "4", "辆", ""],
    ]
    spans = {**dict.fromkeys(["A1", "H1", "A3", "B3", "C3"], (2, 1)), **dict.fromkeys(["B1", "E1"], (1, 3))}

    def cell(text: str, name: str, row: int) -> Cell:
        return Cell.of(text, Place(row, 1, None, "表1", name), *spans.get(name, ()))

    rows = tuple(
        tuple(cell(text, f"{letter}{number}", number) for letter, text in zip("ABCDEFGH", row, strict=True))
        for number, row in enumerate(texts, 1)
    )
    table = lay_out(Source("表.xlsx", (GridSheet("说明", ()), GridSheet("表1", rows))))
    [project] = table.units[0].projects
    assert [(one.name.text, one.annual and one.annual.text, one.level2.name.text) for one in project.indicators] == [
        ("新建消防站", "≥2座", "数量指标"),
        ("配备消防车", "≥4辆", "数量指标"),
    ]
    assert project.indicators[1].place == Place(4, 1, None, "表1", "D4")


def test_a_table_over_two_sheets() -> None:
    sheet = read("表.csv", (TITLES + "指标值\n甲项目,目标,产出指标,数量指标,甲,1个\n").encode()).sheets[0]
    other = read("表.csv", (TITLES + "指标值\n乙项目,目标,产出指标,数量指标,乙,2个\n").encode()).sheets[0]
    table = lay_out(Source("表.xlsx", (sheet, other)))
    assert [project.name.text for _, project in table.projects()] == ["甲项目", "乙项目"]


def test_categories_with_codes_numbers_and_points() -> None:
    text = TITLES + "指标值\n甲,乙,1-产出指标,11 数量指标,子,1个\n,,二、效益指标（30分）,（一）社会效益,丑,2个\n"
    one, two = document(text).units[0].projects[0].indicators
    assert [(level.code, level.name.text) for row in (one, two) for level in (row.level1, row.level2)] == [
        ("1", "产出指标"), ("11", "数量指标"), (None, "效益指标"), (None, "社会效益"),
    ]  # fmt: skip


def test_what_a_template_leaves_is_no_indicator() -> None:
    rows = "甲,乙,产出指标,数量指标,指标1：子,1个\n,,,,指标2：,\n,,,质量指标,……,\n,,效益指标,社会效益,,\n"
    text = TITLES + "指标值\n" + rows
    table = document(text)
    assert [one.name.text for one in table.units[0].projects[0].indicators] == ["子"]
    assert not table.notes


def test_a_department_above_its_units(tmp_path: Path) -> None:
    """The amounts of departments are the sums of their units: they count once."""
    text = (
        "单位/项目名称,资金总额,三级指标,指标值\n合计,900,,\n某局,600,,\n某局机关,400,,\n甲项目,400,子,1个\n"
        "某局某站,200,,\n乙项目,200,丑,2个\n某委,300,,\n丙项目,300,寅,3个\n"
    )
    run = lint(tmp_path / "表.csv", text)
    assert [unit.name and unit.name.text for unit in run.documents[0].units] == ["某局机关", "某局某站", "某委"]
    assert "C201" not in {finding.rule.id for finding in run.findings}


def test_sums_of_projects_are_none_of_their_unit(tmp_path: Path) -> None:
    head, one = "单位,项目名称,金额,三级指标,指标值\n", "水利局,堤防,500,巡堤次数,≥9次\n"
    two = "水利局,灌区,300,放水次数,≥7次\n"

    def found(text: str) -> bool:
        return "C201" in {finding.rule.id for finding in lint(tmp_path / "表.csv", head + text).findings}

    assert not found(f"{one}小计,,500,,\n{two}小计,,300,,\n合计,,800,,\n")
    assert found(f"{one}{two}小计,,900,,\n")
    assert found(f"{one}小计,,500,,\n{two}小计,,300,,\n林业局,造林,200,补植次数,≥5次\n小计,,250,,\n")


def test_titles_that_are_not_listed_go_by_their_ending() -> None:
    text = "项目名称,三级指标,上年指标值,项目本年度末指标值,指标值确定的依据\n甲,子,1个,2个,略\n"
    assert first(text) == ["子", None, "2个", None, None]
    assert not [note for note in document(text).notes if note.place]


def test_a_unit_of_money_names_no_department() -> None:
    assert document("单位：万元,,\n" + TITLES + "指标值\n甲,乙,产出指标,数量指标,子,1个\n").department is None


def test_a_new_first_level_ends_the_second() -> None:
    text = TITLES + "指标值\n甲,乙,产出指标,数量指标,子,1个\n,,效益指标,,丑,2个\n"
    _, two = document(text).units[0].projects[0].indicators
    assert two.level1.name.text == "效益指标"
    assert two.level2.name.text == ""


def test_numbers_of_indicators_and_other_numbers() -> None:
    rows = ["项目名称,序号,三级指标,指标值", "甲,1,子,1个", ",2,丑,2个", "乙,1,寅,3个", ",2,卯,4个"]
    table = document("\n".join(rows))
    assert [one.ordinal for _, project in table.projects() for one in project.indicators] == [1, 2, 1, 2]
    # Numbers that run on, or that count projects, are none of the indicators'.
    running = document("\n".join(rows).replace("乙,1", "乙,3").replace(",2,卯", ",4,卯"))
    assert {one.ordinal for _, project in running.projects() for one in project.indicators} == {None}
    projects = document("序号,项目名称,三级指标,指标值\n1,甲,子,1个\n,,丑,2个\n2,乙,寅,3个\n,,卯,4个\n")
    assert {one.ordinal for _, project in projects.projects() for one in project.indicators} == {None}


def test_amounts_that_are_no_parts_of_the_total() -> None:
    text = "项目名称,项目总投资,财政拨款,三级指标,指标值\n甲,500,100,子,1个\n乙,300,80,丑,2个\n"
    amounts = [[str(one.value) for one in project.amounts] for _, project in document(text).projects()]
    assert amounts == [["500"], ["300"]]


def test_nothing_is_passed_over_in_silence() -> None:
    text = (
        TITLES + "指标值,红绿灯\n甲项目,目标,产出指标,数量指标,子,1个,绿\n,,,质量指标,,≥95%,\n"
        ",,,,莫名其妙,,,多出来的\n,,,,,,只有灯\n"
    )
    notes = {(note.place.cell if note.place else None, note.unchecked) for note in document(text).notes}
    assert notes == {("G1", False), ("F3", True), ("H4", True), ("G5", True)}


def test_an_amount_that_no_name_stands_beside_is_said() -> None:
    text = "甲,预算数,三级指标,指标值\n一,100,子,1个\n,,丑,2个\n二,80,寅,3个\n"
    notes = [note for note in document(text).notes if note.unchecked]
    assert ["又有一个金额“80”" in note.message for note in notes] == [True]
    assert any("没有项目名称" in note.message for note in document(text).notes)


HINTS = "必填,必填，填全称,下拉选择,下拉选择,不超过20字,定量指标必填"
PROJECT = "1,校园维修,产出指标,数量指标,维修教室间数,12间\n2,,质量指标,质量指标,验收合格率,100%\n"


@pytest.mark.parametrize(
    ("rows", "notes"),
    [
        (HINTS, 1),
        ("填写说明,项目全称,从表里选,从表里选,简明,数字", 1),
        (f"{HINTS}\n示例,××改造,产出指标,数量指标,改造面积,800平方米", 2),
        ("例1,,产出指标,数量指标,改造面积,800平方米\n例2,,,,改造长度,800米", 1),
        ("1,示例：道路改造,产出指标,数量指标,改造面积,800平方米\n,,,质量指标,改造合格率,100%", 1),
    ],
)
def test_hints_and_examples_of_a_template_are_no_records(rows: str, notes: int) -> None:
    head = "序号,*项目名称,*一级指标,*二级指标,*三级指标,*指标值"
    table = document(f"{head}\n{rows}\n{PROJECT}")
    found = [(project.name.text, [one.name.text for one in project.indicators]) for _, project in table.projects()]
    assert found == [("校园维修", ["维修教室间数", "验收合格率"])]
    told = [note for note in table.notes if "填写要求" in note.message or "填写示例" in note.message]
    assert len(told) == notes
    assert not any(note.unchecked for note in table.notes)


def test_categories_above_columns_of_their_own() -> None:
    text = (
        "项目名称,预算数,产出指标,,效益指标,,满意度指标,\n"
        ",,三级指标,指标值,三级指标,指标值,三级指标,指标值\n"
        "河道清淤,300,清淤长度,12公里,受益村数,8个,居民满意度,≥90%\n,,清淤河道数,3条,,,,\n"
        "路灯维修,20,维修盏数,80盏,,,,\n"
    )
    table = document(text)
    found = [
        [(one.level1.name.text, one.level2.name.text, one.name.text, one.annual and one.annual.text) for one in listed]
        for listed in (project.indicators for _, project in table.projects())
    ]
    assert found == [
        [
            ("产出指标", "", "清淤长度", "12公里"),
            ("效益指标", "", "受益村数", "8个"),
            ("满意度指标", "", "居民满意度", "≥90%"),
            ("产出指标", "", "清淤河道数", "3条"),
        ],
        [("产出指标", "", "维修盏数", "80盏")],
    ]
    assert not any(note.unchecked for note in table.notes)


def test_lists_of_no_kind_beside_each_other_are_all_read() -> None:
    text = (
        "项目名称,甲类,,乙类,,丙类,\n,三级指标,指标值,三级指标,指标值,三级指标,指标值\n河道清淤,子,1个,丑,2个,寅,3个\n"
    )
    [(_, project)] = document(text).projects()
    assert [(one.name.text, str(one.annual)) for one in project.indicators] == [
        ("子", "1个"),
        ("丑", "2个"),
        ("寅", "3个"),
    ]


def test_an_example_that_nothing_ends_is_one_row() -> None:
    table = document("序号,项目名称,三级指标,指标值\n示例,甲,子,1个\n,,丑,2个\n,,寅,3个\n")
    assert [one.name.text for _, project in table.projects() for one in project.indicators] == ["丑", "寅"]


def test_empty_rows_of_a_template_are_no_project() -> None:
    text = TITLES + "指标值\n甲,好,产出指标,数量指标,子,1个\nXX项目,,产出指标,数量指标,,\n,,,质量指标,指标1：,\n"
    table = document(text)
    assert [project.name.text for _, project in table.projects()] == ["甲"]
    assert [note.message for note in table.notes] == ["有 1 处是没有填写的空表，没有检查"]


def test_weights_direction_and_units_are_checked(tmp_path: Path) -> None:
    text = (
        TITLES + "符号,指标值,单位,权重,指标方向\n"
        "甲项目,查处占道经营。,产出指标,数量指标,检查场所数,≤,300,家,40,正向\n"
        ",,,质量指标,检查合格率,≥,90,,20,正向\n"
        ",,效益指标,社会效益,占道投诉量,≥,30,件,20,反向\n"
        ",,满意度指标,服务对象满意度,群众满意度,≥,90,%,15,正向\n"
    )
    run = lint(tmp_path / "表.csv", text)
    found = {(finding.rule.id, finding.place.cell) for finding in run.findings}
    assert found == {("W101", "A2"), ("X103", "F2"), ("V102", "G3"), ("X103", "F4")}


def test_no_cycle_column_no_finding_of_it(tmp_path: Path) -> None:
    text = TITLES + "指标值\n甲项目,目标。,产出指标,数量指标,检查场所数,\n"
    [finding] = [one for one in lint(tmp_path / "表.csv", text).findings if one.rule.id in ("S101", "C101")]
    assert finding.field_name == "annual_value"
    assert "周期" not in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "一,二,三\n四,五,六\n七,八,九\n",
        "项目名称,预算数,备注\n甲,1,\n乙,2,\n",
        "一级指标,二级指标,三级指标\n产出指标,数量指标,培训人次\n",
    ],
)
def test_no_table_of_indicators_says_so(text: str) -> None:
    with pytest.raises(ReadError, match="没有找到绩效指标表"):
        document(text)


# The same table as text and as csv.


def said(run: Run) -> Counter[tuple[object, ...]]:
    """What is reported, without places and messages."""
    return Counter(
        (
            finding.rule.id,
            finding.severity,
            finding.unit and finding.unit.name and finding.unit.name.text,
            finding.project and finding.project.name.text,
            finding.indicator and finding.indicator.name.text,
            finding.field_name,
            finding.field and finding.field.text[finding.start : finding.end],
        )
        for finding in run.findings
    )


@pytest.mark.parametrize("name", ["clean/civil-affairs", "planted/education", "planted/health", "planted/transport"])
def test_text_and_csv_are_judged_alike(name: str, tmp_path: Path) -> None:
    path = TABLES / f"{name}.txt"
    text = lint_pbt.lint([str(path)])
    write_csv(tmp_path / "表.csv", [as_grid(lint_pbt.parse(str(path)))])
    grid = lint_pbt.lint([str(tmp_path / "表.csv")])
    assert said(grid) == said(text)
    assert [note for note in grid.documents[0].notes if note.unchecked] == []


# Whatever comes is read or refused with a sentence.

RUN = "1、1-产出指标；11-数量指标；培训人数；实施周期指标值:≥5人；年度指标值:≥5人。2、1-产出指标；12-质量指标；合格率"
TEXTS = """
项目名称 绩效目标 绩效指标 一级指标 二级指标 三级指标 年度指标值 实施周期指标值 指标值 符号 值 单位 权重 指标方向
预算数 财政拨款 预算单位 序号 1 2 产出指标 数量指标 合计 小计 ≥ 95 % 个 持续提升 年度绩效指标 长期绩效指标
注：说明 项目名称：甲 （一） 12,000.5 /
"""
WORDS = st.sampled_from([*TEXTS.split(), *["", " ", "年度目标：\n一、建成；\n二、投用", RUN] * 3])


@settings(max_examples=examples(200))
@given(st.lists(st.lists(WORDS, max_size=9), max_size=12))
def test_any_grid_is_read_or_refused(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([*rows, ["三级指标", "指标值", "权重"], ["培训人数", "≥5人", "10"]])
    try:
        table = document("一级指标,三级指标,指标值\n" + out.getvalue())
    except ReadError:
        return
    for _, project in table.projects() if table.layout == "grid" else ():
        for one in project.indicators:
            assert one.name.text
            assert one.annual is None or one.annual.text == one.annual.text.strip() != ""


@settings(max_examples=examples(100))
@given(st.binary(max_size=200), st.sampled_from([".csv", ".tsv"]))
def test_any_bytes_are_read_or_refused(data: bytes, suffix: str) -> None:
    head = "三级指标,年度指标值,权重\n".encode()
    for whole in (data, head + data, data + b"\n" + head):
        try:
            lay_out(read("表" + suffix, whole))
        except ReadError:
            continue


def test_titles_that_a_user_adds(tmp_path: Path) -> None:
    titles = "项目名称,绩效目标,一级指标,二级指标,甲栏,乙栏,指标值"
    text = f"{titles}\n甲项目,目标。,产出指标,数量指标,检查场所数,检查点位数,300家\n"
    path = tmp_path / "表.csv"

    def name(tables: Iterable[Document]) -> str:
        [table] = tables
        return table.units[0].projects[0].indicators[0].name.text

    path.write_text(text, "utf-8")
    assert name(lint_pbt.lint([str(path)]).documents) == "检查场所数"
    added = Settings(vocabulary={"columns.name": ("乙栏",)})
    assert name(lint_pbt.lint([str(path)], added).documents) == "检查点位数"
    (tmp_path / ".pbt-lint.yaml").write_text("vocabulary: {columns.name: [乙栏]}\n", "utf-8")
    assert name(read_documents([str(path)], [])) == "检查点位数"
    (tmp_path / ".pbt-lint.yaml").write_text("vocabulary: {grid-columns.name: [乙栏]}\n", "utf-8")  # its name before
    assert name(read_documents([str(path)], [])) == "检查点位数"
    assert name(lint_pbt.lint([str(path)]).documents) == "检查点位数"


@pytest.mark.parametrize("name", ["columns.nane", "columns", "grid-columns", "grid-columns.nane"])
def test_a_column_that_is_none_is_a_mistake(name: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"columns\.name"):
        lint_pbt.lint([str(tmp_path)], Settings(vocabulary={name: ("考核内容",)}))


@pytest.mark.parametrize(
    ("name", "told"),
    [("columns.nane", "columns.name"), ("colums.name", "columns.name"), ("unit", "units"), ("framework", "词表")],
)
def test_parse_refuses_a_wrong_name_as_check_does(name: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text("三级指标,指标值\n检查场所数,300家\n", "utf-8")
    (tmp_path / ".pbt-lint.yaml").write_text(f"vocabulary:\n  {name}: [乙栏]\n", "utf-8")
    messages = []
    for work in (lambda: list(read_documents([str(path)], [])), lambda: lint_pbt.lint([str(path)])):
        with pytest.raises(ConfigError, match=rf"第 2 行.*{told}") as raised:
            work()
        messages.append(str(raised.value))
    assert messages[0] == messages[1]
