"""Labels with their values beside or behind them: `项目名称：…`, or `项目名称` in one cell and the name in the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from lint_pbt.layouts.tables.fields import cut, field_of, is_blank, is_money
from lint_pbt.layouts.tables.looks import look
from lint_pbt.layouts.tables.titles import Titles, block_of, compact
from lint_pbt.layouts.words import vocabulary
from lint_pbt.model.document import Field
from lint_pbt.model.sheet import EMPTY, Cell
from lint_pbt.text.notation import NUMERALS, STATED_MONEY, money_unit
from lint_pbt.text.patterns.lazy import Pattern

GOALS = ("goal", "cycle_goal")
MONEY = ("amount", "cycle_amount", "source", "part", "group")
UNITS = ("unit", "applicant", "department")  # the surest first
_SEAL = Pattern(r"\s*[（(][^（()）]{0,4}[章字名][)）]\s*$")  # 某县水务局（盖章）
_LONGEST_TITLE = 12  # of one that is not listed
_LONGEST_LINE = 60  # of a cell that may state the unit of money
_MONEY = Pattern(STATED_MONEY)
_GAP = Pattern(r"[ \u3000]*(?:\u3000| {2})[ \u3000]*")
_BLANK = Pattern(r"[ \u3000]+")
_NUMBER_OF_GOAL = Pattern(rf"目标[{NUMERALS}\d]{{1,2}}[、.:]?")
_LONGEST_NUMBER = 6
_STROKE = "/"
_BEHIND = Pattern(r"((?:其中[:：])?[^:：]{1,30})[:：]\s*(?=\S)")


class Labelled(NamedTuple):
    """A label in the column `at`, with its value or None where none stands in its row. `text` is the label's.

    `sure` is False where the label is known by its head word alone.
    """

    role: str
    at: int
    text: str
    value: Field | None
    sure: bool = True


def label_roles(rows: Iterable[Sequence[Cell]], titles: Titles, *, valued: bool = False) -> set[str]:
    """The roles of the labels of rows; of those alone that have values in their row where they have to be `valued`."""
    return {one.role for row in rows for one in labels_of(row, titles) if one.value is not None or not valued}


def labels_of(row: Sequence[Cell], titles: Titles) -> Iterator[Labelled]:
    """The labels of a row from the left. What stands right of a label, and is none itself, is its value."""
    cells = [(at, cell) for at, cell in enumerate(row) if cell.text and not counts_goal(cell.text)]
    taken = False  # the cell is the value of the label before it
    for (at, cell), (_, following) in zip(cells, [*cells[1:], (0, EMPTY)], strict=False):
        if taken:
            taken = False
            continue
        if shared := _shared(cell, following, at, titles):
            taken = True
            yield from shared
            continue
        role, sure = _role(cell.text, titles)
        if role is not None and (sure or role in GOALS or following is not EMPTY):
            role = _signing(role, cell.text)
            taken = following is not EMPTY and not _labels(following, role, titles)
            # 任务名称 | 道路改造 is no title of a list.
            if role == "tasks" and "project" in look(following.text) and titles.meaning(following.text) is None:
                role, sure = titles.label_by_head(cell.text) or role, False
            yield Labelled(role, at, cell.text, field_of(following) if taken else None, sure)
            continue
        for start, end in _parts(cell.text, titles):
            yield from _within(cell, start, end, at, titles)


def _shared(cell: Cell, following: Cell, at: int, titles: Titles) -> list[Labelled]:
    """The labels that share a cell, as their values share the next: 实施单位/负责人 beside 某中心/杨某."""
    labels, values = cell.text.split(_STROKE), following.text.split(_STROKE)
    if len(labels) == 1 or len(values) not in (1, len(labels)) or titles.label(cell.text) is not None:
        return []
    field, start = field_of(following), 0
    found = []
    for label, value in zip(labels, values, strict=False):  # what stands there alone is of the first
        role = titles.label(label.strip())
        if role is not None and value.strip():
            found.append(Labelled(_signing(role, label), at, label, cut(field, start, start + len(value))))
        start += len(value) + len(_STROKE)
    return found if field.text == following.text else []


def counts_goal(text: str) -> bool:
    """Whether a text only numbers one of several goals, whose words stand right of it."""
    return len(text) <= _LONGEST_NUMBER and _NUMBER_OF_GOAL.fullmatch(compact(text)) is not None


def _role(text: str, titles: Titles) -> tuple[str | None, bool]:
    """What a label says stands beside or below it, and whether the label is known and not only its head word."""
    behind = _BEHIND.match(text)
    if behind is not None and is_money(text[behind.end() :]):
        return None, False  # the label has its amount behind it
    role = titles.label(text)
    if role is None and begins_label(text, titles):
        return None, False  # 单位：某局某部门
    return (role, True) if role is not None else (titles.label_by_head(text), False)


def is_money_unit(text: str) -> bool:
    """Whether a text is a unit of money, and so nobody's name: 元, （万元）, 人民币万元."""
    return len(text) <= _LONGEST_TITLE and _MONEY.fullmatch(compact(text).strip("()")) is not None


