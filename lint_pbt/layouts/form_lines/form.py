"""What is found of a form: runs of pieces, each a cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lint_pbt.layouts.form_lines.pieces import Piece

# A cell; an empty one has none.
Run = Sequence[Piece]


class Form(NamedTuple):
    """A form: its title, its labels with their values as rows of cells, the columns by role and their titles, the rows
    of records, and the pieces from which on it is not sure what is what.

    The titles have no pieces where the text has no header; `at` is the piece the indicators begin with. `trusted` is
    False where the order of the pieces cannot be that of a table's cells. `lost` are labels without
    their text.
    """

    at: Piece
    title: Run
    labels: list[tuple[Run, ...]]
    roles: tuple[str, ...]
    titles: list[Run]
    records: list[list[Run]]
    unsure: list[Piece]
    trusted: bool = True
    lost: Sequence[Piece] = ()
