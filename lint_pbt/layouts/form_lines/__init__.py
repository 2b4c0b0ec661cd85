"""The layout `form` as text: each cell of a form, or each line of a cell, a line, as it comes out of a PDF file.

The cells are put together again, and the tables they make are read like any other. What that takes is imported
when there is a form: most texts hold none.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from lint_pbt.layouts.words import vocabulary
from lint_pbt.sheet import LineSheet

if TYPE_CHECKING:
    from lint_pbt.layouts import Words
    from lint_pbt.model import Document
    from lint_pbt.sheet import Source

NAME = "form"


def sureness(source: Source, added: Words) -> float:
    """How sure the layout is that the source is its own: by first levels with nothing between them and a second one."""
    found = 0
    for sheet in source.sheets:
        if isinstance(sheet, LineSheet):
            found += len(_levels().findall("\n".join([line.text for line in sheet.lines])))
    return min(0.35 + 0.15 * found, 0.95) if found else 0.0


def lay_out(source: Source, added: Words) -> Document:
    """Read the forms of a source as one document. Raises `ReadError` where their cells cannot be told apart."""
    from lint_pbt.layouts.form_lines.reading import read_forms

    return read_forms(source, added)


@cache
def _levels() -> re.Pattern[str]:
    """The end of a first level, or of its title, and a second one in the next cell, either wrapped anywhere."""
    seconds = [category["name"] for level in vocabulary("framework")["levels"] for category in level["categories"]]
    wrapped = "|".join(r"\s?".join(name) for name in ["二级指标", "二级绩效指标", *seconds])
    return re.compile(rf"标\s{{1,200}}(?:{wrapped})(?=\s|$|指标)")
