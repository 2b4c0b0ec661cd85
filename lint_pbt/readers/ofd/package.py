"""The parts of an OFD file (GB/T 33190): its documents, their pages in order, and what pages share."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from lint_pbt.errors import ReadError
from lint_pbt.readers.ofd.markup import children, numbers, parsed, text_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from lint_pbt.limits import Limits
    from lint_pbt.readers.archive import Archive

_ROOT = "OFD.xml"
_USUAL = (0.0, 0.0, 210.0, 297.0)  # millimetres
_MOST_DOCUMENTS = 100
_GONE = "这个 OFD 文件不完整，缺了“{part}”。请重新下载，或者用原来的软件再导出一次"
_LOCKED = "这个 OFD 文件加了密，读不了。请用 OFD 阅读器打开，打印成 PDF 再检查"
_NO_PAGE = "这个 OFD 文件里没有页面。请确认选对了文件，或者用原来的软件再导出一次"
_TOO_MANY = "这个 OFD 有 {pages} 页，超过了上限 {limit} 页。请只保留绩效目标表所在的页，或者在配置里提高上限"


class Page(NamedTuple):
    """A page: its box (left, top, width, height in millimetres), and the contents drawn one upon the other.

    `content` is None where the file lacks it. `units` are the drawings that objects refer to, `media` the parts with
    pictures, by their identifiers.
    """

    box: tuple[float, float, float, float]
    content: Element | None
    beneath: list[Element]
    units: dict[str, Element]
    media: dict[str, str]


class Package:
    """An OFD file, opened."""

    def __init__(self, archive: Archive, limits: Limits) -> None:
        self._archive = archive
        if _ROOT not in archive:
            raise ReadError(_LOCKED if "Encryptions.xml" in archive else _GONE.format(part=_ROOT))
        root = self._part(_ROOT)
        names = [text_of(body, "DocRoot") for body in children(root, "DocBody")][:_MOST_DOCUMENTS]
        self._documents = [(name, self._part(name)) for name in map(self._found, names, [""] * len(names)) if name]
        if not self._documents:
            raise ReadError(_GONE.format(part=names[0] if names else "Document.xml"))
        self.count = sum(len(children(document.find("Pages"), "Page")) for _, document in self._documents)
        if not self.count:
            raise ReadError(_NO_PAGE)
        if self.count > limits.pages:
            raise ReadError(_TOO_MANY.format(pages=self.count, limit=limits.pages))

    def pages(self) -> Iterator[Page]:
        """The pages of all documents, one after the other."""
        for name, document in self._documents:
            common = document.find("CommonData")
            usual = _box(common.find("PageArea") if common is not None else None) or _USUAL
            units, media = dict(self._units(name, common)), dict(self._media(name, common))
            templates = {
                template.get("ID", ""): self._optional(template.get("BaseLoc", ""), name)
                for template in children(common, "TemplatePage")
            }
            for listed in children(document.find("Pages"), "Page"):
                page = self._optional(listed.get("BaseLoc", ""), name)
                if page is None:
                    yield Page(usual, None, [], units, media)
                    continue
                under = [templates.get(one.get("TemplateID", "")) for one in children(page, "Template")]
                beneath = [content for one in under if one is not None and (content := one.find("Content")) is not None]
                content = page.find("Content")
                # A page without contents is an empty one.
                yield Page(
                    _box(page.find("Area")) or usual, page if content is None else content, beneath, units, media
                )

    def picture(self, name: str) -> bytes:
        """The bytes of a picture. Raises `ReadError` where they are broken."""
        return self._archive.read(name)

    def _units(self, name: str, common: Element | None) -> Iterator[tuple[str, Element]]:
        """The drawings that objects of pages may refer to."""
        for _, resources in self._resources(name, common):
            for group in children(resources, "CompositeGraphicUnits"):
                for unit in children(group, "CompositeGraphicUnit"):
                    yield unit.get("ID", ""), unit

    def _media(self, name: str, common: Element | None) -> Iterator[tuple[str, str]]:
        """The parts with pictures that objects may refer to."""
        for part, resources in self._resources(name, common):
            folder = posixpath.join(posixpath.dirname(part), resources.get("BaseLoc", ""))
            for group in children(resources, "MultiMedias"):
                for medium in children(group, "MultiMedia"):
                    yield medium.get("ID", ""), self._found(text_of(medium, "MediaFile"), posixpath.join(folder, "x"))

    def _resources(self, name: str, common: Element | None) -> Iterator[tuple[str, Element]]:
        for kind in ("PublicRes", "DocumentRes"):
            for listed in children(common, kind):
                part = self._found((listed.text or "").strip(), name)
                if part:
                    yield part, self._part(part)

    def _optional(self, place: str, beside: str) -> Element | None:
        name = self._found(place, beside)
        return self._part(name) if name else None

    def _part(self, name: str) -> Element:
        return parsed(name, self._archive.chunks(name))

    def _found(self, place: str, beside: str) -> str:
        """The name of a part that another refers to, empty where there is none; nothing outside is ever looked for."""
        place = place.replace("\\", "/")
        near = posixpath.join(posixpath.dirname(beside), place)
        for name in (near, place):
            whole = posixpath.normpath("/" + name).lstrip("/")
            if place and whole in self._archive:
                return whole
        return ""


def _box(area: Element | None) -> tuple[float, float, float, float] | None:
    """The box that a page is shown in, None where none is given."""
    for name in ("ApplicationBox", "PhysicalBox"):
        box = numbers(text_of(area, name))
        if len(box) == 4 and box[2] > 0 and box[3] > 0:
            return box[0], box[1], box[2], box[3]
    return None
