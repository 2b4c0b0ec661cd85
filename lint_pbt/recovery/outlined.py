"""Text in an outline: categories as headings, and below them a line for each name with its value.

`三级指标：培训人次` and `指标值：300人次` in lines of their own are such text too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lint_pbt.layouts.tables.fields import field_of, parted
from lint_pbt.layouts.tables.rows import level_of
from lint_pbt.layouts.tables.titles import Titles
from lint_pbt.model.sheet import Cell, GridSheet, Line
from lint_pbt.text.patterns.lazy import Pattern

_LABEL = Pattern(r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]\s*)?([^:：]{1,30})[:：]\s*(?=\S)")
_WIDE = Pattern(r"[ \u3000]{3,200}")
_LONGEST_NAME = 60
_MOST_PARTS = 2  # of a line: a name and its value
_LEAST = 2  # headings, and names with values below them
_MOSTLY = 0.6  # of the lines below the first heading
_OF_RECORDS = frozenset(("level1", "level2", "name", "value", "cycle", "sign", "measure", "weight", "direction"))
_ENDS = "；;。 \u3000"


def outline_of(lines: Sequence[Line], titles: Titles) -> GridSheet | None:
    """The grid that a text in an outline makes: headings alone, labels and names beside their values; else None."""
    rows: list[tuple[Cell, ...]] = []
    headings = named = below = records = 0
    for line in lines:
        text = line.text.strip()
        if not text:
            continue
        if text[-1] in ":：" and (title := titles.of(text[:-1].strip())) and title.role == "indicators":
            continue  # what stands below are the indicators
        if len(re.split(r"\t+", text)) > _MOST_PARTS:
            return None  # rows of a table whose columns tabs part
        if len(found := _WIDE.split(text)) > _MOST_PARTS and sum(level_of(part) is not None for part in found) > 1:
            return None  # categories side by side, in columns that spaces part
        cell = Cell(text.rstrip(_ENDS), line.place.moved(len(line.text) - len(line.text.lstrip())))
        pair, role = _labelled(cell, titles)
        records += role == "name"
        if pair is None and level_of(cell.text) is not None:
            headings += 1
            rows.append((cell,))
            continue
        if pair is None and headings:
            below += 1
            pair = _named(cell)
            named += pair is not None
        rows.append(pair or (cell,))
    outlined = headings >= _LEAST and named >= max(_LEAST, _MOSTLY * below)
    return GridSheet(None, tuple(rows)) if outlined or records >= _LEAST else None


def _labelled(cell: Cell, titles: Titles) -> tuple[tuple[Cell, Cell] | None, str]:
    """A label with its value, and what it labels; None where the line is none."""
    match = _LABEL.match(cell.text)
    if match is None:
        return None, ""
    title = titles.of(match[1].strip())
    role = title.role if title and title.role in _OF_RECORDS else titles.label(match[1].strip())
    if role is None:
        return None, ""
    label = Cell(match[1].strip(), cell.place.moved(match.start(1)))
    return (label, Cell(cell.text[match.end() :], cell.place.moved(match.end()))), role


def _named(cell: Cell) -> tuple[Cell, Cell] | None:
    """A name with its value, None where the line is no such pair."""
    name, value = parted(field_of(cell))
    if value is None or len(name.text) > _LONGEST_NAME:
        return None
    return Cell(name.text, name.place()), Cell(value.text, value.place())
