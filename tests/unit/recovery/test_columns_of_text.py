"""Text in columns as tables come out of pages: broken titles, categories of their own, several lists in one table."""

from __future__ import annotations

import pytest

from lint_pbt.errors import ReadError
from lint_pbt.layouts import lay_out
from lint_pbt.model.document import Document, Field
from lint_pbt.readers import read


def document_of(text: str) -> Document:
    return lay_out(read("表.txt", text.encode()))


def text_of(field: Field | None) -> str:
    return field.text if field else ""


def found(document: Document) -> list[tuple[str, ...]]:
    """Project, second level, name, target of the whole cycle and of the year of each indicator."""
    return [
        (project.name.text, *(text_of(one) for one in (each.level2.name, each.name, each.cycle, each.annual)))
        for _, project in document.projects()
        for each in project.indicators
    ]


def unchecked(document: Document) -> list[str]:
    return [note.message for note in document.notes if note.unchecked]


BROKEN = """湿地管护项目绩效目标公开表

项目名      芦苇湿地管护        预算金   86
称                              额
年度目标    湿地面积不减。
一级指      二级指标   三级指标      计算符 指标值   度量单
标                                   号              位
产出指      数量指标   巡护湿地面积  ≥     320      公顷
标
            质量指标   补种成活率    ≥     90       %
满意度      服务对象   村民满意度    ≥     85       %
指标        满意度指
            标

项目名      候鸟监测经费        预算金   12
称                              额
年度目标    掌握候鸟数量。
一级指      二级指标   三级指标      计算符 指标值   度量单
标                                   号              位
产出指      数量指标   监测样点数    ＝     14       个
标
满意度      服务对象   游客满意度    ≥     80       %
指标        满意度指
            标
"""


def test_titles_and_labels_that_break_over_lines_are_whole() -> None:
    document = document_of(BROKEN)
    assert found(document) == [
        ("芦苇湿地管护", "数量指标", "巡护湿地面积", "", "≥320公顷"),
        ("芦苇湿地管护", "质量指标", "补种成活率", "", "≥90%"),
        ("芦苇湿地管护", "服务对象满意度指标", "村民满意度", "", "≥85%"),
        ("候鸟监测经费", "数量指标", "监测样点数", "", "＝14个"),
        ("候鸟监测经费", "服务对象满意度指标", "游客满意度", "", "≥80%"),
    ]
    assert unchecked(document) == []


ABOVE = """项目支出绩效目标表
                                                              绩效指标
单位（专项）名称   资金总额   实施期绩效目标                                                         备注
                                               一级指标     二级指标            三级指标      指标值
盐渍地改良专项     40.00      改良盐渍地         产出指标     数量指标            改良面积      ≥600亩
                                                            质量指标            出苗率        ≥85%
                                               满意度指标   服务对象满意度指标  农户满意度    ≥90%
滩涂围栏专项       15.00      围栏完好           产出指标     数量指标            新建围栏长度  ≥8公里
                                               满意度指标   服务对象满意度指标  渔民满意度    ≥88%
"""


def test_titles_on_a_line_above_the_main_one_are_those_of_columns() -> None:
    document = document_of(ABOVE)
    assert [(project.name.text, str(project.total)) for _, project in document.projects()] == [
        ("盐渍地改良专项", "40.00"),
        ("滩涂围栏专项", "15.00"),
    ]
    assert [row[0] for row in found(document)] == ["盐渍地改良专项"] * 3 + ["滩涂围栏专项"] * 2


def test_labels_with_their_values_above_titles_are_no_titles() -> None:
    text = """项目支出绩效目标表
项目名称      护林员补助            实施单位      松岭林场
年度目标      林区无火灾。
              一级指标     二级指标            三级指标      指标值
              产出指标     数量指标            聘用护林员    24人
              满意度指标   服务对象满意度指标  林农满意度    ≥90%
"""
    [(unit, project)] = document_of(text).projects()
    assert (text_of(unit.name), project.name.text) == ("松岭林场", "护林员补助")
    assert project.goal is not None and project.goal.text == "林区无火灾。"


