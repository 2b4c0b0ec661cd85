"""Lines that belong to the pages and not to what is written on them: page numbers and heads that repeat."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lint_pbt.readers.pages.marks import TextLine
from lint_pbt.text.notation import is_page_number, page_count

_EDGE_LINES = 4  # at the top and the bottom of a page
_SAME_HEIGHT = 6.0  # points
_PAGES_APART = 2  # left and right pages have heads of their own
_AROUND = re.compile(r"^\W{1,3}|\W{1,3}$")
_CONTINUED = re.compile(r"\W?(?:续上?表|接上?[页表]|续)\W?\d{0,3}\W?|.{0,40}[（(]续表?\d{0,2}[)）]")


def find_furniture(pages: Sequence[Sequence[TextLine]]) -> set[TextLine]:
    """Such lines among those of all pages, each from top to bottom."""
    edges = [_edge_lines(lines) for lines in pages]
    found: set[TextLine] = set()
    for index, lines in enumerate(edges):
        near = [line for other in edges[index + 1 : index + 1 + _PAGES_APART] for line in other]
        for line in lines:
            text = "".join(line.text.split())
            if _is_page_number(text) or _CONTINUED.fullmatch(text):
                found.add(line)
            for other in near:
                if abs(other.y - line.y) <= _SAME_HEIGHT and _without_number(other.text) == _without_number(line.text):
                    found.update((line, other))
    return found


def _edge_lines(lines: Sequence[TextLine]) -> list[TextLine]:
    if len(lines) <= 2 * _EDGE_LINES:
        return list(lines)
    return [*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:]]


def _is_page_number(text: str) -> bool:
    """Whether a line at the edge of a page is its number, be there signs around it or not."""
    bare = _AROUND.sub("", text)
    return is_page_number(bare) or page_count(bare) is not None


def _without_number(text: str) -> str:
    """A line's text without white space, and without the page number where one stands in it."""
    return re.sub(r"第\d{1,4}页", "第页", "".join(text.split()))
