"""Which element of a document each place of its reader is: the reader's own walk, remembered while it goes.

What the reader calls `第2个表第5行第3列` depends on what it takes for a table, so that nothing counts anew here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lint_pbt.readers.blocks import Assembly, Paragraph, Table, TableCell
from lint_pbt.readers.tally import Tally
from lint_pbt.readers.word.body import Body
from lint_pbt.readers.word.names import child, within
from lint_pbt.readers.word.setup import Setup

if TYPE_CHECKING:
    from lxml.etree import _Element

    from lint_pbt.limits import Limits
    from lint_pbt.sheet import Cell


def origins(body: _Element, limits: Limits, setup: Setup) -> dict[str, _Element]:
    """The cell or paragraph of a document's body for each name of a place. Raises ReadError beyond the limits."""
    tally = Tally(limits)
    traced = _TracedBody(limits, tally, setup)
    assembly = _TracedAssembly(tally, traced)
    assembly.add(traced.blocks(body))
    return assembly.found


class _TracedBody(Body):
    """Remembers of what paragraph or cell each block came. Blocks are known by identity, and kept for that."""

    def __init__(self, limits: Limits, tally: Tally, setup: Setup) -> None:
        super().__init__(limits, tally, setup)
        self._paragraphs: dict[int, _Element] = {}
        self._cells: dict[int, _Element] = {}
        self._inner: set[int] = set()
        self._kept: list[Paragraph | Table] = []

    def paragraph_of(self, block: Paragraph) -> _Element | None:
        return self._paragraphs.get(id(block))

    def cell_of(self, cell: TableCell) -> _Element | None:
        return next((self._cells[id(block)] for block in cell.blocks if id(block) in self._cells), None)

    def blocks(self, container: _Element) -> list[Paragraph | Table]:
        found = super().blocks(container)
        self._kept += found
        elements = [
            element
            for name, element in within(container, ("p", "tbl"))
            if name == "tbl" or child(element, "pPr", "rPr", "del") is None
        ]
        own = [block for block in found if id(block) not in self._inner]
        for block, element in zip(own, elements, strict=False):
            self._paragraphs[id(block)] = element
        return found

    def _nested_blocks(self, container: _Element) -> list[Paragraph | Table]:
        found = super()._nested_blocks(container)
        self._inner.update(map(id, found))
        return found

    def _cell(self, cell: _Element) -> list[Paragraph | Table]:
        found = super()._cell(cell)
        for block in found:
            self._cells[id(block)] = cell
        return found


class _TracedAssembly(Assembly):
    """Remembers the element behind each name it gives to a place."""

    def __init__(self, tally: Tally, body: _TracedBody) -> None:
        super().__init__(tally, numbered=True)
        self.found: dict[str, _Element] = {}
        self._body = body

    def _add_paragraph(self, paragraph: Paragraph) -> None:
        super()._add_paragraph(paragraph)
        self._remember(self._lines[-1].place.cell, self._body.paragraph_of(paragraph))

    def _cell(self, cell: TableCell, row: int) -> Cell:
        made = super()._cell(cell, row)
        self._remember(made.place.cell, self._body.cell_of(cell))
        return made

    def _remember(self, name: str | None, element: _Element | None) -> None:
        if name is not None and element is not None:
            self.found[name] = element
