"""A table as read, line by line, and what is reported of it: the twins in tests/grids and tests/forms hold both.

`python -m tests.regenerate` writes the twins anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import lint_pbt
from lint_pbt.model.document import Amount, Category, Document, Field, Indicator
from lint_pbt.model.run import Run
from tests.places import TESTS

GRIDS = TESTS / "grids"
FORMS = TESTS / "forms"


def tables(folder: Path = GRIDS) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix in (".csv", ".tsv"))


def twin(path: Path) -> Path:
    return path.with_name(path.name + ".out")


def described(path: Path) -> str:
    """Everything that is read of a table, and the rule and place of each finding."""
    run = lint_pbt.lint([str(path)])
    [document] = run.documents
    return "".join(f"{line}\n" for line in [*_document(document), *_findings(run)])


def _document(document: Document) -> Iterator[str]:
    forms = [project.form for _, project in document.projects()]
    flags = [name for name in ("has_cycle", "has_goal", "paired") if all(getattr(form, name) for form in forms)]
    yield " | ".join([document.layout, str(document.encoding), *flags])
    money = [str(document.amount_unit), _money(document.amounts)]
    yield " | ".join(["表", _text(document.title), _text(document.department), *money])
    for unit in document.units:
        yield f"单位 {_text(unit.name)} | {_money(unit.amounts)}"
        for project in unit.projects:
            yield f"  项目{project.index} {_text(project.name)} | {_money(project.amounts)} | {_text(project.goal)}"
            yield from map(_indicator, project.indicators)
    for note in document.notes:
        where = note.place.cell if note.place else ""
        yield f"{'未检查' if note.unchecked else '说明'} {where} {note.message}"


def _indicator(one: Indicator) -> str:
    parts = [_category(one.level1), _category(one.level2), *map(_text, (one.name, one.cycle, one.annual))]
    number = "" if one.ordinal is None else f"{one.ordinal} "
    return f"    {number}{' | '.join(parts)} | {_text(one.weight)} | {_text(one.direction)}"


def _findings(run: Run) -> Iterator[str]:
    assert not run.crashes and not run.failures and not run.skips
    for finding in run.findings:
        value = finding.field.text[finding.start : finding.end] if finding.field else ""
        yield f"{finding.severity} {finding.rule.id} {finding.place.cell} {value}".rstrip()


def _category(category: Category) -> str:
    return f"{category.code}-{_text(category.name)}" if category.code else _text(category.name)


def _text(field: Field | None) -> str:
    """The text of a field with the cell it stands in."""
    if field is None:
        return "—"
    return f"{field.text}@{field.place().cell}"


def _money(amounts: Iterable[Amount]) -> str:
    return "，".join(f"{amount.column or ''}{amount.value}@{amount.field.place().cell}" for amount in amounts) or "—"
