"""Money that a form gives twice, before a change and after it, is no sum."""

from __future__ import annotations

from lint_pbt import lint

ADJUSTED = """\
项目支出绩效目标调整申请表

（2031 年度）

项目名称                 城南泵站维修
主管部门                 临江县水务局   实施单位         临江县排灌站
资金情况（万元）             年初预算     520          调整后预算        410
                     其中：财政拨款  520          其中：财政拨款      410
一级指标        二级指标     三级指标     调整前指标值       调整后指标值       调整理由
产出指标        数量指标     维修水泵台数   ≥12 台        ≥9 台         压减预算
                     更换闸门数量   ≥6 扇        ≥6 扇
            质量指标     竣工验收合格率  ＝100%        ＝100%
            时效指标     完工时间     2031 年 9 月底  2031 年 11 月底 雨季影响
            成本指标     项目总成本    ≤520 万元      ≤410 万元      压减预算
效益指标        社会效益指标   受益农户     ≥900 户       ≥900 户
满意度指标       服务对象满意度  农户满意度    ≥90%         ≥90%
"""


def test_one_source_before_and_after_a_change_is_no_sum() -> None:
    run = lint(ADJUSTED.encode(), name="调整表.txt")
    assert "C201" not in {finding.rule.id for finding in run.findings}
