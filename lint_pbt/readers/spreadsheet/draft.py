"""The cells of one worksheet as they come, and the grid and the notes they make.

Worksheets are sparse: a cell may stand in the last of a million rows, and a merged cell span them all. Only cells with
text are kept; of a long stretch of blank rows or columns a short one remains, and each cell knows its own place.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from lint_pbt.errors import ReadError
from lint_pbt.limits import Limits
from lint_pbt.model.document import Note, Place, Row, Spot
from lint_pbt.model.sheet import EMPTY, UNKNOWN_RESULT, Cell, GridSheet, Line, LineSheet, column_name
from lint_pbt.readers.sharing import Shared
from lint_pbt.readers.spreadsheet.drawing import Box
from lint_pbt.readers.spreadsheet.rows import Rows
from lint_pbt.readers.struck import Runs, Seams, Struck, kept

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
_LEFT_OUT = "工作表“{sheet}”是隐藏的，打印、报送时看不到，没有检查。要检查的，请取消隐藏再检查一次"
_HIDDEN_PARTS = "工作表“{sheet}”的{parts}是隐藏的，也读入了"
_UNCALCULATED = (
    "从这里起有 {count} 个单元格是公式，文件里没有存下算好的值，没有检查。请用 Excel 或 WPS 打开，保存一次再检查"
)
_COVERED = (
    "工作表“{sheet}”里合并的单元格盖住了 {count} 个有文字的格子，在 Excel 里看不到，这里照样读入了；这是第一个。"
    "请取消合并看看，哪些该留"
)
_MOSTLY_PICTURES = "工作表“{sheet}”里只有几行字和图片，图里的内容没有读。如果表在图里，请换成有文字的表格"
_PICTURES = "工作表“{sheet}”里没有文字，只有图片、文本框之类，里面的内容没有读。如果表在图里，请换成有文字的表格"


class Span(NamedTuple):
    """A range of cells, from 0, the last row and column included."""

    row: int
    column: int
    last_row: int
    last_column: int


_FEWEST_ROWS, _FEWEST_COLUMNS = 2, 3


class Spent:
    """How many cells with text all worksheets of a file have so far, and what text is struck through in them."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.cells = 0
        self.struck = Struck()
        self.texts = Shared()


