"""The archive of parts that a workbook or a document is (OPC), with some of its parts changed.

Parts that nobody changes go into the copy byte by byte; nothing is lost because this program does not know it.
"""

from __future__ import annotations

import io
import posixpath
from typing import TYPE_CHECKING, Any, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from lxml import etree

from lint_pbt.errors import WriteError
from lint_pbt.own import COPY_FIELD
from lint_pbt.readers.archive import open_archive

if TYPE_CHECKING:
    from lint_pbt.limits import Limits

Element = Any  # lxml's stubs know no name for its elements that could be used at run time

SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
SIGNED: Final = "原文件有数字签名，加了批注的副本里签名不再有效"
_CONTENT_TYPES: Final = "[Content_Types].xml"
_TYPES: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_RELATIONS_TYPE: Final = "application/vnd.openxmlformats-package.relationships+xml"
# A part in the first namespace has relations with the second: the usual way, and the strict one.
_USUAL_KINDS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_KINDS: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
# A part is held as a tree, which takes some ten times its size.
_LARGEST: Final = 48 << 20
_TOO_LARGE: Final = "文件里的“{part}”太大（{megabytes} MB），没有写批注。请改用网页或审核意见表"
_BROKEN: Final = "文件里的“{part}”读不懂，没有写批注。请用 Office 或 WPS 打开，另存一份再试"


class Package:
    """The parts of a file by name."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        """Raises ReadError for an archive that is broken or beyond the limits."""
        self._archive = open_archive(data, limits)
        with ZipFile(io.BytesIO(data)) as file:
            self._infos = {_clean(info.filename).lower(): info for info in file.infolist()}
        self._changed: dict[str, bytes] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._changed or name in self._archive

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, new ones last."""
        return (*self._archive.names, *(name for name in self._changed if name not in self._archive))

    def read(self, name: str) -> bytes:
        """The bytes of a part as it is now. Raises KeyError where there is none."""
        changed = self._changed.get(name)
        return self._archive.read(name) if changed is None else changed

    def put(self, name: str, data: bytes) -> None:
        """Let a part, new or not, hold these bytes."""
        self._changed[next((one for one in self._archive.names if one.lower() == name.lower()), name)] = data

    def tree(self, name: str) -> Element:
        """The root of a part in XML. Raises WriteError where it is none."""
        return xml(self.read(name), name)

    def put_tree(self, name: str, root: Element) -> None:
        """Let a part hold this tree."""
        self.put(name, etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True))

    def free_name(self, pattern: str) -> str:
        """The first name no part has, of a pattern such as `xl/comments{}.xml`."""
        taken = {name.lower() for name in self.names}
        number = 1
        while pattern.format(number).lower() in taken:
            number += 1
        return pattern.format(number)

    def related(self, part: str, kind: str) -> str | None:
        """The part of a kind (last word of its type) that a part refers to."""
        for relation in self._relations(part):
            if isinstance(relation.tag, str) and relation.get("Type", "").rpartition("/")[2] == kind:
                target = relation.get("Target", "").replace("\\", "/")
                found = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
                if relation.get("TargetMode") != "External" and found in self:
                    return found
        return None

    def relate(self, part: str, kind: str, target: str) -> str:
        """Let a part refer to another; gives the identifier of the relation. `kind` is a whole type."""
        relations = self._relations(part)
        taken = {relation.get("Id") for relation in relations}
        number = 1
        while f"rIdPbt{number}" in taken:
            number += 1
        attributes = {"Id": f"rIdPbt{number}", "Type": kind, "Target": f"/{target}"}
        etree.SubElement(relations, f"{_RELATIONS}Relationship", attributes)
        self.put_tree(_relations_of(part), relations)
        return f"rIdPbt{number}"

    def declare(self, content_type: str, *, part: str = "", suffix: str = "") -> None:
        """Say of what type a part is, or all parts with a suffix for which nothing is said yet."""
        types = self.tree(_CONTENT_TYPES)
        tag, key, value = ("Override", "PartName", f"/{part}") if part else ("Default", "Extension", suffix)
        if any(one.get(key, "").lower() == value.lower() for one in types.iterfind(f"{_TYPES}{tag}")):
            return
        new = etree.Element(f"{_TYPES}{tag}", {key: value, "ContentType": content_type})
        types.insert(len(types) if part else 0, new)
        self.put_tree(_CONTENT_TYPES, types)

    def data(self) -> bytes:
        """The whole file, marked as ours."""
        out = io.BytesIO()
        date = next((info.date_time for info in self._infos.values()), _EARLIEST)
        with ZipFile(out, "w", ZIP_DEFLATED) as file:
            for number, name in enumerate(self.names):
                old = self._infos.get(name.lower())
                part = ZipInfo(old.filename if old else name, max(old.date_time if old else date, _EARLIEST))
                part.compress_type = ZIP_STORED if old and old.compress_type == ZIP_STORED else ZIP_DEFLATED
                part.create_system = 0
                if number == 0:
                    part.extra = COPY_FIELD
                file.writestr(part, self.read(name))
        return out.getvalue()

    def _relations(self, part: str) -> Element:
        name = _relations_of(part)
        return self.tree(name) if name in self else new_root("Relationships", _RELATIONS[1:-1])


def xml(data: bytes, name: str) -> Element:
    """The root of some XML, no entity of its own resolved. Raises WriteError where it is none, or too much."""
    if len(data) > _LARGEST:
        raise WriteError(_TOO_LARGE.format(part=name, megabytes=len(data) >> 20))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise WriteError(_BROKEN.format(part=name)) from error


def new_root(name: str, namespace: str) -> Element:
    """An element of a namespace, with the prefix its name has."""
    prefix = f":{name.partition(':')[0]}" if ":" in name else ""
    return etree.fromstring(f'<{name} xmlns{prefix}="{namespace}"/>')


def kinds_for(namespace: str) -> str:
    """The namespace of relations for parts in a namespace."""
    return _STRICT_KINDS if namespace.startswith("http://purl.oclc.org/") else _USUAL_KINDS


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _clean(name: str) -> str:
    return name.replace("\\", "/").lstrip("/")
