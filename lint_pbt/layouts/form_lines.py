"""The layout `form` as text: each cell of a form, or each line of a cell, a line, as it comes out of a PDF file.

The cells are put together again, and the tables they make are read like any other. What that takes is imported
when there is a form: most texts hold none.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from lint_pbt.errors import ReadError
from lint_pbt.layouts.words import vocabulary
from lint_pbt.sheet import LineSheet, Source

if TYPE_CHECKING:
    from lint_pbt.layouts import Words
    from lint_pbt.model import BudgetUnit, Document, Project
    from lint_pbt.recovery import Recovered

NAME = "form"


def sureness(source: Source, added: Words) -> float:
    """How sure the layout is that the source is its own: by first levels with nothing between them and a second one."""
    found = 0
    for sheet in source.sheets:
        if isinstance(sheet, LineSheet):
            found += len(_levels().findall("\n".join([line.text for line in sheet.lines])))
    return min(0.35 + 0.15 * found, 0.95) if found else 0.0


def lay_out(source: Source, added: Words) -> Document:
    """Read the tables in the text of a source as one document. Raises `ReadError` where they cannot be put back."""
    from msgspec.structs import replace

    from lint_pbt.layouts import lay_out as read_tables
    from lint_pbt.recovery import recover

    found = recover(source, added)
    if found.refusal:
        raise ReadError(found.refusal)
    sheets = tuple(table.grid for table in found.tables)
    document = read_tables(Source(source.path, sheets, source.encoding), added)
    units = _incomplete(document, found) if any(table.sureness < 1 for table in found.tables) else document.units
    return replace(document, layout=NAME, units=units, notes=(*document.notes, *found.notes))


def _incomplete(document: Document, found: Recovered) -> tuple[BudgetUnit, ...]:
    """The units, their projects marked as incomplete that stand in tables of which something was left out."""
    from msgspec.structs import replace

    partly = {
        (cell.place.page, cell.place.line)
        for table in found.tables
        if table.sureness < 1
        for row in table.grid.rows
        for cell in row
        if cell.text
    }

    def marked(project: Project) -> Project:
        places = [project.name.place(), *(one.place for one in project.indicators)]
        cut = any((place.page, place.line) in partly for place in places)
        return replace(project, complete=False) if cut else project

    return tuple(replace(unit, projects=tuple(map(marked, unit.projects))) for unit in document.units)


@cache
def _levels() -> re.Pattern[str]:
    """The end of a first level, or of its title, and a second one in the next cell, either wrapped anywhere."""
    seconds = [category["name"] for level in vocabulary("framework")["levels"] for category in level["categories"]]
    wrapped = "|".join(r"\s?".join(name) for name in ["二级指标", "二级绩效指标", *seconds])
    return re.compile(rf"标\s{{1,200}}(?:{wrapped})(?=\s|$|指标)")
