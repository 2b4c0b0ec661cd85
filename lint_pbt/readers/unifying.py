"""The characters of a source as people typed them: radicals that stand for characters are those characters.

Characters of no width are none in cells; lines keep them, but for those at their ends.
"""

from __future__ import annotations

from msgspec.structs import replace

from lint_pbt.model.document import Place
from lint_pbt.model.sheet import Cell, GridSheet, Line, LineSheet, Source
from lint_pbt.readers.text_lines import running
from lint_pbt.text.folding import is_seen, is_unified, seen_stretches, unified


def unified_source(source: Source) -> Source:
    """The source with radicals and compatibility characters put right; the very same where it has none."""
    sheets = tuple(_lines(sheet) if isinstance(sheet, LineSheet) else _grid(sheet) for sheet in source.sheets)
    is_same = all(new is old for new, old in zip(sheets, source.sheets, strict=True))
    return source if is_same else replace(source, sheets=sheets)


def _lines(sheet: LineSheet) -> LineSheet:
    lines = sheet.lines
    text = running(lines)
    if text.isascii():
        return sheet
    if not is_seen(text):
        lines = tuple([_trimmed(line) for line in lines])
    if not is_unified(text):
        lines = tuple([replace(line, text=unified(line.text)) for line in lines])
    return sheet if lines is sheet.lines else LineSheet(lines)


def _trimmed(line: Line) -> Line:
    """The line without characters of no width at its ends; parts of a page keep theirs before the first."""
    stretches = seen_stretches(line.text)
    if not stretches:
        return replace(line, text="", stretches=())
    start, end = 0 if line.stretches else stretches[0][0], stretches[-1][1]
    return replace(line, text=line.text[start:end], place=line.place.moved(start))


def _grid(sheet: GridSheet) -> GridSheet:
    rows = tuple([_row(row) for row in sheet.rows])
    return sheet if all(map(_is, rows, sheet.rows)) else sheet._replace(rows=rows)


def _row(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    # A row at once: nearly all have none, and a look at each cell would cost several times as much.
    text = "".join([cell.text for cell in row])
    if text.isascii():
        return row
    if not is_seen(text):
        row = tuple([cell if is_seen(cell.text) else _seen(cell) for cell in row])
    if is_unified(text):
        return row
    return tuple([replace(cell, text=unified(cell.text)) for cell in row])


def _seen(cell: Cell) -> Cell:
    """The cell without characters of no width: what stands behind one has a seam before it."""
    text, known = cell.text, [(0, cell.place()), *cell.seams]
    parts: list[str] = []
    seams: list[tuple[int, Place]] = []
    size = 0
    for start, end in seen_stretches(text):
        begin, there = max((seam for seam in known if seam[0] <= start), key=lambda seam: seam[0])
        seams.append((size, there.moved(start - begin)))
        seams += [(size + at - start, place) for at, place in cell.seams if start < at < end]
        parts.append(text[start:end])
        size += end - start
    if not parts:
        return Cell.of("", cell.source, cell.rows, cell.columns, spot=cell.spot)
    place = seams[0][1]
    known = seams if place != cell.place() else seams[1:]
    return Cell.of("".join(parts), place, cell.rows, cell.columns, tuple(known))


def _is(one: object, other: object) -> bool:
    return one is other
