"""A form as the grid it was before it became lines: so the layout of grids can read it."""

from __future__ import annotations

from lint_pbt.layouts.form_lines.form import Form, Run
from lint_pbt.layouts.form_lines.pieces import cell_of, text_of
from lint_pbt.sheet import EMPTY, Cell, GridSheet

_TITLES = {"level1": "一级指标", "level2": "二级指标", "name": "三级指标", "value": "指标值", "cycle": "实施周期指标值"}


def sheet_of(form: Form, spaced: bool) -> GridSheet:
    """The rows of a form: its title, each label with its value, the header and the records."""

    def row(runs: list[Run] | tuple[Run, ...]) -> tuple[Cell, ...]:
        return tuple(cell_of(run, spaced) if run else EMPTY for run in runs)

    header = tuple(
        cell_of(title, True) if title and not _is_short(role, title) else Cell(_TITLES[role], form.at.place)
        for role, title in zip(form.roles, form.titles, strict=True)
    )
    above = [row((form.title,))] if form.title else []
    return GridSheet(None, (*above, *map(row, form.labels), header, *map(row, form.records)))


def _is_short(role: str, title: Run) -> bool:
    """Whether a title says what its column holds only below the one it shares with others: 实施周期, 年度."""
    text = text_of(title)
    return role in ("value", "cycle") and "值" not in text and "目标" not in text
