"""The cells of one worksheet as they come, and the grid and the notes they make.

Worksheets are sparse: a cell may stand in the last of a million rows, and a merged cell span them all. Only cells with
text are kept; of a long stretch of blank rows or columns a short one remains, and each cell knows its own place.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from lint_pbt.errors import ReadError
from lint_pbt.limits import Limits
from lint_pbt.model import Note, Place
from lint_pbt.sheet import EMPTY, Cell, GridSheet, column_name

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_GAP = 50  # blank rows or columns that remain of a longer stretch
_SPREAD = 10  # places of the grid for each cell that the limits allow
_COVER = 2  # rows and cells under merged ranges, likewise; more than one only where these overlap
_LISTED = 8  # rows or columns named in a note

_SAVE_AGAIN = "请用 Excel 或 WPS 打开，检查这张表，另存一份再检查"
_TOO_MANY_ROWS = (
    "工作表“{sheet}”有内容的行超过了 {most} 行的上限，不像绩效目标表。请确认选对了文件，或者拆成几个再检查；"
    "确实要读的，在配置里把 limits 的 rows 改大"
)
_TOO_MANY_CELLS = (
    "工作表“{sheet}”有内容的格子太多，整个文件超过了 {most} 个的上限。请确认选对了文件，或者拆成几个再检查；"
    "确实要读的，在配置里把 limits 的 cells 改大"
)
_TOO_LONG = "工作表“{sheet}”的 {cell} 有一格超过 {most} 个字，不像绩效目标表。" + _SAVE_AGAIN
_TOO_SPREAD = "工作表“{sheet}”的内容分散得太开，或者合并的单元格互相重叠，不像绩效目标表。" + _SAVE_AGAIN
_HIDDEN_SHEET = "工作表“{sheet}”是隐藏的，也读入了"
_HIDDEN_PARTS = "工作表“{sheet}”的{parts}是隐藏的，也读入了"
_UNCALCULATED = (
    "从这里起有 {count} 个单元格是公式，文件里没有存下算好的值，没有检查。请用 Excel 或 WPS 打开，保存一次再检查"
)
_COVERED = (
    "从这里起有 {count} 个单元格被合并的单元格盖住，里面还有别的文字，没有检查。"
    "请在 Excel 或 WPS 里取消合并看一看，改好再检查"
)
_PICTURES = "工作表“{sheet}”里没有文字，只有图片、文本框之类，里面的内容没有读。如果表在图里，请换成有文字的表格"


class Span(NamedTuple):
    """A range of cells, from 0, the last row and column included."""

    row: int
    column: int
    last_row: int
    last_column: int


class Spent:
    """How many cells with text all worksheets of a file have so far."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.cells = 0


