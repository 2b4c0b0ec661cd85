"""Counting what a reader reads, so that a file beyond the limits is refused before it costs time and memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lint_pbt.errors import ReadError

if TYPE_CHECKING:
    from lint_pbt.limits import Limits

_TOO_MUCH = (
    "{what}超过了 {limit:,} {measure}的上限，不像绩效目标表。请确认选对了文件，或者拆成几个再检查；"
    "确实要读的，在配置里把 limits 的 {key} 改大"
)
_TOO_WIDE = "表格有一行超过 16,384 列，不像绩效目标表。请确认选对了文件，或者删去多余的列再检查"
# Empty cells cost little, but merged ones could call for any number of them.
_SLOTS_PER_CELL = 8
# One spans no more in a browser.
MOST_SPANNED = 1000
MOST_COLUMNS = 16_384  # of a worksheet


class Tally:
    """The rows and cells of a file so far. Its methods raise `ReadError` beyond the limits."""

    __slots__ = ("_cells", "_limits", "_rows", "_slots")

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._rows = self._cells = self._slots = 0

    def row(self, slots: int = 0) -> None:
        """Count a row of `slots` cells, empty ones included."""
        self._rows += 1
        if self._rows > self._limits.rows:
            raise too_much("表格的行数", self._limits.rows, "行", "rows")
        self.width(slots)
        self.slots(slots)

    def width(self, columns: int) -> None:
        """Look at how many columns a row reaches over."""
        if columns > MOST_COLUMNS:
            raise ReadError(_TOO_WIDE)

    def slots(self, slots: int) -> None:
        """Count cells of a row, empty ones included."""
        self._slots += slots
        if self._slots > self._limits.cells * _SLOTS_PER_CELL:
            raise too_much("表格的格数", self._limits.cells * _SLOTS_PER_CELL, "格（空格也算）", "cells")

    def cell(self, text: str) -> None:
        """Count a cell that is not empty."""
        self._cells += 1
        if self._cells > self._limits.cells:
            raise too_much("表格的格数", self._limits.cells, "格", "cells")
        if len(text) > self._limits.cell_characters:
            raise too_much("有一格的字数", self._limits.cell_characters, "字", "cell-characters")


def too_much(what: str, limit: int, measure: str, key: str) -> ReadError:
    """The refusal of a file that goes beyond the limit called `key` in a configuration."""
    return ReadError(_TOO_MUCH.format(what=what, limit=limit, measure=measure, key=key))
