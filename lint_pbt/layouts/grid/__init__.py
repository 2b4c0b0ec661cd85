"""The layout `grid`: a header with one title a column, and one indicator a row.

So the budget-management systems export their tables. Unit, project, amount and goal stand once and count for
the rows below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lint_pbt.layouts.grid.body import Body
from lint_pbt.layouts.tables.entries import units_of, with_ordinals, without_ordinals
from lint_pbt.layouts.tables.finding import Table, Tables, is_form
from lint_pbt.layouts.tables.frame import read_frame
from lint_pbt.layouts.tables.header import Header, sureness_of
from lint_pbt.layouts.tables.strangers import nameless, strange_columns, unfilled, without_categories
from lint_pbt.model import Document, Note

NAME = "grid"

_NO_GOAL = "表里没有绩效目标这一栏，没有检查项目的目标"


def sureness(tables: Tables) -> float:
    """How sure the layout is that one of the tables is its own: by the columns its header knows."""
    return max((sureness_of(table.headers[0]) for table in _own(tables)), default=0.0)


def lay_out(tables: Tables) -> Document:
    """Read the grids of a source as one document."""
    own = _own(tables)
    body = Body(tables.titles)
    for table in own:
        body.read(table)
    drafts = [draft for draft in body.drafts if not draft.unfilled or any(one.value for one in draft.amounts)]
    if not with_ordinals(drafts):
        without_ordinals(drafts)
    headers = [header for table in own for header in table.headers]
    frame = read_frame(own[0].above, tables.titles)
    lists = any(draft.listed["cycle"] for draft in drafts)
    in_one_row = any(listing.cycle for header in headers for listing in header.listings)
    has_goal = any(map(_has_goal, headers)) or any(draft.goals or draft.cycle_goals for draft in drafts)
    totals = {amounts[0].value: amounts for amounts in body.totals}
    return Document(
        path=tables.source.path,
        layout=NAME,
        units=units_of(drafts),
        title=frame.title,
        department=frame.department,
        amount_unit=frame.amount_unit or _unit_in(headers) or body.amount_unit,
        amounts=next(iter(totals.values())) if len(totals) == 1 else (),
        has_cycle=lists or in_one_row or "cycle" in body.labelled,
        has_goal=has_goal,
        paired=not lists,
        encoding=tables.source.encoding,
        notes=(
            *_notes(own),
            *without_categories(drafts),
            *nameless(drafts),
            *(() if has_goal else (Note(_NO_GOAL),)),
            *unfilled(body.drafts),
            *body.notes,
        ),
    )


def _own(tables: Tables) -> list[Table]:
    return [table for table in tables.tables if not is_form(table, tables.titles)]


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
