"""Tables with their text, as they stand on one page or, put together, on several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lint_pbt.readers.pages.grids import Grid, Region
from lint_pbt.readers.pages.lines import lines_of
from lint_pbt.readers.pages.marks import Character, TextLine

HEAD_ROWS = 24
_UNEVEN = 1.5  # points, by which a centred line may be off
_HANGING = frozenset("。，、；：！？）》」』】”’％%,.;:)")


@dataclass(slots=True)
class TableCell:
    """A cell: rows `top` to before `bottom`, columns `left` to before `right`, and its lines.

    `floor` is the room left below its last line, in points; `is_cut` tells whether text reaches over its border and is
    cut off there.
    """

    top: int
    bottom: int
    left: int
    right: int
    lines: list[TextLine]
    floor: float = 0.0
    is_cut: bool = False

    @property
    def key(self) -> str:
        """Its characters, to compare."""
        return "".join("".join(line.text for line in self.lines).split())

    @property
    def is_merged(self) -> bool:
        return self.bottom - self.top > 1


@dataclass(slots=True)
class Table:
    """A table: the edges of its columns in points, how many rows it has, its cells.

    `head` are the cells of its first `HEAD_ROWS` rows, `recent` those that stand on its last page: a table may be long.
    `first_page` to `last_page` is where it stands, from `top` on the first to `bottom` on the last.
    """

    xs: list[float]
    rows: int
    cells: list[TableCell]
    first_page: int
    last_page: int
    top: float
    bottom: float
    closed_above: bool = True
    closed_below: bool = True
    head: list[TableCell] = field(init=False)
    recent: list[TableCell] = field(init=False)

    def __post_init__(self) -> None:
        self.head = [cell for cell in self.cells if cell.top < HEAD_ROWS]
        self.recent = list(self.cells)

    def row_cells(self, row: int) -> list[TableCell]:
        """The cells that stand in one of the first rows or on the last page, from left to right.

        Those that began above the row are among them.
        """
        cells = self.head if row < HEAD_ROWS else self.recent
        return sorted((cell for cell in cells if cell.top <= row < cell.bottom), key=lambda cell: cell.left)

    def row_starts(self, row: int) -> list[TableCell]:
        """The cells that begin in a row, from left to right."""
        return [cell for cell in self.row_cells(row) if cell.top == row]


def fill_grids(
    page: int, grids: Sequence[Grid], characters: Sequence[Character]
) -> tuple[list[Table], list[Character]]:
    """The tables of a page with the characters in their cells, and those that stand in none.

    A character belongs to the cell that holds its middle; closing punctuation stays with what it closes. Of tables
    within each other the inner one has it. Text that is cut off belongs to the cell at whose border it is cut, and
    nowhere where no cell is.
    """
    inner_first = sorted(grids, key=lambda grid: (grid.xs[-1] - grid.xs[0]) * (grid.ys[-1] - grid.ys[0]))
    filled: list[dict[int, list[Character]]] = [{} for _ in inner_first]
    outside: list[Character] = []
    before: Character | None = None
    held = outside
    for character in characters:
        follows = (
            character.text in _HANGING
            and before is not None
            and abs(character.y - before.y) < 1
            and -0.5 <= (character.left - before.right) / character.size < 0.2
        )
        if not follows:
            x, y = (character.left + character.right) / 2, character.y - 0.3 * character.size
            if character.window is not None:
                x, y = character.window.nearest(x, y)
            held = outside
            for number, grid in enumerate(inner_first):
                region = grid.region_at(x, y)
                if region is not None:
                    held = filled[number].setdefault(region, [])
                    break
        if held is not outside or character.window is None or character.window.holds(*character.middle):
            held.append(character)
        before = character
    tables = [
        _table(page, grid, [texts.get(number, []) for number in range(len(grid.regions))])
        for grid, texts in zip(inner_first, filled, strict=True)
    ]
    return sorted(tables, key=lambda table: table.top), outside


def _table(page: int, grid: Grid, texts: Sequence[Sequence[Character]]) -> Table:
    cells = [_cell(page, grid, region, text) for region, text in zip(grid.regions, texts, strict=True)]
    return Table(
        list(grid.xs),
        len(grid.ys) - 1,
        cells,
        page,
        page,
        grid.ys[0],
        grid.ys[-1],
        grid.closed_above,
        grid.closed_below,
    )


def _cell(page: int, grid: Grid, region: Region, characters: Sequence[Character]) -> TableCell:
    lines = lines_of(page, characters, in_cell=True) if characters else []
    floor = 0.0
    if lines:
        lines = _with_room(lines, grid.xs[region.left], grid.xs[region.right])
        floor = grid.ys[region.bottom] - lines[-1].y
    is_cut = any(character.window is not None for character in characters)
    return TableCell(region.top, region.bottom, region.left, region.right, lines, floor, is_cut)


def _with_room(lines: Sequence[TextLine], left: float, right: float) -> list[TextLine]:
    """The lines of a cell, each with the room that it leaves free; centred ones leave it on both sides."""
    gaps = [(line.left - left, right - line.right) for line in lines]
    padding = min(max(min(before for before, _ in gaps), 0.0), (right - left) / 3)
    is_centred = len(lines) > 1 and all(abs(before - behind) <= _UNEVEN for before, behind in gaps)
    return [
        line._replace(room=behind - padding + (before - padding if is_centred else 0.0))
        for line, (before, behind) in zip(lines, gaps, strict=True)
    ]
