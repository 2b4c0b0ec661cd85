"""What the journal holds, a struct a row; the members are the columns of its tables, by name."""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

from lint_pbt.model.rule import Severity

State = Literal["checked", "unread", "crashed", "late", "refused", "left out", "gone"]
# Where a department's name was found: in the mapping file, in the table's own head, beside a label such as 填报单位, in
# the name of the sheet, of the folder, or of the file.
From = Literal["mapping", "table", "label", "sheet", "folder", "file", "none"]

# What became of a file, for people.
STATES: Final[dict[State, str]] = {
    "checked": "已检查",
    "unread": "没有读成",
    "crashed": "程序出错",
    "late": "超过时限",
    "refused": "超出限度，没有打开",
    "left out": "不是要检查的表",
    "gone": "已不在收件里",
}
FROMS: Final[dict[From, str]] = {
    "mapping": "对照文件",
    "table": "表里的部门",
    "label": "表里的填报单位",
    "sheet": "工作表名",
    "folder": "文件夹名",
    "file": "文件名",
    "none": "没有认出",
}


class FileRow(Struct, frozen=True, gc=False):
    """A file that was sent in, and what became of it.

    `path` is as people know it: `a.zip › 市教育局/表.xlsx`. `digest` is that of its content, `stamp` that of the rules,
    configuration and version it was checked with; None where neither came into play. `reason` says why it was not
    checked. `seconds` is what the check took, `score` out of 100 (None where nothing could be scored). The counts are
    of what is shown: findings that are ignored or known to a baseline are not among them. `complete` is False where
    something in the file could not be checked; the remarks say what. `round` is the one it was last checked in.
    """

    id: int
    path: str
    digest: str | None
    stamp: str | None
    state: State
    reason: str | None
    department: str | None
    department_from: From
    seconds: float
    score: float | None
    projects: int
    indicators: int
    errors: int
    warnings: int
    infos: int
    complete: bool
    round: int


class ProjectRow(Struct, frozen=True, gc=False):
    """A project of a file; `number` counts those of the file from 1. `amount` is a decimal, in `amount_unit`."""

    file: int
    number: int
    name: str
    unit: str | None
    place: str
    indicators: int
    errors: int
    warnings: int
    infos: int
    score: float | None
    amount: str | None
    department: str | None
    amount_unit: str | None = None


class FindingRow(Struct, frozen=True, gc=False):
    """A finding; `number` counts those of the file from 1, in the order of the table.

    `project` is the number of its project, None for a finding about something larger. `indicator` is the indicator's
    name, `field` what the table calls the field, `value` its text, `place` where it stands in words. `todo` is what to
    do about all findings of the rule, `title` what the rule is about.
    """

    file: int
    number: int
    project: int | None
    rule: str
    severity: Severity
    dimension: str
    indicator: str | None
    field: str | None
    value: str | None
    place: str
    message: str
    suggestion: str
    better: str | None
    todo: str
    fingerprint: str
    department: str | None
    title: str = ""


class RemarkRow(Struct, frozen=True, gc=False):
    """What else is to be said of a file; `unchecked` where something could not be checked because of it."""

    file: int
    text: str
    unchecked: bool = False


class DepartmentRow(Struct, frozen=True, gc=False):
    """A department with all its files added up. `name` None stands for files whose department is not known.

    `files` counts those that were checked, `unread` those that should have been and could not. `score` is the mean of
    its projects, each weighing as much as it has indicators.
    """

    name: str | None
    files: int
    unread: int
    projects: int
    indicators: int
    errors: int
    warnings: int
    infos: int
    score: float | None


class RoundRow(Struct, frozen=True, gc=False):
    """One round: `batch` run until all was checked, however often it was broken off. Times in ISO 8601.

    `ended` is None while it is not finished. `checked` counts the files that were checked in it, the others are of
    all files there were at its end.
    """

    number: int
    started: str
    ended: str | None
    checked: int
    files: int
    unread: int
    departments: int
    projects: int
    indicators: int
    errors: int
    warnings: int
    infos: int


class Entry(Struct, frozen=True):
    """All that is to be put down of a file at once. In its rows `file` is 0 and `department` None till they are.

    `found` is the department's name as it was found, `found_from` where. `checked` is the whole check, packed and
    compressed.
    """

    path: str
    state: State
    reason: str | None = None
    digest: str | None = None
    stamp: str | None = None
    found: str | None = None
    found_from: From = "none"
    seconds: float = 0.0
    score: float | None = None
    complete: bool = True
    projects: tuple[ProjectRow, ...] = ()
    findings: tuple[FindingRow, ...] = ()
    remarks: tuple[RemarkRow, ...] = ()
    checked: bytes | None = None


class KnownFile(Struct, frozen=True, gc=False):
    """What the journal knows of a file, in so far as it settles whether the file is to be looked at again."""

    path: str
    state: State
    reason: str | None
    digest: str | None
    stamp: str | None

    def holds(self, stamp: str, hard: str) -> bool:
        """Whether what was put down still holds of the same bytes; `hard` is the stamp of what met the bounds."""
        if self.digest is None:
            return self.state in ("left out", "unread", "refused")  # as the archive has it, which is the same
        return self.stamp in (stamp, hard)

    def same(self, entry: Entry) -> bool:
        """Whether the entry says nothing new."""
        told = (entry.state, entry.reason, entry.digest, entry.stamp)
        return entry.state != "checked" and told == (self.state, self.reason, self.digest, self.stamp)
