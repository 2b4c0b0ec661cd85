"""The inline layout: what it reads, exactly, from the published table and from tables written for these tests."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import ClassVar

import pytest

from lint_pbt.errors import ReadError
from lint_pbt.layouts import lay_out
from lint_pbt.model.document import Document, Indicator
from lint_pbt.readers import read
from tests.places import TESTS
from tests.variants import misplaced

TABLES = TESTS / "inline"


def parse(text: str) -> Document:
    return lay_out(read("表.txt", text.encode()))


def load(name: str) -> Document:
    return lay_out(read(name, (TABLES / name).read_bytes()))


def projects(document: Document) -> list[tuple[str, list[str], str | None, int]]:
    return [
        (p.name.text, [str(a.value) for a in p.amounts], p.goal and p.goal.text, len(p.indicators))
        for _, p in document.projects()
    ]


def values(indicator: Indicator) -> tuple[str, str | None, str | None]:
    return indicator.name.text, indicator.cycle and indicator.cycle.text, indicator.annual and indicator.annual.text


def indicators(document: Document) -> list[Indicator]:
    return [indicator for _, project in document.projects() for indicator in project.indicators]


@pytest.fixture(scope="module")
def text(real_table: Path) -> str:
    return real_table.read_text("utf-8")


@pytest.fixture(scope="module")
def document(text: str) -> Document:
    return parse(text)


@pytest.fixture(scope="module")
def education() -> Document:
    return load("education.txt")


HEADER = "项目名称（资金使用单位） 总计 财政拨款 财政专户拨款 其他资金 绩效目标 绩效指标"
RECORD = "1、1-产出指标；11-数量指标；次数；实施周期指标值:5次；年度指标值:5次。"


def table(*lines: str) -> str:
    return "\n".join(("项目支出绩效目标表", "部门名称：某局 单位：万元", HEADER, *lines))


class TestPublishedTable:
    """The published table, against a reading by one regular expression and the table's own indentation."""

    RECORDS = re.compile(
        r"(\d+)、(\d)-(产出指标|效益指标|满意度指标)；(\d\d)-(\w+?)；(.*?)(?=。?$|[。；]\d+、\d-(?:产出|效益|满意))"
    )
    FIELDS = re.compile(r"(.*?)(?:；实施周期指标值[:：](.*?))?；年度指标值[:：]?(.*)")

    def test_is_whole(self, document: Document) -> None:
        assert (len(document.units), len(projects(document)), len(indicators(document))) == (8, 69, 399)
        assert [len(unit.projects) for unit in document.units] == [23, 10, 4, 9, 6, 7, 3, 7]
        assert document.notes == () and document.has_cycle
        assert [project.index for _, project in document.projects()] == list(range(1, 70))
        assert all(project.complete and project.goal for _, project in document.projects())

    def test_what_stands_above(self, document: Document) -> None:
        assert document.title and document.title.text == "项目支出绩效目标表（含转移支付项目）"
        assert document.department and document.department.text == "广州市番禺区人力资源和社会保障局"
        assert document.amount_unit == "万元" and document.encoding == "UTF-8" and document.layout == "inline"

    def test_amounts_add_up(self, document: Document) -> None:
        assert document.total == Decimal("75177.06")
        assert abs(sum(unit.total or 0 for unit in document.units) - Decimal("75177.06")) <= Decimal("0.01")
        for unit in document.units:
            parts = sum(project.total or 0 for project in unit.projects)
            assert abs(parts - (unit.total or 0)) <= Decimal("0.01") * len(unit.projects)
        columns = {tuple(amount.column for amount in project.amounts) for _, project in document.projects()}
        assert columns == {("总计", None)}

    def test_every_record(self, document: Document, text: str) -> None:
        lines = [line for line in text.split("\n") if line.strip() and HEADER not in line]
        flat = "".join(line if re.match(r" \S", line) else line.lstrip() for line in lines)
        runs = re.findall(r"1、\d-(?:产出|效益).*?。(?=[^。]*?[\d,]+\.\d\d [\d,]+\.\d\d|$)", flat)
        expected = []
        for run in runs:
            for number, code1, level1, code2, level2, rest in self.RECORDS.findall(run):
                found = self.FIELDS.fullmatch(rest)
                name, *targets = found.groups() if found else (rest.split("；")[0], None, None)
                expected.append(
                    (int(number), code1, level1, code2, level2, name.strip(), *(t and t.strip() for t in targets))
                )
        got = [
            (i.ordinal, i.level1.code, i.level1.name.text, i.level2.code, i.level2.name.text, *values(i))
            for i in indicators(document)
        ]
        assert len(expected) == 399
        assert got == expected

    def test_records_without_a_label_are_read_as_far_as_they_go(self, document: Document) -> None:
        lacking = [i for i in indicators(document) if i.cycle is None or i.annual is None]
        assert [values(i) for i in lacking] == [
            ("印制劳动保障法规政策宣传", None, None),
            (
                "日常巡查、专项执法、处理突发事件及劳监维稳工作办案",
                None,
                "全面不发生因欠薪引发的重大群体性事件和个人极端性事件",
            ),
        ]
        assert [field.text for field in lacking[0].leftover] == ["进一步提高群众法律法规知晓度"]

    def test_every_character_stands_where_its_place_says(self, document: Document, text: str) -> None:
        assert misplaced(document, text) == []

    def test_places_of_a_project(self, document: Document, text: str) -> None:
        project = list(document.projects())[6][1]
        assert project.name.text == "劳动监察综合执法工作经费"
        assert text.split("\n")[project.name.place().line - 1].strip() == "劳动监察综合执法工作经费 32.91 32.91"
        assert project.name.place().column == 5

    def test_whole_words(self, document: Document) -> None:
        for indicator in indicators(document):
            assert not any(
                "\n" in field.text for field in (indicator.name, indicator.level1.name, indicator.level2.name)
            )


