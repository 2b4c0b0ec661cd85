"""Cells that hold several indicators: names line by line beside their values, or all in one run of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lint_pbt.layouts.joining import join
from lint_pbt.layouts.records import Records
from lint_pbt.layouts.tables.fields import is_numbered, name_of
from lint_pbt.layouts.tables.grid import FullRow
from lint_pbt.layouts.tables.listings import Listing
from lint_pbt.layouts.tables.looks import LEVELS, NAMES, VALUES, look
from lint_pbt.layouts.tables.pairs import pairs_in, several_in
from lint_pbt.layouts.tables.rows import cell_at
from lint_pbt.layouts.words import Words
from lint_pbt.model.document import Indicator, Note
from lint_pbt.model.sheet import Cell, Line
from lint_pbt.text.folding import fold
from lint_pbt.text.notation import SIGNS
from lint_pbt.text.patterns.lazy import Pattern

_MISMATCH = "这一格写了 {} 条指标，旁边的指标值却有 {} 个，对不上，没有拆开。请一行写一条"
_DOUBT = "这一格和旁边的指标值都分了 {} 行，看不出是几条指标还是一条换了行，当作一条读。请一行写一条，一条的不要换行"
_UNSURE = "这一格写了几条指标，有的看不出名称和指标值，没有拆开，当作一条读。请写成“名称≥值”，一条一行"
_MEASURES = frozenset(("measure", "pair"))
_SEMICOLON = Pattern(r"[；;]")
# Two names with a sign and a number each, something between them.
_SIGNED_TWICE = Pattern(rf"[{SIGNS}]\s?\d[^{SIGNS}]*?(?:[\s、。/;,]|\d[.、)])[^\d{SIGNS}]{{3,40}}[{SIGNS}]\s?\d")
_PIECE = Pattern(r"[^；;\s](?:[^；;]*[^；;\s])?")


def single_rows(row: FullRow, listing: Listing, notes: list[Note]) -> list[FullRow]:
    """The row once for each of its indicators; as it is, with a note, where they cannot be told apart for sure.

    They are several where the name has several lines that are numbered, or that each read like a measure beside as
    many that read like values: words that are no measures may be one name on two lines. Semicolons part a name of one
    line. A sign, a unit or a weight in one line counts for all.
    """
    name = cell_at(row, listing.name)
    if listing.joined and name is not None:
        return [[*row[: listing.name], part, *row[listing.name + 1 :]] for part in _pairs(name, notes)]
    broken = name is not None and "\n" in name.text
    names = _lines(name, broken) if name is not None and (broken or _SEMICOLON.search(name.text)) else []
    if name is None or len(names) < 2:
        return [row]
    targets = [target for target in (listing.annual, listing.cycle) if target]
    cells = ((target.value, cell_at(row, target.value)) for target in targets)
    values = {at: _lines(cell, broken) for at, cell in cells if cell is not None}
    numbered = all(is_numbered(one.text) for one in names)
    counts = {len(lines) for lines in values.values()} - {len(names)}
    doubt = _MISMATCH.format(len(names), max(counts)) if counts else None
    if not numbered:
        if not _are_several(names, list(values.values()), row, broken):
            return [row]
        if broken and not all(look(one.text) & _MEASURES for one in names):
            doubt = _DOUBT.format(len(names))
    if doubt is not None:
        notes.append(Note(doubt, name.place(), unchecked=True))
        return [row]
    split = {listing.name: names}
    for at, lines in values.items():
        split[at] = [_without_number(line) for line in lines] if numbered else lines
    parts = (at for target in targets for at in (target.sign, target.measure))
    beside = (*parts, listing.weight, listing.direction, listing.previous)
    for column in beside:
        cell = cell_at(row, column)
        lines = _lines(cell, broken) if cell is not None else []
        if column is not None and len(lines) == len(names):
            split[column] = lines
    return [[split[at][number] if at in split else cell for at, cell in enumerate(row)] for number in range(len(names))]


def _pairs(cell: Cell, notes: list[Note]) -> list[Cell]:
    """The indicators with their values that a cell lists; the cell, with a note, where some of several are none."""
    spans = pairs_in(cell.text)
    unsure = len(spans) < 2 and (_SIGNED_TWICE.search(fold(cell.text)) or several_in(cell.text))
    if unsure:
        notes.append(Note(_UNSURE, cell.place(), unchecked=True))
    if not spans or unsure:
        return [cell]
    placed = [(line, span) for line in _lines_of(cell) for span in pairs_in(line.text) or [(0, len(line.text))]]
    parts = [Cell(line.text[start:end].rstrip("。"), line.place.moved(start)) for line, (start, end) in placed]
    return [part for part in parts if part.text]


def _are_several(names: Sequence[Cell], values: Sequence[Sequence[Cell]], row: FullRow, broken: bool) -> bool:
    """Whether the parts of a name are names each, as many as the values beside them.

    Where its lines are `broken` it may be one name all the same.
    """
    if not all(look(one.text) & NAMES for one in names) or (broken and _is_wrapped(row)):
        return False
    return any(len(lines) == len(names) and all(look(one.text) & VALUES for one in lines) for lines in values)


def _is_wrapped(row: FullRow) -> bool:
    """Whether the words of a row break anywhere: a category stands on two lines neither of which is one."""
    broken = [cell.text for cell in row if cell is not None and "\n" in cell.text]
    return any(
        look(text) & LEVELS and not any(look(line) & LEVELS for line in text.split("\n") if line.strip())
        for text in broken
    )


def _without_number(cell: Cell) -> Cell:
    field = name_of(cell)
    return Cell(field.text, field.place()) if is_numbered(cell.text) else cell


def _lines(cell: Cell, broken: bool) -> list[Cell]:
    """The lines of a cell without what ends a sentence; where names are not `broken` into lines, semicolons part it."""
    parts = [Cell(line.text.rstrip("；;。 \u3000"), line.place) for line in _lines_of(cell) if line.text.strip()]
    if not broken:
        pieces = ((part, match) for part in parts for match in _PIECE.finditer(part.text))
        parts = [Cell(match[0], part.place(match.start())) for part, match in pieces]
    return parts


def _lines_of(cell: Cell) -> Iterator[Line]:
    """The lines of a cell, each with its place."""
    seams = dict(cell.seams)
    start, place = 0, cell.place()
    for text in cell.text.split("\n"):
        yield Line(text, seams.get(start, place))
        start += len(text) + 1
        place = place.moved(len(text) + 1)


def read_run(cell: Cell, added: Words) -> tuple[list[Indicator], frozenset[str], list[Note]]:
    """The indicators in a cell, the kinds of value it has labels for, and notes of what could not be read.

    `added` are words that a user adds.
    """
    lines = list(_lines_of(cell))
    joined, _ = join(lines, [(index, 0, len(line.text)) for index, line in enumerate(lines)])
    size = len(joined.folded)
    reader = Records(joined, added)
    heads = reader.heads()
    indicators: list[Indicator] = []
    unread = [(0, heads[0].start if heads else size)]
    for head, after in zip(heads, [*heads[1:], None], strict=False):
        end = after.start if after else size
        record = reader.read(head, end, after.ordinal if after else None)
        indicators.append(record.indicator)
        unread.append((record.end, end))
    notes = []
    for span in unread:
        field = joined.passage.field(*span)
        if field.text:
            told = f"“{field.text[:30]}”不像完整的指标，没有读入。请按其他指标的写法补全"
            notes.append(Note(told, field.place(), unchecked=True))
    return indicators, reader.expected, notes
