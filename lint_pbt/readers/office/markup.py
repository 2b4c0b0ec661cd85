"""The text of office files that are XML: of OpenDocument, of Word and Excel, old and new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lint_pbt.readers.office.pieces import Piece
from lint_pbt.readers.word.names import local

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_PARAGRAPHS = frozenset(("p", "h", "Data", "si", "is"))  # of documents, of old workbooks, of new ones
_CELLS = frozenset(("tc", "table-cell", "covered-table-cell", "Cell"))
# What is gone, said aside, or said a second time for old programs.
_ASIDE = frozenset(("tracked-changes", "annotation", "note", "Comment", "Fallback", "instrText", "rPh"))


def pieces_of(root: _Element) -> Iterator[Piece]:
    """The paragraphs and cells below an element."""
    body = next((element for element in root.iter() if local(element.tag) == "body"), root)
    for element in body.iter():
        if local(element.tag) in _PARAGRAPHS:
            around = {local(one.tag) for one in element.iterancestors()}
            if not around & _ASIDE:
                yield Piece("".join(_own(element)), bool(around & _CELLS))


def _own(element: _Element) -> Iterator[str]:
    """The text of a paragraph without that of others in it."""
    yield element.text or ""
    for child in element:
        name = local(child.tag)
        if name not in _PARAGRAPHS and name not in _ASIDE:
            yield from _own(child)
        yield child.tail or ""
