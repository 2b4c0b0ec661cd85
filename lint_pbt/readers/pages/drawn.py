"""The text of a page as it was drawn: runs of characters one after the other, blocks of runs one below the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lint_pbt.readers.pages.grids import Grid
from lint_pbt.readers.pages.marks import Area, Character

Slot = tuple[int, int]  # the number of a grid, and of a cell in it

HANGING = frozenset("。，、；：！？）》」』】”’％%,.;:)")  # signs that stay with what they close

_LEAST_GAP = -0.12  # heights between characters that follow one another
_TOUCHING = 0.12
_IN_ORDER = 0.19  # between those that were drawn one after the other
_IN_PIECE = (-0.6, 0.6)  # and in one piece
_PADDING = 0.1  # heights, at least, between a rule and the text of its cell
_MOST_PADDING = 0.6
_SAME_INDENT = 0.6  # points
_OVERLAP = 0.3  # heights
_UPON = 0.45  # heights
_MOST_COMPARED = 200  # characters of a cell
_MOST_ON_LINE = 60
_ALIKE = 0.25  # points
PITCHES = (0.7, 1.9)  # heights from one line of a cell to the next
_OFF = 1.5  # points, by which lines may be off
_FULL = 0.6  # heights: with less room beyond what the next line begins with a line was wrapped


class _Run(NamedTuple):
    """Characters that were drawn one after the other on one line."""

    members: list[int]
    area: Area
    size: float
    is_cut: bool


class Block(NamedTuple):
    """Runs that were drawn one below the other: the text of a cell, or a part of it.

    `home` is the cell that it begins in, where its lower lines are printed upon the text of cells below.
    """

    members: list[int]
    area: Area
    home: Slot | None = None


def touches(before: Character, character: Character, least: float = _LEAST_GAP, most: float = _TOUCHING) -> bool:
    """Whether a character stands right behind another, as in one word; `least` and `most` are gaps in heights."""
    size = max(character.size, before.size)
    return least * size <= character.left - before.right <= most * size and abs(character.y - before.y) < 0.2 * size


def box_of(characters: Sequence[Character]) -> Area:
    """The box of characters, without white space around them."""
    inked = [character for character in characters if not character.text.isspace()] or characters
    left, right = min(character.left for character in inked), max(character.right for character in inked)
    return Area(left, min(one.y - 0.7 * one.size for one in inked), right, max(one.y for one in inked))


def prints_over(one: Character, other: Character) -> bool:
    """Whether a character is printed upon another one, which is not the same again."""
    size = max(one.size, other.size)
    return (
        abs(one.y - other.y) < 0.5 * size
        and min(one.right, other.right) - max(one.left, other.left) > _UPON * size
        and one.text != other.text
        and not (one.text.isspace() or other.text.isspace())
    )


def _run(characters: Sequence[Character], members: list[int]) -> _Run:
    found = [characters[member] for member in members]
    largest = max(found, key=lambda character: character.size)
    box = box_of(found)
    area = Area(box.left, largest.y - 0.7 * largest.size, box.right, largest.y)
    return _Run(members, area, largest.size, any(character.window is not None for character in found))


class Drawn:
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

    def blocks(self) -> Iterator[Block]:
        """Runs put together that stand one below the other as the lines of a cell do."""
        lines: list[_Run] = []
        for run in self._runs():
            if lines and not self._goes_on(lines, run):
                yield self._block(lines)
                lines = []
            lines.append(run)
        if lines:
            yield self._block(lines)

    def _block(self, lines: Sequence[_Run]) -> Block:
        areas = [line.area for line in lines]
        area = Area(min(a.left for a in areas), areas[0].top, max(a.right for a in areas), areas[-1].bottom)
        first = self.slots[lines[0].members[0]]
        upon = any(self._stands_upon(line) for line in lines[1:] if self.slots[line.members[0]] != first)
        return Block([member for line in lines for member in line.members], area, first if upon else None)

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
            and min(other.right, character.right) - max(other.left, character.left) > _OVERLAP * character.size
            and other is not character
            for other in self.held[slot][:_MOST_COMPARED]
        )

    def _goes_on(self, lines: Sequence[_Run], run: _Run) -> bool:
        last = lines[-1]
        pitch = run.area.bottom - last.area.bottom
        if run.is_cut or last.is_cut or not PITCHES[0] * run.size <= pitch <= PITCHES[1] * run.size:
            return False
        if len(lines) > 1 and abs(pitch - (last.area.bottom - lines[-2].area.bottom)) > _OFF:
            return False
        aligned = any(abs(one - other) <= _OFF for one, other in zip(across(last.area), across(run.area), strict=True))
        slot = self.slots[lines[0].members[0]]
        if slot is None or not aligned:  # what begins above a table is its title
            return False
        own = self.slots[run.members[0]]
        if self.slots[last.members[-1]] == own or self._is_full(slot, last, run):
            return True
        return self._stands_upon(run) and not self._stands_alike(slot, lines[0], run)

    def _stands_upon(self, run: _Run) -> bool:
        """Whether a run is printed upon other text in the cell that holds it, or upon the rule below a table."""
        slot = self.slots[run.members[0]]
        if slot is None:
            middle = (run.area.left + run.area.right) / 2
            return any(
                run.area.top < grid.ys[-1] < run.area.bottom and grid.xs[0] < middle < grid.xs[-1]
                for grid in self.grids
            )
        members = [self.characters[member] for member in run.members]
        others = self.held[slot][:_MOST_COMPARED]
        return any(prints_over(one, other) for one in members[:_MOST_ON_LINE] for other in others)

    def _stands_alike(self, slot: Slot, first: _Run, run: _Run) -> bool:
        """Whether a run stands in its cell as the first line above does in its own: it may be the text of that cell."""
        own = self.slots[run.members[0]]
        if own is None:
            return False
        above, here = self._cell(slot), self._cell(own)
        return any(
            abs(one - two) < _ALIKE
            for one, two in (
                (first.area.top - above.top, run.area.top - here.top),
                (above.bottom - first.area.bottom, here.bottom - run.area.bottom),
            )
        )

    def _is_full(self, slot: Slot, line: _Run, following: _Run) -> bool:
        """Whether there was no room at the end of a line for what the following one begins with."""
        texts = [self.characters[member] for member in following.members]
        lead = 1
        while lead < len(texts) and "!" <= texts[lead].text <= "~" and "!" <= texts[lead - 1].text <= "~":
            lead += 1
        cell = self._cell(slot)
        padding = min(max(self.indent, 0.0), _MOST_PADDING * line.size)
        room = cell.right - cell.left - 2 * padding - (line.area.right - line.area.left)
        return room < texts[lead - 1].right - texts[0].left + _FULL * line.size


def across(area: Area) -> tuple[float, float, float]:
    return area.left, (area.left + area.right) / 2, area.right


def along(area: Area) -> tuple[float, float, float]:
    return area.top, (area.top + area.bottom) / 2, area.bottom
