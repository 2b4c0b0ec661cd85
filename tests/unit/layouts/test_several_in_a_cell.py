"""Tables with a project a row whose indicators stand together in one cell, each with its value."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from lint_pbt.errors import ReadError
from lint_pbt.layouts import lay_out
from lint_pbt.model.document import Document, Indicator, Note
from lint_pbt.readers import read

TITLES = "项目名称,预算金额（万元）,绩效目标,绩效指标"
OTHER = '渔港疏浚,60,疏浚渔港，保障通航,"数量指标：疏浚长度≥2公里；社会效益指标：受益渔民≥800人"'


def document(cell: str, titles: str = TITLES) -> Document:
    table = f'{titles}\n堤防加固,120,加固堤防，保障安全,"{cell}"\n{OTHER}\n'
    return lay_out(read("表.csv", table.encode()))


def indicators(cell: str) -> list[tuple[str, str, str, str | None]]:
    [(_, first), _] = document(cell).projects()
    assert first.goal and first.goal.text == "加固堤防，保障安全"
    return [
        (one.level1.name.text, one.level2.name.text, one.name.text, one.annual and one.annual.text)
        for one in first.indicators
    ]


@pytest.mark.parametrize(
    "cell",
    [
        "数量指标：加固堤防长度≥5公里；质量指标：验收合格率100%；社会效益指标：受益人口≥2万人",
        "数量指标：加固堤防长度≥5公里\n质量指标：验收合格率100%\n社会效益指标：受益人口≥2万人；",
        "1.数量指标：加固堤防长度≥5公里；\n2.质量指标：验收合格率100%；\n3.社会效益指标：受益人口≥2万人。",
    ],
)
def test_each_is_read_with_its_category(cell: str) -> None:
    assert indicators(cell) == [
        ("", "数量指标", "加固堤防长度", "≥5公里"),
        ("", "质量指标", "验收合格率", "100%"),
        ("", "社会效益指标", "受益人口", "≥2万人"),
    ]


def test_a_category_counts_until_the_next() -> None:
    cell = "产出指标：加固堤防长度≥5公里，改造涵闸6座，完工时间11月底前；效益指标：受益人口≥2万人"
    assert indicators(cell) == [
        ("产出指标", "", "加固堤防长度", "≥5公里"),
        ("产出指标", "", "改造涵闸", "6座"),
        ("产出指标", "", "完工时间", "11月底前"),
        ("效益指标", "", "受益人口", "≥2万人"),
    ]


def test_categories_one_behind_the_other_are_no_names() -> None:
    cell = "产出指标：数量指标：加固堤防长度≥5公里；时效指标：完工时间：11月底前。满意度指标：满意度：村民满意度≥90%"
    assert indicators(cell) == [
        ("产出指标", "数量指标", "加固堤防长度", "≥5公里"),
        ("产出指标", "时效指标", "完工时间", "11月底前"),
        ("满意度指标", "满意度", "村民满意度", "≥90%"),
    ]


@pytest.mark.parametrize("value", ["≥90%", "全年达到90%"])
def test_the_name_of_a_category_is_a_name_where_nothing_else_can_be(value: str) -> None:
    cell = f"产出指标：加固堤防长度≥5公里；满意度指标：服务对象满意度：{value}"
    assert indicators(cell)[1] == ("满意度指标", "", "服务对象满意度", value)


@pytest.mark.parametrize(
    "cell",
    [
        "【产出指标-数量指标】\n指标1:加固堤防长度(≥5公里)\n指标2:警示牌（块）数量（≥80块）\n【效益指标-社会效益指标】\n指标1:防汛效果(良好)",
        "【产出指标-数量指标】指标1：加固堤防长度（≥5公里）指标2：警示牌（块）数量（≥80块）【效益指标-社会效益指标】指标1：防汛效果（良好）",
    ],
)
def test_values_may_stand_in_brackets(cell: str) -> None:
    found = [tuple(part.replace("（", "(").replace("）", ")") for part in one if part) for one in indicators(cell)]
    assert found == [
        ("产出指标", "数量指标", "加固堤防长度", "≥5公里"),
        ("产出指标", "数量指标", "警示牌(块)数量", "≥80块"),
        ("效益指标", "社会效益指标", "防汛效果", "良好"),
    ]


def test_brackets_around_a_value_are_of_neither() -> None:
    cell = "数量指标：加固堤防长度（≥5公里）；质量指标：验收合格率≥95%"
    assert [one[1:] for one in indicators(cell)] == [
        ("数量指标", "加固堤防长度", "≥5公里"),
        ("质量指标", "验收合格率", "≥95%"),
    ]


@pytest.mark.parametrize(
    "cell",
    [
        "数量指标：加固堤防长度（10分）；质量指标：验收合格率（10分）",
        "【产出指标-数量指标】\n指标1：加固堤防长度（公里）\n指标2：警示牌（块）",
        "数量指标：加固堤防5公里（2段）；质量指标：验收合格率≥95%（国标）",
    ],
)
def test_what_else_stands_in_brackets_is_no_value(cell: str) -> None:
    with pytest.raises(ReadError, match="培训场次"):
        document(cell)


def test_what_cannot_be_told_apart_is_said() -> None:
    cell = "数量指标：加固堤防长度≥5公里；工程按设计要求建成；社会效益指标：受益人口≥2万人"
    try:
        notes = document(cell).notes
    except ReadError:
        return
    assert any(note.unchecked for note in notes)


@pytest.mark.parametrize(
    "rows",
    [
        "堤防加固,产出指标,数量指标,加固堤防3处，配套涵闸2座,≥3处",
        "堤防加固,产出指标,数量指标,巡堤值守,≥12次，每次不少于2人",
        "堤防加固,产出指标,数量指标,新建5G监测站,≥6座",
    ],
)
def test_a_name_with_numbers_beside_a_value_is_one(rows: str) -> None:
    table = f"项目名称,一级指标,二级指标,三级指标,指标值\n{rows}\n堤防加固,效益指标,社会效益指标,受益人口,≥2万人\n"
    [(_, project)] = lay_out(read("表.csv", table.encode())).projects()
    name, value = rows.split(",")[3:]
    first, _ = project.indicators
    assert (first.name.text, first.annual and first.annual.text) == (name, value)


def test_categories_as_columns_hold_several_each() -> None:
    table = (
        "项目名称,预算,数量指标,质量指标,服务对象满意度指标\n"
        "堤防加固,120,加固堤防长度≥5公里；改造涵闸≥6座,验收合格率＝100%,沿岸居民满意度≥90%\n"
        "渔港疏浚,60,疏浚长度≥2公里,验收合格率≥98%,渔民满意度≥92%\n"
    )
    [(_, first), _] = lay_out(read("表.csv", table.encode())).projects()
    assert [(one.level2.name.text, one.name.text, one.annual and one.annual.text) for one in first.indicators] == [
        ("数量指标", "加固堤防长度", "≥5公里"),
        ("数量指标", "改造涵闸", "≥6座"),
        ("质量指标", "验收合格率", "＝100%"),
        ("服务对象满意度指标", "沿岸居民满意度", "≥90%"),
    ]


def test_a_list_of_what_is_bought_is_no_table_of_indicators() -> None:
    with pytest.raises(ReadError):
        lay_out(
            read(
                "表.csv",
                '序号,采购内容,采购要求\n1,课桌椅,"尺寸≥1.2米；数量300套"\n2,投影仪,"亮度≥4000流明"\n'.encode(),
            )
        )


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("新增摊位；改造市场", "≥80个；≥2个", [("新增摊位", "≥80个"), ("改造市场", "≥2个")]),
        ("1.开工时间；2.完工时间", "3月底前；11月底前", [("开工时间", "3月底前"), ("完工时间", "11月底前")]),
        ("改造市场；含水电", "≥2个；不含临时市场", [("改造市场；含水电", "≥2个；不含临时市场")]),
        ("商户满意度；居民满意度", "≥90%", [("商户满意度；居民满意度", "≥90%")]),
    ],
)
def test_semicolons_part_names_beside_as_many_values(name: str, value: str, found: list[tuple[str, str]]) -> None:
    table = (
        f"一级指标,二级指标,三级指标,指标值\n产出指标,数量指标,{name},{value}\n效益指标,社会效益指标,服务居民,≥3万人\n"
    )
    [(_, project)] = lay_out(read("表.csv", table.encode())).projects()
    assert [(one.name.text, one.annual and one.annual.text) for one in project.indicators[:-1]] == found


WIDE = "项目名称,预算,数量指标,质量指标,成本指标,服务对象满意度指标"


def in_columns(cell: str) -> Document:
    rest = "验收合格率＝100%,维修单价≤180元,住户满意度≥95%"
    other = "渔港疏浚,60,疏浚长度≥2公里；清理沉船≥3艘,验收合格率＝100%,疏浚单价≤90元,渔民满意度≥95%"
    others = "\n".join(f"{other[:4]}{number}期{other[4:]}" for number in "一二三")
    return lay_out(read("表.csv", f'{WIDE}\n公厕改造,80,"{cell}",{rest}\n{others}\n'.encode()))


@pytest.mark.parametrize("between", ["；", "，", " ", "\u3000\u3000", "、", "/", "。", "\n", "②", "2.", " 2、"])
def test_a_second_indicator_is_no_value_of_the_first(between: str) -> None:
    [(_, first), *_] = in_columns(f"改造厕位≥24个{between}更换水箱≥12只").projects()
    assert [(one.name.text, one.annual and one.annual.text) for one in first.indicators][:2] == [
        ("改造厕位", "≥24个"),
        ("更换水箱", "≥12只"),
    ]


@pytest.mark.parametrize("cell", ["厕位改造≥10个/月", "厕位改造≥20且≤30个", "厕位改造≥24个（含无障碍厕位）"])
def test_one_indicator_stays_one(cell: str) -> None:
    document = in_columns(cell)
    [(_, first), *_] = document.projects()
    assert first.indicators[0].annual and first.indicators[0].annual.text == cell.removeprefix("厕位改造")
    assert len(first.indicators) == 4
    assert not any(note.unchecked for note in document.notes)


def test_a_second_sign_that_parts_nothing_is_told() -> None:
    document = in_columns("厕位改造≥24个，更换水箱≥12只，拆除旧设施")
    assert any("写了几条指标" in note.message for note in document.notes)


@pytest.mark.parametrize(
    "cell",
    [
        "发放资料500份，走访农户300户，做好台账",
        "更换灯杆20公里，新装灯具，改造泵站3座",
        "巡查河道≥12次，清理垃圾≥3吨，及时上报",
    ],
)
def test_pairs_beside_what_is_none_are_told(cell: str) -> None:
    indicators, notes = read_pairs(cell)
    assert len(indicators) == 1 and any(note.unchecked for note in notes)


@pytest.mark.parametrize("cell", ["开展培训≥3期，每期≥50人", "培训人数≥300人，按期完成", "城区，郊区管网改造≥20公里"])
def test_a_comma_within_one_indicator_parts_nothing(cell: str) -> None:
    indicators, notes = read_pairs(cell)
    assert len(indicators) == 1 and not any(note.unchecked for note in notes)


def read_pairs(cell: str) -> tuple[Sequence[Indicator], Sequence[Note]]:
    """The indicators of the first of several cells with names and values, and the notes."""
    others = ["质量指标,验收合格率≥95%", "时效指标,完工及时率≥98%", "社会效益指标,受益人口≥2万人"]
    rows = "".join(f"产出指标,{row}\n" for row in [f'数量指标,"{cell}"', *others])
    table = f"项目名称,渔港疏浚\n一级指标,二级指标,指标名称及指标值\n{rows}"
    document = lay_out(read("表.csv", table.encode()))
    [(_, project)] = document.projects()
    return [one for one in project.indicators if one.level2.name.text == "数量指标"], document.notes
