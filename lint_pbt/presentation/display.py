"""Text on a display of fixed-width columns: a Chinese character takes two of them.

Everything that comes out of a table passes through `harmless` before it reaches a terminal.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from itertools import accumulate
from typing import Final

# Marks that may not begin a line, and those that may not end one (行首行尾禁则).
_NOT_FIRST: Final = frozenset("。，、；：？！）】》」』〉〕”’…～·％%℃,.;:?!)]}>")
_NOT_LAST: Final = frozenset("（【《「『〈〔“‘([{<≥≤＞＜=+-~")
# How far back from the edge a better place for a break is looked for, in characters.
_REACH: Final = 24
# How many characters a column may hold before a text is taken for longer than it looks (marks of no width).
_CROWDED: Final = 4


# What nearly all texts of ours consist of: marks of punctuation, characters, full-width signs.
_WIDE: Final = (("一", "龥"), ("\u3000", "〗"), ("！", "～"))
# And those of one column that stand in nearly every report.
_NARROW: Final = frozenset("“”‘’—…·×÷±≥≤≈℃‰°→①②③④⑤⑥⑦⑧⑨⑩")


class _Columns(dict[str, int]):
    """The columns each character takes, measured once."""

    def __missing__(self, character: str) -> int:
        if " " <= character <= "~" or character in _NARROW:
            self[character] = 1
            return 1
        if any(first <= character <= last for first, last in _WIDE):
            self[character] = 2
            return 2
        from rich.cells import get_character_cell_size  # with tables of all characters, which not every run needs

        columns = self[character] = get_character_cell_size(character)
        return columns


class _Shown(dict[int, str]):
    """What stands on the display for a character that does not print; one for one, so offsets hold."""

    def __missing__(self, code: int) -> str:
        shown = self[code] = _stand_in(chr(code))
        return shown


def _stand_in(character: str) -> str:
    if character.isprintable():
        return character
    category = unicodedata.category(character)
    if category == "Zs":
        return character
    if character in "\t\n\v\f\r" or category in ("Zl", "Zp"):
        return " "
    if ord(character) < 0x20:
        return chr(0x2400 + ord(character))
    return "␡" if character == "\x7f" else "·"


_COLUMNS: Final = _Columns()
_SHOWN: Final = _Shown()


def harmless(text: str) -> str:
    """The text with everything that could steer a terminal made visible; every offset stays the same."""
    return text if text.isprintable() else text.translate(_SHOWN)


def columns(text: str) -> int:
    """How many columns the text takes."""
    return len(text) if text.isascii() else sum(map(_COLUMNS.__getitem__, text))


def pad(text: str, width: int) -> str:
    """The text filled up with spaces to `width` columns."""
    return text + " " * (width - columns(text))


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` columns (at least one character a line).

    Chinese breaks between any two characters; words and numbers in ASCII stay whole where they fit,
    and no line begins or ends with a mark that must not stand there.
    """
    if 2 * len(text) <= width:
        return [text]
    ends = list(accumulate(map(_COLUMNS.__getitem__, text)))
    lines = []
    start = before = 0
    while ends[-1] - before > width:
        edge = max(bisect_right(ends, before + width, start), start + 1)
        cut = _break_before(text, edge, max(start, edge - _REACH))
        lines.append(text[start:cut].rstrip(" "))
        while cut < len(text) and text[cut] == " ":
            cut += 1
        start, before = cut, ends[cut - 1]
        if start == len(text):
            return lines
    lines.append(text[start:])
    return lines


def _break_before(text: str, edge: int, floor: int) -> int:
    """The last place at or before `edge`, and behind `floor`, where a line may end; else `edge`."""
    for cut in range(edge, floor, -1):
        last, first = text[cut - 1], text[cut]
        if first == " " or last == " ":
            return cut
        if first in _NOT_FIRST or last in _NOT_LAST or (first.isascii() and last.isascii()):
            continue
        return cut
    return edge


def fits(text: str, width: int) -> bool:
    """True where the text, made harmless, takes at most `width` columns; a long one is not measured to its end."""
    return len(text) <= _CROWDED * width and columns(harmless(text)) <= width


def excerpt(text: str, start: int, end: int, width: int) -> tuple[str, int, int]:
    """A harmless piece of the text of at most `width` columns around `start:end`, and where that stands in it.

    What is cut off is shown by `…`. Of a part in question that is too wide itself the beginning is kept.
    """
    if len(text) > 2 * _CROWDED * width:
        # All that can be shown lies near the start of the part in question.
        near = max(start - _CROWDED * width, 0)
        return excerpt(text[near : start + _CROWDED * width], start - near, end - near, width)
    end, text = min(end, len(text)), harmless(text)
    if columns(text) <= width:
        return text, start, end
    room = width - 2  # for an ellipsis on both sides
    ends = list(accumulate(map(_COLUMNS.__getitem__, text), initial=0))
    end = min(end, bisect_right(ends, ends[start] + room) - 1)
    spare = room - (ends[end] - ends[start])
    left = min(spare // 2, ends[start])
    right = min(spare - left, ends[-1] - ends[end])
    left = min(spare - right, ends[start])
    first = bisect_right(ends, ends[start] - left - 1)
    last = bisect_right(ends, ends[end] + right) - 1
    head, tail = "…" if first else "", "…" if last < len(text) else ""
    return head + text[first:last] + tail, start - first + len(head), end - first + len(head)
