"""The shape of the JSON of a comparison. The published schema `compare` is made from these types.

Within a version members are added, never taken away or given another meaning.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from lint_pbt.compare.model import Course, State
from lint_pbt.schemas.shapes import Cell, Found, Summary, Version

Confidence = Annotated[float, Meta(description="配对的把握，0 到 1")]
Paired = Annotated[
    Literal["matched", "stated"] | None,
    Meta(description="matched：算出来的；stated：配对文件里写明的；没有配上的是 null"),
]


class Table(Struct, kw_only=True):
    """A table that was read."""

    path: str
    projects: int
    indicators: int


class Draft(Struct, kw_only=True):
    """One of the two drafts."""

    documents: list[Table]
    year: Annotated[int | None, Meta(description="表题或文件名里的年份")]
    summary: Summary


class OfProject(Struct, kw_only=True):
    """A project in its draft."""

    path: str
    unit: str | None
    index: Annotated[int, Meta(description="文件里的第几个项目，从 1 起")]
    name: str
    line: int


class OfIndicator(Struct, kw_only=True):
    """An indicator in its draft."""

    project: Annotated[int, Meta(description="所在的项目是文件里的第几个，从 1 起")]
    ordinal: int | None
    name: str
    level1: str
    level2: str
    cycle_value: str | None
    annual_value: str | None
    weight: str | None
    line: int
    cell: Cell
    sheet: str | None
    page: int | None


class Changed(Struct, kw_only=True):
    """A value that says something else now."""

    field: Annotated[str, Meta(description="annual_value、cycle_value 或 weight")]
    old: str
    new: str
    course: Annotated[
        Course, Meta(description="lowered：目标降低（按指标自己的方向）；raised：提高；reworded：目标没变；other：其他")
    ]
    why: str


class Indicators(Struct, kw_only=True):
    """An indicator and the same in the other draft; null where there is none."""

    old: OfIndicator | None
    new: OfIndicator | None
    confidence: Confidence | None
    how: Paired
    renamed: bool
    moved: Annotated[bool, Meta(description="真：挪到了别的项目")]
    recategorised: Annotated[bool, Meta(description="真：换了一级或二级指标")]
    changes: list[Changed]


class Amounts(Struct, kw_only=True):
    """The amounts of a project, in 万元 where the tables tell their unit."""

    old: float
    new: float


class Projects(Struct, kw_only=True):
    """A project and the same in the other draft; null where there is none."""

    old: OfProject | None
    new: OfProject | None
    confidence: Confidence | None
    how: Paired
    renamed: bool
    moved: Annotated[bool, Meta(description="真：换了单位")]
    goal_changed: bool
    unchanged: Annotated[bool, Meta(description="真：指标、指标值和绩效目标都没有改；和上年比时，只差年份的算没有改")]
    amount: Annotated[Amounts | None, Meta(description="金额变了才有")]
    indicators: list[Indicators]


class Findings(Struct, kw_only=True):
    """What became of a finding."""

    state: Annotated[
        State,
        Meta(
            description="solved：改好了；remaining：还没改；new：新出现；removed：随项目或指标删去；unsure：后一稿没读全，不知道"
        ),
    ]
    changed: Annotated[bool, Meta(description="真：还没改的，但文字改过")]
    old: Found | None
    new: Found | None


class States(Struct, kw_only=True):
    """How many findings are in each state."""

    solved: int
    remaining: int
    new: int
    removed: int
    unsure: int


class Report(Struct, kw_only=True):
    """The whole comparison."""

    version: Version
    last_year: Annotated[bool, Meta(description="真：前一个是上年的表")]
    old: Draft
    new: Draft
    summary: States
    findings: list[Findings]
    projects: list[Projects]
    unchecked: Annotated[list[str], Meta(description="没能检查的内容，一句一条")]
    remarks: list[str]
