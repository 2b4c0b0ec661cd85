"""Documents and pages between markup and sheets: paragraphs and tables, nested as the file nests them.

A reader of such a format gives blocks, and an `Assembly` makes sheets of them: lines where text stands between
tables, a grid for each table, and names for the places of both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from lint_pbt.model.document import Note, Place
from lint_pbt.model.sheet import EMPTY, Cell, GridSheet, Line, LineSheet
from lint_pbt.readers.marks import Plain
from lint_pbt.readers.origins import Origins, joined, stripped
from lint_pbt.readers.struck import Struck
from lint_pbt.readers.tabbed import divided
from lint_pbt.readers.tally import Tally

if TYPE_CHECKING:
    from lint_pbt.limits import Limits


class Paragraph(Struct, frozen=True, gc=False):
    """Text with a line feed for each line break in it. `line` is that of the source, 0 in a format without lines.

    `struck` is what stood there besides, struck through; `origins` are those of the text, where they are asked for.
    """

    text: str
    line: int = 0
    struck: str = ""
    origins: Origins = ()


class TableCell(Struct, frozen=True, gc=False):
    """A cell as it stands in its table: its column of the grid (from 0), what it spans, and what it holds.

    `text` is what it says itself, `tables` are the tables within that say something in columns of their own.
    """

    column: int
    rows: int
    columns: int
    line: int
    blocks: tuple[Paragraph | Table, ...]
    text: str
    tables: tuple[Table, ...]
    struck: str = ""
    origins: Origins = ()


class Table(NamedTuple):
    """The cells of a table, row by row, in order of their columns."""

    rows: tuple[tuple[TableCell, ...], ...]

    @property
    def is_tabular(self) -> bool:
        """Whether text stands beside text in it; all else is a box around text or around other tables."""
        return any(sum(bool(cell.text) for cell in row) > 1 for row in self.rows)

    @property
    def is_frame(self) -> bool:
        """Whether it only puts other tables and the text around them in their places, as a page's columns do.

        So is a box around a single run of text.
        """
        if not any(cell.tables for cell in self.cells):
            return sum(bool(cell.text) for cell in self.cells) == 1
        with_tables = [any(cell.tables for cell in row) for row in self.rows]
        others = (row for row, has_tables in zip(self.rows, with_tables, strict=True) if not has_tables)
        return not Table(tuple(others)).is_tabular

    @property
    def cells(self) -> Iterator[TableCell]:
        return (cell for row in self.rows for cell in row)


def table_cell(column: int, rows: int, columns: int, line: int, blocks: Iterable[Paragraph | Table]) -> TableCell:
    """A cell that holds some blocks. What stands in a box within it is its own text."""
    blocks = tuple(blocks)
    if not blocks:
        return TableCell(column, rows, columns, line, (), "", ())
    if len(blocks) == 1 and isinstance(blocks[0], Paragraph) and not blocks[0].struck and not blocks[0].origins:
        return TableCell(column, rows, columns, line, blocks, blocks[0].text.strip(), ())
    texts: list[tuple[str, Origins]] = []
    tables: list[Table] = []
    struck: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            struck.append(block.struck)
            if block.text or not block.struck:
                texts.append(stripped(block.text, block.origins, " \t"))
        elif block.is_tabular:
            tables.append(block)
        else:
            texts += [(cell.text, cell.origins) for cell in block.cells if cell.text]
            struck += [cell.struck for cell in block.cells]
            tables += [table for cell in block.cells for table in cell.tables]
    text, origins = stripped(*joined(texts, "\n"))
    return TableCell(column, rows, columns, line, blocks, text, tuple(tables), "".join(struck), origins)


class Assembly:
    """Blocks become sheets, in the order of the document; their rows have been counted by who made them.

    `numbered` is for a format without lines: paragraphs and rows of tables are numbered as they come, and a
    paragraph is called by its number among those with text. `origins` has those of each text with a name by that name,
    where the blocks have any. Of paragraphs that tabs divide there is a grid within `limits`, where these are given;
    `notes` say what there is to say of it.
    """

    def __init__(self, tally: Tally, *, numbered: bool = False, limits: Limits | None = None) -> None:
        self._tally, self._limits = tally, limits
        self._numbered = numbered
        self._sheets: list[LineSheet | GridSheet] = []
        self._lines: list[Line] = []
        self._texts: list[str] = []  # of the lines, with blanks at their ends
        self.notes: list[Note] = []
        self._line = self._paragraphs = self._tables = 0
        self.struck = Struck()
        self.origins: dict[str, Origins] = {}

    def sheets(self) -> tuple[LineSheet | GridSheet, ...]:
        """All sheets; text of blank lines alone is none."""
        self._end_lines()
        return tuple(self._sheets)

    def add(self, blocks: Iterable[Paragraph | Table]) -> None:
        """Put blocks behind what is there already. Raises `ReadError` beyond the limits."""
        for block in blocks:
            if isinstance(block, Paragraph):
                self._add_paragraph(block)
            elif block.is_frame:
                for cell in block.cells:
                    self.add(cell.blocks)
            elif any(cell.text or cell.tables for cell in block.cells):
                self._add_table(block)

    def add_line(self, line: Line) -> None:
        """Put a line that has its place already behind what is there."""
        self._lines.append(line)

    def add_rows(self, rows: Iterable[Iterable[Plain]]) -> None:
        """Put a table whose cells have their places already behind what is there; they are named here."""
        self._end_lines()
        self._tables += 1
        grid = []
        for number, row in enumerate(rows, 1):
            cells = []
            for column, (text, place, seams, struck) in enumerate(row, 1):
                name = self._name(number, column)
                self.struck.add(struck, _named(place, name))
                named = tuple((offset, _named(seam, name)) for offset, seam in seams)
                cells.append(Cell.of(text, _named(place, name), seams=named) if text else EMPTY)
                if text:
                    self._tally.cell(text)
            self._tally.row(len(cells))
            grid.append(tuple(cells))
        self._sheets.append(GridSheet(None, tuple(grid)))

    def _add_paragraph(self, paragraph: Paragraph) -> None:
        if paragraph.struck and not paragraph.text and not self._numbered:
            self.struck.add(paragraph.struck, Place(paragraph.line))
            return
        self._line += 1
        line, name = paragraph.line, None
        if self._numbered:
            line = self._line
            if paragraph.text.strip():
                self._paragraphs += 1
                name = f"第{self._paragraphs}段"
                if paragraph.origins:
                    self.origins[name] = paragraph.origins
        column = 1
        self.struck.add(paragraph.struck, Place(line, cell=name))
        for text in paragraph.text.split("\n"):
            self._lines.append(Line(text.rstrip(), Place(line, column, cell=name)))
            self._texts.append(text)
            column += len(text) + 1

    def _add_table(self, table: Table) -> None:
        """Put a table, and behind it those within its cells."""
        self._end_lines()
        self._tables += 1
        grid = []
        for number, row in enumerate(table.rows, 1):
            self._line += 1
            cells: list[Cell] = []
            for one in row:
                cells += [EMPTY] * (one.column - len(cells))
                cells.append(self._cell(one, number))
                cells += [EMPTY] * (one.columns - 1)
            grid.append(tuple(cells))
        self._sheets.append(GridSheet(None, tuple(grid)))
        for one in table.cells:
            self.add(one.tables)

    def _cell(self, cell: TableCell, row: int) -> Cell:
        if cell.struck:
            line = self._line if self._numbered else cell.line
            self.struck.add(cell.struck, Place(line, cell=self._name(row, cell.column + 1)))
        if cell.text:
            self._tally.cell(cell.text)
        elif cell.rows == cell.columns == 1:
            return EMPTY
        line = self._line if self._numbered else cell.line
        name = self._name(row, cell.column + 1)
        if cell.origins:
            self.origins[name] = cell.origins
        return Cell.of(cell.text, Place(line, cell=name), cell.rows, cell.columns)

    def _name(self, row: int, column: int) -> str:
        return f"第{self._tables}个表第{row}行第{column}列"

    def _end_lines(self) -> None:
        if any(line.text for line in self._lines):
            found = divided(self._lines, self._texts, self._limits) if self._limits is not None else None
            self._sheets += [LineSheet(tuple(self._lines))] if found is None else found.sheets
            self.notes += () if found is None else found.notes
        self._lines, self._texts = [], []


def _named(place: Place, name: str) -> Place:
    return Place(place.line, place.column, cell=name)
