"""Opinion sheets as they come back: found by the titles of their columns, however they were sorted, cut or saved."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from tempfile import TemporaryDirectory, mkdtemp
from typing import TYPE_CHECKING, Final, NamedTuple

from lint_pbt.bureau.batch.containers import opener
from lint_pbt.bureau.batch.containers.unpacking import DEEPEST, TOO_DEEP, Room, Unpacking
from lint_pbt.bureau.batch.naming import INSIDE
from lint_pbt.errors import ReadError
from lint_pbt.limits import STANDARD
from lint_pbt.model.sheet import GridSheet
from lint_pbt.readers.files import load
from lint_pbt.system.own_reports import HEAD, own_kind

if TYPE_CHECKING:
    from lint_pbt.limits import Limits
    from lint_pbt.model.sheet import Cell, Source

# The titles by which a sheet is known, and what is read besides; those of `reporters.opinion.rows`.
_KNOWN_BY: Final = ("单位反馈", "规则", "问题")
_READ: Final = (*_KNOWN_BY, "指纹", "项目", "指标", "原文", "位置")
_DIGITS: Final = frozenset("0123456789abcdef")
_SIZE: Final = 16
_NONE: Final = "里面没有审核意见表（要有“单位反馈”“规则”“问题”这几列）。修改后的绩效目标表请放进收件"
_SUFFIXES: Final = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv", ".html", ".htm")


class Reply(NamedTuple):
    """A row of a sheet that came back. `fingerprint` is empty where it was lost; `place` says where the row stands."""

    file: str
    place: str
    fingerprint: str
    rule: str
    project: str
    indicator: str
    problem: str
    value: str
    answer: str


class Unusable(NamedTuple):
    """A file among the replies that is no opinion sheet, and why."""

    file: str
    reason: str


def replies_in(paths: Iterable[str], limits: Limits = STANDARD) -> Iterator[list[Reply] | Unusable]:
    """The rows of each opinion sheet under the paths, in archives and mails too; what is none, and why."""
    with TemporaryDirectory(prefix="pbt-lint-") as folder:
        for path, name in _files(paths):
            yield from _replies(path, name, Room(), limits, folder, 0)


def _files(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The files under the paths, each with its name for people."""
    for path in paths:
        if not os.path.isdir(path):
            yield path, os.path.basename(path)
            continue
        for here, folders, files in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(files):
                whole = os.path.join(here, name)
                yield whole, os.path.relpath(whole, path).replace(os.sep, "/")


def _replies(
    path: str, name: str, room: Room, limits: Limits, folder: str, depth: int
) -> Iterator[list[Reply] | Unusable]:
    if _beside(name) is not None:
        return
    try:
        data = load(path, limits)
        open_ = opener(name, data)
        if open_ is None:
            yield _rows_of(data, name, limits)
        elif depth >= DEEPEST:
            yield Unusable(name, TOO_DEEP)
        else:
            unpacking = Unpacking(mkdtemp(dir=folder), room, _beside)
            open_(data, unpacking)
            del data
            sizes = [os.path.getsize(one.source) for one in unpacking.members if one.source is not None]
            left = room.less(len(unpacking.members), sum(sizes))
            for member in unpacking.members:
                inside = f"{name}{INSIDE}{member.name}"
                if member.source is not None:
                    yield from _replies(member.source, inside, left, limits, folder, depth + 1)
                elif member.state != "left out":
                    yield Unusable(inside, member.reason or "")
    except ReadError as error:
        yield Unusable(name, str(error))


def _beside(name: str) -> str | None:
    """Why nothing is said of a file: the system made it, or an open document."""
    base = name.rsplit("/", 1)[-1]
    return "" if base.startswith((".", "~$")) or "__MACOSX" in name.split("/") else None


def _rows_of(data: bytes, name: str, limits: Limits) -> list[Reply] | Unusable:
    if not name.lower().endswith(_SUFFIXES):
        return Unusable(name, "不是表格文件。意见表请用 .xlsx、.xls 或 .et 发回")
    source = _source(name, data, limits)
    found = [reply for sheet in source.sheets if isinstance(sheet, GridSheet) for reply in _rows(sheet, name)]
    return found or Unusable(name, _NONE)


def _source(path: str, data: bytes, limits: Limits) -> Source:
    """The sheets of a file; one that was sent back as it was is our own report, which is no draft."""
    if own_kind(data[:HEAD]) == "report" and data.startswith(b"PK"):
        from lint_pbt.readers import workbook

        return workbook.read(path, data, limits)
    from lint_pbt.readers import read

    return read(path, data, limits)


def _rows(sheet: GridSheet, name: str) -> Iterator[Reply]:
    columns: dict[str, int] = {}
    for row in sheet.rows:
        titles = _titles(row)
        if all(title in titles for title in _KNOWN_BY):
            columns = titles
        elif columns:
            told = {title: _text(row, at) for title, at in columns.items()}
            print_ = told.get("指纹", "").strip().lower()
            whole = print_ if len(print_) == _SIZE and _DIGITS.issuperset(print_) else ""
            if whole or (told["规则"] and told["问题"]):
                line = next((cell.place().line for cell in row if cell.text), 0)
                yield Reply(
                    file=name,
                    place=f"第 {line} 行",
                    fingerprint=whole,
                    rule=told["规则"].strip().upper(),
                    project=told.get("项目", ""),
                    indicator=told.get("指标", ""),
                    problem=told["问题"],
                    value=told.get("原文", ""),
                    answer=told["单位反馈"].strip(),
                )


def _titles(row: Sequence[Cell]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(row):
        title = "".join(cell.text.split())
        if title in _READ:
            found.setdefault(title, at)
    return found


def _text(row: Sequence[Cell], at: int) -> str:
    return row[at].text if at < len(row) else ""
