"""The layout `grid`: a header with one title a column, and one indicator a row.

So the budget-management systems export their tables. Unit, project, amount and goal stand once and count for
the rows below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from lint_pbt.layouts.grid.body import Body
from lint_pbt.layouts.tables.entries import units_of, with_ordinals, without_ordinals
from lint_pbt.layouts.tables.frame import read_frame
from lint_pbt.layouts.tables.header import Header, find_headers
from lint_pbt.layouts.tables.titles import Titles
from lint_pbt.model import Document, Note
from lint_pbt.sheet import GridSheet

if TYPE_CHECKING:
    from lint_pbt.layouts import Words
    from lint_pbt.sheet import Source

NAME = "grid"

_NO_GOAL = "表里没有绩效目标这一栏，没有检查项目的目标"


def sureness(source: Source, added: Words) -> float:
    """How sure the layout is that the source is its own: by the columns its header knows."""
    titles = Titles(added)
    firsts = (next(find_headers(sheet.rows, titles), None) for sheet in _grids(source))
    return max((_sureness(header) for header in firsts if header), default=0.0)


def lay_out(source: Source, added: Words) -> Document:
    """Read the tables of all sheets of a source as one document."""
    titles = Titles(added)
    body = Body(titles)
    tables = _tables(source, titles)
    for sheet, headers in tables:
        body.read(sheet, headers)
    if not with_ordinals(body.drafts):
        without_ordinals(body.drafts)
    headers = [header for _, found in tables for header in found]
    frame = read_frame(tables[0][0].rows[: headers[0].start], titles)
    lists = any(draft.listed["cycle"] for draft in body.drafts)
    in_one_row = any(listing.cycle for header in headers for listing in header.listings)
    has_goal = any(map(_has_goal, headers)) or any(draft.goals or draft.cycle_goals for draft in body.drafts)
    totals = {amounts[0].value: amounts for amounts in body.totals}
    return Document(
        path=source.path,
        layout=NAME,
        units=units_of(body.drafts),
        title=frame.title,
        department=frame.department,
        amount_unit=frame.amount_unit or _unit_in(headers) or body.amount_unit,
        amounts=next(iter(totals.values())) if len(totals) == 1 else (),
        has_cycle=lists or in_one_row or "cycle" in body.labelled,
        has_goal=has_goal,
        paired=not lists,
        encoding=source.encoding,
        notes=(*source.notes, *_notes(source, tables), *(() if has_goal else (Note(_NO_GOAL),)), *body.notes),
    )


_Tables = Sequence[tuple[GridSheet, list[Header]]]
_MONEY = re.compile(r"[(:]([亿万千百]?元)\)?")


def _tables(source: Source, titles: Titles) -> list[tuple[GridSheet, list[Header]]]:
    """The sheets that hold a table of indicators, with its headers."""
    return [(sheet, headers) for sheet in _grids(source) if (headers := list(find_headers(sheet.rows, titles)))]


def _grids(source: Source) -> list[GridSheet]:
    return [sheet for sheet in source.sheets if isinstance(sheet, GridSheet)]


def _sureness(header: Header) -> float:
    if not header.listings:
        return 0.9  # runs of indicators were seen in its cells
    listing = header.listings[0]
    known = (listing.level1, listing.level2, listing.weight, header.project, header.goal)
    return min(0.5 + sum(index is not None for index in known) / 8, 1.0)


def _unit_in(headers: Sequence[Header]) -> str | None:
    """The unit of the amounts where the title of their column has it."""
    found = (_MONEY.search(header.titles[index]) for header in headers for _, index in header.amounts)
    return next((match[1] for match in found if match), None)


def _has_goal(header: Header) -> bool:
    return header.goal is not None or header.cycle_goal is not None


def _notes(source: Source, tables: _Tables) -> Iterator[Note]:
    """What of the sheets was not looked at."""
    with_table = [sheet for sheet, _ in tables]
    for sheet in _grids(source):
        if not any(sheet is other for other in with_table) and any(cell.text for row in sheet.rows for cell in row):
            yield Note(f"工作表“{sheet.name}”里没有找到绩效指标的表头，没有检查")
    for _, headers in tables:
        told: set[str] = set()
        for header in headers:
            for cell in header.strange:
                title = "".join(cell.text.split())
                if title not in told:
                    told.add(title)
                    yield Note(f"“{title[:20]}”这一列不认得，没有检查", cell.place)
            if header.goal is not None and header.cycle_goal is not None and "goals" not in told:
                told.add("goals")
                title = header.titles[header.cycle_goal]
                yield Note(f"表里有两列目标，检查用的是年度的，“{title[:20]}”没有检查")
