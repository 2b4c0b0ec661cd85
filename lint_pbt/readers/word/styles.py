"""What the styles of a document do to text: hide it or strike it through."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lint_pbt.readers.word.names import child, is_on, local, value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

HIDDEN = ("vanish",)
STRUCK = ("strike", "dstrike")
_MARKS = (b"vanish", b"strike")


class Styles(NamedTuple):
    """The styles, of paragraphs or characters, whose text is hidden or struck through."""

    hidden: frozenset[str] = frozenset()
    struck: frozenset[str] = frozenset()

    @classmethod
    def of(cls, root: _Element) -> Styles:
        styles = {value(one, "styleId") or "": one for one in root if local(one.tag) == "style"}
        hidden = frozenset(name for name in styles if _says(styles, name, HIDDEN))
        return cls(hidden, frozenset(name for name in styles if _says(styles, name, STRUCK)))


def matter(data: bytes) -> bool:
    """Whether the bytes of a part with styles can hold any that counts here."""
    return any(mark in data for mark in _MARKS)


def said(looks: _Element | None, names: tuple[str, ...]) -> bool | None:
    """Whether properties say one of some things of a text; None where they say nothing of them."""
    found = [is_on(one) for one in (child(looks, name) for name in names) if one is not None]
    return any(found) if found else None


def _says(styles: Mapping[str, _Element], name: str, names: tuple[str, ...]) -> bool:
    """What a style says, or else the style it is based on."""
    seen: set[str] = set()
    while name in styles and name not in seen:
        seen.add(name)
        own = said(child(styles[name], "rPr"), names)
        if own is not None:
            return own
        name = value(child(styles[name], "basedOn")) or ""
    return False
