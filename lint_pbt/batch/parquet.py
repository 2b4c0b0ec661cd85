"""The findings and files of a journal as Parquet, a folder a department, in a folder or an object storage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct
from msgspec.structs import asdict

from lint_pbt.batch.records import FileRow, FindingRow, ProjectRow
from lint_pbt.errors import ConfigError, WriteError
from lint_pbt.system import stores

if TYPE_CHECKING:
    from lint_pbt.batch.journal import Journal

_ROWS: Final = 20_000  # are held at a time
_DEPARTMENT: Final = "department"
_NOBODY: Final = "没有认出部门"
_NOT_INSTALLED: Final = "--data 要先安装：pip install 'pbt-lint[cluster]'"
_UNWRITTEN: Final = "Parquet 没有写成“{address}”：{error}。请检查地址、权限和空间，再运行一次"
_TYPES: Final = {"int": "int64", "float": "float64", "bool": "bool_"}


def check_installed() -> None:
    """Raise ConfigError, before anything is checked, where what writes Parquet is not installed."""
    try:
        import pyarrow.dataset  # noqa: F401
    except ImportError:
        raise ConfigError(_NOT_INSTALLED) from None


def write(journal: Journal, address: str) -> None:
    """Write the tables 文件, 项目 and 问题 below an address, in place of what stands there of each department.

    Raises WriteError where it cannot be written.
    """
    try:
        _write("文件", FileRow, journal.files(), address)
        _write("项目", ProjectRow, journal.projects(), address)
        _write("问题", FindingRow, journal.findings(), address)
    except (ConfigError, WriteError):
        raise
    except Exception as error:
        # Each kind of storage raises errors of its own.
        raise WriteError(_UNWRITTEN.format(address=address, error=error)) from error


def _write(name: str, struct: type[Struct], rows: Iterable[Any], address: str) -> None:
    import pyarrow
    import pyarrow.dataset

    schema = pyarrow.schema([(field, _type(hint)) for field, hint in struct.__annotations__.items()])
    table = stores.join(address, name)
    stores.make_folder(table)
    for earlier in stores.folders(table, f"{_DEPARTMENT}="):  # of departments that are no longer called so
        stores.remove(earlier)
    files, folder = stores.arrow_files(table)
    pyarrow.dataset.write_dataset(
        _batches(rows, schema),
        folder,
        schema=schema,
        format="parquet",
        partitioning=pyarrow.dataset.HivePartitioning(pyarrow.schema([(_DEPARTMENT, pyarrow.string())])),
        filesystem=files,
        existing_data_behavior="overwrite_or_ignore",
    )


def _batches(rows: Iterable[Any], schema: Any) -> Iterator[Any]:
    import pyarrow

    waiting = iter(rows)
    while some := list(islice(waiting, _ROWS)):
        values = [{**asdict(row), _DEPARTMENT: row.department or _NOBODY} for row in some]
        yield pyarrow.RecordBatch.from_pylist(values, schema=schema)


def _type(hint: str) -> Any:
    """The type of a column, by the annotation of its member."""
    import pyarrow

    return getattr(pyarrow, _TYPES.get(hint.partition(" ")[0], "string"))()
