"""Tables with their text, as they stand on one page or, put together, on several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from lint_pbt.readers.pages.drawn import HANGING, PITCHES, Slot, touches
from lint_pbt.readers.pages.grids import Grid
from lint_pbt.readers.pages.lines import lines_of
from lint_pbt.readers.pages.marks import Area, Character, TextLine
from lint_pbt.readers.pages.overflow import cut_beside, ends_cut, overflows, settle

HEAD_ROWS = 24
_CLOSING_GAP = (-0.5, 0.2)  # heights between a character and the sign that closes it
_UNEVEN = 1.5  # points, by which a centred line may be off


@dataclass(slots=True)
class TableCell:
    """A cell: rows `top` to before `bottom`, columns `left` to before `right`, and its lines.

    `floor` is the room left below its last line, in points; `is_cut` tells whether text reaches over its border and is
    cut off there, `is_short` whether some of it may be missing for that; `runs_over` tells whether text reaches over
    its border, or other text stands upon it.
    """

    top: int
    bottom: int
    left: int
    right: int
    lines: list[TextLine]
    floor: float = 0.0
    is_cut: bool = False
    is_short: bool = False
    runs_over: bool = False

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
    It stands from `top` on its first page to `bottom` on `last_page`.
    """

    xs: list[float]
    rows: int
    cells: list[TableCell]
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


class Filled(NamedTuple):
    """The tables of a page with their text, the characters in none, and the beginnings of texts not surely read right.

    Of the `doubtful` it could not be told in which cell they stand; of the `cut` ones, in none, there may be more.
    """

    tables: list[Table]
    outside: list[Character]
    doubtful: list[str]
    cut: list[str]


def fill_grids(
    page: int, grids: Sequence[Grid], characters: Sequence[Character], pieces: Callable[[], Sequence[int]]
) -> Filled:
    """Put the characters of a page into the cells of its tables.

    A character belongs to the cell that holds its middle; closing punctuation stays with what it closes. Of tables
    within each other the inner one has it. Text that is cut off belongs to the cell at whose border it is cut, and
    nowhere where no cell is. Where text runs over rules, `pieces` is asked which characters were drawn together.
    """
    inner_first = sorted(grids, key=lambda grid: (grid.xs[-1] - grid.xs[0]) * (grid.ys[-1] - grid.ys[0]))
    slots, runs_over = _slots(inner_first, characters)
    doubtful: list[str] = []
    tables, outside = _filled(page, inner_first, characters, slots)
    if runs_over or any(cell.runs_over for table in tables for cell in table.cells):
        settled, doubtful = settle(inner_first, characters, slots, pieces())
        if settled != slots:
            tables, outside = _filled(page, inner_first, characters, settled)
    alone = [character for character, slot in zip(characters, slots, strict=True) if slot is None]
    cut = cut_beside(alone) if any(character.window for character in alone) else []
    return Filled(sorted(tables, key=lambda table: table.top), outside, doubtful, cut)


def _slots(grids: Sequence[Grid], characters: Sequence[Character]) -> tuple[list[Slot | None], bool]:
    """The cell that holds each character, and whether text goes on over a rule from one to another."""
    found: list[Slot | None] = []
    runs_over = False
    before: Character | None = None
    held: Slot | None = None
    nowhere = Area(0.0, 0.0, -1.0, -1.0)
    here = nowhere  # the box of the cell that was the last one, where none stands within another
    for character in characters:
        if not (character.text in HANGING and before is not None and touches(before, character, *_CLOSING_GAP)):
            x, y = (character.left + character.right) / 2, character.y - 0.3 * character.size
            if character.window is not None:
                x, y = character.window.nearest(x, y)
            if not (here.left <= x < here.right and here.top <= y < here.bottom):
                held_before, held, here = held, None, nowhere
                for number, grid in enumerate(grids):
                    region = grid.region_at(x, y)
                    if region is not None:
                        held = number, region
                        here = grid.area(region) if number == 0 else nowhere
                        break
                if not runs_over and held != held_before and before is not None:
                    beside = before.text not in HANGING and touches(before, character)
                    runs_over = beside or (held_before is not None and _goes_on_below(grids, held_before, before, x, y))
        found.append(held)
        before = character
    return found, runs_over


def _goes_on_below(grids: Sequence[Grid], held: Slot, before: Character, x: float, y: float) -> bool:
    """Whether what was drawn right after the text of a cell stands below it as its next line would."""
    cell = grids[held[0]].area(held[1])
    return cell.left <= x < cell.right and cell.bottom <= y <= before.y + PITCHES[1] * before.size


def _filled(
    page: int, grids: Sequence[Grid], characters: Sequence[Character], slots: Sequence[Slot | None]
) -> tuple[list[Table], list[Character]]:
    """The tables with each character in its cell, and the characters seen outside of them."""
    filled: list[dict[int, list[Character]]] = [{} for _ in grids]
    outside: list[Character] = []
    for character, slot in zip(characters, slots, strict=True):
        if slot is not None:
            filled[slot[0]].setdefault(slot[1], []).append(character)
        elif character.window is None or character.window.holds(*character.middle):
            outside.append(character)
    tables = [
        _table(page, grid, [texts.get(number, []) for number in range(len(grid.regions))])
        for grid, texts in zip(grids, filled, strict=True)
    ]
    return tables, outside


def _table(page: int, grid: Grid, texts: Sequence[Sequence[Character]]) -> Table:
    cells = [_cell(page, grid, number, text) for number, text in enumerate(texts)]
    return Table(
        list(grid.xs),
        len(grid.ys) - 1,
        cells,
        page,
        grid.ys[0],
        grid.ys[-1],
        grid.closed_above,
        grid.closed_below,
    )


def _cell(page: int, grid: Grid, number: int, characters: Sequence[Character]) -> TableCell:
    region = grid.regions[number]
    lines = lines_of(page, characters, in_cell=True) if characters else []
    floor = 0.0
    if lines:
        lines = _with_room(lines, grid.xs[region.left], grid.xs[region.right])
        floor = grid.ys[region.bottom] - lines[-1].y
    cell = TableCell(region.top, region.bottom, region.left, region.right, lines, floor)
    if lines:
        cut = [character for character in characters if character.window is not None]
        goes_on = cell.is_merged and region.bottom == len(grid.ys) - 1  # perhaps on the next page
        cell.is_cut = bool(cut)
        cell.is_short = bool(cut) and not goes_on and ends_cut(cut, lines[-1])
        cell.runs_over = not cut and overflows(characters, lines, grid.area(number))
    return cell


def _with_room(lines: Sequence[TextLine], left: float, right: float) -> list[TextLine]:
    """The lines of a cell, each with the room that it leaves free; centred ones leave it on both sides."""
    gaps = [(line.left - left, right - line.right) for line in lines]
    padding = min(max(min([before for before, _ in gaps]), 0.0), (right - left) / 3)
    is_centred = len(lines) > 1 and all(abs(before - behind) <= _UNEVEN for before, behind in gaps)
    return [
        line._replace(room=behind - padding + (before - padding if is_centred else 0.0))
        for line, (before, behind) in zip(lines, gaps, strict=True)
    ]