class SheetDraft:
    """One worksheet while it is read. Rows and columns count from 0."""

    def __init__(self, name: str, spent: Spent, *, hidden: bool = False) -> None:
        self.name, self.hidden = name, hidden
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[range] = []
        self.has_pictures = self.has_drawing = False
        self._spent = spent
        self._spans: list[Span] = []
        self._uncalculated: tuple[int, str] | None = None  # how many, and the first of them
        self._covered: tuple[int, tuple[int, int]] | None = None  # likewise
        self._rows = Rows(spent.texts)
        self._boxes: list[Box] = []
        self._seams: dict[tuple[int, int], Seams] = {}  # of cells that are not all of their text

    def add(self, row: int, column: int, text: str, seams: Seams = ()) -> None:
        """Put a text into a cell, with its seams where the cell holds more. Raises `ReadError` beyond the limits."""
        spent, limits = self._spent, self._spent.limits
        if len(text) > limits.cell_characters:
            self._refuse(_TOO_LONG, cell=cell_name(row, column), most=limits.cell_characters)
        if text[:1] == "'" and not seams and "'" not in text[1:]:
            # What protects a text from Excel came in with it, as programs write it.
            text, seams = text[1:], ((0, 1),)
        if not text or text.isspace():
            return
        spent.cells += 1
        if spent.cells > limits.cells:
            self._refuse(_TOO_MANY_CELLS, most=limits.cells)
        self._rows.put(row, column, text)
        if len(self._rows) > limits.rows:
            self._refuse(_TOO_MANY_ROWS, most=limits.rows)
        if seams:
            self._seams[row, column] = seams

    def add_formatted(self, row: int, column: int, text: str, runs: Runs | None, *, struck: bool) -> None:
        """Put what is not struck through of a text into a cell; `struck` is how the cell itself is.

        Raises `ReadError` beyond the limits.
        """
        resolved = [(size, struck if one is None else one) for size, one in runs or ((len(text), struck),)]
        text, gone, seams = kept(text, resolved)
        self._spent.struck.add(gone, self._place(row, column))
        self.add(row, column, text, seams)

    def draw(self, boxes: Iterable[Box]) -> None:
        """Put boxes of text upon the worksheet. Raises `ReadError` beyond the limits."""
        for box in boxes:
            if len(box.text) > self.longest:
                self._refuse(_TOO_LONG, cell=cell_name(box.row, box.column), most=self.longest)
            self._spent.cells += 1
            if self._spent.cells > self._spent.limits.cells:
                self._refuse(_TOO_MANY_CELLS, most=self._spent.limits.cells)
            self._boxes.append(box)

    def _place(self, row: int, column: int) -> Place:
        return Place(row + 1, 1, None, self.name, cell_name(row, column))

    def merge(self, span: Span) -> None:
        """Merge a range of cells. Raises `ReadError` beyond the limits."""
        self._spans.append(span)
        if len(self._spans) > self._spent.limits.rows:
            self._refuse(_TOO_SPREAD)

    def leave_out(self, row: int, column: int) -> None:
        """Note a formula whose result the file does not have. Raises `ReadError` beyond the limits."""
        count, first = self._uncalculated or (0, cell_name(row, column))
        self._uncalculated = (count + 1, first)
        self.add(row, column, UNKNOWN_RESULT)

    @property
    def longest(self) -> int:
        """How many characters a cell may have."""
        return self._spent.limits.cell_characters

    @property
    def is_empty(self) -> bool:
        return not self._rows and not self._boxes

    def sheets(self) -> Iterator[LineSheet | GridSheet]:
        """The grid, and the lines of the boxes that lie above its first row or elsewhere before and behind it."""
        first = self._rows.numbers[0] if self._rows else 0
        boxes = sorted(self._boxes)
        yield from self._lines([box for box in boxes if box.row <= first])
        if self._rows or not boxes:
            yield self.grid()
        yield from self._lines([box for box in boxes if box.row > first])

    def _lines(self, boxes: Iterable[Box]) -> Iterator[LineSheet]:
        lines = [
            Line(text, Place(box.row + 1, 1, None, self.name, cell_name(box.row, box.column)))
            for box in boxes
            for text in box.text.split("\n")
        ]
        if lines:
            yield LineSheet(tuple(lines))

    def grid(self) -> GridSheet:
        """The cells as a grid; they are no longer kept here. Raises `ReadError` for one out of all proportion."""
        budget = _SPREAD * self._spent.limits.cells
        used = self._rows.numbers
        sizes, covered = self._merged(used)
        for row, columns_of in covered.items():
            self._rows.drop(row, columns_of)
        down, across = _Axis(used), _Axis(self._rows.used_columns)
        columns = {column: (across.position(column), Spot(column_name(column))) for column in across.used}
        rows: list[tuple[Cell, ...]] = []
        plain = not sizes and not self._seams
        for row, filled in zip(used, self._rows.shapes, strict=True):
            rows.extend([()] * (down.position(row) - len(rows)))
            line = row + 1
            at_row = Row(line, line, self.name)
            made = [EMPTY] * (columns[max(filled)][0] + 1 if filled else 0)
            budget -= len(made)
            if budget < 0:
                self._refuse(_TOO_SPREAD)
            for column, text in self._rows.take(row):
                at, spot = columns[column]
                if plain:
                    made[at] = Cell(text, at_row, 0, spot)
                    continue
                span = sizes.get((row, column))
                height, width = 1, 1
                if span is not None:
                    height, width = down.size(row, span.last_row), across.size(column, span.last_column)
                seams = self._seams.get((row, column), ())
                placed = tuple((offset, at_row.place(spot, source)) for offset, source in seams)
                if placed and not placed[0][0]:
                    made[at] = Cell.of(text, placed[0][1], height, width, placed)
                else:
                    made[at] = Cell.of(text, at_row, height, width, placed, spot)
            rows.append(tuple(made))
        return GridSheet(self.name, tuple(rows))

    def _merged(self, used: Sequence[int]) -> tuple[dict[tuple[int, int], Span], dict[int, list[int]]]:
        """The merged ranges by their first cell, and the columns of rows whose text another covers that says the same.

        A range that covers other text hides it in Excel. Here it counts only as far as it covers nothing.
        """
        sizes: dict[tuple[int, int], Span] = {}
        covered: dict[int, list[int]] = {}
        text = self._rows.text
        budget = _COVER * self._spent.limits.cells
        for span in self._spans:
            rows = used[bisect_left(used, span.row) : bisect_right(used, span.last_row)]
            budget -= len(rows) + 1
            if budget < 0:
                self._refuse(_TOO_SPREAD)
            said = text(span.row, span.column).strip()
            inside_all: list[tuple[int, int]] = []
            for row in rows:
                cells = self._rows.columns(row)
                width = span.last_column - span.column + 1
                inside: Iterable[int] = range(span.column, span.last_column + 1) if width < len(cells) else cells
                budget -= min(width, len(cells))
                inside_all += [
                    (row, column)
                    for column in inside
                    if span.column <= column <= span.last_column
                    and column in cells
                    and (row, column) != (span.row, span.column)
                ]
            others = [(row, column) for row, column in inside_all if text(row, column).strip() != said]
            if others:
                count, first = self._covered or (0, min(others))
                self._covered = (count + len(others), min(first, *others))
                span = _clear(span, inside_all)
            else:
                for row, column in inside_all:
                    covered.setdefault(row, []).append(column)
            sizes.setdefault((span.row, span.column), span)
        return sizes, covered

    @property
    def is_tabular(self) -> bool:
        """Whether there are rows with texts beside one another, as tables have and a cover has not."""
        return sum(len(cells) >= _FEWEST_COLUMNS for cells in self._rows.shapes) >= _FEWEST_ROWS

    def left_out(self) -> Note:
        """What is to be said of the worksheet where it is not read."""
        return Note(_LEFT_OUT.format(sheet=self.name), Place(1, 1, None, self.name))

    def notes(self) -> Iterator[Note]:
        """What is to be said of the worksheet besides its cells; its grid has been made."""
        if self.is_empty:
            if self.has_pictures:
                yield Note(_PICTURES.format(sheet=self.name), Place(1, 1, None, self.name))
        elif self.has_pictures and all(len(cells) == 1 for cells in self._rows.shapes):
            yield Note(_MOSTLY_PICTURES.format(sheet=self.name), Place(1, 1, None, self.name))
        if self.hidden and not self.is_empty:
            yield Note(_HIDDEN_SHEET.format(sheet=self.name), Place(1, 1, None, self.name))
        parts = [*self._hidden_rows(), *self._hidden_columns()]
        if parts:
            told = _HIDDEN_PARTS.format(sheet=self.name, parts="、".join(parts))
            yield Note(told, Place(1, 1, None, self.name))
        if self._covered:
            count, (row, column) = self._covered
            told = _COVERED.format(sheet=self.name, count=count)
            yield Note(told, self._place(row, column))
        if self._uncalculated:
            count, cell = self._uncalculated
            told = _UNCALCULATED.format(count=count)
            row = int(cell.lstrip(_LETTERS))
            yield Note(told, Place(row, 1, None, self.name, cell), unchecked=True)

    def _hidden_rows(self) -> Iterator[str]:
        rows = sorted(row for row in set(self.hidden_rows) if self._rows.columns(row))
        if rows:
            yield _listed([f"第 {_range(first + 1, last + 1)} 行" for first, last in _runs(rows)], "处")

    def _hidden_columns(self) -> Iterator[str]:
        if not self.hidden_columns:
            return
        used = self._rows.used_columns
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
        self._positions = array("L")  # of a worksheet there may be a hundred thousand
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


def _clear(span: Span, inside: Iterable[tuple[int, int]]) -> Span:
    """As much of a range as covers nothing: as wide as its first row allows, then as far down as that is clear."""
    others = sorted(inside)
    last_column = min([column for row, column in others if row == span.row], default=span.last_column + 1) - 1
    below = [row for row, column in others if row > span.row and column <= last_column]
    return span._replace(last_column=last_column, last_row=min(below, default=span.last_row + 1) - 1)


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
