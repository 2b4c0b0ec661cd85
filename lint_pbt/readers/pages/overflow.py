"""Text that runs over the rules of its cell: which cell it is of, by the runs in which the file draws it.

A writer draws what a cell says in one go, line after line. So characters that follow one another stay together, and
their cell is the one in which they stand as text stands in cells: at its left or right end or in its middle, and at
its top, its bottom or half-way.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from lint_pbt.readers.pages.drawn import HANGING, Block, Drawn, Slot, across, along, box_of, prints_over
from lint_pbt.readers.pages.grids import Grid
from lint_pbt.readers.pages.marks import Area, Character, TextLine

_STRUCK = 0.3  # of a character's width, by which it stands beyond a rule
_BEYOND = 0.2  # heights
_CROWDED = 1.1
_OFF = 1.5  # points, by which text may miss its place in a cell
_WRAPPED = 1.3  # heights free at the end of a line that surely ended: more
_RARE = 0.2  # of the texts of a table: less is no habit
_CLEARLY = 1.5  # times
_MOST_BLOCKS = 2_000  # whose cells are looked for on a page
_MOST_SLOTS = 100  # that one may touch
_MOST_CUT = 200  # characters of a page at which text may be cut off
_MOST_IN_CELL = 20  # texts of a cell that are held against one another
_MOST_COMPARED = 60  # characters of each
_SHOWN = 12  # characters of an example


class Settled(NamedTuple):
    """The cell of each character, and the beginnings of texts whose cell could not be told."""

    slots: list[Slot | None]
    doubtful: list[str]


def crosses(character: Character, cell: Area) -> bool:
    """Whether a character whose middle is in a cell reaches over its rules."""
    beyond = _STRUCK * (character.right - character.left)
    return (
        character.left + beyond < cell.left
        or (character.right - beyond > cell.right and character.text not in HANGING)
        or character.y - 0.5 * character.size < cell.top - 1
        or character.y > cell.bottom + 1
    )


def overflows(characters: Sequence[Character], lines: Sequence[TextLine], cell: Area) -> bool:
    """Whether the text in a cell reaches over its rules, or there is more of it than room on its lines."""
    for line in lines:
        beyond = _BEYOND * line.size
        if (
            line.left + beyond < cell.left
            or (line.right - beyond > cell.right and line.text[-1] not in HANGING)
            or line.y - 0.5 * line.size < cell.top - 1
            or line.y > cell.bottom + 1
        ):
            return True
    wide = sum([line.right - line.left for line in lines])
    return sum([one.right - one.left for one in characters if one.text != " "]) > _CROWDED * wide


def ends_cut(cut: Sequence[Character], last: TextLine) -> bool:
    """Whether there may have been more text where that of a cell is cut off.

    Some writers leave out what is not seen at all, so the last that is in the file is seen in part. `cut` are the
    characters of text that is cut off, `last` is the last line of the cell.
    """
    reaches_on = False
    for character in cut:
        window = character.window
        if window is None or character.text.isspace():
            continue
        top = character.y - 0.6 * character.size
        if character.left > window.right or character.right < window.left or top > window.bottom:
            return False  # what is not seen stands there
        beyond = _STRUCK * (character.right - character.left)
        is_below = character.y > window.bottom + 1 and last.y - character.y < 1 and last.room < _WRAPPED * last.size
        is_beside = character.right - beyond > window.right or character.left + beyond < window.left
        reaches_on = reaches_on or is_below or is_beside
    return reaches_on


def cut_beside(characters: Sequence[Character]) -> list[str]:
    """The texts outside of tables that are cut off where other text stands beside them, as far as they are seen.

    A worksheet without rules prints so what is too long for its cell.
    """
    found = []
    for last in islice(filter(_is_struck_off, characters), _MOST_CUT):
        window = last.window or Area(0.0, 0.0, 0.0, 0.0)
        line = [one for one in characters if abs(one.y - last.y) < _STRUCK * last.size]
        if any(window.right - _OFF <= one.left <= window.right + last.size and one.window != window for one in line):
            found.append("".join([one.text for one in line if one.window == window]).strip())
    return found


def _is_struck_off(character: Character) -> bool:
    """Whether what is seen of a text ends within a character."""
    window = character.window
    if window is None or character.text.isspace() or not window.top <= character.middle[1] <= window.bottom:
        return False
    return character.left < window.right < character.right - _STRUCK * (character.right - character.left)


def settle(
    grids: Sequence[Grid], characters: Sequence[Character], slots: Sequence[Slot | None], pieces: Sequence[int]
) -> Settled:
    """The cells of characters some of which stand over rules.

    `slots` are the cells that hold their middles; `pieces` tell in which of the file's pieces of text each was drawn,
    numbered in the order of drawing.
    """
    blocks = list(Drawn(grids, characters, slots, pieces).blocks())
    touched = [{slots[member] for member in block.members} for block in blocks]
    homes = [next(iter(found)) if len(found) == 1 else None for found in touched]
    habits = [_Habits(grid, number, blocks, homes) for number, grid in enumerate(grids)]
    settled, doubtful, tried = list(slots), [], 0
    for index, (block, found) in enumerate(zip(blocks, touched, strict=True)):
        numbers = {slot[0] for slot in found if slot is not None}
        if block.home is not None:
            homes[index] = block.home
            for member in block.members:
                settled[member] = block.home
            continue
        if not numbers or (len(found) == 1 and not _strays(block, homes[index], grids, characters)):
            continue
        home = None
        tried += 1
        if len(found) > 1 and len(numbers) == 1 and habits[min(numbers)].are_apart(_parts(block, slots, characters)):
            continue
        if len(numbers) == 1 and tried <= _MOST_BLOCKS:
            around = (*homes[max(index - 1, 0) : index], *homes[index + 1 : index + 2])
            home = habits[numbers.pop()].home(block, [slot for slot in around if slot is not None])
        if home is None:
            doubtful.append("".join(characters[member].text for member in block.members).strip()[:_SHOWN])
            continue
        for member in block.members:
            settled[member] = home
    return Settled(settled, [*doubtful, *_printed_over(blocks, settled, characters)])


def _printed_over(
    blocks: Sequence[Block], settled: Sequence[Slot | None], characters: Sequence[Character]
) -> Iterator[str]:
    """The beginnings of texts that are printed upon others of the same cell."""
    held: dict[Slot, list[Block]] = {}
    for block in blocks:
        slot = settled[block.members[0]]
        for other in held.get(slot, [])[:_MOST_IN_CELL] if slot is not None else ():
            if _meet(block.area, other.area) and any(
                prints_over(characters[one], characters[two])
                for one in block.members[:_MOST_COMPARED]
                for two in other.members[:_MOST_COMPARED]
            ):
                yield "".join(characters[member].text for member in block.members).strip()[:_SHOWN]
                break
        if slot is not None:
            held.setdefault(slot, []).append(block)


def _meet(one: Area, other: Area) -> bool:
    return max(one.left, other.left) < min(one.right, other.right) and max(one.top, other.top) < min(
        one.bottom, other.bottom
    )


def _parts(block: Block, slots: Sequence[Slot | None], characters: Sequence[Character]) -> dict[Slot | None, Area]:
    """The box of what stands in each of the cells that a text touches."""
    held: dict[Slot | None, list[Character]] = {}
    for member in block.members:
        held.setdefault(slots[member], []).append(characters[member])
    return {slot: box_of(found) for slot, found in held.items()}


def _strays(block: Block, home: Slot | None, grids: Sequence[Grid], characters: Sequence[Character]) -> bool:
    """Whether a text that stands in one cell reaches over its rules, and is not cut off there."""
    if home is None:
        return False
    cell = grids[home[0]].area(home[1])
    found = (characters[member] for member in block.members)
    return any(one.window is None and not one.text.isspace() and crosses(one, cell) for one in found)


_Ends = Callable[[Area], tuple[float, float, float]]


class _Habits:
    """How text stands in the cells of one table: how far from their beginning, middle, end, and how often."""

    def __init__(self, grid: Grid, number: int, blocks: Sequence[Block], homes: Sequence[Slot | None]) -> None:
        self.grid, self.number = grid, number
        inside = [
            (block.area, grid.area(home[1]))
            for block, home in zip(blocks, homes, strict=True)
            if home is not None and home[0] == number
        ]
        self.across, self.along = _usual(inside, across), _usual(inside, along)

    def home(self, block: Block, around: Sequence[Slot]) -> Slot | None:
        """The cell that a text is of, None where that cannot be told; `around` are those drawn before and after it."""
        fitting: dict[int, float] = {}
        for region in self._regions(block.area):
            cell = self.grid.area(region)
            fit = _fit(block.area, cell, across, self.across) * _fit(block.area, cell, along, self.along)
            if fit > 0:
                fitting[region] = fit
        # Cells are drawn row after row.
        rows = {self.grid.regions[slot[1]].top for slot in around if slot[0] == self.number}
        likely = [region for region in fitting if self.grid.regions[region].top in rows] or list(fitting)
        best = sorted(likely, key=fitting.__getitem__, reverse=True)
        if not best or (len(best) > 1 and fitting[best[0]] < _CLEARLY * fitting[best[1]]):
            return None
        return self.number, best[0]

    def are_apart(self, parts: Mapping[Slot | None, Area]) -> bool:
        """Whether what looks like one text are those of cells one below the other, each where text stands in them."""
        rows = set()
        for slot, area in parts.items():
            if slot is None or _fit(area, self.grid.area(slot[1]), along, self.along) < _RARE:
                return False
            rows.add(self.grid.regions[slot[1]].top)
        return len(rows) == len(parts)

    def _regions(self, area: Area) -> set[int]:
        """The cells that an area touches; none where those are far too many for the text of one."""
        xs, ys, slots = self.grid.xs, self.grid.ys, self.grid.slots
        left, right = bisect_right(xs, area.left - _OFF) - 1, bisect_right(xs, area.right)
        top, bottom = bisect_right(ys, area.top - _OFF) - 1, bisect_right(ys, area.bottom)
        rows, columns = slice(max(top, 0), bottom), slice(max(left, 0), right)
        if (bottom - top) * (right - left) > _MOST_SLOTS:
            return set()
        return {region for row in slots[rows] for region in row[columns]}


def _usual(inside: Sequence[tuple[Area, Area]], ends: _Ends) -> list[tuple[float, float]]:
    """How far texts are off the beginning, middle and end of their cells most often, and how often, from 0 to 1."""
    found = []
    for end in range(3):
        offs = [ends(text)[end] - ends(cell)[end] for text, cell in inside]
        counts = Counter(round(off) for off in offs)
        near = {off: counts[off - 1] + counts[off] + counts[off + 1] for off in counts}
        best = max(near, key=lambda off: (near[off], -abs(off)), default=0)
        found.append((float(best), near.get(best, 0) / max(len(offs), 1)))
    return found


def _fit(text: Area, cell: Area, ends: _Ends, usual: Sequence[tuple[float, float]]) -> float:
    """How usual the place of a text in a cell is along one axis, 0 where it is no place for it."""
    shares = [
        share
        for one, other, (off, share) in zip(ends(text), ends(cell), usual, strict=True)
        if abs(one - other - off) <= _OFF and share >= _RARE
    ]
    first, _, last = ends(text)
    start, _, end = ends(cell)
    return max(shares, default=_RARE / 2 if start - _OFF <= first and last <= end + _OFF else 0.0)
