"""Tables as delimited text: csv, tsv and their like, each cell with its place in the file."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import NamedTuple

from lint_pbt.errors import ReadError
from lint_pbt.model import Note, Place
from lint_pbt.readers.decode import decode
from lint_pbt.readers.separators import find_separator
from lint_pbt.sheet import Cell, GridSheet, LineSheet, Source

_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_SEAM = re.compile(r'\r\n?|\n|""')
_MOST_COLUMNS = 16_384  # of a worksheet

_OPEN_AND_SAVE = "请用 Excel 或 WPS 打开，检查这一行，再另存为 CSV"
_TOO_LONG = "第 {line} 行有一格超过 {limit} 个字，不像绩效目标表。" + _OPEN_AND_SAVE
_TOO_WIDE = "第 {line} 行有 {columns} 列，不像绩效目标表。" + _OPEN_AND_SAVE
_BROKEN = "第 {line} 行起读不下去，里面有不该有的字符。" + _OPEN_AND_SAVE
_STRAY_QUOTE = "第 {line} 行的引号没有成对，全表的引号都当作普通的字读入"


class RawCell(NamedTuple):
    """A cell as it stands in the decoded text: `text` is its content, `start` and `end` are its span there.

    Where the cell is `quoted`, the span has the quotes in it, and each quote of the content stands doubled.
    """

    text: str
    start: int
    end: int
    quoted: bool


class Malformed(Exception):  # noqa: N818 - reading goes on without quotes
    """Delimited text that the csv module refuses. `start` is the offset where the row in question begins."""

    def __init__(self, start: int, reason: str) -> None:
        super().__init__(reason)
        self.start = start


def read(path: str, data: bytes) -> Source:
    """The table of a file as one grid, or as lines where nothing divides it into columns.

    Raises `ReadError` where the bytes are no text, or no table can be read from them.
    """
    decoded = decode(data)
    text, encoding, notes = decoded.text, decoded.encoding, decoded.notes
    if not text.strip():
        raise ReadError("文件里只有空白，没有文字。请确认选对了文件，或者重新导出")
    separator = find_separator(text, path)
    if separator is None:
        from lint_pbt.readers.plain import lines

        return Source(path, (LineSheet(tuple(lines(text))),), encoding, notes)
    sheet, more = grid(text, separator)
    return Source(path, (sheet,), encoding, (*notes, *more))


def grid(text: str, separator: str) -> tuple[GridSheet, tuple[Note, ...]]:
    """The cells of a decoded text. Where quotes do not pair up they are read as they stand, and a note says so.

    Raises `ReadError` where the text cannot be read either way.
    """
    try:
        return _grid(text, raw_rows(text, separator)), ()
    except Malformed as error:
        line = _line_at(text, error.start)
    try:
        sheet = _grid(text, raw_rows(text, separator, quotes=False))
    except Malformed as error:
        reason = _TOO_LONG if "limit" in str(error) else _BROKEN
        raise ReadError(reason.format(line=_line_at(text, error.start), limit=csv.field_size_limit())) from error
    even = len({len(row) for row in sheet.rows if len(row) > 1}) <= 1
    doubt = "。如果读到的不对，请检查这一行" if even else "，各行的格数对不上，读到的可能错位。" + _OPEN_AND_SAVE
    return sheet, (Note(_STRAY_QUOTE.format(line=line) + doubt, Place(line), unchecked=not even),)


def raw_rows(text: str, separator: str, *, quotes: bool = True) -> Iterator[list[RawCell]]:
    """The rows of a decoded text, each cell with its span; without `quotes` a quote is a sign like others.

    Raises `Malformed` where the quotes do not pair up, or a cell is larger than the csv module allows.
    """
    lines = _LINE.findall(text)
    if quotes:
        reader = csv.reader(lines, delimiter=separator, strict=True)
    else:
        reader = csv.reader(lines, delimiter=separator, strict=True, quoting=csv.QUOTE_NONE)
    start = 0
    try:
        for row in reader:
            cells = []
            for value in row:
                quoted = quotes and text.startswith('"', start)
                end = start + (len(value) + value.count('"') + 2 if quoted else len(value))
                cells.append(RawCell(value, start, end, quoted))
                start = end + 1
            yield cells
            start = _next_line(text, start - 1 if row else start)
    except csv.Error as error:
        raise Malformed(start, str(error)) from None


def column_name(index: int) -> str:
    """The letters of a column as a worksheet shows them: A, B, … Z, AA; `index` counts from 0."""
    name = ""
    index += 1
    while index:
        index, letter = divmod(index - 1, 26)
        name = chr(65 + letter) + name
    return name


def _grid(text: str, raw: Iterator[list[RawCell]]) -> GridSheet:
    rows: list[tuple[Cell, ...]] = []
    names: list[str] = []
    line, begin = 1, 0  # of the line that is being read: its number, and the offset where it begins
    for number, row in enumerate(raw, 1):
        if len(row) > _MOST_COLUMNS:
            raise ReadError(_TOO_WIDE.format(line=line, columns=len(row)))
        names.extend(map(column_name, range(len(names), len(row))))
        cells = []
        for name, (content, start, end, quoted) in zip(names, row, strict=False):
            place = Place(line, start + quoted - begin + 1, None, None, f"{name}{number}")
            if quoted and _SEAM.search(text, start + 1, end - 1):
                cell, line, begin = _folded(text, start + 1, end - 1, place, begin)
                cells.append(cell)
            else:
                cells.append(Cell(content, place))
        rows.append(tuple(cells))
        begin = _next_line(text, row[-1].end if row else begin)
        line += 1
    return GridSheet(None, tuple(rows))


def _folded(text: str, start: int, end: int, place: Place, begin: int) -> tuple[Cell, int, int]:
    """A cell with line breaks or doubled quotes in it; also the line it ends on and where that begins."""
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
        seams.append((size, place._replace(line=line, column=start - begin + 1)))
    parts.append(text[start:end])
    return Cell("".join(parts), place, seams=tuple(seams)), line, begin


def _next_line(text: str, end: int) -> int:
    """Where the next line begins: behind the line end that stands at the offset `end`."""
    return end + (2 if text.startswith("\r\n", end) else 1)


def _line_at(text: str, offset: int) -> int:
    return len(re.findall(r"\r\n?|\n", text[:offset])) + 1
