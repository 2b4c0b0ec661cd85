"""The text of a file that was converted, and of what came of it: each told from its own bytes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lint_pbt.readers.archive import open_archive
from lint_pbt.readers.office.pieces import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint_pbt.limits import Limits

_PARTS = {".ods": "content.xml", ".odt": "content.xml", ".docx": "word/document.xml"}
_WORKBOOK_PARTS = re.compile(r"(?i)xl/(?:sharedStrings\.xml|worksheets/[^/]+\.xml)")
_STRINGS = "xl/sharedStrings.bin"
_STRING_ITEM = 19  # [MS-XLSB]: a flag, the number of characters, and those


def pieces_of(suffix: str, data: bytes, limits: Limits) -> list[Piece]:
    """The pieces of a file of a kind. Raises whatever comes where its bytes are not right."""
    if suffix == ".doc":
        from lint_pbt.readers.office import word97

        return [*word97.pieces_of(data)]
    if suffix == ".rtf":
        from lint_pbt.readers.office import rich_text

        return [*rich_text.pieces_of(data)]
    return [*_of_parts(suffix, data, limits)]


def _of_parts(suffix: str, data: bytes, limits: Limits) -> Iterator[Piece]:
    from lint_pbt.readers.office import markup
    from lint_pbt.readers.word.package import parsed

    if not data.startswith(b"PK"):
        yield from markup.pieces_of(parsed(data, limits))
        return
    archive = open_archive(data, limits)
    if suffix == ".xlsb":
        if _STRINGS in archive:
            yield from _strings(archive.read(_STRINGS))
        return
    names = [_PARTS[suffix]] if suffix in _PARTS else filter(_WORKBOOK_PARTS.fullmatch, archive.names)
    for name in names:
        yield from markup.pieces_of(parsed(archive.read(name), limits))


def _strings(data: bytes) -> Iterator[Piece]:
    """The strings that the cells of a binary workbook share: records of a kind, a size and so many bytes."""
    at = 0
    while at < len(data):
        kind, at = _number(data, at)
        size, at = _number(data, at)
        if kind == _STRING_ITEM:
            count = int.from_bytes(data[at + 1 : at + 5], "little")
            yield Piece(data[at + 5 : min(at + 5 + 2 * count, at + size)].decode("utf-16-le", "replace"), False)
        at += size


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A number written in seven bits a byte, the lowest first, and where what follows begins."""
    value = 0
    for shift in range(0, 28, 7):
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            break
    return value, at
