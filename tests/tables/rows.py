"""The indicator lines of a source: how one is read, and what must and may be said of it.

One indicator is one line:

    [@ordinal] category name | cycle value | annual value | labels

`=` or nothing as the annual value repeats the cycle value, `~` leaves a value and its heading out, `∅` leaves
only the value out, `␣` is a space that must stand. The category is a standard code (`11`), a pair (`1/22`) or a
pair with a name of its own (`1/15-管理指标`). `RAW name | text | | labels` gives the record's own text. Labels:
`V101` must be reported, `?V101` may be, `-V101` was looked at and is no finding.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LEVEL1 = {"1": "产出指标", "2": "效益指标", "3": "满意度指标"}
LEVEL2 = {
    "11": "数量指标", "12": "质量指标", "13": "时效指标", "14": "成本指标", "21": "经济效益",
    "22": "社会效益", "23": "生态效益", "24": "可持续影响", "31": "服务对象满意度",
}  # fmt: skip
CHECKABLE = re.compile(r"[0-9０-９零一二两三四五六七八九十百半每]|不发生|不存在|无|年底|月底|季度|平均")
NUMBER_LAST = re.compile(r"[0-9０-９]\s*$")
CAPITAL = re.compile(r"工程|购置|采购|改造|维修|修缮|建设|新建|购买设备|装备")


@dataclass
class Row:
    """One indicator of a source: what stands in the table and what must and may be said of it."""

    ordinal: int
    level1: str
    level2: str
    name: str
    cycle: str | None
    annual: str | None
    raw: str | None
    marks: list[str]

    def said(self, rule: str) -> bool:
        return any(mark.lstrip("?-") == rule for mark in self.marks)

    @property
    def must(self) -> list[str]:
        return sorted(m for m in self.marks if m[0] not in "?-")

    @property
    def may(self) -> list[str]:
        return sorted(m[1:] for m in self.marks if m[0] == "?")


def read_row(line: str, ordinal: int) -> Row:
    """The row of one source line; `ordinal` is the number it gets unless it names its own."""
    fields = [part.strip() for part in line.split("|")] + ["", "", ""]
    head, cycle, annual, marks = fields[:4]
    numbered = re.match(r"@(\d+) (.*)", head)
    if numbered:
        ordinal, head = int(numbered[1]), numbered[2]
    code, _, name = head.partition(" ")
    if code == "RAW":
        return Row(ordinal, "", "", name, None, None, cycle, marks.split())
    level1, _, level2 = code.rpartition("/")
    level1 = level1 or level2[0]
    if level2 in LEVEL2:
        level2 = f"{level2}-{LEVEL2[level2]}"
    annual = cycle if annual in ("", "=") else annual
    values = [None if text == "~" else text.replace("␣", " ").replace("∅", "") for text in (cycle, annual)]
    return Row(ordinal, f"{level1}-{LEVEL1[level1]}", level2, name, values[0], values[1], None, marks.split())


def read_rows(text: str) -> list[Row]:
    """All rows of a project; after an ordinal of its own the count goes on from there."""
    rows: list[Row] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        rows.append(read_row(line, rows[-1].ordinal + 1 if rows else 1))
    return rows


def doubts(project: str, rows: list[Row], marks: list[str]) -> list[str]:
    """Places where a label seems to have been forgotten: each needs a mark, if only `-RULE`."""
    found = []
    for row in rows:
        where = f"{project} {row.ordinal} {row.name}"
        if row.raw is not None:
            continue
        target = row.annual or row.cycle or ""
        if row.cycle and row.annual and row.cycle != row.annual and not row.said("C101"):
            found.append(f"{where}: C101?")
        if not CHECKABLE.search(target) and not row.said("V101") and not row.said("S101"):
            found.append(f"{where}: V101?")
        if NUMBER_LAST.search(target) and "（" not in row.name and not row.said("V102"):
            found.append(f"{where}: V102?")
        if row.level2.startswith("11") and re.search(r"[率性]$", row.name) and not row.said("N102"):
            found.append(f"{where}: N102?")
        if row.level2.startswith("31") and not re.search("[%％]", target) and not row.said("V108"):
            found.append(f"{where}: V108?")
    if CAPITAL.search(project) and not any("14" in r.level2 for r in rows) and "P105" not in " ".join(marks):
        found.append(f"{project}: P105?")
    return found


def project_marks(rows: list[Row], goal: str | None) -> list[str]:
    """What the structure of a project alone says of it. Thresholds differ, so the middle ground is `may`."""
    marks = []
    firsts = [{row.level1[:1], row.level2[:1]} - {""} for row in rows if row.raw is None]
    if not any("3" in first for first in firsts):
        marks.append("?P101" if any("满意" in row.name for row in rows) else "P101")
    for rule, digit in (("P102", "1"), ("P103", "2")):
        if not any(first == {digit} for first in firsts):
            marks.append(f"?{rule}" if any(digit in first for first in firsts) else rule)
    if not any(row.level2.startswith("11") for row in rows):
        marks.append("?P104" if "P102" in marks or any(row.raw for row in rows) else "P104")
    if len(rows) <= 4:
        marks.append("P106" if len(rows) <= 2 else "?P106")
    vague = sum("V101" in row.must for row in rows) / len(rows)
    if vague >= 0.3:
        marks.append("P107" if vague > 0.6 else "?P107")
    if not goal:
        marks.append("P108")
    return marks