class TestEducation:
    """A table like the published one, with its traps."""

    def test_projects(self, education: Document) -> None:
        assert [unit.name and unit.name.text for unit in education.units] == [
            "云州市青湖区教育局本级",
            "云州市青湖区青少年活动中心",
        ]
        assert projects(education) == [
            (
                "义务教育学校生均公用经费补助#云教〔2024〕18号",
                ["1900.00", "1900.00"],
                "按标准落实生均公用经费，惠及公办学校学生2.36万人，拨付率达到100%；严格经费管理。",
                5,
            ),
            (
                "校园安全专项经费2025",
                ["571.36", "571.36"],
                "1.更新校园安防设备120台（套）；2.培训保安员300名，持证上岗率100%；3.开展应急演练。",
                5,
            ),
            (
                "教师培训与教研经费",
                ["400.00", "400.00"],
                "组织全员培训，提升教师专业水平。培训教师1.5万人次，教研活动60场，预算400.00万元。",
                4,
            ),
            (
                "场馆运行维护经费",
                ["1241.50", "1049.00", "150.00", "42.50"],
                "保障场馆安全运行，全年开放不少于300天，接待青少年20万人次。",
                3,
            ),
            ("校外教育公益活动", ["200.00", "200.00"], "开展公益活动36场。", 2),
        ]

    def test_values_with_signs_that_end_records(self, education: Document) -> None:
        rows = {indicator.name.text: values(indicator)[1:] for indicator in indicators(education)}
        assert rows["更新安防设备数量、培训保安员人数"] == ("120台；300名", "120台；300名")
        assert rows["教师专业水平"] == ("有所提升。队伍稳定", "有所提升。队伍稳定")
        assert rows["保安员持证上岗率"] == ("100%", "100%")
        assert rows["师生满意度（%）"] == ("95", "≥95")
        assert rows["补助学生人数"] == ("≥2.36万人", "≥2.36万人")

    def test_missing_labels(self, education: Document) -> None:
        rows = {indicator.name.text: indicator for indicator in indicators(education)}
        assert values(rows["校园安防长效机制"])[1:] == (None, None)
        assert [field.text for field in rows["校园安防长效机制"].leftover] == ["进一步健全制度"]
        assert values(rows["教研活动场次"])[1:] == (None, "60场")
        assert education.notes == ()

    def test_columns_of_amounts(self, education: Document) -> None:
        assert [amount.column for amount in education.amounts] == ["总计", "财政拨款", "财政专户拨款", "其他资金"]
        assert [amount.column for amount in education.units[0].amounts] == ["总计", None]
        assert education.total == Decimal("4312.86")


