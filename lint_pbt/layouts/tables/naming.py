"""The name of a form's project where no label gives one: from its title, in brackets or not, or its worksheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from lint_pbt.layouts.tables.fields import cut, joined
from lint_pbt.layouts.words import any_of, vocabulary
from lint_pbt.model.document import Field, Note, Passage
from lint_pbt.text.notation import numbering_end
from lint_pbt.text.patterns.lazy import Pattern

if TYPE_CHECKING:
    from lint_pbt.layouts.tables.drafts import Draft

_BRACKETS = Pattern(r"[（(]([^（()）]{2,40})[)）]")
# A year, a unit of money, or a remark on the table itself.
_NO_NAME = Pattern(
    r"\s*(?:20\d\d|[×X*]{2,4}|二[〇○零]..)\s*(?:[-—至]\s*20\d\d\s*)?年?度?\s*|.{0,6}[万亿]?元"
    r"|.{0,4}(?:申报|汇总|公开|示例|模板|样表|新增|延续).{0,4}"
)
_SHORTEST = 4  # characters of a name
_DEFAULT_SHEET = re.compile(r"(?:sheet|工作表|表)\s*\d*(?:\s*\(\d+\))?", re.IGNORECASE)
_WHOLE = "整体"
_NUMBER = Pattern(r"\s*(?:(?:附件|附表|表)\s*\d{0,3}\s*[:：.、．\s])?\s*")
_YEAR = Pattern(r"\s*20\d\d\s*年?度?\s*")
# What says that it is a table of targets.
_TAIL = Pattern(
    r"(?:项目支出|支出|年度|20\d\d年度?)*(?:绩效)?(?:目标|指标|评价|自评|监控)(?:申报|审批|批复|公开|填报|汇总|情况|基本)*表"
    r"\s*(?:[（(][^（()）]{1,20}[)）]\s*)*(?:[-—－:：]{1,3}(?P<behind>[^-—－:：。，]{4,40}))?$"
)


def named(drafts: Iterable[Draft]) -> Iterator[Note]:
    """Name the projects of forms that have indicators and no name yet; a note for each that stays without."""
    for draft in drafts:
        if draft.name.text or not draft.has_indicators:
            continue
        name = (
            _of_department(draft)
            or _from_title(draft.title)
            or _in_title(draft.title)
            or draft.heading
            or _of_sheet(draft)
        )
        if name is None:
            yield Note("这张表没有写项目名称。请在“项目名称”一栏写上", draft.at)
        else:
            draft.name = name


def _of_department(draft: Draft) -> Field | None:
    """A whole department's targets are named by the department, and by what the title says they are of."""
    whole = draft.title.text.find(_WHOLE) if draft.title else -1
    if draft.title is None or whole < 0:
        return None
    name = next(
        (draft.named_units[label] for label in ("unit", "applicant", "department") if label in draft.named_units), None
    )
    end = draft.title.text.find("绩效", whole)
    return joined([name, cut(draft.title, whole, end if end > 0 else whole + len(_WHOLE))]) if name else draft.title


def names_project(title: str) -> bool:
    """Whether the title of a table has the name of a project in it."""
    return _own_words(title) is not None


def _in_title(title: Field | None) -> Field | None:
    for match in _BRACKETS.finditer(title.text) if title else ():
        if title is not None and not _NO_NAME.fullmatch(match[1]):
            return cut(title, *match.span(1))
    return None


def _from_title(title: Field | None) -> Field | None:
    """What is left of a title without what says that it is a table: （一）校园维修绩效目标表."""
    span = _own_words(title.text) if title else None
    return cut(title, *span) if title and span else None


def _own_words(text: str) -> tuple[int, int] | None:
    """Where in the title of a table the name of a project stands; None where no name is sure to.

    It has a number in front, as the tables of several projects do, or ends as names of projects do.
    """
    tail = _TAIL.search(text)
    if tail is None:
        return None
    if tail["behind"]:
        return tail.span("behind")
    number = _NUMBER.match(text)
    start = number.end() if number else 0
    order = numbering_end(text[start:])
    start += order
    year = _YEAR.match(text, start)
    start = year.end() if year else start
    words = vocabulary("table-frame")
    name = text[start : tail.start()].strip()
    rest = re.sub(rf"{_YEAR.pattern}|{any_of(words['generic'])}", "", name)
    if len(rest) < _SHORTEST or rest.endswith(tuple(words["offices"])):
        return None
    is_project = name.removesuffix("项目").endswith(tuple(words["projects"]))
    # Brackets within a name belong to it; those behind a title name the project themselves.
    return (start, tail.start()) if order or is_project or name.endswith((")", "）")) else None


def _of_sheet(draft: Draft) -> Field | None:
    """The name of a worksheet, where it is not that of the table."""
    name = (draft.sheet or "").strip()
    if not name or _DEFAULT_SHEET.fullmatch(name):
        return None
    field = Field(name, Passage(name, (0,), (draft.at,)), 0)
    return _from_title(field) if name.endswith("表") or _TAIL.search(name) else field


def offices() -> tuple[str, ...]:
    """The words that names of offices end with."""
    return tuple(vocabulary("table-frame")["offices"])


def is_office(name: str) -> bool:
    """Whether a name is that of an office, or of an office itself without those below it: 某县水务局本级."""
    itself = next((words for words in vocabulary("table-frame")["of_itself"] if name.endswith(words)), "")
    return name.removesuffix(itself).endswith(offices())


def office_of(title: str) -> tuple[int, int] | None:
    """Where the name of an office stands that a title begins with: 某县水务局2025年绩效目标表; else None."""
    match = _office().match(title)
    return match.span(1) if match else None


@cache
def _office() -> Pattern:
    words = any_of(set(offices()) - set(vocabulary("table-frame")["places"]))
    return Pattern(rf"\s*([\u4e00-\u9fff()（）]{{2,24}}?(?:{words}))(?=20\d\d|\s|部门|年度|项目|本级|$)")
