"""Text as `pdftotext -layout` sets it: cells that wrap, pages that are laid out by themselves, titles above others."""

from __future__ import annotations

import pytest

from lint_pbt.layouts import lay_out
from lint_pbt.model.document import Document
from lint_pbt.readers import read

ROWS = """一级指标    二级指标              三级指标        指标值
产出指标    数量指标              建成社区食堂    6个
            质量指标              卫生检查合格率  100%
满意度指标  服务对象满意度指标    老人满意度      ≥90%
"""
# A name that goes on on the next line, where amounts stand below their labels, and set in the middle of its row.
LABELS = {
    "below": """项目支出绩效目标表
实施单位      荷塘街道办事处        项目名称      沿河四个老旧小区
                                                  社区食堂
项目资金（万元）  年度资金总额：      其中：财政拨款    96.50    其他资金：0
                  96.50
""",
    "in-the-middle": """项目支出绩效目标表
                                                  沿河四个老旧小区
实施单位      荷塘街道办事处        项目名称
                                                      社区食堂
项目资金（万元）                    总额 96.5 其中：区级 96.5
""",
}


def document_of(text: str) -> Document:
    return lay_out(read("表.txt", text.encode()))


def found(document: Document) -> list[tuple[str, str, str]]:
    """The second level, name and value of each indicator."""
    indicators = (one for _, project in document.projects() for one in project.indicators)
    return [(one.level2.name.text, one.name.text, one.annual.text if one.annual else "") for one in indicators]


@pytest.mark.parametrize("labels", LABELS.values(), ids=LABELS)
def test_a_name_goes_on_below_a_full_line_and_takes_nothing_of_the_next_label(labels: str) -> None:
    [(unit, project)] = document_of(labels + ROWS).projects()
    assert project.name.text == "沿河四个老旧小区社区食堂"
    assert unit.name and unit.name.text == "荷塘街道办事处"


def test_an_amount_below_its_label_is_read_where_it_is_the_only_one() -> None:
    [(_, project)] = document_of(LABELS["below"] + ROWS).projects()
    assert str(project.total) == "96.50"
    two = LABELS["below"] + "                  98.00\n"
    [(_, project)] = document_of(two + ROWS).projects()
    assert str(project.total) != "96.50"


WRAPPED = """项目支出绩效目标表
项目名称         水闸安全运行
一级指标    二级指标    三级指标        指标值
产出指标    数量指标    安全鉴定水闸    7 座
                        座数
{rows}
满意度指标  服务对象满  受益村民满意    ≥85%
            意度指标    度
"""
DATES = {
    "day": ("            时效指标    水闸主体加固    2027 年 3 月\n                        完工时间        31 日",
            [("水闸主体加固完工时间", "2027年3月31日")]),
    "before": ("            时效指标    完工验收时间    2026年12月31\n                                        日前",
               [("完工验收时间", "2026年12月31日前")]),
    "unit": ("            质量指标    加固护坡面积    ≥4.2 万平\n                                        方米",
             [("加固护坡面积", "≥4.2万平方米")]),
    "two-deadlines": ("            时效指标    方案报批时间    2026 年 6 月\n"
                      "                        险情处置时限    30 日",
                      [("方案报批时间", "2026年6月"), ("险情处置时限", "30日")]),
    "two-dates": ("            时效指标    开工时间        2026 年 3 月\n"
                  "                        完工时间        12 月底前",
                  [("开工时间", "2026年3月"), ("完工时间", "12月底前")]),
    "two-quantities": ("            质量指标    检修次数        ≥12\n                        启闭试验        4 次",
                       [("检修次数", "≥12"), ("启闭试验", "4次")]),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "wanted"), DATES.values(), ids=DATES)
def test_a_date_or_quantity_that_breaks_is_one_value_and_two_of_them_are_two(
    rows: str, wanted: list[tuple[str, str]]
) -> None:
    document = document_of(WRAPPED.format(rows=rows))
    assert not document.notes or all("目标" in note.message for note in document.notes)
    assert [(name, value.replace(" ", "")) for _, name, value in found(document)[1:-1]] == wanted


