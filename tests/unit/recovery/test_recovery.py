"""Tables that come as text, or with few rules, are put back into cells: PDF files of many shapes, and text of them."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pytest

pytest.importorskip("reportlab", reason="reportlab draws the files; it comes with the extra dev")

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from lint_pbt.errors import ReadError
from lint_pbt.layouts import lay_out
from lint_pbt.model.document import Document
from lint_pbt.readers import read
from lint_pbt.recovery import recover
from tests.paper import FONT, wrapped

NAME, UNIT = "渔港防波堤加固和航道清淤补助资金项目", "临海市渔港建设管理中心"
GOAL = "加固渔港防波堤，清除航道淤积，改善渔船避风条件，全年清淤不少于六万立方米。"
# First level, second level, name, value; a level stands once, above the rows it is for.
ROWS = [
    ("产出指标", "数量指标", "渔港航道清淤和外运处置的土方数量", "≥6.5万立方米"),
    ("", "", "加固防波堤长度", "1200米"),
    ("", "质量指标", "工程质量一次验收合格率", "100%"),
    ("", "时效指标", "台风季前完成主体工程的时间", "6月底前"),
    ("效益指标", "社会效益指标", "可容纳避风渔船数量", "≥480艘"),
    ("满意度指标", "服务对象满意度指标", "渔民对渔港条件改善情况的满意度", "≥92%"),
]
TITLES = ("一级指标", "二级指标", "三级指标", "年度指标值")
LABELS = (("项目名称", NAME, "实施单位", UNIT), ("年度总体目标", GOAL))
SIZE, PAD = 10.0, 3.0


class Look(NamedTuple):
    """How a form is set: its rules, where cells stand in their rows, widths, leading and room between rows in sizes."""

    rules: bool = False
    middle: bool = False
    widths: tuple[float, ...] = (70, 90, 130, 90)
    leading: float = 1.25
    room: float = 0.6
    height: float = 842
    again: bool = False


def drawn(look: Look) -> bytes:
    """The form as a PDF file without rules downwards."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(500, look.height))
    canvas.setFont(FONT, SIZE)
    pitch, room = look.leading * SIZE, look.room * SIZE
    lefts = [50.0 + sum(look.widths[:at]) for at in range(len(look.widths) + 1)]
    y = look.height - 50

    def put(x: float, top: float, height: float, width: float, text: str) -> None:
        lines = wrapped(text, width - 2 * PAD, SIZE)
        down = (height - room - len(lines) * pitch) / 2 if look.middle else 0.0
        for number, line in enumerate(lines):
            canvas.drawString(x + PAD, top - room / 2 - SIZE - down - number * pitch, line)

    def height_of(cells: Sequence[tuple[str, float]]) -> float:
        return max(len(wrapped(text, width - 2 * PAD, SIZE)) for text, width in cells) * pitch + room

    def rule(x0: float, y: float) -> None:
        if look.rules:
            canvas.line(x0, y, lefts[-1], y)

    canvas.drawCentredString(250, y, "项目支出绩效目标申报表")
    y -= 2 * SIZE
    rule(lefts[0], y)
    for labels in LABELS:
        each = sum(look.widths) / (len(labels) / 2)
        cells = [
            (text, 66.0 if at % 2 == 0 else each - 66, 50 + at // 2 * each + at % 2 * 66)
            for at, text in enumerate(labels)
        ]
        height = height_of([cell[:2] for cell in cells])
        for text, width, x in cells:
            put(x, y, height, width, text)
        y -= height
        rule(lefts[0], y)

    def header(y: float) -> float:
        height = height_of(list(zip(TITLES, look.widths, strict=True)))
        for x, width, title in zip(lefts, look.widths, TITLES, strict=False):
            put(x, y, height, width, title)
        rule(lefts[0], y - height)
        return y - height

    y = header(y)
    heights = [
        max(
            height_of([(row[at], look.widths[at])]) if row[at] and (at > 1 or _alone(number, at)) else 0.0
            for at in range(4)
        )
        for number, row in enumerate(ROWS)
    ]
    number = 0
    while number < len(ROWS):
        last = number
        bottom = y - heights[number]
        while last + 1 < len(ROWS) and bottom - heights[last + 1] > 40:
            last += 1
            bottom -= heights[last]
        tops = [y - sum(heights[number:at]) for at in range(number, last + 2)]
        for at in range(number, last + 1):
            for column in (2, 3):
                put(lefts[column], tops[at - number], heights[at], look.widths[column], ROWS[at][column])
            for column in (0, 1):
                if ROWS[at][column]:
                    end = _end(at, column, last)
                    put(
                        lefts[column],
                        tops[at - number],
                        tops[at - number] - tops[end - number],
                        look.widths[column],
                        ROWS[at][column],
                    )
            below = next((column for column in (0, 1) if at == last or ROWS[at + 1][column]), 2)
            rule(lefts[below], tops[at + 1 - number])
        y, number = tops[-1], last + 1
        if number < len(ROWS):
            canvas.showPage()
            canvas.setFont(FONT, SIZE)
            y = look.height - 50
            rule(lefts[0], y)
            if look.again:
                y = header(y)
    canvas.save()
    return file.getvalue()


def _end(at: int, column: int, last: int) -> int:
    end = at + 1
    while end <= last and not any(ROWS[end][: column + 1]):
        end += 1
    return end


def _alone(at: int, column: int) -> bool:
    return _end(at, column, len(ROWS) - 1) == at + 1


def wanted() -> list[tuple[str, str, str, str]]:
    first = second = ""
    found = []
    for row in ROWS:
        first, second = row[0] or first, row[1] or second
        found.append((first, second, row[2], row[3]))
    return found


def found(document: Document) -> list[tuple[str, str, str, str]]:
    return [
        (one.level1.name.text, one.level2.name.text, one.name.text, one.annual.text if one.annual else "")
        for _, project in document.projects()
        for one in project.indicators
    ]


def looks() -> Iterator[Look]:
    for rules in (False, True):
        for middle in (False, True):
            yield Look(rules, middle)
            yield Look(rules, middle, room=0.25)
            yield Look(rules, middle, widths=(80, 100, 120, 80), leading=1.5, room=1.0)
            yield Look(rules, middle, height=300, again=True)
            yield Look(rules, middle, height=300)


@pytest.mark.parametrize("look", list(looks()), ids=str)
def test_a_form_without_rules_downwards_is_read(look: Look) -> None:
    document = lay_out(read("表.pdf", drawn(look)))
    [(unit, project)] = document.projects()
    assert found(document) == wanted()
    assert project.name.text == NAME and project.goal and project.goal.text == GOAL
    assert unit.name and unit.name.text == UNIT
    assert project.complete and not [note for note in document.notes if note.unchecked]
    for indicator in project.indicators:
        assert indicator.name.place().page and indicator.name.place().box


LINED = """项目支出绩效目标申报表
渔港防波堤加固和航 临海市渔港建设
项目名称 实施单位
道清淤补助资金项目 管理中心
年度资金总额 326.00
一级指标 二级指标 三级指标 年度指标值
数量指标 加固防波堤长度 1200米
产出指标 质量指标 工程质量一次验收合格率 100%
时效指标 台风季前完成主体工程的时间 6月底前
社会效益
可容纳避风渔船数量 ≥480艘
指标
效益指标
可持续影响
防波堤设计使用年限 ≥30年
指标
服务对象满
满意度指标 渔民满意度 ≥92%
意度指标
"""


def test_lines_of_the_page_without_its_columns_are_dealt_to_them() -> None:
    source = read("表.txt", LINED.encode())
    [table] = recover(source, {}).tables
    assert (table.way, table.sureness) == ("placed", 1.0)
    document = lay_out(source)
    [(unit, project)] = document.projects()
    assert found(document) == [
        ("产出指标", "数量指标", "加固防波堤长度", "1200米"),
        ("产出指标", "质量指标", "工程质量一次验收合格率", "100%"),
        ("产出指标", "时效指标", "台风季前完成主体工程的时间", "6月底前"),
        ("效益指标", "社会效益指标", "可容纳避风渔船数量", "≥480艘"),
        ("效益指标", "可持续影响指标", "防波堤设计使用年限", "≥30年"),
        ("满意度指标", "服务对象满意度指标", "渔民满意度", "≥92%"),
    ]
    assert project.name.text == NAME and unit.name and unit.name.text == UNIT


CELLS = """项目名称
渔港防波堤加固
项目性质
延续项目
年度目标
加固防波堤，清淤航道。
一级指标
二级指标
三级指标
指标值
{first}生态环境
成本指标
施工弃土外运率
100%
产出指标
数量指标
加固防波堤长度
1200米
质量指标
一次验收合格率
100%
"""


def test_a_first_row_without_a_first_level_is_read_and_told() -> None:
    document = lay_out(read("表.txt", CELLS.format(first="").encode()))
    [(_, project)] = document.projects()
    assert project.name.text == "渔港防波堤加固"
    assert [(one.level1.name.text, one.level2.name.text) for one in project.indicators] == [
        ("", "生态环境成本指标"),
        ("产出指标", "数量指标"),
        ("产出指标", "质量指标"),
    ]
    assert document.notes


COUNTED = """项目名称    乡村公路养护
主管部门    榆中县交通运输局

一级指标    二级指标              三级指标          符号  目标值  单位
产出指标    数量指标              养护里程          ≥     128     公里
                                  修复桥涵          =     6       座
            质量指标              路面合格率        ≥     95      %
效益指标    社会效益指标          受益人口          ≥     12000   人
满意度指标  服务对象满意度指标    沿线群众满意度    ≥     92      %
"""
OWNED = """单位      项目名称  一级指标    二级指标              三级指标        指标值     单位
县水利局  灌渠清淤  产出指标    数量指标              清淤长度        56         公里
                                质量指标              验收合格率      100        %
                    满意度指标  服务对象满意度指标    农户满意度      ≥90        %
"""
SCORED = """项目名称    村级卫生室提升
主管部门    盐池县卫生健康局
一级指标    二级指标            三级指标        指标性质  目标值  单位  分值
产出指标    数量指标            改造卫生室      ≥         24      间    15
                                配备村医        ≥         30      名    15
            质量指标            设备验收合格率  =         100     %     20
效益指标    社会效益指标        就诊人次        ≥         9000    人次  30
满意度指标  服务对象满意度指标  村民满意度      ≥         93      %     20
"""
OFFICE = """项目名称  一级指标    二级指标              三级指标        指标值     单位
灌渠清淤  产出指标    数量指标              清淤长度        56公里     县水利局
                      质量指标              验收合格率      100%
          满意度指标  服务对象满意度指标    农户满意度      ≥90%
"""


@pytest.mark.parametrize(
    ("text", "unit", "values"),
    [
        (COUNTED, "榆中县交通运输局", ["≥128公里", "=6座", "≥95%", "≥12000人", "≥92%"]),
        (OWNED, "县水利局", ["56公里", "100%", "≥90%"]),
        (SCORED, "盐池县卫生健康局", ["≥24间", "≥30名", "=100%", "≥9000人次", "≥93%"]),
        (OFFICE, "县水利局", ["56公里", "100%", "≥90%"]),
    ],
    ids=["behind-values", "offices-in-front", "before-weights", "offices-behind"],
)
def test_a_title_of_offices_and_units_says_by_its_place_which_they_are(text: str, unit: str, values: list[str]) -> None:
    [(of, project)] = lay_out(read("表.txt", text.encode())).projects()
    assert (of.name.text if of.name else of.department and of.department.text) == unit
    assert [one.annual.text for one in project.indicators if one.annual] == values


LISTED = """项目名称  一级指标    二级指标              三级指标    指标值
灌渠清淤  产出指标    数量指标              清淤长度    ≥56公里
                      质量指标              验收合格率  =100%
          满意度指标  服务对象满意度指标    农户满意度  ≥90%
荒山造林  产出指标    数量指标              造林面积    ≥2400亩
                      质量指标              苗木成活率  ≥85%
          满意度指标  服务对象满意度指标    群众满意度  ≥92%
"""


def test_a_project_in_a_list_begins_where_a_first_level_does() -> None:
    listed = [project for _, project in lay_out(read("表.txt", LISTED.encode())).projects()]
    assert [(one.name.text, len(one.indicators)) for one in listed] == [("灌渠清淤", 3), ("荒山造林", 3)]


def test_levels_beside_the_middle_of_their_rows_a_cell_a_line_are_refused() -> None:
    text = CELLS.format(first="").replace("生态环境\n成本指标", "数量指标").replace("产出指标\n数量指标\n加固", "加固")
    text = text.replace("质量指标\n", "产出指标\n质量指标\n")
    with pytest.raises(ReadError, match="先后"):
        lay_out(read("表.txt", text.encode()))


def test_what_is_read_in_part_is_no_whole_project() -> None:
    whole = (
        "项目名称\n渔港防波堤加固\n产出指标\n数量指标\n防波堤长度\n985米\n灯塔数量\n≥6座\n质量指标\n验收合格率\n100%\n"
    )
    part = whole.replace("灯塔数量\n≥6座", "沿线\n绿化养护\n管护到位\n灯塔数量\n座数")
    for text, complete in ((whole, True), (part, False)):
        document = lay_out(read("表.txt", text.encode()))
        [(_, project)] = document.projects()
        assert project.complete is complete
        assert any(note.unchecked for note in document.notes) is not complete


UPPER = """项目支出绩效目标申报表
项目名称      社区食堂运营补贴            单位      荷塘街道办事处
金额          96.5万元
{goal}
一级指标    二级指标              三级指标        指标值
产出指标    数量指标              建成社区食堂    6个
            质量指标              卫生检查合格率  100%
满意度指标  服务对象满意度指标    老人满意度      ≥90%
"""
GOALS = {
    "beside": "年度目标      建成社区食堂6个，\n              服务老人2400人。",
    "broken": "年度目标      建成社区食堂6个，\n服务老人2400人。",
    "label-broken": "年度总体目    建成社区食堂6个，服务老人2400人。\n标",
    "below": "年度总体目    预期目标                          实际完成情况\n"
    "标            建成社区食堂6个，服务老人2400人。  已建成。",
}


@pytest.mark.parametrize("goal", GOALS.values(), ids=GOALS)
def test_what_stands_above_indicators_in_aligned_text_is_read_wherever_it_breaks(goal: str) -> None:
    [(unit, project)] = lay_out(read("表.txt", UPPER.format(goal=goal).encode())).projects()
    assert project.name.text == "社区食堂运营补贴" and unit.name and unit.name.text == "荷塘街道办事处"
    assert project.goal and project.goal.text == "建成社区食堂6个，服务老人2400人。"
    assert [str(one.value) for one in project.amounts] == ["96.5"]


def test_the_unit_of_money_in_a_cell_beside_is_no_office() -> None:
    head = "填报单位：    沅江县文化馆        单位：    万元\n"
    text = UPPER.format(goal="").replace("项目名称", head + "项目名称", 1).replace("单位      荷塘街道办事处", "")
    [(unit, project)] = lay_out(read("表.txt", text.encode())).projects()
    assert project.name.text == "社区食堂运营补贴" and unit.name and unit.name.text == "沅江县文化馆"


YEARS = """项目名称    胶园更新改造
主管部门    琼岭县农业农村局
一级指标    二级指标              三级指标        总体指标值    2025年指标值    2026年指标值    备注
产出指标    数量指标              更新胶园面积    4.5万亩       1.5万亩         3万亩
            质量指标              苗木成活率      ≥95%          ≥93%            ≥95%
满意度指标  服务对象满意度指标    胶农满意度      ≥90%          ≥88%            ≥90%
"""


def test_of_several_columns_of_values_in_aligned_text_the_titles_say_which_counts() -> None:
    document = lay_out(read("表.txt", YEARS.encode()))
    [(_, project)] = document.projects()
    values = [(one.cycle and one.cycle.text, one.annual and one.annual.text) for one in project.indicators]
    assert values == [("4.5万亩", "1.5万亩"), ("≥95%", "≥93%"), ("≥90%", "≥88%")]
    assert any("2026年指标值" in note.message for note in document.notes if note.unchecked)


SPACED = """项目支出绩效目标表
项目名称：社区食堂运营补贴　　　单位：荷塘街道办事处
年度目标：建成社区食堂6个，
服务老人2400人。
一级指标　　二级指标　　三级指标　　指标值　　备注
产出指标　　数量指标　　建成社区食堂个数　　6个　　新建
{second}
效益指标　　社会效益指标　　服务老人　　≥2400人　　含助餐
满意度指标　　服务对象满意度指标　　老人满意度　　≥90%　　问卷
"""


def test_cells_that_wide_gaps_part_are_read_by_their_number() -> None:
    text = SPACED.format(second="卫生检查合格率　　100%　　抽查")
    [(unit, project)] = lay_out(read("表.txt", text.encode())).projects()
    assert unit.name and unit.name.text == "荷塘街道办事处" and project.goal
    assert project.goal.text == "建成社区食堂6个，服务老人2400人。"
    values = [(one.level2.name.text, one.annual and one.annual.text) for one in project.indicators]
    assert values == [
        ("数量指标", "6个"),
        ("数量指标", "100%"),
        ("社会效益指标", "≥2400人"),
        ("服务对象满意度指标", "≥90%"),
    ]


@pytest.mark.parametrize("second", ["卫生检查合格率　　抽查", "抽查　　100%"])
def test_cells_are_not_counted_where_one_is_missing_in_the_middle(second: str) -> None:
    with pytest.raises(ReadError):
        lay_out(read("表.txt", SPACED.format(second=second).encode()))


def test_two_texts_in_one_column_are_never_one() -> None:
    text = SPACED.format(second="产出指标　　质量指标　　卫生检查合格率　　抽查")
    [(_, project)] = lay_out(read("表.txt", text.encode())).projects()
    assert [one.annual.text for one in project.indicators if one.annual] == ["6个", "抽查", "≥2400人", "≥90%"]


PAGED = """项目支出绩效目标表
项目名称    灌区节水改造    主管部门    资水县水利局
一级指标    二级指标              三级指标        指标值
产出指标    数量指标              改造渠道长度    36公里
            质量指标              验收合格率      100%
{above}\f{below}            时效指标              工程按期完工  ≥95%
                                  比率
满意度指标  服务对象满意度指标    农户满意度      ≥90%
"""


@pytest.mark.parametrize(
    ("above", "below"),
    [("资水县二〇二五年部门预算公开\n", ""), ("", "                            资水县部门预算\n")],
    ids=["foot", "head"],
)
def test_a_line_of_the_page_joins_no_cell_and_is_told(above: str, below: str) -> None:
    document = lay_out(read("表.txt", PAGED.format(above=above, below=below).encode()))
    [(_, project)] = document.projects()
    assert [one.name.text for one in project.indicators] == [
        "改造渠道长度",
        "验收合格率",
        "工程按期完工比率",
        "农户满意度",
    ]
    assert project.indicators[2].level1.name.text == "产出指标"
    assert any("资水县" in note.message for note in document.notes if note.unchecked)


def test_the_rest_of_a_name_on_the_next_page_stays_with_it() -> None:
    text = (
        PAGED.format(above="", below="").replace("\f", "").replace("\n" + " " * 34 + "比率", "\n\f" + " " * 34 + "比率")
    )
    document = lay_out(read("表.txt", text.encode()))
    [(_, project)] = document.projects()
    assert [one.name.text for one in project.indicators][2] == "工程按期完工比率"
    assert not [note for note in document.notes if note.unchecked]


EDGES = """项目支出绩效目标表
二级项目名称        古树名木保护补助
项目实施单位        石门县林业局
立项必要性          抢救濒危古树
一级指标    二级指标      三级指标    绩效标准      年度指标值     权重
产出指标    数量指标      抢救古树    反映抢救数量    ≥28 株     20
                  修建围栏    反映围栏数量    ≥30 处     5
                  设立标牌    反映标牌数量    ≥60 块     5
                  巡护次数    反映巡护频次    ≥48 次     5
                  培训护树员   反映培训人数    ≥35 名     5
        质量指标      古树成活率   反映日常管护与长势 95%       30
满意度指标   服务对象满意度   群众满意度   反映服务质量    ≥90%      10
主管部门意见：                    财政部门意见：
"""


def test_what_begins_where_a_column_does_is_that_columns_however_narrow_the_gap() -> None:
    document = lay_out(read("表.txt", EDGES.encode()))
    [(unit, project)] = document.projects()
    assert unit.name and unit.name.text == "石门县林业局" and project.name.text == "古树名木保护补助"
    levels = [(one.level2.name.text, one.annual and one.annual.text) for one in project.indicators]
    assert levels[0] == ("数量指标", "≥28株")
    assert levels[-2:] == [("质量指标", "95%"), ("服务对象满意度", "≥90%")]


def test_a_weight_that_ran_into_a_value_is_left_out_and_told() -> None:
    text = LISTED.replace("指标值\n", "指标值       权重\n").replace("≥2400亩", "≥2400 亩 10")
    document = lay_out(read("表.txt", text.encode()))
    values = [one.annual.text for _, project in document.projects() for one in project.indicators if one.annual]
    assert "≥2400亩10" not in values and any(note.unchecked for note in document.notes)


TWO_ROWS_OF_TITLES = """项目支出绩效目标表
项目名称               渔船安全监管
主管部门               某市海洋渔      实施单位        某市渔港监督站
                   业局
一级指标   二级指标        三级指标     年度指标值              分值（满分
                            东山镇   西湖镇   南湾镇   90）
产出指标       数量指标    检查渔船数      ≥     900   艘次     20
                   量合计
           时效指标    隐患销号时      ≤     15    个工作日   20
                   限
效益指标       经济效益指   减少事故直          ≥一定数额        20
           标       接损失
满意度指标      服务对象满   船东满意度      ≥     90    %      30
           意度指标
"""


def test_who_has_printed_the_text_in_columns_is_not_told_to_do_so() -> None:
    with pytest.raises(ReadError, match="同一行、同一列") as refused:
        lay_out(read("表.txt", TWO_ROWS_OF_TITLES.encode()))
    assert "pdftotext" not in str(refused.value)
