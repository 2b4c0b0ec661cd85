"""What a table and those in it are called: what stands above it, and names of projects and units without a label."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, groupby, takewhile
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from lint_pbt.layouts.tables.fields import cut, field_of, joined
from lint_pbt.layouts.tables.labels import labels_of, money_unit_in, unit_of
from lint_pbt.layouts.tables.rows import filled, is_category
from lint_pbt.layouts.words import any_of, is_office, vocabulary, worded
from lint_pbt.model.document import BudgetUnit, Field, Note, Passage, Place
from lint_pbt.model.sheet import LineSheet
from lint_pbt.target.patterns import is_word
from lint_pbt.text.folding import fold
from lint_pbt.text.notation import ends_title, money_unit, numbering_end
from lint_pbt.text.patterns.lazy import Pattern

if TYPE_CHECKING:
    from lint_pbt.layouts.tables.drafts import Draft
    from lint_pbt.layouts.tables.grid import Row
    from lint_pbt.layouts.tables.labels import Labelled
    from lint_pbt.layouts.tables.titles import Titles
    from lint_pbt.model.sheet import Cell, Source

_REMARK = Pattern(r"\s*[（(][^（()）]{1,30}[)）]\s*")
_BRACKETS = Pattern(r"[（(]([^（()）]{2,40})[)）]")
_OFFICE_BRACKETS = "()（）"  # that may stand in the name of an office
# A year, a unit of money, or a remark on the table itself.
_NO_NAME = Pattern(
    r"\s*(?:20\d\d|[×X*]{2,4}|二[〇○零]..)\s*(?:[-—至]\s*20\d\d\s*)?年?度?\s*|.{0,6}[万亿]?元"
    r"|.{0,4}(?:申报|汇总|公开|示例|模板|样表|新增|延续).{0,4}"
)
_NUMBERED = Pattern(r"\s*(\D{0,6})\d[-\d]{0,4}表\s*")
_OF_DEPARTMENT = Pattern(r"部门(?:整体|收支)?(?:预算|决算)")
_SHORTEST, _LONGEST_NAME = 4, 40  # characters of a name
_LONGEST_TITLE = 80
_DEFAULT_SHEET = re.compile(r"(?:sheet|工作表|表)\s*\d*(?:\s*\(\d+\))?", re.IGNORECASE)
_WHOLE = "整体"
NAMED_ABOVE = "表里没有写项目名称，按上面的“{}”算作项目名称"
_NAMED_BY_SHEET = "表里没有写项目名称，按工作表名“{}”算作项目名称。不是的，请在“项目名称”一栏写上"
_NUMBER = Pattern(r"\s*(?:(?:附件|附表|表)\s*\d{0,3}\s*[:：.、．\s])?\s*")
_YEAR = Pattern(r"\s*20\d\d\s*年?度?\s*")
# What says that it is a table of targets.
_TAIL = Pattern(
    r"(?:项目支出|支出|年度|20\d\d年度?)*(?:绩效)?(?:目标|指标|评价|自评|监控)(?:申报|审批|批复|公开|填报|汇总|情况|基本)*表"
    r"\s*(?:[（(][^（()）]{1,20}[)）]\s*)*(?:[-—－:：]{1,3}(?P<behind>[^-—－:：。，]{4,40}))?$"
)


class Frame(NamedTuple):
    """What stands above a table, None where it does not."""

    title: Field | None
    department: Field | None
    amount_unit: str | None


def read_frame(rows: Sequence[Row], titles: Titles) -> Frame:
    """The fields above the header, from the rows above it. Without a word for 表 a lone first cell is the title."""
    cells = [cell for row in rows for cell in filled(row)]
    ends = [at for at, cell in enumerate(cells) if ends_title(cell.text) and len(cell.text) <= _LONGEST_TITLE]
    ends = [at for at in ends if not _is_number(cells[at].text)] or ends
    titled = [cells[ends[-1]], *takewhile(_is_remark, cells[ends[-1] + 1 :])] if ends else []
    return Frame(
        joined(list(map(field_of, titled))) if titled else _lone_title(rows),
        unit_of(label for row in rows for label in labels_of(row, titles)),
        next(filter(None, (money_unit_in(filled(row)) for row in rows)), None),
    )


def _is_number(text: str) -> bool:
    """Whether a text only tells which of many tables this is: 公开15表."""
    match = _NUMBERED.fullmatch(text)
    return match is not None and all(map(is_word, match[1]))


def _is_remark(cell: Cell) -> bool:
    """Whether a cell belongs to the title above it: （2025年度）."""
    return _REMARK.fullmatch(cell.text) is not None and money_unit(cell.text) is None


def _lone_title(rows: Sequence[Row]) -> Field | None:
    for row in rows:
        cells = filled(row)
        if len(cells) == 1 and len(cells[0].text) <= _LONGEST_TITLE and not set(":：。") & set(cells[0].text):
            return field_of(cells[0])
    return None


def named_in(cell: Cell) -> Field | None:
    """The project that a line by itself names, without a number in front; None where it names none for sure."""
    field = field_of(cell)
    span = own_words(field.text, alone=True) if not is_category(field.text) else None
    return cut(field, *span) if span else None


def named(drafts: Iterable[Draft], form: bool) -> Iterator[Note]:
    """Name the projects that have indicators and no name yet; a note for each form that stays without."""
    nameless = [draft for draft in drafts if not draft.name.text and draft.has_indicators]
    titles = [draft.title.text if draft.title is not None else "" for draft in nameless]
    for draft in nameless:
        # Forms whose titles differ are of a project each.
        among = len(titles) > 1 and titles.count(draft.title.text if draft.title is not None else "") == 1
        name = _of_department(draft) or _from_title(draft.title, among) or _in_title(draft.title) or draft.heading
        sheet = _of_sheet(draft) if form and name is None else None
        draft.name = name or sheet or draft.name
        if sheet is not None:
            yield Note(_NAMED_BY_SHEET.format(sheet.text[:30]), draft.at.place())
        elif name is None and form:
            yield Note("这张表没有写项目名称。请在“项目名称”一栏写上", draft.at.place())
        elif name is not None and name is draft.heading:
            yield Note(NAMED_ABOVE.format(name.text[:30]), name.place())


def headed(drafts: Iterable[Draft]) -> Iterator[Note]:
    """Give the forms of a table that names no unit those of the line above an earlier one, and say so once."""
    above: list[Labelled] = []
    told: list[tuple[Field, Place]] = []
    for draft in drafts:
        if draft.labels:
            above = draft.labels if draft.headed else []
        elif draft.above is None and (unit := unit_of(above)) is not None:
            if any(
                one is not None and (office_of(one.text) or is_office(one.text)) for one in (draft.title, draft.heading)
            ):
                above = []
            else:
                draft.labels = above
                told.append((unit, draft.at.place()))
    if told:
        unit, at = told[0]
        yield Note(
            f"这里起有 {len(told)} 个表没有写单位，按前面的表上面写的算作“{unit.text[:30]}”。不是的，请在表上写明单位",
            at,
        )


def _of_department(draft: Draft) -> Field | None:
    """A whole department's targets are named by the department, and by what the title says they are of."""
    whole = draft.title.text.find(_WHOLE) if draft.title else -1
    if draft.title is None or whole < 0:
        return None
    name = unit_of(draft.labels)
    end = draft.title.text.find("绩效", whole)
    return joined([name, cut(draft.title, whole, end if end > 0 else whole + len(_WHOLE))]) if name else draft.title


