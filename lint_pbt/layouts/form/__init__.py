"""The layout `form`: one project a table, labels with their values above its indicators; many forms in a file.

So departments write the targets of single projects, and of the whole department, in documents and workbooks.
"""

from __future__ import annotations

from collections.abc import Sequence

from lint_pbt.layouts.form.draft import Form as Sheet
from lint_pbt.layouts.form.naming import named
from lint_pbt.layouts.form.reader import FormReader
from lint_pbt.layouts.tables.entries import keep_sure_ordinals, units_of
from lint_pbt.layouts.tables.finding import Tables
from lint_pbt.layouts.tables.frame import read_frame
from lint_pbt.layouts.tables.strangers import NO_GOAL, strange_columns, unfilled, without_categories
from lint_pbt.layouts.units import standing_in
from lint_pbt.model import Document, Field, Form, Note

NAME = "form"


def lay_out(tables: Tables) -> Document:
    """Read the forms of a source as one document."""
    own = tables.tables
    reader = FormReader(tables.titles)
    for table in own:
        reader.read(table)
    notes = [*reader.notes, *named(reader.forms)]
    forms = [form for form in reader.forms if not form.draft.unfilled]
    drafts = [form.draft for form in forms]
    for form in forms:
        form.finish()
    keep_sure_ordinals(drafts)
    frame = read_frame(own[0].rows[: reader.first], tables.titles)
    has_goal = bool(forms) and all(form.has_goal for form in forms)
    kind = Form(
        has_cycle=any(draft.has_cycle for draft in drafts),
        has_goal=has_goal,
        paired=not any(draft.listed["cycle"] for draft in drafts) and len({one.has_cycle for one in drafts}) < 2,
    )
    return Document(
        path=tables.source.path,
        layout=NAME,
        units=standing_in(units_of(drafts, sources_given=True), kind),
        title=frame.title,
        department=frame.department or _department(forms),
        amount_unit=next((form.amount_unit for form in forms if form.amount_unit), frame.amount_unit),
        encoding=tables.source.encoding,
        notes=(
            *strange_columns(own),
            *without_categories(drafts),
            *(() if has_goal or not forms else (Note(NO_GOAL),)),
            *unfilled([form.draft for form in reader.forms if form.has_list]),
            *notes,
        ),
    )


def _department(forms: Sequence[Sheet]) -> Field | None:
    """The department of all forms, None where they have several."""
    found = [form.department for form in forms if form.department is not None]
    return found[0] if len({field.text for field in found}) == 1 else None
