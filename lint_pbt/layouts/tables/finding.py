"""Which tables of a source hold indicators: they are few among many in a whole budget disclosure.

Lines of text right above a table belong to it, as rows of their own; a table that goes on over a page is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from lint_pbt.layouts.tables.fields import bare_category
from lint_pbt.layouts.tables.header import Header, Rows, find_headers, header_of_runs, is_run
from lint_pbt.layouts.tables.labels import label_roles
from lint_pbt.layouts.tables.rows import Row, cell_at, filled, has_indicator, is_category, is_heading
from lint_pbt.layouts.tables.titles import Titles, compact
from lint_pbt.layouts.words import standard_framework
from lint_pbt.sheet import Cell, GridSheet, LineSheet

if TYPE_CHECKING:
    from lint_pbt.layouts import Words
    from lint_pbt.sheet import Source

_MOST_LINES = 8  # of text above a table that belong to it
_LONGEST_LINE = 60  # characters
_GAP = re.compile(r"[^ \t\u3000](?:[^ \t\u3000]|[ \t\u3000](?![ \t\u3000]))*")
_TITLE = re.compile(r"表(?:\([^()]{1,30}\))*$")
_PAGE_NUMBER = re.compile(r"[-—–第\s]*\d{1,4}[-—–页\s]*(?:[/共]\s*\d{1,4}\s*页?)?")
_LEAST_CATEGORIES = 3
_LONGEST_NAME = 20


class Table(NamedTuple):
    """The rows of a table, lines of text above it first, with its headers; `name` is that of its worksheet."""

    name: str | None
    rows: tuple[Row, ...]
    headers: tuple[Header, ...]

    @property
    def above(self) -> Rows:
        """The rows above the first header."""
        return self.rows[: self.headers[0].start]


class Tables(NamedTuple):
    """The tables of a source that hold indicators, and its other grids.

    `lost` are those of the others that look as if they held indicators, under a header that is not known.
    """

    source: Source
    titles: Titles
    tables: tuple[Table, ...]
    others: tuple[GridSheet, ...]
    lost: tuple[GridSheet, ...]


def find_tables(source: Source, added: Words) -> Tables:
    """The tables of indicators in a source, in its order."""
    titles = Titles(added)
    tables: list[Table] = []
    others: list[GridSheet] = []
    lost: list[GridSheet] = []
    above: list[Row] = []
    open_ = False  # whether the table above may go on
    for sheet in source.sheets:
        if isinstance(sheet, LineSheet):
            lines = _frame(sheet)
            above += lines
            open_ = open_ and not any(_begins_table(line, titles) for line in lines)
            continue
        headers = tuple(find_headers(sheet.rows, titles))
        if not headers and (run := header_of_runs(sheet.rows)) is not None:
            if open_ and tables[-1].headers[-1].records is not None:
                run = None
            headers = (run,) if run else ()
        if open_ and sheet.name is None and _goes_on(tables[-1], sheet.rows, headers):
            tables[-1] = _together(tables[-1], sheet.rows, headers)
        elif headers:
            offset = len(above)
            tables.append(Table(sheet.name, (*above, *sheet.rows), tuple(header.moved(offset) for header in headers)))
            open_ = sheet.name is None
        elif any(filled(row) for row in sheet.rows):
            (lost if _like_indicators(sheet.rows) else others).append(sheet)
            open_ = False
        above = []
    return Tables(source, titles, tuple(tables), tuple(others), tuple(lost))


def _frame(sheet: LineSheet) -> list[Row]:
    """The last lines of a text as rows: title, labels and unit of money that stand above a table."""
    rows: list[Row] = []
    for line in reversed(sheet.lines):
        text = line.text.strip()
        if not text or _PAGE_NUMBER.fullmatch(text):
            continue
        if len(text) > _LONGEST_LINE or text[-1] in "。；;，," or len(rows) == _MOST_LINES:
            break
        cells = (Cell(match[0], line.place.moved(match.start())) for match in _GAP.finditer(line.text))
        rows.append(tuple(cells))
    return rows[::-1]


def _goes_on(table: Table, rows: Rows, headers: Sequence[Header]) -> bool:
    """Whether rows go on with the table above: under the same header again, or with indicators under none."""
    last = table.headers[-1]
    if headers:
        return headers[0].titles == last.titles and not any(filled(row) for row in rows[: headers[0].start])
    width = max(map(len, table.rows[last.start : last.end]))
    if max(map(len, rows), default=0) > width:
        return False
    if last.records is not None:
        return any(is_run(cell.text) for row in rows if (cell := cell_at(row, last.records)))
    listed = [(row, listing) for row in rows for listing in last.listings if has_indicator(row, listing)]
    levels = [cell for row, one in listed for at in (one.level1, one.level2) if (cell := cell_at(row, at)) is not None]
    named = all(cell_at(row, listing.name) is not None for row, listing in listed)
    return (
        bool(listed) and named and all(is_category(cell.text) for cell in levels) and (bool(levels) or last.first > 0)
    )


def _begins_table(line: Row, titles: Titles) -> bool:
    """Whether a line of text is the title of a table or a label above it, and not the furniture of a page."""
    return any(_TITLE.search(compact(cell.text)) for cell in line) or bool(label_roles(line, titles))


def _together(table: Table, rows: tuple[Row, ...], headers: Iterable[Header]) -> Table:
    offset = len(table.rows)
    moved = tuple(header.moved(offset) for header in headers)
    return Table(table.name, (*table.rows, *rows), (*table.headers, *moved))


def _like_indicators(rows: Rows) -> bool:
    """Whether rows hold names of second-level categories, as nothing but a table of indicators does."""
    texts = {
        cell.text for row in rows for cell in filled(row) if "指标" in cell.text and len(cell.text) <= _LONGEST_NAME
    }
    found = {level.name for text in texts if (level := standard_framework().level2(bare_category(text)))}
    return len(found) >= _LEAST_CATEGORIES


def is_form(table: Table, titles: Titles) -> bool:
    """Whether a table is a form, with labels above its indicators; in a grid rows or a column name the projects."""
    header = table.headers[0]
    if header.project is not None or header.unit is not None or header.records is not None:
        return False
    roles = set(chain.from_iterable(label_roles(row, titles) for row in table.above))
    if roles & {"project", "goal", "cycle_goal", "amount", "cycle_amount", "source"}:
        return True
    if any(_names_project(row, header, titles) for row in table.rows[header.end :] if filled(row)):
        return False
    return bool(roles) or table.name is not None or header.blocks is not None


def _names_project(row: Row, header: Header, titles: Titles) -> bool:
    """Whether a row below a header names a project across the columns."""
    listed = any(has_indicator(row, listing) for listing in header.listings)
    return not listed and ("project" in label_roles(row, titles) or is_heading(row, header))
