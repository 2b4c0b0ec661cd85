"""The text of an old Word document, taken from its own bytes ([MS-DOC]): the piece table says where its parts lie.

Nothing of how it looks is asked for, only the words and the marks that end paragraphs and cells.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator

from lint_pbt.readers.office.pieces import Piece

_FLAGS, _TABLE_1, _ENCRYPTED = 0x0A, 0x0200, 0x0100
_COUNTS = 0x4C  # of characters: text, footnotes, headers, macros, remarks, endnotes, text boxes
_CLX = 0x01A2
_PROPERTIES, _PIECES = 1, 2
_COMPRESSED = 0x40000000
_MOST_PIECES = 200_000
# A field is its instruction, then what it shows.
_INSTRUCTION = re.compile("\x13[^\x13\x14\x15]*(?:\x14|(?=\x15))")
_ENDS = re.compile("[\r\x07\x0c\x0e]")
_CELL = "\x07"


def pieces_of(data: bytes) -> Iterator[Piece]:
    """The paragraphs and cells of the text and its text boxes. Raises whatever comes where the bytes are none."""
    import olefile

    with olefile.OleFileIO(io.BytesIO(data)) as file:
        main = file.openstream("WordDocument").read()
        flags = struct.unpack_from("<H", main, _FLAGS)[0]
        table = file.openstream("1Table" if flags & _TABLE_1 else "0Table").read()
    text = _text(main, table)
    counts = struct.unpack_from("<7i", main, _COUNTS)
    boxes = sum(counts[:6])
    for part in (text[: counts[0]], text[boxes : boxes + counts[6]]):
        yield from _pieces(part)


def is_encrypted(data: bytes) -> bool:
    """Whether the document is locked with a password; False for what is no such document."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            flags = struct.unpack_from("<H", file.openstream("WordDocument").read(), _FLAGS)[0]
    except Exception:  # noqa: BLE001 - over a hostile file the library raises whatever comes
        return False
    return bool(flags & _ENCRYPTED)


def _text(main: bytes, table: bytes) -> str:
    """All characters of a document in their order."""
    at, size = struct.unpack_from("<2I", main, _CLX)
    clx = table[at : at + size]
    at = 0
    while clx[at] == _PROPERTIES:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if clx[at] != _PIECES:
        raise ValueError("no piece table")
    count = min((struct.unpack_from("<I", clx, at + 1)[0] - 4) // 12, _MOST_PIECES)
    starts = struct.unpack_from(f"<{count + 1}I", clx, at + 5)
    found = []
    for number in range(count):
        place = struct.unpack_from("<I", clx, at + 5 + 4 * (count + 1) + 8 * number + 2)[0]
        length = starts[number + 1] - starts[number]
        if place & _COMPRESSED:
            begin = (place & ~_COMPRESSED) // 2
            found.append(main[begin : begin + length].decode("cp1252", "replace"))
        else:
            found.append(main[place : place + 2 * length].decode("utf-16-le", "replace"))
    return "".join(found)


def _pieces(text: str) -> Iterator[Piece]:
    while (shown := _INSTRUCTION.sub("", text)) != text:  # fields within fields
        text = shown
    begin = 0
    for end in _ENDS.finditer(text):
        yield Piece(text[begin : end.start()], end[0] == _CELL)
        begin = end.end()
    yield Piece(text[begin:], False)
