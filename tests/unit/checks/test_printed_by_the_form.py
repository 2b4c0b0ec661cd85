"""What a form prints itself, and what a table shows only a part of, is nobody's mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint_pbt import Finding, Settings, lint
from lint_pbt.model.rule import RuleSetting


def reported(rule: str, tmp_path: Path, *rows: str) -> list[Finding]:
    path = tmp_path / "表.csv"
    path.write_text("\n".join(rows), "utf-8")
    return [one for one in lint([str(path)]).findings if one.rule.id == rule]


@pytest.mark.parametrize(
    ("title", "weights", "expected"),
    [
        ("分值权重（90）", (60, 30), None),
        ("分值权重（90）", (60, 40), "90（列标题写着“分值权重（90）”）"),
        ("权重（100分）", (60, 30), "100（列标题写着“权重（100分）”）"),
        ("分值(满分100)", (60, 40), None),
        ("权重（%）", (60, 30), None),
        ("权重", (60, 30), None),
        ("权重", (60, 20), "100（预算执行率另占 10 分的表是 90）"),
    ],
)
def test_a_total_in_the_title_of_the_weights_counts(
    tmp_path: Path, title: str, weights: tuple[int, int], expected: str | None
) -> None:
    rows = [
        f"项目名称,一级指标,二级指标,三级指标,指标值,{title}",
        f"渡口改造,产出指标,数量指标,改造渡口座数,≥4座,{weights[0]}",
        f"渡口改造,满意度指标,服务对象满意度指标,乘客满意度,≥90%,{weights[1]}",
    ]
    messages = [one.message.partition("应为 ")[2] for one in reported("W101", tmp_path, *rows)]
    assert messages == ([expected] if expected else [])


def test_budget_execution_may_stand_beside_the_total_in_the_title(tmp_path: Path) -> None:
    rows = [
        "项目名称,一级指标,二级指标,三级指标,指标值,权重（90）",
        "渡口改造,产出指标,数量指标,改造渡口座数,≥4座,60",
        "渡口改造,产出指标,数量指标,预算执行率,≥95%,10",
        "渡口改造,满意度指标,服务对象满意度指标,乘客满意度,≥90%,30",
    ]
    assert not reported("W101", tmp_path, *rows)


@pytest.mark.parametrize(("total", "severity"), [("300", "warning"), ("105", "error"), ("90", "error"), ("100", None)])
def test_where_much_of_a_total_is_missing_the_table_may_be_an_excerpt(
    tmp_path: Path, total: str, severity: str | None
) -> None:
    rows = [
        "项目名称,预算数（万元）,一级指标,二级指标,三级指标,指标值",
        f"合计,{total},,,,",
        "渡口改造,60,产出指标,数量指标,改造渡口座数,≥4座",
        "航标维护,40,产出指标,数量指标,维护航标座数,≥90座",
    ]
    assert [one.severity for one in reported("C201", tmp_path, *rows)] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("project", "level2", "severity"),
    [
        ("渡口改造", "时效指标", "warning"),
        ("渡口改造", "预算和财务管理", "info"),
        ("县水利局整体", "时效指标", None),
        ("县水利局整体绩效", "预算管理", None),
        ("县域水系整体治理", "时效指标", "warning"),
    ],
)
def test_management_under_a_category_of_the_form_is_information(
    tmp_path: Path, project: str, level2: str, severity: str | None
) -> None:
    rows = [
        "项目名称,一级指标,二级指标,三级指标,指标值",
        f"{project},产出指标,{level2},预算执行率,≥95%",
        f"{project},产出指标,数量指标,改造渡口座数,≥4座",
    ]
    assert [one.severity for one in reported("N101", tmp_path, *rows)] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("title", "severity"),
    [("长期指标值", None), ("中期指标值（2025—2027年）", None), ("实施周期指标值", "error")],
)
def test_a_title_may_tell_that_the_cycle_is_longer_than_a_year(
    tmp_path: Path, title: str, severity: str | None
) -> None:
    rows = [
        f"项目名称,一级指标,二级指标,三级指标,{title},年度指标值",
        "渡口改造,产出指标,数量指标,改造渡口座数,30座,10座",
        "渡口改造,满意度指标,服务对象满意度指标,乘客满意度,≥90%,≥90%",
    ]
    assert [one.severity for one in reported("C101", tmp_path, *rows)] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("title", "rules"),
    [
        ("专项转移支付区域绩效目标表（2026年度）", ["P109 info", "V111 info", "V111 info"]),
        ("项目支出绩效目标表（含转移支付）", ["P109 warning", "V101 warning", "V101 warning"]),
    ],
)
def test_what_others_have_set_is_hinted_at_most(tmp_path: Path, title: str, rules: list[str]) -> None:
    path = tmp_path / "表.csv"
    rows = [
        f"{title},,,,",
        "项目名称,一级指标,二级指标,三级指标,指标值",
        "渡口改造,产出指标,数量指标,改造渡口座数,≥4座",
        "渡口改造,效益指标,社会效益指标,水上出行条件,明显改善",
        "渡口改造,效益指标,可持续影响指标,渡工队伍,保持稳定",
        "渡口改造,满意度指标,服务对象满意度指标,乘客满意度,≥90%",
    ]
    path.write_text("\n".join(rows), "utf-8")
    found = [f"{one.rule.id} {one.severity}" for one in lint([str(path)]).findings]
    assert [one for one in found if one[:4] in ("P109", "V111", "V101")] == rules


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ((50, 30, 10, 10), []),
        ((40, 40, 10, 10), ["“产出指标”的权重合计是 40，应为 50", "“效益指标”的权重合计是 40，应为 30"]),
        ((50, 30, 10, 5), ["“预算执行指标”的权重合计是 5，应为 10"]),
        ((50, 30, None, 10), ["权重合计是 90，应为 100"]),  # a level that is not there is left to the total
        ((0.5, 0.3, 0.1, 0.1), []),
        ((0.4, 0.4, 0.1, 0.1), ["“产出指标”的权重合计是 0.4，应为 50", "“效益指标”的权重合计是 0.4，应为 30"]),
    ],
)
def test_a_place_may_say_what_the_weights_of_first_levels_come_to(
    tmp_path: Path, weights: tuple[float | None, ...], expected: list[str]
) -> None:
    rows = [
        ("产出指标,数量指标,改造渡口座数,≥4座", weights[0]),
        ("效益指标,社会效益指标,方便出行人数,≥4000人", weights[1]),
        ("满意度指标,服务对象满意度指标,乘客满意度,≥90%", weights[2]),
        ("预算执行指标,预算执行率,预算执行率,≥95%", weights[3]),
    ]
    path = tmp_path / "表.csv"
    lines = [f"渡口改造,{row},{weight}" for row, weight in rows if weight is not None]
    path.write_text("\n".join(["项目名称,一级指标,二级指标,三级指标,指标值,权重", *lines]), "utf-8")
    parts = {"产出指标": 50, "效益指标": 30, "满意度指标": 10, "预算执行": 10}
    settings = Settings(select=("W101",), rules={"W101": RuleSetting(options={"parts": parts})})
    found = lint(str(path), settings).findings
    assert [one.message for one in found] == [told.replace("预算执行指标", "预算执行") for told in expected]
    assert len({one.fingerprint for one in found}) == len(found)
