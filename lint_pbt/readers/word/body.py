"""The body of a document becomes blocks: paragraphs, and tables with their merged cells put together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lint_pbt.readers.blocks import Paragraph, Table, TableCell, table_cell
from lint_pbt.readers.tally import MOST_SPANNED, Tally
from lint_pbt.readers.word.line import LineReader
from lint_pbt.readers.word.names import child, is_on, local, number, properties, shows_prompt, value, within
from lint_pbt.readers.word.package import too_deep
from lint_pbt.readers.word.remarks import Seen, has_pictures
from lint_pbt.readers.word.setup import Setup

if TYPE_CHECKING:
    from lxml.etree import _Element

    from lint_pbt.limits import Limits

_FIGURES = re.compile(r"\D*(\d+)\D*")
_IN_BODY = frozenset(("p", "tbl"))


@dataclass(slots=True)
class _Merging:
    """A cell that cells below or to the right may still be merged into."""

    column: int
    columns: int
    rows: int = 1
    blocks: list[Paragraph | Table] = field(default_factory=list)

    def done(self) -> TableCell:
        return table_cell(self.column, self.rows, self.columns, 0, self.blocks)


class Body:
    """Reads the blocks of a document; `seen` counts what there is to say of them."""

    def __init__(self, limits: Limits, tally: Tally, setup: Setup) -> None:
        self.seen = Seen()
        self._setup = setup
        self._tally = tally
        self._most_nested = limits.depth
        self._nested = 0

    def blocks(self, container: _Element) -> list[Paragraph | Table]:
        """What a body, a cell or a text box holds. Raises `ReadError` for tables that nest too deeply."""
        found: list[Paragraph | Table] = []
        labels: dict[int, str] = {}  # what Word shows before paragraphs
        kept: list[str] = []  # of paragraphs whose ends a revision takes away, and what is struck through in them
        struck: list[str] = []
        for name, element in within(container, _IN_BODY):
            if name == "tbl":
                found.append(self._table(element))
                continue
            if shows_prompt(element) or (local(container.tag) == "tc" and shows_prompt(container)):
                found.append(_paragraph(kept, struck))
                continue
            line = LineReader(self.seen, self._setup.styles)
            looks = child(element, "pPr")
            kept.append(line.read(element))
            struck.append(line.struck)
            label = self._setup.numbering.label(looks) if not struck[-1] or kept[-1].strip() else ""
            if label:
                labels.setdefault(len(found), label)
            if child(looks, "rPr", "del") is None:
                found.append(_paragraph(kept, struck))
            for box in line.boxes:
                found += self._nested_blocks(box)
        if any(kept) or any(struck):
            found.append(_paragraph(kept, struck))
        return _numbered(found, labels, in_cell=local(container.tag) == "tc") if labels else found

    def _nested_blocks(self, container: _Element) -> list[Paragraph | Table]:
        self._nested += 1
        if self._nested > self._most_nested:
            raise too_deep()
        blocks = self.blocks(container)
        self._nested -= 1
        return blocks

    def _table(self, table: _Element) -> Table:
        rows: list[list[_Merging]] = []
        above: dict[int, _Merging] = {}
        for _, element in within(table, ("tr",)):
            looks = child(element, "trPr")
            if child(looks, "del") is not None:
                continue
            if is_on(child(looks, "hidden")):
                self.seen.hidden += 1
                continue
            row, above = self._row(element, number(child(looks, "gridBefore"), 0, MOST_SPANNED), above)
            rows.append(row)
        return Table(tuple(tuple(cell.done() for cell in row) for row in rows))

    def _row(
        self, row: _Element, column: int, above: dict[int, _Merging]
    ) -> tuple[list[_Merging], dict[int, _Merging]]:
        """The cells that begin in a row, and those that may go on below by the column they stand in."""
        cells: list[_Merging] = []
        open_below: dict[int, _Merging] = {}
        for _, element in within(row, ("tc",)):
            looks = properties(child(element, "tcPr"))
            columns = max(number(looks.get("gridSpan"), 1, MOST_SPANNED), 1)
            blocks = self._cell(element)
            down, across = looks.get("vMerge"), looks.get("hMerge")
            if across is not None and value(across) != "restart" and cells:
                cells[-1].columns += columns
                self._say_covered(blocks, cells[-1])
            elif down is not None and value(down) != "restart" and column in above:
                cell = open_below[column] = above[column]
                cell.rows += 1
                self._say_covered(blocks, cell)
            else:
                cell = _Merging(column, columns, blocks=blocks)
                cells.append(cell)
                if down is not None:
                    open_below[column] = cell
            column += columns
        self._tally.row(column)
        return cells, open_below

    def _cell(self, cell: _Element) -> list[Paragraph | Table]:
        blocks = self._nested_blocks(cell)
        if not _says(blocks) and has_pictures(cell):
            self.seen.pictured += 1
        return blocks

    def _say_covered(self, blocks: list[Paragraph | Table], cell: _Merging) -> None:
        """Text in a cell that lies under another is not shown; the same text once more is nothing to tell."""
        if _says(blocks) and blocks != cell.blocks:
            self.seen.hidden += 1


def _paragraph(pieces: list[str], struck: list[str]) -> Paragraph:
    """The paragraph that pieces make; they are used up."""
    made = Paragraph("".join(pieces), 0, "".join(struck))
    pieces.clear()
    struck.clear()
    return made


def _numbered(blocks: list[Paragraph | Table], labels: Mapping[int, str], *, in_cell: bool) -> list[Paragraph | Table]:
    """Blocks, paragraphs behind the numbers that Word shows before them.

    Where a cell holds a single paragraph, its number counts cells; it is no part of what that says.
    """
    says = [block for block in blocks if not isinstance(block, Paragraph) or block.text.strip()]
    is_alone = in_cell and len(says) == 1
    return [
        block._replace(text=_joined(labels[index], block.text))
        if isinstance(block, Paragraph) and index in labels and not (is_alone and block is says[0])
        else block
        for index, block in enumerate(blocks)
        if not is_alone or block is says[0] or not isinstance(block, Paragraph) or block.struck
    ]


def _joined(label: str, text: str) -> str:
    """A paragraph behind its number, which must not run into the first figure of the text."""
    if not text.strip():
        figures = _FIGURES.fullmatch(label)
        return figures[1] if figures else label
    return f"{label} {text}" if label[-1].isalnum() or text[0].isdigit() else label + text


def _says(blocks: list[Paragraph | Table]) -> bool:
    """Whether there is text in some blocks."""
    return any(
        block.text.strip() if isinstance(block, Paragraph) else any(cell.text or cell.tables for cell in block.cells)
        for block in blocks
    )