def names_whole(text: str) -> bool:
    """Whether a short text, as a title may be, says that what follows are the targets of a whole department."""
    ends = worded("table-frame", r"(?:<lists>)(?:\([^()]*\))?\s*$")
    return len(text) <= _LONGEST_TITLE and _WHOLE in text and ends.search(fold(text)) is not None


def _in_title(title: Field | None) -> Field | None:
    for match in _BRACKETS.finditer(title.text) if title else ():
        if title is not None and not _NO_NAME.fullmatch(match[1]):
            return cut(title, *match.span(1))
    return None


def _from_title(title: Field | None, among: bool = False) -> Field | None:
    """What is left of a title without what says that it is a table: （一）校园维修绩效目标表."""
    span = own_words(title.text, among) if title else None
    return cut(title, *span) if title and span else None


def own_words(text: str, among: bool = False, *, alone: bool = False) -> tuple[int, int] | None:
    """Where in the title of a table the name of a project stands; None where no name is sure to.

    It has a number in front, as the tables of several projects do, stands `among` others, or ends as names of projects
    do. A line may be the name `alone`, with nothing that says that it is of a table.
    """
    tail = _TAIL.search(text)
    if tail is None and not (alone and len(text) <= _LONGEST_NAME and _no_heading().search(fold(text)) is None):
        return None
    if tail is not None and tail["behind"]:
        return tail.span("behind")
    end = tail.start() if tail is not None else len(text.rstrip())
    number = _NUMBER.match(text)
    start = number.end() if number else 0
    order = numbering_end(text[start:])
    start += order
    year = _YEAR.match(text, start)
    start = year.end() if year else start
    words = vocabulary("table-frame")
    name = text[start:end].strip()
    rest = re.sub(rf"{_YEAR.pattern}|{any_of(words['generic'])}", "", name)
    if len(rest) < _SHORTEST or rest.endswith(tuple(words["offices"])):
        return None
    is_project = name.removesuffix("项目").endswith(tuple(words["projects"]))
    # Brackets within a name belong to it; those behind a title name the project themselves.
    return (start, end) if order or among or tail is None or is_project or name.endswith((")", "）")) else None


