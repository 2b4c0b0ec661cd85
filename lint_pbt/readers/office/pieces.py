"""The text of a document or workbook as pieces, to hold what came of a conversion against what was there before."""

from __future__ import annotations

from typing import NamedTuple


class Piece(NamedTuple):
    """A paragraph or the text of a cell, and whether it stands in a table."""

    text: str
    in_table: bool
