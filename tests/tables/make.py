"""Build the inline tables and their labels from the YAML sources beside this file.

    python tests/tables/make.py            write clean/ and planted/
    python tests/tables/make.py --check    exit 1 when a committed file is not what its source gives
    python tests/tables/make.py --count    how often each rule is planted

A source says what a table holds and how it is set (`render`). One indicator is one line:

    [@ordinal] category name | cycle value | annual value | labels

`=` or nothing as the annual value repeats the cycle value, `~` leaves a value and its heading out, `∅` leaves
only the value out, `␣` is a space that must stand. The category is a standard code (`11`), a pair (`1/22`) or a pair with a name of its own
(`1/15-管理指标`). `RAW name | text | | labels` gives the record's own text. Labels: `V101` must be reported,
`?V101` may be, `-V101` was looked at and is no finding. What follows from the structure of a project alone
(P101 to P104, P106, P107, P108) is worked out here.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
HEADER = "项目名称（资金使用单位） 总计 财政拨款 财政专户拨款 其他资金 绩效目标 绩效指标"
LEVEL1 = {"1": "产出指标", "2": "效益指标", "3": "满意度指标"}
LEVEL2 = {
    "11": "数量指标", "12": "质量指标", "13": "时效指标", "14": "成本指标", "21": "经济效益",
    "22": "社会效益", "23": "生态效益", "24": "可持续影响", "31": "服务对象满意度",
}  # fmt: skip
RENDER = {
    "blank": True, "codes": True, "colon": ":", "semicolon": "；", "anywhere": False,
    "name_width": 30, "goal_width": 52, "record_width": 66, "page": 4,
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


def columns(text: str) -> int:
    """Display width: a Chinese character takes two columns."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def wrap(text: str, width: int, anywhere: bool, indent: str = "") -> list[str]:
    """Break `text` as a page does, anywhere or only outside numbers, never beside a space."""
    token = r"\S(?:[ 　]+\S)+|" + ("." if anywhere else r"[0-9A-Za-z.,%]+|.")
    lines, line = [], indent
    for piece in re.findall(token, text):
        if columns(line + piece) > width and line.strip():
            lines.append(line)
            line = ""
        line += piece
    return [*lines, line]


def money(amounts: list[Decimal]) -> str:
    return " ".join(f"{amount:,.2f}" for amount in amounts if amount)


def titled(name: str, amounts: str, width: int, indent: str, anywhere: bool) -> list[str]:
    """A name with its amounts: beside it on one line, below it where the name breaks."""
    lines = wrap(name, width, anywhere, indent)
    if len(lines) == 1:
        return [f"{lines[0]} {amounts}"]
    return [*lines[:-1], f"{lines[-1]}\n{amounts}"]


def record(row: Row, render: dict[str, Any], last: bool) -> str:
    """The record of one indicator as the budget system runs it together."""
    semicolon, colon = render["semicolon"], render["colon"]
    if row.raw is not None:
        return f"{row.ordinal}、{row.raw}"
    levels = [row.level1, row.level2]
    if not render["codes"]:
        levels = [level.split("-", 1)[-1] for level in levels]
    parts = [*levels, row.name]
    for heading, text in (("实施周期指标值", row.cycle), ("年度指标值", row.annual)):
        if text is not None:
            parts.append(f"{heading}{colon}{text}")
    return f"{row.ordinal}、{semicolon.join(parts)}。"