class SheetDraft:
    """One worksheet while it is read. Rows and columns count from 0."""

    def __init__(self, name: str, spent: Spent, *, hidden: bool = False) -> None:
        self.name, self.hidden = name, hidden
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[range] = []
        self.has_pictures = False
        self._spent = spent
        self._spans: list[Span] = []
        self._uncalculated: tuple[int, str] | None = None  # how many, and the first of them
        self._rows: dict[int, dict[int, str]] = {}
        self._hidden: dict[int, list[int]] = {}  # columns by row, in which others cover a text

    def add(self, row: int, column: int, text: str) -> None:
        """Put a text into a cell. Raises `ReadError` beyond the limits."""
        limits = self._spent.limits
        if len(text) > limits.cell_characters:
            self._refuse(_TOO_LONG, cell=cell_name(row, column), most=limits.cell_characters)
        if not text or text.isspace():
            return
        self._spent.cells += 1
        if self._spent.cells > limits.cells:
            self._refuse(_TOO_MANY_CELLS, most=limits.cells)
        cells = self._rows.get(row)
        if cells is None:
            if len(self._rows) >= limits.rows:
                self._refuse(_TOO_MANY_ROWS, most=limits.rows)
            cells = self._rows[row] = {}
        cells[column] = text

    def merge(self, span: Span) -> None:
        """Merge a range of cells. Raises `ReadError` beyond the limits."""
        self._spans.append(span)
        if len(self._spans) > self._spent.limits.rows:
            self._refuse(_TOO_SPREAD)

    def leave_out(self, row: int, column: int) -> None:
        """Note a formula whose result the file does not have."""
        count, first = self._uncalculated or (0, cell_name(row, column))
        self._uncalculated = (count + 1, first)

    @property
    def longest(self) -> int:
        """How many characters a cell may have."""
        return self._spent.limits.cell_characters

    @property
    def is_empty(self) -> bool:
        return not self._rows

    def grid(self) -> GridSheet:
        """The cells as a grid. Raises `ReadError` where that would be out of all proportion."""
        budget = _SPREAD * self._spent.limits.cells
        used = sorted(self._rows)
        sizes, covered = self._merged(used)
        self._take_out(covered)
        down = _Axis(used)
        across = _Axis(sorted({column for cells in self._rows.values() for column in cells}))
        names = {column: column_name(column) for column in across.used}
        rows: list[tuple[Cell, ...]] = []
        for row in used:
            rows.extend([()] * (down.position(row) - len(rows)))
            cells = self._rows[row]
            made = [EMPTY] * (across.position(max(cells)) + 1 if cells else 0)
            budget -= len(made)
            if budget < 0:
                self._refuse(_TOO_SPREAD)
            for column, text in cells.items():
                place = Place(row + 1, 1, None, self.name, f"{names[column]}{row + 1}")
                span = sizes.get((row, column))
                made[across.position(column)] = (
                    Cell(text, place)
                    if span is None
                    else Cell(text, place, down.size(row, span.last_row), across.size(column, span.last_column))
                )
            rows.append(tuple(made))
        return GridSheet(self.name, tuple(rows))

    def _merged(self, used: Sequence[int]) -> tuple[dict[tuple[int, int], Span], dict[tuple[int, int], Span]]:
        """The merged ranges by their first cell, and by the cells with text that they cover: those are not shown."""
        sizes: dict[tuple[int, int], Span] = {}
        covered: dict[tuple[int, int], Span] = {}
        budget = _COVER * self._spent.limits.cells
        for span in self._spans:
            rows = used[bisect_left(used, span.row) : bisect_right(used, span.last_row)]
            budget -= len(rows) + 1
            if budget < 0:
                self._refuse(_TOO_SPREAD)
            sizes.setdefault((span.row, span.column), span)
            for row in rows:
                cells = self._rows[row]
                width = span.last_column - span.column + 1
                inside: Iterable[int] = range(span.column, span.last_column + 1) if width < len(cells) else cells
                budget -= min(width, len(cells))
                covered.update(
                    ((row, column), span)
                    for column in inside
                    if span.column <= column <= span.last_column
                    and column in cells
                    and (row, column) != (span.row, span.column)
                )
        return sizes, covered

    def _take_out(self, covered: Mapping[tuple[int, int], Span]) -> None:
        """Take out the covered cells, and remember those that say something else than what covers them."""
        for (row, column), span in covered.items():
            over = self._rows.get(span.row, {}).get(span.column)
            # Ranges that overlap hide each other's texts.
            if (span.row, span.column) in covered or over != self._rows[row].get(column):
                self._hidden.setdefault(row, []).append(column)
        for row, column in covered:
            self._rows[row].pop(column, None)

    def notes(self) -> Iterator[Note]:
        """What is to be said of the worksheet besides its cells."""
        if self.is_empty:
            if self.has_pictures:
                yield Note(_PICTURES.format(sheet=self.name), Place(1, 1, None, self.name))
        elif self.hidden:
            yield Note(_HIDDEN_SHEET.format(sheet=self.name), Place(1, 1, None, self.name))
        parts = [*self._hidden_rows(), *self._hidden_columns()]
        if parts:
            told = _HIDDEN_PARTS.format(sheet=self.name, parts="、".join(parts))
            yield Note(told, Place(1, 1, None, self.name))
        if self._hidden:
            count, row = sum(map(len, self._hidden.values())), min(self._hidden)
            cell = cell_name(row, min(self._hidden[row]))
            # A single text may have been left over from before the cells were merged; several in a row are a record.
            told, serious = _COVERED.format(count=count), any(len(columns) > 1 for columns in self._hidden.values())
            yield Note(told, Place(row + 1, 1, None, self.name, cell), unchecked=serious)
        if self._uncalculated:
            count, cell = self._uncalculated
            told = _UNCALCULATED.format(count=count)
            row = int(cell.lstrip(_LETTERS))
            yield Note(told, Place(row, 1, None, self.name, cell), unchecked=True)

    def _hidden_rows(self) -> Iterator[str]:
        rows = sorted(row for row in set(self.hidden_rows) if self._rows.get(row))
        if rows:
            yield _listed([f"第 {_range(first + 1, last + 1)} 行" for first, last in _runs(rows)], "处")

    def _hidden_columns(self) -> Iterator[str]:
        if not self.hidden_columns:
            return
        used = sorted({column for cells in self._rows.values() for column in cells})
        columns = [column for column in used if any(column in some for some in self.hidden_columns)]
        if columns:
            runs = [_range(column_name(first), column_name(last)) for first, last in _runs(columns)]
            yield _listed([f"{run} 列" for run in runs], "处")

    def _refuse(self, sentence: str, **details: object) -> None:
        raise ReadError(sentence.format(sheet=self.name, **details))


class _Axis:
    """Where the rows (or columns) of a worksheet stand in its grid: long blank stretches are cut to `_GAP`."""

    def __init__(self, used: Sequence[int]) -> None:
        self.used = used
        self._positions: list[int] = []
        before, position = -1, -1
        for index in used:
            position += min(index - before, _GAP + 1)
            before = index
            self._positions.append(position)

    def position(self, index: int) -> int:
        at = bisect_right(self.used, index) - 1
        before, position = (self.used[at], self._positions[at]) if at >= 0 else (-1, -1)
        return position + min(index - before, _GAP + 1)

    def size(self, first: int, last: int) -> int:
        """How many rows of the grid a range takes."""
        end = bisect_right(self.used, last)
        limit = self._positions[end] - 1 if end < len(self.used) else None
        position = self.position(last)
        return (position if limit is None else min(position, limit)) - self.position(first) + 1


def cell_name(row: int, column: int) -> str:
    """`C5`, from row and column counted from 0."""
    return f"{column_name(column)}{row + 1}"


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Ascending numbers as stretches without a gap, first and last."""
    first = before = numbers[0]
    for number in numbers[1:]:
        if number != before + 1:
            yield first, before
            first = number
        before = number
    yield first, before


def _range(first: object, last: object) -> str:
    return f"{first}" if first == last else f"{first}-{last}"


def _listed(parts: Sequence[str], unit: str) -> str:
    more = f"等 {len(parts)} {unit}" if len(parts) > _LISTED else ""
    return "、".join(islice(parts, _LISTED)) + more
