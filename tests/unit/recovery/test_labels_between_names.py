"""A cell a line: labels that are not listed, and what stands behind the name of an office."""

from __future__ import annotations

import pytest

from lint_pbt.layouts import lay_out
from lint_pbt.model.document import Document
from lint_pbt.readers import read

TABLE = (
    "一级指标\n二级指标\n三级指标\n指标值\n产出指标\n数量指标\n补种行道树\n≥300株\n质量指标\n成活率\n≥92%\n"
    "效益指标\n社会效益指标\n受益居民人数\n≥2万人\n满意度指标\n服务对象满意度指标\n居民满意度\n≥90%\n"
)


def of_text(*labels: str) -> Document:
    return lay_out(read("表.txt", ("项目支出绩效目标表\n" + "\n".join(labels) + "\n" + TABLE).encode()))


@pytest.mark.parametrize(
    "behind",
    [
        ("预算执行情况（万元）", "年度资金总额", "30"),
        ("立项文号", "青园发〔2026〕3号"),
        ("项目起止范围", "2026-01-01至2026-12-31"),
        ("核算口径（10分）", "按照执行率计算"),
        ("经办说明：", "见附件"),
    ],
)
def test_what_stands_behind_the_unit_is_no_part_of_its_name(behind: tuple[str, ...]) -> None:
    document = of_text("项目名称", "行道树补种", "实施单位", "青园县园林管理所", *behind)
    [(unit, project)] = document.projects()
    assert (unit.name and unit.name.text, project.name.text) == ("青园县园林管理所", "行道树补种")


def test_a_department_under_a_label_that_is_not_listed() -> None:
    document = of_text("项目名称", "行道树补种", "省级主管部门", "云西省林业厅", "县区主管部门", "青园县林业局")
    [(unit, _)] = document.projects()
    assert unit.name and unit.name.text == "青园县林业局"
