"""Tables drawn with signs, as terminals and old programs print them: │ and ─, or | and +--+ alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from lint_pbt.limits import Limits
from lint_pbt.model.document import Place
from lint_pbt.model.sheet import Line, Source
from lint_pbt.readers.blocks import Assembly
from lint_pbt.readers.decode import Decoded
from lint_pbt.readers.marks import Plain
from lint_pbt.readers.tally import Tally
from lint_pbt.readers.text_lines import lines
from lint_pbt.text.patterns.lazy import Pattern

_UPRIGHT = Pattern(r"[│┃║|]")
_BORDER = Pattern(r"\s*[┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝┏┳┓┣╋┫┗┻┛+][-─━═┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝┏┳┓┣╋┫┗┻┛+\s]+")
_DASH, _CORNER = Pattern(r"[-─━═]"), Pattern(r"[^ ]")
_LEAST_ROWS = 2
# A border below some cells of a line only: those beside it go on, merged downwards.
_PARTLY = Pattern(r"(?:[├┼┤┌┬┐└┴┘╠╬╣╔╦╗╚╩╝┣╋┫┏┳┓┗┻┛+][-─━═]{2,})+[├┼┤┌┬┐└┴┘╠╬╣╔╦╗╚╩╝┣╋┫┏┳┓┗┻┛+]")


def with_boxes(path: str, decoded: Decoded, limits: Limits) -> Source | None:
    """The drawn tables of a text and the lines around them, None without any. Raises `ReadError` beyond the limits."""
    found = list(lines(decoded.text, limits))
    tables = list(_tables(found))
    if not tables:
        return None
    assembly = Assembly(Tally(limits))
    position = 0
    for start, end in tables:
        for line in found[position:start]:
            assembly.add_line(line)
        assembly.add_rows(_rows(found[start:end]))
        position = end
    for line in found[position:]:
        assembly.add_line(line)
    return Source(path, assembly.sheets(), decoded.encoding, decoded.said())


def _tables(found: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """The tables as ranges of lines: each begins with a border, and has rows between uprights."""
    at = 0
    while at < len(found):
        end = at
        rows = 0
        while end < len(found) and (_is_border(found[end]) or (end > at and _is_row(found[end]))):
            rows += _is_row(found[end])
            end += 1
        if rows >= _LEAST_ROWS:
            yield at, end
        at = max(end, at + 1)


def _is_border(line: Line) -> bool:
    return bool(line.text) and _BORDER.fullmatch(line.text) is not None


def _is_row(line: Line) -> bool:
    text = line.text.strip()
    return len(text) > 1 and bool(_UPRIGHT.match(text[0])) and not _is_border(line)


def _rows(found: Sequence[Line]) -> Iterator[list[Plain]]:
    """The rows; where borders stand between them, the lines between two are one row."""
    ruled = sum(_is_border(line) or _PARTLY.search(line.text) is not None for line in found) > _LEAST_ROWS + 1
    row: list[list[tuple[str, Place]]] = []
    for line in found:
        if _is_border(line):
            if row:
                yield [_cell(parts) for parts in row]
            row = []
            continue
        text, partly = _PARTLY.subn(lambda drawn: _without_dashes(drawn[0]), line.text)
        pieces = list(_pieces(replace(line, text=text)))
        if partly:
            if len(pieces) == len(row):
                _add(row, pieces)
            if row:
                yield [_cell(parts) for parts in row]
            row = []
            continue
        if row and (not ruled or len(pieces) != len(row)):
            yield [_cell(parts) for parts in row]
            row = []
        row = row or [[] for _ in pieces]
        _add(row, pieces)
    if row:
        yield [_cell(parts) for parts in row]


def _add(row: Sequence[list[tuple[str, Place]]], pieces: Sequence[tuple[str, Place]]) -> None:
    for parts, piece in zip(row, pieces, strict=True):
        if piece[0]:
            parts.append(piece)


def _without_dashes(border: str) -> str:
    """A part of a border as the edges of empty cells."""
    return _CORNER.sub("│", _DASH.sub(" ", border))


def _pieces(line: Line) -> Iterator[tuple[str, Place]]:
    """What stands between the uprights of a line, with its place."""
    edges = [match.end() for match in _UPRIGHT.finditer(line.text)]
    for start, end in zip(edges, [*edges[1:], len(line.text) + 1], strict=True):
        text = line.text[start : end - 1]
        if end <= len(line.text) or text.strip():
            yield text.strip(), line.place.moved(start + len(text) - len(text.lstrip()))


def _cell(parts: Sequence[tuple[str, Place]]) -> Plain:
    """The lines of a cell as one."""
    if not parts:
        return Plain("", Place(0))
    text, seams = parts[0][0], []
    for more, place in parts[1:]:
        seams.append((len(text) + 1, place))
        text += "\n" + more
    return Plain(text, parts[0][1], tuple(seams))
