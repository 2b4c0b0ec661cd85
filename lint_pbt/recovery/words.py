"""The words of a text, each with its place on the page and in the file. Cells are put together from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import NamedTuple

from lint_pbt.layouts.words import listed
from lint_pbt.model.document import Place
from lint_pbt.model.sheet import Cell, Line
from lint_pbt.text.folding import fold
from lint_pbt.text.notation import ends_title, is_page_number, page_count
from lint_pbt.text.patterns.lazy import Pattern

_WORD = Pattern(r"\S+")
_CELL = Pattern(r"\S+(?: \S+)*")
_TOUCHING = Pattern(r"[0-9][\u4e00-\u9fff]")
_SPACED = Pattern(r"[0-9] [\u4e00-\u9fff]")
_SHARE_SPACED = 0.7
_LEAST_SPACED = 3
_PITCH = 1.35  # heights from one line of a paragraph to the next
_TAB = 40  # from one column of tabs to the next
_NEXT_PAGE = 3.0  # lines
_LEAST_PAGES = 3
_SHORTEST_HEAD = 6  # characters of a running head
_LINES_TO_PROJECT = 6
_LONGEST_BEGIN = 8  # characters of a number that stay together
_ROMAN = Pattern(r"\s*[ivxIVX]{1,6}\s*")
_PROJECT = Pattern(r"项\s*目\s*名\s*称|专\s*项\s*名\s*称")
_SHORTEST_TITLE, _LONGEST_TITLE = 4, 50

AMOUNT = Pattern(r"\d[\d,]*(?:\.\d{1,6})?")
NOTHING_LACKING: Mapping[int, int] = {}


class Word(NamedTuple):
    """A run of characters without white space: in the line with the index `line`, from the offset `start`.

    `plain` is the text folded, `width` what it takes in a line, a Chinese character counting 2. `left` and `right`
    tell where it stands across the page, in such units; `y` how far down, in lines.
    """

    text: str
    plain: str
    width: int
    line: int
    start: int
    place: Place
    left: float
    right: float
    y: float

    @property
    def end(self) -> int:
        return self.start + len(self.text)


# A cell; an empty one has none.
Run = Sequence[Word]


def words_of(
    lines: Sequence[Line], indices: Sequence[int], way: str = "typed", lacking: Mapping[int, int] = NOTHING_LACKING
) -> Iterator[Word]:
    """The words of the lines with these indices.

    Where a line knows no places on a page they are counted in characters as `typed`, or as wide as they are `shown`;
    where tabs part it, or as `cells` that wide gaps part, in cells, without those that a line is `lacking` at its
    beginning.
    """
    heights = _heights(lines, indices)
    sizes = [box[3] - box[1] for index in indices if (box := lines[index].place.box)]
    half = median(sizes) / 2.1 if sizes else 1.0
    for index in indices:
        line = lines[index]
        for text, start, left, right in _parts(line, half, way, lacking.get(index, 0)):
            width = width_of(text)
            yield Word(text, fold(text), width, index, start, line.place.moved(start), left, right, heights[index])


def _parts(line: Line, half: float, way: str, lacks: int) -> Iterator[tuple[str, int, float, float]]:
    """What stands together on a line: text, offset, left and right edge."""
    for stretch, following in zip(line.stretches, [*line.stretches[1:], None], strict=False):
        text = line.text[stretch.start : following.start if following else None].rstrip()
        yield text, stretch.start, stretch.left / half, stretch.right / half
    if line.stretches:
        return
    if "\t" in line.text or way == "cells":
        for column, (cell, start) in enumerate(cells_of(line.text), lacks):
            left = float(_TAB * column)
            if cell:
                yield cell, start, left, left + min(width_of(cell), _TAB - 2)
        return
    for match in _WORD.finditer(line.text):
        text, start = match[0], match.start()
        left = width_of(line.text[:start]) if way == "shown" else start
        yield text, start, left, left + (width_of(text) if way == "shown" else len(text))


def cells_of(text: str) -> list[tuple[str, int]]:
    """The cells of a line that tabs part, empty ones too, or else wide gaps: each with its offset."""
    if "\t" not in text:
        return [(match[0], match.start()) for match in _CELL.finditer(text)]
    found = []
    start = 0
    for cell in text.split("\t"):
        bare = cell.strip()
        found.append((bare, start + cell.index(bare)))
        start += len(cell) + 1
    return found


def _heights(lines: Sequence[Line], indices: Sequence[int]) -> dict[int, float]:
    """How far down each line stands, in lines, from page to page."""
    found: dict[int, float] = {}
    y = 0.0
    before: Line | None = None
    for index in indices:
        line = lines[index]
        box, above = line.place.box, before.place.box if before else None
        if box and above and before and before.place.page == line.place.page:
            y += max(box[3] - above[3], 0.0) / (_PITCH * 0.95 * (box[3] - box[1]))
        else:
            y = max(y + _NEXT_PAGE, 0.0) if box else float(index)
        found[index] = y
        before = line
    return found


def width_of(text: str) -> int:
    """How wide a text is, a Chinese character counting 2."""
    return sum(1 if character.isascii() else 2 for character in text)


def room_left(widest: int, width: int, following: Word) -> int:
    """How much wider than needed a cell is for the first characters of a word that stands on its next line.

    More than 0 where they would have fitted on the line before, which is `width` wide: then it did not break there.
    """
    begin = 0
    while begin < min(len(following.text), _LONGEST_BEGIN) and following.text[begin].isascii():
        begin += 1
    return widest - width - max(begin, 2)


def is_spaced(lines: Sequence[Line], indices: Sequence[int]) -> bool:
    """Whether a program has put a space between Chinese characters and numbers, so that none is content."""
    spaced = touching = 0
    for index in indices:
        text = lines[index].text
        spaced += len(_SPACED.findall(text))
        touching += len(_TOUCHING.findall(text))
    return spaced >= _LEAST_SPACED and spaced >= _SHARE_SPACED * (spaced + touching)


def side_by_side(row: Sequence[Word], index: int) -> Sequence[Word]:
    """The words from one on that single spaces part."""
    end = index + 1
    while end < len(row) and row[end].left - row[end - 1].right <= 1:
        end += 1
    return row[index:end]


def text_of(words: Run) -> str:
    """The folded text of words that belong together, without white space."""
    return words[0].plain if len(words) == 1 else "".join([word.plain for word in words])


def is_one_line(before: Word, word: Word) -> bool:
    """Whether only a space parts two words that stood beside each other: that between a number and a word."""
    return before.line == word.line and before.text[-1].isascii() != word.text[0].isascii()


def cell_of(words: Run, spaced: bool) -> Cell:
    """Words as one cell; with `spaced` no space between them is content, unless it divides two in Latin letters."""
    parts: list[str] = []
    seams: list[tuple[int, Place]] = []
    size = 0
    for before, word in zip([None, *words], words, strict=False):
        if before is not None:
            gap = _gap(before, word, spaced)
            parts.append(gap)
            size += len(gap)
            seams.append((size, word.place))
        parts.append(word.text)
        size += len(word.text)
    return Cell.of("".join(parts), words[0].place, seams=tuple(seams))


def _gap(before: Word, word: Word, spaced: bool) -> str:
    last, first = before.text[-1], word.text[0]
    if _is_latin(last) and _is_latin(first):
        return " "
    if before.line != word.line or spaced or not (last.isascii() or first.isascii()):
        return ""
    return " " if word.start - before.end == 1 else ""


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


def is_title(text: str) -> bool:
    """Whether a folded line is the title of a table."""
    return _SHORTEST_TITLE <= len(text) <= _LONGEST_TITLE and ends_title(text)


def content_of(lines: Sequence[Line]) -> list[int]:
    """The indices of the lines that are not blank, and no page numbers, running heads or 续表."""
    kept = [index for index, line in enumerate(lines) if line.text and not line.text.isspace()]
    starts = [
        at
        for at, index in enumerate(kept)
        if at and any(lines[between].breaks_page for between in range(kept[at - 1] + 1, index + 1))
    ]
    edges = {0, len(kept) - 1, *starts, *(at - 1 for at in starts)} if starts else set()
    heads = _running_heads(lines, kept, starts)
    return [
        index
        for at, index in enumerate(kept)
        if not _is_number(lines[index].text, at in edges)
        and not (at in edges and lines[index].text.strip() in heads)
        and not _goes_on(lines[index].text)
    ]


def _goes_on(text: str) -> bool:
    """Whether a line says no more than that the table goes on, or its title again: …目标表(续).

    续 alone may be the rest of a cell.
    """
    whole = "".join(fold(text).split())
    bare = whole.strip("()")
    if len(bare) > 1 and bare in listed("table-frame", "goes_on"):
        return True
    title, _, behind = whole.rpartition("(")
    return is_title(title) and behind[-1:] == ")" and behind[:-1] in listed("table-frame", "goes_on")


def _is_number(text: str, at_edge: bool) -> bool:
    """Whether a line is the number of a page; one that does not say so is, at the edge of a page."""
    return is_page_number(text) or (at_edge and (page_count(text) is not None or bool(_ROMAN.fullmatch(text))))


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
