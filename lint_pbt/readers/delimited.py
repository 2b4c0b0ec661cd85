"""Tables as delimited text: csv, tsv and their like, each cell with its place in the file."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from msgspec.structs import replace

from lint_pbt.errors import ReadError
from lint_pbt.limits import STANDARD, Limits
from lint_pbt.model.document import Note, Place, Row, Spot
from lint_pbt.model.sheet import EMPTY, Cell, GridSheet, LineSheet, Source, column_name
from lint_pbt.readers.broken_rows import mended
from lint_pbt.readers.decode import decode
from lint_pbt.readers.separators import find_separator
from lint_pbt.readers.sharing import Shared
from lint_pbt.readers.tally import MOST_COLUMNS, Tally
from lint_pbt.readers.text_lines import lines
from lint_pbt.text.patterns.lazy import Pattern

_LINE = Pattern(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_SEAM = Pattern(r'\r\n?|\n|""')
_PROTECTING = "\t'="
_SHARED = 4096  # spots in rows, as far as they are looked back at
_C_LONG = 2**31 - 1  # the most that the csv module takes everywhere

_OPEN_AND_SAVE = "请用 Excel 或 WPS 打开，检查这一行，再另存为 CSV"
_TOO_LONG = "第 {line} 行有一格超过 {limit} 个字，不像绩效目标表。" + _OPEN_AND_SAVE
_TOO_WIDE = "第 {line} 行有 {columns} 列，不像绩效目标表。" + _OPEN_AND_SAVE
_BROKEN = "第 {line} 行起读不下去，里面有不该有的字符。" + _OPEN_AND_SAVE
_STRAY_QUOTE = "第 {line} 行的引号没有成对，全表的引号都当作普通的字读入"


class _Malformed(Exception):  # noqa: N818 - reading may go on without quotes
    """Delimited text that the csv module refuses; the row in question begins on `line`."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


def read(path: str, data: bytes, limits: Limits = STANDARD) -> Source:
    """The table of a file as one grid, or as lines where nothing divides it into columns.

    Raises `ReadError` where the bytes are no text, or no table can be read from them.
    """
    decoded = decode(data)
    text, encoding, notes = decoded.text, decoded.encoding, decoded.said()
    if not text.strip():
        raise ReadError("文件里只有空白，没有文字。请确认选对了文件，或者重新导出")
    separator = find_separator(text, path)
    if separator is None:
        return Source(path, (LineSheet(tuple(lines(text, limits))),), encoding, notes)
    sheet, more = grid(text, separator, limits)
    return Source(path, (sheet,), encoding, (*notes, *more))


def grid(text: str, separator: str, limits: Limits = STANDARD) -> tuple[GridSheet, tuple[Note, ...]]:
    """The cells of a decoded text. Where quotes do not pair up they are read as they stand, and a note says so.

    Raises `ReadError` where the text cannot be read either way.
    """
    with _longest_field(limits.cell_characters):
        try:
            sheet = _grid(text, csv.reader(_lines(text), delimiter=separator, strict=True), Tally(limits))
            rows, notes = mended(sheet.rows) if separator == "\t" else (sheet.rows, ())
            return GridSheet(None, rows), notes
        except _Malformed as error:
            line = error.line
        try:
            unquoted = csv.reader(_lines(text), delimiter=separator, strict=True, quoting=csv.QUOTE_NONE)
            sheet = _grid(text, unquoted, Tally(limits), quotes=False)
        except _Malformed as error:
            reason = _TOO_LONG if "limit" in str(error) else _BROKEN
            raise ReadError(reason.format(line=error.line, limit=limits.cell_characters)) from error
    even = len({len(row) for row in sheet.rows if len(row) > 1}) <= 1
    doubt = "。如果读到的不对，请检查这一行" if even else "，各行的格数对不上，读到的可能错位。" + _OPEN_AND_SAVE
    return sheet, (Note(_STRAY_QUOTE.format(line=line) + doubt, Place(line), unchecked=not even),)


def _lines(text: str) -> Iterator[str]:
    """The lines of a text with their ends, as they are asked for: a text beyond the limits is not all cut up."""
    return (found[0] for found in _LINE.finditer(text))


