"""A cell that holds all indicators of a project in one run of text, as the inline layout writes them."""

from __future__ import annotations

from collections.abc import Iterator

from lint_pbt.layouts.joining import Joined, join
from lint_pbt.layouts.records import RecordReader, find_heads, value_labels
from lint_pbt.layouts.words import Words
from lint_pbt.model.document import Indicator, Note
from lint_pbt.model.sheet import Cell, Line
from lint_pbt.text.folding import fold


def lines_of(cell: Cell) -> Iterator[Line]:
    """The lines of a cell, each with its place."""
    seams = dict(cell.seams)
    start, place = 0, cell.place
    for text in cell.text.split("\n"):
        yield Line(text, seams.get(start, place))
        start += len(text) + 1
        place = place.moved(len(text) + 1)


def join_cells(cells: list[Cell]) -> Joined:
    """The texts of cells joined, one behind the other, without their line breaks."""
    lines = [line for cell in cells for line in lines_of(cell)]
    folded = [fold(line.text) for line in lines]
    return join(lines, folded, [(index, 0, len(text)) for index, text in enumerate(folded)])[0]


def read_run(cell: Cell, added: Words) -> tuple[list[Indicator], frozenset[str], list[Note]]:
    """The indicators in a cell, the kinds of value it has labels for, and notes of what could not be read.

    `added` are words that a user adds.
    """
    joined = join_cells([cell])
    size = len(joined.folded)
    labels = value_labels(added)
    heads, reader = find_heads(joined, 0, [], labels), RecordReader(joined, labels)
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
