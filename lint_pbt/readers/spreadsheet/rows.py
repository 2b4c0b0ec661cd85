"""The texts of a worksheet by row and column, in little room.

A dictionary a row would be several times as large as what stands in it, and leave holes where it was.
"""

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence

from lint_pbt.readers.sharing import Shared

# The columns of a row with text, each with the number of its text.
Shape = Mapping[int, int]
_NONE: Shape = {}


class Rows:
    """Rows that are filled in any order, as a rule one after another."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        # By column, of rows that may get more: the last one, or all once they have come in another order.
        self._begun: dict[int, dict[int, str]] = {}
        self._in_order = True
        self._numbers = array("L")  # of the other rows, ascending
        self._shapes: list[Shape] = []
        self._texts: list[tuple[str, ...]] = []
        self._known: dict[tuple[int, ...], Shape] = {}  # rows are mostly alike

    def __len__(self) -> int:
        return len(self._numbers) + len(self._begun)

    def put(self, row: int, column: int, text: str) -> None:
        """Put a text where it stands."""
        texts = self._begun.get(row)
        if texts is None:
            texts = self._begin(row)
        texts[column] = self._shared[text]

    def _begin(self, row: int) -> dict[int, str]:
        if self._in_order:
            self._end_all()
            self._in_order = not self._numbers or row > self._numbers[-1]
        if not self._in_order and self._numbers:
            ended = zip(self._shapes, self._texts, strict=True)
            self._begun = {of: dict(zip(*one, strict=True)) for of, one in zip(self._numbers, ended, strict=True)}
            self._numbers, self._shapes, self._texts = array("L"), [], []
        return self._begun.setdefault(row, {})

    def _end_all(self) -> None:
        for row in sorted(self._begun):
            texts = self._begun[row]
            self._numbers.append(row)
            self._shapes.append(self._shape(texts))
            self._texts.append(tuple(texts.values()))
        self._begun.clear()

    def _shape(self, columns: Collection[int]) -> Shape:
        key = tuple(columns)
        shape = self._known.get(key)
        if shape is None:
            shape = self._known[key] = {column: number for number, column in enumerate(key)}
        return shape

    def _at(self, row: int) -> int | None:
        """Which of the rows it is, None where it is none of them."""
        self._end_all()
        at = bisect_left(self._numbers, row)
        return at if at < len(self._numbers) and self._numbers[at] == row else None

    @property
    def numbers(self) -> Sequence[int]:
        """The rows, ascending."""
        self._end_all()
        return self._numbers

    @property
    def shapes(self) -> Sequence[Collection[int]]:
        """The columns with text of each row, even of those that have been taken."""
        self._end_all()
        return self._shapes

    @property
    def used_columns(self) -> list[int]:
        """The columns in which a row has text, ascending."""
        return sorted({column for shape in {id(one): one for one in self.shapes}.values() for column in shape})

    def columns(self, row: int) -> Collection[int]:
        """The columns with text of a row."""
        at = self._at(row)
        return _NONE if at is None else self._shapes[at]

    def text(self, row: int, column: int) -> str:
        """What stands in a cell, "" where nothing does."""
        at = self._at(row)
        number = None if at is None else self._shapes[at].get(column)
        return "" if at is None or number is None else self._texts[at][number]

    def drop(self, row: int, dropped: Collection[int]) -> None:
        """Leave out some columns of a row."""
        at = self._at(row)
        if at is not None:
            left = {of: text for of, text in zip(self._shapes[at], self._texts[at], strict=True) if of not in dropped}
            self._shapes[at], self._texts[at] = self._shape(left), tuple(left.values())

    def take(self, row: int) -> Iterator[tuple[int, str]]:
        """The columns and texts of a row, which is no longer kept here."""
        at = self._at(row)
        assert at is not None
        texts, self._texts[at] = self._texts[at], ()
        return zip(self._shapes[at], texts, strict=True)
