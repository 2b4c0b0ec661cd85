"""The characters of a source as people typed them: radicals that stand for characters are those characters."""

from __future__ import annotations

from msgspec.structs import replace

from lint_pbt.model.sheet import Cell, GridSheet, LineSheet, Source
from lint_pbt.text.folding import is_unified, unified


def unified_source(source: Source) -> Source:
    """The source with radicals and compatibility characters put right; the very same where it has none."""
    sheets = tuple(_lines(sheet) if isinstance(sheet, LineSheet) else _grid(sheet) for sheet in source.sheets)
    is_same = all(new is old for new, old in zip(sheets, source.sheets, strict=True))
    return source if is_same else replace(source, sheets=sheets)


def _lines(sheet: LineSheet) -> LineSheet:
    text = "".join([line.text for line in sheet.lines])
    if text.isascii() or is_unified(text):
        return sheet
    return LineSheet(tuple([replace(line, text=unified(line.text)) for line in sheet.lines]))


def _grid(sheet: GridSheet) -> GridSheet:
    rows = tuple([_row(row) for row in sheet.rows])
    return sheet if all(map(_is, rows, sheet.rows)) else sheet._replace(rows=rows)


def _row(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    # A row at once: nearly all have none, and a look at each cell would cost several times as much.
    text = "".join([cell.text for cell in row])
    if text.isascii() or is_unified(text):
        return row
    return tuple([replace(cell, text=unified(cell.text)) for cell in row])


def _is(one: object, other: object) -> bool:
    return one is other
