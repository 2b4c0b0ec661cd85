"""Categories in the light of the whole file: what a form prints is told once, what an officer writes each time."""

from __future__ import annotations

from pathlib import Path

import lint_pbt
from lint_pbt.model.run import Finding

_HEADER = "项目名称,一级指标,二级指标,三级指标,指标值\n"
_BENEFIT = "{project},效益指标,社会效益指标,听众人次,≥800人次\n"
_PRINTED = "{project},效益指标,服务对象满意度指标,听众满意度,≥90%\n"
_RIGHT = "{project},满意度指标,服务对象满意度指标,听众满意度,≥90%\n"
_OUTPUT = "{project},产出指标,数量指标,讲座场次,≥12场\n"
_OWN = "{project},产出指标,{category},讲座回访次数,≥6次\n"


def _findings(folder: Path, rows: str) -> list[Finding]:
    table = folder / "表.csv"
    table.write_text(_HEADER + rows, "utf-8")
    return [one for one in lint_pbt.lint([str(table)]).findings if one.rule.id in ("S103", "S104")]


def test_satisfaction_printed_under_benefit_is_told_once_for_the_file(tmp_path: Path) -> None:
    rows = "".join((_OUTPUT + _BENEFIT + _PRINTED).format(project=name) for name in ("讲座", "书展", "夜校"))
    [found] = _findings(tmp_path, rows)
    assert (found.rule.id, found.severity) == ("S103", "info")
    assert "表样" in found.message


def test_satisfaction_under_benefit_in_one_project_of_several_is_a_mistake(tmp_path: Path) -> None:
    rows = (_OUTPUT + _BENEFIT + _PRINTED).format(project="讲座") + (_OUTPUT + _BENEFIT + _RIGHT).format(project="书展")
    [found] = _findings(tmp_path, rows)
    assert (found.rule.id, found.severity) == ("S103", "error")
    assert found.project is not None and found.project.name.text == "讲座"


def test_output_under_benefit_is_a_mistake_even_in_a_file_of_one_project(tmp_path: Path) -> None:
    rows = _OUTPUT.format(project="讲座") + "讲座,效益指标,质量指标,讲座好评率,≥90%\n"
    [found] = _findings(tmp_path, rows)
    assert (found.rule.id, found.severity) == ("S103", "error")


def test_categories_of_the_form_are_told_together(tmp_path: Path) -> None:
    rows = "".join(
        (_OUTPUT + _OWN).format(project=name, category=category)
        for name in ("讲座", "书展")
        for category in ("管理指标", "效率指标")
    )
    [found] = _findings(tmp_path, rows)
    assert (found.rule.id, found.severity) == ("S104", "info")
    assert "“管理指标”“效率指标”" in found.message


def test_a_category_that_one_project_invents_is_told_where_it_stands(tmp_path: Path) -> None:
    rows = (_OUTPUT + _OWN).format(project="讲座", category="效率指标") + _OUTPUT.format(project="书展")
    [found] = _findings(tmp_path, rows)
    assert (found.rule.id, found.severity) == ("S104", "warning")


def test_categories_that_a_place_has_of_its_own_are_right_once_they_are_stated(tmp_path: Path) -> None:
    rows = _OUTPUT.format(project="讲座") + "讲座,四、数字化指标（10分）,数据共享指标,接口调用次数,≥6次\n"
    table = tmp_path / "表.csv"
    table.write_text(_HEADER + rows, "utf-8")

    def told(*own: str) -> list[str]:
        settings = lint_pbt.Settings(select=("S104",), vocabulary={"own-categories": own})
        return [one.message for one in lint_pbt.lint(str(table), settings).findings]

    assert told("数字化指标", "数据共享") == []
    [message] = told("数字化指标")
    assert "“数据共享指标”" in message and "数字化" not in message


ONE_COLUMN_OF_LEVELS = """<table>
<tr><td>项目名称</td><td colspan=3>测报点补助经费</td></tr>
<tr><td rowspan=6>项目绩效指标</td><td>指标</td><td>指标内容</td><td>指标值</td></tr>
<tr><td rowspan=2>产出指标</td><td>监测普查面积</td><td>3.6万亩</td></tr>
<tr><td>测报准确率</td><td>85%</td></tr>
<tr><td rowspan=2>效益指标</td><td>无公害防治率</td><td>≥88%</td></tr>
<tr><td>成灾率</td><td>4‰以下</td></tr>
<tr><td>服务对象满意度指标</td><td>林农满意度</td><td>≥90%</td></tr>
</table>"""


def test_satisfaction_in_the_only_column_of_levels_is_a_first_level() -> None:
    run = lint_pbt.lint(ONE_COLUMN_OF_LEVELS.encode(), name="表.html")
    assert not [one for one in run.findings if one.rule.id == "S103"]
