"""What pages carry besides their tables: page numbers and running heads, found at the edges of pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from lint_pbt.layouts.form_lines.bounds import is_title
from lint_pbt.sheet import Line
from lint_pbt.text import fold

_LONGEST = 60
_LEAST_PAGES = 3
_SHORTEST_HEAD = 6  # characters
# Unmistakable anywhere, and only at the edge of a page.
_MARKED = re.compile(r"[-~·]+\s*\d{1,4}\s*[-~·]+|第\s*\d{1,4}\s*页(?:[\s,/]*共\s*\d{1,4}\s*页)?")
_LINES_TO_PROJECT = 6
_PROJECT = re.compile(r"项\s*目\s*名\s*称|专\s*项\s*名\s*称")
_BARE = re.compile(r"\d{1,4}|\d{1,4}\s*/\s*\d{1,4}|[ivxIVX]{1,6}")


def content_of(lines: Sequence[Line]) -> list[int]:
    """The indices of the lines that are not blank and no furniture of pages."""
    kept = [index for index, line in enumerate(lines) if line.text and not line.text.isspace()]
    starts = [at for at, index in enumerate(kept) if at and _breaks(lines, kept[at - 1], index)]
    edges = {0, len(kept) - 1, *starts, *(at - 1 for at in starts)} if starts else set()
    heads = _running_heads(lines, kept, starts)
    return [
        index
        for at, index in enumerate(kept)
        if not _is_number(lines[index].text, at in edges) and not (at in edges and lines[index].text.strip() in heads)
    ]


def _breaks(lines: Sequence[Line], before: int, index: int) -> bool:
    return any(lines[at].breaks_page for at in range(before + 1, index + 1))


def _is_number(text: str, at_edge: bool) -> bool:
    if len(text) > _LONGEST:
        return False
    bare = fold(text).strip()
    return bool(_MARKED.fullmatch(bare)) or (at_edge and bool(_BARE.fullmatch(bare)))


def _running_heads(lines: Sequence[Line], kept: Sequence[int], starts: Sequence[int]) -> set[str]:
    """The lines that begin or end several pages in the same words."""
    edges = {at for start in starts for at in (start - 1, start)}
    found = Counter(lines[kept[at]].text.strip() for at in edges)
    return {
        text
        for text, count in found.items()
        if count >= _LEAST_PAGES
        and count * 3 > len(starts)
        and len(text) >= _SHORTEST_HEAD
        and "级指标" not in text
        and not _heads_forms(lines, kept, text)
    }


def _heads_forms(lines: Sequence[Line], kept: Sequence[int], text: str) -> bool:
    """Whether a line is the title of forms, each on a page of its own: wherever it stands a project is named below."""
    if not is_title(fold(text)):
        return False
    below = (
        "".join(lines[one].text for one in kept[at + 1 : at + 1 + _LINES_TO_PROJECT])
        for at, index in enumerate(kept)
        if lines[index].text.strip() == text
    )
    return all(_PROJECT.search(some) for some in below)
