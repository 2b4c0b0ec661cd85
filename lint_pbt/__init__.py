"""pbt-lint: a linter for performance target tables of project expenditure (项目支出绩效目标表).

`lint` checks tables, `parse` reads them; both are what the command line calls.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lint_pbt.loader import Settings
    from lint_pbt.model import Document
    from lint_pbt.run import Run

__version__ = "0.1.0"
__all__ = ["__version__", "lint", "parse"]


def lint(paths: Sequence[str], settings: Settings | None = None) -> Run:
    """Check the tables under the paths (files, folders, `-` for standard input).

    Without settings the configuration of each file counts, as on the command line; with them it does not. A file
    that cannot be read is a failure in the run. Raises ConfigError for wrong configurations, settings or rule files.
    """
    from lint_pbt.plan import Asked
    from lint_pbt.session import check

    return check(paths, settings or Asked())


def parse(path: str) -> Document:
    """The table in one file. Raises ReadError where it cannot be read or holds no table."""
    from lint_pbt.session import read_document

    return read_document(path)
