"""Rows of text that begin with a category of the second level, the first one left out: 数量指标　培训人次　≥500人次.

Tabs part their cells, else wide or single blanks, the same in all of them; a name and its value may stand together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from lint_pbt.layouts.tables.fields import field_of, parted
from lint_pbt.layouts.tables.rows import level_of
from lint_pbt.layouts.tables.titles import Titles
from lint_pbt.layouts.words import category_names
from lint_pbt.model.sheet import EMPTY, Cell, GridSheet, Line

_BLANKS = r"[ \t\u3000]"
_BREAKS = (re.compile(r"\t"), re.compile(r"[ \t]*\u3000[ \t\u3000]*|[ \t]{2,}"), re.compile(rf"{_BLANKS}+"))
_MOSTLY = 0.6  # of the rows that begin with a category
_LEAST = 2  # such rows
_COLUMNS = 3  # the category, the name, the value


def second_names() -> tuple[str, ...]:
    """The names of categories of the second level, with those of the first one that are such as well: 满意度指标."""
    return *category_names(2), *(name for name in category_names(1) if level_of(name) == "either")


def is_listed(text: str) -> bool:
    """Whether lines of a text begin with such a category and have something behind a blank."""
    return len(_listed().findall(text)) >= _LEAST


def listing_of(lines: Sequence[Line], titles: Titles) -> GridSheet | None:
    """The rows that lines make; a line that is none of the listing is a cell. None where too few begin with a category.

    A row of one text behind its category stays so where that is no name with a value.
    """
    begun = [line.text for line in lines if _listed().match(line.text)]
    if len(begun) < _LEAST:
        return None
    breaks = next(
        one for one in _BREAKS if sum(len(one.split(text.strip())) > 1 for text in begun) >= _MOSTLY * len(begun)
    )
    widths = Counter(len(breaks.split(text.strip())) for text in begun)
    width = max(widths, key=lambda one: (widths[one], one))
    rows: list[tuple[Cell, ...]] = []
    for line in lines:
        cells = _cells(line, breaks)
        begins = bool(_listed().match(line.text))
        if begins and not cells[0].text:
            cells = cells[1:]  # the row is only set in
        if begins and (len(cells) != width or width < _COLUMNS):
            cells = _paired(line, cells[0]) or cells
        elif not begins and not _fits(cells, width, line.text, titles):
            whole = line.text.strip()
            cells = (Cell(whole, line.place.moved(line.text.index(whole))),) if whole else ()
        rows.append(cells)
    return GridSheet(None, tuple(rows))


@cache
def _listed() -> re.Pattern[str]:
    names = "|".join(map(re.escape, second_names()))
    numbered = rf"(?:[（(]?[一二三四五六七八九十\d]{{1,3}}[)）、.．]{_BLANKS}*)?"
    return re.compile(rf"(?m)^{_BLANKS}*{numbered}(?:{names})(?:指标)?{_BLANKS}+(?=\S)(?!指标)")


def _cells(line: Line, breaks: re.Pattern[str]) -> tuple[Cell, ...]:
    """The cells of a line; where tabs part them, empty ones too."""
    found: list[Cell] = []
    start = 0
    text = line.text.rstrip()
    for end in [*(match.span() for match in breaks.finditer(text)), (len(text), len(text))]:
        part = text[start : end[0]]
        bare = part.strip()
        if bare:
            found.append(Cell(bare, line.place.moved(start + part.index(bare))))
        elif end[0] < len(text):
            found.append(EMPTY)
        start = end[1]
    return tuple(found)


def _paired(line: Line, first: Cell) -> tuple[Cell, ...] | None:
    """A category, and the name and the value that stand behind it in one text; None where these are none."""
    at = line.text.index(first.text) + len(first.text)
    rest = line.text[at:].strip()
    place = line.place.moved(at + line.text[at:].index(rest)) if rest else line.place
    name, value = parted(field_of(Cell(rest, place)))
    if value is None:
        return None
    return first, Cell(name.text, name.place()), Cell(value.text, value.place())


def _fits(cells: Sequence[Cell], width: int, text: str, titles: Titles) -> bool:
    """Whether the cells of a line without a category are cells: titles, a label with its value, a row that goes on."""
    if len(cells) == width:
        return not cells[0].text or all(titles.of(cell.text) for cell in cells)
    return len(cells) == 2 and titles.label(cells[0].text) is not None
