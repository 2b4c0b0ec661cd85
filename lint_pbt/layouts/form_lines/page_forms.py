"""The forms in text that is set as on the page: columns stand below their titles, cells in the middle of their rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lint_pbt.layouts.form_lines.bounds import begin_of, is_title, last_project, outside
from lint_pbt.layouts.form_lines.form import Form, Run
from lint_pbt.layouts.form_lines.likeness import like
from lint_pbt.layouts.form_lines.pieces import Piece, text_of
from lint_pbt.layouts.form_lines.set_labels import set_label_rows
from lint_pbt.layouts.form_lines.stacks import Named, Stack, belongs, categories_of, spread, stacks_of
from lint_pbt.layouts.form_lines.visual import (
    Column,
    Extent,
    broken_titles,
    column_at,
    columns_of,
    extents,
    find_titles,
    is_set,
    rows_of,
)
from lint_pbt.layouts.tables.titles import Titles
from lint_pbt.sheet import Line

_LEVELS = ("level1", "level2")
_MOST_LINES = 600  # of the indicators of one form
_UNIT = 4.0  # points of what is a unit of measure
_LONGEST_LABEL = 8  # characters of a line of the label that runs down beside the indicators

Rows = Sequence[Sequence[Piece]]


def page_forms(lines: Sequence[Line], pieces: Sequence[Piece], titles: Titles) -> Iterator[Form]:
    """Every form whose lines are set as on the page; none of a text that is not."""
    rows = rows_of(pieces)
    starts = [0]
    for row in rows:
        starts.append(starts[-1] + len(row))
    heads = [at for at in range(len(rows)) if len(rows[at]) > 2 and find_titles(rows, at, titles)]
    floor, number = 0, 0
    while number < len(heads):
        head = heads[number]
        number += 1
        repeats = []
        while number < len(heads) and _goes_on(pieces, starts[heads[number - 1]], starts[heads[number]], titles):
            repeats.append(heads[number])
            number += 1
        limit = len(rows)
        if number < len(heads):
            limit = _row_at(starts, begin_of(pieces, starts[head + 1], starts[heads[number]], titles))
        begin = _row_at(starts, begin_of(pieces, starts[floor], starts[head], titles))
        end = _row_at(starts, outside(pieces, starts[max([head, *repeats]) + 1], starts[limit], titles))
        form = _Reader(lines, rows, titles).read(begin, head, repeats, end)
        if form:
            yield form
            floor = head


def _goes_on(pieces: Sequence[Piece], start: int, end: int, titles: Titles) -> bool:
    return last_project(pieces, start, end, titles) is None


def _row_at(starts: Sequence[int], position: int) -> int:
    return next(row for row, start in enumerate(starts) if start >= position)


def _goes_on_value(before: Piece | None, piece: Piece) -> bool:
    """Whether a piece that stands below the units goes on with the value: that is no number, or it is no unit."""
    if before is None or piece.start - before.end > 1:
        return False
    return not before.plain[-1:].isdigit() or like("measure", piece.plain) < _UNIT


class _Reader:
    def __init__(self, lines: Sequence[Line], rows: Rows, titles: Titles) -> None:
        self.lines, self.rows, self.titles = lines, rows, titles
        self.unsure: list[Piece] = []

    def read(self, begin: int, head: int, repeats: Sequence[int], end: int) -> Form | None:
        """The form whose labels begin at a row and whose titles stand around the row `head`."""
        if end - head > _MOST_LINES:
            end = head + _MOST_LINES
            self.unsure.append(self.rows[end][0])
        best: tuple[tuple[int, int], list[Column], Extent, int] | None = None
        taken: set[int] = set()
        for extent in extents(self.lines):
            found = find_titles(self.rows, head, self.titles)
            whole, first, last = broken_titles(self.rows, head, found, extent, self.titles)
            if not {"value", "cycle"} & {role for role, _ in whole}:
                continue
            taken = {at + row - head for at in repeats for row in range(first, last)}
            body = [self.rows[at] for at in range(last, end) if at not in taken]
            if not is_set(body):
                continue
            columns, cut = columns_of(whole, body, extent)
            # Where fewer titles are found the edges between the others cut nothing.
            rank = (-len(whole), cut)
            if best is None or rank < best[0]:
                best = (rank, columns, extent, first)
        if best is None:
            return None
        _, columns, extent, first = best
        title_rows = {at for at, row in enumerate(self.rows) if any(set(column.title) & set(row) for column in columns)}
        body = [self.rows[at] for at in range(head, end) if at not in taken and at not in title_rows]
        records = self._records(columns, body, extent)
        title = self.rows[begin] if begin < first and is_title(text_of(self.rows[begin])) else ()
        return (
            Form(
                self.rows[head][0],
                title,
                set_label_rows(self.rows[begin + bool(title) : first], extent, self.titles),
                tuple(column.role for column in columns),
                [column.title for column in columns],
                records,
                self.unsure,
            )
            if records
            else None
        )

    def _records(self, columns: Sequence[Column], body: Rows, extent: Extent) -> list[list[Run]]:
        roles = [column.role for column in columns]
        lines: list[list[list[Piece]]] = []
        for row in body:
            cells: list[list[Piece]] = [[] for _ in columns]
            for before, piece in zip([None, *row], row, strict=False):
                at = column_at(columns, piece, extent)
                if at and roles[at] == "measure" and before in cells[at - 1] and _goes_on_value(before, piece):
                    at -= 1
                if at is not None:
                    cells[at].append(piece)
                elif len(piece.text) > _LONGEST_LABEL:
                    self.unsure.append(piece)
            lines.append(cells)
        own = [column for column, role in enumerate(roles) if role not in _LEVELS]
        kept = [at for at, cells in enumerate(lines) if any(cells[column] for column in own)]
        found = stacks_of([lines[at] for at in kept], roles)
        if not found:
            return []
        end = found[-1].end
        # Where blank lines stand between, they are part of the picture.
        heights = [row[0].line for row in body]
        stacks = [
            stack._replace(start=heights[kept[stack.start]], end=heights[kept[stack.end - 1]] + 1) for stack in found
        ]
        self._note_rest(lines, kept, end)
        records: list[list[Run]] = [list(stack.cells) for stack in stacks]
        bottom = kept[end] if end < len(kept) else len(lines)
        self._add_levels(roles, lines[:bottom], heights, stacks, records)
        return records

    def _note_rest(self, lines: Sequence[Sequence[Sequence[Piece]]], kept: Sequence[int], end: int) -> None:
        """Say so where categories stand behind the last row that could be read."""
        if end < len(kept):
            rest = [piece for cells in lines[kept[end] :] for cell in cells for piece in cell]
            if any(piece.plain.endswith("指标") for piece in rest):
                self.unsure.append(rest[0])

    def _add_levels(
        self,
        roles: Sequence[str],
        lines: Sequence[Sequence[Sequence[Piece]]],
        heights: Sequence[int],
        stacks: Sequence[Stack],
        records: Sequence[list[Run]],
    ) -> None:
        """Put each category into the first of the records it stands for."""
        edges = set(range(len(stacks)))
        below: list[tuple[int, Named]] = []
        for role in reversed(_LEVELS):
            if role not in roles:
                continue
            column = roles.index(role)
            names = categories_of(lines, column, role, len(lines))
            names = names and [one._replace(first=heights[one.first], last=heights[one.last]) for one in names]
            starts = spread(names, stacks, edges.__contains__, below) if names else None
            if names is None or starts is None:
                first = next((cells[column][0] for cells in lines if cells[column]), None)
                self.unsure += [first] if first else []
                continue
            for start, name in zip(starts, names, strict=True):
                records[start][column] = name.run
            self._check(list(zip(starts, names, strict=True)), below)
            edges, below = set(starts), list(zip(starts, names, strict=True))

    def _check(self, firsts: Sequence[tuple[int, Named]], seconds: Sequence[tuple[int, Named]]) -> None:
        """Say so where a category would come to stand under a first level it does not belong to."""
        for start, second in seconds:
            above = [first for begin, first in firsts if begin <= start]
            if above and not belongs(above[-1], second):
                self.unsure.append(second.run[0])
