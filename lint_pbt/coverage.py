"""Whether what a file says has been read: the last look before a document is checked, whoever has read it.

A layout tells what it does not understand, but nobody can tell what he has not seen. So the words of the framework are
looked for in the source once more, without regard to how tables are arranged: names of categories, and comparison
signs before numbers. Rows and lines with such words where no indicator, project or note stands are told, if they are
more than a few.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from lint_pbt.framework import bare
from lint_pbt.model import Note
from lint_pbt.sheet import LineSheet
from lint_pbt.vocabulary import built_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lint_pbt.model import Document, Field, Indicator, Place
    from lint_pbt.sheet import Source

    Key = tuple[str | None, int | None, int, str | None]

_LEAST = 3  # rows that nobody has read: fewer may be prose, or a row that a layout had its reasons to leave
_LEAST_OF_FEW, _GOOD_PART = 2, 0.25  # but in a small table two are many
_ABOVE = 2  # rows above the first: a note on the title of a table is about the table
_SHOWN = 12  # characters of an example

_NOTHING = (
    "里面没有读出任何项目和指标，等于没有检查。请确认表里填了内容，不只是表头；"
    "确实填了的，请用 pbt-lint parse 看读到了什么，再把隐去单位名称的文件报告给维护者"
)
_NO_INDICATORS = (
    "读出了 {projects} 个项目，可是一条指标也没有，指标没有检查。请确认指标填在这个文件里；"
    "确实填了的，请用 pbt-lint parse 看读到了什么，再把隐去单位名称的文件报告给维护者"
)
_UNREAD = (
    "这里起有 {rows} 行写着“{example}”等指标的内容，没有读入，没有检查。请用 pbt-lint parse 看读到了什么；"
    "多半是表头、合并的格或者列数不对，改好再检查"
)


class _Row(NamedTuple):
    """A row or line of the source in which words of the framework stand."""

    at: int
    place: Place
    example: str
    has_value: bool
    sure: bool
    weight: int


def covered(source: Source, document: Document) -> Document:
    """The document with notes on what of its source nobody has read. They are few, and say where."""
    projects = [project for _, project in document.projects()]
    if not any(project.indicators for project in projects):
        told = _NO_INDICATORS.format(projects=len(projects)) if projects else _NOTHING
        return replace(document, notes=(*document.notes, Note(told, unchecked=True)))
    notes = tuple(_unread(source, document))
    return replace(document, notes=(*document.notes, *notes)) if notes else document


def _unread(source: Source, document: Document) -> Iterator[Note]:
    rows, order, examples = _with_words(source)
    if not rows:
        return
    read = bytearray(max(order.values()) + 1)
    for _, project in document.projects():
        # In a table the goal stands beside an indicator, in a text it has lines of its own.
        if project.goal and document.layout != "grid":
            _mark(project.goal, order, read)
        for indicator in project.indicators:
            _mark_indicator(indicator, order, read)
    left = [row for row in rows if not read[row.at]]
    if left:
        _mark_categories(document, order, read, {row.at for row in left if row.has_value})
        left = [row for row in left if not read[row.at]]
    told = sorted(at for note in document.notes if note.unchecked and (at := _at(note.place, order)) is not None)
    remarked = sorted(at for note in document.notes if (at := _at(note.place, order)) is not None)
    whole = sum(row.weight for row in rows)
    for block in _blocks(left, read):
        # What is remarked upon but said to be no loss has no values: a template that nobody has filled in.
        filled = sum(row.has_value for row in block) >= _LEAST_OF_FEW
        first, last = block[0].at - _ABOVE, block[-1].at
        if _stands(told if filled else remarked, first, last) or _stands(examples, first, block[0].at):
            continue
        size = sum(row.weight for row in block)
        enough = size >= _LEAST or (size >= _LEAST_OF_FEW and size >= _GOOD_PART * whole)
        if enough and any(row.sure for row in block):
            yield Note(_UNREAD.format(rows=len(block), example=block[0].example), block[0].place, unchecked=True)


def _stands(numbers: Sequence[int], first: int, last: int) -> bool:
    """Whether one of the numbers, in order, is between two."""
    return bisect_right(numbers, last) > bisect_left(numbers, first)


def _with_words(source: Source) -> tuple[list[_Row], dict[Key, int], list[int]]:
    """The rows with words of the framework, the number of every row and line that holds something, and of examples."""
    words, found, examples, at = _words(), list[_Row](), list[int](), 0
    order: dict[Key, int] = {}

    def look(text: str, place: Place) -> None:
        if row := _row(at, place, text, words):
            found.append(row)
        if words.example.match(text):
            examples.append(at)

    for sheet in source.sheets:
        at += 1  # what is unread on both sides of a border between sheets still belongs together
        if isinstance(sheet, LineSheet):
            for text, place, _ in sheet.lines:
                if text and not text.isspace():
                    at += 1
                    order[_key(place)] = at
                    look(text, place)
            continue
        aside = sheet.name is not None and words.no_table.search(sheet.name)
        for row in sheet.rows:
            filled = [cell for cell in row if cell.text]
            if not filled or aside:
                continue
            at += 1
            for cell in filled:
                order[_key(cell.place)] = at
                for _, seam in cell.seams:
                    order[_key(seam)] = at
            look("\t".join([cell.text for cell in filled]), filled[0].place)
    return found, order, examples


def _row(at: int, place: Place, text: str, words: _Words) -> _Row | None:
    """The row with this text, None where nothing of the framework stands in it."""
    value, name = words.value.search(text), words.name.search(text)
    if match := name or value:
        sure = name is not None or value is not None and value.lastgroup == "sign"
        weight = len(words.name.findall(text)) if name else 1  # a line may hold all indicators of a project
        return _Row(at, place, match[0].strip()[:_SHOWN], value is not None, sure, max(weight, 1))
    return None


class _Words(NamedTuple):
    """What the words of the framework look like where they are no part of a sentence."""

    value: re.Pattern[str]
    name: re.Pattern[str]
    example: re.Pattern[str]  # begins the row of an example for those who fill in
    no_table: re.Pattern[str]  # stands in the names of sheets that explain


@cache
def _words() -> _Words:
    """A value: a sign before a number, or a number with its unit that is all of a cell; the name of a second level."""
    data = built_in()[1]
    frame = data["table-frame"]
    names = {
        bare(name)
        for first in data["framework"]["levels"]
        for category in first["categories"]
        for name in (category["name"], *category.get("aliases", ()))
    }
    name = _any(names)
    begin, end = r"(?:^|(?<=[\s|；;，,：:]))\s*", r"\s*(?=$|[\t\n|；;])"
    number = rf"(?:^|(?<=[\t\n|]))\s*\d(?:[\d,.]*\d)?\s*(?:[%％‰]|[\u4e00-\u9fff/]{{1,4}}){end}"
    return _Words(
        re.compile(rf"{begin}(?P<sign>[≥≤＞＜≧≦]\s*\d)|{number}"),
        re.compile(rf"{begin}(?:\d\d?\s*[-－—.、]\s*)?(?:{name})(?:指标)?{end}"),
        re.compile(rf"[\s（(【\[]*(?:{_any(frame['examples'])})"),
        re.compile(_any(frame["no_table"])),
    )


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def _mark(field: Field | None, order: dict[Key, int], read: bytearray) -> None:
    """Take the rows in which a field stands for read."""
    if field is not None:
        for place in _pieces(field):
            if (at := _at(place, order)) is not None:
                read[at] = 1


def _pieces(field: Field) -> Sequence[Place]:
    places, starts = field.passage.places, field.passage.starts
    if len(places) == 1:
        return places
    first = max(bisect_right(starts, field.start) - 1, 0)
    return places[first : max(bisect_right(starts, field.start + len(field.text) - 1), first + 1)]


def _mark_indicator(indicator: Indicator, order: dict[Key, int], read: bytearray) -> None:
    """Take the rows of an indicator for read, those between its name and its value among them."""
    for field in (indicator.name, indicator.annual, indicator.cycle, indicator.weight, *indicator.leftover):
        _mark(field, order, read)
    if (at := _at(indicator.place, order)) is not None:
        read[at] = 1


def _mark_categories(document: Document, order: dict[Key, int], read: bytearray, with_value: set[int]) -> None:
    """Take rows with categories for read: a row with a value has to be read for itself, its category may be others'."""
    for _, project in document.projects():
        for indicator in project.indicators:
            for category in (indicator.level1, indicator.level2):
                for place in _pieces(category.name):
                    at = _at(place, order)
                    if at is not None and at not in with_value:
                        read[at] = 1


def _at(place: Place | None, order: dict[Key, int]) -> int | None:
    return None if place is None else order.get(_key(place))


def _key(place: Place) -> Key:
    """By what a row is known: a page of the web may have all its rows in one line, but names each cell."""
    cell = place.cell
    return place.sheet, place.page, place.line, None if cell is None or cell.isascii() else cell


def _blocks(left: Iterable[_Row], read: bytearray) -> Iterator[list[_Row]]:
    """Unread rows in runs between which nothing has been read."""
    block: list[_Row] = []
    for row in left:
        if block and 1 in read[block[-1].at : row.at]:
            yield block
            block = []
        block.append(row)
    if block:
        yield block
