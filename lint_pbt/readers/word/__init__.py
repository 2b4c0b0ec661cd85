"""Word documents (.docx, and those that are one XML file): tables and the text between them, as Word shows them with
all revisions accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lint_pbt.errors import ReadError
from lint_pbt.limits import STANDARD, Limits
from lint_pbt.model.sheet import Source
from lint_pbt.readers.archive import open_archive
from lint_pbt.readers.blocks import Assembly
from lint_pbt.readers.tally import Tally
from lint_pbt.readers.word.body import Body
from lint_pbt.readers.word.numbering import Numbering
from lint_pbt.readers.word.package import body_in, name_of_text, text_of
from lint_pbt.readers.word.plain import PlainCells
from lint_pbt.readers.word.regular import RegularRows
from lint_pbt.readers.word.remarks import has_pictures, remarks, tables_unread
from lint_pbt.readers.word.setup import Setup, setup_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

    from lint_pbt.readers.origins import Origins

_ZIP = b"PK"

_NO_TEXT = "文档里没有文字。请确认选对了文件，或者在 Word、WPS 里打开看看，重新保存"
_ONLY_PICTURES = "文档里没有文字，只有图片，可能是扫描件。请找原表的电子文档，或者用文字识别软件转成文本，再检查"
_ONLY_EMBEDDED = "文档里没有文字，只嵌着别的{what}。请打开文档，把里面的表另存为 .docx 或 .xlsx 再检查"


class Traced(NamedTuple):
    """A document for those who write into it: the part with its text, the element that holds that, and the origins
    in it of each text, by the name that its place has."""

    part: str
    body: _Element
    origins: Mapping[str, Origins]


def read(path: str, data: bytes, limits: Limits = STANDARD) -> Source:
    """The tables of a document and the text between them. Raises `ReadError` where there is none, or too much."""
    _, element, body, assembly = _assembled(data, limits)
    sheets = assembly.sheets()
    if not sheets:
        assembly.struck.refuse_if_all()
        raise ReadError(_nothing(element))
    return Source(path, sheets, notes=(*assembly.struck.notes(), *remarks(element, body.seen), *assembly.notes))


def trace(data: bytes, limits: Limits = STANDARD) -> Traced:
    """What the places of a document are, as `read` names them. Raises `ReadError`."""
    part, element, _, assembly = _assembled(data, limits, traces=True)
    return Traced(part, element, assembly.origins)


def _assembled(data: bytes, limits: Limits, *, traces: bool = False) -> tuple[str, _Element, Body, Assembly]:
    if data.startswith(_ZIP):
        archive = open_archive(data, limits)
        name = name_of_text(archive, limits)
        data = text_of(archive, name)
        setup = setup_of(archive, limits, name, data)
    else:
        name, setup = "", Setup(Numbering(None, None))
    tally = Tally(limits)
    if traces:
        element, body = body_in(data, limits), Body(limits, tally, setup)
    else:
        regular = RegularRows(setup, limits)
        data = regular.without(data)
        element, body = body_in(data, limits), Body(limits, tally, setup, PlainCells(data, setup), regular)
    assembly = Assembly(tally, numbered=True, limits=limits)
    assembly.add(body.blocks(element))
    return name, element, body, assembly


def _nothing(body: _Element) -> str:
    """Why there is nothing to read in a document."""
    embedded = tables_unread(body)
    if embedded:
        return _ONLY_EMBEDDED.format(what=embedded)
    return _ONLY_PICTURES if has_pictures(body) else _NO_TEXT
