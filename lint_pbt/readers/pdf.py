"""PDF files: the lines of their pages and their ruled tables, read with pdfium.

Rules and character boxes come from pdfium (pypdfium2) and are put together here. That takes 4 to 25 ms a page, text and
tables, where pdfplumber takes 40 to 240 on the same files (written by LibreOffice, Chromium and reportlab) and leaves
tables cut at page breaks; so every page is looked at, and none needs to be searched out first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2.raw as pdfium

from lint_pbt.errors import ReadError
from lint_pbt.limits import STANDARD, Limits
from lint_pbt.model import Note, Place
from lint_pbt.readers.pages.apart import is_suspicious, read_apart
from lint_pbt.readers.pages.assembly import PageContent, assemble
from lint_pbt.readers.pages.characters import MOST_CHARACTERS, characters_of, pieces_of
from lint_pbt.readers.pages.document import opened, opened_page
from lint_pbt.readers.pages.drawing import drawing_of
from lint_pbt.readers.pages.fields import form_of, laid_upon
from lint_pbt.readers.pages.grids import find_grids
from lint_pbt.readers.pages.lines import lines_of
from lint_pbt.readers.pages.ruled_across import all_grids
from lint_pbt.readers.pages.tables import fill_grids
from lint_pbt.readers.pages.torn import is_torn
from lint_pbt.readers.pages.view import view_of
from lint_pbt.sheet import Source

_MOST_MARKS = 4_000_000  # characters and drawn objects of a file
_PICTURE = 0.3  # of a page: less is a logo

_SCANNED = (
    "这个 PDF 是扫描件（图片），里面没有文字可读。请找原表的电子版（Word、Excel 或从中导出的 PDF），"
    "或者用文字识别软件转成文本，再检查"
)
_OUTLINES = "这个 PDF 里的字是画成的图形，不是文字，读不出来。请找原表的电子版（Word、Excel 或直接导出的 PDF）再检查"
_EMPTY = "这个 PDF 里没有文字。请确认选对了文件，或者重新导出"
_TOO_MANY_PAGES = "这个 PDF 有 {pages} 页，超过了上限 {limit} 页。请只保留绩效目标表所在的页，或者在配置里提高上限"
_TOO_MUCH = "这个 PDF 的内容太多，读到第 {page} 页就停了。请只保留绩效目标表所在的页，再检查"
_PICTURES = "{pages}是扫描的图片，没有文字，没有检查。请找电子版，或者用文字识别软件转成文本"
_BROKEN_PAGES = "{pages}已损坏，读不出来，没有检查。请重新下载或再导出一次"
_BREAKS_OFF = "这个 PDF 有一段内容不完整（没有下载完，或者存坏了），有的页可能没有读全。请重新下载或再导出一次，再检查"
_FULL_PAGES = "{pages}上的文字或线条太多，不像表格，没有检查"
_UNKNOWN = "{pages}有 {count} 个字认不出（PDF 里没有它们的编码），读作“\ufffd”。请找电子版，或者再导出一次"
_REMEDY = "请把行高、列宽调大再导出 PDF，或者直接检查原来的工作簿（文档）"
_WATERMARK = "{pages}上斜着、横倒或者特别大的浅色字没有读入，多半是水印"
_WHITE = "{pages}上有白色的字，看不见，没有读入"
_OVER_RULES = "{pages}有文字越过了格线，有的格读到的可能不对（如“{example}”）。" + _REMEDY
_CUT_OFF = "{pages}有格子放不下里面的文字，后面的字被截掉了，读到的可能不全（如“{example}”）。" + _REMEDY
_FULL, _BROKEN, _PICTURED, _DRAWN, _MARKED, _UNSEEN = "full", "broken", "pictured", "drawn", "marked", "unseen"
_ASTRAY, _SHORT = "astray", "short"

# What is said of pages, and whether something on them was not checked.
_SENTENCES = (
    (_PICTURED, _PICTURES, True),
    (_BROKEN, _BROKEN_PAGES, True),
    (_FULL, _FULL_PAGES, True),
    (_ASTRAY, _OVER_RULES, True),
    (_SHORT, _CUT_OFF, True),
    (_MARKED, _WATERMARK, False),
    (_UNSEEN, _WHITE, False),
)


def read(path: str, data: bytes, limits: Limits = STANDARD) -> Source:
    """The lines and tables of a file, in order. Raises `ReadError` where it cannot be read or has no text."""
    return read_apart(path, data, limits) if is_suspicious(data) else read_here(path, data, limits)


def read_here(path: str, data: bytes, limits: Limits) -> Source:
    """Read a file in this process."""
    with opened(data) as document:
        count = pdfium.FPDF_GetPageCount(document)
        if count > limits.pages:
            raise ReadError(_TOO_MANY_PAGES.format(pages=count, limit=limits.pages))
        with form_of(document) as form:
            reading = _Reading(document, form)
            pages = [page for index in range(count) if (page := reading.page(index)) is not None]
    if not any(page.lines or page.tables for page in pages):
        raise ReadError(_nothing(reading))
    notes = [Note(_BREAKS_OFF, unchecked=True)] if is_torn(data) else []
    return Source(path, assemble(pages, limits), notes=(*notes, *reading.notes()))


class _Reading:
    """The pages of a document read so far, and what there is to say of them."""

    def __init__(self, document: Any, form: Any) -> None:
        self.document, self.form = document, form
        self.columns: list[float] = []  # edges of those of the last table
        self.marks = 0
        self.said: dict[str, list[int]] = {}
        self.unknown: dict[int, int] = {}
        self.examples: dict[str, str] = {}

    def page(self, index: int) -> PageContent | None:
        """What stands on a page, None where it is not read."""
        number = index + 1
        with opened_page(self.document, index) as opened:
            if opened is None:
                self._say(_BROKEN, number)
                return None
            page, text = opened
            characters = pdfium.FPDFText_CountChars(text)
            self.marks += characters + pdfium.FPDFPage_CountObjects(page)
            if self.marks > _MOST_MARKS:
                raise ReadError(_TOO_MUCH.format(page=number))
            if characters > MOST_CHARACTERS:
                self._say(_FULL, number)
                return None
            return self._content(page, text, number)

    def _content(self, page: Any, text: Any, number: int) -> PageContent | None:
        view = view_of(page)
        drawing = drawing_of(page, view)
        [(turned, _)] = drawing.angles.most_common(1) or [(0, 0)]
        if turned:
            view = view_of(page, turned)
            drawing = drawing_of(page, view)
        self.marks += drawing.objects
        characters = characters_of(text, view, drawing)
        if characters.watermark:
            self._say(_MARKED, number)
        if characters.white:
            self._say(_UNSEEN, number)
        if characters.unknown:
            self.unknown[number] = characters.unknown
        upon = laid_upon(page, self.form, view)
        found = [*characters.found, *upon]
        if not any(not character.text.isspace() for character in found):
            if drawing.objects:
                self._say(_PICTURED if drawing.pictured > _PICTURE else _DRAWN, number)
            return None
        ruled = None if drawing.crowded else find_grids(drawing.rules)
        if ruled is None:
            self._say(_FULL, number)
            return None
        grids = all_grids(found, ruled, self.columns)
        self.columns = grids[-1].xs if grids else []
        indices = [*characters.indices, *(-1 for _ in upon)]
        filled = fill_grids(number, grids, found, lambda: pieces_of(text, page, indices))
        for what, texts in ((_ASTRAY, filled.doubtful), (_SHORT, filled.short)):
            if texts:
                self._say(what, number)
                self.examples.setdefault(what, texts[0])
        return PageContent(number, lines_of(number, filled.outside, in_cell=False), filled.tables)

    def _say(self, what: str, number: int) -> None:
        self.said.setdefault(what, []).append(number)

    def notes(self) -> Iterator[Note]:
        """What was not read, by page."""
        for what, sentence, unchecked in _SENTENCES:
            if numbers := self.said.get(what):
                message = sentence.format(pages=_pages(numbers), example=self.examples.get(what))
                yield Note(message, Place(1, page=numbers[0]), unchecked)
        if self.unknown:
            first, count = min(self.unknown), sum(self.unknown.values())
            yield Note(_UNKNOWN.format(pages=_pages([*self.unknown]), count=count), Place(1, page=first), True)


def _nothing(reading: _Reading) -> str:
    """Why there is no text in a file."""
    if _FULL in reading.said or _BROKEN in reading.said:
        return next(reading.notes()).message
    if _PICTURED in reading.said:
        return _SCANNED
    return _OUTLINES if _DRAWN in reading.said else _EMPTY


def _pages(numbers: Sequence[int]) -> str:
    """Page numbers in words: 第3、5—8页."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1][1:] = [number]
        else:
            parts.append([number])
    return "第 " + "、".join("—".join(map(str, part)) for part in parts) + " 页"
