"""Whether what a file says has been read: the last look before a document is checked, whoever has read it.

A layout tells what it does not understand, but nobody can tell what he has not seen. So the words of the framework are
looked for in the source once more, without regard to how tables are arranged: names of categories, and comparison
signs before numbers. Rows and lines with such words where no indicator, project or note stands are told, if they are
more than a few, or if one has all that an indicator has. What was read is looked at as well: a value that is the name
of a category stands in no table, so the columns were not taken for what they are.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cache, cached_property
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from lint_pbt.knowledge.framework import bare
from lint_pbt.layouts.words import any_of, standard_framework, vocabulary
from lint_pbt.model.document import Note
from lint_pbt.model.sheet import LineSheet
from lint_pbt.text.patterns.lazy import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lint_pbt.model.document import Document, Field, Indicator, Place, Project
    from lint_pbt.model.sheet import Cell, Source

    Key = tuple[str | None, int | None, int, str | None]

_LEAST = 3  # rows that nobody has read: fewer may be prose, or a row that a layout had its reasons to leave
_LEAST_OF_FEW, _GOOD_PART = 2, 0.25  # but in a small table two are many
_ABOVE = 2  # rows above the first: a note on the title of a table is about the table
_SHOWN = 12  # characters of an example
_LEAST_CELLS = 3  # of an indicator in a row: its category, its name, its value
_LONGEST_NAME = 20  # characters of a category

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


_MIXED_UP = (
    "有 {count} 条指标读得不像指标，例如“{example}”：多半是把列认错了，或者几个表并排在一起，这些指标等于没有检查。"
    "请用 pbt-lint parse 看读到了什么，把各个表分开，或者补上列标题，再检查"
)


class _Row(Struct, frozen=True):
    """A row or line that nobody has read, and the words of the framework in it; `at` numbers all that hold anything.

    It is `whole` where it is a row with the name of a category, a value with its sign, and something more. `project` is
    the index of the project that it stands below, 0 above the first.
    """

    at: int
    project: int
    place: Place
    example: str
    has_value: bool
    sure: bool
    weight: int
    whole: bool


def covered(source: Source, document: Document) -> Document:
    """The document with notes on what of its source nobody has read. They are few, and say where."""
    projects = [project for _, project in document.projects()]
    if not any(project.indicators for project in projects):
        told = _NO_INDICATORS.format(projects=len(projects)) if projects else _NOTHING
        return replace(document, notes=(*document.notes, Note(told, unchecked=True)))
    unread = list(_unread(source, document))
    notes = (*_mixed_up(projects), *map(_told, unread))
    if not notes:
        return document
    cut = {row.project for block in unread for row in block}
    units = tuple(
        replace(
            unit, projects=tuple(replace(one, complete=one.complete and one.index not in cut) for one in unit.projects)
        )
        for unit in document.units
    )
    return replace(document, units=units if unread else document.units, notes=(*document.notes, *notes))


def _mixed_up(projects: Sequence[Project]) -> Iterator[Note]:
    """A note where indicators have a category for their value, or a value for their category."""
    odd = [indicator for project in projects for indicator in project.indicators if _is_odd(indicator)]
    if odd:
        example = "，".join(" ".join(field.text.split())[:_SHOWN] for field in _fields(odd[0]))
        yield Note(_MIXED_UP.format(count=len(odd), example=example), odd[0].place, unchecked=True)


def _is_odd(indicator: Indicator) -> bool:
    words = _words()
    values = [value.text.strip() for value in (indicator.annual, indicator.cycle) if value is not None]
    if any(text.endswith("指标") and len(text) <= _LONGEST_NAME and bare(text) in words.levels for text in values):
        return True
    return any(words.signed.match(level.name.text) for level in (indicator.level1, indicator.level2))


def _fields(indicator: Indicator) -> Iterator[Field]:
    """The fields of an indicator that hold something, in the order of a table."""
    fields = (indicator.level1.name, indicator.level2.name, indicator.name, indicator.cycle, indicator.annual)
    return (field for field in fields if field is not None and field.text)


def _told(block: Sequence[_Row]) -> Note:
    return Note(_UNREAD.format(rows=len(block), example=block[0].example), block[0].place, unchecked=True)


def _unread(source: Source, document: Document) -> Iterator[list[_Row]]:
    """The runs of unread rows that are more than a few."""
    indicators = [indicator for _, project in document.projects() for indicator in project.indicators]
    for block in _Search(document, indicators).blocks(source):
        size = sum(row.weight for row in block)
        part = size >= _LEAST_OF_FEW and size >= _GOOD_PART * (size + len(indicators))
        if (size >= _LEAST or part or any(row.whole for row in block)) and any(row.sure for row in block):
            yield block


class _Search:
    """Goes through a source once. Rows that have been read are known by their keys and not looked into."""

    def __init__(self, document: Document, indicators: Sequence[Indicator]) -> None:
        self._indicators = indicators
        self._read = _keys_read(indicators)
        self._projects = {
            _key(place): project.index
            for _, project in document.projects()
            for place in (project.name.place(), *(one.place for one in project.indicators))
        }
        # In a text a goal has lines of its own. In a table its row has nothing that could pass for an indicator, and a
        # goal that has rows of indicators in it has swallowed them.
        goals = (project.goal for _, project in document.projects() if project.goal)
        self._goals = {_key(place) for goal in goals for place in _pieces(goal)}
        self._notes = {_key(note.place): note.unchecked for note in document.notes if note.place}
        # Where unchecked parts are told of, where anything is said of a row, and where examples begin.
        self._told: list[int] = []
        self._remarked: list[int] = []
        self._examples: list[int] = []

    def blocks(self, source: Source) -> Iterator[list[_Row]]:
        """Unread rows in runs between which nothing has been read, unless a note tells of them."""
        words, read, block, project = _words(), self._read, list[_Row](), 0
        for at, (keys, texts, place) in enumerate(_rows(source)):
            key = keys[0]
            project = next((self._projects[one] for one in keys if one in self._projects), project)
            is_line = isinstance(keys, tuple)
            if key in self._notes:
                self._remarked.append(at)
                if self._notes[key]:
                    self._told.append(at)
            if not (is_line and key in self._goals) and read.isdisjoint(keys):
                text = texts[0] if len(texts) == 1 else "\t".join(["".join(text.split()) for text in texts])
                if words.example.match(text):
                    self._examples.append(at)
                row = _row(at, project, place, text, words)
                # Categories of a form that nobody has filled in stand alone in their rows.
                if row is None or not (row.has_value or is_line or any(bare(one) not in words.levels for one in texts)):
                    continue
                # A row with a value has to be read for itself; its category may have been read for others.
                if row.has_value or not any(key in self._categories for key in keys):
                    block.append(row)
                    continue
            if block and not self._is_known(block):
                yield block
            block = []
        if block and not self._is_known(block):
            yield block

    def _is_known(self, block: Sequence[_Row]) -> bool:
        first, last = block[0].at - _ABOVE, block[-1].at
        # What is remarked upon but said to be no loss has no values: a template that nobody has filled in.
        filled = sum(row.has_value for row in block) >= _LEAST_OF_FEW
        return _stands(self._told if filled else self._remarked, first, last) or _stands(
            self._examples, first, block[0].at
        )

    @cached_property
    def _categories(self) -> set[Key]:
        return {
            _key(place)
            for indicator in self._indicators
            for category in (indicator.level1, indicator.level2)
            for place in _pieces(category.name)
        }


def _rows(source: Source) -> Iterator[tuple[Sequence[Key], Sequence[str], Place]]:
    """Every row and line that holds something: its keys (a line has one, in a tuple), its texts, where it begins."""
    no_table = _words().no_table
    for sheet in source.sheets:
        if isinstance(sheet, LineSheet):
            for line in sheet.lines:
                if line.text and not line.text.isspace():
                    yield (_key(line.place),), (line.text,), line.place
        elif sheet.name is None or not no_table.search(sheet.name):
            for row in sheet.rows:
                filled = [cell for cell in row if cell.text]
                if filled:
                    yield _keys_of(filled), [cell.text for cell in filled], filled[0].place


def _keys_of(cells: Sequence[Cell]) -> list[Key]:
    """The keys of a row: one, where its cells have no names that tell them apart and no line breaks of the source."""
    first = cells[0].place
    if first.cell is None or first.cell.isascii():
        keys = {_key(first): None}
        for cell in cells:
            if cell.place.line != first.line or cell.seams:
                keys[_key(cell.place)] = None
                keys.update((_key(seam), None) for _, seam in cell.seams)
        return list(keys)
    return [_key(cell.place) for cell in cells]


def _row(at: int, project: int, place: Place, text: str, words: _Words) -> _Row | None:
    """The row with this text, None where nothing of the framework stands in it."""
    value, name = words.value.search(text), words.name.search(text)
    if match := name or value:
        sure = name is not None or (value is not None and value.lastgroup == "sign")
        weight = len(words.name.findall(text)) if name else 1  # a line may hold all indicators of a project
        signed = value is not None and value.lastgroup == "sign"
        whole = name is not None and signed and text.count("\t") >= _LEAST_CELLS - 1
        example = _example(text, match.start())
        return _Row(at, project, place, example, value is not None, sure, max(weight, 1), whole)
    return None


def _example(text: str, at: int) -> str:
    """What stands in a row around a place, so that whoever looks for it finds it: the cell there and those beside."""
    begin, cells = text.count("\t", 0, at), text.split("\t")
    shown = [" ".join(cell.split())[:_SHOWN] for cell in cells[max(begin - 1, 0) : begin + 3]]
    return " ".join(filter(None, shown)) if len(cells) > 1 else " ".join(text[at : at + 2 * _SHOWN].split())


class _Words(Struct, frozen=True):
    """What the words of the framework look like where they are no part of a sentence."""

    value: Pattern
    name: Pattern
    signed: Pattern  # begins what is a value and no name of a category
    levels: frozenset[str]  # the names of both levels
    example: Pattern  # begins the row of an example for those who fill in
    no_table: Pattern  # stands in the names of sheets that explain


@cache
def _words() -> _Words:
    """A value: a sign before a number, or a number with its unit that is all of a cell; the name of a second level."""
    frame = vocabulary("table-frame")
    firsts, seconds = standard_framework().names()
    name, first = any_of(seconds), any_of(firsts)
    begin, end = r"(?:^|(?<=[\s|；;，,：:]))\s*", r"\s*(?=$|[\t\n|；;])"
    number = rf"(?:^|(?<=[\t\n|]))\s*\d(?:[\d,.]*\d)?\s*(?:[%％‰]|[\u4e00-\u9fff/]{{1,4}}){end}"
    return _Words(
        Pattern(rf"{begin}(?P<sign>[≥≤＞＜≧≦]\s*\d)|{number}"),
        Pattern(
            rf"{begin}(?:\d\d?\s*[-－—.、]\s*)?(?:{name})(?:指标)?{end}"
            # A table that was flattened into running text: no sentence has the two levels side by side.
            rf"|(?:{first})指标[\s/·—－-]*(?:{name})指标"
        ),
        Pattern(r"\s*(?:[≥≤＞＜≧≦]\s*)?\d[\d.,]*\s*[%％]?\s*$|\s*[≥≤＞＜≧≦]\s*\d"),
        frozenset((*firsts, *seconds)),
        Pattern(rf"[\s（(【\[]*(?:{any_of(frame['examples'])})"),
        Pattern(any_of(frame["no_table"])),
    )


def _keys_read(indicators: Sequence[Indicator]) -> set[Key]:
    """The rows and lines in which indicators stand."""
    places: list[Place] = []
    for indicator in indicators:
        places.append(indicator.place)
        for field in (indicator.name, indicator.annual, indicator.cycle, indicator.previous, *indicator.leftover):
            if field is not None:
                places += _pieces(field)
    return set(map(_key, places))


def _pieces(field: Field) -> Sequence[Place]:
    """Where the pieces of a field stand."""
    places, starts = field.passage.places, field.passage.starts
    if len(places) == 1:
        return places
    first = max(bisect_right(starts, field.start) - 1, 0)
    return places[first : max(bisect_right(starts, field.start + len(field.text) - 1), first + 1)]


def _key(place: Place) -> Key:
    """By what a row is known: a page of the web may have all its rows in one line, but names each cell."""
    cell = place.cell
    return place.sheet, place.page, place.line, None if cell is None or cell.isascii() else cell


def _stands(numbers: Sequence[int], first: int, last: int) -> bool:
    """Whether one of the numbers, in order, is between two."""
    return bisect_right(numbers, last) > bisect_left(numbers, first)
