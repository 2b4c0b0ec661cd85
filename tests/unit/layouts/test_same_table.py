"""The same table gives the same records and the same findings in whatever file form it comes, but for the places."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import lint_pbt
from lint_pbt.model.document import Document, Field
from lint_pbt.model.run import Run
from tests.carriers import WRITERS, Sheetful, as_grid, as_runs, as_sheetful
from tests.places import EXAMPLES, TESTS

TABLES = TESTS / "tables"

Carried = tuple[list[object], list[str]]


def carried(run: Run) -> Carried:
    """All that is read of the tables of a run, and the fingerprints of what is found in them."""
    assert not run.failures and not run.crashes
    assert not [note for document in run.documents for note in document.notes if note.unchecked]
    records = [record for document in run.documents for record in records_of(document)]
    return records, sorted(finding.fingerprint for finding in run.findings)


def records_of(document: Document) -> list[object]:
    """Every field of every record, without places."""
    found: list[object] = [document.amount_unit, document.total]
    for unit, project in document.projects():
        amounts = [amount.value for amount in project.amounts]
        found.append((_text(unit.name), unit.total, _text(project.name), amounts, _text(project.goal)))
        for one in project.indicators:
            levels = [(level.code, level.name.text) for level in (one.level1, one.level2)]
            fields = [_text(field) for field in (one.name, one.cycle, one.annual, one.weight, one.direction)]
            found.append((one.ordinal, *levels, *fields))
    return found


def _text(field: Field | None) -> str | None:
    """A text without its white space: where a cell breaks its lines is the program's affair."""
    return "".join(field.text.split()) if field else None


def write_and_lint(sheet: Sheetful, suffix: str, folder: Path) -> Carried:
    path = folder / f"表{suffix}"
    WRITERS[suffix](path, [sheet])
    return carried(lint_pbt.lint([str(path)]))


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("arranged", [as_runs, as_grid])
@pytest.mark.parametrize("table", ["examples/poor", "examples/good", "planted/education"])
def test_a_text_in_every_form(
    table: str, arranged: Callable[[Document], Sheetful], suffix: str, tmp_path: Path
) -> None:
    path = (EXAMPLES.parent if table.startswith("examples") else TABLES) / f"{table}.txt"
    sheet = arranged(lint_pbt.parse(str(path)))
    assert write_and_lint(sheet, suffix, tmp_path) == carried(lint_pbt.lint([str(path)]))


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("table", ["poor", "good"])
def test_a_grid_in_every_form(table: str, suffix: str, tmp_path: Path) -> None:
    path = EXAMPLES / f"{table}.csv"
    assert write_and_lint(as_sheetful(path), suffix, tmp_path) == carried(lint_pbt.lint([str(path)]))


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("arranged", [as_runs, as_grid])
def test_the_published_table_in_every_form(
    real_table: Path, arranged: Callable[[Document], Sheetful], suffix: str, tmp_path: Path
) -> None:
    records, fingerprints = carried(lint_pbt.lint([str(real_table)]))
    sheet = arranged(lint_pbt.parse(str(real_table)))
    assert len(fingerprints) > 500
    assert write_and_lint(sheet, suffix, tmp_path) == (records, fingerprints)
