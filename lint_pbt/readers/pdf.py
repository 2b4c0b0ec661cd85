"""PDF files: the lines of their pages and their ruled tables, read with pdfium.

Rules and character boxes come from pdfium (pypdfium2) and are put together here. That takes 4 to 15 ms a page, text and
tables, where pdfplumber takes 40 to 240 on the same files (written by LibreOffice, Chromium and reportlab) and leaves
tables cut at page breaks; so every page is looked at, and none needs to be searched out first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium

from lint_pbt.errors import ReadError
from lint_pbt.limits import STANDARD, Limits
from lint_pbt.model.document import Note
from lint_pbt.model.sheet import Source
from lint_pbt.readers.pages.apart import is_suspicious, read_apart
from lint_pbt.readers.pages.assembly import PageContent, assemble
from lint_pbt.readers.pages.characters import MOST_CHARACTERS, characters_of, pieces_of
from lint_pbt.readers.pages.contents import BROKEN, DRAWN, FULL, MARKED, PICTURED, UNSEEN, Contents
from lint_pbt.readers.pages.document import opened, opened_page, opened_text
from lint_pbt.readers.pages.drawing import Drawing, drawing_of
from lint_pbt.readers.pages.fields import form_of, laid_upon
from lint_pbt.readers.pages.torn import is_torn
from lint_pbt.readers.pages.view import View, view_of
from lint_pbt.system.browser import IN_BROWSER

if TYPE_CHECKING:
    from lint_pbt.readers.scan import Scanned

_MOST_MARKS = 4_000_000  # characters and drawn objects of a file
_PICTURE = 0.3  # of a page: less is a logo
_WHOLE = 0.7  # of a page: more is a picture of it
_MOST_STAMPED = 60  # characters that a program that scans puts upon a page: its name, a number

_TOO_MANY_PAGES = "这个 PDF 有 {pages} 页，超过了上限 {limit} 页。请只保留绩效目标表所在的页，或者在配置里提高上限"
_TOO_MUCH = "这个 PDF 的内容太多，读到第 {page} 页就停了。请只保留绩效目标表所在的页，再检查"
_BREAKS_OFF = "这个 PDF 有一段内容不完整（没有下载完，或者存坏了），有的页可能没有读全。请重新下载或再导出一次，再检查"


def read(path: str, data: bytes, limits: Limits = STANDARD) -> Source:
    """The lines and tables of a file, in order. Raises `ReadError` where it cannot be read or has no text."""
    apart = is_suspicious(data) and not IN_BROWSER
    return read_apart(path, data, limits) if apart else read_here(path, data, limits)


def read_here(path: str, data: bytes, limits: Limits, *, recognises: bool = True) -> Source:
    """Read a file in this process; `recognises` tells whether text in pictures may be recognised."""
    with opened(data) as document:
        count = pdfium.FPDF_GetPageCount(document)
        if count > limits.pages:
            raise ReadError(_TOO_MANY_PAGES.format(pages=count, limit=limits.pages))
        with form_of(document) as form:
            reading = _Reading(document, form, recognises=recognises)
            pages = reading.pages(count)
            if reading.stamped and not reading.written:
                reading = _Reading(document, form, recognises=recognises, skips_stamps=True)
                pages = reading.pages(count)
    contents, scanned = reading.contents, reading.scanned
    if not any(page.lines or page.tables for page in pages):
        raise ReadError(contents.nothing())
    sheets = assemble(pages, limits)
    notes = [Note(_BREAKS_OFF, unchecked=True)] if is_torn(data) else []
    if scanned is not None:
        sheets = scanned.marked(sheets)
        notes += scanned.notes()
    return Source(path, sheets, notes=(*notes, *contents.notes()))


class _Reading:
    """The pages of a document read so far.

    `stamped` tells whether there are pictures of whole pages with a few words upon them, `written` whether there are
    other pages with text (under a picture of a page may stand what somebody recognised in it). Where all text is such
    words, a program that scans has put it there; `skips_stamps` then has those pages taken for pictures.
    """

    def __init__(self, document: Any, form: Any, *, recognises: bool, skips_stamps: bool = False) -> None:
        self.document, self.form, self.recognises, self.skips_stamps = document, form, recognises, skips_stamps
        self.stamped = self.written = False
        self.contents = Contents("PDF")
        self.scanned: Scanned | None = None
        self.marks = 0

    def pages(self, count: int) -> list[PageContent]:
        """What stands on the pages that are read."""
        return [page for index in range(count) if (page := self.page(index)) is not None]

    def page(self, index: int) -> PageContent | None:
        """What stands on a page, None where it is not read."""
        number = index + 1
        with opened_page(self.document, index) as page:
            if page is None:
                self.contents.say(BROKEN, number)
                return None
            self._count(pdfium.FPDFPage_CountObjects(page), number)
            view = view_of(page)
            drawing = drawing_of(page, view)
            [(turned, _)] = drawing.angles.most_common(1) or [(0, 0)]
            if turned:
                view = view_of(page, turned)
                drawing = drawing_of(page, view)
            self._count(drawing.objects, number)
            with opened_text(page) as text:
                if text is None:
                    self.contents.say(BROKEN, number)
                    return None
                characters = pdfium.FPDFText_CountChars(text)
                self._count(characters, number)
                if characters > MOST_CHARACTERS:
                    self.contents.say(FULL, number)
                    return None
                return self._content(page, text, view, drawing, number)

    def _count(self, marks: int, number: int) -> None:
        self.marks += marks
        if self.marks > _MOST_MARKS:
            raise ReadError(_TOO_MUCH.format(page=number))

    def _content(self, page: Any, text: Any, view: View, drawing: Drawing, number: int) -> PageContent | None:
        characters = characters_of(text, view, drawing)
        contents = self.contents
        if characters.watermark:
            contents.say(MARKED, number)
        if characters.white:
            contents.say(UNSEEN, number)
        if characters.unknown:
            contents.unknown[number] = characters.unknown
        upon = laid_upon(page, self.form, view)
        found = [*characters.found, *upon]
        inked = sum(not character.text.isspace() for character in found)
        if not inked:
            if drawing.objects:
                return self._unwritten(page, number, PICTURED if drawing.pictured > _PICTURE else DRAWN)
            return None
        if inked <= _MOST_STAMPED and drawing.pictured > _WHOLE and not drawing.invisible:
            if self.skips_stamps:
                return self._unwritten(page, number, PICTURED)
            self.stamped = True
        else:
            self.written = True
        indices = [*characters.indices, *(-1 for _ in upon)]
        rules = None if drawing.crowded else drawing.rules
        return contents.page(number, found, rules, lambda: pieces_of(text, page, indices))

    def _unwritten(self, page: Any, number: int, what: str) -> PageContent | None:
        """What stands on a page without text, None where that cannot be told."""
        if self.recognises and self.scanned is None:
            from lint_pbt.readers.scan import Scanned
            from lint_pbt.readers.scan.engine import is_there

            self.scanned = Scanned(self.contents) if is_there() else None
            self.recognises = self.scanned is not None
        if self.scanned is not None:
            from lint_pbt.readers.scan.raster import drawn

            found = self.scanned.page(number, *drawn(page))
            if found is not None:
                return found
        self.contents.say(what, number)
        return None
