"""The texts of a worksheet by row and column, in little room.

A dictionary a row would be several times as large as what stands in it, and leave holes where it was.
"""

from collections.abc import Collection, Iterator, Mapping

from lint_pbt.readers.sharing import Shared


class Rows:
    """Rows that are filled in any order, as a rule one after another."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._begun: dict[int, dict[int, str]] = {}  # by column, of rows that may get more
        self._in_order = True  # no row has got more after another had begun
        self._texts: dict[int, tuple[str, ...]] = {}
        self._columns: dict[int, Mapping[int, int]] = {}  # of these rows, each with its number among the texts
        self._shapes: dict[tuple[int, ...], Mapping[int, int]] = {}  # rows are mostly alike

    def __len__(self) -> int:
        return len(self._columns) + len(self._begun)

    def put(self, row: int, column: int, text: str) -> None:
        """Put a text where it stands."""
        texts = self._begun.get(row)
        if texts is None:
            texts = self._begin(row)
        texts[column] = self._shared[text]

    def _begin(self, row: int) -> dict[int, str]:
        if self._in_order:
            self._end_all()
        known = row in self._columns
        self._in_order = self._in_order and not known
        self._begun[row] = texts = dict(zip(self._columns.pop(row), self._texts.pop(row), strict=True)) if known else {}
        return texts

    def _end_all(self) -> None:
        for row, texts in self._begun.items():
            shape = tuple(texts)
            columns = self._shapes.get(shape)
            if columns is None:
                columns = self._shapes[shape] = {column: number for number, column in enumerate(shape)}
            self._columns[row], self._texts[row] = columns, tuple(texts.values())
        self._begun.clear()

    @property
    def columns(self) -> Mapping[int, Collection[int]]:
        """The columns with text of each row, even of those that have been taken."""
        self._end_all()
        return self._columns

    def text(self, row: int, column: int) -> str:
        """What stands in a cell, "" where nothing does."""
        number = self._columns.get(row, {}).get(column)
        return "" if number is None else self._texts[row][number]

    def drop(self, row: int, dropped: Collection[int]) -> None:
        """Leave out some columns of a row."""
        texts = self._begin(row)
        for column in dropped:
            texts.pop(column, None)

    def take(self, row: int) -> Iterator[tuple[int, str]]:
        """The columns and texts of a row, which is no longer kept here."""
        return zip(self._columns[row], self._texts.pop(row), strict=True)