class Table:
    """One source read and checked: `text()` is the table, `labels()` what must and may be reported."""

    def __init__(self, path: Path) -> None:
        self.source = yaml.safe_load(path.read_text("utf-8"))
        self.render = {**RENDER, **self.source.get("render", {})}
        self.projects: list[tuple[dict[str, Any], list[Row], list[str]]] = []
        self.lines_of: list[int] = []
        problems = []
        for unit in self.source["units"]:
            for project in unit["projects"]:
                rows = read_rows(project["indicators"])
                marks = project.get("labels", "").split()
                problems += doubts(project["name"], rows, marks)
                self.projects.append((project, rows, marks + project_marks(rows, project.get("goal"))))
        if problems:
            raise SystemExit("\n".join([str(path), *problems]))

    def text(self) -> str:
        render, anywhere = self.render, self.render["anywhere"]
        lines = ["", f"{self.source['title']}\n部门名称：{self.source['department']} 单位：万元", HEADER]
        body: list[str] = []
        starts: list[int] = []
        grand = [Decimal(0)] * 3
        queue = iter(self.projects)
        number = 0
        for unit in self.source["units"]:
            unit_lines, unit_sum = [], [Decimal(0)] * 3
            for _ in unit["projects"]:
                project, rows, _marks = next(queue)
                if number and number % render["page"] == 0:
                    unit_lines.append(f" {HEADER}")
                number += 1
                parts = project["amount"] if isinstance(project["amount"], list) else [project["amount"]]
                parts = [Decimal(str(p)) for p in parts] + [Decimal(0)] * (3 - len(parts))
                unit_sum = [a + b for a, b in zip(unit_sum, parts, strict=True)]
                total = Decimal(str(project.get("total", sum(parts))))
                unit_lines.append(f"\0{number}")
                unit_lines += titled(project["name"], money([total, *parts]), render["name_width"], "    ", anywhere)
                for paragraph in (project.get("goal") or "").split("\n"):
                    if paragraph.strip():
                        unit_lines += wrap(paragraph.strip(), render["goal_width"], anywhere)
                run = "".join(record(row, render, row is rows[-1]) for row in rows)
                unit_lines += wrap(run, render["record_width"], anywhere)
            if "total" in unit:
                unit_sum[0] = Decimal(str(unit["total"])) - sum(unit_sum[1:])
            grand = [a + b for a, b in zip(grand, unit_sum, strict=True)]
            body += titled(unit["name"], money([sum(unit_sum, Decimal(0)), *unit_sum]), render["name_width"], "", anywhere)
            body += unit_lines
        if "total" in self.source:
            grand[0] = Decimal(str(self.source["total"])) - sum(grand[1:])
        lines.append("合计 " + money([sum(grand, Decimal(0)), *grand]))
        gap = "\n\n" if render["blank"] else "\n"
        whole = "\n\n".join(lines) if render["blank"] else "\n".join(lines)
        for line in body:
            if line.startswith("\0"):
                starts.append(whole.count("\n") + gap.count("\n") + 1)
            else:
                whole += gap + line
        self.lines_of = starts
        return whole + "\n"

    def labels(self) -> str:
        indicators, projects = [], []
        for index, (project, rows, marks) in enumerate(self.projects, 1):
            key = {"project_no": index, "project": project["name"], "project_line": self.lines_of[index - 1]}
            projects.append({**key, "must": sorted({m for m in marks if m[0] not in "?-"}),
                             "may": sorted({m[1:] for m in marks if m[0] == "?"})})  # fmt: skip
            for position, row in enumerate(rows, 1):
                indicators.append({**key, "position": position, "ordinal": row.ordinal, "name": row.name,
                                   "must": row.must, "may": row.may})  # fmt: skip
        document = {"must": [], "may": [], **self.source.get("document", {})}
        missing = [p["project_no"] for p in projects if "P101" in p["must"]]

        def block(entries: list[dict[str, Any]]) -> str:
            return ",\n".join("    " + json.dumps(e, ensure_ascii=False) for e in entries)

        return (
            f'{{\n  "indicators": [\n{block(indicators)}\n  ],\n  "projects": [\n{block(projects)}\n  ],\n'
            f'  "document": {json.dumps(document, ensure_ascii=False)},\n  "missing_satisfaction": {missing}\n}}\n'
        )


def count(tables: list[Table]) -> None:
    """Print how often each rule must be reported, over all planted tables."""
    tally: Counter[str] = Counter()
    for table in tables:
        labels = json.loads(table.labels())
        for entry in [*labels["indicators"], *labels["projects"]]:
            tally.update(entry["must"])
        tally.update(labels["document"]["must"])
    print(" ".join(f"{rule}:{times}" for rule, times in sorted(tally.items())), "sum", sum(tally.values()))


def main(arguments: list[str]) -> int:
    stale = []
    for folder in ("clean", "planted"):
        tables = []
        for source in sorted((HERE / "sources" / folder).glob("*.yaml")):
            table = Table(source)
            tables.append(table)
            text = table.text()
            outputs = {HERE / folder / f"{source.stem}.txt": text,
                       HERE / folder / f"{source.stem}.labels.json": table.labels()}  # fmt: skip
            for path, wanted in outputs.items():
                if path.exists() and path.read_text("utf-8") == wanted:
                    continue
                stale.append(path)
                if "--check" not in arguments:
                    path.write_text(wanted, "utf-8", newline="\n")
            if folder == "clean":
                entries = json.loads(table.labels())
                bad = [e for e in [*entries["indicators"], *entries["projects"]] if e["must"]]
                if bad or entries["document"]["must"]:
                    raise SystemExit(f"{source}: a clean table has defects: {bad}")
        if "--count" in arguments:
            print(folder, [sum(len(rows) for _, rows, _ in t.projects) for t in tables], "indicators")
            count(tables)
    if stale and "--check" in arguments:
        print("stale:", *stale)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
