"""What a performance target table says, each field with its place in the file.

Everything here is immutable. Layouts build it, the engine reads it, reporters show it;
nobody searches the source for a position again. Nothing refers back to what holds it, so that garbage
collection can leave it alone (`gc=False`).
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import overload

from msgspec import Struct

# Left, top, right and bottom on a page, in points from its upper left corner.
Box = tuple[float, float, float, float]


class Place(Struct, frozen=True, gc=False, tag=True):
    """A point in a source file: 1-based line (row, in a grid) and column (characters).

    `cell` is what people call the cell or other spot (`C5`, `第2个表第5行第3列`), `sheet` the name of its worksheet;
    `box` is where on its page the piece of text stands, in a format with pages.
    """

    line: int
    column: int = 1
    page: int | None = None
    sheet: str | None = None
    cell: str | None = None
    box: Box | None = None

    def moved(self, characters: int) -> Place:
        """The place `characters` further along the same line."""
        if not characters:
            return self
        return Place(self.line, self.column + characters, self.page, self.sheet, self.cell, self.box)


class Spot(Struct, frozen=True, gc=False):
    """Where in a row something stands: the letters of its column, and its first character in the line."""

    letters: str
    column: int = 1


FIRST = Spot("A")


class Row(Struct, frozen=True, gc=False, tag=True):
    """A row of a grid in its file: all cells in it share it, so that none needs a place of its own.

    `number` is that of the row, `line` the line it is in: in a worksheet the same.
    """

    line: int
    number: int
    sheet: str | None = None

    def place(self, spot: Spot, offset: int = 0) -> Place:
        """The place `offset` characters behind a spot."""
        return Place(self.line, spot.column + offset, None, self.sheet, f"{spot.letters}{self.number}")


class LinePlaces(Sequence[Place]):
    """Places that are told by line and column alone, in little room: a text has hundreds of thousands."""

    __slots__ = ("_columns", "_lines")

    def __init__(self) -> None:
        self._lines = array("Q")
        self._columns = array("Q")

    def append(self, place: Place) -> None:
        self._lines.append(place.line)
        self._columns.append(place.column)

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, at: int) -> Place: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Place, ...]: ...

    def __getitem__(self, at: int | slice) -> Place | tuple[Place, ...]:
        if isinstance(at, int):
            return Place(self._lines[at], self._columns[at])
        lines, columns = self._lines[at], self._columns[at]
        return (Place(lines[0], columns[0]),) if len(lines) == 1 else tuple(map(Place, lines, columns))


# From so many places on they are kept in little room: then that counts for more than a little time.
_MANY = 50_000


def place_list(places: Sequence[Place]) -> list[Place] | LinePlaces:
    """An empty list for as many places as these and of their kind."""
    alone = len(places) >= _MANY and not any(place.page or place.sheet or place.cell or place.box for place in places)
    return LinePlaces() if alone else []


class Passage(Struct, frozen=True, gc=False, eq=False, tag=True):
    """Text put together from pieces of a source, which knows where each character stood.

    `starts[i]` is the offset in `text` of the piece that stood at `places[i]`; offsets ascend from 0.
    """

    text: str
    starts: Sequence[int]
    places: Sequence[Place]

    def place(self, offset: int) -> Place:
        """The place of the character at `offset` (an offset at the end belongs to the last piece)."""
        if len(self.starts) == 1:
            return self.places[0].moved(offset)
        piece = max(bisect_right(self.starts, offset) - 1, 0)
        return self.places[piece].moved(offset - self.starts[piece])

    def field(self, start: int, end: int) -> Field:
        """The field between two offsets, without the white space around it."""
        text = self.text[start:end]
        bare = text.lstrip()
        start += len(text) - len(bare)
        return Field(bare.rstrip(), self, start)


class Field(Struct, frozen=True, gc=False):
    """One field of a table: its whole text, line breaks of the source gone, and where it stands.

    It is a slice of a passage from `start` on; or all of a cell, of which there are so many that its place, or its row
    and its spot there, have to do.
    """

    text: str
    source: Passage | Row | Place
    start: int = 0
    spot: Spot = FIRST

    @property
    def passage(self) -> Passage:
        """The passage that it is a slice of."""
        source = self.source
        return source if isinstance(source, Passage) else Passage(self.text, (0,), (self.place(),))

    def place(self, offset: int = 0) -> Place:
        """The place of the character at `offset` of the text."""
        source = self.source
        if isinstance(source, Row):
            return source.place(self.spot, offset)
        return source.moved(offset) if isinstance(source, Place) else source.place(self.start + offset)

    def end_place(self, offset: int | None = None) -> Place:
        """The place just behind the character before `offset` (default: behind the text)."""
        size = len(self.text) if offset is None else offset
        return self.place(size - 1).moved(1) if size else self.place()

    def pieces(self, start: int, end: int) -> list[tuple[int, int]]:
        """The span of the text between two offsets, cut where its source has a break."""
        if not isinstance(self.source, Passage):
            return [(start, end)]
        starts = self.source.starts
        inside = slice(bisect_right(starts, self.start + start), bisect_left(starts, self.start + end))
        cuts = [cut - self.start for cut in starts[inside]]
        return list(zip([start, *cuts], [*cuts, end], strict=True))

    @property
    def code(self) -> str | None:
        """A field is a category without a code, which is its name."""
        return None

    @property
    def name(self) -> Field:
        return self

    def __str__(self) -> str:
        return self.text


class Amount(Struct, frozen=True, gc=False):
    """An amount of money in the table's own unit, under the column it stands in."""

    column: str | None
    value: Decimal
    field: Field


