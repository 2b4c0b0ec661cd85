"""Characters put together to lines of text as they are seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter

from lint_pbt.model.sheet import Stretch
from lint_pbt.readers.pages.marks import Character, TextLine

_SAME_LINE = 0.45  # of a character's height, by which base lines may differ: superscripts
_TWICE = 0.3  # of a character's width, within which the same one again only makes it bold
_WORD_GAP = 0.22  # of the height, between words in Latin letters
_SCRIPT_GAP = 0.9  # where Chinese meets Latin or digits
_COLUMN_GAP = 0.6  # between Chinese characters of different columns, outside of cells
_SPREAD_GAP = 2.2  # between Chinese characters in a cell, where short words are spread over its width
# Behind what stands together; programs leave a quarter beside digits.
_APART, _CHINESE_APART = 0.4, 0.3
_CLOSING = frozenset("。，、；：！？）》」』】〉”’％%,.;:!?)")

_y, _left, _size = attrgetter("y"), attrgetter("left"), attrgetter("size")


def lines_of(page: int, characters: Iterable[Character], *, in_cell: bool) -> list[TextLine]:
    """The lines, from top to bottom; blank ones are none."""
    found = (_line(page, row, in_cell) for row in rows_of(characters))
    return [line for line in found if line is not None]


def rows_of(characters: Iterable[Character]) -> list[list[Character]]:
    """The characters by the lines they stand on, from top to bottom and from left to right, each once."""
    rows: list[list[Character]] = []
    y = size = 0.0
    for character in sorted(characters, key=_y):
        if rows and character.y - y <= _SAME_LINE * max(size, character.size):
            rows[-1].append(character)
            if character.size > size:
                y, size = character.y, character.size
        else:
            rows.append([character])
            y, size = character.y, character.size
    return [_once(sorted(row, key=_left)) for row in rows]


def _once(row: list[Character]) -> list[Character]:
    """A line without the characters that were drawn twice, a little apart."""
    kept: list[Character] = []
    last = float("-inf")
    for character in row:
        left = character.left
        near = left - _TWICE * (character.right - left)
        # Where the one before is not near, none is.
        if last < near or all(other.text != character.text or other.left < near for other in kept[-3:]):
            kept.append(character)
            last = left
    return kept


def _line(page: int, row: Sequence[Character], in_cell: bool) -> TextLine | None:
    first, last = 0, len(row)
    while first < last and row[first].text.isspace():
        first += 1
    while last > first and row[last - 1].text.isspace():
        last -= 1
    if first == last:
        return None
    row = row[first:last]
    size = max([character.size for character in row])
    parts = [row[0].text]
    stretches = []
    begin, length, left, right = 0, len(row[0].text), row[0].left, row[0].right
    before, blank = row[0], False  # no blank begins a line
    for after in row[1:]:
        text = after.text
        gap, was_blank, blank = after.left - right, blank, text.isspace()
        parted = gap > _WORD_GAP * size and gap > _gap(before.text, text, in_cell) * size
        if blank is not was_blank or parted or stands_apart(before, after, gap, size):
            if not was_blank:
                stretches.append(Stretch(begin, left, right))
            begin, left = length + parted, after.left
        if parted:
            parts.append(" ")
            length += 1
        parts.append(text)
        length += len(text)
        if after.right > right:
            right = after.right
        before = after
    stretches.append(Stretch(begin, left, right))
    base = max(row, key=_size).y
    return TextLine(page, "".join(parts), row[0].left, right, base, size, _lead(row), stretches=tuple(stretches))


def stands_apart(before: Character, after: Character, gap: float, size: float) -> bool:
    """Whether a gap between two characters is wider than within what stands together."""
    if gap <= _CHINESE_APART * size:
        return False
    chinese = before.text > "\u2e80" and after.text > "\u2e80" and before.text not in _CLOSING
    return gap > (_CHINESE_APART if chinese else _APART) * size


def _gap(before: str, after: str, in_cell: bool) -> float:
    """How wide a gap is between two characters, in heights, that stands for white space."""
    if before.isspace() or after.isspace():
        return float("inf")
    chinese = (before > "\u2e80") + (after > "\u2e80")
    if chinese == 0:
        return _WORD_GAP
    if chinese == 1:
        return _SCRIPT_GAP
    return _SPREAD_GAP if in_cell else _COLUMN_GAP


def _lead(row: Sequence[Character]) -> float:
    """How wide the first piece of a line is that may not be broken: a Chinese character or a word."""
    end = 1
    while end < len(row) and (
        row[end].text in _CLOSING or ("!" <= row[end].text <= "~" and "!" <= row[end - 1].text <= "~")
    ):
        end += 1
    return row[end - 1].right - row[0].left
