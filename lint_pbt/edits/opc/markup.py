"""Parts in XML as trees, and the namespaces of the usual and the strict files."""

from __future__ import annotations

from typing import Any, Final

from lxml import etree

from lint_pbt.errors import WriteError

Element = Any  # lxml's stubs know no name for its elements that could be used at run time

SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
# A part in the first namespace has relations with the second: the usual way, and the strict one.
_USUAL_KINDS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_KINDS: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"
# A part is held as a tree, which takes some ten times its size.
_LARGEST: Final = 48 << 20
_TOO_LARGE: Final = "文件里的“{part}”太大（{megabytes} MB），没有写批注。请改用网页或审核意见表"
_BROKEN: Final = "文件里的“{part}”读不懂，没有写批注。请用 Office 或 WPS 打开，另存一份再试"


def parsed(data: bytes, part: str) -> Element:
    """The root of a part, no entity of its own resolved. Raises WriteError where it is no XML, or too much."""
    if len(data) > _LARGEST:
        raise WriteError(_TOO_LARGE.format(part=part, megabytes=len(data) >> 20))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise WriteError(_BROKEN.format(part=part)) from error


def written(root: Element) -> bytes:
    """A part that holds a tree."""
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return data


def new_root(name: str, namespace: str) -> Element:
    """An element of a namespace, with the prefix its name has."""
    prefix = f":{name.partition(':')[0]}" if ":" in name else ""
    return etree.fromstring(f'<{name} xmlns{prefix}="{namespace}"/>')


def kinds_for(namespace: str) -> str:
    """The namespace of relations for parts in a namespace."""
    return _STRICT_KINDS if namespace.startswith("http://purl.oclc.org/") else _USUAL_KINDS
