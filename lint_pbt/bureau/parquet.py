"""The tables of the export as Parquet, a folder a department, in a folder or an object storage."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from lint_pbt.errors import ConfigError, WriteError
from lint_pbt.system import stores

if TYPE_CHECKING:
    import sqlite3

    from lint_pbt.bureau.batch.journal import Journal
    from lint_pbt.bureau.export import Table

_ROWS: Final = 20_000  # are held at a time
_MOST_DEPARTMENTS: Final = 1_000_000
_DEPARTMENT: Final = "部门"
_NOBODY: Final = "没有认出部门"
_TYPES: Final = {"INTEGER": "int64", "TEXT": "string", "REAL": "float64"}
_NOT_INSTALLED: Final = "--data 要先安装：pip install 'pbt-lint[data]'"
_UNWRITTEN: Final = "Parquet 没有写成“{address}”：{error}。请检查地址、权限和空间，再运行一次"


def check_installed() -> None:
    """Raise ConfigError, before anything is checked, where what writes Parquet is not installed."""
    try:
        import pyarrow.dataset  # noqa: F401
    except ImportError:
        raise ConfigError(_NOT_INSTALLED) from None


def write_parquet(journal: Journal, address: str) -> None:
    """Write each table of the export below an address, in place of what stands there.

    Raises WriteError where it cannot be written.
    """
    from lint_pbt.bureau.export import tables

    try:
        for table in tables():
            _write(table, journal.database, stores.join(address, table.name))
    except (ConfigError, WriteError):
        raise
    except Exception as error:
        # Each kind of storage raises errors of its own.
        raise WriteError(_UNWRITTEN.format(address=address, error=error)) from error


def _write(table: Table, database: sqlite3.Connection, address: str) -> None:
    import pyarrow
    import pyarrow.dataset

    schema = pyarrow.schema([(name, getattr(pyarrow, _TYPES[kind])()) for name, kind in table.columns])
    stores.make_folder(address)
    for earlier in stores.folders(address, f"{_DEPARTMENT}="):  # of departments that are no longer called so
        stores.remove(earlier)
    files, folder = stores.arrow_files(address)
    pyarrow.dataset.write_dataset(
        _batches(table, database, schema),
        folder,
        schema=schema,
        format="parquet",
        partitioning=pyarrow.dataset.HivePartitioning(pyarrow.schema([(_DEPARTMENT, pyarrow.string())])),
        filesystem=files,
        max_partitions=_MOST_DEPARTMENTS,
        existing_data_behavior="overwrite_or_ignore",
    )


def _batches(table: Table, database: sqlite3.Connection, schema: Any) -> Iterator[Any]:
    import pyarrow

    names = [name for name, _ in table.columns]
    waiting = iter(database.execute(table.asked))
    while some := list(islice(waiting, _ROWS)):
        rows = [dict(zip(names, row, strict=True)) for row in some]
        for row in rows:
            row[_DEPARTMENT] = row[_DEPARTMENT] or _NOBODY
        yield pyarrow.RecordBatch.from_pylist(rows, schema=schema)
