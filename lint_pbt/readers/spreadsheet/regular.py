"""The rows of a worksheet as nearly all are: cells with a number, a shared string or a text, and nothing else.

Such rows are taken out of the stream before the parser sees it, at a fraction of what its events cost; everything
else, and all that is in doubt, is left to the parser.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from lint_pbt.readers.skeletons import resolved

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_BEGIN, _END_OF_ROW = b"<sheetData>", b"</row>"
_UTF_8 = re.compile(rb"(?:\xef\xbb\xbf)?(?:<\?xml [^>]*encoding=[\"']utf-8[\"'][^>]*>|<(?!\?))", re.IGNORECASE)
_CHARACTER = r"(?:[^<&\x00-\x08\x0b-\x1f\ufffe\uffff]|&(?:lt|gt|amp|quot|apos|#[0-9]{2,7});)"
_CELL = (
    r'<c r="(?P<letters>[A-Z]{1,3})(?P<row>[0-9]{1,7})"(?: s="(?P<style>[0-9]{1,5})")?(?: t="(?P<kind>[a-zA-Z]{1,9})")?'
    r"(?:/>|>(?:<v>(?P<value>[-+.0-9E]{1,40})</v>"
    rf'|<is><t(?: xml:space="preserve")?>(?P<text>{_CHARACTER}*)</t></is>)?</c>)'
)
_CELLS = re.compile(_CELL)
_ATTRIBUTE = r' ([a-zA-Z0-9:]{1,20})="([^"<&]{0,40})"'
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_ROW = re.compile(
    rf"<row(?P<attributes>(?:{_ATTRIBUTE}){{0,20}})>(?P<cells>(?:{re.sub(r'[?]P<[a-z]+>', '?:', _CELL)})*)</row>"
)
_LONGEST = 4 << 20  # bytes of a row


class Rows(Protocol):
    """What takes the rows. `between_rows` is True where the parser has just seen rows begin, or one end."""

    between_rows: bool

    def regular_row(self, attributes: dict[str, str], cells: Sequence[Sequence[str]]) -> None:
        """Take a row: its attributes, and its cells.

        Of a cell there are the letters of its column, the number of its row, its style, type, value and text, as they
        are written; what it has not is empty.
        """


def without_regular_rows(pieces: Iterable[bytes], rows: Rows) -> Iterator[bytes]:
    """The bytes of a worksheet without its regular rows, which are handed over in their order."""
    stream = iter(pieces)
    held, at = b"", 0
    for piece in stream:
        held += piece
        if _BEGIN in held or len(held) > _LONGEST:
            break
    begin = held.find(_BEGIN)
    if begin >= 0 and b"<!" not in held[:begin] and _UTF_8.match(held):
        at = begin + len(_BEGIN)
        yield held[:at]
        while rows.between_rows and len(held) - at < _LONGEST:
            end = held.find(_END_OF_ROW, at) + len(_END_OF_ROW)
            if end < len(_END_OF_ROW):
                more = next(stream, b"")
                held, at = held[at:] + more, 0
                if not more:
                    break
                continue
            if not _handed_over(held[at:end], rows):
                rows.between_rows = False
                yield held[at:end]
            at = end
    yield held[at:]
    yield from stream


def _handed_over(row: bytes, rows: Rows) -> bool:
    """Hand over a row if it is regular."""
    try:
        found = _ROW.fullmatch(row.decode("utf-8"))
        if found is None:
            return False
        cells = _CELLS.findall(found["cells"])
        if "&" in found["cells"]:
            cells = [(*cell, resolved(text)) for *cell, text in cells]
    except ValueError:
        return False
    rows.regular_row(dict(_ATTRIBUTES.findall(found["attributes"])), cells)
    return True
