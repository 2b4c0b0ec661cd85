"""Drawings of pages that are cut off: pdfium draws what is there and says nothing of the rest."""

from __future__ import annotations

import re
import sys
import zlib
from array import array

_STREAM = re.compile(rb"<<([^<>]{0,300})>>\s*stream\r?\n")
_END = b"endstream"
# Fonts, pictures, lists of objects and the like say what they are; the drawing of a page has no more than its length.
_OTHER = re.compile(rb"/(?:Type|Subtype|Length[123]|N|DecodeParms|DP|Width|W|First)\b")
_PACKED = re.compile(rb"/Filter\s*(?:/Fl(?:ateDecode)?\b|\[\s*/Fl(?:ateDecode)?\s*\])")
_IN_ASCII = re.compile(rb"/Filter\s*\[\s*/(?:A85|ASCII85Decode)\s*/Fl(?:ateDecode)?\s*\]")
_LENGTH = re.compile(rb"/Length\s+(\d{1,12})(?!\s+\d+\s+R|\d)")
_END_OF_ASCII = b"~>"
_BLANKS = b" \t\n\r\v"
_ZEROS = 33 * (85**4 + 85**3 + 85**2 + 85 + 1)  # of the digits, `!` is 0
_MOST = 1 << 24  # bytes that are unpacked of one stream
_CHECKSUM = 4  # some programs leave it out


def is_torn(data: bytes) -> bool:
    """Whether the drawing of a page, or what looks like one, ends before its end. Encrypted files do not tell."""
    if b"/Encrypt" in data:
        return False
    for stream in _STREAM.finditer(data):
        dictionary = stream[1]
        if _OTHER.search(dictionary):
            continue
        end = data.find(_END, stream.end())
        drawing = data[stream.end() : end if end >= 0 else len(data)]
        said = _LENGTH.search(dictionary)
        if said and len(drawing) < int(said[1]):
            return True
        if _IN_ASCII.search(dictionary):
            packed = _out_of_ascii(drawing)
            if packed is None or _is_cut(packed):
                return True
        elif _PACKED.search(dictionary) and _is_cut(drawing):
            return True
    return False


def _out_of_ascii(drawing: bytes) -> bytes | None:
    """The bytes that a drawing stands for; None where it ends too early or holds what it cannot."""
    text, end, _ = drawing.partition(_END_OF_ASCII)
    if not end:
        return None
    # Five digits to the base 85 for four bytes, where these are none `z`; a last group may be shorter.
    digits = text.translate(None, _BLANKS).replace(b"z", b"!!!!!")
    added = -len(digits) % 5
    digits += b"u" * added
    if digits and not ord("!") <= min(digits) <= max(digits) <= ord("u"):
        return None
    groups = zip(*(digits[place::5] for place in range(5)), strict=True)
    try:
        numbers = [(((a * 85 + b) * 85 + c) * 85 + d) * 85 + e - _ZEROS for a, b, c, d, e in groups]
        packed = array("I", numbers)
    except OverflowError:
        return None
    if sys.byteorder == "little":
        packed.byteswap()
    return packed.tobytes()[: len(packed) * 4 - added]


def _is_cut(packed: bytes) -> bool:
    unpacking = zlib.decompressobj()
    try:
        unpacking.decompress(packed, _MOST)
    except zlib.error:
        return True
    if unpacking.eof or unpacking.unconsumed_tail:
        return False
    try:
        unpacking.decompress(bytes(_CHECKSUM))
    except zlib.error as error:
        return "data check" not in str(error)
    return True
