"""Web pages, and the many files of other names that are web pages within: tables and the text between them."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence

from lint_pbt.errors import ReadError
from lint_pbt.limits import STANDARD, Limits
from lint_pbt.model.document import Note
from lint_pbt.model.sheet import GridSheet, Source
from lint_pbt.readers.blocks import Assembly
from lint_pbt.readers.decode import Decoded, decode
from lint_pbt.readers.html.page import Page
from lint_pbt.readers.tally import Tally

_HEAD = 4096
_DECLARED = re.compile(rb"""(?i)(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""")
# Servers and programs say GB2312 of what is GBK or GB18030; the last holds the others.
_GB18030 = ("gb2312", "gbk", "gb18030", "hz")

_NO_TEXT = "网页里没有文字。请确认选对了文件，或者在浏览器里打开，全选复制到 Excel，另存为 .xlsx 再检查"
_ONLY_PICTURES = "网页里没有文字，只有图片。请找原表的电子文档，或者用文字识别软件转成文本，再检查"
_ONLY_FRAMES = (
    "这个网页只是一个框架，表在另外的文件里（{names}）。请检查那些文件，或者用 Excel 打开网页，另存为 .xlsx 再检查"
)
_FRAMED = "网页里还嵌着别的网页（{names}），里面的内容没有读。表在里面的，请单独打开那个网页另存，再检查"
_HIDDEN = "网页里有 {count} 处隐藏的表格内容，没有检查"
_WRONGLY_DECLARED = "网页自称编码是 {declared}，其实是 {encoding}，已按 {encoding} 读入"


def read(path: str, data: bytes, limits: Limits = STANDARD) -> Source:
    """The tables of a page and the text around them. Raises `ReadError` where there is none, or too much."""
    return read_pages(path, (data,), limits)


def read_pages(path: str, pages: Sequence[bytes], limits: Limits) -> Source:
    """The tables of pages that belong together and the text around them, one after the other. Raises `ReadError`."""
    tally = Tally(limits)
    assembly = Assembly(tally)
    notes: dict[Note, None] = {}
    frames: dict[str, None] = {}
    encoding: str | None = None
    pictures, hidden = False, 0
    for data in pages:
        decoded, said = _decoded(data)
        page = Page.of(decoded.text, limits, tally)
        assembly.add(page.blocks)
        notes.update(dict.fromkeys(said))
        frames.update(dict.fromkeys(page.frames))
        encoding = encoding or decoded.encoding
        pictures = pictures or bool(page.pictures)
        hidden += page.hidden
    sheets = assembly.sheets()
    names = "、".join(list(frames)[:3])
    if not sheets:
        assembly.struck.refuse_if_all()
        raise ReadError(_ONLY_FRAMES.format(names=names) if names else _ONLY_PICTURES if pictures else _NO_TEXT)
    if names and not any(isinstance(sheet, GridSheet) for sheet in sheets):
        notes[Note(_FRAMED.format(names=names))] = None
    if hidden:
        notes[Note(_HIDDEN.format(count=hidden))] = None
    return Source(path, sheets, encoding, (*assembly.struck.notes(), *notes))


def _decoded(data: bytes) -> tuple[Decoded, tuple[Note, ...]]:
    """The text of a page, and what is to be said of its encoding: what reads as Chinese wins over what is declared."""
    found = _DECLARED.search(data[:_HEAD])
    name = found[1].decode("ascii", "replace") if found else ""
    declared = _codec(name)
    decoded = decode(data, declared)
    if not declared:
        return decoded, decoded.said()
    if decoded.mark or decoded.codec == declared or data.isascii():
        return decoded, decoded.notes
    return decoded, (Note(_WRONGLY_DECLARED.format(declared=name, encoding=decoded.encoding)), *decoded.notes)


def _codec(name: str) -> str | None:
    """Python's name of an encoding that Chinese text can be in; None for others, which pages declare by mistake."""
    try:
        codec = codecs.lookup(name).name if name else ""
    except LookupError:
        return "gb18030" if "gb" in name.lower() else None
    if codec in _GB18030:
        return "gb18030"
    return codec if codec in ("utf-8", "big5", "utf-16-le", "utf-16-be") else None
