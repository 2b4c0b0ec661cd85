"""Lines joined to one text without line breaks, which remembers where each line began."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from io import StringIO
from operator import itemgetter

from msgspec import Struct

from lint_pbt.model.document import Passage, place_list
from lint_pbt.model.sheet import Line
from lint_pbt.text.folding import fold


class Joined(Struct, frozen=True):
    """A text put together from lines. Offsets are those of `passage.text`.

    `folded` is the same text folded. `fresh` are the line starts that look like the start of a paragraph: set in by
    another indentation, or below a blank line where not most lines are.
    """

    passage: Passage
    folded: str
    fresh: frozenset[int]

    @property
    def breaks(self) -> Sequence[int]:
        """Where the lines begin."""
        return self.passage.starts

    def starts_line(self, offset: int) -> bool:
        """Whether a line of the source begins at the offset."""
        breaks = self.passage.starts
        index = bisect_left(breaks, offset)
        return index < len(breaks) and breaks[index] == offset

    def lines_between(self, start: int, end: int) -> Sequence[int]:
        """The line starts between two offsets, both excluded."""
        breaks = self.passage.starts
        return breaks[bisect_right(breaks, start) : bisect_left(breaks, end)]


def join(lines: Sequence[Line], pieces: Sequence[tuple[int, int, int]]) -> tuple[Joined, Sequence[int]]:
    """Join pieces (line index, start, end) of the lines, without their indentation.

    Also returns where each piece begins in the joined text, and where the last one ends.

    A single space at the start of a line is content where lines have a common indentation: the break fell
    before it. More is the indentation of a paragraph. Spaces at line ends are content unless most lines
    have them.
    """
    indents = [_indent(lines[index].text[start:end]) for index, start, end in pieces]
    # Not most_common, for which the interpreter loads a module more.
    common, count = max(Counter(indents).items(), key=itemgetter(1), default=("", 0))
    broken_off = common + " " if count * 2 > len(pieces) else None
    padded = sum(lines[index].text[start:end][-1:].isspace() for index, start, end in pieces) * 2 > len(pieces)
    blank_before = [index > 0 and not lines[index - 1].text.strip() for index, _, _ in pieces]
    spaced = sum(blank_before) < len(pieces) * 0.4

    whole = StringIO()
    breaks, offsets = array("Q"), array("Q")
    places = place_list([lines[index].place for index, _, _ in pieces])
    fresh: list[int] = []
    offset = 0
    for (index, start, end), indent, blank in zip(pieces, indents, blank_before, strict=True):
        offsets.append(offset)
        skipped = start + len(indent)
        if indent == broken_off:
            skipped -= 1
        elif indent != common or (spaced and blank):
            fresh.append(offset)
        text = lines[index].text[skipped:end]
        if padded:
            text = text.rstrip()
        if not text:
            continue
        breaks.append(offset)
        places.append(lines[index].place.moved(skipped))
        offset += whole.write(text)
    offsets.append(offset)
    passage = Passage(whole.getvalue(), breaks, places)
    return Joined(passage, fold(passage.text), frozenset(fresh)), offsets


def _indent(text: str) -> str:
    return text[: len(text) - len(text.lstrip())]


def last_sign(text: str, start: int, end: int) -> str:
    """The last character between two offsets that is no white space, or "" where there is none."""
    while end > start and text[end - 1].isspace():
        end -= 1
    return text[end - 1 : end] if end > start else ""
