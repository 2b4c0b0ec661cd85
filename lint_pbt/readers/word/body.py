"""The body of a document becomes blocks: paragraphs, and tables with their merged cells put together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from lint_pbt.readers.blocks import Paragraph, Table, TableCell, table_cell
from lint_pbt.readers.origins import Origin, Origins, joined, moved
from lint_pbt.readers.tally import Tally
from lint_pbt.readers.word.line import LineReader
from lint_pbt.readers.word.names import child, is_on, local, shows_prompt, within
from lint_pbt.readers.word.package import too_deep
from lint_pbt.readers.word.plain import PlainCells
from lint_pbt.readers.word.regular import RegularRow, RegularRows
from lint_pbt.readers.word.remarks import Seen, has_pictures
from lint_pbt.readers.word.setup import Setup
from lint_pbt.readers.word.spans import ONE, Spans, columns_before, spans_of

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
    blocks: Sequence[Paragraph | Table] = ()

    def done(self) -> TableCell:
        return table_cell(self.column, self.rows, self.columns, 0, self.blocks)


class _Draft:
    """A paragraph as it is read: more than one of the file where a revision takes the ends of others away."""

    def __init__(self) -> None:
        self._texts: list[tuple[str, Origins]] = []
        self._struck: list[str] = []

    def add(self, text: str, struck: str, origins: Origins) -> None:
        self._texts.append((text, origins))
        self._struck.append(struck)

    @property
    def is_empty(self) -> bool:
        return not any(self._struck) and not any(text for text, _ in self._texts)

    def done(self) -> Paragraph:
        """The paragraph; the draft is used up."""
        text, origins = joined(self._texts, "")
        made = Paragraph(text, 0, "".join(self._struck), origins)
        self._texts, self._struck = [], []
        return made


class Body:
    """Reads the blocks of a document; `seen` counts what there is to say of them.

    `plain` reads the cells that are plain; without it texts have their origins, each of them an element of the body.
    `regular` has the rows that were taken out.
    """

    def __init__(
        self,
        limits: Limits,
        tally: Tally,
        setup: Setup,
        plain: PlainCells | None = None,
        regular: RegularRows | None = None,
    ) -> None:
        self.seen = Seen()
        self._plain, self._regular = plain, regular
        self._setup = setup
        self._tally = tally
        self._most_nested = limits.depth
        self._nested = 0

    def blocks(self, container: _Element) -> list[Paragraph | Table]:
        """What a body, a cell or a text box holds. Raises `ReadError` for tables that nest too deeply."""
        found: list[Paragraph | Table] = []
        labels: dict[int, str] = {}  # what Word shows before paragraphs
        draft = _Draft()
        in_cell = local(container.tag) == "tc"
        prompts = in_cell and shows_prompt(container)
        for name, element in within(container, _IN_BODY):
            if name == "tbl":
                found.append(self._table(element))
                continue
            if prompts or (element.getparent() is not container and shows_prompt(element)):
                found.append(draft.done())
                continue
            line = LineReader(self.seen, self._setup.styles)
            looks = child(element, "pPr")
            text, struck = line.read(element), line.struck
            draft.add(text, struck, self._origins(line, element))
            label = self._setup.numbering.label(looks) if not struck or text.strip() else ""
            if label:
                labels.setdefault(len(found), label)
            if child(looks, "rPr", "del") is None:
                found.append(draft.done())
            for box in line.boxes:
                found += self._nested_blocks(box)
        if not draft.is_empty:
            found.append(draft.done())
        return _numbered(found, labels, in_cell=in_cell) if labels else found

    def _origins(self, line: LineReader, paragraph: _Element) -> Origins:
        if self._plain is not None:
            return ()
        return line.origins or (Origin(0, 0, paragraph),)

    def _nested_blocks(self, container: _Element) -> list[Paragraph | Table]:
        self._nested += 1
        if self._nested > self._most_nested:
            raise too_deep()
        blocks = self.blocks(container)
        self._nested -= 1
        return blocks

    def _table(self, table: _Element) -> Table:
        rows: list[Sequence[_Merging | TableCell]] = []
        above: dict[int, _Merging] = {}
        for _, element in within(table, ("tr",)):
            made: Sequence[_Merging | TableCell]
            taken_out = self._regular.at(element) if self._regular is not None else ()
            if taken_out and self._nested >= self._most_nested:
                raise too_deep()
            for row in taken_out:
                made, above = self._simple(row) if row.is_simple else self._row(row.before, row.cells, above)
                rows.append(made)
            if taken_out:
                continue
            looks = child(element, "trPr")
            if child(looks, "del") is not None:
                continue
            if is_on(child(looks, "hidden")):
                self.seen.hidden += 1
                continue
            made, above = self._row(columns_before(looks), self._cells(element), above)
            rows.append(made)
        return Table(tuple([tuple([one.done() if isinstance(one, _Merging) else one for one in row]) for row in rows]))

    def _simple(self, row: RegularRow) -> tuple[list[TableCell], dict[int, _Merging]]:
        """The cells of a row that was taken out and has none that are merged."""
        cells = []
        column = row.before
        for spans, blocks in row.cells:
            cells.append(table_cell(column, 1, spans.columns, 0, blocks))
            column += spans.columns
        self._tally.row(column)
        return cells, {}

    def _cells(self, row: _Element) -> Iterator[tuple[Spans, Sequence[Paragraph | Table]]]:
        """What each cell of a row spans and holds."""
        may_span = self._plain is None or self._plain.spans
        for _, element in within(row, ("tc",)):
            yield spans_of(element) if may_span else ONE, self._cell(element)

    def _row(
        self, column: int, row: Iterable[tuple[Spans, Sequence[Paragraph | Table]]], above: dict[int, _Merging]
    ) -> tuple[list[_Merging], dict[int, _Merging]]:
        """The cells that begin in a row, and those that may go on below by the column they stand in."""
        cells: list[_Merging] = []
        open_below: dict[int, _Merging] = {}
        for spans, blocks in row:
            if spans.with_before and cells:
                cells[-1].columns += spans.columns
                self._say_covered(blocks, cells[-1])
            elif spans.with_above and column in above:
                cell = open_below[column] = above[column]
                cell.rows += 1
                self._say_covered(blocks, cell)
            else:
                cell = _Merging(column, spans.columns, blocks=blocks)
                cells.append(cell)
                if spans.may_grow:
                    open_below[column] = cell
            column += spans.columns
        self._tally.row(column)
        return cells, open_below

    def _cell(self, cell: _Element) -> Sequence[Paragraph | Table]:
        if self._plain is not None and self._nested < self._most_nested:
            plain = self._plain.blocks(cell)
            if plain is not None:
                return plain
        blocks = self._nested_blocks(cell)
        if not _says(blocks) and has_pictures(cell):
            self.seen.pictured += 1
        return blocks

    def _say_covered(self, blocks: Sequence[Paragraph | Table], cell: _Merging) -> None:
        """Text in a cell that lies under another is not shown; the same text once more is nothing to tell."""
        if _says(blocks) and tuple(blocks) != tuple(cell.blocks):
            self.seen.hidden += 1


def _numbered(blocks: list[Paragraph | Table], labels: Mapping[int, str], *, in_cell: bool) -> list[Paragraph | Table]:
    """Blocks, paragraphs behind the numbers that Word shows before them.

    Where a cell holds a single paragraph, its number counts cells; it is no part of what that says.
    """
    says = [block for block in blocks if not isinstance(block, Paragraph) or block.text.strip()]
    is_alone = in_cell and len(says) == 1
    return [
        _labelled(labels[index], block)
        if isinstance(block, Paragraph) and index in labels and not (is_alone and block is says[0])
        else block
        for index, block in enumerate(blocks)
        if not is_alone or block is says[0] or not isinstance(block, Paragraph) or block.struck
    ]


def _labelled(label: str, paragraph: Paragraph) -> Paragraph:
    """A paragraph behind its number, which must not run into the first figure of the text."""
    text = paragraph.text
    if not text.strip():
        figures = _FIGURES.fullmatch(label)
        return replace(paragraph, text=figures[1] if figures else label)
    before = f"{label} " if label[-1].isalnum() or text[0].isdigit() else label
    return replace(paragraph, text=before + text, origins=moved(paragraph.origins, len(before)))


def _says(blocks: Sequence[Paragraph | Table]) -> bool:
    """Whether there is text in some blocks."""
    return any(
        block.text.strip() if isinstance(block, Paragraph) else any(cell.text or cell.tables for cell in block.cells)
        for block in blocks
    )
