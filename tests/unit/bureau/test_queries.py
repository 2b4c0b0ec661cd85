"""The queries of docs/queries.md run, in SQLite and in DuckDB, and both come to the same."""

from __future__ import annotations

import re
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from lint_pbt.bureau import Templates
from lint_pbt.bureau.asked import Asked
from lint_pbt.errors import ConfigError
from tests.places import ROOT
from tests.unit.bureau.conftest import Round
from tests.unit.bureau.rounds import written

PAGE = (ROOT / "docs/queries.md").read_text("utf-8")
BLOCKS = re.findall(r"```sql ?(\w*)\n(.*?)```", PAGE, re.DOTALL)
BOTH = [sql for only, sql in BLOCKS if not only]


def rows(cursor: Any) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in cursor.fetchall()]


@pytest.mark.parametrize("sql", BOTH, ids=range(len(BOTH)))
def test_sqlite_runs_it(sql: str, first: Round) -> None:
    with closing(sqlite3.connect(first.folder / "问题.sqlite")) as database:
        cursor = database.execute(sql)
        assert cursor.description and all(len(row) == len(cursor.description) for row in cursor)


def test_the_page_names_the_columns_there_are(first: Round) -> None:
    with closing(sqlite3.connect(first.folder / "问题.sqlite")) as database:
        for table in ("文件", "项目", "问题"):
            columns = [row[1] for row in database.execute(f'PRAGMA table_info("{table}")')]
            assert f"| {'、'.join(columns)} |" in PAGE, table


def test_duckdb_comes_to_the_same(checked: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("duckdb", "pyarrow"):
        pytest.importorskip(name, reason=f"{name} is not installed: pip install 'pbt-lint[data]'")
    import duckdb

    for _ in range(2):  # what stands there already is replaced
        written(checked.folder, data=str(checked.folder / "数据"))
    monkeypatch.chdir(checked.folder.parent)
    with duckdb.connect() as lake, closing(sqlite3.connect(checked.folder / "问题.sqlite")) as database:
        for only, sql in BLOCKS:
            found = lake.execute(sql)
            if not only:
                assert sorted(rows(found), key=repr) == sorted(rows(database.execute(sql)), key=repr), sql
    assert Path("错误.csv").read_text("utf-8").count("》95%") == 1


def test_without_pyarrow_it_is_refused_before_anything_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.dataset", None)
    with pytest.raises(ConfigError, match=r"pip install 'pbt-lint\[data\]'"):
        Templates(Asked(data="数据"))
