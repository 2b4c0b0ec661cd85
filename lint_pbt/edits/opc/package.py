"""The archive of parts that a workbook or a document is (Open Packaging Conventions), with some of its parts changed.

Parts that nobody changes go into what is written byte by byte; nothing is lost because this program does not know it.
Names of parts have slashes and no capitals that matter, as the conventions have it; programs that write backslashes
are understood, and what is written has slashes, so that every program opens it.
"""

from __future__ import annotations

import io
import posixpath
from copy import copy
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from lint_pbt.edits.opc.markup import Element, new_root, parsed, written
from lint_pbt.errors import WriteError
from lint_pbt.readers.archive import Archive, open_archive

if TYPE_CHECKING:
    from lint_pbt.limits import Limits

_CONTENT_TYPES: Final = "[Content_Types].xml"
_TYPES: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_SIGNATURES: Final = "_xmlsignatures/"
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
_LACKING: Final = "文件里缺了“{part}”，没有改动。请用 Office 或 WPS 打开，另存一份再试"


class Package:
    """The parts of a file by name, and what is to stand in them."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        """Raises ReadError for an archive that is broken or beyond the limits."""
        self._data, self._limits = data, limits
        self.archive = open_archive(data, limits)
        # By their names without capitals: what is to stand in parts, and what was read, which no bound counts twice.
        self._put: dict[str, tuple[str, bytes]] = {}
        self._read: dict[str, bytes] = {}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._put or name in self.archive

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, new ones last."""
        return (*self.archive.names, *(name for name, _ in self._put.values() if name not in self.archive))

    @property
    def is_signed(self) -> bool:
        """Whether somebody has put a signature under the file, which holds for the file as it was."""
        return any(name.lower().startswith(_SIGNATURES) for name in self.archive.names)

    def read(self, name: str) -> bytes:
        """The bytes of a part as it is now. Raises WriteError where there is none, ReadError where it is broken."""
        if name not in self:
            raise WriteError(_LACKING.format(part=name))
        key = name.lower()
        if key in self._put:
            return self._put[key][1]
        if key not in self._read:
            self._read[key] = self.archive.read(name)
        return self._read[key]

    def put(self, name: str, content: bytes) -> None:
        """Let a part, new or not, hold these bytes."""
        self._put[name.lower()] = (name, content)

    def tree(self, name: str) -> Element:
        """The root of a part in XML. Raises WriteError where it is none."""
        return parsed(self.read(name), name)

    def put_tree(self, name: str, root: Element) -> None:
        """Let a part hold this tree."""
        self.put(name, written(root))

    def free_name(self, pattern: str) -> str:
        """The first name no part has, of a pattern such as `xl/comments{}.xml`."""
        number = 1
        while pattern.format(number) in self:
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
        relations.append(relations.makeelement(f"{_RELATIONS}Relationship", attributes))
        self.put_tree(_relations_of(part), relations)
        return f"rIdPbt{number}"

    def declare(self, content_type: str, *, part: str = "", suffix: str = "") -> None:
        """Say of what type a part is, or all parts with a suffix for which nothing is said yet."""
        types = self.tree(_CONTENT_TYPES)
        tag, key, value = ("Override", "PartName", f"/{part}") if part else ("Default", "Extension", suffix)
        if any(one.get(key, "").lower() == value.lower() for one in types.iterfind(f"{_TYPES}{tag}")):
            return
        new = types.makeelement(f"{_TYPES}{tag}", {key: value, "ContentType": content_type})
        types.insert(len(types) if part else 0, new)
        self.put_tree(_CONTENT_TYPES, types)

    def data(self, mark: bytes = b"") -> bytes:
        """The whole file, all parts in their order, new ones last; `mark` is a field beside the name of the first.

        Raises ReadError where a part is broken.
        """
        old = open_archive(self._data, self._limits)  # which counts what it gives against the limits
        entries = [copy(member) for member in old.members]
        date = max(_EARLIEST, entries[0].date_time) if entries else _EARLIEST
        entries += [_entry(name, date) for name in self.names if name not in old]
        out = io.BytesIO()
        with ZipFile(out, "w") as file:
            file.comment = old.comment
            for number, entry in enumerate(entries):
                name = Archive.name_of(entry)
                put = self._put.get(name.lower())
                content = put[1] if put else old.read(name) if name in old else b""
                # What other programs say beside the name may be out of date.
                entry.filename, entry.extra = name, b"" if number else mark
                if entry.compress_type != ZIP_STORED:
                    entry.compress_type = ZIP_DEFLATED
                file.writestr(entry, content)
        return out.getvalue()

    def _relations(self, part: str) -> Element:
        name = _relations_of(part)
        return self.tree(name) if name in self else new_root("Relationships", _RELATIONS[1:-1])


def _entry(name: str, date: tuple[int, int, int, int, int, int]) -> ZipInfo:
    """What the directory says of a new part, the same on every system."""
    entry = ZipInfo(name, date)
    entry.compress_type, entry.create_system = ZIP_DEFLATED, 0
    return entry


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
