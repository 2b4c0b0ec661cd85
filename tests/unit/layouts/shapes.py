"""Small tables, one for each arrangement that must be read: how each was taken, and what was read of it.

The twins in `tests/shapes` hold it; `python -m tests.regenerate` writes them anew. What is no table of targets
(`none-…`) is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import lint_pbt
from lint_pbt.errors import ReadError
from lint_pbt.model.document import Document, Field, Indicator
from tests.places import TESTS

SHAPES = TESTS / "shapes"


def shapes() -> list[Path]:
    return sorted(path for path in SHAPES.iterdir() if path.suffix in (".csv", ".txt"))


def twin(path: Path) -> Path:
    return path.with_name(path.name + ".out")


def described(path: Path) -> str:
    """What is read of a table: columns that their contents decided with a star; or why it is refused."""
    try:
        return "".join(f"{line}\n" for line in _document(lint_pbt.parse(str(path))))
    except ReadError as error:
        return f"不读：{error}\n"


def _document(document: Document) -> Iterator[str]:
    for table in document.taken:
        yield "读法 " + "，".join(
            f"{column.title}→{column.role}{'' if column.by_title else '*'}" for column in table.columns
        )
    for unit, project in document.projects():
        amounts = "、".join(str(amount.value) for amount in project.amounts)
        yield " | ".join([_text(unit.name), _text(project.name), amounts, _text(project.goal)])
        yield from map(_indicator, project.indicators)
    for note in document.notes:
        yield f"{'未检查' if note.unchecked else '说明'} {note.message}"


def _indicator(one: Indicator) -> str:
    levels = " / ".join(_text(level.name) for level in (one.level1, one.level2))
    beside = {"周期": one.cycle, "上年": one.previous, "权重": one.weight}
    extra = "".join(f"；{title} {field.text}" for title, field in beside.items() if field)
    return f"  {levels} / {_text(one.name)}：{_text(one.annual)}{extra}"


def _text(field: Field | None) -> str:
    return field.text.replace("\n", "⏎") if field else ""
