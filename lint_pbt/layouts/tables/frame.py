"""What stands above a grid: its title, the department, the unit of its amounts."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from lint_pbt.layouts.preamble import Preamble, read_preamble
from lint_pbt.layouts.tables.fields import cut, field_of
from lint_pbt.layouts.tables.grid import Row
from lint_pbt.layouts.tables.labels import labels_of, nearest_first
from lint_pbt.layouts.tables.rows import filled
from lint_pbt.layouts.tables.runs import join_cells
from lint_pbt.layouts.tables.titles import Titles, compact
from lint_pbt.model.document import Field
from lint_pbt.model.sheet import Cell
from lint_pbt.text.notation import TITLE_END
from lint_pbt.text.patterns.lazy import Pattern

_LONGEST_TITLE = 80
_TITLE = Pattern(rf".{{4,60}}{TITLE_END}")


def read_frame(rows: Sequence[Row], titles: Titles) -> Preamble:
    """The fields above the header, from the rows above it. Without a word for 表 a lone first cell is the title."""
    cells = [cell for row in rows for cell in filled(row)]
    joined = join_cells(cells)
    preamble = read_preamble(joined, len(joined.folded))
    labels = nearest_first(label for row in rows for label in labels_of(row, titles))
    labelled = (label.value for role in ("unit", "applicant", "department") for label in labels if label.role == role)
    return replace(
        preamble,
        title=_from_its_cell(preamble.title, cells) if preamble.title else _lone_title(rows),
        department=next(filter(None, labelled), None) or preamble.department,
    )


def _from_its_cell(title: Field, cells: Sequence[Cell]) -> Field:
    """The title without the heading above it, where one cell has all the words that end with 表."""
    for cell in reversed(cells):
        name = field_of(cell).text if _TITLE.fullmatch(compact(cell.text[: 2 * _LONGEST_TITLE])) else ""
        start = title.text.find(name) if name else -1
        if start >= 0:
            return cut(title, start, len(title.text))
    return title


def _lone_title(rows: Sequence[Row]) -> Field | None:
    for row in rows:
        cells = filled(row)
        if len(cells) == 1 and len(cells[0].text) <= _LONGEST_TITLE and not set(":：。") & set(cells[0].text):
            return field_of(cells[0])
    return None
