"""Cells as nearly all are: paragraphs of runs that hold text and nothing else, read at a third of what others take.

What may change how a text reads (numbers before it, text that is hidden, struck through or raised) needs an element of
a name of its own. Where the bytes of a document do not hold such a name no paragraph needs to be looked through for it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lint_pbt.readers.blocks import Paragraph
from lint_pbt.readers.word.line import typed
from lint_pbt.readers.word.names import local
from lint_pbt.readers.word.symbols import has_private

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

    from lint_pbt.readers.word.setup import Setup

_UTF_8 = re.compile(rb"(?:\xef\xbb\xbf)?(?:<\?xml [^>]*encoding=[\"']utf-8[\"'][^>]*>|<(?!\?))", re.IGNORECASE)
_OF_RUNS = frozenset(("vanish", "strike", "dstrike", "vertAlign"))
_PROMPT = b"showingPlcHdr"
# Signs of symbol fonts, as they are or by their numbers.
_PRIVATE = (b"\xef\x80", b"\xef\x81", b"\xef\x82", b"\xef\x83", b"&#")
_DELETED = (b"del ", b"del/", b"del>")
_SPANS = (b"gridSpan", b"Merge", b"merge")
_ASIDE = frozenset(("proofErr", "bookmarkStart", "bookmarkEnd"))


class PlainCells:
    """Reads the cells of a document that are plain, as `data` is its XML and `setup` what stands beside it.

    `spans` tells whether some cells may span several columns or rows.
    """

    def __init__(self, data: bytes, setup: Setup) -> None:
        self._reads = _UTF_8.match(data) is not None and _PROMPT not in data
        runs = {name for name in _OF_RUNS if name.encode() in data}
        paragraphs = set()
        if b"numPr" in data:
            paragraphs.add("numPr")
        if setup.numbering.has_styles:
            paragraphs.add("pStyle")
        if any(setup.styles):
            paragraphs.add("pStyle")
            runs.add("rStyle")
        if _any(_DELETED, data):
            paragraphs.add("rPr")
        self._of_runs, self._of_paragraphs = frozenset(runs), frozenset(paragraphs)
        self._private = _any(_PRIVATE, data)
        self.spans = not self._reads or _any(_SPANS, data)

    def blocks(self, cell: _Element) -> list[Paragraph] | None:
        """What a cell holds; None where it is not plain."""
        if not self._reads:
            return None
        found = []
        for one in cell:
            name = local(one.tag)
            if name == "p":
                text = self._text(one)
                if text is None:
                    return None
                found.append(Paragraph(text))
            elif name != "tcPr":
                return None
        return found

    def _text(self, paragraph: _Element) -> str | None:
        found = ""
        for one in paragraph:
            name = local(one.tag)
            if name == "r":
                for piece in one:
                    inner = local(piece.tag)
                    if inner == "t":
                        text, _ = typed(piece)
                        if self._private and has_private(text):
                            return None
                        found += text
                    elif inner == "rPr":
                        if self._of_runs and _holds(piece, self._of_runs):
                            return None
                    elif inner != "lastRenderedPageBreak":
                        return None
            elif name == "pPr":
                if self._of_paragraphs and _holds(one, self._of_paragraphs):
                    return None
            elif name not in _ASIDE:
                return None
        return found


def _any(marks: Iterable[bytes], data: bytes) -> bool:
    return any(mark in data for mark in marks)


def _holds(element: _Element, names: frozenset[str]) -> bool:
    return any(local(one.tag) in names for one in element)
