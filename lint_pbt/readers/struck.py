"""Text that is struck through: its author has deleted it, and left it for others to see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lint_pbt.errors import ReadError
from lint_pbt.model.document import Note, Place

# The size of each run of a text, and whether it is struck through; None where the run leaves that to its cell.
Runs = Sequence[tuple[int, bool | None]]
Seams = tuple[tuple[int, int], ...]

_STRUCK = "有 {count} 处文字划了删除线，当作已经删去，没有读；这是第一处：“{text}”。要保留的，请去掉删除线再检查"
_ALL_STRUCK = "里面的文字全都划了删除线，当作已经删去，没有东西可查。如果要保留，请去掉删除线再检查"
_SHOWN = 20  # characters


class Struck:
    """What is struck through in a file: how often, and the first such text with its place."""

    __slots__ = ("_count", "_first")

    def __init__(self) -> None:
        self._count = 0
        self._first: tuple[str, Place | None] = ("", None)

    def add(self, text: str, place: Place | None) -> None:
        """Put down a struck text; blanks are nothing to tell."""
        if not text.strip():
            return
        if not self._count:
            self._first = (" ".join(text.split()), place)
        self._count += 1

    def notes(self) -> Iterator[Note]:
        """What is to be said, once for a file."""
        if self._count:
            text, place = self._first
            shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
            yield Note(_STRUCK.format(count=self._count, text=shown), place)

    def refuse_if_all(self) -> None:
        """Raise `ReadError` for a file in which no other text was found, if there was any of this."""
        if self._count:
            raise ReadError(_ALL_STRUCK)


def kept(text: str, runs: Runs) -> tuple[str, str, Seams]:
    """What is left of a text without its struck runs, what went, and the seams of what is left.

    A seam is an offset in what is left, with that of the same character in the whole text.
    """
    left, gone = "", ""
    seams: list[tuple[int, int]] = []
    start = shift = 0
    for size, is_struck in runs:
        piece = text[start : start + size]
        if is_struck:
            gone += piece
        elif piece:
            if start - len(left) != shift:
                shift = start - len(left)
                seams.append((len(left), start))
            left += piece
        start += size
    return left, gone, tuple(seams)
