"""Layouts of tables: an indicator a row under a header (`grid`), or a project a table with labels above (`form`)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from lint_pbt.layouts.tables.drafts import Draft, keep_sure_ordinals, units_of
from lint_pbt.layouts.tables.fields import cut
from lint_pbt.layouts.tables.finding import Table, Tables
from lint_pbt.layouts.tables.frame import read_frame
from lint_pbt.layouts.tables.naming import named, office_of
from lint_pbt.layouts.tables.notes import (
    NO_GOAL,
    columns_taken,
    nameless,
    other_goals,
    strange_columns,
    tables_taken,
    unfilled,
    values_left,
    without_categories,
)
from lint_pbt.layouts.tables.reader import Book
from lint_pbt.model.document import BudgetUnit, Document, Field, Note, Passage
from lint_pbt.text.notation import money_unit
from lint_pbt.text.patterns.lazy import Pattern

_YEAR = Pattern(r"20\d\d")


def lay_out(tables: Tables, form: bool) -> Document | None:
    """Read the forms of a source, or its grids, as one document; None where there are none."""
    own = [table for table in tables.tables if table.form is form]
    if not own:
        return None
    book = Book(tables.titles)
    for table in own:
        book.read(table)
    drafts = [
        draft for draft in book.drafts if not draft.unfilled or (not form and any(one.value for one in draft.amounts))
    ]
    notes = [*named(drafts)] if form else []
    for draft in drafts:
        draft.finish()
    keep_sure_ordinals(drafts)
    frame = read_frame(own[0].grid.rows[: book.first] if form else own[0].above, tables.titles)
    totals = {amounts[0].value: amounts for amounts in book.totals}
    has_goal = bool(drafts) and all(draft.form().has_goal for draft in drafts)
    department = frame.department or (_department(drafts) if form else None)
    for draft in drafts:
        draft.several_years |= frame.title is not None and len(set(_YEAR.findall(frame.title.text))) > 1
    units = units_of(drafts, sources_given=form)
    return Document(
        path=tables.source.path,
        layout="form" if form else "grid",
        units=_named(units, None if form else department, frame.title, tables, notes),
        title=frame.title,
        department=department,
        amount_unit=next((one.purse.unit for one in drafts if one.purse.unit), None)
        or frame.amount_unit
        or _unit_in(own)
        or book.amount_unit,
        amounts=next(iter(totals.values())) if len(totals) == 1 and not form else (),
        encoding=tables.source.encoding,
        taken=tuple(tables_taken(own)),
        notes=(
            *columns_taken(own),
            *values_left(own),
            *strange_columns(own),
            *(() if form else other_goals(own)),
            *without_categories(drafts),
            *(() if form else nameless(drafts)),
            *(() if has_goal or not drafts else (Note(NO_GOAL),)),
            *unfilled([draft for draft in book.drafts if draft.has_list or not form]),
            *notes,
            *book.notes,
        ),
    )


def _department(drafts: Sequence[Draft]) -> Field | None:
    """The department of all forms, None where they have several."""
    found = [field for draft in drafts if (field := draft.named_units.get("department")) is not None]
    return found[0] if len({field.text for field in found}) == 1 else None


def _named(
    units: tuple[BudgetUnit, ...], department: Field | None, title: Field | None, tables: Tables, notes: list[Note]
) -> tuple[BudgetUnit, ...]:
    """The units; those without a name by who filled in the table, or else by its title, worksheet, file or folder."""
    if all(unit.name is not None for unit in units):
        return units
    name = department
    if name is None:
        name, told = next(_elsewhere(title, units, tables), (None, ""))
        if name is not None:
            notes.append(Note(f"表里没有写单位，按{told}算作“{name.text}”"))
    found: list[BudgetUnit] = []
    for unit in units:
        text = unit.name.text if unit.name else name.text if name else None
        if found and text is not None and found[-1].name is not None and found[-1].name.text == text:
            found[-1] = replace(found[-1], projects=(*found[-1].projects, *unit.projects))
        else:
            found.append(replace(unit, name=unit.name or name))
    return tuple(found)


def _elsewhere(title: Field | None, units: Sequence[BudgetUnit], tables: Tables) -> Iterator[tuple[Field, str]]:
    """The name of an office in a title, or that of the only worksheet, of the file, or of its folder; and where."""
    span = office_of(title.text) if title is not None else None
    if title is not None and span is not None:
        yield cut(title, *span), "标题"
    sheets = {table.name for table in tables.tables}
    path = os.path.abspath(tables.source.path)
    places = [one.place for unit in units for project in unit.projects for one in project.indicators]
    told = [
        (os.path.splitext(os.path.basename(path))[0], "文件名"),
        (os.path.basename(os.path.dirname(path)), "文件夹名"),
    ]
    for text, where in [*((name, "工作表名") for name in sheets if name and len(sheets) == 1), *told]:
        span = office_of(text)
        if span is not None and places:
            yield Field(text[slice(*span)], Passage(text, (0,), (places[0],)), span[0]), where


def _unit_in(tables: Sequence[Table]) -> str | None:
    """The unit of the amounts where the title of their column has it."""
    headers = (header for table in tables for header in table.headers)
    units = (money_unit(header.titles[index]) for header in headers for _, index in header.amounts)
    return next(filter(None, units), None)
