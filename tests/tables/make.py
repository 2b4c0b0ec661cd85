"""Build the inline tables and their labels from the YAML sources beside this file.

    python tests/tables/make.py            write clean/ and planted/
    python tests/tables/make.py --check    exit 1 when a committed file is not what its source gives
    python tests/tables/make.py --count    how often each rule is planted

A source says what a table holds (an indicator is one line, see rows.py) and how it is set (`render`). What follows
from the structure of a project alone (P101 to P104, P106, P107, P108) is worked out, not written down.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from tests.tables.rows import Row, doubts, project_marks, read_rows

HERE = Path(__file__).parent
HEADER = "项目名称（资金使用单位） 总计 财政拨款 财政专户拨款 其他资金 绩效目标 绩效指标"
RENDER = {
    "blank": True, "codes": True, "colon": ":", "semicolon": "；", "anywhere": False,
    "name_width": 30, "goal_width": 52, "record_width": 66, "page": 4,
}  # fmt: skip


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


def summed(parts: list[Decimal]) -> str:
    """A row of amounts: the total, then each column that holds money."""
    return money([sum(parts, Decimal(0)), *parts])


def amounts_of(project: dict[str, Any]) -> list[Decimal]:
    """财政拨款, 财政专户拨款 and 其他资金 of a project; columns left out hold nothing."""
    parts = [Decimal(str(part)) for part in project["amount"]]
    return parts + [Decimal(0)] * (3 - len(parts))


def titled(name: str, amounts: str, width: int, indent: str, anywhere: bool) -> list[str]:
    """A name with its amounts: beside it on one line, below it where the name breaks."""
    lines = wrap(name, width, anywhere, indent)
    if len(lines) == 1:
        return [f"{lines[0]} {amounts}"]
    return [*lines[:-1], f"{lines[-1]}\n{amounts}"]


def record(row: Row, render: dict[str, Any]) -> str:
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

    def project_lines(self, project: dict[str, Any], rows: list[Row], parts: list[Decimal]) -> list[str]:
        """The name with its amounts, the goal and the run of records of one project."""
        render, anywhere = self.render, self.render["anywhere"]
        total = Decimal(str(project.get("total", sum(parts))))
        lines = titled(project["name"], money([total, *parts]), render["name_width"], "    ", anywhere)
        for paragraph in filter(None, map(str.strip, (project.get("goal") or "").split("\n"))):
            lines += wrap(paragraph, render["goal_width"], anywhere)
        return lines + wrap("".join(record(row, render) for row in rows), render["record_width"], anywhere)

    def text(self) -> str:
        """The whole table; remembers in `lines_of` the line each project begins on."""
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
                parts = amounts_of(project)
                unit_sum = [a + b for a, b in zip(unit_sum, parts, strict=True)]
                unit_lines += [f"\0{number}", *self.project_lines(project, rows, parts)]
            if "total" in unit:
                unit_sum[0] = Decimal(str(unit["total"])) - sum(unit_sum[1:])
            grand = [a + b for a, b in zip(grand, unit_sum, strict=True)]
            body += titled(unit["name"], summed(unit_sum), render["name_width"], "", anywhere)
            body += unit_lines
        if "total" in self.source:
            grand[0] = Decimal(str(self.source["total"])) - sum(grand[1:])
        lines.append("合计 " + summed(grand))
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
