"""Text that runs over the rules of its cell: which cell it is of, by the runs in which the file draws it.

A writer draws what a cell says in one go, line after line. So characters that follow one another stay together, and
their cell is the one in which they stand as text stands in cells: at its left or right end or in its middle, and at
its top, its bottom or half-way.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from lint_pbt.readers.pages.grids import Grid
from lint_pbt.readers.pages.marks import Area, Character, TextLine

Slot = tuple[int, int]  # the number of a grid, and of a cell in it

HANGING = frozenset("。，、；：！？）》」』】”’％%,.;:)")  # signs that stay with what they close

_STRUCK = 0.3  # of a character's width, by which it stands beyond a rule
_LEAST_GAP = -0.12  # heights between characters that follow one another
_TOUCHING = 0.12
_IN_ORDER = 0.19  # between those that were drawn one after the other
_IN_PIECE = (-0.6, 0.6)  # and in one piece
_PADDING = 0.1  # heights, at least, between a rule and the text of its cell
_SAME_INDENT = 0.6  # points
_PITCHES = (0.7, 1.9)  # heights from one line of a cell to the next
_OFF = 1.5  # points, by which text may miss its place in a cell
_FULL = 0.6  # heights: with less room beyond what the next line begins with a line was wrapped
_WRAPPED = 1.3  # heights free at the end of a line that surely ended: more
_RARE = 0.2  # of the texts of a table: less is no habit
_CLEARLY = 1.5  # times
_SHOWN = 12  # characters of an example


class Settled(NamedTuple):
    """The cell of each character, and the beginnings of texts whose cell could not be told."""

    slots: list[Slot | None]
    doubtful: list[str]


class _Run(NamedTuple):
    """Characters that were drawn one after the other on one line."""

    members: list[int]
    area: Area
    size: float
    is_cut: bool


class _Block(NamedTuple):
    """Runs that were drawn one below the other: the text of a cell, or a part of it."""

    members: list[int]
    area: Area


def crosses(character: Character, cell: Area) -> bool:
    """Whether a character whose middle is in a cell reaches over its rules."""
    beyond = _STRUCK * (character.right - character.left)
    return (
        character.left + beyond < cell.left
        or (character.right - beyond > cell.right and character.text not in HANGING)
        or character.y - 0.5 * character.size < cell.top - 1
        or character.y > cell.bottom + 1
    )


def touches(before: Character, character: Character, least: float = _LEAST_GAP, most: float = _TOUCHING) -> bool:
    """Whether a character stands right behind another, as in one word; `least` and `most` are gaps in heights."""
    size = max(character.size, before.size)
    return least * size <= character.left - before.right <= most * size and abs(character.y - before.y) < 0.2 * size


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


def settle(
    grids: Sequence[Grid], characters: Sequence[Character], slots: Sequence[Slot | None], pieces: Sequence[int]
) -> Settled:
    """The cells of characters some of which stand over rules.

    `slots` are the cells that hold their middles; `pieces` tell in which of the file's pieces of text each was drawn,
    numbered in the order of drawing.
    """
    blocks = list(_Drawn(grids, characters, slots, pieces).blocks())
    touched = [{slots[member] for member in block.members} for block in blocks]
    homes = [next(iter(found)) if len(found) == 1 else None for found in touched]
    habits = [_Habits(grid, number, blocks, homes) for number, grid in enumerate(grids)]
    settled, doubtful = list(slots), []
    for index, (block, found) in enumerate(zip(blocks, touched, strict=True)):
        numbers = {slot[0] for slot in found if slot is not None}
        if not numbers or (len(found) == 1 and not _strays(block, homes[index], grids, characters)):
            continue
        home = None
        if len(numbers) == 1:
            around = (*homes[max(index - 1, 0) : index], *homes[index + 1 : index + 2])
            home = habits[numbers.pop()].home(block, [slot for slot in around if slot is not None])
        if home is None:
            doubtful.append("".join(characters[member].text for member in block.members).strip()[:_SHOWN])
            continue
        for member in block.members:
            settled[member] = home
    return Settled(settled, doubtful)


def _strays(block: _Block, home: Slot | None, grids: Sequence[Grid], characters: Sequence[Character]) -> bool:
    """Whether a text that stands in one cell reaches over its rules, and is not cut off there."""
    if home is None:
        return False
    cell = grids[home[0]].area(home[1])
    found = (characters[member] for member in block.members)
    return any(one.window is None and not one.text.isspace() and crosses(one, cell) for one in found)


def _run(characters: Sequence[Character], members: list[int]) -> _Run:
    found = [characters[member] for member in members]
    largest = max(found, key=lambda character: character.size)
    inked = [character for character in found if not character.text.isspace()] or found
    left, right = min(character.left for character in inked), max(character.right for character in inked)
    area = Area(left, largest.y - 0.7 * largest.size, right, largest.y)
    return _Run(members, area, largest.size, any(character.window is not None for character in found))


class _Drawn:
    """The text of a page as it was drawn."""

    def __init__(
        self,
        grids: Sequence[Grid],
        characters: Sequence[Character],
        slots: Sequence[Slot | None],
        pieces: Sequence[int],
    ) -> None:
        self.grids, self.characters, self.slots, self.pieces = grids, characters, slots, pieces
        self.held: dict[Slot, list[Character]] = {}
        for character, slot in zip(characters, slots, strict=True):
            if slot is not None and not character.text.isspace():
                self.held.setdefault(slot, []).append(character)
        lefts = (min(one.left for one in held) - self._cell(slot).left for slot, held in self.held.items())
        [(self.indent, _)] = Counter(round(left, 1) for left in lefts).most_common(1) or [(0.0, 0)]

    def _cell(self, slot: Slot) -> Area:
        return self.grids[slot[0]].area(slot[1])

    def blocks(self) -> Iterator[_Block]:
        """Runs put together that stand one below the other as the lines of a cell do."""
        lines: list[_Run] = []
        for run in self._runs():
            if lines and not self._goes_on(lines, run):
                yield _block(lines)
                lines = []
            lines.append(run)
        if lines:
            yield _block(lines)

    def _runs(self) -> Iterator[_Run]:
        members: list[int] = []
        for index in sorted(range(len(self.characters)), key=self.pieces.__getitem__):
            if members and not self._follows(members[-1], index):
                yield _run(self.characters, members)
                members = []
            members.append(index)
        if members:
            yield _run(self.characters, members)

    def _follows(self, last: int, index: int) -> bool:
        """Whether a character goes on on the line of the one drawn before it."""
        before, character = self.characters[last], self.characters[index]
        if before.window != character.window:
            return False
        if self.pieces[last] == self.pieces[index]:
            return touches(before, character, *_IN_PIECE)
        if not touches(before, character, most=_IN_ORDER):
            return False
        slot = self.slots[index]
        return slot is None or slot == self.slots[last] or not self._begins(slot, before, character)

    def _begins(self, slot: Slot, before: Character, character: Character) -> bool:
        """Whether a character right behind the text of another cell begins that of its own."""
        indent = character.left - self._cell(slot).left
        # Behind a closing sign is room that writers let hang over a rule.
        may_begin = abs(indent - self.indent) <= _SAME_INDENT or (
            before.text in HANGING and indent >= _PADDING * character.size
        )
        return may_begin and not any(
            abs(other.y - character.y) < 0.5 * character.size
            and min(other.right, character.right) - max(other.left, character.left) > _STRUCK * character.size
            and other is not character
            for other in self.held[slot]
        )

    def _goes_on(self, lines: Sequence[_Run], run: _Run) -> bool:
        last = lines[-1]
        pitch = run.area.bottom - last.area.bottom
        if run.is_cut or last.is_cut or not _PITCHES[0] * run.size <= pitch <= _PITCHES[1] * run.size:
            return False
        if len(lines) > 1 and abs(pitch - (last.area.bottom - lines[-2].area.bottom)) > _OFF:
            return False
        aligned = any(
            abs(one - other) <= _OFF for one, other in zip(_across(last.area), _across(run.area), strict=True)
        )
        slot, following = self.slots[last.members[-1]], self.slots[run.members[0]]
        return aligned and (slot == following or self._is_full(slot or following, last, run))

    def _is_full(self, slot: Slot | None, line: _Run, following: _Run) -> bool:
        """Whether there was no room at the end of a line for what the following one begins with."""
        if slot is None:
            return False
        texts = [self.characters[member] for member in following.members]
        lead = 1
        while lead < len(texts) and "!" <= texts[lead].text <= "~" and "!" <= texts[lead - 1].text <= "~":
            lead += 1
        cell = self._cell(slot)
        room = cell.right - cell.left - (line.area.right - line.area.left)
        return room < texts[lead - 1].right - texts[0].left + _FULL * line.size


def _block(lines: Sequence[_Run]) -> _Block:
    areas = [line.area for line in lines]
    area = Area(min(a.left for a in areas), areas[0].top, max(a.right for a in areas), areas[-1].bottom)
    return _Block([member for line in lines for member in line.members], area)


def _across(area: Area) -> tuple[float, float, float]:
    return area.left, (area.left + area.right) / 2, area.right


def _along(area: Area) -> tuple[float, float, float]:
    return area.top, (area.top + area.bottom) / 2, area.bottom


_Ends = Callable[[Area], tuple[float, float, float]]


class _Habits:
    """How text stands in the cells of one table: how far from their beginning, middle, end, and how often."""

    def __init__(self, grid: Grid, number: int, blocks: Sequence[_Block], homes: Sequence[Slot | None]) -> None:
        self.grid, self.number = grid, number
        inside = [
            (block.area, grid.area(home[1]))
            for block, home in zip(blocks, homes, strict=True)
            if home is not None and home[0] == number
        ]
        self.across, self.along = _usual(inside, _across), _usual(inside, _along)

    def home(self, block: _Block, around: Sequence[Slot]) -> Slot | None:
        """The cell that a text is of, None where that cannot be told; `around` are those drawn before and after it."""
        fitting: dict[int, float] = {}
        for region in self._regions(block.area):
            cell = self.grid.area(region)
            fit = _fit(block.area, cell, _across, self.across) * _fit(block.area, cell, _along, self.along)
            if fit > 0:
                fitting[region] = fit
        # Cells are drawn row after row.
        rows = {self.grid.regions[slot[1]].top for slot in around if slot[0] == self.number}
        likely = [region for region in fitting if self.grid.regions[region].top in rows] or list(fitting)
        best = sorted(likely, key=fitting.__getitem__, reverse=True)
        if not best or (len(best) > 1 and fitting[best[0]] < _CLEARLY * fitting[best[1]]):
            return None
        return self.number, best[0]

    def _regions(self, area: Area) -> set[int]:
        """The cells that an area touches."""
        xs, ys, slots = self.grid.xs, self.grid.ys, self.grid.slots
        left, right = bisect_right(xs, area.left - _OFF) - 1, bisect_right(xs, area.right)
        top, bottom = bisect_right(ys, area.top - _OFF) - 1, bisect_right(ys, area.bottom)
        return {region for row in slots[max(top, 0) : bottom] for region in row[max(left, 0) : right]}


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
