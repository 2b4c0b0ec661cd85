"""OFD files (GB/T 33190), the national format of pages: the lines of their pages and their ruled tables.

What stands on their pages goes the way of a PDF's (`readers/pages`). Libraries that read OFD want PyMuPDF, whose
licence does not fit, or draw pages, which nobody needs here.
"""

from __future__ import annotations

from contextlib import suppress

from lint_pbt.errors import ReadError
from lint_pbt.limits import STANDARD, Limits
from lint_pbt.model.sheet import Source
from lint_pbt.readers.archive import open_archive
from lint_pbt.readers.ofd.package import Package, Page
from lint_pbt.readers.ofd.page import MOST_CHARACTERS, Drawn, drawn_on
from lint_pbt.readers.pages.assembly import PageContent, assemble
from lint_pbt.readers.pages.contents import BROKEN, DRAWN, FULL, MARKED, PICTURED, UNSEEN, Contents
from lint_pbt.readers.scan import Scanned
from lint_pbt.readers.scan.engine import is_there

_MOST_MARKS = 4_000_000  # characters and drawn objects of a file
_PICTURE = 0.3  # of a page: less is a seal
_TOO_MUCH = "这个 OFD 的内容太多，读到第 {page} 页就停了。请只保留绩效目标表所在的页，再检查"


def read(path: str, data: bytes, limits: Limits = STANDARD) -> Source:
    """The lines and tables of a file, in order. Raises `ReadError` where it cannot be read or has no text."""
    package = Package(open_archive(data, limits), limits)
    reading = _Reading(package)
    pages: list[PageContent] = []
    for number, page in enumerate(package.pages(), 1):
        found = reading.page(number, page)
        if reading.marks > _MOST_MARKS:
            raise ReadError(_TOO_MUCH.format(page=number))
        if found is not None:
            pages.append(found)
    contents, scanned = reading.contents, reading.scanned
    if not any(page.lines or page.tables for page in pages):
        raise ReadError(contents.nothing())
    return Source(path, scanned.marked(assemble(pages, limits)), notes=(*scanned.notes(), *contents.notes()))


class _Reading:
    """The pages of a file read so far, and how much was drawn on them."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.contents = Contents("OFD")
        self.scanned = Scanned(self.contents)
        self.marks = 0

    def page(self, number: int, page: Page) -> PageContent | None:
        """What stands on a page, None where it is not read."""
        contents = self.contents
        if page.content is None:
            contents.say(BROKEN, number)
            return None
        drawn = drawn_on(page)
        self.marks += drawn.objects + len(drawn.characters)
        if drawn.askew:
            contents.say(MARKED, number)
        if drawn.white:
            contents.say(UNSEEN, number)
        if drawn.unknown:
            contents.unknown[number] = drawn.unknown
        if len(drawn.characters) > MOST_CHARACTERS:
            contents.say(FULL, number)
            return None
        if all(character.text.isspace() for character in drawn.characters):
            if drawn.pictured > _PICTURE:
                return self._recognised(number, page, drawn)
            if drawn.objects and not drawn.unknown:
                contents.say(DRAWN, number)
            return None
        return contents.page(number, drawn.characters, drawn.rules, lambda: drawn.pieces)

    def _recognised(self, number: int, page: Page, drawn: Drawn) -> PageContent | None:
        """What is recognised in the picture that a page is, None where that cannot be told."""
        identifier, wide = drawn.largest
        name = page.media.get(identifier, "")
        if name and is_there():
            from lint_pbt.readers.scan.raster import pages_of

            with suppress(ReadError):  # such pictures may be in a format of their own
                for picture in pages_of(self.package.picture(name), 1):
                    found = self.scanned.page(number, picture, wide / picture.shape[1])
                    if found is not None:
                        return found
        self.contents.say(PICTURED, number)
        return None
