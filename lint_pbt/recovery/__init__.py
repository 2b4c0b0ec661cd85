"""Recovery: tables that come as text are put back into cells, and then read like those of a workbook.

Text comes in four ways. It is `outlined` with categories as headings and a name with its value a line; `placed` where
its words still stand in the columns of the page: a PDF's own places, what `pdftotext -layout` writes, a copy out of a
terminal; `running` where each cell, or each line of a cell, is a line of its own; `listed` where rows begin with a
category and have no first level. What cannot be put back for sure is told, with what to do; it is never passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from lint_pbt.layouts.words import category_names
from lint_pbt.model.document import Note
from lint_pbt.model.sheet import GridSheet, Line, LineSheet, Source
from lint_pbt.text.patterns.lazy import Pattern

if TYPE_CHECKING:
    from lint_pbt.layouts.tables.titles import Titles
    from lint_pbt.layouts.words import Words
    from lint_pbt.recovery.doubts import Doubt
    from lint_pbt.recovery.forms import Form

    Examined = tuple[Form, list[Doubt]]

_UNSURE = "“{}”起看不出各是哪条指标的名称和值，没有读入。请对照原表；有 Excel 或 Word 原件的，请检查原件"
_REMARK = "“{}”起写在指标下面，当作信里的话、落款或者引用的邮件，没有读入。里面有指标的，请移到上面的类别下再检查"
_LOST = "看不出“{}”的内容是哪些文字，没有检查。请对照原表；有 Excel 或 Word 原件的，请检查原件"
_ORIGINAL = "请检查原来的 PDF、Excel 或 Word 文件；从网页复制的，把网页另存为 .html 再检查"
_NO_TABLE = f"没有找到绩效指标：里面有一级指标的名称，但看不出哪些是指标的名称和值。{_ORIGINAL}"
_MIXED_UP = (
    "{}的指标没有读入：复制出来的文字，各格的先后不是表里的先后。"
    f"{_ORIGINAL}；只有 PDF 的，也可以用 pdftotext -layout 转成文字"
)
_NO_ROWS = f"{{}}的指标没有读入：看不出哪些文字是同一行、同一列的。{_ORIGINAL}"


_COLUMNS = "   "
_UNSURE_COSTS = 3.0  # points
_LEAST_HEADINGS, _FEWER_IN_WHOLE = 3, 2  # lines with the name of a category and nothing else


class Table(Struct, frozen=True):
    """A table put back into cells.

    `sheet` is the number of the text it comes from in its source, `way` is `placed`, `running`, `listed` or `outlined`;
    `sureness`, from 0 to 1, is the part of its records that are beyond doubt, the others are left out and told.
    """

    grid: GridSheet
    sheet: int
    way: str
    sureness: float


class Recovered(Struct, frozen=True):
    """The tables in the text of a source, in order, what could not be read of them, and why there is none."""

    tables: tuple[Table, ...]
    notes: tuple[Note, ...]
    refusal: str | None


def sureness(source: Source, *, whole: bool = True) -> float:
    """How sure it is that the text of a source holds tables: by first levels before second ones, by headings, or by
    rows that begin with a category.

    Where it is not the `whole` of a file, headings with text behind them may as well tell of the tables beside it.
    """
    from lint_pbt.recovery.listed import is_listed

    found = 0
    least = _FEWER_IN_WHOLE if whole else _LEAST_HEADINGS
    for sheet in source.sheets:
        if isinstance(sheet, LineSheet):
            text = _text_of(sheet)
            headings = len(_headings(whole).findall(text)) >= least
            found += len(_levels().findall(text)) or headings or (whole and is_listed(text))
    return min(0.35 + 0.15 * found, 0.95) if found else 0.0


def _text_of(sheet: LineSheet) -> str:
    return "\n".join([line.text for line in sheet.lines])


def recover(source: Source, added_words: Words) -> Recovered:
    """The tables that stand in the text of a source. `added_words` are titles of columns that a user adds."""
    from lint_pbt.layouts.tables.titles import Titles
    from lint_pbt.recovery.doubts import doubted
    from lint_pbt.recovery.listed import listing_of
    from lint_pbt.recovery.outlined import outline_of

    titles = Titles(added_words)
    tables: list[Table] = []
    notes: list[Note] = []
    refusal = None
    for number, sheet in enumerate(source.sheets):
        if isinstance(sheet, LineSheet):
            outline = outline_of(sheet.lines, titles)
            if outline is not None:
                grid, unread, remarks = outline
                tables.append(Table(grid, number, "outlined", 1 - len(unread) / len(sheet.lines)))
                notes += [Note(_UNSURE.format(cell.text[:20]), cell.place(), unchecked=True) for cell in unread]
                notes += [Note(_REMARK.format(cell.text[:20]), cell.place(), unchecked=True) for cell in remarks]
                continue
            way, spaced, forms = _forms(sheet.lines, titles)
            examined = [doubted(form) for form in forms]
            found = list(_tables(number, way, spaced, examined))
            tables += found
            mixed_up = _NO_ROWS if way == "placed" or _is_laid_out(sheet.lines) else _MIXED_UP
            notes += _notes(examined, mixed_up)
            if forms and not found:
                refusal = mixed_up.format("表里")
            has_first = forms or _levels().search(_text_of(sheet))
            listing = None if has_first else listing_of(sheet.lines, titles)
            if listing is not None:
                tables.append(Table(listing, number, "listed", 1.0))
    return Recovered(tuple(tables), tuple(notes), None if tables else refusal or _NO_TABLE)


def _forms(lines: Sequence[Line], titles: Titles) -> tuple[str, bool, list[Form]]:
    """The way that lines are read, whether single spaces in them are a program's, and the forms in them."""
    from lint_pbt.recovery.placed import placed_forms
    from lint_pbt.recovery.running import running_forms
    from lint_pbt.recovery.shortened import shortened
    from lint_pbt.recovery.words import content_of, is_spaced, words_of

    indices = content_of(lines)
    spaced = is_spaced(lines, indices)
    tabbed = any("\t" in lines[index].text for index in indices)
    lacking = shortened(lines, indices, titles)
    words = list(words_of(lines, indices, lacking=lacking or {} if tabbed else {}))
    ways = [list(placed_forms(lines, words, titles))]
    if not any(line.stretches for line in lines):
        ways.append(list(placed_forms(lines, list(words_of(lines, indices, "shown")), titles)))
        if ways[0] and lacking is not None and not tabbed and not any(form.trusted for way in ways for form in way):
            ways.append(list(placed_forms(lines, list(words_of(lines, indices, "cells", lacking)), titles)))
    best = max(ways, key=_as_placed)
    if best:
        return "placed", True, best
    running = list(running_forms(words, titles, spaced))
    if all(_read_whole(form) for form in running):
        return "running", spaced, running
    lined = [form for form in placed_forms(lines, words, titles, lined=True) if form.trusted]
    more = sum(len(form.records) - len(form.unsure) for form in lined) > sum(
        len(form.records) - len(form.unsure) for form in running if form.trusted
    )
    return ("placed", True, lined) if more and len(lined) == len(running) else ("running", spaced, running)