FIRST_PAGE = """项目支出绩效目标表
项目名称                 水闸安全运行
一级指标         二级指标              三级指标              指标值         全年完成值
产出指标         数量指标              安全鉴定水闸座数      7座            7座
                 质量指标              鉴定成果合格率        100%           98%
"""
LATER_PAGES = {
    "nearer": "\f         时效指标        主体完工时间  8月底前       9月\n"
    "效益指标 社会效益指标    受益村民人数  ≥2万人        2.1万人\n"
    "满意度指 服务对象满意度  村民满意度    ≥85%          90%\n标       指标\n",
    "titles-again": "\f一级指标 二级指标        三级指标          指标值   全年完成值\n"
    "         时效指标        主体完工时间      8月底前  9月\n"
    "效益指标 社会效益指标    受益村民人数      ≥2万人   2.1万人\n"
    "满意度指 服务对象满意度  村民满意度        ≥85%     90%\n标       指标\n",
    "alike": "\f                 时效指标              主体完工时间          8月底前        9月\n"
    "效益指标         社会效益指标          受益村民人数          ≥2万人         2.1万人\n"
    "满意度指标       服务对象满意度指标    村民满意度            ≥85%           90%\n",
}


@pytest.mark.parametrize("page", LATER_PAGES.values(), ids=LATER_PAGES)
def test_a_page_whose_columns_stand_elsewhere_is_read_by_what_they_hold(page: str) -> None:
    assert found(document_of(FIRST_PAGE + page)) == [
        ("数量指标", "安全鉴定水闸座数", "7座"),
        ("质量指标", "鉴定成果合格率", "100%"),
        ("时效指标", "主体完工时间", "8月底前"),
        ("社会效益指标", "受益村民人数", "≥2万人"),
        ("服务对象满意度指标", "村民满意度", "≥85%"),
    ]


def test_a_page_with_the_rest_of_the_columns_is_no_page_of_rows_and_is_told() -> None:
    document = document_of(FIRST_PAGE + "\f分值   得分\n" + "10     10\n" * 8)
    assert [value for _, _, value in found(document)] == ["7座", "100%"]
    assert any("“分值”" in note.message for note in document.notes if note.unchecked)


# Titles of their own below one that columns share, which stands on the line of the others or on one above.
SHARED = {
    "beside": """一级指标    二级指标      三级指标        年度指标值                分值（满分
                                          运算符号  内容    度量单位    90）
""",
    "above": """                                                  指标值
一级指标    二级指标      三级指标                                    分值
                                          符号      值      单位
""",
}


@pytest.mark.parametrize("titles", SHARED.values(), ids=SHARED)
def test_titles_below_one_that_columns_share_are_those_of_columns(titles: str) -> None:
    rows = """产出指标    数量指标      安全鉴定水闸    ≥        7       座          50
                          座数
            质量指标      成果合格率      ＝        100     %           20
满意度指标  服务对象满意  村民满意度      ≥        85      %           20
            度指标
"""
    head = "项目支出绩效目标表\n项目名称    水闸安全运行        实施单位      青石河水利所\n"
    document = document_of(head + titles + rows)
    assert [(name, value) for _, name, value in found(document)] == [
        ("安全鉴定水闸座数", "≥7座"), ("成果合格率", "＝100%"), ("村民满意度", "≥85%")]  # fmt: skip
    [(unit, project)] = document.projects()
    assert project.name.text == "水闸安全运行" and unit.name and unit.name.text == "青石河水利所"


def test_of_towns_below_one_title_none_is_taken_for_the_target() -> None:
    titles = """一级指标    二级指标      三级指标        指标值
                                          全市合计  东山镇    西湖镇
"""
    rows = """产出指标    数量指标      安全鉴定水闸    7座       3座       4座
            质量指标      成果合格率      100%      100%      100%
满意度指标  服务对象满意  村民满意度      ≥85%      ≥85%      ≥85%
            度指标
"""
    document = document_of("项目支出绩效目标表\n项目名称    水闸安全运行\n" + titles + rows)
    assert any(note.unchecked for note in document.notes)


