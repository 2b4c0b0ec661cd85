"""The shapes of the JSON that `check` and `parse` write, for those who read it.

The published schemas `report` and `parsed` are made from these types; the tests hold real output against them.
Within a version members are added, never taken away or given another meaning.
"""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType

from lint_pbt.model.rule import Severity

Version = Annotated[int, Meta(description="数据格式的版本；同一版本只加键，不减键、不改意思")]
Box = Annotated[tuple[float, float, float, float] | None, Meta(description="页面上的框：左、上、右、下，单位是点")]
Line = Annotated[int, Meta(description="行，从 1 起；工作簿里是表的行")]
Cell = Annotated[str | None, Meta(description="单元格，如 C7，或者“第2个表第5行第3列”")]
Fingerprint = Annotated[str, Meta(description="指纹：同一个问题在表格移动、改行号以后不变")]


class Place(Struct, kw_only=True):
    """Where something stands."""

    line: Line
    column: int
    cell: Cell
    sheet: str | None
    page: int | None
    box: Box


class Note(Struct, kw_only=True):
    """What was noticed while reading; `unchecked` is true where part of the table could not be checked."""

    message: str
    line: int | None
    cell: Cell
    sheet: str | None
    page: int | None
    unchecked: Annotated[bool, Meta(description="真：有内容因此没有检查")]


class Read(Struct, kw_only=True):
    """A table that was checked."""

    path: str
    layout: str
    units: int
    projects: int
    indicators: int
    notes: list[Note]


class OfProject(Struct, kw_only=True):
    """The project a finding is about."""

    index: Annotated[int, Meta(description="文件里的第几个项目，从 1 起")]
    name: str
    line: Line


class OfIndicator(Struct, kw_only=True):
    """The indicator a finding is about."""

    ordinal: int | None
    name: str
    level2: str


class Fix(Struct, kw_only=True):
    """What to put in the place of the characters `start` to `end` of `value`."""

    text: str
    safe: Annotated[bool, Meta(description="真：改法只有一种")]
    start: int
    end: int


class Found(Struct, kw_only=True):
    """A finding."""

    rule: str
    name: str
    severity: Severity
    message: str
    suggestion: str
    better: Annotated[str | None, Meta(description="可以照写的指标值")]
    basis: str | None
    path: str
    line: Line
    column: int
    end_line: int
    end_column: int
    cell: Cell
    sheet: str | None
    page: int | None
    box: Box
    unit: str | None
    project: OfProject | None
    indicator: OfIndicator | None
    field: Annotated[str | None, Meta(description="哪一栏：annual_value、cycle_value、name、goal 等")]
    value: str | None
    shared: Annotated[int, Meta(description="几个指标共用这一格")]
    fix: Fix | None
    fingerprint: Fingerprint


class Failed(Struct, kw_only=True):
    """A file that could not be read."""

    path: str
    message: str


class LeftOut(Struct, kw_only=True):
    """A file of a folder that was not taken for a draft, and what it is."""

    path: str
    kind: str


class Crashed(Struct, kw_only=True):
    """A rule that failed on a table."""

    rule: str
    path: str
    message: str


class Skipped(Place, kw_only=True):
    """A place that a rule could not judge."""

    rule: str
    path: str
    message: str


class PutAside(Place, kw_only=True):
    """A finding that the configuration ignores."""

    rule: str
    path: str
    project: str | None
    indicator: str | None
    fingerprint: Fingerprint
    reason: str


class UnusedIgnore(Struct, kw_only=True):
    """An ignore of the configuration that ignored nothing."""

    file: str
    line: int
    rule: str
    message: str


class Gone(Struct, kw_only=True):
    """An entry of a baseline that is found no more."""

    fingerprint: Fingerprint
    rule: str
    path: str
    unit: str | None
    project: str | None
    indicator: str | None
    value: str | None


class Baseline(Struct, kw_only=True):
    """What a baseline came to."""

    file: str
    known: int
    fixed: list[Gone]


