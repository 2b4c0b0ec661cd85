"""Whether the content of a PDF file breaks off: pdfium draws what it finds and says nothing of the rest."""

from __future__ import annotations

import base64
import re
import zlib

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
# What else lies in streams: pictures, fonts, lists of objects, metadata. Pages' content has none of these.
_OTHER = re.compile(rb"/(?:Type|Subtype|Length1|N|FunctionType|ShadingType|PatternType)\b")
_LENGTH = re.compile(rb"/Length\s+(\d{1,12})(?!\s+\d+\s+R|\d)")
_DICTIONARY = 600  # bytes before a stream in which its dictionary stands
_CHUNK = 1 << 18
_MOST = 1 << 24  # bytes unpacked of one stream
_MOST_STREAMS = 10_000


def breaks_off(data: bytes) -> bool:
    """Whether one of the streams that may be content of pages ends before it is whole."""
    if b"/Encrypt" in data:
        return False
    for number, stream in enumerate(_STREAM.finditer(data)):
        if number >= _MOST_STREAMS:
            break
        start, end = stream.span()
        begin = max(data.rfind(b" obj", max(start - _DICTIONARY, 0), start), 0)
        dictionary = data[begin:start]
        if not begin or _OTHER.search(dictionary):
            continue
        stop = data.find(b"endstream", end)
        length = _LENGTH.search(dictionary)
        if stop < 0 or (length and stop - end < int(length[1])):
            return True
        if b"/FlateDecode" in dictionary and not _is_whole(data[end:stop], dictionary):
            return True
    return False


def _is_whole(packed: bytes, dictionary: bytes) -> bool:
    if not packed.strip():
        return True
    if b"/ASCII85Decode" in dictionary:
        try:
            packed = base64.a85decode(packed.strip().removesuffix(b"~>"))
        except ValueError:
            return False
    elif b"/ASCIIHexDecode" in dictionary or b"/LZWDecode" in dictionary or b"/RunLengthDecode" in dictionary:
        return True
    unpacking = zlib.decompressobj()
    unpacked = 0
    try:
        while not unpacking.eof and unpacked < _MOST:
            part = unpacking.decompress(packed, _CHUNK)
            packed = unpacking.unconsumed_tail
            unpacked += len(part)
            if not packed:
                break
    except zlib.error:
        return False
    return unpacking.eof or unpacked >= _MOST
