"""Drawings of pages that are cut off: pdfium draws what is there and says nothing of the rest."""

from __future__ import annotations

import re
import zlib

_STREAM = re.compile(rb"<<([^<>]{0,300})>>\s*stream\r?\n")
_END = b"endstream"
# Fonts, pictures, lists of objects and the like say what they are; the drawing of a page has no more than its length.
_OTHER = re.compile(rb"/(?:Type|Subtype|Length[123]|N|DecodeParms|DP|Width|W|First)\b")
_PACKED = re.compile(rb"/Filter\s*(?:/Fl(?:ateDecode)?\b|\[\s*/Fl(?:ateDecode)?\s*\])")
_IN_ASCII = re.compile(rb"/Filter\s*\[\s*/(?:A85|ASCII85Decode)\s*/Fl(?:ateDecode)?\s*\]")
_LENGTH = re.compile(rb"/Length\s+(\d{1,12})(?!\s+\d+\s+R|\d)")
_END_OF_ASCII = b"~>"
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
    import base64

    text, end, _ = drawing.partition(_END_OF_ASCII)
    try:
        return base64.a85decode(text) if end else None
    except ValueError:
        return None


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