class Deduction(Struct, kw_only=True):
    """Points that a rule costs."""

    rule: str
    severity: Severity
    dimension: str
    count: int
    points: float
    of_total: float


class Score(Struct, kw_only=True):
    """A score out of 100."""

    score: float
    dimensions: dict[str, float]
    deductions: list[Deduction]


class DocumentScore(Score, kw_only=True):
    """The score of a table."""

    path: str


class UnitScore(DocumentScore, kw_only=True):
    """The score of a budget unit."""

    unit: str | None


class ProjectScore(UnitScore, kw_only=True):
    """The score of a project."""

    index: int
    name: str
    line: Line


class Scores(Struct, kw_only=True):
    """All scores; `overall` is null where nothing could be scored."""

    overall: Score | None
    documents: list[DocumentScore]
    units: list[UnitScore]
    projects: list[ProjectScore]


class Repair(Struct, kw_only=True):
    """What was fixed in a file."""

    path: str
    applied: int
    rules: dict[str, int]
    refused: int
    backup: str | None
    error: str | None


class Summary(Struct, kw_only=True):
    """Findings by severity."""

    error: int
    warning: int
    info: int


class Report(Struct, kw_only=True):
    """What `check --format json` writes."""

    version: Version
    documents: list[Read]
    findings: list[Found]
    failures: list[Failed]
    crashes: list[Crashed]
    skips: list[Skipped]
    ignored: list[PutAside]
    unused_ignores: list[UnusedIgnore]
    summary: Summary
    scores: Scores
    left_out: list[LeftOut] | UnsetType = UNSET
    baselines: list[Baseline] | UnsetType = UNSET
    fixes: Annotated[list[Repair] | UnsetType, Meta(description="用了 --fix 才有")] = UNSET
    statistics: Annotated[dict[str, Any] | UnsetType, Meta(description="用了 --statistics 才有")] = UNSET


class CheckedLine(Struct, kw_only=True):
    """What `check --format jsonl` writes for a document."""

    document: Read
    findings: list[Found]
    crashes: list[Crashed]
    skips: list[Skipped]
    ignored: list[PutAside]
    known: Annotated[int, Meta(description="基线里已有的有几条")]
    fixes: Annotated[Repair | UnsetType, Meta(description="用了 --fix 才有")] = UNSET


class RunLine(Struct, kw_only=True):
    """The last line that `check --format jsonl` writes."""

    version: Version
    summary: Summary
    failures: list[Failed]
    unused_ignores: list[UnusedIgnore]
    left_out: list[LeftOut] | UnsetType = UNSET
    baselines: list[Baseline] | UnsetType = UNSET


class Level(Struct, kw_only=True):
    """A category with its code, the standard one where the table writes none."""

    code: str | None
    name: str


class Places(Struct, kw_only=True):
    """Where the parts of an indicator stand."""

    name: Place
    cycle_value: Place | None
    annual_value: Place | None


class Indicator(Struct, kw_only=True):
    """An indicator as it was read."""

    ordinal: int | None
    level1: Level
    level2: Level
    name: str
    cycle_value: str | None
    annual_value: str | None
    weight: float | None
    direction: str | None
    line: Line
    column: int
    cell: Cell
    sheet: str | None
    page: int | None
    places: Places


class Project(Struct, kw_only=True):
    """A project as it was read."""

    index: int
    name: str
    total: float | None
    goal: str | None
    line: Line
    indicators: list[Indicator]


class Unit(Struct, kw_only=True):
    """A budget unit; its name is null where the table has no units."""

    name: str | None
    total: float | None
    line: int | None
    projects: list[Project]


class Table(Struct, kw_only=True):
    """A table as it was read."""

    path: str
    layout: str
    title: str | None
    department: str | None
    amount_unit: str | None
    total: float | None
    encoding: str | None
    units: list[Unit]
    notes: list[Note]


class Parsed(Struct, kw_only=True):
    """What `parse --format json` writes."""

    version: Version
    documents: list[Table]
    failures: list[Failed]
    left_out: list[LeftOut] | UnsetType = UNSET
