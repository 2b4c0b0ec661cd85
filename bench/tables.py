"""Tables of any size in which no two indicators are alike: names, numbers and goals differ, as in a real draft.

Copies of one table would measure how well the checks remember, not how fast they judge. Every sixth indicator has one
of the usual faults, so that reports have something to say. The same count gives the same table.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

_FIRST = "云清江河湖海山林泉石平安永福长宁新和兴东西南北金玉白青龙凤秀"
_SECOND = "溪州城塘桥湾岭坪沙港浦田源坝滩口岗畈洲渡"
_PLACES = [one + other for one in _FIRST for other in _SECOND]
_WORKS = [
    "公共文化场馆免费开放", "农村公路养护", "基层农技推广", "养老服务设施运行", "高标准农田建设", "河道保洁",
    "图书购置", "职业技能提升培训", "困难群众救助", "老旧小区改造", "疫苗接种", "智慧校园建设", "森林防火",
    "生活垃圾分类",
]  # fmt: skip
# First and second level, name and value; `{place}` and `{n}` make each its own. Those after the line have a fault.
_SOUND = [
    ("1-产出指标", "11-数量指标", "{place}培训基层人员人次", "≥{n}人次"),
    ("1-产出指标", "11-数量指标", "{place}管护设施数量", "≥{n}个"),
    ("1-产出指标", "12-质量指标", "{place}工程验收合格率", "≥{share}%"),
    ("1-产出指标", "13-时效指标", "{place}任务完成时间", "2026年{month}月底前"),
    ("1-产出指标", "14-成本指标", "{place}人均补助标准", "≤{n}元/人"),
    ("2-效益指标", "22-社会效益", "{place}受益群众人数", "≥{n}人"),
    ("2-效益指标", "24-可持续影响", "{place}设施完好率", "≥{share}%"),
    ("3-满意度指标", "31-服务对象满意度", "{place}服务对象满意度", "≥{share}%"),
]
_FAULTY = [
    ("1-产出指标", "11-数量指标", "{place}巡查次数", "≥{n}"),
    ("2-效益指标", "22-社会效益", "{place}安全事故起数", "≥{n}起"),
    ("1-产出指标", "12-质量指标", "{place}成果质量", "持续提升"),
    ("1-产出指标", "11-数量指标", "开展{place}宣传活动", "约{n}场"),
    ("3-满意度指标", "31-服务对象满意度", "{place}群众满意度", "比较满意"),
]
_A_PROJECT = 8  # indicators
_LINE = 32  # characters


class Indicator(NamedTuple):
    """An indicator as its table writes it."""

    level1: str
    level2: str
    name: str
    value: str


class Project(NamedTuple):
    """A project with its indicators; `amount` is in units of 10,000 yuan."""

    name: str
    amount: int
    goal: str
    indicators: list[Indicator]


def indicators() -> Iterator[Indicator]:
    """Indicators without end."""
    at = 0
    while True:
        place = _PLACES[at % len(_PLACES)] + (_PLACES[at // len(_PLACES)] if at >= len(_PLACES) else "")
        faulty = at % 6 == 5
        level1, level2, name, value = _FAULTY[at // 6 % len(_FAULTY)] if faulty else _SOUND[at % len(_SOUND)]
        value = value.format(n=20 + at * 7 % 9973, share=f"{85 + at % 1000 / 100:g}", month=1 + at % 12)
        yield Indicator(level1, level2, name.format(place=place), value)
        at += 1


def projects(count: int) -> Iterator[Project]:
    """Projects with `count` indicators together."""
    left = islice(indicators(), count)
    number = 0
    while own := list(islice(left, _A_PROJECT)):
        place, work = _PLACES[number * 7 % len(_PLACES)], _WORKS[number % len(_WORKS)]
        goal = f"完成{place}{work}任务{number + 3}项，带动{number * 3 + 50}户群众受益，让服务更便利。"
        yield Project(f"{place}{work}项目", 100 + number, goal, own)
        number += 1


def inline(count: int) -> str:
    """`count` indicators as published tables have them: each project with all of its indicators in a run of text."""
    found = list(projects(count))
    total = f"{sum(one.amount for one in found):,}.00"
    lines = [
        "项目支出绩效目标表（含转移支付项目）", "部门名称：云州市文化广电旅游体育局 单位：万元",
        "项目名称（资金使用单位） 总计 财政拨款 财政专户拨款 其他资金 绩效目标 绩效指标",
        f"合计 {total} {total}", f"云州市文化广电旅游体育局本级 {total} {total}",
    ]  # fmt: skip
    for project in found:
        lines.append(f"    {project.name} {project.amount}.00 {project.amount}.00")
        lines += _wrapped(project.goal)
        run = "".join(
            f"{at}、{one.level1}；{one.level2}；{one.name}；实施周期指标值:{one.value}；年度指标值:{one.value}。"
            for at, one in enumerate(project.indicators, 1)
        )
        lines += _wrapped(run)
    return "\n".join(lines) + "\n"


def rows(count: int) -> list[list[str]]:
    """`count` indicators one a row, under a row of titles; a project's own cells stand beside its first."""
    found = [["项目名称", "预算金额（万元）", "绩效目标", "一级指标", "二级指标", "三级指标", "年度指标值"]]
    for project in projects(count):
        head = [project.name, str(project.amount), project.goal]
        for one in project.indicators:
            found.append([*head, one.level1[2:], one.level2[3:], one.name, one.value])
            head = ["", "", ""]
    return found


def _wrapped(text: str) -> list[str]:
    return [text[at : at + _LINE] for at in range(0, len(text), _LINE)]
