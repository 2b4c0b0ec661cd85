"""All findings for whoever wants to count for himself, as tables with names for people: an SQLite file."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from lint_pbt.errors import WriteError
from lint_pbt.presentation.words import SEVERITY
from lint_pbt.system.saving import new_mode, write_beside

if TYPE_CHECKING:
    from lint_pbt.bureau.batch.journal import Journal

NAME: Final = "问题.sqlite"


class Table(NamedTuple):
    """A table of the export: its columns with their types, and the question to the journal that fills it."""

    name: str
    columns: tuple[tuple[str, str], ...]
    asked: str


def _case(column: str, words: Mapping[Any, str]) -> str:
    whens = " ".join(f"WHEN '{key}' THEN '{word}'" for key, word in words.items())
    return f"CASE {column} {whens} ELSE {column} END"


def tables() -> tuple[Table, ...]:
    """The tables of the export. The database that is asked has `temp.settled` and `temp.rescored`."""
    from lint_pbt.bureau.batch.records import FROMS, STATES

    files = Table(
        "文件",
        (
            ("文件号", "INTEGER"), ("文件", "TEXT"), ("部门", "TEXT"), ("部门来源", "TEXT"), ("情况", "TEXT"),
            ("说明", "TEXT"), ("项目数", "INTEGER"), ("指标数", "INTEGER"), ("得分", "REAL"), ("用时", "REAL"),
        ),
        f"""SELECT id, path, department, {_case("department_from", FROMS)}, {_case("state", STATES)}, reason,
        projects, indicators, score, seconds FROM files ORDER BY id""",
    )  # fmt: skip
    projects = Table(
        "项目",
        (
            ("文件号", "INTEGER"), ("项目号", "INTEGER"), ("部门", "TEXT"), ("单位", "TEXT"), ("项目", "TEXT"),
            ("金额", "TEXT"), ("金额单位", "TEXT"), ("指标数", "INTEGER"), ("得分", "REAL"), ("位置", "TEXT"),
        ),
        """SELECT projects.file, projects.number, department, unit, name, amount, amount_unit, indicators,
        coalesce(rescored.score, projects.score), place FROM projects LEFT JOIN temp.rescored
        ON rescored.file = projects.file AND rescored.number = projects.number
        ORDER BY projects.file, projects.number""",
    )  # fmt: skip
    findings = Table(
        "问题",
        (
            ("文件号", "INTEGER"), ("文件", "TEXT"), ("部门", "TEXT"), ("项目号", "INTEGER"), ("项目", "TEXT"),
            ("指标", "TEXT"), ("栏目", "TEXT"), ("原文", "TEXT"), ("规则", "TEXT"), ("规则名称", "TEXT"),
            ("级别", "TEXT"), ("维度", "TEXT"), ("问题", "TEXT"), ("建议", "TEXT"), ("可写成", "TEXT"),
            ("位置", "TEXT"), ("采纳理由", "INTEGER"), ("指纹", "TEXT"),
        ),
        f"""SELECT findings.file, files.path, findings.department, project, projects.name, indicator, field, value,
        rule, title, {_case("severity", SEVERITY)}, dimension, message, suggestion, better, findings.place,
        EXISTS (SELECT 1 FROM temp.settled WHERE settled.fingerprint = findings.fingerprint
          AND settled.department IS findings.department), fingerprint
        FROM findings JOIN files ON files.id = findings.file
        LEFT JOIN projects ON projects.file = findings.file AND projects.number = findings.project
        ORDER BY findings.file, findings.number""",
    )  # fmt: skip
    return files, projects, findings


def write_sqlite(journal: Journal, folder: str) -> str:
    """Write the SQLite file into a folder, in place of an older one; its name."""
    path = os.path.join(folder, NAME)

    def build(beside: str) -> None:
        os.chmod(beside, new_mode())
        with closing(sqlite3.connect(beside, isolation_level=None)) as database:
            database.execute("PRAGMA journal_mode=OFF")
            database.execute("BEGIN")
            for table in tables():
                columns = ", ".join(f'"{name}" {kind}' for name, kind in table.columns)
                database.execute(f'CREATE TABLE "{table.name}"({columns})')
                slots = ", ".join("?" * len(table.columns))
                database.executemany(
                    f'INSERT INTO "{table.name}" VALUES ({slots})', journal.database.execute(table.asked)
                )
            database.execute('CREATE INDEX "问题_部门" ON "问题"("部门", "规则")')
            database.execute("COMMIT")

    try:
        write_beside(path, b"", build, lambda beside: os.replace(beside, path))
    except (OSError, sqlite3.Error) as error:
        raise WriteError(f"“{path}”写不了：{error}。请关掉打开它的程序，检查磁盘空间，再运行一次") from error
    return NAME
