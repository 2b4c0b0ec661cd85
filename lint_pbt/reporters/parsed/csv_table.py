"""The records of tables as csv, which Excel and WPS open as it is: UTF-8 with its mark, and no formulas."""

from __future__ import annotations

import csv
from typing import IO, TYPE_CHECKING, Final

from lint_pbt.presentation.neutral import csv_text
from lint_pbt.reporters.parsed.records import COLUMNS, Value, rows

if TYPE_CHECKING:
    from lint_pbt.knowledge.framework import Framework
    from lint_pbt.model.run import Run

# Without it Excel takes the text for one in the code page of the system.
_MARK: Final = "\ufeff"


def report(run: Run, stream: IO[str], *, framework: Framework) -> None:
    """Write a line for each indicator; `framework` gives the codes of standard names written without."""
    stream.write(_MARK)
    # A stream of text turns line ends into those of the system by itself.
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([column.title for column in COLUMNS])
    for row in rows(run.documents, framework):
        writer.writerow([_shown(value) for value in row])
    stream.flush()


def _shown(value: Value) -> str:
    if value is None:
        return ""
    return csv_text(value) if isinstance(value, str) else str(value)