class Category(Struct, frozen=True, gc=False):
    """A first- or second-level category as the table writes it, with its `code` as written, without its dash.

    One without a code is the field of its name: of these there are as many as indicators.
    """

    code: str | None
    name: Field


class Indicator(Struct, frozen=True, gc=False):
    """One third-level indicator with its target values.

    A value is None where the table has none. `leftover` holds the parts of the record that fit no
    field. `begins` is where the record does: a place, or an offset in the passage of the name, or None where it is the
    name. `sign` is what stands in a column of signs, as written (the values have it in front already), `previous` what
    was reached or meant a year earlier.
    """

    ordinal: int | None
    level1: Category | Field
    level2: Category | Field
    name: Field
    cycle: Field | None
    annual: Field | None
    begins: Place | int | None = None
    weight: Field | None = None
    direction: Field | None = None
    sign: Field | None = None
    previous: Field | None = None
    leftover: tuple[Field, ...] = ()

    @property
    def place(self) -> Place:
        """Where the record begins."""
        begins = self.begins
        if begins is None:
            return self.name.place()
        return self.name.passage.place(begins) if isinstance(begins, int) else begins


class Form(Struct, frozen=True, gc=False):
    """What the table that a project stands in has room for: what has no room is nobody's fault.

    `has_cycle` is False where it has no cycle values at all, `has_goal` where it has no place for goals, and `paired`
    where cycle and annual values stand in lists of their own, which need not match.
    """

    has_cycle: bool = True
    has_goal: bool = True
    paired: bool = True


WHOLE = Form()


class Project(Struct, frozen=True, gc=False):
    """A project with its goal and indicators. `index` counts projects in the document from 1.

    `complete` is False where not all of it was read, or the file ends inside it: what is missing may stand there.
    `several_years` is True where the table says that the project's cycle is longer than a year.
    """

    index: int
    name: Field
    amounts: tuple[Amount, ...]
    goal: Field | None
    indicators: tuple[Indicator, ...]
    complete: bool = True
    several_years: bool = False
    form: Form = WHOLE

    @property
    def total(self) -> Decimal | None:
        return self.amounts[0].value if self.amounts else None


class BudgetUnit(Struct, frozen=True, gc=False):
    """A budget unit (预算单位) with its projects; the name is None where the layout has no units."""

    name: Field | None
    amounts: tuple[Amount, ...]
    projects: tuple[Project, ...]

    @property
    def total(self) -> Decimal | None:
        return self.amounts[0].value if self.amounts else None


class Note(Struct, frozen=True, gc=False):
    """What the reader or the layout has to say of the file: nothing is passed over in silence.

    `unchecked` is True where part of the table could not be checked; such a run ends with exit code 3. `doubtful` is
    True where the reading of columns hangs on a guess that another one comes close to.
    """

    message: str
    place: Place | None = None
    unchecked: bool = False
    doubtful: bool = False


class ColumnTaken(Struct, frozen=True, gc=False):
    """What a column was taken for: its number from 1, its title, its role as people call it.

    `by_title` is True where its title says so, and not its contents; `doubt` is what else it may be, where it is close.
    """

    number: int
    title: str
    role: str
    by_title: bool
    doubt: str | None = None


class TableTaken(Struct, frozen=True, gc=False):
    """How a table was read: where its titles begin, and its columns that count."""

    place: Place
    columns: tuple[ColumnTaken, ...]


class Document(Struct, frozen=True, gc=False):
    """One file as read; `taken` tells how each of its tables was."""

    path: str
    layout: str
    units: tuple[BudgetUnit, ...]
    title: Field | None = None
    department: Field | None = None
    amount_unit: str | None = None
    amounts: tuple[Amount, ...] = ()
    encoding: str | None = None
    notes: tuple[Note, ...] = ()
    taken: tuple[TableTaken, ...] = ()

    @property
    def total(self) -> Decimal | None:
        return self.amounts[0].value if self.amounts else None

    @property
    def has_cycle(self) -> bool:
        """True where a table of the file has cycle values."""
        return any(project.form.has_cycle for _, project in self.projects())

    def projects(self) -> Iterator[tuple[BudgetUnit, Project]]:
        """Each project with its unit, in the order of the table."""
        for unit in self.units:
            for project in unit.projects:
                yield unit, project
