"""A range in the text of a document that a comment is about, cut out of its runs as exactly as they allow."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, NamedTuple

from lint_pbt.annotate.package import SPACE
from lint_pbt.readers.word.names import local

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint_pbt.annotate.package import Element

# What stands in a box is no part of the paragraph that the box hangs on.
_NOT_SHOWN = ("del", "moveFrom", "rt", "Fallback", "txbxContent")


class Range(NamedTuple):
    """From the first to the last element, each a child of a paragraph; the same one where there is but one."""

    first: Element
    last: Element


class _Letter(NamedTuple):
    """A character that is no white space, where it stands."""

    text: Element
    offset: int


def range_of(container: Element, evidence: str, near: int, *, goes_on: bool = False) -> Range | None:
    """The range of the evidence in a cell or paragraph, of several the one nearest to the character `near`.

    With `goes_on` the evidence may end in a later container. All that the container holds where the evidence is
    empty or nowhere in it; None where there is nothing. Runs are split at the ends of the range.
    """
    letters = [_Letter(text, at) for text in _texts(container) for at, one in enumerate(text.text) if not one.isspace()]
    if not letters:
        return _first_paragraph(container)
    whole = "".join(letter.text.text[letter.offset] for letter in letters)
    words = "".join(evidence.split())
    start, size = 0, len(whole)
    if words and words in whole:
        start, size = min(_occurrences(whole, words), key=lambda at: abs(at - near)), len(words)
    elif words and goes_on:
        size = next((part for part in range(len(words), 0, -1) if whole.endswith(words[:part])), size)
        start = len(whole) - size
    first, last = letters[start], letters[start + size - 1]
    # From behind: cutting the end off leaves the offsets before it as they are.
    end = _cut(last.text, last.offset + 1)[0]
    if first.text is last.text:
        begin = end = _cut(end, first.offset)[1]
    else:
        begin = _cut(first.text, first.offset)[1]
    return Range(_child_of_paragraph(begin), _child_of_paragraph(end))


def _texts(container: Element) -> Iterator[Element]:
    """The pieces of text that show, in order."""
    for text in container.iter("{*}t"):
        if text.text and local(text.getparent().tag) == "r" and _shows(text, container):
            yield text


def _shows(text: Element, container: Element) -> bool:
    for above in text.iterancestors():
        if above is container:
            return True
        if local(above.tag) in _NOT_SHOWN:
            return False
    return False


def _first_paragraph(container: Element) -> Range | None:
    paragraph = container if local(container.tag) == "p" else next(container.iter("{*}p"), None)
    if paragraph is None:
        return None
    children = [one for one in paragraph if local(one.tag) == "r"]
    return Range(children[0], children[-1]) if children else None


def _occurrences(whole: str, words: str) -> Iterator[int]:
    at = whole.find(words)
    while at >= 0:
        yield at
        at = whole.find(words, at + 1)


def _cut(text: Element, offset: int) -> tuple[Element, Element]:
    """The pieces of text before and behind an offset, in runs of their own; the same where nothing is to be cut."""
    run = text.getparent()
    simple = [one for one in run if local(one.tag) != "rPr"] == [text]
    if not simple or not 0 < offset < len(text.text):
        return text, text
    other = deepcopy(run)
    other.tail = None
    behind = next(one for one in other if local(one.tag) == "t")
    text.text, behind.text = text.text[:offset], text.text[offset:]
    for one in (text, behind):
        one.set(SPACE, "preserve")
    run.addnext(other)
    return text, behind


def _child_of_paragraph(text: Element) -> Element:
    """What holds a piece of text in its paragraph; of a box in a paragraph, what holds the box."""
    held, element = text, text
    for above in text.iterancestors():
        if local(above.tag) == "p":
            held = element
        element = above
    return held
