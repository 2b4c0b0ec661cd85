"""What of a document is not read, or not as it stands, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lint_pbt.model.document import Note
from lint_pbt.readers.word.names import local

if TYPE_CHECKING:
    from lxml.etree import _Element

_REVISIONS = ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel")
_NOTES = ("footnoteReference", "endnoteReference")
_PARTS = ("altChunk", "subDoc")
_PICTURES = ("blip", "imagedata")
# Programs whose objects hold tables: Excel and Word, and those of WPS.
_WITH_TABLES = ("excel", "word", "et.", "wps", "ket", "package")
_FORMULAS = ("equation", "mathtype")

_ACCEPTED = "文档里有还没有接受的修订：新加的文字读了，删去的没有读，按全部接受之后的样子检查"
_HIDDEN = "文档里有 {count} 处隐藏的文字，没有检查"
_FOOTNOTES = "文档里有 {count} 处脚注或尾注，注里的文字没有检查"
_PICTURED = "有 {count} 个单元格里只有图片，图片里的文字没有检查"
_SYMBOLS = "有 {count} 处特殊符号认不出来，读成了“□”"
_EMBEDDED = "文档里嵌着别的{what}，里面的内容没有检查。请把里面的表另存为单独的文件再检查"
_OTHER_OBJECTS = "文档里嵌着 {count} 个别的对象，里面的内容没有检查"


class Seen:
    """What comes up while the text is read: each counted."""

    def __init__(self) -> None:
        self.hidden = self.symbols = self.pictured = 0


def has_pictures(element: _Element) -> bool:
    return next(_all(element, _PICTURES), None) is not None


def tables_unread(body: _Element) -> str | None:
    """What a document embeds that may hold tables, in words."""
    if any(program.startswith(_WITH_TABLES) for program in _programs(body)):
        return "工作簿或文档"
    return "文件" if next(_all(body, _PARTS), None) is not None else None


def remarks(body: _Element, seen: Seen) -> Iterator[Note]:
    """The notes on a document."""
    counts = Counter(local(one.tag) for one in _all(body, (*_REVISIONS, *_NOTES)))
    embedded = tables_unread(body)
    if embedded:
        yield Note(_EMBEDDED.format(what=embedded), unchecked=True)
    others = [one for one in _programs(body) if not one.startswith((*_WITH_TABLES, *_FORMULAS))]
    if others:
        yield Note(_OTHER_OBJECTS.format(count=len(others)))
    if any(counts[name] for name in _REVISIONS):
        yield Note(_ACCEPTED)
    for message, count in (
        (_HIDDEN, seen.hidden),
        (_PICTURED, seen.pictured),
        (_SYMBOLS, seen.symbols),
        (_FOOTNOTES, sum(counts[name] for name in _NOTES)),
    ):
        if count:
            yield Note(message.format(count=count))


def _programs(body: _Element) -> list[str]:
    return [(one.get("ProgID") or "").lower() for one in _all(body, ("OLEObject",))]


def _all(element: _Element, names: tuple[str, ...]) -> Iterator[_Element]:
    return element.iter(*(f"{{*}}{name}" for name in names))
