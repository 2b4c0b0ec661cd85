"""OFD files (GB/T 33190), the national format of pages: the lines of their pages and their ruled tables.

What stands on their pages goes the way of a PDF's (`readers/pages`). Libraries that read OFD want PyMuPDF, whose
licence does not fit, or draw pages, which nobody needs here.
"""

from __future__ import annotations

from lint_pbt.errors import ReadError
from lint_pbt.limits import STANDARD, Limits
from lint_pbt.readers.archive import open_archive
from lint_pbt.readers.ofd.package import Package, Page
from lint_pbt.readers.ofd.page import MOST_CHARACTERS, drawn_on
from lint_pbt.readers.pages.assembly import PageContent, assemble
from lint_pbt.readers.pages.contents import BROKEN, DRAWN, FULL, MARKED, PICTURED, UNSEEN, Contents
from lint_pbt.sheet import Source

_MOST_MARKS = 4_000_000  # characters and drawn objects of a file
_PICTURE = 0.3  # of a page: less is a seal
_TOO_MUCH = "这个 OFD 的内容太多，读到第 {page} 页就停了。请只保留绩效目标表所在的页，再检查"


def read(path: str, data: bytes, limits: Limits = STANDARD) -> Source:
    """The lines and tables of a file, in order. Raises `ReadError` where it cannot be read or has no text."""
    package = Package(open_archive(data, limits), limits)
    contents = Contents("OFD")
    pages: list[PageContent] = []
    marks = 0
    for number, page in enumerate(package.pages(), 1):
        found, counted = _read_page(number, page, contents)
        marks += counted
        if marks > _MOST_MARKS:
            raise ReadError(_TOO_MUCH.format(page=number))
        if found is not None:
            pages.append(found)
    if not any(page.lines or page.tables for page in pages):
        raise ReadError(contents.nothing())
    return Source(path, assemble(pages, limits), notes=tuple(contents.notes()))


def _read_page(number: int, page: Page, contents: Contents) -> tuple[PageContent | None, int]:
    """What stands on a page, None where it is not read, and how much was drawn on it."""
    if page.content is None:
        contents.say(BROKEN, number)
        return None, 0
    drawn = drawn_on(page)
    marks = drawn.objects + len(drawn.characters)
    if drawn.askew:
        contents.say(MARKED, number)
    if drawn.white:
        contents.say(UNSEEN, number)
    if drawn.unknown:
        contents.unknown[number] = drawn.unknown
    if len(drawn.characters) > MOST_CHARACTERS:
        contents.say(FULL, number)
        return None, marks
    if all(character.text.isspace() for character in drawn.characters):
        if drawn.objects and not drawn.unknown:
            contents.say(PICTURED if drawn.pictured > _PICTURE else DRAWN, number)
        return None, marks
    return contents.page(number, drawn.characters, drawn.rules, lambda: drawn.pieces), marks
