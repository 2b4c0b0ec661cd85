"""The layout `form` as text: each cell of a form, or each line of a cell, a line, as it comes out of a PDF file.

The cells are put together again, and the tables they make are read like any other. What that takes is imported
when there is a form: most texts hold none.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from lint_pbt.layouts.words import any_of, vocabulary
from lint_pbt.sheet import LineSheet

if TYPE_CHECKING:
    from lint_pbt.layouts import Words
    from lint_pbt.model import Document
    from lint_pbt.sheet import Source

NAME = "form"


def sureness(source: Source, added: Words) -> float:
    """How sure the layout is that the source is its own: by lines that begin with a level's name and nothing else."""
    found: set[str] = set()
    for sheet in source.sheets:
        if isinstance(sheet, LineSheet):
            found.update(_levels().findall("\n".join([line.text for line in sheet.lines])))
    return min(0.2 + 0.15 * len(found), 0.95) if len(found) > 1 else 0.0


def lay_out(source: Source, added: Words) -> Document:
    """Read the forms of a source as one document. Raises `ReadError` where their cells cannot be told apart."""
    from lint_pbt.layouts.form_lines.reading import read_forms

    return read_forms(source, added)


@cache
def _levels() -> re.Pattern[str]:
    levels = vocabulary("framework")["levels"]
    names = [name for level in levels for one in (level, *level["categories"]) for name in [one["name"]]]
    own = any_of([*names, "一级指标", "二级指标", "三级指标"])
    return re.compile(rf"^[ \u3000\f]{{0,80}}({own})(?=\s|$)", re.MULTILINE)
