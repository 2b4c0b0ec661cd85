"""What is drawn on a worksheet of an old workbook, which xlrd reads only for comments: boxes of text, and pictures."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from lint_pbt.readers.spreadsheet.drawing import Box

_BEGIN, _END, _CONTINUE, _OBJECT, _DRAWING, _TEXT = 0x809, 0x0A, 0x3C, 0x5D, 0xEC, 0x1B6
# A shape's corners: flags, then column and row of the first, each with an offset in it.
_ANCHOR = b"\x10\xf0\x12\x00\x00\x00"
_COMMENT, _CHART, _PICTURE = 0x19, 0x05, 0x08  # kinds of objects


def drawn_on(stream: bytes, position: int, longest: int) -> tuple[list[Box], bool]:
    """The boxes with text of the worksheet that begins at a position, and whether it has pictures or charts.

    Of a text no more than `longest` characters and one are kept.
    """
    boxes: list[Box] = []
    has_pictures = False
    row = column = kind = depth = 0
    records = _records(stream, position)
    for code, data in records:
        depth += (code == _BEGIN) - (code == _END)
        if depth <= 0:
            break
        if depth > 1:
            continue  # in a chart
        if code == _DRAWING:
            at = data.rfind(_ANCHOR)
            if 0 <= at <= len(data) - 14:
                column, row = struct.unpack("<H2xH", data[at + 8 : at + 14])
        elif code == _OBJECT and len(data) >= 6:
            kind = struct.unpack_from("<H", data, 4)[0]
            has_pictures = has_pictures or kind in (_CHART, _PICTURE)
        elif code == _TEXT and len(data) >= 12 and kind != _COMMENT:
            text = _text(records, struct.unpack_from("<H", data, 10)[0], longest)
            if text.strip():
                boxes.append(Box(row, column, text))
    return boxes, has_pictures


def _text(records: Iterator[tuple[int, bytes]], size: int, longest: int) -> str:
    """The text of so many characters that stands in the records that come next."""
    text = ""
    while len(text) < min(size, longest + 1):
        code, data = next(records, (0, b""))
        if code != _CONTINUE or len(data) < 2:
            break
        text += data[1:].decode("utf-16-le" if data[0] & 1 else "latin-1", "replace")
    return text[:size].replace("\r\n", "\n").replace("\r", "\n").strip("\n")


def _records(stream: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    while 0 <= position <= len(stream) - 4:
        code, size = struct.unpack_from("<HH", stream, position)
        yield code, bytes(stream[position + 4 : position + 4 + size])
        position += 4 + size
