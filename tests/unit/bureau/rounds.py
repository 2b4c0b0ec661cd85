"""An inbox of a few departments, checked into a journal: what the outputs of a bureau are made from."""

from __future__ import annotations

import csv
import os
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from lint_pbt.bureau import Templates, Written, write
from lint_pbt.bureau.asked import Asked
from lint_pbt.bureau.batch.journal import NAME, Journal
from lint_pbt.bureau.batch.records import Entry
from lint_pbt.bureau.batch.rows import entry
from lint_pbt.session import Checking
from lint_pbt.session.plan import Asked as Checks

WHEN = datetime(2026, 3, 5, 9, 30)
HEAD = ["预算单位", "项目名称", "项目金额(万元)", "绩效目标", "一级指标", "二级指标", "三级指标", "年度指标值"]
EDUCATION, WATER, ARCHIVES = "市教育局", "市水务局", "市档案馆"

# What stands in each draft: project, its amount, and level 2, name and value of each of its indicators.
Draft = dict[str, list[tuple[str, str, str]]]
LEVELS = {
    "数量指标": "产出指标",
    "质量指标": "产出指标",
    "时效指标": "产出指标",
    "社会效益指标": "效益指标",
    "服务对象满意度指标": "满意度指标",
}
CANTEEN: Draft = {
    "校园食堂改造": [
        ("数量指标", "改造食堂数量", "≥12个"),
        ("质量指标", "验收合格率", "》95%"),
        ("时效指标", "完成时限", "按时"),
        ("社会效益指标", "受益学生人数", "显著"),
        ("服务对象满意度指标", "学生满意度", "≥90%"),
    ],
    "教师培训": [
        ("数量指标", "培训教师人次", "300"),
        ("社会效益指标", "教学水平", "持续提升"),
        ("服务对象满意度指标", "教师满意度", "满意"),
    ],
}
DREDGING: Draft = {
    "河道清淤": [
        ("数量指标", "清淤河道长度", "≥30公里"),
        ("质量指标", "验收合格率", "≥95%"),
        ("社会效益指标", "受益居民人数", "≥5000人"),
        ("服务对象满意度指标", "居民满意度", "≥90%"),
    ]
}
SCANNING: Draft = {"档案数字化": [("数量指标", "档案数字化页数", "若干"), ("时效指标", "完成时限", "及时")]}


def changed(draft: Draft, project: str, indicator: str, value: str) -> Draft:
    """The draft with another value at an indicator."""
    rows = [(kind, name, value if name == indicator else old) for kind, name, old in draft[project]]
    return {**draft, project: rows}


def write_draft(path: Path, unit: str, draft: Draft) -> None:
    """Write a draft as a csv file of GBK, as a budget system puts it out."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="gb18030", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(HEAD)
        for project, indicators in draft.items():
            for kind, name, value in indicators:
                rows.writerow([unit, project, "80.00", f"完成{project}", LEVELS[kind], kind, name, value])


def write_inbox(folder: Path) -> None:
    """Drafts of three departments in folders of their names, one of the files broken."""
    write_draft(folder / EDUCATION / "目标表.csv", EDUCATION, CANTEEN)
    write_draft(folder / WATER / "目标表.csv", WATER, DREDGING)
    write_draft(folder / ARCHIVES / "目标表.csv", ARCHIVES, SCANNING)
    (folder / WATER / "补充.xlsx").write_bytes(b"PK\x03\x04 torn")


def check_inbox(inbox: Path, folder: Path) -> None:
    """Check what is in an inbox into the journal of a folder; what has not changed is not checked again."""
    folder.mkdir(exist_ok=True)
    with Journal(str(folder / NAME)) as journal:
        journal.begin_round()
        for path in sorted(str(one) for one in inbox.rglob("*.*")):
            name = os.path.relpath(path, inbox)
            data = Path(path).read_bytes()
            digest = sha256(data).hexdigest()
            known = journal.file(name)
            if known is None or known.digest != digest:
                department = name.split(os.sep)[0]
                told = _entry(name, data, digest, journal)
                own = tuple([replace(one, department=department) for one in told.projects])
                journal.record(replace(told, found=department, found_from="folder", projects=own))
        journal.end_round()


def written(folder: Path, **asked: Any) -> Written:
    """The outputs of the journal in a folder, written into it."""
    with Journal(str(folder / NAME)) as journal:
        return write(journal, str(folder), Templates(Asked(**{"when": WHEN, **asked})))


def _entry(name: str, data: bytes, digest: str, journal: Journal) -> Entry:
    checking = Checking([], Checks(), given={name: data})
    for checked in checking:
        journal.keep_rules("rules", checking.plan.rules(name))
        return entry(checked, name, digest, "rules")
    return Entry(name, "unread", checking.failures[0].message, digest)
