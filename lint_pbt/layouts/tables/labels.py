"""Labels with their values beside or behind them: `项目名称：…`, or `项目名称` in one cell and the name in the next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lint_pbt.layouts.tables.fields import cut, field_of
from lint_pbt.layouts.tables.titles import Titles, compact
from lint_pbt.model import Field
from lint_pbt.sheet import EMPTY, Cell

_ROLES = ("project", "unit", "amount", "goal", "cycle_goal")
_UNITS = ("department", "applicant")  # units where no other is named
_GOALS = ("goal", "cycle_goal")
_LONGEST_TITLE = 10  # of one that is not listed
_MONEY = re.compile(r"(?:人民币)?[亿万千百]?元")
_BEHIND = re.compile(r"([^:：]{1,30})[:：]\s*(?=\S)")


class Labelled(NamedTuple):
    """A label in the column `at`, with its value or None where none stands in its row. `text` is the label's."""

    role: str
    at: int
    text: str
    value: Field | None


def read_labels(row: Sequence[Cell], titles: Titles) -> dict[str, Field]:
    """The labelled values of a row by role; empty where it has none. Columns' titles count as labels alone."""
    found: dict[str, Field] = {}
    for one in labels_of(row, titles):
        if one.value is not None and one.role in (*_ROLES, *_UNITS):
            found.setdefault(one.role, one.value)
    units = [found.pop(role) for role in reversed(_UNITS) if role in found]
    if units:
        found.setdefault("unit", units[0])
    return found


def label_roles(row: Sequence[Cell], titles: Titles) -> set[str]:
    """The roles of the labels of a row, with and without values."""
    return {one.role for one in labels_of(row, titles)}


def labels_of(row: Sequence[Cell], titles: Titles) -> Iterator[Labelled]:
    """The labels of a row from the left. What stands right of a label, and is none itself, is its value."""
    cells = [(at, cell) for at, cell in enumerate(row) if cell is not EMPTY and cell.text.strip()]
    taken = False  # the cell is the value of the label before it
    for (at, cell), (_, following) in zip(cells, [*cells[1:], (0, EMPTY)], strict=False):
        if taken:
            taken = False
            continue
        role = titles.label(cell.text)
        if role is not None:
            taken = following is not EMPTY and not is_label(following.text, titles)
            if taken and role in _GOALS:  # a goal is a sentence: 年度目标 | 目标完成情况 are two titles
                taken = titles.guess(following.text) is None or len(compact(following.text)) > _LONGEST_TITLE
            yield Labelled(role, at, cell.text, field_of(following) if taken else None)
            continue
        behind = _BEHIND.match(cell.text)
        role = titles.label(behind[1]) if behind else None
        if role is None:
            continue
        field = field_of(cell)
        label = _BEHIND.match(field.text)
        if label and not _MONEY.fullmatch(field.text, label.end()):
            yield Labelled(role, at, label[1], cut(field, label.end(), len(field.text)))


def is_label(text: str, titles: Titles) -> bool:
    """Whether a cell is a label, with its value behind it or not."""
    return role_of(text, titles) is not None


def role_of(text: str, titles: Titles) -> str | None:
    """The role of a label, with its value behind it or not; None where a text is none."""
    behind = _BEHIND.match(text)
    return titles.label(behind[1] if behind else text)