def test_no_codes_one_column_units_without_projects() -> None:
    document = load("no-codes.txt")
    assert [(u.name and u.name.text, str(u.total), len(u.projects)) for u in document.units] == [
        ("白石区教育局本级", "5300000.00", 2),
        ("区青少年宫", "0.00", 0),
        ("区教育研究院", "1500000.00", 1),
    ]
    assert [(name, amounts, count) for name, amounts, _, count in projects(document)] == [
        ("义务教育阶段生均公用经费2025", ["3200000.00"], 4),
        ("校园安全专项", ["2100000.00"], 2),
        ("教研经费（穗教〔2024〕12号）", ["1500000.00"], 1),
    ]
    first, *_, last = indicators(document)
    assert values(first) == ("受益学生人数", None, "≥2.5万人")
    assert (first.level1.code, first.level1.name.text, first.level2.name.text) == (None, "产出指标", "数量指标")
    assert values(last) == ("教研活动场次", "150场", "50场"), "the labels in the other order"
    assert document.department and document.department.text == "云州市白石区教育局"
    assert document.title and document.title.text == "2025年云州市白石区教育局部门预算项目支出绩效目标表"
    assert document.amount_unit == "元" and document.units[0].amounts[0].column == "金额"
    assert [note.unchecked for note in document.notes] == [False] and "表后的说明" in document.notes[0].message


def test_six_decimals_new_framework_no_line_breaks_between_goal_and_records() -> None:
    document = load("six-decimals.txt")
    assert document.total == Decimal("1234.567890")
    assert projects(document) == [
        (
            "文化惠民工程",
            ["1000.000000", "1000.000000"],
            "全年举办文化活动1.2万场，服务群众100万人次；财政投入1000.00万元。",
            5,
        ),
        ("体育设施建设2.0", ["234.567890", "234.567890"], "建成健身步道12条", 2),
    ]
    rows = indicators(document)
    assert (rows[0].level1.code, rows[0].level1.name.text) == ("1", "成本指标")
    assert (rows[0].level2.code, rows[0].level2.name.text) == ("11", "经济成本指标")
    assert values(rows[2]) == ("活动达标率", "95", "95") and rows[3].ordinal == 4
    assert values(rows[3]) == ("服务群众人次", "300万人次", "100万人次") and rows[4].ordinal == 5
    assert document.notes == ()


def test_a_table_on_one_line_with_numbers_run_together() -> None:
    document = load("one-line.txt")
    assert document.total == Decimal("350.00")
    assert projects(document) == [
        ("河涌治理", ["200.00", "200.00"], "完成河涌治理5公里。", 2),
        ("堤防维护#穗水〔2023〕3", ["150.00", "150.00"], "1.维护堤防12公里；2.保障防洪安全。", 2),
    ]
    assert document.units[0].name and document.units[0].name.text == "南屏区水务局本级"
    assert document.notes == ()


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ("10.00 10.00", ["10.00", "10.00"]),
        ("10.0010.00", ["10.00", "10.00"]),
        ("1,234.561,234.56", ["1234.56", "1234.56"]),
        ("12,000 12,000", ["12000", "12000"]),
        ("30 20.5 9.5", ["30", "20.5", "9.5"]),
        ("30.00 20.00 5.00 5.00", ["30.00", "20.00", "5.00", "5.00"]),
        ("30.01 20.00 10.00", ["30.01", "20.00", "10.00"]),
        ("30.00 20.00 9.00", ["30.00", "20.00", "9.00"]),
        ("0.00 0.00", ["0.00", "0.00"]),
        ("１０．００　１０．００", ["10.00", "10.00"]),
    ],
)
def test_rows_of_amounts(amounts: str, expected: list[str]) -> None:
    document = parse(table(f"甲单位 {amounts}", f"乙项目 {amounts}", "目标30.00万元。", RECORD))
    assert projects(document) == [("乙项目", expected, "目标30.00万元。", 1)]
    assert document.units[0].name and document.units[0].name.text == "甲单位"