OWN = """项目支出绩效自评表
项目名称    社会救助站运行
一级指标    二级指标    三级指标        目标值    权重
决策        项目立项    立项依据充分    充分      5
            绩效目标    目标合理        合理      5
过程        资金管理    预算执行率      =100%     10
            组织实施    制度健全        健全      10
产出        产出数量    救助人次        ≥800人次  30
效益        社会效益    救助及时率      ≥98%      20
满意度      受助者满意程度  受助者满意度  ≥90%    20
"""


def test_categories_of_a_tables_own_stand_at_their_rows() -> None:
    document = document_of(OWN)
    assert [row[1] for row in found(document)][:4] == ["项目立项", "绩效目标", "资金管理", "组织实施"]
    assert unchecked(document) == []


def test_one_text_that_is_no_category_stays_unsure() -> None:
    text = """项目支出绩效目标表
项目名称    古树复壮
一级指标    二级指标    三级指标        目标值
产出指标    数量指标    复壮古树        12株
            城东片      挂牌古树        40株
效益指标    社会效益    居民知晓率      ≥80%
"""
    document = document_of(text)
    assert ("古树复壮", "城东片", "挂牌古树", "", "40株") not in found(document)
    assert unchecked(document)


SIDE_BY_SIDE = """项目支出绩效目标申报表
项目名称    灌区节水改造
一级指标    二级指标    三级指标      指标值       二级指标    三级指标      指标值
产出指标    数量指标    改造渠道长度  ≥90公里      数量指标    改造渠道长度  ≥30公里
            质量指标    验收合格率    100%         质量指标    验收合格率    100%
满意度指标  服务对象    用水户满意度  ≥92%         服务对象    用水户满意度  ≥90%
            满意度指标                             满意度指标
"""


def test_the_years_indicators_beside_those_of_the_cycle_are_one_row() -> None:
    assert found(document_of(SIDE_BY_SIDE)) == [
        ("灌区节水改造", "数量指标", "改造渠道长度", "≥90公里", "≥30公里"),
        ("灌区节水改造", "质量指标", "验收合格率", "100%", "100%"),
        ("灌区节水改造", "服务对象满意度指标", "用水户满意度", "≥92%", "≥90%"),
    ]


TWO_LISTS = {
    "beside": """项目绩效目标表
项目名称      渔港疏浚
长期绩效      一级指标      二级指标      三级指标      指标值
目标表        产出指标      数量指标      疏浚方量      ≥60万方
              满意度指标    服务对象      船东满意度    ≥92%
                            满意度指标
年度绩效      一级指标      二级指标      三级指标      指标值
目标表        产出指标      数量指标      疏浚方量      ≥20万方
              满意度指标    服务对象      船东满意度    ≥90%
                            满意度指标
""",
    "above": """项目绩效目标表
项目名称      渔港疏浚
长期绩效目标表
一级指标      二级指标      三级指标      指标值        说明
产出指标      数量指标      疏浚方量      ≥60万方       规划
满意度指标    服务对象      船东满意度    ≥92%          规划
              满意度指标
年度绩效目标表
一级指标      二级指标      三级指标      指标值
产出指标      数量指标      疏浚方量      ≥20万方
满意度指标    服务对象      船东满意度    ≥90%
              满意度指标
""",
}


@pytest.mark.parametrize("text", TWO_LISTS.values(), ids=TWO_LISTS)
def test_lists_for_the_cycle_and_for_the_year_keep_their_headers(text: str) -> None:
    assert [row[2:] for row in found(document_of(text))] == [
        ("疏浚方量", "≥60万方", "≥20万方"),
        ("船东满意度", "≥92%", "≥90%"),
    ]


EACH_ROW = """项目支出绩效信息表
     项目名称                 一级指标     二级指标            三级指标      指标值
  46000023000001-海防林
                              产出指标     数量指标            补植面积      ≥70亩
        带抚育
  46000023000001-海防林
                              产出指标     质量指标            成活率        ≥85%
        带抚育
  46000023000001-海防林
                              满意度指标   服务对象满意度指标  村民满意度    ≥90%
        带抚育
  46000023000002-渔船北
                              产出指标     数量指标            安装终端数    ≥45台
        斗终端
  46000023000002-渔船北
                              产出指标     质量指标            在线率        ≥95%
        斗终端
  46000023000002-渔船北
                              满意度指标   服务对象满意度指标  渔民满意度    ≥88%
        斗终端
"""


