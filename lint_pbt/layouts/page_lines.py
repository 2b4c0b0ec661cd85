"""The lines of paged text without their white space, as the search for page furniture needs them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from lint_pbt.sheet import Line
from lint_pbt.text import fold

_MONEY = re.compile(r"\d[\d,]*\.\d|\d[\d,]*$")


class Pages:
    """The lines of a file, those that are not blank without white space, and these run together.

    `kept` are the indices of the lines that are not blank; a position counts these. `dropped` are the positions
    of furniture, `cuts` the spans of characters to leave out of other lines, by position.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.folded = fold("\n".join(line.text for line in lines)).split("\n")
        self.kept: list[int] = []
        self.compact: list[str] = []
        for index, text in enumerate(self.folded):
            parts = text.split()
            if parts:
                self.kept.append(index)
                # Most lines hold no white space: then the line itself will do, and large files stay small.
                self.compact.append(text if len(parts[0]) == len(text) else "".join(parts))
        self.run = "".join(self.compact)
        self.starts = [0]
        for text in self.compact:
            self.starts.append(self.starts[-1] + len(text))
        self.dropped: set[int] = set()
        self.cuts: dict[int, list[tuple[int, int]]] = {}

    def is_edge(self, offset: int) -> bool:
        """Whether a line begins, or the last one ends, at an offset of the run."""
        return self.starts[bisect_left(self.starts, offset)] == offset if offset <= self.starts[-1] else False

    def position(self, offset: int) -> int:
        """Which of the kept lines holds the character of the run at `offset`."""
        return bisect_right(self.starts, offset) - 1

    def remove(self, start: int, end: int) -> None:
        """Take a span of the run out."""
        for position in range(self.position(start), self.position(end - 1) + 1):
            low = max(start, self.starts[position]) - self.starts[position]
            high = min(end, self.starts[position + 1]) - self.starts[position]
            if high - low == len(self.compact[position]):
                self.dropped.add(position)
            else:
                self.cuts.setdefault(position, []).append(self._characters(position, low, high))

    def place(self, offset: int) -> tuple[int, int]:
        """The line and the character in it of an offset in the run; 0 for a line's first."""
        position = self.position(offset)
        index = offset - self.starts[position]
        return self.kept[position], self._characters(position, index, index + 1)[0] if index else 0

    def _characters(self, position: int, low: int, high: int) -> tuple[int, int]:
        """Where the characters `low` to `high` of a compact line stand in the line itself."""
        text = self.folded[self.kept[position]]
        places = [index for index, character in enumerate(text) if not character.isspace()]
        return places[low], places[high - 1] + 1

    def before_money(self, position: int) -> bool:
        """Whether a row of amounts follows: then this line is the name of something."""
        return position + 1 < len(self.compact) and bool(_MONEY.match(self.compact[position + 1]))
