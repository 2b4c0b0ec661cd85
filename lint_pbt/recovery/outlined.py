"""Text in an outline: categories as headings, and below or behind them each name with its value.

`三级指标：培训人次` and `指标值：300人次` in lines of their own are such text too, `数量指标：受训≥300人` as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from lint_pbt.layouts.tables.fields import field_of, parted
from lint_pbt.layouts.tables.naming import named_in
from lint_pbt.layouts.tables.pairs import is_pair, pairs_in, second_category
from lint_pbt.layouts.tables.rows import level_of
from lint_pbt.layouts.tables.titles import Titles, compact
from lint_pbt.layouts.words import vocabulary
from lint_pbt.model.sheet import Cell, GridSheet, Line
from lint_pbt.recovery.letters import SIGN, letter_below
from lint_pbt.text.notation import numbering_end
from lint_pbt.text.patterns.lazy import Pattern

_LABEL = Pattern(r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]\s*)?([^:：]{1,30})[:：]\s*(?=\S)")
_WIDE = Pattern(r"[ \u3000]{3,200}")
_SENTENCE = Pattern(r"[^。；;\s](?:[^。；;]*[^。；;\s])?")
_LONGEST_NAME = 60
_MOST_PARTS = 2  # of a line: a name and its value
_LEAST = 2  # headings, and names with values below them
_MOSTLY = 0.6  # of the lines below the first heading
_OF_RECORDS = frozenset(("level1", "level2", "name", "value", "cycle", "sign", "measure", "weight", "direction"))
_ENDS = "；;。 \u3000"


class Outline(NamedTuple):
    """The grid of an outline: headings alone, labels and names beside their values.

    `unread` stands behind categories and is no name with a value, `remarks` begin what a letter says below.
    """

    grid: GridSheet
    unread: Sequence[Cell]
    remarks: Sequence[Cell]


def outline_of(lines: Sequence[Line], titles: Titles) -> Outline | None:
    """The outline that a text makes, with headings, labels and names beside their values; None where it makes none."""
    rows: list[tuple[Cell, ...]] = []
    unread: list[Cell] = []
    remarks: list[Cell] = []
    headings = named = below = records = 0
    behind = looked_at = 0  # the ends of letters below the indicators, and of what is none

    def goes_on(text: str) -> bool:
        label = _LABEL.match(text)
        head = label[1] if label is not None else text.rstrip(":")
        return level_of(head) is not None or (label is not None and _is_label(head.strip(), titles))

    filled = [at for at, line in enumerate(lines) if line.text and not line.text.isspace()]
    for at, next_at in zip(filled, [*filled[1:], None], strict=True):
        line, following = lines[at], lines[next_at] if next_at is not None else None
        if at < behind:
            continue
        letter = letter_below(lines, at, goes_on) if named and at >= looked_at else None
        if letter is not None:
            looked_at = letter.end
        if letter is not None and letter.sure:
            behind = letter.end
            remarks += [Cell(letter.told.text.strip(), letter.told.place)] if letter.told is not None else []
            continue
        text = line.text.strip()
        if text[-1] in ":：" and (title := titles.of(text[:-1].strip())) and title.role == "indicators":
            continue  # what stands below are the indicators
        if len(re.split(r"\t+", text)) > _MOST_PARTS:
            return None  # rows of a table whose columns tabs part
        if len(found := _WIDE.split(text)) > _MOST_PARTS and sum(level_of(part) is not None for part in found) > 1:
            return None  # categories side by side, in columns that spaces part
        cell = Cell(text.rstrip(_ENDS), line.place.moved(len(line.text) - len(line.text.lstrip())))
        pair, role = _labelled(cell, titles)
        records += role == "name"
        own: list[tuple[Cell, ...]] = [pair] if pair is not None else _behind_categories(cell)
        if not own and (level_of(cell.text) is not None):
            own = [(Cell(cell.text.rstrip(":： "), cell.place()),)]
        if pair is None and own:
            headings += sum(len(row) == 1 for row in own)
            names = sum(len(row) == 2 for row in own)
            named, below = named + names, below + names
        elif not own and following is not None and (name := _headed(cell, following.text, titles)) is not None:
            own = [(Cell(vocabulary("columns")["columns"]["project"][0], cell.place()), name)]
        elif not own and headings and not _is_phrase(cell):
            below += 1
            found_pair = _named(cell)
            named += found_pair is not None
            own = [found_pair] if found_pair is not None else []
        label = _LABEL.match(cell.text)
        if not own and label is not None and level_of(label[1]) is not None:
            unread.append(cell)
        else:
            rows += own or [(cell,)]
    outlined = headings >= _LEAST and named >= max(_LEAST, _MOSTLY * below)
    return Outline(GridSheet(None, tuple(rows)), unread, remarks) if outlined or records >= _LEAST else None


def _labelled(cell: Cell, titles: Titles) -> tuple[tuple[Cell, Cell] | None, str]:
    """A label with its value, and what it labels; None where the line is none."""
    match = _LABEL.match(cell.text)
    if match is None:
        return None, ""
    title = titles.of(match[1].strip())
    role = title.role if title and title.role in _OF_RECORDS else titles.label(match[1].strip())
    if role is None:
        return None, ""
    label = Cell(match[1].strip(), cell.place(match.start(1)))
    return (label, Cell(cell.text[match.end() :], cell.place(match.end()))), role


def _is_label(text: str, titles: Titles) -> bool:
    """Whether a label begins a table or one of its records, as none in a letter does."""
    title = titles.of(text)
    return (title is not None and title.role in _OF_RECORDS) or titles.label(text) in ("project", "unit", "goal")


def _headed(cell: Cell, following: str, titles: Titles) -> Cell | None:
    """The project that a numbered line names: what follows is a category or a label; None where it names none."""
    name = named_in(cell) if numbering_end(cell.text) else None
    label = _LABEL.match(following.strip())
    head = label[1].strip() if label is not None else following.strip()
    if name is None or not (level_of(head) is not None or (label is not None and titles.label(head) is not None)):
        return None
    return Cell(name.text, name.place())


def _behind_categories(cell: Cell) -> list[tuple[Cell, ...]]:
    """The categories of a line and their names with values behind them, each a row; none where it holds anything else.

    `数量指标：培训≥3期，受训≥300人；印制教材≥9种。质量指标：合格率≥95%`. Of several beside each other each has a sign:
    what has none may be what was reached.
    """
    rows: list[tuple[Cell, ...]] = []
    for sentence in _SENTENCE.finditer(cell.text):
        label = _LABEL.match(sentence[0])
        if rows and label is None and SIGN.search(sentence[0]) and is_pair(compact(sentence[0])):
            if (pair := _named(Cell(sentence[0], cell.place(sentence.start())))) is None:
                return []
            rows.append(pair)  # goes on below the category of the sentence before
            continue
        if label is None or level_of(label[1]) is None:
            return []
        place = cell.place(sentence.start())
        rows.append((Cell(label[1], place.moved(label.start(1))),))
        behind, place = sentence[0][label.end() :], place.moved(label.end())
        while (at := second_category(behind)) is not None:
            rows.append((Cell(behind[: at - 1].rstrip(), place),))
            behind, place = behind[at:].lstrip(), place.moved(at + len(behind[at:]) - len(behind[at:].lstrip()))
        spans = pairs_in(behind) or [(0, len(behind))]
        for start, end in spans:
            pair = _named(Cell(behind[start:end], place.moved(start)))
            if pair is None or (len(spans) > 1 and not is_pair(compact(behind[start:end]))):
                return []
            rows.append(pair)
    return rows


def _is_phrase(cell: Cell) -> bool:
    """Whether what stands behind a category is no name with a value: 可持续影响指标：持续发展能力有所提高.

    `服务对象满意度：≥90%` has a name that is a category's as well.
    """
    label = _LABEL.match(cell.text)
    return label is not None and label[1].strip().endswith("指标") and level_of(label[1]) is not None


def _named(cell: Cell) -> tuple[Cell, Cell] | None:
    """A name with its value, None where the line is no such pair."""
    name, value = parted(field_of(cell))
    if value is None or len(name.text) > _LONGEST_NAME:
        return None
    return Cell(name.text, name.place()), Cell(value.text, value.place())
