"""What pieces were dealt out to: records with their cells, and how wide the columns are in their light."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from lint_pbt.layouts.form_lines.pieces import Piece

Span = tuple[int, int]

_SURE, _LEAST_MARGIN = -1.0, 0.5
_CONFIDENT = 4.0


class Record(NamedTuple):
    """An indicator: the span of each of its cells in the pieces, None for an empty one.

    `margin` is how many points worse it would be with a piece in the cell before or behind its own.
    """

    cells: tuple[Span | None, ...]
    points: float
    margin: float

    @property
    def start(self) -> int:
        return next(span[0] for span in self.cells if span)

    @property
    def end(self) -> int:
        return max(span[1] for span in self.cells if span)

    @property
    def likely(self) -> bool:
        """Whether it is an indicator, however its texts divide."""
        return self.points >= _SURE

    @property
    def sure(self) -> bool:
        return self.likely and self.margin >= _LEAST_MARGIN


class Segmented(NamedTuple):
    """The records, the pieces between them that fit none, and where the last record ends."""

    records: list[Record]
    left_out: list[int]
    end: int
    points: float


def widths_of(pieces: Sequence[Piece], records: Sequence[Record], columns: int, spaced: bool) -> tuple[int, ...]:
    """For each column the widest line that surely stands in it."""
    widths = [0] * columns
    for record in records:
        if record.points >= _CONFIDENT:
            for column, span in enumerate(record.cells):
                if span:
                    widths[column] = max(widths[column], *_line_widths(pieces[span[0] : span[1]], spaced), 0)
    return tuple(widths)


def _line_widths(pieces: Sequence[Piece], spaced: bool) -> list[int]:
    """How wide the lines of a cell are. Where all stand on one line they were parted by a program."""
    widths = [pieces[0].width]
    for before, piece in pairwise(pieces):
        if spaced and is_one_line(before, piece):
            widths[-1] += piece.width
        else:
            widths.append(piece.width)
    return widths


def is_one_line(before: Piece, piece: Piece) -> bool:
    """Whether only a space parts two pieces that stood beside each other: that between a number and a word."""
    return before.line == piece.line and before.text[-1].isascii() != piece.text[0].isascii()
