"""Forms as the lines that come out of a PDF file: cells wrapped at the widths of their columns, a line each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import yaml

from tests.places import TESTS

_SOURCES = TESTS / "tables" / "sources"
_LEVELS = {
    "11": ("产出指标", "数量指标"),
    "12": ("产出指标", "质量指标"),
    "13": ("产出指标", "时效指标"),
    "14": ("产出指标", "成本指标"),
    "21": ("效益指标", "经济效益指标"),
    "22": ("效益指标", "社会效益指标"),
    "23": ("效益指标", "生态效益指标"),
    "24": ("效益指标", "可持续影响指标"),
    "31": ("满意度指标", "服务对象满意度指标"),
}
_LABEL = re.compile(r"$|[-?!]?[A-Z]\d{3}")
_SIGNED = re.compile(r"([≥≤＞＜=])(\d[\d.,]*)(\D{1,8})")


class Row(NamedTuple):
    """An indicator with its categories."""

    level1: str
    level2: str
    name: str
    value: str


class Project(NamedTuple):
    """A project with its goal and indicators."""

    name: str
    unit: str
    amount: str
    goal: str
    rows: tuple[Row, ...]


def projects(kind: str) -> Iterator[Project]:
    """The projects of the tables of a kind (`clean`, `planted`) whose indicators are complete."""
    for path in sorted((_SOURCES / kind).glob("*.yaml")):
        table = yaml.safe_load(path.read_text("utf-8"))
        for unit in table["units"]:
            for one in unit["projects"]:
                rows = tuple(_rows(one.get("indicators", "")))
                if rows and one.get("goal"):
                    goal = "".join(str(one["goal"]).split())
                    yield Project("".join(one["name"].split()), unit["name"], f"{one['amount'][0]:.2f}", goal, rows)


def _rows(text: str) -> Iterator[Row]:
    for line in text.splitlines():
        code, _, rest = line.strip().partition(" ")
        parts = [part.strip() for part in rest.split("|") if not _LABEL.match(part.strip()) and part.strip() != "="]
        if code in _LEVELS and len(parts) > 1 and "∅" not in parts:
            yield Row(*_LEVELS[code], parts[0], parts[-1])


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines that are at most so wide, a Chinese character counting 2; numbers and words stay whole."""
    lines, size = [""], 0
    for part in re.findall(r"[!-~]+|[^!-~]", text):
        wide = sum(1 if character.isascii() else 2 for character in part)
        if size and size + wide > width:
            lines.append("")
            size = 0
        lines[-1] += part
        size += wide
    return lines


class Style(NamedTuple):
    """How a form is set: the widths of its columns, whether sign, value and unit stand apart, weights, and so on.

    `beside` sets cells of one line behind each other, divided by a space, as some programs do.
    """

    level1: int = 10
    level2: int = 12
    name: int = 24
    value: int = 20
    apart: bool = False
    weights: bool = False
    beside: bool = False
    numbered: bool = False
    label_width: int = 20


def cells_of(rows: Sequence[Row], style: Style) -> list[list[str]]:
    """The rows as cells: categories stand once, in the first of their rows."""
    table = []
    for before, row in pairwise([None, *rows]):
        assert row is not None
        first = row.level1 if before is None or before.level1 != row.level1 else ""
        second = row.level2 if first or before is None or before.level2 != row.level2 else ""
        cells = [first, second, row.name, *_target(row.value, style)]
        table.append([*cells, "10"] if style.weights else cells)
    return table


def _target(value: str, style: Style) -> list[str]:
    if not style.apart:
        return [value]
    found = _SIGNED.fullmatch(value)
    return [found[1], found[2], found[3]] if found else ["定性", value, ""]


def header_of(style: Style) -> list[str]:
    target = ["指标性质", "指标值", "度量单位"] if style.apart else ["指标值"]
    return ["一级指标", "二级指标", "三级指标", *target, *(["权重"] if style.weights else [])]


def widths_of(style: Style) -> list[int]:
    target = [8, style.value, 8] if style.apart else [style.value]
    return [style.level1, style.level2, style.name, *target, *([4] if style.weights else [])]


def lines_of(cells: Sequence[str], widths: Sequence[int], style: Style) -> list[str]:
    """A row of cells as lines."""
    lines: list[str] = []
    alone = True  # whether the cell above took several lines
    for cell, width in zip(cells, widths, strict=True):
        if not cell:
            continue
        parts = wrapped(cell, width)
        if style.beside and not alone and len(parts) == 1:
            lines[-1] += " " + cell
        else:
            lines += parts
        alone = len(parts) > 1
    return lines


def form_of(project: Project, style: Style) -> list[str]:
    """A whole form as lines."""
    widths = widths_of(style)
    lines = ["项目支出绩效目标表", "（2025年度）"]
    for label, value in (("项目名称", project.name), ("主管部门", project.unit), ("实施单位", project.unit)):
        lines += [label, *wrapped(value, 40)]
    lines += [
        *wrapped("项目资金（万元）", style.label_width),
        "年度资金总额",
        project.amount,
        "其中：财政拨款",
        project.amount,
    ]
    lines += [*wrapped("年度总体目标", style.label_width), *wrapped(project.goal, 60)]
    lines += [*wrapped("绩效指标", style.label_width), *lines_of(header_of(style), widths, style)]
    for number, cells in enumerate(cells_of(project.rows, style), 1):
        if style.numbered:
            cells[2] = f"指标{number}：{cells[2]}"
        lines += lines_of(cells, widths, style)
    return lines
