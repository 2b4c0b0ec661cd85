"""What stands beside the text of a document and changes how it reads: its lists and its styles."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple

from lint_pbt.errors import ReadError
from lint_pbt.readers.word.numbering import Numbering
from lint_pbt.readers.word.package import parsed
from lint_pbt.readers.word.styles import Styles, matter

if TYPE_CHECKING:
    from lxml.etree import _Element

    from lint_pbt.limits import Limits
    from lint_pbt.readers.archive import Archive


class Setup(NamedTuple):
    """The lists of a document, which count while it is read, and its styles."""

    numbering: Numbering
    styles: Styles = Styles()


def setup_of(archive: Archive, limits: Limits, text: str) -> Setup:
    """What stands beside the part `text`. Of broken parts nothing is taken: Word opens such a document as well."""

    def bytes_of(name: str) -> bytes:
        part = posixpath.join(posixpath.dirname(text), name)
        return archive.read(part) if part in archive else b""

    def root_of(data: bytes) -> _Element | None:
        try:
            return parsed(data, limits) if data else None
        except ReadError:
            return None

    lists, styles = root_of(bytes_of("numbering.xml")), bytes_of("styles.xml")
    root = root_of(styles) if lists is not None or matter(styles) else None
    return Setup(Numbering(lists, root), Styles() if root is None else Styles.of(root))
