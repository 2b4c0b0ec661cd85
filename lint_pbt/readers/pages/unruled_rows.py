"""Rows that no rule divides: between two rules across several stand below one another, each in several columns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lint_pbt.readers.gaps import Span

_FEWEST_ROWS = 3  # two lines may be a title, or a text, that somebody broke
_FEWEST_COLUMNS = 2  # in which one text ends and another begins
_EARLY = 1.8  # heights left free behind a line: whoever wraps text goes on there
_BELOW, _ABOVE = 0.2, 0.85  # heights that a line reaches below and above its base line


class Rows(NamedTuple):
    """Where the rows end that stand between two rules, and whether a line may begin one and may go on with one."""

    ends: list[float]
    unsure: bool


def rows_between(lines: Sequence[Sequence[Span]], bases: Sequence[float], edges: Sequence[float], size: float) -> Rows:
    """The rows that the lines between two rules make; one where they are one, or may be.

    `lines` have the texts of each line, `bases` the base line of each, `edges` are those of the columns.
    """
    found = list(_starts(lines, edges, size))
    starts = [number for number, sure in found if sure]
    if len(starts) + 1 < _FEWEST_ROWS:
        return Rows([], len(found) + 1 >= _FEWEST_ROWS or bool(starts))
    ends = [(bases[start - 1] + _BELOW * size + bases[start] - _ABOVE * size) / 2 for start in starts]
    return Rows(ends, len(found) > len(starts))


def _starts(lines: Sequence[Sequence[Span]], edges: Sequence[float], size: float) -> Iterator[tuple[int, bool]]:
    """The numbers of the lines that may begin a row: in some of several columns the text above surely has ended.

    Those surely do where it has in all.
    """
    rooms: dict[int, float] = {}  # by column: how much room is left behind its last line
    for number, line in enumerate(lines):
        columns = [bisect_right(edges, (left + min(right, left + size)) / 2) - 1 for left, right in line]
        goes_on = [rooms[column] for column in columns if column in rooms]
        early = sum(room > _EARLY * size for room in goes_on)
        if early and len(goes_on) >= _FEWEST_COLUMNS:
            yield number, early == len(goes_on)
            if early == len(goes_on):
                rooms = {}
        ends = [*(left for left, _ in line[1:]), edges[-1]]
        for column, (left, right), end in zip(columns, line, ends, strict=True):
            start, stop = (
                edges[max(column, 0)],
                edges[min(max(bisect_right(edges, right - 1), column + 1), len(edges) - 1)],
            )
            # Centred text leaves room on both sides.
            rooms[column] = min(end, stop) - right + max(left - start - size, 0.0)
