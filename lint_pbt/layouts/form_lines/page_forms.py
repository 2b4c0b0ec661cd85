"""The forms in text that is set as on the page: columns stand below their titles, cells in the middle of their rows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from lint_pbt.layouts.form_lines.bounds import begin_of, is_title, last_project, outside
from lint_pbt.layouts.form_lines.doubts import is_doubtful, kept_rows
from lint_pbt.layouts.form_lines.form import Form, Run
from lint_pbt.layouts.form_lines.labels import goals_without_text
from lint_pbt.layouts.form_lines.likeness import like
from lint_pbt.layouts.form_lines.pieces import Piece, text_of
from lint_pbt.layouts.form_lines.set_labels import set_label_rows
from lint_pbt.layouts.form_lines.spreading import Named, categories_of, misplaced, spread
from lint_pbt.layouts.form_lines.stacks import Stack, stacks_of
from lint_pbt.layouts.form_lines.visual import (
    OTHER,
    Chunk,
    Column,
    Extent,
    broken_titles,
    chunks_of,
    column_at,
    columns_of,
    extents,
    find_titles,
    is_set,
    rows_of,
    titles_below,
)
from lint_pbt.layouts.tables.titles import Titles
from lint_pbt.sheet import Line

_TARGETS = ("value", "cycle")
_A_TARGET = 3.0  # points of what can be checked
_MOST_DOUBTFUL = 0.5  # of the records of a form
_LEVELS = ("level1", "level2")
_MOST_LINES = 600  # of the indicators of one form
_LEAST_OF_PAGE = 3  # lines that tell where the columns of a page are
_UNIT = 4.0  # points of what is a unit of measure
_LONGEST_LABEL = 8  # characters of a line of the label that runs down beside the indicators

Rows = Sequence[Sequence[Piece]]
Page = tuple[list[Column], Sequence[Sequence[Chunk]]]


def page_forms(lines: Sequence[Line], pieces: Sequence[Piece], titles: Titles, spaced: bool) -> Iterator[Form]:
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
        begin = bisect_right(starts, begin_of(pieces, starts[floor], starts[head], titles)) - 1
        end = _row_at(starts, outside(pieces, starts[max([head, *repeats]) + 1], starts[limit], titles))
        form = _Reader(lines, rows, titles, spaced).read(begin, head, repeats, end)
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
    def __init__(self, lines: Sequence[Line], rows: Rows, titles: Titles, spaced: bool) -> None:
        self.lines, self.rows, self.titles = lines, rows, titles
        self.chunks = [chunks_of(row, spaced) for row in rows]
        self.unsure: list[Piece] = []
        self.share = 0.0  # of the records that are in doubt

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
            whole, more = titles_below(whole, self.chunks[last:end], extent, self.titles)
            taken = {at + row - head for at in repeats for row in range(first, last + more)}
            rest = [at for at in range(last + more, end) if at not in taken]
            if not is_set([self.rows[at] for at in rest]):
                continue
            body = [self.chunks[at] for at in rest]
            columns, cut = columns_of(whole, body, extent)
            # Where fewer titles are found the edges between the others cut nothing.
            rank = (-sum(role != OTHER for role, _ in whole), cut)
            if best is None or rank < best[0]:
                best = (rank, columns, extent, first)
        if best is None:
            return None
        _, columns, extent, first = best
        title_rows = {at for at, row in enumerate(self.rows) if any(set(column.title) & set(row) for column in columns)}
        own = [at for at in range(head, end) if at not in taken and at not in title_rows]
        pages = [(self._columns(columns, page, extent), [self.chunks[at] for at in page]) for page in self._pages(own)]
        records = self._records(pages, extent)
        title = self.rows[begin] if begin < first and is_title(text_of(self.rows[begin])) else ()
        known = [at for at, column in enumerate(columns) if column.role != OTHER]
        roles = [columns[at].role for at in known]
        labels = set_label_rows(self.rows[begin + bool(title) : first], extent, self.titles)
        return Form(
            self.rows[head][0],
            title,
            labels,
            tuple(roles),
            [columns[at].title for at in known],
            [[record[at] for at in known] for record in records],
            self.unsure,
            lost=goals_without_text(labels, self.titles),
            trusted=bool(records)
            and self.share <= _MOST_DOUBTFUL
            and all(roles.count(role) == 1 or role == "note" for role in roles)
            and all(self._titles_at(at) == self._titles_at(head) for at in repeats),
        )

    def _titles_at(self, head: int) -> list[str]:
        """What the titles on the main line of a header are."""
        return [text_of(title) for _, title in find_titles(self.rows, head, self.titles)]

    def _pages(self, rows: Sequence[int]) -> list[list[int]]:
        """The rows page by page: programs set each page for itself."""
        pages: list[list[int]] = [[]]
        for before, at in zip([None, *rows], rows, strict=False):
            if before is not None:
                first, last = self.rows[before][0].line + 1, self.rows[at][0].line
                if any(self.lines[line].breaks_page for line in range(first, last + 1)):
                    pages.append([])
            pages[-1].append(at)
        return pages

    def _columns(self, columns: list[Column], page: Sequence[int], extent: Extent) -> list[Column]:
        """The columns on a page: their titles may stand on another one."""
        if len(page) < _LEAST_OF_PAGE:
            return columns
        found, _ = columns_of([(one.role, one.title) for one in columns], [self.chunks[at] for at in page], extent)
        return found

    def _records(
        self, pages: Sequence[tuple[list[Column], Sequence[Sequence[Chunk]]]], extent: Extent
    ) -> list[list[Run]]:
        """The records on pages, each with its columns and rows."""
        roles = [column.role for column in pages[0][0]]
        body = [row for _, rows in pages for row in rows]
        lines = [self._cells(columns, row, extent) for columns, rows in pages for row in rows]
        own = [column for column, role in enumerate(roles) if role not in _LEVELS]
        kept = [at for at, cells in enumerate(lines) if any(cells[column] for column in own)]
        reading = stacks_of([lines[at] for at in kept], roles)
        found = reading.stacks
        if not found:
            return []
        end = found[-1].end
        # Where blank lines stand between, they are part of the picture.
        heights = [row[0][0].line for row in body]
        stacks = [
            stack._replace(start=heights[kept[stack.start]], end=heights[kept[stack.end - 1]] + 1) for stack in found
        ]
        self._note_rest(lines, roles, kept, end)
        records: list[list[Run]] = [list(stack.cells) for stack in stacks]
        bottom = kept[end] if end < len(kept) else len(lines)
        doubtful = self._add_levels(roles, lines[:bottom], heights, stacks, records, reading.set_at)
        doubtful |= reading.doubtful | {at for at, record in enumerate(records) if is_doubtful(roles, record)}
        name = roles.index("name")
        self.unsure += [records[at][name][0] for at in sorted(doubtful)]
        self.share = len(doubtful) / len(records)
        return list(kept_rows(records, roles, doubtful))

    def _cells(self, columns: Sequence[Column], row: Sequence[Chunk], extent: Extent) -> list[list[Piece]]:
        """What of a row stands in each column."""
        cells: list[list[Piece]] = [[] for _ in columns]
        for before, chunk in zip([None, *row], row, strict=False):
            at = column_at(columns, chunk, extent)
            last = before[-1] if before else None
            if at and columns[at].role == "measure" and last in cells[at - 1] and _goes_on_value(last, chunk[0]):
                at -= 1
            if at is not None:
                cells[at] += chunk
            elif len(chunk[0].text) > _LONGEST_LABEL:
                self.unsure.append(chunk[0])
        return cells

    def _note_rest(
        self, lines: Sequence[Sequence[Sequence[Piece]]], roles: Sequence[str], kept: Sequence[int], end: int
    ) -> None:
        """Say so where categories or targets stand behind the last row that could be read."""
        for at in kept[end:]:
            for role, cell in zip(roles, lines[at], strict=True):
                text = text_of(cell) if cell else ""
                if text.endswith("指标") or (role in _TARGETS and text and like(role, text) >= _A_TARGET):
                    self.unsure.append(cell[0])
                    return

    def _add_levels(
        self,
        roles: Sequence[str],
        lines: Sequence[Sequence[Sequence[Piece]]],
        heights: Sequence[int],
        stacks: Sequence[Stack],
        records: Sequence[list[Run]],
        set_at: str | None,
    ) -> set[int]:
        """Put each category into the first of the records it stands for; the records of which that is not sure."""
        names: list[list[Named]] = []
        for role in _LEVELS:
            some = categories_of(lines, roles.index(role), role, len(lines)) if role in roles else []
            names.append([one._replace(first=heights[one.first], last=heights[one.last]) for one in some])
        found = spread(names[0], names[1], stacks, set_at) if any(names) else None
        if found is None:
            return set(range(len(stacks)))
        for role, own, starts in zip(_LEVELS, names, found.starts, strict=True):
            for name, start in zip(own, starts, strict=True):
                records[start][roles.index(role)] = name.run
        return set(found.doubtful) | misplaced(roles, records)
