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
from lint_pbt.readers.word.package import is_utf_8
from lint_pbt.readers.word.symbols import has_private

if TYPE_CHECKING:
    from lxml.etree import _Element

    from lint_pbt.readers.word.setup import Setup

_OF_RUNS = frozenset(("vanish", "strike", "dstrike", "vertAlign"))
_PROMPT = b"showingPlcHdr"
_PRIVATE = re.compile(b"\xef[\x80-\x83]")  # signs of symbol fonts
_DELETED = re.compile(b"del[ />]")
_SPANS = (b"gridSpan", b"Merge", b"merge")
ASIDE = frozenset(("proofErr", "bookmarkStart", "bookmarkEnd"))


class PlainCells:
    """Reads the cells of a document that are plain, as `data` is its XML and `setup` what stands beside it.

    `spans` tells whether some cells may span several columns or rows.
    """

    def __init__(self, data: bytes, setup: Setup) -> None:
        self._reads = may_be_plain(data)
        runs = {name for name in _OF_RUNS if name.encode() in data}
        paragraphs = set()
        if b"numPr" in data:
            paragraphs.add("numPr")
        if setup.numbering.has_styles:
            paragraphs.add("pStyle")
        if any(setup.styles):
            paragraphs.add("pStyle")
            runs.add("rStyle")
        if _DELETED.search(data):
            paragraphs.add("rPr")
        self._of_runs, self._of_paragraphs = frozenset(runs), frozenset(paragraphs)
        self._private = may_be_private(data)
        self.spans = not self._reads or any(mark in data for mark in _SPANS)

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
            elif name not in ASIDE:
                return None
        return found


def may_be_plain(data: bytes) -> bool:
    """Whether a document may have plain cells."""
    return is_utf_8(data) and _PROMPT not in data


def may_be_private(data: bytes) -> bool:
    """Whether a document may hold signs of symbol fonts."""
    return (b"&" in data and b"&#" in data) or _PRIVATE.search(data) is not None


def _holds(element: _Element, names: frozenset[str]) -> bool:
    return any(local(one.tag) in names for one in element)
