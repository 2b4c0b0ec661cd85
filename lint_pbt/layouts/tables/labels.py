"""Labels with their values beside or behind them: `项目名称：…`, or `项目名称` in one cell and the name in the next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lint_pbt.layouts.tables.fields import cut, field_of
from lint_pbt.layouts.tables.titles import Titles
from lint_pbt.model import Field
from lint_pbt.sheet import Cell

_ROLES = ("project", "unit", "amount", "goal", "cycle_goal")
_MONEY = re.compile(r"(?:人民币)?[亿万千百]?元")
_BEHIND = re.compile(r"([^:：\n]{1,20})[:：]\s*(?=\S)")


def read_labels(row: Sequence[Cell], titles: Titles) -> dict[str, Field]:
    """The labelled values of a row by role; empty where it has none."""
    return dict(reversed(list(_labelled([cell for cell in row if cell.text.strip()], titles))))


def _labelled(cells: Sequence[Cell], titles: Titles) -> Iterator[tuple[str, Field]]:
    for cell, following in zip(cells, [*cells[1:], None], strict=False):
        behind = _BEHIND.match(cell.text)
        title = titles.of(behind[1] if behind else cell.text.strip().rstrip(":："))
        if title is None or title.role not in _ROLES:
            continue
        if behind:
            field = field_of(cell)
            label = _BEHIND.match(field.text)
            if label and not _MONEY.fullmatch(field.text, label.end()):
                yield title.role, cut(field, label.end(), len(field.text))
        elif following is not None and titles.of(following.text) is None:
            yield title.role, field_of(following)