@pytest.mark.parametrize(
    "name", ["专项经费2025", "平台2.0", "补助#穗财〔2023〕3", "12345热线", "5G基站", "第2期（2024-2026年）"]
)
@pytest.mark.parametrize("gap", [" ", "\n", "  "])
def test_names_that_begin_or_end_with_digits(name: str, gap: str) -> None:
    document = parse(table("甲单位 30.00 30.00", f"{name}{gap}30.00 30.00", "1.建设；2.维护。", RECORD))
    assert projects(document) == [(name, ["30.00", "30.00"], "1.建设；2.维护。", 1)]


def test_a_heading_without_amounts_is_a_project_of_its_own() -> None:
    document = parse(table("甲项目 1.00 1.00", "目标甲。", RECORD, "乙项目", "目标乙。", RECORD))
    assert projects(document) == [("甲项目", ["1.00", "1.00"], "目标甲。", 1), ("乙项目", [], "目标乙。", 1)]
    assert "没有金额" in document.notes[0].message and not document.notes[0].unchecked


def test_projects_without_goal_or_without_records_are_kept() -> None:
    document = parse(
        table(
            "甲单位 6.00 6.00",
            "只有目标 1.00 1.00",
            "目标在此。",
            "没有目标 2.00 2.00",
            RECORD,
            "什么都没有 1.00 1.00",
            "完整 2.00 2.00",
            "目标。",
            RECORD,
        )
    )
    assert [unit.name and unit.name.text for unit in document.units] == ["甲单位"]
    assert [(name, goal, count) for name, _, goal, count in projects(document)] == [
        ("只有目标", "目标在此。", 0),
        ("没有目标", None, 1),
        ("什么都没有", None, 0),
        ("完整", "目标。", 1),
    ]


def test_no_units_at_all() -> None:
    document = parse(table("甲项目 1.00 1.00", "目标。", RECORD, "乙项目 2.00 2.00", "目标。", RECORD))
    assert len(document.units) == 1 and document.units[0].name is None
    assert [name for name, *_ in projects(document)] == ["甲项目", "乙项目"]


def test_ordinals_that_run_into_the_value_before() -> None:
    text = "".join(f"{n}、1-产出指标；11-数量指标；次数{n}；实施周期指标值:50；年度指标值:50" for n in range(1, 13))
    rows = indicators(parse(table("甲项目 1.00 1.00", "目标。", text)))
    assert [(row.ordinal, values(row)[2]) for row in rows] == [(n, "50") for n in range(1, 13)]


def test_skipped_and_repeated_ordinals_are_read_as_written() -> None:
    body = "1-产出指标；11-数量指标；次数；实施周期指标值:5次；年度指标值:5次。"
    rows = indicators(parse(table("甲项目 1.00 1.00", "目标。", f"1、{body}3、{body}3、{body}12、{body}")))
    assert [row.ordinal for row in rows] == [1, 3, 3, 12]


def test_other_labels_and_separators() -> None:
    text = (
        "（1）产出指标；数量指标；甲；总体指标值：3场；本年目标值：1场。"
        "（2）效益指标；社会效益；乙；年度绩效值≥2次；实施周期目标值≥6次；权重：10。"
    )
    rows = indicators(parse(table("甲项目 1.00 1.00", "目标。", text)))
    assert [values(row) for row in rows] == [("甲", "3场", "1场"), ("乙", "≥6次", "≥2次")]
    assert rows[1].weight and rows[1].weight.text == "10"


