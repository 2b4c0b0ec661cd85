"""The elements of a document by their names, and which of them to look through."""

from __future__ import annotations

from collections.abc import Container, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml.etree import _Element

# What says nothing itself, or is not to be read: properties, what a revision takes away, the code of a field.
_UNREAD: Final = frozenset(
    ("del", "moveFrom", "delText", "instrText", "delInstrText", "rt"),
).union(
    ("rPr", "pPr", "sdtPr", "sdtEndPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr", "sectPr", "ctrlPr"),
    ("proofErr", "bookmarkStart", "bookmarkEnd", "footnoteReference", "endnoteReference", "lastRenderedPageBreak"),
)
_OFF: Final = ("0", "false", "off", "none")


@lru_cache(maxsize=1024)
def local(tag: object) -> str:
    """The name of an element without its namespace: Word writes two sets of those, and other programs more."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def within(container: _Element, wanted: Container[str]) -> Iterator[tuple[str, _Element]]:
    """The elements of the wanted names in a container, in order; all around them is looked through.

    Of alternatives for programs of different age only the first is read.
    """
    stack: list[Iterator[_Element]] = [iter(container)]
    while stack:
        for child in stack[-1]:
            name = local(child.tag)
            if name in wanted:
                yield name, child
            elif name == "AlternateContent":
                stack.append(iter([*child][:1]))
                break
            elif name not in _UNREAD and len(child):
                stack.append(iter(child))
                break
        else:
            stack.pop()


def shows_prompt(element: _Element) -> bool:
    """Whether an element is what a control shows that nobody has filled in: 单击此处输入文字 is no text."""
    holder = element.getparent()
    if holder is None or local(holder.tag) != "sdtContent":
        return False
    return is_on(child(holder.getparent(), "sdtPr", "showingPlcHdr"))


def child(element: _Element | None, *names: str) -> _Element | None:
    """The element one comes to by the names of children, None where there is none."""
    for name in names:
        if element is None:
            return None
        for one in element:
            if local(one.tag) == name:
                element = one
                break
        else:
            return None
    return element


def value(element: _Element | None, name: str = "val") -> str | None:
    """The attribute of an element, whatever its namespace; None where there is none."""
    if element is None:
        return None
    return next((str(text) for key, text in element.items() if local(key) == name), None)


def number(element: _Element | None, default: int, most: int) -> int:
    """The number an element gives, at most `most`."""
    text = (value(element) or "").strip()
    return min(int(text[:9]), most) if text.isascii() and text.isdigit() else default


def is_on(element: _Element | None) -> bool:
    """Whether a property is there and not switched off."""
    return element is not None and (value(element) or "") not in _OFF