def _as_placed(forms: Sequence[Form]) -> tuple[float, ...]:
    """How well words stand in columns, to compare: the forms to be trusted, the points of what is read."""
    points = sum(form.points - _UNSURE_COSTS * len(form.unsure) for form in forms)
    return sum(form.trusted for form in forms), points


def _read_whole(form: Form) -> bool:
    return form.trusted and not form.unsure


def _tables(number: int, way: str, spaced: bool, forms: Sequence[Examined]) -> Iterator[Table]:
    from lint_pbt.recovery.forms import grid_of

    whole: Table | None = None
    for form, more in forms:
        if form.trusted:
            doubts = len(form.unsure) + len(form.lost) + len(more)
            table = Table(grid_of(form, spaced), number, way, len(form.records) / (len(form.records) + doubts or 1))
            if whole and form.goes_on:
                rows = (*whole.grid.rows, *table.grid.rows)
                whole = Table(GridSheet(None, rows), number, way, min(whole.sureness, table.sureness))
                continue
            if whole:
                yield whole
            whole = table
    if whole:
        yield whole


def _is_laid_out(lines: Sequence[Line]) -> bool:
    """Whether most lines stand in columns of spaces already: to print the text so would bring nothing new."""
    filled = [line.text.strip() for line in lines if line.text.strip()]
    return sum(_COLUMNS in text for text in filled) * 2 > len(filled)


def _notes(forms: Sequence[Examined], mixed_up: str) -> Iterator[Note]:
    """What could not be put back; `mixed_up` is what is said of a form that was not read at all."""
    for form, doubts in forms:
        if not form.trusted:
            yield Note(mixed_up.format("这里"), form.at.place, unchecked=True)
            continue
        for doubt in doubts:
            yield Note(doubt.told, doubt.at.place, unchecked=True)
        for word in form.lost:
            yield Note(_LOST.format(word.text), word.place, unchecked=True)
        for word in sorted(form.unsure, key=lambda one: (one.line, one.start)):
            yield Note(_UNSURE.format(word.text[:20]), word.place, unchecked=True)


@cache
def _levels() -> Pattern:
    """The end of a first level, or of its title, and a second one in the next cell, either wrapped anywhere."""
    wrapped = "|".join(r"\s?".join(name) for name in ["二级指标", "二级绩效指标", *category_names(2)])
    return Pattern(rf"标\s{{1,200}}(?:{wrapped})(?=\s|$|指标)|一级指?\s{{1,200}}二级指?(?=\s|标)")


@cache
def _headings(labels: bool) -> re.Pattern[str]:
    """What is the name of a second-level category on a line, numbered at most, or names a level as a label.

    As `labels` such names count too that stand before a number in their sentence.
    """
    from lint_pbt.recovery.listed import second_names

    numbered = r"(?:[（(]?[一二三四五六七八九十\d.]{1,5}[)）、.．]?[^\S\n]*)?"
    named = rf"{numbered}(?:{'|'.join(map(re.escape, second_names()))})(?:指标)?"
    behind = rf"|(?:^|[。；;])[^\S\n]*{named}[^\S\n]*[:：][^。；;\n\t]{{2,60}}?\d" if labels else ""
    return re.compile(rf"(?m)^[^\S\n]*(?:{named}[:：]?[^\S\n]*$|[一二三]级(?:绩效)?指标\s*[:：]\s*\S){behind}")