def test_records_without_numbers() -> None:
    text = "1-产出指标；11-数量指标；甲；年度指标值：3场。2-效益指标；22-社会效益；乙；年度指标值：2次。"
    document = parse(table("甲项目 1.00 1.00", "目标。", text))
    assert [(row.ordinal, *values(row)) for row in indicators(document)] == [
        (None, "甲", None, "3场"),
        (None, "乙", None, "2次"),
    ]
    assert not document.has_cycle


def test_unknown_categories_with_codes_are_left_to_the_rules() -> None:
    row = indicators(parse(table("甲项目 1.00 1.00", "目标。", RECORD.replace("11-数量指标", "15-管理指标"))))[0]
    assert (row.level2.code, row.level2.name.text) == ("15", "管理指标")


def test_a_table_within_a_budget_disclosure() -> None:
    document = load("disclosure.txt")
    assert document.title and document.title.text == "项目支出绩效目标表（含转移支付项目）"
    assert document.department and document.department.text == "云州市青湖区教育局"
    assert projects(document) == [("校园安全专项经费2025", ["571.36", "571.36"], "更新校园安防设备120台（套）。", 2)]
    assert [amount.column for amount in document.amounts] == ["总计", None]
    assert values(indicators(document)[-1]) == ("校园安全责任事故数", "0起", "0起")
    assert [note.unchecked for note in document.notes] == [False] and "名词解释" in document.notes[0].message


@pytest.mark.parametrize("head", ["1、效益指标；管理效益；", "1、2-效益指标；管理效益；", "1、影响力指标；社会效益；"])
def test_unknown_categories_beside_known_ones_are_left_to_the_rules(head: str) -> None:
    record = f"{head}签订率；实施周期指标值:≥97%；年度指标值:≥97%。"
    document = parse(table("甲项目 1.00 1.00", "目标。", record))
    assert [values(row) for row in indicators(document)] == [("签订率", "≥97%", "≥97%")]
    assert indicators(document)[0].level2.name.text == head.split("；")[1] and document.notes == ()


class TestUnread:
    """Text that looks like an indicator but fits nothing is reported, never dropped."""

    def test_a_head_that_cannot_be_read(self) -> None:
        broken = "2、效果；人数；实施周期指标值:5人；年度指标值:5人。"
        document = parse(table("甲项目 1.00 1.00", "目标。", RECORD + broken + RECORD.replace("1、1", "3、1")))
        assert [values(row)[2] for row in indicators(document)] == ["5次", "5次"]
        assert len(document.notes) == 1 and document.notes[0].unchecked
        assert "2、效果；人数" in document.notes[0].message and "看起来像指标" in document.notes[0].message

    def test_a_record_without_a_second_level(self) -> None:
        broken = "2、产出指标；人数；实施周期指标值:5人；年度指标值:5人。"
        document = parse(table("甲项目 1.00 1.00", "目标。", RECORD + broken))
        assert [row.ordinal for row in indicators(document)] == [1]
        assert [note.unchecked for note in document.notes] == [True] and "2、产出指标；人数" in document.notes[
            0
        ].message

    def test_in_a_goal(self) -> None:
        broken = "1、产出情况；人数；实施周期指标值:5人；年度指标值:5人。"
        document = parse(table("甲项目 1.00 1.00", "目标甲。", broken, "乙项目 2.00 2.00", "目标乙。", RECORD))
        assert projects(document)[0] == ("甲项目", ["1.00", "1.00"], "目标甲。", 0)
        assert [note.unchecked for note in document.notes] == [True]

    def test_records_above_any_project(self) -> None:
        document = parse(RECORD + "\n" + table("乙项目 2.00 2.00", "目标乙。", RECORD))
        assert len(indicators(document)) == 2
        assert any("没有项目名称和金额" in note.message for note in document.notes)


