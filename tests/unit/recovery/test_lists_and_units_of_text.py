"""Text in columns: lists of the cycle and the year, categories without rows, offices and units where they belong."""

from __future__ import annotations

from tests.unit.recovery.test_columns_of_text import document_of, found, text_of, unchecked

BLOCKS = """             2026年项目绩效目标申报表
   项目名称              渔港扩建                      申报单位    望海县渔业局
                一级指标        二级指标             三级指标         指标值
                            数量指标             扩建渔港          2座
 总体绩效指标         产出指标
                            质量指标           工程验收合格率        100%
（2026-2028年）
               满意度指标     服务对象满意度指标          渔民满意度        ≥90%
                一级指标        二级指标             三级指标         指标值
                            数量指标            完成防波堤        ≥300米
 年度绩效指标         产出指标
                            时效指标           年度投资完成率       ≥90%
 （2026年）
               满意度指标     服务对象满意度指标          渔民满意度        ≥85%
"""


def test_lists_that_labels_beside_them_name_are_of_one_project() -> None:
    document = document_of(BLOCKS)
    assert sorted(found(document)) == [
        ("渔港扩建", "数量指标", "完成防波堤", "", "≥300米"),
        ("渔港扩建", "数量指标", "扩建渔港", "2座", ""),
        ("渔港扩建", "时效指标", "年度投资完成率", "", "≥90%"),
        ("渔港扩建", "服务对象满意度指标", "渔民满意度", "≥90%", "≥85%"),
        ("渔港扩建", "质量指标", "工程验收合格率", "100%", ""),
    ]
    assert unchecked(document) == []


DOWNWARDS = """项目支出绩效目标表
项目名称        巡回演出
主管部门        青石县文化局
一级            二级          指标内容                指标值
指标            指标
产              数量          指标1：演出场次          ≥60场
出              指标          指标2：新编剧目          ≥4部
指                            ……
标              质量          指标1：剧目验收合格率    ≥98%
                指标          ……
                成本          指标1：
                指标
满              服务对象      指标1：观众满意度        ≥92%
意              满意度指标
度
"""


def test_categories_written_downwards_and_those_without_rows_shift_no_others() -> None:
    document = document_of(DOWNWARDS)
    assert [row[1:3] for row in found(document)] == [
        ("数量指标", "演出场次"),
        ("数量指标", "新编剧目"),
        ("质量指标", "剧目验收合格率"),
        ("服务对象满意度指标", "观众满意度"),
    ]


TITLED = """（一）水质监测项目绩效目标表
绩效目标          掌握水质变化。
一级指标          二级指标          三级指标           指标值
产出指标          数量指标          监测断面数         ≥15个
              质量指标          数据有效率         ≥95%
满意度指标        服务对象满意度指标     居民满意度         ≥90%
（二）河道清淤项目绩效目标表
绩效目标          河道畅通。
一级指标          二级指标          三级指标           指标值
产出指标          数量指标          清淤长度           ≥8公里
              质量指标          验收合格率         ≥98%
满意度指标        服务对象满意度指标     村民满意度         ≥85%
"""


def test_a_title_of_its_own_begins_another_project() -> None:
    document = document_of(TITLED)
    assert [(project.name.text, text_of(project.goal)) for _, project in document.projects()] == [
        ("水质监测项目", "掌握水质变化。"),
        ("河道清淤项目", "河道畅通。"),
    ]


UNITS = """项目支出绩效目标表
313001青石县档案馆本级                                        单位：万
                                                               元
项目名称      档案数字化           实施单位      青石县档案馆      起止时间2026年1月-
                                                            2026年12月
年度目标      完成扫描。
              一级指标     二级指标            三级指标      指标值      备注
              产出指标     数量指标            扫描页数      ≥ 60 万页
                           质量指标            图像合格率    ≥ 99 %
              满意度指标   服务对象满意度指标  查档人满意度  ≥ 90 %
"""


def test_an_office_ends_with_its_cell_and_a_unit_stays_with_its_number() -> None:
    document = document_of(UNITS)
    [(unit, _)] = document.projects()
    assert (text_of(unit.name), document.amount_unit) == ("青石县档案馆", "万元")
    assert [row[4] for row in found(document)] == ["≥60万页", "≥99%", "≥90%"]