def test_a_project_that_each_row_names_belongs_to_it() -> None:
    document = document_of(EACH_ROW)
    assert unchecked(document) == []
    assert [row[0] for row in found(document)] == ["46000023000001-海防林带抚育"] * 3 + [
        "46000023000002-渔船北斗终端"
    ] * 3


def test_what_stands_below_a_table_moves_none_of_its_categories() -> None:
    text = """项目支出绩效目标表
项目名称      大厦维护
绩效指标      一级指标      二级指标      三级指标      目标值
              产出指标      数量指标      维修次数      ≥50次
                                          巡查次数      ≥90次
                            质量指标      维修合格率    ≥95%
                                          巡查合格率    ≥96%
              满意度指标    服务对象满    租户满意度    ≥90%
                            意度指标
保障措施      一是制度保障，二是人员保障。
"""
    assert [row[1] for row in found(document_of(text))] == ["数量指标"] * 2 + ["质量指标"] * 2 + ["服务对象满意度指标"]


def test_a_subtotal_in_the_column_of_names_is_none_of_the_indicators() -> None:
    text = """项目绩效目标申报表
项目名称      路灯维护
一级指标      二级指标      三级指标        指标值      分值
产出指标      数量指标      维护路灯        320盏       20
              质量指标      亮灯率          ≥98%        30
                            产出指标小计                50
满意度指标    服务对象满    居民满意度      ≥90%        10
              意度指标
                            满意度小计                  10
"""
    assert [row[1:3] for row in found(document_of(text))] == [
        ("数量指标", "维护路灯"),
        ("质量指标", "亮灯率"),
        ("服务对象满意度指标", "居民满意度"),
    ]


def test_part_of_a_name_that_reads_like_a_category_stays_in_its_column() -> None:
    text = """项目支出绩效目标表
项目名称    展览馆开放
一级指标    二级指标    三级指标      指标值     分值
产出指标    数量指标    举办临时展览  ≥6个       10
                        数量
                        开放天数      ≥300天     10
            质量指标    展品完好率    ≥99%       10
            成本指标    单个临展平均  ≤30万元    10
                        成本
效益指标    社会效益    接待观众人次  ≥5万人次   20
            指标
满意度指标  服务对象    观众满意度    ≥90%       10
            满意度
"""
    assert [row[1:3] for row in found(document_of(text))] == [
        ("数量指标", "举办临时展览数量"),
        ("数量指标", "开放天数"),
        ("质量指标", "展品完好率"),
        ("成本指标", "单个临展平均成本"),
        ("社会效益指标", "接待观众人次"),
        ("服务对象满意度", "观众满意度"),
    ]


def test_the_unit_of_a_label_goes_on_below_it() -> None:
    text = """整体支出绩效目标表
填报单位：青禾县退役军
人事务局
年度目标      安置到位。
一级指标      二级指标      三级指标      指标值
产出指标      数量指标      走访户数      ≥260户
满意度指标    服务对象      军属满意度    ≥95%
              满意度指标
"""
    [(unit, _)] = document_of(text).projects()
    assert text_of(unit.name) == "青禾县退役军人事务局"


def test_last_years_values_are_none_of_this_years_targets() -> None:
    text = """项目支出绩效目标表
项目名称      空气监测
                                                              指标值
一级指标      二级指标      三级指标            近两年指标值                    依据
                                                                 预期当年实现值
                                              前年        上年
产出指标      数量指标      运维监测站          26个      27个       ≥28个        计划
              质量指标      数据有效率          91%       93%        ≥95%         计划
满意度指标    服务对象      公众满意度          83%       84%        ≥85%         计划
              满意度指标
"""
    try:
        document = document_of(text)
    except ReadError:
        return
    assert not {row[-1] for row in found(document)} & {"27个", "93%", "84%"}
    assert not {row[-2] for row in found(document)} & {"27个", "93%", "84%"}