class TestCut:
    """A file that ends in the middle of a table says so, and what may be missing is marked."""

    WHOLE = table("甲单位 3.00 3.00", "甲项目 1.00 1.00", "目标甲。", RECORD, "乙项目 2.00 2.00", "目标乙。")
    TWO = WHOLE + "\n" + RECORD + "2、2-效益指标；22-社会效益；覆盖率；实施周期指标值:约95%；年度指标值:约95%。"

    @pytest.mark.parametrize(
        "end",
        [
            "年度指标值:",
            "年度指标值",
            "年度指",
            "年",
            "年度指标值:约9",
            "年度指标值:约",
            "实施周期指标值:",
            "实施周期指标值:约9",
        ],
    )
    def test_in_a_record(self, end: str) -> None:
        document = parse(self.TWO[: self.TWO.rindex(end) + len(end)])
        last = list(document.projects())[-1][1]
        assert not last.complete and len(last.indicators) == 2 and last.indicators[1].name.text == "覆盖率"
        assert [note.unchecked for note in document.notes] == [True]
        assert "没有写完" in document.notes[0].message and "对照原表" in document.notes[0].message
        for field in (last.indicators[1].cycle, last.indicators[1].annual):
            assert field is None or "年" not in field.text

    @pytest.mark.parametrize("end", ["2、", "2、2-效益指标；", "2、2-效益指标；22-社会"])
    def test_in_a_head(self, end: str) -> None:
        document = parse(self.TWO[: self.TWO.rindex(end) + len(end)])
        last = list(document.projects())[-1][1]
        assert not last.complete and values(last.indicators[-1])[2] == "5次"
        assert any(note.unchecked for note in document.notes)

    @pytest.mark.parametrize("end", ["目标乙。", "目标", "2.00 2.00"])
    def test_in_a_project(self, end: str) -> None:
        document = parse(self.WHOLE[: self.WHOLE.rindex(end) + len(end)])
        last = list(document.projects())[-1][1]
        assert (last.name.text, last.complete) == ("乙项目", False)
        assert any(note.unchecked and "截断" in note.message for note in document.notes)

    def test_only_the_last_end_sign_is_missing(self) -> None:
        document = parse(self.TWO[:-1])
        assert document.notes == () and list(document.projects())[-1][1].complete


@pytest.mark.parametrize("text", ["今天天气很好。\n明天也是。", "项目支出绩效目标表", HEADER, "1、2、3、", "产出指标"])
def test_no_table(text: str) -> None:
    with pytest.raises(ReadError, match="没有找到"):
        parse(text)


def test_rows_of_pipes_are_no_records() -> None:
    rows = "| 产出指标 | 数量指标 | 次数 | 5次 |\n| 效益指标 | 社会效益指标 | 人数 | 9人 |\n"
    with pytest.raises(ReadError, match="没有找到"):
        parse(f"某县项目支出绩效目标表\n项目名称：甲项目\n{rows}")


class TestWordsOfAUser:
    ADDED: ClassVar = {
        "columns.source": ("区级统筹",),
        "columns.value": ("当年要做到",),
        "columns.cycle": ("三年要做到",),
    }
    RECORD = "1、1-产出指标；11-数量指标；植树株数；三年要做到：900株；当年要做到：300株。"

    def test_titles_and_labels(self) -> None:
        lines = "项目名称 总计 财政拨款 区级统筹 绩效目标 绩效指标", "植树", "30.00 10.00 20.00", "种好树", self.RECORD
        text = "\n".join(("项目支出绩效目标表", "部门名称：某局 单位：万元", *lines))
        document = lay_out(read("表.txt", text.encode()), self.ADDED)
        [[project]] = [unit.projects for unit in document.units]
        assert [(one.column, str(one.value)) for one in project.amounts] == [
            ("总计", "30.00"), ("财政拨款", "10.00"), ("区级统筹", "20.00")
        ]  # fmt: skip
        assert [values(one) for one in project.indicators] == [("植树株数", "900株", "300株")]

    def test_in_a_cell(self) -> None:
        text = f"项目名称\t金额\t绩效目标\t绩效指标\n植树\t30.00\t种好树\t{self.RECORD}\n"
        document = lay_out(read("表.tsv", text.encode()), self.ADDED)
        assert [values(one) for one in indicators(document)] == [("植树株数", "900株", "300株")]


