"""The parts of a document: which of them is its text, and how their XML is read."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from lxml import etree

from lint_pbt.errors import ReadError
from lint_pbt.readers.tally import too_much

if TYPE_CHECKING:
    from lxml.etree import _Element

    from lint_pbt.limits import Limits
    from lint_pbt.readers.archive import Archive

_RELATIONS = "_rels/.rels"
_USUAL = "word/document.xml"
_UTF_8 = re.compile(rb"(?:\xef\xbb\xbf)?(?:<\?xml [^>]*encoding=[\"']utf-8[\"'][^>]*>|<(?!\?))", re.IGNORECASE)
_OPEN_AND_SAVE = "请用 Word 或 WPS 打开，另存一份 .docx 再检查；打不开的，请重新下载或者找人重发"
_NO_PART = "文档不完整，缺了正文。" + _OPEN_AND_SAVE
_BROKEN = "文档的正文已经损坏，读不下去。" + _OPEN_AND_SAVE
_ENTITIES = "文档里有正常文档不会有的实体声明，可能有恶意，没有读。请确认文件的来源"
_TOO_DEEP = "文档里的表格一层套一层，超过了能读的层数，不像绩效目标表。请把里面的表复制出来，另存一份再检查"
# A tag takes more memory than its bytes; in documents there are so many bytes to one, text included.
_BYTES_PER_TAG = 100


def is_utf_8(data: bytes) -> bool:
    """Whether the XML of a part is in UTF-8, so that the names in it stand there as they are."""
    return _UTF_8.match(data) is not None


def text_of(archive: Archive, name: str) -> bytes:
    """The part of a name. Raises `ReadError` where there is none."""
    if name not in archive:
        raise ReadError(_NO_PART)
    return archive.read(name)


def body_in(data: bytes, limits: Limits) -> _Element:
    """The element that holds the text of a document, in its XML. Raises `ReadError` where there is none."""
    body = next((one for one in parsed(data, limits).iter("{*}body")), None)
    if body is None:
        raise ReadError(_NO_PART)
    return body


def count_tags(data: bytes, limits: Limits) -> None:
    """Raise `ReadError` for XML with more tags than the limits allow."""
    most = limits.unpacked_bytes // _BYTES_PER_TAG
    if data.count(b"<") > most:
        raise too_much("文档的标签", most, "个（由解压的上限算出）", "unpacked-megabytes")


def parsed(data: bytes, limits: Limits) -> _Element:
    """The root of a part. Raises `ReadError` for what is no XML, or XML that is no document's."""
    count_tags(data, limits)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ReadError(_ENTITIES)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        too_deep = "depth" in str(error).lower()
        raise ReadError(_TOO_DEEP if too_deep else _BROKEN) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ReadError(_ENTITIES)
    return root


def too_deep() -> ReadError:
    """The refusal of a document whose tables nest beyond the limits."""
    return ReadError(_TOO_DEEP)


def name_of_text(archive: Archive, limits: Limits) -> str:
    """The name of the part with the text: a package says where it is, and nearly always it is the usual place."""
    if _USUAL in archive or _RELATIONS not in archive:
        return _USUAL
    for relation in parsed(archive.read(_RELATIONS), limits):
        if (relation.get("Type") or "").endswith("/officeDocument"):
            return posixpath.normpath((relation.get("Target") or "").lstrip("/"))
    return _USUAL
