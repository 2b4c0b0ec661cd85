"""The range in a document that a comment is about, cut out of its runs as exactly as they allow."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any, NamedTuple

from lint_pbt.opc.markup import SPACE
from lint_pbt.readers.origins import Origin
from lint_pbt.readers.word.line import NOT_PRESERVED
from lint_pbt.readers.word.names import local

if TYPE_CHECKING:
    from lint_pbt.opc.markup import Element
    from lint_pbt.readers.origins import Origins


class Range(NamedTuple):
    """From the first to the last element, each a child of a paragraph; the same one where there is but one."""

    first: Element
    last: Element


class Words:
    """The text of a cell or paragraph in the elements that its reader took it from.

    Runs are split where a range begins or ends within one; the text knows its elements afterwards too.
    """

    def __init__(self, origins: Origins) -> None:
        # What holds no character counts only where nothing does.
        self._origins = [one for one in origins if one.start < one.end] or list(origins[:1])

    def range(self, start: int, end: int | None) -> Range:
        """The range of the characters from `start` to `end` (None: to the last)."""
        end = self._origins[-1].end if end is None else end
        self._cut(start, next((one for one in self._origins if one.start <= start < one.end), None))
        self._cut(end, next((one for one in self._origins if one.start < end <= one.end), None))
        touched = [one for one in self._origins if one.start < end and one.end > start]
        if not touched:  # between what the document itself says: a number that Word puts there
            touched = [next((one for one in self._origins if one.end > start), self._origins[-1])]
        return Range(_child_of_paragraph(touched[0].source), _child_of_paragraph(touched[-1].source))

    def beginning(self) -> Range:
        """The range of what comes first."""
        first = _child_of_paragraph(self._origins[0].source)
        return Range(first, first)

    def _cut(self, at: int, origin: Origin | None) -> None:
        """Let the element of an origin end before the character `at` and another begin with it, if that can be."""
        if origin is None:
            return
        behind = _split(origin.source, origin.offset + at - origin.start)
        if behind is not None:
            index = self._origins.index(origin)
            halves = (origin._replace(end=at), Origin(at, origin.end, behind))
            self._origins[index : index + 1] = [one for one in halves if one.start < one.end]


def _split(text: Any, offset: int) -> Element | None:
    """Cut a piece of text in two, each in a run of its own; gives the second.

    None where its run holds more than the text, and where nothing would be left of one of the two.
    """
    run = text.getparent()
    if local(text.tag) != "t" or [one for one in run if local(one.tag) != "rPr"] != [text]:
        return None
    held = text.text
    if text.get(SPACE) != "preserve":  # it will be asked for: what did not show must not show then
        offset -= len(held) - len(held.lstrip(NOT_PRESERVED))
        held = held.strip(NOT_PRESERVED)
    if not 0 < offset < len(held):
        return None
    other = deepcopy(run)
    other.tail = None
    behind = next(one for one in other if local(one.tag) == "t")
    text.text, behind.text = held[:offset], held[offset:]
    for one in (text, behind):
        one.set(SPACE, "preserve")
    run.addnext(other)
    return behind


def _child_of_paragraph(source: Any) -> Element:
    """What holds an element in its paragraph; of a box in a paragraph, what holds the box."""
    if local(source.tag) == "p":  # empty, so that a run without text is put into it
        run = source.makeelement("".join(source.tag.rpartition("}")[:2]) + "r")
        source.append(run)
        source = run
    held, element = source, source
    for above in source.iterancestors():
        if local(above.tag) == "p":
            held = element
        element = above
    return held
