"""Labels with their values in set text: a label stands left of its value, in the middle of the lines of a long one."""

from __future__ import annotations

from collections.abc import Sequence

from lint_pbt.layouts.form_lines.form import Run
from lint_pbt.layouts.form_lines.labels import find_label, label_rows
from lint_pbt.layouts.form_lines.pieces import Piece
from lint_pbt.layouts.form_lines.visual import Extent
from lint_pbt.layouts.tables.titles import Titles

_GOALS = ("goal", "cycle_goal")

Rows = Sequence[Sequence[Piece]]


def set_label_rows(rows: Rows, extent: Extent, titles: Titles) -> list[tuple[Run, ...]]:
    """The labels in these rows with their values, as rows of cells."""
    found: list[tuple[Run, ...]] = []
    block: list[Sequence[Piece]] = []  # rows without a label of their own, and those of a goal
    for row in rows:
        kinds = _kinds(row, titles)
        if kinds and not kinds & set(_GOALS):
            found += _block(block, extent, titles)
            block = []
            found += label_rows(_labelled(row, titles), 0, len(_labelled(row, titles)), titles)
        else:
            block.append(row)
    return found + _block(block, extent, titles)


def _kinds(row: Sequence[Piece], titles: Titles) -> set[str]:
    """What the labels in a row are."""
    labels = (find_label(row, at, len(row), titles) for at in range(len(row)))
    return {label[0] for label in labels if label and label[0] != "other"}


def _labelled(row: Sequence[Piece], titles: Titles) -> list[Piece]:
    """A row from its first label on: what stands left of it is part of a label that runs down."""
    first = next(at for at in range(len(row)) if find_label(row, at, len(row), titles))
    return list(row[first:])


def _block(rows: Rows, extent: Extent, titles: Titles) -> list[tuple[Run, ...]]:
    """The goal in rows whose label stands in the middle, on one line or on several."""
    firsts = [row[0] for row in rows]
    for edge in sorted({extent(piece)[1] for piece in firsts}):
        left = [piece for piece in firsts if extent(piece)[1] <= edge]
        # The end of another label that runs down may stand above.
        for begin in range(len(left)):
            label = find_label(left, begin, len(left), titles)
            if label and label[0] in _GOALS and label[1] == len(left):
                beside = set(left)
                return [(left[begin:], [piece for row in rows for piece in row if piece not in beside])]
    pieces = [piece for row in rows for piece in row]
    return label_rows(pieces, 0, len(pieces), titles)
