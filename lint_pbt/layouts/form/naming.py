"""The name of a form's project where no label gives one: from the brackets of its title, or its worksheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lint_pbt.layouts.form.draft import Form
from lint_pbt.layouts.tables.fields import cut, joined
from lint_pbt.model import Field, Note, Passage

_BRACKETS = re.compile(r"[（(]([^（()）]{2,40})[)）]")
# A year, a unit of money, or a remark on the table itself.
_NO_NAME = re.compile(
    r"\s*(?:20\d\d|[×X*]{2,4}|二[〇○零]..)\s*(?:[-—至]\s*20\d\d\s*)?年?度?\s*|.{0,6}[万亿]?元"
    r"|.{0,4}(?:申报|汇总|公开|示例|模板|样表|新增|延续).{0,4}"
)
_DEFAULT_SHEET = re.compile(r"(?:sheet|工作表|表)\s*\d*(?:\s*\(\d+\))?", re.IGNORECASE)
_WHOLE = "整体"


def named(forms: Iterable[Form]) -> Iterator[Note]:
    """Name the projects of forms that have indicators and no name yet; a note for each that stays without."""
    for form in forms:
        if form.draft.name.text or not form.listed:
            continue
        name = _of_department(form) or _in_title(form.title) or _of_sheet(form)
        if name is None:
            yield Note("这张表没有写项目名称。请在“项目名称”一栏写上", form.at)
        else:
            form.draft.name = name


def _of_department(form: Form) -> Field | None:
    """A whole department's targets are named by the department, and by what the title says they are of."""
    whole = form.title.text.find(_WHOLE) if form.title else -1
    if form.title is None or whole < 0:
        return None
    name = form.unit or form.department
    end = form.title.text.find("绩效", whole)
    return joined([name, cut(form.title, whole, end if end > 0 else whole + len(_WHOLE))]) if name else form.title


def _in_title(title: Field | None) -> Field | None:
    for match in _BRACKETS.finditer(title.text) if title else ():
        if title is not None and not _NO_NAME.fullmatch(match[1]):
            return cut(title, *match.span(1))
    return None


def _of_sheet(form: Form) -> Field | None:
    name = (form.sheet or "").strip()
    if not name or _DEFAULT_SHEET.fullmatch(name):
        return None
    return Field(name, Passage(name, (0,), (form.at,)), 0)
