"""The font that stands in for Chinese ones that a PDF file names and does not hold.

pdfium looks for such fonts among those of the machine, of which one has others than the next, and draws the outline of
each character only to know how large it is; that takes ten times as long as all the rest. All that reading needs is the
room that a character takes. In this font it is the same for each, so that a file is read the same everywhere.
"""

from __future__ import annotations

import ctypes
import struct
from functools import cache

import pypdfium2.raw as pdfium

_EM, _ASCENT, _DESCENT = 1000, 840, -120  # about as large as characters of Chinese fonts are
# Characters before this one are narrow: two of the same that overlap are one to pdfium, drawn twice to be bold.
_WIDE_FROM, _NARROW = 0x2E80, 200
# Those of fonts that are asked for: Chinese, Japanese and Korean ones. For others pdfium has fonts of its own.
_CHARSETS = frozenset((128, 129, 134, 136))
_MAGIC = 0x5F0F3CF5
_WHOLE_FILE = 0


@cache
def install() -> None:
    """Have pdfium take this font from now on."""
    data = font()

    def data_of(_info: int, _font: int, table: int, buffer: int | None, size: int) -> int:
        if table != _WHOLE_FILE:
            return 0
        if buffer and size >= len(data):
            ctypes.memmove(buffer, data, len(data))
        return len(data)

    kinds = dict(pdfium.FPDF_SYSFONTINFO._fields_)
    info = pdfium.FPDF_SYSFONTINFO(version=2)
    info.MapFont = kinds["MapFont"](lambda _info, _weight, _italic, charset, *_: 1 if charset in _CHARSETS else None)
    info.GetFont = kinds["GetFont"](lambda *_: 1)
    info.GetFontData = kinds["GetFontData"](data_of)
    info.GetFaceName = kinds["GetFaceName"](lambda *_: 0)
    info.GetFontCharset = kinds["GetFontCharset"](lambda *_: 1)
    info.DeleteFont = kinds["DeleteFont"](lambda *_: None)
    pdfium.FPDF_SetSystemFontInfo(info)
    _kept.append(info)


_kept: list[object] = []  # what pdfium calls must not go


def font() -> bytes:
    """A TrueType font of two characters, a narrow one and a wide one that all others are."""
    glyphs = [b"", _outline(_NARROW), _outline(_EM)]
    starts = [sum(map(len, glyphs[:number])) for number in range(len(glyphs) + 1)]
    widths = struct.pack(">HhHhHh", _EM, 0, _NARROW, 0, _EM, 0)
    # Format 13: all characters of a group have one glyph.
    groups = struct.pack(">6L", 0x20, _WIDE_FROM - 1, 1, _WIDE_FROM, 0x10FFFF, 2)
    tables = {
        b"cmap": struct.pack(">4HLHHLLL", 0, 1, 3, 10, 12, 13, 0, 16 + len(groups), 0, 2) + groups,
        b"glyf": b"".join(glyphs),
        b"head": struct.pack(
            ">4L2H2Q4h2H3h", 1 << 16, 1 << 16, 0, _MAGIC, 0, _EM, 0, 0, 0, _DESCENT, _EM, _ASCENT, 0, 8, 2, 1, 0
        ),
        b"hhea": struct.pack(">L3hH11hH", 1 << 16, _ASCENT, _DESCENT, 0, _EM, 0, 0, _EM, 1, *[0] * 7, 3),
        b"hmtx": widths,
        b"loca": struct.pack(f">{len(starts)}L", *starts),
        b"maxp": struct.pack(">L14H", 1 << 16, len(glyphs), 2, 1, 0, 0, 2, *[0] * 8),
    }
    at = 12 + 16 * len(tables)
    head, body = [struct.pack(">L4H", 1 << 16, len(tables), 64, 2, 16 * len(tables) - 64)], b""
    for name, table in tables.items():
        head.append(struct.pack(">4s3L", name, 0, at + len(body), len(table)))
        body += table + bytes(-len(table) % 4)
    return b"".join(head) + body


def _outline(width: int) -> bytes:
    """A line from corner to corner and back: it has a size, and where it is drawn it leaves no ink."""
    high = _ASCENT - _DESCENT
    box = struct.pack(">5h", 1, 0, _DESCENT, width, _ASCENT)
    points = struct.pack(">HH2B4h", 1, 0, 1, 1, 0, width, _DESCENT, high)
    return (box + points).ljust(-(-len(box + points) // 4) * 4, b"\0")