def test_brackets_below_titles_are_no_part_of_the_first_row() -> None:
    document = document_of("""项目支出绩效目标表
项目名称    校舍维修
一级指标    二级指标            三级指标          年度指标值      备注
                                                  （含计量        （可不填）
                                                   单位）
产出指标    数量指标            维修校舍面积      ≥1200平方米
            质量指标            工程验收合格率    ＝100%
            （15分）
满意度指标  服务对象满意度指标  师生满意度        ≥92%
""")
    (project,) = [one for _, one in document.projects()]
    found = [(one.level2 and one.level2.name.text, one.name.text, one.annual.text) for one in project.indicators]
    assert found == [
        ("数量指标", "维修校舍面积", "≥1200平方米"),
        ("质量指标", "工程验收合格率", "＝100%"),
        ("服务对象满意度指标", "师生满意度", "≥92%"),
    ]


def test_rows_of_sums_are_no_projects() -> None:
    titles = (
        "项目名称        预算金额    年度目标              一级指标    二级指标            三级指标        指标值\n"
    )
    rows = """                                                  产出指标    数量指标            巡查河道长度    ≥32公里
河道日常巡查    4500.00     保持河道整洁畅通。    产出指标    质量指标            垃圾清理率      ≥95%
                                                  满意度指标  服务对象满意度指标  村民满意度      ≥90%
"""
    second = rows.replace("河道日常巡查", "沟渠日常巡查").replace("4500", "8000")
    document = document_of(f"{titles}{rows}    小计        4500.00\n{second}    总 计       12,500.00\n")
    found = [(one.name.text, str(one.total), len(one.indicators)) for _, one in document.projects()]
    assert found == [("河道日常巡查", "4500.00", 3), ("沟渠日常巡查", "8000.00", 3)]


def test_a_row_of_sums_between_records_keeps_its_place() -> None:
    titles = "单位名称    项目名称        预算金额    一级指标    二级指标            三级指标        指标值\n"
    rows = """                                        产出指标    数量指标            巡查河道长度    ≥32公里
{unit}  {project}    {amount}     产出指标    质量指标            垃圾清理率      ≥95%
                                        满意度指标  服务对象满意度指标  村民满意度      ≥90%
            小计            {amount}
"""
    first = rows.format(unit="青石水利所", project="河道日常巡查", amount="4500.00")
    second = rows.format(unit="柳沟水利所", project="沟渠日常巡查", amount="8000.00")
    document = document_of(titles + first + second)
    assert [(unit.name.text, [str(one.value) for one in unit.amounts]) for unit in document.units] == [
        ("青石水利所", ["4500.00"]),
        ("柳沟水利所", ["8000.00"]),
    ]


def test_what_stands_above_all_rows_of_a_list_is_no_projects() -> None:
    document = document_of("""部门预算项目绩效目标表
  单位名称       项目名称       预算数       年度目标         一级指标    二级指标      三级指标      指标值
    1            2           3            4             5         6          7         8
302-青石河水利局            1250.00
                                                产出指标    数量指标    安全鉴定水闸      ≥7座
302001-青石河    水闸安全鉴定     450.00    鉴定水闸，消除隐患。     产出指标    质量指标    成果合格率      ＝100%
水利所                                           满意度指标  服务对象满意度指标 村民满意度     ≥85%
                                                产出指标    数量指标    清淤渠道长度      ≥38公里
              灌区渠道清淤     800.00    清淤渠道，保障灌溉。     产出指标    质量指标    验收合格率      ＝100%
                                                满意度指标  服务对象满意度指标 农户满意度     ≥90%
""")
    projects = [(unit.name and unit.name.text, one.name.text, str(one.total)) for unit, one in document.projects()]
    assert projects == [
        ("302001-青石河水利所", "水闸安全鉴定", "450.00"),
        ("302001-青石河水利所", "灌区渠道清淤", "800.00"),
    ]