@contextmanager
def _longest_field(characters: int) -> Iterator[None]:
    """Have the csv module refuse longer fields; its own bound is one for all, and stays as it was."""
    before = csv.field_size_limit(min(characters, _C_LONG))
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _grid(text: str, reader: Iterable[list[str]], tally: Tally, *, quotes: bool = True) -> GridSheet:
    """The rows the csv module reads from a text; where they stand follows from what they hold.

    Blank rows at the end are left out: worksheets are saved with thousands of them.
    """
    rows: list[tuple[Cell, ...]] = []
    blank: list[tuple[Cell, ...]] = []  # rows behind those
    names: list[str] = []
    spots: dict[tuple[str, int], Spot] = {}
    texts = Shared()
    line, begin, start = 1, 0, 0  # the line that is being read, the offset where it begins, that of the cell
    try:
        for number, values in enumerate(reader, 1):
            if len(values) > MOST_COLUMNS:
                raise ReadError(_TOO_WIDE.format(line=line, columns=len(values)))
            if not any(values) and '"' not in text[start : start + len(values)]:
                is_like_last = blank and len(blank[-1]) == len(values)
                blank.append(blank[-1] if is_like_last else (EMPTY,) * len(values))
                end = start + max(len(values) - 1, 0)
            else:
                for row in (*blank, values):
                    tally.row(len(row))
                rows += blank
                blank = []
                if len(values) > len(names):
                    names.extend(map(column_name, range(len(names), len(values))))
                cells = []
                at_row = Row(line, line if line == number else number)  # one number, where it is the same
                for name, value in zip(names, values, strict=False):
                    if quotes and text.startswith('"', start):
                        end = start + len(value) + value.count('"') + 2
                        place = Place(line, start - begin + 2, None, None, f"{name}{number}")
                        cell, line, begin = _quoted(text, start + 1, end - 1, place, begin)
                    elif value:
                        end = start + len(value)
                        where = name, start - begin + 1
                        spot = spots.get(where)
                        if spot is None:
                            if len(spots) >= _SHARED:
                                spots.clear()
                            spot = spots[where] = Spot(*where)
                        # A line break within quotes has the rest of the row stand elsewhere.
                        at_row = at_row if at_row.line == line else Row(line, number)
                        cell = Cell(texts[value], at_row, 0, spot)
                    else:
                        end, cell = start, EMPTY
                    if value:
                        tally.cell(value)
                        if value[0] in _PROTECTING or value[-1] == "\t":
                            cell = _unprotected(cell)
                    cells.append(cell)
                    start = end + 1
                rows.append(tuple(cells))
            start = begin = end + (2 if text.startswith("\r\n", end) else 1)
            line += 1
    except csv.Error as error:
        raise _Malformed(line, str(error)) from None
    return GridSheet(None, tuple(rows))


def _unprotected(cell: Cell) -> Cell:
    """A cell without what programs put around its text so that Excel takes it for text: a tab, ' or ="…"."""
    text = cell.text
    start, end = 0, len(text.rstrip("\t"))
    while start < end and text[start] == "\t":
        start += 1
    if text.startswith('="', start) and text.endswith('"', start + 2, end):
        start, end = start + 2, end - 1
    elif text.startswith("'", start) and "'" not in text[start + 1 :]:
        start += 1
    if start >= end:
        return EMPTY
    before = [seam for seam in cell.seams if seam[0] <= start]
    offset, place = before[-1] if before else (0, cell.place())
    seams = tuple((at - start, there) for at, there in cell.seams if start < at < end)
    return Cell.of(text[start:end], place.moved(start - offset), seams=seams)


def _quoted(text: str, start: int, end: int, place: Place, begin: int) -> tuple[Cell, int, int]:
    """A cell in quotes, without them from `start` to `end`; also the line it ends on and where that begins."""
    parts: list[str] = []
    seams: list[tuple[int, Place]] = []
    size, line = 0, place.line
    for seam in _SEAM.finditer(text, start, end):
        doubled = seam[0] == '""'
        # The first of two quotes stands for both.
        parts.append(text[start : seam.start()] + ('"' if doubled else "\n"))
        size += len(parts[-1])
        start = seam.end()
        if not doubled:
            line, begin = line + 1, start
        seams.append((size, replace(place, line=line, column=start - begin + 1)))
    parts.append(text[start:end])
    return Cell.of("".join(parts), place, seams=tuple(seams)), line, begin
