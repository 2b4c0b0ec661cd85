"""Whether what a file says has been read: the last look before a document is checked, whoever has read it.

A layout tells what it does not understand, but nobody can tell what he has not seen. So the words of the framework are
looked for in the source once more, without regard to how tables are arranged: names of categories, and comparison
signs before numbers. Rows and lines with such words where no indicator, project or note stands are told, if they are
more than a few, or if one has all that an indicator has. What was read is looked at as well: a value that is the name
of a category stands in no table, so the columns were not taken for what they are.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from functools import cache
from itertools import repeat
from typing import TYPE_CHECKING

from msgspec.structs import replace

from lint_pbt.knowledge.framework import bare
from lint_pbt.layouts.entries import incomplete
from lint_pbt.layouts.words import any_of, standard_framework, worded
from lint_pbt.model.document import Field, Note, Place, Row
from lint_pbt.model.sheet import LineSheet
from lint_pbt.text.notation import SIGNS
from lint_pbt.text.patterns.lazy import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lint_pbt.model.document import Document, Indicator
    from lint_pbt.model.sheet import Cell, Line, Source

    Name = int | tuple[str | None, int | None, int, str | None]
    Key = Name | Row

_LEAST = 3  # rows that nobody has read: fewer may be prose, or a row that a layout had its reasons to leave
_LEAST_OF_FEW, _GOOD_PART = 2, 0.25  # but in a small table two are many
_ABOVE = 2  # rows above the first, or below the last: a note on the title of a table is about the table
_SHOWN = 12  # characters of an example
_LEAST_CELLS = 3  # of an indicator in a row: its category, its name, its value
# Where something begins and ends that is no part of a sentence; what begins the row of an example.
# No class has characters from more than two places of Unicode: to compile one takes as long as to read a row.
_BEGIN, _END = r"(?:^|(?<=[\s|;,:])|(?<=[；，：]))\s*", r"\s*(?=$|；|[\t\n|;])"
_TWICE = Pattern(rf"([{SIGNS}])\d[^\s{SIGNS}，,；;、/或和及且]{{0,12}}\1\d")  # ≥12场≥2场
_TORN = Pattern(r"#[A-Z]{3}|[(（]其中")  # what a formula has for no result; the rest of the value above
_BLOCK = "绩效指标"
_SIGNS = frozenset(SIGNS)
_LONGEST_VALUE = 300  # characters: more is a text that happens to hold what an indicator begins with
_NO_ROWS = array("L")
_MOST_BETWEEN = 1000  # rows without anything read that are counted like others
_EXAMPLE = r"[\s（(【\[]*(?:<examples>)"

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
    "有 {count} 条指标读得不像指标，例如“{example}”：多半是把列认错了，或者几条、几格的内容并在了一起，"
    "这些指标等于没有检查。请用 pbt-lint parse 看读到了什么，把各个表、各条分开，或者补上列标题，再检查"
)


def covered(source: Source, document: Document) -> Document:
    """The document with notes on what of its source nobody has read. They are few, and say where."""
    projects = [project for _, project in document.projects()]
    if not any(project.indicators for project in projects):
        told = _NO_INDICATORS.format(projects=len(projects)) if projects else _NOTHING
        return replace(document, notes=(*document.notes, Note(told, unchecked=True)))
    indicators = sum(len(project.indicators) for project in projects)
    unread = [stretch for stretch in _stretches(source, document) if stretch.counts(indicators)]
    noted = {_key(note.place) for note in document.notes if note.unchecked and note.place}
    levels = _levels()
    odd = [
        (project.index, one)
        for project in projects
        for one in project.indicators
        if _is_odd(one, levels) and _key(one.place) not in noted
    ]
    if not (odd or unread):
        return document
    notes = [*([_mixed_up([one for _, one in odd])] if odd else ()), *(stretch.note() for stretch in unread)]
    cut = {index for index, _ in odd}.union(*(stretch.projects for stretch in unread))
    return replace(incomplete(document, cut), notes=(*document.notes, *notes))


def _mixed_up(odd: Sequence[Indicator]) -> Note:
    """That these indicators have in one field what belongs to others."""
    one = odd[0]
    fields = (one.level1.name, one.level2.name, one.name, one.cycle, one.annual)
    example = "，".join(" ".join(field.text.split())[:_SHOWN] for field in fields if field and field.text)
    return Note(_MIXED_UP.format(count=len(odd), example=example), one.place, unchecked=True)


def _is_odd(indicator: Indicator, levels: frozenset[str]) -> bool:
    name, second = indicator.name.text.strip(), indicator.level2.name.text.strip()
    for value in (indicator.annual, indicator.cycle):
        text = value.text.strip() if value else ""
        if (
            text
            and (
                text in SIGNS
                or len(text) > _LONGEST_VALUE
                or text == name == second  # a remark that stands in each cell of its row
                or (text.endswith("指标") and (text.endswith(_BLOCK) or bare(text) in levels))
                or (text[0] in "#(（" and _TORN.match(text))
                or (not _SIGNS.isdisjoint(text[1:]) and _TWICE.search(text))
            )
        ):
            return True
    if "指标" in name and (_headed().match(name) or _is_other_category(name, second, levels)):
        return True
    firsts = (text for text in (indicator.level1.name.text.strip(), second) if text)
    return any(text[0] in SIGNS or not text.strip("0123456789.,%％ ") for text in firsts)


def _is_other_category(name: str, second: str, levels: frozenset[str]) -> bool:
    """Whether a name is nothing but that of a category, with 指标 behind it, and of another than its own.

    Somebody may well write 成本指标, 经济成本指标 beside each other; to be content can be measured at any place.
    """
    if not name.endswith("指标") or (name := bare(name)).endswith("满意度"):
        return False
    return name in levels and not (second and name.endswith(bare(second)))


class _Stretch:
    """The rows between two that were read, as far as words of the framework stand in them.

    `told` says that a note tells of something unchecked here, `excused` that one says it is no loss or that the rows
    are an example. `projects` are the indices of those that the rows stand below, 0 above the first.
    """

    def __init__(self) -> None:
        self.rows = self.indicators = self.filled = 0
        self.sure = self.whole = self.told = self.excused = False
        self.projects: set[int] = set()
        self._example = ""
        self._place: Place | None = None

    @property
    def has_begun(self) -> bool:
        """Whether a row or a note belongs to it."""
        return bool(self.rows or self.told or self.excused)

    def add(self, text: str, first: Cell | Line, project: int) -> bool:
        """Take in a row, if anything of the framework stands in it; the texts of its cells are parted by tabs.

        `first` is the first of these cells, or the line.
        """
        value, name = _value().search(text), _name().search(text)
        match = name or value
        if match is None:
            return False
        signed = value is not None and value.lastgroup == "sign"
        if not self.rows:
            self._place = first.place() if isinstance(first, Field) else first.place
            self._example = _example(text, match.start())
        self.rows += 1
        self.indicators += max(len(_name().findall(text)), 1)  # a line may hold all indicators of a project
        self.filled += value is not None
        self.sure |= name is not None or signed
        self.whole |= name is not None and signed and text.count("\t") >= _LEAST_CELLS - 1
        self.projects.add(project)
        return True

    def counts(self, read: int) -> bool:
        """Whether the rows are more than a few, beside so many indicators that were read, and nobody tells of them."""
        # What is remarked upon but said to be no loss has no values: a template that nobody has filled in.
        if not self.sure or self.told or (self.excused and self.filled < _LEAST_OF_FEW):
            return False
        part = self.indicators >= _LEAST_OF_FEW and self.indicators >= _GOOD_PART * (self.indicators + read)
        return self.indicators >= _LEAST or part or self.whole

    def note(self) -> Note:
        return Note(_UNREAD.format(rows=self.rows, example=self._example), self._place, unchecked=True)


def _stretches(source: Source, document: Document) -> Iterator[_Stretch]:
    """What stands between rows that have been read. These are known by their keys and not looked into."""
    projects = [project for _, project in document.projects()]
    keys_of = _Keys().of
    read = _Read()
    lines = read.lines
    categories: set[Key] = set()
    for one in projects:
        for indicator in one.indicators:
            for field in (indicator.name, indicator.annual, indicator.cycle, indicator.previous, *indicator.leftover):
                if field and isinstance(field.source, Row):
                    read.put(field.source, one.index)
                elif field:
                    for key in keys_of(field):
                        lines[key] = one.index
            for level in (indicator.level1, indicator.level2):
                for key in keys_of(level.name):
                    if key not in lines and not read.of(key):
                        categories.add(key)
    # In a text a goal has lines of its own. In a table its row has nothing that could pass for an indicator, and a
    # goal that has rows of indicators in it has swallowed them.
    goals = {key for one in projects if one.goal for key in keys_of(one.goal)}
    named = {keys_of(one.name)[0]: one.index for one in projects}
    notes = {_key(note.place): note.unchecked for note in document.notes if note.place}
    stretch, project, away = _Stretch(), 0, 0  # rows since the last that counts, or has a note
    for keys, texts, first in _rows(source):
        is_line = isinstance(keys, tuple)
        if is_line:  # a text has many of them, with one key each
            index = lines.get(keys[0], 0)
            known, index = bool(index) or keys[0] in goals, named.get(keys[0], index)
        else:
            index = next(filter(None, (named.get(key) or read.of(key) for key in keys)), 0)
            known = any(map(read.of, keys))
        project, text = index or project, ""
        if not known:
            text = texts[0] if len(texts) == 1 else "\t".join(["".join(text.split()) for text in texts])
            # A row with a value has to be read for itself; its category may have been read for others.
            known = not (categories.isdisjoint(keys) or _value().search(text))
        away += 1
        if stretch.has_begun and (known or (away > _ABOVE and (keys[0] in notes or not stretch.rows))):
            yield stretch
            stretch = _Stretch()
        if keys[0] in notes:
            stretch.excused, away = True, 0
            stretch.told |= notes[keys[0]]
        if not known:
            stretch.told |= not stretch.rows and bool(worded("table-frame", _EXAMPLE).match(text))
            if (is_line or not all(map(_says_nothing, texts))) and stretch.add(text, first, project):
                away = 0
    yield stretch


def _says_nothing(text: str) -> bool:
    """Whether a cell is a category, the number or sign that a form prints, or says that a category has nothing."""
    from lint_pbt.layouts.tables.fields import is_sign, is_unnamed  # a text alone has no need of it

    return bare(text) in _levels() or is_unnamed(text) or is_sign(text)


def _rows(source: Source) -> Iterator[tuple[Sequence[Key], Sequence[str], Cell | Line]]:
    """Every row and line that holds something: its keys (a line has one, in a tuple), its texts, its first cell."""
    no_table = worded("table-frame", "<no_table>")
    for sheet in source.sheets:
        if isinstance(sheet, LineSheet):
            for line in sheet.lines:
                if line.text and not line.text.isspace():
                    yield (_key(line.place),), (line.text,), line
        elif sheet.name is None or not no_table.search(sheet.name):
            for row in sheet.rows:
                filled = [cell for cell in row if cell.text]
                if filled:
                    yield _keys_of(filled), [cell.text for cell in filled], filled[0]


def _keys_of(cells: Sequence[Cell]) -> list[Key]:
    """The keys of a row: of its cells, which mostly share one place, and of their line breaks."""
    keys: dict[Key, None] = {}
    at = None
    for cell in cells:
        if cell.source is not at:
            at = cell.source
            keys[_key(at if isinstance(at, Row) else cell.place())] = None
            if isinstance(at, Row):
                keys[at] = None
        if cell.seams:
            keys.update((_key(seam), None) for _, seam in cell.seams)
    return list(keys)


def _example(text: str, at: int) -> str:
    """What stands in a row around a place, so that whoever looks for it finds it: the cell there and those beside."""
    begin, cells = text.count("\t", 0, at), text.split("\t")
    shown = [" ".join(cell.split())[:_SHOWN] for cell in cells[max(begin - 1, 0) : begin + 3]]
    return " ".join(filter(None, shown)) if len(cells) > 1 else " ".join(text[at : at + 2 * _SHOWN].split())


@cache
def _levels() -> frozenset[str]:
    """The names of the categories of both levels."""
    return frozenset().union(*standard_framework().names())


@cache
def _headed() -> Pattern:
    """A name behind that of its category: 社会效益指标受益人口."""
    return Pattern(rf"(?:{any_of(standard_framework().names()[1])})指标.{{4}}")


@cache
def _value() -> Pattern:
    """A sign before a number where it is no part of a sentence, or a number with its unit that is all of a cell."""
    return Pattern(
        rf"{_BEGIN}(?P<sign>[≥≤≧≦]\s*\d|[＞＜]\s*\d)"
        rf"|(?:^|(?<=[\t\n|]))\s*\d(?:[\d,.]*\d)?\s*(?:%|[％‰]|(?:[^\W\d_]|/){{1,4}}){_END}"
    )


@cache
def _name() -> Pattern:
    """The name of a second level where it is no part of a sentence."""
    first, name = map(any_of, standard_framework().names())
    return Pattern(
        rf"{_BEGIN}(?:\d\d?\s*[-－—.、]\s*)?(?:{name})(?:指标)?{_END}"
        # A table that was flattened into running text: no sentence has the two levels side by side.
        rf"|(?:{first})指标[\s/·—－-]*(?:{name})指标"
    )


class _Read:
    """The rows and lines that were read, with the indices of their projects. A grid may have a hundred thousand rows:
    by their lines alone they take little room. What is no row of a grid, or stands far below the others, is in `lines`,
    by its key.
    """

    def __init__(self) -> None:
        self.lines: dict[Key, int] = {}
        self._rows: dict[str | None, array[int]] = {}  # by worksheet

    def put(self, row: Row, project: int) -> None:
        """Note that a row was read for the project with this index."""
        rows = self._rows.setdefault(row.sheet, _NO_ROWS[:])
        gap = row.line - len(rows)
        if gap > _MOST_BETWEEN:
            self.lines[row] = project
            return
        if gap >= 0:
            rows.extend(repeat(0, gap + 1))
        rows[row.line] = project

    def of(self, key: Key) -> int:
        """The index of the project that a row or line was read for, 0 where it was not."""
        rows = self._rows.get(key.sheet, _NO_ROWS) if isinstance(key, Row) else _NO_ROWS
        found = rows[key.line] if isinstance(key, Row) and key.line < len(rows) else 0
        return found or self.lines.get(key, 0)


class _Keys:
    """Finds the keys of the rows and lines in which fields stand; those of a text are made once."""

    def __init__(self) -> None:
        self._of_texts: dict[int, tuple[Sequence[int], Sequence[Key]]] = {}

    def of(self, field: Field) -> Sequence[Key]:
        source = field.source
        found = self._of_texts.get(id(source))
        if found is None:
            if isinstance(source, Row):
                return (source,)
            if isinstance(source, Place):
                return (_key(source),)
            if len(source.starts) == 1:
                return (_key(source.places[0]),)
            found = self._of_texts[id(source)] = list(source.starts), [_key(place) for place in source.places]
        starts, keys = found
        first, end = bisect_right(starts, field.start) - 1, field.start + len(field.text)
        last = first + 1  # most fields stand on one line
        if last < len(starts) and starts[last] < end:
            last = bisect_right(starts, end - 1)
        return keys[first:last]


def _key(place: Place | Row) -> Name:
    """By what a row is known: in a text by its line. A page of the web may have all its rows in one line, but names
    each cell.

    A row of a grid is known by itself too, which takes no room.
    """
    sheet, line = place.sheet, place.line
    if isinstance(place, Row):
        return line if sheet is None else (sheet, None, line, None)
    page, cell = place.page, place.cell
    if cell is not None and cell.isascii():
        cell = None
    return line if sheet is None and page is None and cell is None else (sheet, page, line, cell)
