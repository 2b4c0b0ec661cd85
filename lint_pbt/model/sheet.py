"""What a reader hands to a layout: the pieces of a file, each with its place.

Annotations of named tuples are no texts: each would be compiled at every start.
"""

from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Struct

from lint_pbt.model.document import FIRST, Field, Note, Passage, Place, Row, Spot


class Stretch(Struct, frozen=True):
    """What stands together on a line of a page: its offset in the line, from where to where in points."""

    start: int
    left: float
    right: float


class Line(Struct, frozen=True, gc=False):
    """One line of text without its line end. `breaks_page` is True where a new page begins with it.

    `stretches` tell where on the page its parts stand, in a format that has pages.
    """

    text: str
    place: Place
    breaks_page: bool = False
    stretches: tuple[Stretch, ...] = ()


class LineSheet(Struct, frozen=True, gc=False):
    """A run of lines, in order; blank lines included."""

    lines: Sequence[Line]


class Cell(Field, frozen=True, gc=False, tag=True):
    """One cell of a grid, which as a rule is a field as it is: a large table holds each of its texts once.

    `text` has a line feed for each line break somebody typed; a reader of wrapped text joins its lines. `source` is the
    place of the first character, or the row that the cell has a `spot` in. `seams` are the offsets in `text` where the
    source does not go on character by character (behind a line break or a doubled quote), with the place of the
    character there. `rows` and `columns` are how many the cell spans where it is merged.
    """

    @staticmethod
    def of(
        text: str,
        source: Passage | Place | Row,
        rows: int = 1,
        columns: int = 1,
        seams: tuple[tuple[int, Place], ...] = (),
        spot: Spot = FIRST,
    ) -> "Cell":
        """The cell of which this is known."""
        if rows == columns == 1 and not seams:
            return Cell(text, source, 0, spot)
        return WideCell(text, source, 0, spot, rows, columns, seams)

    def spanning(self, rows: int, columns: int) -> "Cell":
        """The same over so many rows and columns."""
        return Cell.of(self.text, self.source, rows, columns, self.seams, self.spot)

    @property
    def rows(self) -> int:
        return 1

    @property
    def columns(self) -> int:
        return 1

    @property
    def seams(self) -> tuple[tuple[int, Place], ...]:
        return ()


class WideCell(Cell, frozen=True, gc=False):
    """A cell that is merged or has seams: they are few."""

    rows: int = 1
    columns: int = 1
    seams: tuple[tuple[int, Place], ...] = ()


# Stands in the place of a value that the file has no result for: its reader has said so, and nothing more is to be
# said of the value.
UNKNOWN_RESULT = "（公式没有结果）"
# Stands wherever a grid has nothing: such cells are the most, and nobody asks where they are.
EMPTY = Cell("", Place(0, 0))


class GridSheet(NamedTuple):
    """Rows of cells, in order; blank rows included.

    The index of a cell in its row is its column. Where a merged cell spans others, those stand as empty cells.
    A row may be shorter than others, or longer. `name` is None where the format has no names for sheets.
    """

    name: str | None
    rows: tuple[tuple[Cell | WideCell, ...], ...]


class Source(Struct, frozen=True, gc=False):
    """A file as a reader gives it. `encoding` is None where the format has none of its own."""

    path: str
    sheets: tuple[LineSheet | GridSheet, ...]
    encoding: str | None = None
    notes: tuple[Note, ...] = ()


def column_name(index: int) -> str:
    """The letters of a column as a worksheet shows them: A, B, … Z, AA; `index` counts from 0."""
    name = ""
    index += 1
    while index:
        index, letter = divmod(index - 1, 26)
        name = chr(65 + letter) + name
    return name


class LeftOut(Struct, frozen=True, gc=False):
    """A file of a folder that was not taken for a draft, and what it is."""

    path: str
    kind: str
