"""What is read of a form in lines, and what is reported of it: the twins beside tests/form_lines/*.txt hold both.

`python -m tests.regenerate` writes the twins anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import lint_pbt
from lint_pbt.model.document import Document, Field
from tests.places import TESTS

FOLDER = TESTS / "form_lines"


def texts() -> list[Path]:
    return sorted(FOLDER.glob("*.txt"))


def twin(path: Path) -> Path:
    return path.with_name(path.name + ".out")


def described(path: Path) -> str:
    """Everything that is read of a text, with the line of each field, and the findings, or why it was refused."""
    run = lint_pbt.lint([str(path)])
    lines = [f"没有读入 {failure.message}" for failure in run.failures]
    for document in run.documents:
        lines += _document(document)
    assert not run.crashes and not run.skips
    for one in run.findings:
        value = one.field.text[one.start : one.end] if one.field else ""
        lines.append(f"{one.severity} {one.rule.id} {one.place.line}:{one.place.column} {value}".rstrip())
    return "".join(f"{line}\n" for line in lines)


def _document(document: Document) -> Iterator[str]:
    yield f"{document.layout} | {_text(document.title)} | {_text(document.department)} | {document.amount_unit}"
    for unit, project in document.projects():
        money = "，".join(f"{amount.column or ''}{amount.value}" for amount in project.amounts)
        yield f"项目 {_text(project.name)} | {_text(unit.name)} | {money}"
        yield f"  目标 {_text(project.goal)}"
        for one in project.indicators:
            levels = f"{one.level1.name.text} {one.level2.name.text}"
            values = " | ".join(map(_text, (one.name, one.cycle, one.annual, one.weight, one.direction)))
            yield f"  {levels} | {values}"
    for note in document.notes:
        where = note.place.line if note.place else ""
        yield f"{'未检查' if note.unchecked else '说明'} {where} {note.message}"


def _text(field: Field | None) -> str:
    return "—" if field is None else f"{field.text}@{field.place().line}:{field.place().column}"