@cache
def _no_heading() -> Pattern:
    """What stands in no name of a project by itself: a sentence, a value, a year within, the word for a list."""
    return worded("table-frame", r"[。;:,!?≥≤><=%]|\D20\d\d|(?:<lists>)(?:\([^()]*\))?\s*$")


def _of_sheet(draft: Draft) -> Field | None:
    """The name of a worksheet, where it is not that of the table."""
    name = (draft.sheet or "").strip()
    if not name or _DEFAULT_SHEET.fullmatch(name):
        return None
    field = Field(name, Passage(name, (0,), (draft.at.place(),)), 0)
    return _from_title(field) if name.endswith("表") or _TAIL.search(name) else field


def office_of(title: str) -> tuple[int, int] | None:
    """Where the name of an office stands that a title begins with: 某县水务局2025年绩效目标表; else None."""
    number = _NUMBER.match(title)
    match = _office().match(title, number.end() if number else 0)
    named = match is not None and all(is_word(one) or one in _OFFICE_BRACKETS for one in match["front"])
    return match.span(1) if match and named else None


def department_in(source: Source) -> Field | None:
    """The department whose budget or accounts a heading of a document says it holds, None where none does."""
    for sheet in source.sheets:
        for line in sheet.lines if isinstance(sheet, LineSheet) else ():
            field = Passage(line.text, (0,), (line.place,)).field(0, len(line.text))
            if len(field.text) <= _LONGEST_NAME and _OF_DEPARTMENT.search(field.text):
                span = office_of(field.text)
                if span is not None:
                    return cut(field, *span)
    return None


@cache
def _office() -> Pattern:
    frame = vocabulary("table-frame")
    words = any_of(set(frame["offices"]) - set(frame["places"]))
    return Pattern(rf"\s*((?P<front>.{{2,24}}?)(?:{words}))(?=20\d\d|[-—－_+(（\s]|部门|年度|项目|本级|$)")


def with_names(
    units: tuple[BudgetUnit, ...],
    department: Field | None,
    title: Field | None,
    path: str,
    sheets: set[str | None],
    notes: list[Note],
) -> tuple[BudgetUnit, ...]:
    """The units; those without a name by who filled in the table, or else by its title, worksheet, file or folder."""
    if all(unit.name is not None for unit in units):
        return units
    name = department
    if name is None:
        name, told = next(_elsewhere(title, units, path, sheets), (None, ""))
        if name is not None:
            notes.append(Note(f"表里没有写单位，按{told}算作“{name.text}”"))
    whole = [replace(unit, name=unit.name or name) for unit in units]
    runs = (list(run) for _, run in groupby(whole, key=lambda unit: unit.name and unit.name.text))
    return tuple(replace(run[0], projects=tuple(chain.from_iterable(unit.projects for unit in run))) for run in runs)


def _elsewhere(
    title: Field | None, units: Sequence[BudgetUnit], path: str, sheets: set[str | None]
) -> Iterator[tuple[Field, str]]:
    """The name of an office in a title, or that of the only worksheet, of the file, or of its folder; and where."""
    span = office_of(title.text) if title is not None else None
    if title is not None and span is not None:
        yield cut(title, *span), "标题"
    path = os.path.abspath(path)
    first = next((one.place for unit in units for project in unit.projects for one in project.indicators), None)
    told = [
        (os.path.splitext(os.path.basename(path))[0], "文件名"),
        (os.path.basename(os.path.dirname(path)), "文件夹名"),
    ]
    for text, where in [*((name, "工作表名") for name in sheets if name and len(sheets) == 1), *told]:
        span = office_of(text)
        if span is not None and first is not None:
            yield Field(text[slice(*span)], Passage(text, (0,), (first,)), span[0]), where
