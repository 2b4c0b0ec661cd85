"""Pictures and scanned pages: what recognition makes of them → a `Source`, all of it marked and none of it vouched for.

Needs the extra `ocr`. Whatever is read so is said to be read so, at every place and once for the file, and such a file
is never checked in full: somebody has to hold it against the original.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from lint_pbt.errors import ReadError
from lint_pbt.limits import STANDARD, Limits
from lint_pbt.model.document import Note, Place
from lint_pbt.model.sheet import Cell, GridSheet, LineSheet, Source
from lint_pbt.readers.scan.engine import is_there

if TYPE_CHECKING:
    from lint_pbt.readers.pages.assembly import PageContent
    from lint_pbt.readers.pages.contents import Contents

_MOST_PAGES = 50  # that are recognised of a file: each takes some seconds
_SHOWN = 3  # doubtful ones of a page

_RECOGNISED = (
    "{pages}的文字是从图片里认出来的，会有认错、漏认的字。"
    "请对照原件：报告里的问题逐条对照，没有报问题的地方也不能算查过"
)
_DOUBTFUL = "第 {page} 页有 {count} 个字认得不准（如{examples}），请对照原件"
_UNREAD = "第 {page} 页的表格里有 {count} 处墨迹没有认出字来（可能是漏认的字、手写、图章），请对照原件"
_TOO_MANY = "图片的页太多，第 {page} 页起没有认，没有检查。请只保留绩效目标表所在的页"
_NOTHING = "图片里没有认出文字。请确认选对了文件；图片模糊的，请按 200—300 dpi 重新扫描，再检查"
_PAGE = "第 {page} 页第 {line} 行（识别）"


class Scanned:
    """The recognised pages of a file, which are added to its contents."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._numbers: list[int] = []
        self._refused: int | None = None
        self._notes: list[Note] = []

    def page(self, number: int, picture: Any, scale: float | None = None) -> PageContent | None:
        """What is recognised in a picture of a page; `scale` is how many points one of its dots has."""
        from lint_pbt.readers.scan.page import seen_on

        if len(self._numbers) >= _MOST_PAGES:
            self._refused = self._refused or number
            return None
        self._numbers.append(number)
        seen = seen_on(picture, scale)
        if seen.doubtful:
            told = [_context(number, seen.pieces, [one.text for one in seen.characters]) for number in seen.doubtful]
            examples = "、".join(list(dict.fromkeys(told))[:_SHOWN])
            message = _DOUBTFUL.format(page=number, count=len(seen.doubtful), examples=examples)
            self._notes.append(Note(message, unchecked=True))
        if seen.unread:
            self._notes.append(Note(_UNREAD.format(page=number, count=seen.unread), unchecked=True))
        if not seen.characters:
            return None
        return self._contents.page(number, seen.characters, seen.rules, lambda: seen.pieces)

    def notes(self) -> Iterator[Note]:
        """What there is to say of recognition; nothing where no page needed it."""
        if self._numbers:
            from lint_pbt.readers.pages.contents import pages_text

            yield Note(_RECOGNISED.format(pages=pages_text(self._numbers)), unchecked=True)
            yield from self._notes
        if self._refused is not None:
            yield Note(_TOO_MANY.format(page=self._refused), unchecked=True)

    def marked(self, sheets: Sequence[LineSheet | GridSheet]) -> tuple[LineSheet | GridSheet, ...]:
        """The sheets, every place on a recognised page with a name that says so."""
        pages = frozenset(self._numbers)
        return tuple(_marked(sheet, pages) for sheet in sheets) if pages else tuple(sheets)


def read(path: str, data: bytes, refusal: str, limits: Limits = STANDARD) -> Source:
    """The tables and lines in a picture. Raises `ReadError`: with the refusal where the extra is not installed."""
    if not is_there():
        raise ReadError(refusal)
    from lint_pbt.readers.pages.assembly import assemble
    from lint_pbt.readers.pages.contents import Contents
    from lint_pbt.readers.scan.raster import pages_of

    contents = Contents("图片")
    scanned = Scanned(contents)
    pictures = enumerate(pages_of(data, min(limits.pages, _MOST_PAGES + 1)), 1)
    pages = [page for number, picture in pictures if (page := scanned.page(number, picture)) is not None]
    if not pages:
        raise ReadError(_NOTHING)
    return Source(path, scanned.marked(assemble(pages, limits)), notes=(*scanned.notes(), *contents.notes()))


def _context(number: int, pieces: Sequence[int], texts: Sequence[str]) -> str:
    """A character with what stands around it: “主管部[内]”."""
    around = range(max(number - 4, 0), min(number + 5, len(texts)))
    marked = (f"[{texts[at]}]" if at == number else texts[at] for at in around if pieces[at] == pieces[number])
    return f"“{''.join(marked)}”"


def _marked(sheet: LineSheet | GridSheet, pages: frozenset[int]) -> LineSheet | GridSheet:
    if isinstance(sheet, LineSheet):
        return LineSheet(tuple(replace(line, place=_named(line.place, pages)) for line in sheet.lines))
    return sheet._replace(rows=tuple(tuple(_named_cell(cell, pages) for cell in row) for row in sheet.rows))


def _named_cell(cell: Cell, pages: frozenset[int]) -> Cell:
    if not cell.text:
        return cell
    seams = tuple((at, _named(place, pages)) for at, place in cell.seams)
    return Cell.of(cell.text, _named(cell.place(), pages), cell.rows, cell.columns, seams)


def _named(place: Place, pages: frozenset[int]) -> Place:
    if place.page not in pages:
        return place
    name = _PAGE.format(page=place.page, line=place.line)
    return Place(place.line, place.column, place.page, place.sheet, name, place.box)
