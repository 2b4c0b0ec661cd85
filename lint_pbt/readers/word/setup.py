"""What stands beside the text of a document and changes how it reads: its lists and its styles."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple

from lint_pbt.errors import ReadError
from lint_pbt.readers.word.numbering import Numbering
from lint_pbt.readers.word.package import is_utf_8, parsed
from lint_pbt.readers.word.styles import Styles, matter

if TYPE_CHECKING:
    from lxml.etree import _Element

    from lint_pbt.limits import Limits
    from lint_pbt.readers.archive import Archive

_STYLED, _NUMBERED = (b"pStyle", b"rStyle"), b"numPr"


class Setup(NamedTuple):
    """The lists of a document, which count while it is read, and its styles."""

    numbering: Numbering
    styles: Styles = Styles()


def setup_of(archive: Archive, limits: Limits, name: str, text: bytes) -> Setup:
    """What stands beside the part of a name that is the text of a document, as far as that refers to it.

    Of broken parts nothing is taken: Word opens such a document as well.
    """

    def bytes_of(name_beside: str) -> bytes:
        part = posixpath.join(posixpath.dirname(name), name_beside)
        return archive.read(part) if part in archive else b""

    def root_of(data: bytes) -> _Element | None:
        try:
            return parsed(data, limits) if data else None
        except ReadError:
            return None

    styles = bytes_of("styles.xml")
    names_styles = not is_utf_8(text) or any(mark in text for mark in _STYLED)
    numbers = not is_utf_8(text) or _NUMBERED in text or (names_styles and _NUMBERED in styles)
    lists = root_of(bytes_of("numbering.xml")) if numbers else None
    root = root_of(styles) if lists is not None or (names_styles and matter(styles)) else None
    return Setup(Numbering(lists, root), Styles() if root is None else Styles.of(root))
