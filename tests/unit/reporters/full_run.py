"""A run with one of everything: findings in lines, cells and pages, remarks of every kind, and hostile text."""

from __future__ import annotations

from msgspec.structs import replace

from lint_pbt.model.document import BudgetUnit, Document, Form, Note, Place, Project
from lint_pbt.model.run import (
    BaselineEntry,
    Compared,
    Crash,
    Failure,
    Finding,
    Fix,
    Ignored,
    Known,
    Run,
    Skip,
    UnusedIgnore,
)
from tests.unit.reporters.report_runs import field, finding, indicator, replaced, run_of, sample_run

HOSTILE = (
    "=cmd|'/c calc'!A1 <script>alert(1)</script> [点我](http://evil.example) {0} `x` @octocat #1 |单元| ::error::\n"
    "##[add-path]x %0A --> ]]> &amp; \x1b[2J\x00\u202e\ud800\x9b31m\u2028 www.evil.example $x^2$ ![图](http://evil.example/a.png)"
)


def hostile_run() -> Run:
    """A table whose every text is hostile."""
    subject = indicator(1, HOSTILE, HOSTILE, 5)
    project = Project(1, field(HOSTILE, 4), (), field(HOSTILE, 4), (subject,))
    unit = BudgetUnit(field(HOSTILE, 3), (), (project,))
    document = Document("坏,:%\n名.txt", "inline", (unit,), title=field(HOSTILE, 1), notes=(Note(HOSTILE, Place(1)),))
    found = finding("V101", unit, project, subject, message=HOSTILE, suggestion=HOSTILE, path=document.path)
    return run_of((document,), (found,), failures=(Failure("坏.txt", HOSTILE),))


def full_run() -> Run:
    """The sample, a workbook, a PDF, and what was put aside."""
    run = sample_run()
    (text,) = run.documents
    notes = (Note("文件不是 UTF-8，按 GB18030 读出"), Note("这一行读不懂", Place(77, 3), unchecked=True))
    book, of_book = _elsewhere("数据/表 二.xlsx", sheet="绩效", cell="G7")
    page, of_page = _elsewhere("表三.pdf", page=3, box=(10.0, 20.0, 30.5, 40.0))
    numbered = [
        replaced(found, fingerprint=f"{number:016x}")
        for number, found in enumerate([*run.findings, *of_book, *of_page], 1)
    ]
    *shown, ignored, known = numbered
    entry = BaselineEntry("表.txt", "f" * 16, "V101", project="旧项目", value="合规")
    return run_of(
        documents=(replace(text, notes=notes), book, page),
        findings=tuple(shown),
        skips=(Skip("C101", "表.txt", Place(100), "指标值没有读懂"),),
        crashes=(Crash("V102", "表.txt", "ValueError: 坏了"),),
        failures=(Failure("坏.txt", "文件是空的。请重新导出"),),
        ignored=(Ignored(ignored, "不面向服务对象", ((".pbt-lint.yaml", ("ignore", 0)),)),),
        unused_ignores=(UnusedIgnore(".pbt-lint.yaml", 12, "P101", "这一条没有用上"),),
        known=(Known(known, "基线.json"),),
        baselines=(Compared("基线.json", 1, (entry,)),),
    )


def _elsewhere(path: str, **place: object) -> tuple[Document, list[Finding]]:
    vague = indicator(1, "结案率", "合规", 7, **place)
    sign = indicator(2, "到场率", "》9%", 8, **place)
    project = Project(1, field("经费", 4, **place), (), None, (vague, sign), form=Form(has_cycle=False))
    unit = BudgetUnit(None, (), (project,))
    document = Document(path, "grid", (unit,))
    fix = Fix("≥", safe=True)
    return document, [
        finding("V101", unit, project, vague, path=path),
        finding("X101", unit, project, sign, path=path, end=1, fix=fix),
    ]
