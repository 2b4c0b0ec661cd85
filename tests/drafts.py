"""Second drafts of a table, with what truly became of each indicator: some renamed, reordered, dropped, added.

Names are changed as officers change them: words put in front or behind, words left out, others for the same.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from lint_pbt.model.document import BudgetUnit, Document, Field, Indicator, Passage, Project

_FRONT = ("全年", "本年度", "实际", "计划", "项目", "全区", "应")
_BEHIND = ("情况", "水平", "（全年）", "总数", "指标")
_OTHERS = (
    ("人数", "人次"), ("数量", "个数"), ("完成率", "达成率"), ("及时率", "及时性"), ("合格率", "达标率"),
    ("满意度", "满意率"), ("覆盖率", "覆盖面"), ("群众", "居民"), ("企业", "单位"), ("次数", "场次"),
    ("提升", "提高"), ("面积", "总面积"), ("成本", "费用"), ("准确", "正确"), ("开展", "组织"), ("培训", "轮训"),
)  # fmt: skip
_INVENTED = (
    "河道清淤长度", "古树名木挂牌数", "路灯更换盏数", "非遗展演场次", "垃圾中转站改造座数", "执法记录仪配备台数",
    "候鸟监测点数",
    "公厕提标改造个数", "档案数字化页数", "老旧电梯更换部数", "村史馆开放天数", "消防栓检修个数", "疫苗冷链断链次数",
    "山塘除险座数",
    "马拉松参赛人数", "急救站平均响应分钟数", "农机补贴发放台数", "菌菇棚新建亩数", "渡口码头维护处数",
    "气象预警发布时效",
)  # fmt: skip
_NEW_VALUES = ("≥95%", "≥90%", "100%", "≥200人", "12场", "≤30分钟", "3座", "≥500亩", "显著", "2026年底前")


class Revised(NamedTuple):
    """A second draft. `truth` holds the spots (project, indicator) that belong together, old first."""

    document: Document
    truth: set[tuple[tuple[int, int], tuple[int, int]]]
    projects: set[tuple[int, int]]


def field(text: str) -> Field:
    from lint_pbt.model.document import Place

    return Field(text, Passage(text, (0,), (Place(1),)), 0)


def revise(
    document: Document, seed: int, *, renamed: float = 0.15, dropped: float = 0.1, added: float = 0.1
) -> Revised:
    """The same table a round later."""
    draw = random.Random(seed)
    every = [one for _, project in document.projects() for one in project.indicators]
    gone = {id(one) for one in every if draw.random() < dropped}
    # What is dropped here and added there has moved: no draft adds that.
    others = [one for one in every if id(one) not in gone]
    units, origins = [], []
    number = 0
    for unit in document.units:
        projects = []
        for project in unit.projects:
            indicators = [
                (_renamed(one, draw) if draw.random() < renamed else one, (number, at))
                for at, one in enumerate(project.indicators)
                if id(one) not in gone
            ]
            taken = {one.name.text for one in project.indicators}
            for _ in project.indicators:
                if draw.random() < added:
                    new = _invented(others, taken, draw)
                    taken.add(new.name.text)
                    indicators.append((new, None))
            draw.shuffle(indicators)
            name = field(_other_name(project.name.text, draw)) if draw.random() < renamed else project.name
            changed = replace(project, name=name, indicators=tuple(one for one, _ in indicators))
            projects.append((changed, number, [origin for _, origin in indicators]))
            number += 1
        draw.shuffle(projects)
        units.append(replace(unit, projects=tuple(project for project, _, _ in projects)))
        origins += [(old, spots) for _, old, spots in projects]
    truth = {
        (spot, (new, at)) for new, (_, spots) in enumerate(origins) for at, spot in enumerate(spots) if spot is not None
    }
    return Revised(replace(document, units=tuple(units)), truth, {(old, new) for new, (old, _) in enumerate(origins)})


def _renamed(indicator: Indicator, draw: random.Random) -> Indicator:
    return replace(indicator, name=field(_other_name(indicator.name.text, draw)))


def _invented(others: Sequence[Indicator], taken: set[str], draw: random.Random) -> Indicator:
    """An indicator that was not there: copied from another project whole, or under a name of its own."""
    other = draw.choice(others)
    if draw.random() < 0.5 and other.name.text not in taken:
        return replace(other)
    value = field(draw.choice(_NEW_VALUES))
    name = field(draw.choice(("", *_FRONT)) + draw.choice(_INVENTED))
    return replace(other, name=name, annual=value, cycle=value)


def _other_name(name: str, draw: random.Random) -> str:
    """The name changed in one way, one time in three in two."""
    changed = _changed(name, draw)
    return _changed(changed, draw) if draw.random() < 1 / 3 else changed


def _changed(name: str, draw: random.Random) -> str:
    fitting = [pair for pair in _OTHERS if pair[0] in name]
    way = draw.choice(["front", "behind", "cut", "slip", *(["swap"] if fitting else [])])
    if way == "front":
        return draw.choice(_FRONT) + name
    if way == "behind":
        return name + draw.choice(_BEHIND)
    if way == "swap":
        return name.replace(*draw.choice(fitting))
    if way == "cut" and len(name) > 5:
        return name[2:] if draw.random() < 0.5 else name[:-2]
    at = draw.randrange(len(name))
    return name[:at] + draw.choice("的总新各类相关") + name[at + (draw.random() < 0.5) :]


def copies(document: Document, count: int) -> list[Document]:
    """The table for many departments: other units, and names and numbers that tell of it."""
    found = []
    for number in range(count):
        units = []
        for unit in document.units:
            name = field(f"第{number}局{unit.name.text if unit.name else ''}")
            units.append(BudgetUnit(name, unit.amounts, tuple(_copied(project, number) for project in unit.projects)))
        found.append(replace(document, path=f"第{number}局.txt", units=tuple(units)))
    return found


def _copied(project: Project, number: int) -> Project:
    return replace(project, name=field(f"{project.name.text}{number}"))
