"""The layout `grid`: a header with one title a column, and one indicator a row.

So the budget-management systems export their tables. Unit, project, amount and goal stand once and count for
the rows below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lint_pbt.layouts.grid.body import Body
from lint_pbt.layouts.tables.entries import keep_sure_ordinals, units_of
from lint_pbt.layouts.tables.finding import Table, Tables
from lint_pbt.layouts.tables.frame import read_frame
from lint_pbt.layouts.tables.header import Header
from lint_pbt.layouts.tables.strangers import NO_GOAL, nameless, strange_columns, unfilled, without_categories
from lint_pbt.layouts.units import standing_in
from lint_pbt.model import Document, Form, Note

NAME = "grid"


def lay_out(tables: Tables) -> Document:
    """Read the grids of a source as one document."""
    own = tables.tables
    body = Body(tables.titles)
    for table in own:
        body.read(table)
    drafts = [draft for draft in body.drafts if not draft.unfilled or any(one.value for one in draft.amounts)]
    keep_sure_ordinals(drafts)
    headers = [header for table in own for header in table.headers]
    frame = read_frame(own[0].above, tables.titles)
    lists = any(draft.listed["cycle"] for draft in drafts)
    in_one_row = any(listing.cycle for header in headers for listing in header.listings)
    has_goal = any(map(_has_goal, headers)) or any(draft.goals or draft.cycle_goals for draft in drafts)
    totals = {amounts[0].value: amounts for amounts in body.totals}
    form = Form(has_cycle=lists or in_one_row or "cycle" in body.labelled, has_goal=has_goal, paired=not lists)
    return Document(
        path=tables.source.path,
        layout=NAME,
        units=standing_in(units_of(drafts), form),
        title=frame.title,
        department=frame.department,
        amount_unit=frame.amount_unit or _unit_in(headers) or body.amount_unit,
        amounts=next(iter(totals.values())) if len(totals) == 1 else (),
        encoding=tables.source.encoding,
        notes=(
            *_notes(own),
            *without_categories(drafts),
            *nameless(drafts),
            *(() if has_goal else (Note(NO_GOAL),)),
            *unfilled(body.drafts),
            *body.notes,
        ),
    )


_MONEY = re.compile(r"[(:]([亿万千百]?元)\)?")


def _unit_in(headers: Sequence[Header]) -> str | None:
    """The unit of the amounts where the title of their column has it."""
    found = (_MONEY.search(header.titles[index]) for header in headers for _, index in header.amounts)
    return next((match[1] for match in found if match), None)


def _has_goal(header: Header) -> bool:
    return header.goal is not None or header.cycle_goal is not None


def _notes(tables: Sequence[Table]) -> Iterator[Note]:
    """What of the tables was not looked at."""
    yield from strange_columns(tables)
    for table in tables:
        for header in table.headers:
            if header.goal is not None and header.cycle_goal is not None:
                title = header.titles[header.cycle_goal]
                yield Note(f"表里有两列目标，检查用的是年度的，“{title[:20]}”没有检查")
                return
