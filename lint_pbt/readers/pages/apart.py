"""Files that could make pdfium run without end are read in a process of their own, bounded in time and memory.

pdfium draws forms within forms as often as a file asks, and unpacks whatever it is given. Hardly any file is built so
that this matters; those are told by their bytes, and pay a fifth of a second for the process.
"""

from __future__ import annotations

import re
import subprocess
import zlib

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from lint_pbt.errors import ReadError
from lint_pbt.limits import Limits
from lint_pbt.model.sheet import Source
from lint_pbt.system.isolation import run_isolated

# What the process runs; it is not imported here, for it reads PDF files, which asks this module.
_CHILD = "lint_pbt.readers.pages.child"
_SECONDS = 30
_LARGE = 16_384  # bytes of a stream: a smaller one unpacks to 16 MB at most
_LARGE_IN_ASCII = 262_144
_PROBE = 65_536
_MOST_RATIO = 150  # drawings and fonts unpack to some ten times their size
_FORM = re.compile(rb"/Subtype\s*/(?:Form|[A-Za-z]*#)")
_NESTING = re.compile(rb"/XObject|/Resources\s*\d")
_STREAM = re.compile(rb"stream\r?\n")
_PACKED_TWICE = re.compile(rb"/(?:Fl|LZW|RL|RunL)[^\]>]{0,60}/(?:Fl|LZW|RL|RunL)")
_DICTIONARY = 2_000  # bytes before a stream in which its dictionary stands

_ENDLESS = (
    "这个 PDF 的结构不正常，读取时占用的时间或内存太多，已停止。请用原来的软件再导出一次，或者打印成新的 PDF 再检查"
)


class Task(Struct, frozen=True):
    """A file to read, and within which limits."""

    data: bytes
    limits: Limits


class Result(Struct, frozen=True):
    """What reading came to: a source, or why there is none."""

    source: Source | None = None
    refusal: str = _ENDLESS


def is_suspicious(data: bytes) -> bool:
    """Whether a file has forms that may hold others, or streams that unpack to far more than usual."""
    if b"/Form" not in data and b"#" not in data and len(data) < _LARGE and not _PACKED_TWICE.search(data):
        return False
    for stream in _STREAM.finditer(data):
        start, end = stream.span()
        if data[start - 3 : start] == b"end":
            continue
        begin = max(data.rfind(b" obj", max(start - _DICTIONARY, 0), start), start - _DICTIONARY, 0)
        dictionary = data[begin:start]
        if (_FORM.search(dictionary) and _NESTING.search(dictionary)) or _PACKED_TWICE.search(dictionary):
            return True
        if b"/Image" not in dictionary and _unpacks_far(data, end, dictionary):
            return True
    return False


def _unpacks_far(data: bytes, start: int, dictionary: bytes) -> bool:
    end = data.find(b"endstream", start)
    if end - start < _LARGE or b"/Fl" not in dictionary:
        return end - start >= _LARGE and b"/LZW" in dictionary
    if b"/A" in dictionary:  # packed, then written in ASCII
        return end - start > _LARGE_IN_ASCII
    packed = zlib.decompressobj()
    try:
        size = len(packed.decompress(data[start:end], _PROBE))
    except zlib.error:
        return False
    used = end - start - len(packed.unconsumed_tail)
    return size > _MOST_RATIO * used


def read_apart(path: str, data: bytes, limits: Limits) -> Source:
    """Read a file in another process. Raises `ReadError` where that ends without a result."""
    try:
        answer = run_isolated(_CHILD, msgspec.msgpack.encode(Task(data, limits)), _SECONDS)
    except (subprocess.SubprocessError, OSError) as error:
        raise ReadError(_ENDLESS) from error
    # What comes back is held against its type: the process has been given a file that nobody trusts.
    result = msgspec.msgpack.decode(answer, type=Result)
    if result.source is None:
        raise ReadError(result.refusal)
    return replace(result.source, path=path)
