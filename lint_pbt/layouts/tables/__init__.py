"""Layouts of tables: an indicator a row under a header (`grid`), or a project a table with labels above (`form`)."""

from __future__ import annotations

from collections.abc import Sequence

from lint_pbt.layouts.tables.drafts import Draft, keep_sure_ordinals, sums_above, units_of
from lint_pbt.layouts.tables.finding import Table, Tables
from lint_pbt.layouts.tables.grid import Row
from lint_pbt.layouts.tables.labels import department_of, labels_of
from lint_pbt.layouts.tables.naming import department_in, headed, named, read_frame, with_names
from lint_pbt.layouts.tables.notes import (
    NO_GOAL,
    bare_units,
    columns_taken,
    in_samples,
    nameless,
    other_goals,
    rows_unfilled,
    strange_columns,
    sums_untold,
    tables_taken,
    unfilled,
    values_left,
    without_categories,
)
from lint_pbt.layouts.tables.projects import Book
from lint_pbt.layouts.tables.reader import read_table
from lint_pbt.layouts.tables.titles import Titles
from lint_pbt.layouts.words import vocabulary
from lint_pbt.model.document import Document, Field, Note
from lint_pbt.text.notation import money_unit
from lint_pbt.text.patterns.lazy import Pattern

_YEAR = Pattern(r"20\d\d")


def lay_out(tables: Tables, form: bool) -> Document | None:
    """Read the forms of a source, or its grids, as one document; None where there are none."""
    own = [table for table in tables.tables if table.form is form]
    if not own:
        return None
    book = Book()
    frames = [read_frame(_above_labels(table, tables.titles) if form else table.above, tables.titles) for table in own]
    for table, above in zip(own, frames, strict=True):
        begun = len(book.drafts)
        read_table(book, table, tables.titles)
        for draft in book.drafts[begun:]:
            draft.department = above.department
    frame = frames[0]
    several = not form and len({one.department.text for one in frames if one.department is not None}) > 1
    drafts = [
        draft for draft in book.drafts if not draft.unfilled or (not form and any(one.value for one in draft.amounts))
    ]
    notes = [*(headed(drafts) if form else ()), *named(drafts, form)]
    for draft in drafts:
        draft.finish(several_departments=several)
    keep_sure_ordinals(drafts)
    totals = {amounts[0].value: amounts for amounts in book.totals}
    whole, others = sums_above(book.entered, book.drafts)
    if not totals:
        totals = {unit.amounts[0].value: unit.amounts for unit in whole}
    others += [unit for unit in whole if unit.amounts[0].value not in totals]
    has_goal = bool(drafts) and all(draft.form().has_goal for draft in drafts)
    department = _department(drafts) or department_in(tables.source) if form else None if several else frame.department
    for draft in drafts:
        draft.several_years |= frame.title is not None and len(set(_YEAR.findall(frame.title.text))) > 1
    units, sheets = units_of(drafts, sources_given=form), {table.name for table in tables.tables}
    return Document(
        path=tables.source.path,
        layout="form" if form else "grid",
        units=with_names(units, None if form else department, frame.title, tables.source.path, sheets, notes),
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
            *columns_taken(own, tables.titles),
            *values_left(own),
            *strange_columns(own),
            *(() if form else other_goals(own)),
            *without_categories(drafts),
            *(() if form else nameless(drafts)),
            *(() if any(draft.unit for draft in drafts) else bare_units(units)),
            *((Note(NO_GOAL),) if drafts and not has_goal else ()),
            *unfilled([draft for draft in book.drafts if draft.has_list or not form]),
            *rows_unfilled(book.unfilled),
            *in_samples(book.drafts),
            *notes,
            *sums_untold(others),
            *book.notes,
        ),
    )


def _above_labels(table: Table, titles: Titles) -> Sequence[Row]:
    """The rows of a form above its first label; in a line of text that has its value behind it."""
    labelled = (
        at
        for at, row in enumerate(table.above)
        if any(one.value is not None or at not in table.lines for one in labels_of(row, titles))
    )
    return table.above[: next(labelled, None)]


def _department(drafts: Sequence[Draft]) -> Field | None:
    """The department of all forms, None where they have several; a unit may say that it is the department itself."""
    found = [field for draft in drafts if (field := department_of(draft.labels)) is not None]
    itself = tuple(vocabulary("table-frame")["of_itself"])
    found = found or [one.unit.name for one in drafts if one.unit and one.unit.name.text.endswith(itself)]
    return found[0] if len({field.text for field in found}) == 1 else None


def _unit_in(tables: Sequence[Table]) -> str | None:
    """The unit of the amounts where the title of their column has it."""
    headers = (header for table in tables for header in table.headers)
    units = (money_unit(header.titles[index]) for header in headers for _, index in header.amounts)
    return next(filter(None, units), None)
