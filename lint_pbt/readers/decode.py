"""Bytes to text: which encoding a file is in, and whether what came out can be a Chinese table.

Plain UTF-8 and byte-order marks speak for themselves. Everything else is put to charset-normalizer,
restricted to the encodings such tables come in, and its answer is checked: GB18030 decodes nearly anything.
"""

from __future__ import annotations

import codecs
import re

from msgspec import Struct
from msgspec.structs import replace

from lint_pbt.errors import ReadError
from lint_pbt.model.document import Note, Place
from lint_pbt.readers.kinds import refusal
from lint_pbt.text.patterns.lazy import Pattern

UTF8 = "UTF-8"

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", UTF8),
    # The longer mark first: that of UTF-32 LE begins with that of UTF-16 LE.
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_CANDIDATES = {"gb18030": "GB18030", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "big5": "Big5"}
# Compiled when needed: a plain UTF-8 file never asks.
_PLAUSIBLE = "[\t\n\r\f\x20-\x7e\u2010-\u203a\u2103-\u22ff\u2460-\u25ff\u3000-\u301f\u4e00-\u9fff\uff00-\uffef]+"
_CONTROL = Pattern("[\x00-\x08\x0e-\x1b]")
_SAMPLE = 200_000
_LEAST_PLAUSIBLE = 0.95
_MOST_DAMAGE = 0.005

_NOT_TEXT = "这不是文本文件，或者已经损坏：里面大多不是文字。请确认选对了文件，或者从原来的软件重新导出为文本（.txt）"
_UNKNOWN = "认不出文字的编码。请用记事本或 WPS 打开，另存为 UTF-8 编码的文本文件（.txt）再检查"


class NotTextError(ReadError):
    """The bytes are no text."""


class Decoded(Struct, frozen=True):
    """The text of a file without its mark, the encoding's name for people and Python's, and what was wrong with it."""

    text: str
    encoding: str
    codec: str
    notes: tuple[Note, ...] = ()
    mark: bytes = b""

    def said(self) -> tuple[Note, ...]:
        """What the report says of the text: its encoding, where that is not UTF-8, and what was wrong with it."""
        if self.encoding == UTF8:
            return self.notes
        return (Note(f"文件的编码不是 UTF-8，已按 {self.encoding} 读入"), *self.notes)


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode the bytes of a text file. Raises `ReadError` where they are no readable text.

    `declared` is Python's name of the encoding that the file itself names; it counts where Chinese text comes of it.
    """
    if not data:
        raise ReadError("文件是空的，一个字也没有。请确认选对了文件，或者重新导出")
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return replace(_checked(_lenient(data[len(mark) :], codec, name)), mark=mark)
    reason = refusal(data)
    if reason:
        raise ReadError(reason)
    if b"\x00" not in data:
        decoded = _strict(data, "utf-8", UTF8)
        if decoded:
            return _checked(decoded)
    return _guessed(data, declared)


def _strict(data: bytes, codec: str, name: str) -> Decoded | None:
    """The text where all bytes fit, but for a last character cut in two; None where they do not."""
    try:
        return Decoded(data.decode(codec), name, codec)
    except UnicodeDecodeError as error:
        if len(data) - error.start > 3 or error.start == 0:
            return None
        text = data[: error.start].decode(codec)
    cut = "文件末尾的一个字只剩半个，文件可能没有传完整。请重新下载或导出，再检查一遍"
    return Decoded(text, name, codec, (Note(cut, unchecked=True),))


def _lenient(data: bytes, codec: str, name: str) -> Decoded:
    """The text with what does not fit replaced, and a note of it."""
    decoded = _strict(data, codec, name)
    if decoded:
        return decoded
    text = data.decode(codec, "replace")
    place = text[: text.find("\ufffd")]
    line = len(re.findall("\r\n?|\n", place)) + 1
    count = text.count("\ufffd")
    damage = f"从这里起有 {count} 处字符坏了（读作“\ufffd”），这些地方读到的不可靠。请重新导出再检查"
    return Decoded(text, name, codec, (Note(damage, Place(line), unchecked=True),))


def _guessed(data: bytes, declared: str | None) -> Decoded:
    """The text as declared or as charset-normalizer names it, or else in the first encoding that gives Chinese text."""
    if declared in _CANDIDATES:
        decoded = _strict(data, declared, _CANDIDATES[declared])
        if decoded and _reads_as_chinese(decoded.text):
            return decoded
    codecs_in_order = list(_CANDIDATES)
    best = _arbiter(data)
    if best in _CANDIDATES:
        codecs_in_order.remove(best)
        codecs_in_order.insert(0, best)
    for codec in codecs_in_order:
        decoded = _strict(data, codec, _CANDIDATES[codec])
        if decoded and _reads_as_chinese(decoded.text):
            return decoded
    if b"\x00" not in data:
        for codec, name in (("utf-8", UTF8), ("gb18030", _CANDIDATES["gb18030"])):
            decoded = _lenient(data, codec, name)
            if decoded.text.count("\ufffd") <= len(decoded.text) * _MOST_DAMAGE and _reads_as_chinese(decoded.text):
                return decoded
    raise NotTextError(_NOT_TEXT if _looks_binary(data) else _UNKNOWN)


def _arbiter(data: bytes) -> str | None:
    """The encoding that charset-normalizer holds likeliest, as a key of `_CANDIDATES`."""
    from charset_normalizer import from_bytes

    end = len(data)
    if end > _SAMPLE:
        # No character may be cut: UTF-16 has zero bytes and two to a character, other encodings have lines.
        end = _SAMPLE if b"\x00" in data else data.rfind(b"\n", 0, _SAMPLE) + 1 or _SAMPLE
    best = from_bytes(data[:end], cp_isolation=[codec.replace("-", "_") for codec in _CANDIDATES]).best()
    return best.encoding.replace("_", "-") if best else None


def _checked(decoded: Decoded) -> Decoded:
    """The decoded text, unless it is full of control characters: such a file is no text in any encoding."""
    sample = decoded.text[:_SAMPLE]
    if len(_CONTROL.findall(sample)) > len(sample) * 0.02:
        raise NotTextError(_NOT_TEXT)
    return decoded


def _reads_as_chinese(text: str) -> bool:
    """Whether nearly all characters are those of a Chinese table; a wrong encoding gives rare ones."""
    sample = text[:_SAMPLE]
    plausible = sum(map(len, re.findall(_PLAUSIBLE, sample)))
    return plausible >= len(sample) * _LEAST_PLAUSIBLE


def _looks_binary(data: bytes) -> bool:
    head = data[:_SAMPLE]
    return b"\x00" in head or len(re.findall(rb"[\x00-\x08\x0e-\x1b]", head)) > len(head) * 0.02