def test_a_name_goes_on_below_a_line_of_others_where_its_rows_fit_better_so() -> None:
    document = document_of("""部门预算项目绩效目标表
项目名称                预算金额    年度目标              一级指标    二级指标            三级指标        指标值
                                                          产出指标    数量指标            巡查河道长度    ≥32公里
3301012400-河道日常巡
                        4500.00     保持河道整洁畅通。    产出指标    质量指标            垃圾清理率      ≥95%
查管护
                                                          满意度指标  服务对象满意度指标  村民满意度      ≥90%
                                                          产出指标    数量指标            更换水表        300只
3301012401-水表更换     800.00      完成老旧水表更换。        产出指标    质量指标            验收合格率      ＝100%
                                                          满意度指标  服务对象满意度指标  用户满意度      ≥90%
""")
    found = [(one.name.text, str(one.total), len(one.indicators)) for _, one in document.projects()]
    assert found == [("3301012400-河道日常巡查管护", "4500.00", 3), ("3301012401-水表更换", "800.00", 3)]


def test_what_may_be_half_a_name_is_told() -> None:
    document = document_of("""部门预算项目绩效目标表
项目名称                预算金额    年度目标      一级指标    二级指标            三级指标      指标值
                                                  产出指标    数量指标            改造水厂      2座
                                                                                  改造管网      2公里
农村饮水安全巩固提升    4500.00     保障饮水。                质量指标            水质达标率    ≥95%
                                                              时效指标            完成时间      10月
                                                                                  开工时间      2月
工程及配套                                        满意度指标  服务对象满意度指标  村民满意度    ≥90%
                                                  产出指标    数量指标            更换水表      300只
                                                                                  更换水管      30公里
                                                                                  更换水阀      30个
水表更换                8000.00     更换水表。                质量指标            验收合格率    100%
                                                  满意度指标  服务对象满意度指标  用户满意度    ≥90%
""")
    assert ["“工程及配套”" in note.message for note in document.notes if note.unchecked] == [True]


@pytest.mark.parametrize("behind", ["", "20"], ids=["alone", "with-weights"])
def test_a_sign_a_number_and_its_unit_below_one_title_are_one_value(behind: str) -> None:
    document = document_of(f"""项目支出绩效目标表
项目名称    校舍维修
一级指标    二级指标            绩效指标        指标值
产出指标    数量指标            维修校舍面积    ≥       1200    平方米    {behind}
            质量指标            验收合格率      ＝      100     %         {behind}
            时效指标            完工日期        8月25日前                 {behind}
效益指标    社会效益指标        安全隐患                明显减少          {behind}
满意度指标  服务对象满意度指标  师生满意度      ≥       92      %         {behind}
""")
    (project,) = [one for _, one in document.projects()]
    found = [(one.name.text, one.annual.text) for one in project.indicators]
    assert found == [
        ("维修校舍面积", "≥1200平方米"),
        ("验收合格率", "＝100%"),
        ("完工日期", "8月25日前"),
        ("安全隐患", "明显减少"),
        ("师生满意度", "≥92%"),
    ]


def test_a_second_goal_above_a_repeated_header_is_told_and_the_rows_are_read() -> None:
    document = document_of("""部门整体支出绩效目标表
部门名称    石湖县水利局
年度目标1：保障供水安全
一级指标    二级指标            三级指标      指标值
产出指标    数量指标            改造水厂      2座
            质量指标            水质达标率    ≥95%
年度目标2：提升防洪能力
一级指标    二级指标            三级指标      指标值
产出指标    数量指标            加固堤防      3公里
满意度指标  服务对象满意度指标  村民满意度    ≥90%
""")
    (project,) = [one for _, one in document.projects()]
    assert [one.name.text for one in project.indicators] == ["改造水厂", "水质达标率", "加固堤防", "村民满意度"]
    assert any("年度目标" in note.message for note in document.notes if note.unchecked)
