"""pbt-lint: a linter for performance target tables of project expenditure (项目支出绩效目标表).

`lint` checks tables, `lint_each` one after another, `parse` reads them; the command line does the same.

    run = lint_pbt.lint("表.xlsx")
    run = lint_pbt.lint(["草案", "补充.docx"])
    run = lint_pbt.lint(data, name="表.xlsx")
    document = lint_pbt.parse(stream)

What they give is here too: `Run`, `Checked`, `Finding`, `Document`, and the errors; `docs/api.md` tells of all.
"""

from __future__ import annotations

from lint_pbt.system.version import __version__

# As `typing` has it: to load that is for those who need more of it, the command line not before it has set itself up.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from os import PathLike
    from typing import IO, Any

    from lint_pbt.errors import ConfigError, PbtError, ReadError
    from lint_pbt.model.document import BudgetUnit, Document, Field, Indicator, Place, Project
    from lint_pbt.model.run import Checked, Failure, Finding, Run
    from lint_pbt.rulebook.loader import Settings

    Path = str | PathLike[str]
    Content = bytes | bytearray | memoryview | IO[bytes] | IO[str]

__all__ = [
    "BudgetUnit",
    "Checked",
    "ConfigError",
    "Document",
    "Failure",
    "Field",
    "Finding",
    "Indicator",
    "PbtError",
    "Place",
    "Project",
    "ReadError",
    "Run",
    "Settings",
    "__version__",
    "lint",
    "lint_each",
    "parse",
]

# Where the types are: each is imported when somebody asks for it.
_HOMES = {
    "lint_pbt.errors": ("ConfigError", "PbtError", "ReadError"),
    "lint_pbt.rulebook.loader": ("Settings",),
    "lint_pbt.model.document": ("BudgetUnit", "Document", "Field", "Indicator", "Place", "Project"),
    "lint_pbt.model.run": ("Checked", "Failure", "Finding", "Run"),
}
_NAMELESS = "未命名"


def lint(tables: Path | Iterable[Path] | Content, settings: Settings | None = None, *, name: str | None = None) -> Run:
    """Check tables: a path or several (files, folders, `-` for standard input), or the content of one file.

    Content comes as bytes or as a stream; `name` is what its file is called, by default the stream's own name. Without
    settings the configuration of each file counts, as on the command line; with them it does not. A file that cannot
    be read is a failure in the run. Raises ConfigError for wrong configurations, settings or rule files.
    """
    from lint_pbt.session import check
    from lint_pbt.session.plan import Asked

    paths, given = _named(tables, name)
    return check(paths, settings or Asked(), given=given)


def lint_each(
    tables: Path | Iterable[Path], settings: Settings | None = None, *, failures: list[Failure] | None = None
) -> Iterator[Checked]:
    """Check tables one after another, as `lint` does, and keep none of them: for folders of any size.

    What cannot be read is added to `failures`. Findings of a baseline are put aside here too.
    """
    from lint_pbt.session import Checking
    from lint_pbt.session.plan import Asked

    paths, _ = _named(tables, None)
    checking = Checking(paths, settings or Asked())
    yield from checking
    if failures is not None:
        failures += checking.failures


def parse(table: Path | Content, *, name: str | None = None) -> Document:
    """The table in one file, given as for `lint`. Raises ReadError where it cannot be read or holds no table."""
    from lint_pbt.session import read_document

    [path], given = _named(table, name)
    return read_document(path, given=given)


def _named(tables: Path | Iterable[Path] | Content, name: str | None) -> tuple[list[str], dict[str, bytes]]:
    """Paths, and the content of those that are none."""
    import os

    if isinstance(tables, (str, os.PathLike)):
        return [os.fspath(tables)], {}
    if isinstance(tables, (bytes, bytearray, memoryview)):
        name = name or _NAMELESS
        return [name], {name: bytes(tables)}
    if hasattr(tables, "read"):
        found = getattr(tables, "name", None)  # of a file without a name it is a number
        name = name or (found if isinstance(found, str) else _NAMELESS)
        content = tables.read()
        return [name], {name: content.encode() if isinstance(content, str) else bytes(content)}
    return [os.fspath(path) for path in tables], {}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