@pytest.mark.parametrize("name", ["目标值完成率", "计划值偏差", "标准值达标家数"])
def test_a_name_that_begins_like_a_label(name: str) -> None:
    record = f"1、1-产出指标；11-数量指标；{name}；实施周期指标值:5%；年度指标值:4%。"
    document = parse(table("甲项目", "10.00 10.00 0.00 0.00", "目标。", record))
    assert [values(one) for one in indicators(document)] == [(name, "5%", "4%")]


class TestUnitsWithoutAmounts:
    """A unit's line without amounts stands right above the line of a project."""

    OTHER = "1、1-产出指标；11-数量指标；株数；实施周期指标值:6株；年度指标值:6株。"

    def text(self, name: str, unit: str, second: str, end: str = "。") -> Document:
        lines = (
            "甲县林业局本级",
            name + "林木管护",
            "10.00 10.00 0.00 0.00",
            "管好林木，防止火灾",
            RECORD.rstrip("。") + end,
        )
        return parse(table("", *lines, "", unit, name + second, "20.00 20.00 0.00 0.00", "种好树。", self.OTHER))

    def units(self, document: Document) -> list[tuple[str | None, list[str], int]]:
        return [
            (unit.name.text if unit.name else None, [one.name.text for one in unit.projects], len(unit.amounts))
            for unit in document.units
        ]

    @pytest.mark.parametrize("end", ["。", ""])
    @pytest.mark.parametrize("apart", ["    ", "\u3000\u3000", "\n"])
    def test_set_in_or_below_a_blank_line(self, apart: str, end: str) -> None:
        document = self.text(apart, "甲县种苗站", "苗圃建设", end)
        assert self.units(document) == [("甲县林业局本级", ["林木管护"], 0), ("甲县种苗站", ["苗圃建设"], 0)]
        assert [values(one) for one in indicators(document)] == [("次数", "5次", "5次"), ("株数", "6株", "6株")]
        assert [project.goal and project.goal.text for _, project in document.projects()] == [
            "管好林木，防止火灾",
            "种好树。",
        ]
        assert document.notes == ()

    @pytest.mark.parametrize("unit", ["甲县林区道路", "甲县林业局"])
    def test_what_is_no_office_or_is_not_set_off_is_one_name(self, unit: str) -> None:
        apart = "    " if unit == "甲县林区道路" else ""
        document = self.text(apart, unit, "沿线造林")
        assert self.units(document)[-1][1][-1] == f"{unit}沿线造林"

    def test_a_name_that_breaks_before_its_last_word(self) -> None:
        lines = "甲县林业局", "  本级", "30.00 30.00 0.00 0.00", "造林", "30.00 30.00 0.00 0.00", "种好树。", RECORD
        assert self.units(parse(table("", *lines))) == [("甲县林业局本级", ["造林"], 4)]

    def test_behind_a_value_that_ends_without_a_sign(self) -> None:
        """The two values differ, so that nothing but the line itself shows where the last one ends."""
        record = RECORD.removesuffix("5次。") + "3次"
        lines = (
            "甲县林业局",
            "    林木管护",
            "10.00 10.00 0.00 0.00",
            "管好林木。",
            record,
            "",
            "甲县种苗站",
            "    苗圃建设",
        )
        document = parse(table("", *lines, "20.00 20.00 0.00 0.00", "种好树。", self.OTHER))
        assert self.units(document) == [("甲县林业局", ["林木管护"], 0), ("甲县种苗站", ["苗圃建设"], 0)]
        assert values(indicators(document)[0]) == ("次数", "5次", "3次")

    def test_without_any_amounts(self) -> None:
        document = parse(table("", "甲县种苗站", "    苗圃建设", "建好苗圃。", RECORD))
        assert self.units(document) == [("甲县种苗站", ["苗圃建设"], 0)]
        assert ["没有金额" in note.message and "苗圃建设" in note.message for note in document.notes] == [True]


def test_titles_at_the_end_of_the_file() -> None:
    """The last page may have its titles and nothing else."""
    document = parse(f"甲项目 1.00 1.00\n目标。\n{RECORD}\n{HEADER}")
    assert [values(one) for one in indicators(document)] == [("次数", "5次", "5次")]
