"""Readers: a file's bytes become a `Source`. A reader knows a file format and nothing of budgets.

A reader is a module with `read(path, data, limits) -> Source`, imported when the first such file comes. It raises
`ReadError` with a sentence for the user, and nothing else, whatever the bytes are. A package adds one with the entry
point `lint_pbt.readers`: its name is the suffix (`.ofd`), its object the function `read`.
"""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from lint_pbt.errors import ReadError
from lint_pbt.limits import STANDARD, Limits
from lint_pbt.readers.kinds import EXCEL_XML, WORD_XML

if TYPE_CHECKING:
    from collections.abc import Callable

    from lint_pbt.model.sheet import Source

    Read = Callable[[str, bytes, Limits], Source]

_TEXT = "lint_pbt.readers.plain"
_MARKDOWN = (".md", ".markdown")
_DELIMITED = (".csv", ".tsv", ".tab")
_ZIPPED = (".xlsx", ".xlsm", ".docx")
_READERS = {
    **dict.fromkeys((".txt", ".text"), _TEXT),
    **dict.fromkeys(_DELIMITED, "lint_pbt.readers.delimited"),
    **dict.fromkeys(_MARKDOWN, "lint_pbt.readers.markdown"),
    **dict.fromkeys((".xlsx", ".xlsm"), "lint_pbt.readers.workbook"),
    ".xls": "lint_pbt.readers.old_workbook",
    EXCEL_XML: "lint_pbt.readers.xml_workbook",
    **dict.fromkeys((".docx", WORD_XML), "lint_pbt.readers.word"),
    **dict.fromkeys((".html", ".htm"), "lint_pbt.readers.html"),
    ".pdf": "lint_pbt.readers.pdf",
    ".ofd": "lint_pbt.readers.ofd",
    **dict.fromkeys((".mht", ".mhtml"), "lint_pbt.readers.web_archive"),
}
# Formats that are text, told by the suffix alone: the bytes say nothing of them.
_KINDS_OF_TEXT = (*_DELIMITED, *_MARKDOWN, ".html", ".htm")
# Tables are kept in these too; walking a folder does not pass them over, and reading them says what to do.
_ARCHIVES = (".zip", ".rar", ".7z", ".gz", ".tar", ".tgz")
_CONVERTED = (".doc", ".wps", ".et", ".xlsb", ".ods", ".odt", ".fods", ".fodt", ".rtf")
_IN_WORDS = {
    ".xlsx": " Excel 工作簿",
    ".xls": "旧版 Excel 工作簿",
    ".docx": " Word 文档",
    ".html": "网页",
    ".pdf": " PDF",
    WORD_XML: " Word 的 XML 文档",
    EXCEL_XML: " Excel 的 XML 工作簿",
    ".ofd": " OFD 版式文件",
    ".mht": "单个文件网页",
}
_BROKEN = (
    "文件名以 {suffix} 结尾，内容却不是{kind}，多半是坏了或者没有传完。请重新下载，或者用原来的软件打开后另存一份再检查"
)


def suffixes() -> tuple[str, ...]:
    """The suffixes of the files that can be read, with their dots, in lower case."""
    return (*(suffix for suffix in _READERS if suffix.startswith(".")), *_plugins())


def walked_suffixes() -> tuple[str, ...]:
    """The suffixes of the files that hold such tables, whether or not they can be read."""
    return (*suffixes(), *_CONVERTED, *_ARCHIVES)


def helpers() -> tuple[object, ...]:
    """What there is on this machine that reads more files: with more or less of it other files are read."""
    from lint_pbt.readers.office.program import office
    from lint_pbt.readers.scan.engine import is_there

    return office() is not None, is_there(), *sorted(_plugins())


def read(path: str, data: bytes, limits: Limits = STANDARD) -> Source:
    """Read the bytes of a file with the reader for what they are: the suffix tells only of text.

    Raises `ReadError` with a sentence for the user where they cannot be read.
    """
    from lint_pbt.readers.unifying import unified_source
    from lint_pbt.readers.unreadable import with_lost_told

    return with_lost_told(unified_source(_read(path, data, limits)))


def _read(path: str, data: bytes, limits: Limits) -> Source:
    from lint_pbt.readers.kinds import convertible, format_of, is_encrypted, is_picture, refusal

    suffix = os.path.splitext(path)[1].lower()
    plugin = _plugins().get(suffix)
    if plugin is not None:
        return plugin(path, data, limits)
    found = format_of(data)
    if found is None and is_encrypted(data):
        from lint_pbt.readers.unlocking import unlocked

        data = unlocked(data) or data
        found = format_of(data)
    if found is None and (old := convertible(data)) is not None:
        from lint_pbt.readers import office

        return office.read(path, data, old, limits)
    if found is None and is_picture(data):
        from lint_pbt.readers import scan

        return scan.read(path, data, refusal(data) or "", limits)
    if found is None and suffix in _ZIPPED and data.startswith(b"PK"):
        found = suffix  # a broken archive, of which its reader says more
    if found in (".html", ".xlsx") or suffix in _MARKDOWN:
        _refuse_report(data)
    if found is None or (found == ".html" and suffix in _MARKDOWN):  # which may begin with a table in HTML
        from lint_pbt.readers.decode import NotTextError

        reader = _text_reader(suffix)
        misnamed = reader == _TEXT and suffix in _IN_WORDS
        try:
            source = _reader(reader)(path, data, limits)
        except NotTextError:
            if misnamed:
                raise ReadError(_BROKEN.format(suffix=suffix, kind=_IN_WORDS[suffix].strip())) from None
            raise
        return _with_note(source, _misnamed(suffix, "文本")) if misnamed else source
    source = _reader(_READERS[found])(path, data, limits)
    if not suffix or _READERS.get(suffix) == _READERS[found] or (suffix == ".xml" and found in (WORD_XML, EXCEL_XML)):
        return source
    return _with_note(source, _misnamed(suffix, _IN_WORDS[found]))


def _misnamed(suffix: str, kind: str) -> str:
    behind = " " if kind.isascii() else ""
    return f"文件名以 {suffix} 结尾，内容其实是{kind}，已按{kind}{behind}读入"


def _refuse_report(data: bytes) -> None:
    """A report of ours quotes the table, so that reading it would find the same and more; a copy is the table."""
    from lint_pbt.system.own_reports import HEAD, own_kind

    if own_kind(data[:HEAD]) == "report":
        raise ReadError("这是 pbt-lint 写的报告，不是要检查的表。请写出原来的表，或者把报告移到别的文件夹")


def _text_reader(suffix: str) -> str:
    """The reader of a file that is in no format of its own; many an `.xls` is a text with tabs."""
    reader = _READERS.get(suffix, _TEXT)
    return reader if suffix in _KINDS_OF_TEXT else _TEXT


def _reader(module: str) -> Read:
    read: Read = import_module(module).read
    return read


@cache
def _plugins() -> dict[str, Read]:
    from lint_pbt.system.plugins import load_plugins

    return {name.lower(): found for name, found in load_plugins("lint_pbt.readers")}


def _with_note(source: Source, told: str) -> Source:
    from msgspec.structs import replace

    from lint_pbt.model.document import Note

    return replace(source, notes=(Note(told), *source.notes))