def money_unit_in(cells: Sequence[Cell]) -> str | None:
    """The unit of money that the cells of a row state, in one cell or in that beside the label: 单位： | 元."""
    for cell, following in zip(cells, [*cells[1:], EMPTY], strict=False):
        if len(cell.text) > _LONGEST_LINE:
            continue
        label = compact(cell.text).rstrip(":") in vocabulary("table-frame")["money"]
        beside = f":{following.text.strip().strip('()（）')}" if label and is_money_unit(following.text) else ""
        found = money_unit(cell.text) or money_unit(beside)
        if found is not None:
            return found
    return None


def unit_of(labels: Iterable[Labelled]) -> Field | None:
    """Whom labels name as the unit, None where they name nobody.

    That is one that a known label calls so, rather than who fills in the form, or else the department that stands
    nearest. Of several units one that is not the department itself; a ministry, or who only hands out the money, never.
    """
    labels = [
        one
        for one in labels
        if one.role in UNITS
        and one.value is not None
        and not (is_blank(_SEAL.sub("", one.value.text)) or is_money_unit(one.value.text))
    ]
    department = department_of(labels)

    def order(one: Labelled) -> tuple[int, bool, bool, int]:
        unit = one.role == "unit"
        itself = unit and department is not None and one.value is not None and one.value.text == department.text
        return UNITS.index(one.role), unit and not one.sure, itself, -_tier(one)

    named = [one for one in labels if one.role != "department" or _tier(one) >= 0]
    value = min(named, key=order).value if named else None
    sealed = value and _SEAL.search(value.text)
    return cut(value, 0, sealed.start()) if value and sealed else value


def department_of(labels: Iterable[Labelled]) -> Field | None:
    """The department that labels name, of several the one that stands nearest to the unit: 市级, not 中央主管部门."""
    departments = [one for one in labels if one.role == "department"]
    return max(departments, key=_tier).value if departments else None


def _tier(label: Labelled) -> int:
    """How near a department is to the unit by its label, -1 for one that is above all who spend."""
    frame = vocabulary("table-frame")
    ranks = (rank for rank, words in enumerate(frame["tiers"]) if any(word in label.text for word in words))
    return -1 if any(word in label.text for word in frame["above"]) else next(ranks, len(frame["tiers"]))


def _signing(role: str, label: str) -> str:
    """The role of a label; the unit that seals a form fills it in, and may be another than the one it is of."""
    sealed = role == "unit" and any(seal in compact(label) for seal in vocabulary("table-frame")["seals"])
    return "applicant" if sealed else role


def begins_label(text: str, titles: Titles) -> bool:
    """Whether a text begins with a label that is known, with its value behind it; the unit of money has one too."""
    label = _BEHIND.match(text)
    return label is not None and (
        titles.label(label[1]) is not None or compact(label[1]) in vocabulary("table-frame")["money"]
    )


def _parts(text: str, titles: Titles) -> Iterator[tuple[int, int]]:
    """The parts of a cell that wide gaps divide, or any before a known label, where each is a label with its value."""
    text = text.rstrip()
    edges = [
        match.span()
        for match in _BLANK.finditer(text)
        if _GAP.fullmatch(match[0]) or begins_label(text[match.end() :], titles)
    ]
    parts = list(zip([0, *(end for _, end in edges)], [*(start for start, _ in edges), len(text)], strict=True))
    parts = [(start, end) for start, end in parts if start < end]
    if len(parts) > 1 and all(_BEHIND.match(text[start:end]) for start, end in parts):
        yield from parts
    else:
        yield 0, len(text)


def _within(cell: Cell, start: int, end: int, at: int, titles: Titles) -> Iterator[Labelled]:
    """The label with its value that stands in part of a cell."""
    behind = _BEHIND.match(cell.text[start:end])
    role, sure = _role(behind[1], titles) if behind else (None, False)
    if role is None:
        return
    field = field_of(cell)
    if start or end < len(cell.text):
        line, place = max(((seam, at) for seam, at in cell.seams if seam <= start), default=(0, cell.place()))
        seams = tuple((seam - start, at) for seam, at in cell.seams if start < seam < end)
        part = Cell.of(cell.text[start:end], place.moved(start - line), seams=seams)
        field = cut(field, start, end) if field.text == cell.text else field_of(part)
    label = _BEHIND.match(field.text)
    if label and not _MONEY.fullmatch(field.text, label.end()):
        role = _signing(role, label[1])
        yield Labelled(role, at, label[1], cut(field, label.end(), len(field.text)), sure)


def _labels(following: Cell, role: str, titles: Titles) -> bool:
    """Whether what stands right of a label is another label, and not its value."""
    if role_of(following.text, titles) is not None or begins_label(following.text, titles):
        return True
    short = len(compact(following.text).partition(":")[0]) <= _LONGEST_TITLE
    if role in GOALS:  # a goal is a sentence: 年度目标 | 目标完成情况 are two titles
        guess = titles.guess(following.text)
        if guess is not None and guess.role == "project":
            guess = None  # 新建体育项目 is a goal, however short
        known = guess or titles.label_by_head(following.text) or block_of(following.text)
        return short and known is not None
    label = _BEHIND.match(following.text)
    return short and role in MONEY and titles.label_by_head(label[1] if label else following.text) is not None


def role_of(text: str, titles: Titles) -> str | None:
    """The role of a known label, with its value behind it or not; None where a text is none."""
    behind = _BEHIND.match(text)
    return titles.label(behind[1] if behind else text)
