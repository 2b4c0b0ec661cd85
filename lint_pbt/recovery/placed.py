"""Forms in text whose words keep their places: a PDF's own, or columns of spaces as `pdftotext -layout` sets them.

Columns stand below their titles, and gaps that all lines share part them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import partial
from itertools import accumulate, chain, dropwhile, groupby, pairwise, takewhile

from lint_pbt.layouts.tables.labels import GOALS
from lint_pbt.layouts.tables.titles import Titles, block_named
from lint_pbt.layouts.words import code_end
from lint_pbt.model.sheet import Line
from lint_pbt.recovery.dealing import Cells, Column, apart, dealt, with_untitled
from lint_pbt.recovery.evidence import (
    BESIDE,
    LEVELS,
    TARGETS,
    is_category,
    is_doubtful,
    is_sum,
    is_unfilled,
    kept_rows,
    like,
)
from lint_pbt.recovery.forms import CELLS, Extent, Form, forms_under
from lint_pbt.recovery.heads import Title, head_of, titles_on
from lint_pbt.recovery.labelled import label_rows, labels_in_doubt
from lint_pbt.recovery.lined import in_order
from lint_pbt.recovery.rows import OTHER, SPANNING, Row, rows_of
from lint_pbt.recovery.spanning import misplaced, named_in, of_each_row, rejoined, spread, with_unnamed
from lint_pbt.recovery.words import Run, Word, is_one_line, is_title, text_of
from lint_pbt.text.patterns.lazy import Pattern

_LEAST_TITLES = 3
_LINES_OF_TITLE = 2  # below its first one
_MOST_ABOVE = 12  # from a title to the header
_GOES_ON = Pattern(r"\(?续表?\d?\)?$")
_FEW = 0.5  # of the lines on which texts stand that hold several rows together
_SHARE_PLACED = 0.6  # of the lines
_A_TARGET = 3.0  # points of what can be checked
_MOST_DOUBTFUL = 0.5  # of the records of a form
_SAME_MIDDLE = 2  # that twice the middles of texts may stand apart
_LONGEST_ASIDE = 6  # characters of a line of the label that runs down beside the indicators
_BLANK = 1.9  # lines from one to the next with a blank one between
_MOST_LINES = 600  # of the indicators of one form
_SUM, _LONGEST_UNIT = Pattern(r"\d[\d,]*\.\d{2}"), 6  # an amount, what may stand behind it in its cell


Lines = Sequence[Sequence[Run]]  # what stands together, or in each column, line by line


def placed_forms(lines: Sequence[Line], words: Sequence[Word], titles: Titles, lined: bool = False) -> Iterator[Form]:
    """Every form whose words are placed; none of a text whose words are not.

    With `lined` only the lines are those of the page, and each has to be dealt to the columns.
    """
    rows = [list(line) for _, line in groupby(words, key=lambda word: word.line)]
    starts = [0, *accumulate(map(len, rows))]
    heads = [at for at in range(len(rows)) if len(rows[at]) > 2 and _titles_at(rows, at, titles)]
    texts = [_together(row) for row in rows] if heads else []

    def read(extent: Extent) -> list[Form]:
        begin, end = bisect_right(starts, extent.begin) - 1, bisect_left(starts, extent.end)
        parts = list(_parts(rows, heads[extent.headers], end, titles))
        begins = [begin, *(_begin_at(rows, head, titles) for head, *_ in parts[1:])]
        ends = [*begins[1:], end]
        found = [
            _Reader(lines, rows, texts, titles, lined).read(begin, head, repeats, end)
            for begin, (head, *repeats), end in zip(begins, parts, ends, strict=True)
        ]
        named = all(
            begin < part[0] or _block_beside(rows, part[0], end, titles)
            for begin, part, end in zip(begins, parts, ends, strict=True)
        )
        whole = named and all(form is not None and form.trusted for form in found)
        return [
            form._replace(trusted=form.trusted and (whole or len(found) == 1), goes_on=at > 0)
            for at, form in enumerate(found)
            if form
        ]

    def repeats(first: int, other: int) -> bool:
        above = {text_of(row) for row in rows[: heads[first]]}
        again = (text_of(row) for row in _titled_above(rows, heads[other - 1] + 1, heads[other]))
        return all(_GOES_ON.sub("", text) in above for text in again)

    yield from forms_under([(starts[at], starts[at + 1]) for at in heads], read, words, titles, repeats)


def _titled_above(rows: Sequence[Sequence[Word]], begin: int, head: int) -> Sequence[Sequence[Word]]:
    """The title of a table right above its header, with the labels between; none where no title stands there."""
    ats = range(head - 1, max(begin, head - _MOST_ABOVE) - 1, -1)
    title = next((at for at in ats if is_title(text_of(rows[at])) and not _is_banner(rows[at])), head)
    return rows[title:head]


def _parts(rows: Sequence[Sequence[Word]], heads: Sequence[int], end: int, titles: Titles) -> Iterator[list[int]]:
    """The headers of a project, by the lists of indicators that they head: those of one repeat its titles.

    Lists for other times may stand under the same titles; then the block of each is named beside these.
    """
    part: list[int] = []
    before: tuple[list[str], str | None] | None = None
    for head, following in zip(heads, [*heads[1:], end], strict=True):
        found = _titles_at(rows, head, titles)
        own = [text_of(title) for _, title in dropwhile(lambda one: one[0] == OTHER, found)]
        beside = _block_beside(rows, head, following, titles)
        key = own, block_named(text_of(beside)) if beside else None
        if before is not None and key != before:
            yield part
            part = []
        part.append(head)
        before = key
    yield part


def _block_beside(rows: Sequence[Sequence[Word]], head: int, end: int, titles: Titles) -> Sequence[Word]:
    """The label left of a header, or of the rows below it, that tells for which time the indicators are."""
    found = _titles_at(rows, head, titles)
    left = next(title[0].left for role, title in found if role != OTHER)
    lines = [[word for word in row if word.right <= left] for row in rows[head:end]]
    label = list(chain.from_iterable(lines))
    some = (label, label[len(lines[0]) :], list(chain.from_iterable(takewhile(bool, lines))))
    return next((text for text in some if text and block_named(text_of(text))), ())


def _begin_at(rows: Sequence[Sequence[Word]], head: int, titles: Titles) -> int:
    """The row that names the list of indicators under a header, above its titles; this header where none does."""
    above = head - 1
    if above > 0 and all((found := titles.of(word.plain)) and found.role in TARGETS for word in rows[above]):
        above -= 1  # a title that columns share
    return above if above >= 0 and _is_banner(rows[above]) else head


def _is_banner(row: Sequence[Word]) -> bool:
    return len(row) == 1 and block_named(row[0].plain) is not None


def _titles_at(rows: Sequence[Sequence[Word]], at: int, titles: Titles) -> list[Title]:
    return titles_on(rows[at], titles, rows[at + 1 : at + 1 + _LINES_OF_TITLE])


def are_placed(rows: Sequence[Sequence[Word]], lines: Sequence[Line]) -> bool:
    """Whether rows stand as on the page: with known places, or most indented or with gaps of several spaces."""
    if len(rows) < _LEAST_TITLES:
        return False
    gaps = (
        lines[row[0].line].stretches
        or "\t" in lines[row[0].line].text
        or row[0].start > 1
        or any(b.start - a.end > 1 for a, b in pairwise(row))
        for row in rows
    )
    return sum(map(bool, gaps)) >= _SHARE_PLACED * len(rows)


class _Reader:
    """Reads one form out of rows of words."""

    def __init__(
        self,
        lines: Sequence[Line],
        rows: Sequence[list[Word]],
        texts: Sequence[list[list[Word]]],
        titles: Titles,
        lined: bool,
    ) -> None:
        self.lines, self.rows, self.texts, self.titles, self.lined = lines, rows, texts, titles, lined
        self.unsure: list[Word] = []
        self.points = 0.0  # of the texts in their columns
        self.share = 0.0  # of the records that are in doubt

    def read(self, begin: int, head: int, repeats: Sequence[int], end: int) -> Form | None:
        """The form whose labels begin at a row and whose titles stand around the row `head`."""
        if end - head > _MOST_LINES:
            end = head + _MOST_LINES
            self.unsure.append(self.rows[end][0])
        main = _titles_at(self.rows, head, self.titles)
        around = ([], []) if self.lined else (self.texts[begin:head], self.texts[head + 1 : end])
        columns, above, below = head_of(main, *around, self.titles)
        repeated = {at + by for at in repeats for by in range(-above, below + 1)}
        banners = {at - above - 1 for at in repeats if self._labels_goal(at - above - 1)}
        counting = {at for at in range(head + 1, end) if _numbers_columns(self.rows[at])}
        body = range(head + below + 1, end)
        own = [at for at in body if at not in repeated | banners | counting]
        is_way = self.lined or are_placed([self.rows[at] for at in own], self.lines)
        known = {column.role for column in columns}
        if not is_way or known.isdisjoint(TARGETS) or "name" not in known or (self.lined and not known <= set(CELLS)):
            return None
        if self.lined:
            cells = dict(zip(own, in_order([self.rows[at] for at in own], [one.role for one in columns]), strict=True))
        else:
            cells = self._cells(columns, body)
            if len(more := with_untitled(columns, [cells[at] for at in own])) > len(columns):
                columns, cells = more, self._cells(more, body)
        columns = list(
            _with_one_name([self._office(one, [cells[at][n] for at in own]) for n, one in enumerate(columns)])
        )
        if not self.lined:
            own = list(self._of_the_table(own, columns, cells))
            self.unsure += self._left_out(own, cells)
        first_line = self.texts[own[0]] if own and not self.lined else []
        more_titles = bool(first_line) and all(self.titles.of(text_of(text), below=True) for text in first_line)
        glued = more_titles or (bool(first_line) and _are_titles(columns, first_line))
        if glued:
            self.unsure.append(self.rows[own[0]][0])  # of columns below one title, and which counts is not known
            own = own[1:]
            glued = more_titles or all(two.title for one, two in pairwise(columns) if one.role in TARGETS)
        roles = [column.role for column in columns]
        records = self._records(roles, [cells[at] for at in own], [self.rows[at][0].y for at in own])
        beside = _block_beside(self.rows, head, end, self.titles)
        shown = [at for at, column in enumerate(columns) if column.role != OTHER or column.title]
        roles = [columns[at].role for at in shown]
        banner = max(_begin_at(self.rows, head, self.titles), begin)
        first = min(head - above, banner)
        titled = begin < first and is_title(text_of(self.rows[begin]))
        heading = self.rows[begin] if titled else ()
        labels = label_rows(self.rows[begin + titled : first], self.titles, "lined" if self.lined else "placed")
        block = self.rows[banner] if banner < head else beside
        labels += [(block,)] if block else []
        return Form(
            self.rows[head][0],
            heading,
            labels,
            tuple(roles),
            [columns[at].title for at in shown],
            [[record[at] for at in shown] for record in records],
            self.unsure,
            lost=[*labels_in_doubt(labels, self.titles), *(self.rows[at][0] for at in sorted(banners))],
            trusted=bool(records)
            and not (glued or self._has_other_target(columns))
            and self.share <= _MOST_DOUBTFUL
            and all(roles.count(role) == 1 or role in (*TARGETS, "note", OTHER) or BESIDE in roles for role in roles),
            points=self.points,
        )

    def _cells(self, columns: Sequence[Column], rows: range) -> dict[int, Cells]:
        """What stands in each column, by row."""
        breaks = [at for at in rows[1:] if self._breaks_before(at)]
        pages = [self.texts[start:end] for start, end in pairwise([rows.start, *breaks, rows.stop])]
        found = list(dealt(columns, pages))
        self.points = sum(points for _, points in found)
        return dict(zip(rows, (cells for cells, _ in found), strict=True))

    def _breaks_before(self, at: int) -> bool:
        between = range(self.rows[at - 1][0].line + 1, self.rows[at][0].line + 1)
        return any(self.lines[line].breaks_page for line in between)

    def _has_other_target(self, columns: Sequence[Column]) -> bool:
        """Whether a title below the main line is that of a target beside one on it: which counts is not known."""
        others = (self.titles.of(text_of(one.title), below=True) for one in columns if one.role == OTHER and one.title)
        return any(title is not None and title.role in TARGETS for title in others)

    def _office(self, column: Column, cells: Sequence[Run]) -> Column:
        """The column, as one of offices that hold rows together where few texts stand in it and none is a unit."""
        texts = [text_of(cell) for cell in cells if cell]
        title = self.titles.of(text_of(column.title)) if column.role == "measure" and column.title else None
        few = 0 < len(texts) <= _FEW * len(cells) and not any(like("measure", text) > 0 for text in texts)
        return column._replace(role="unit") if few and title and title.role == "unit" else column

    def _left_out(self, rows: Sequence[int], cells: Mapping[int, Cells]) -> list[Word]:
        """The first of the texts left of all columns that are too long for a label that runs down."""
        return [
            text[0]
            for at in rows
            for text in self.texts[at]
            if len(text_of(text).partition("(")[0]) > _LONGEST_ASIDE and not any(text[0] in cell for cell in cells[at])
        ][:1]

    def _of_the_table(
        self, rows: Sequence[int], columns: Sequence[Column], cells: Mapping[int, Cells]
    ) -> Iterator[int]:
        """The rows without pages that hold no name, and without lines that are a page's own: these are told."""
        name = next(at for at, column in enumerate(columns) if column.role == "name")
        edges = set(self._at_page_edges(rows))
        breaks = [at for at, row in enumerate(rows) if at and self._breaks_before(row)]
        for page in (rows[start:end] for start, end in pairwise([0, *breaks, len(rows)])):
            named = any(cells[at][name] for at in page)
            for at in page:
                others = [cells[one] for one in rows if one != at] if at in edges else []
                if named and not (at in edges and _is_stray(cells[at], others)):
                    yield at
                elif named or at == page[0]:
                    self.unsure.append(self.rows[at][0])

    def _at_page_edges(self, rows: Sequence[int]) -> Iterator[int]:
        """The rows of one text right before or behind the end of a page: perhaps the page's and none of the table's."""
        for before, at in pairwise(rows):
            if self._breaks_before(at):
                yield from (one for one in (before, at) if len(self.texts[one]) == 1)

    def _labels_goal(self, at: int) -> bool:
        """Whether a row is another goal, above a header that is repeated for its indicators."""
        return self.titles.label(text_of(self.rows[at]).partition(":")[0]) in GOALS

    def _records(self, roles: Sequence[str], lines: Lines, ys: Sequence[float]) -> list[list[Run]]:
        """The records in lines whose words are dealt to columns, and the rows of sums among them."""
        sums = [(y, list(cells)) for cells, y in zip(lines, ys, strict=True) if is_sum(roles, cells)]
        lines = [[()] * len(roles) if is_sum(roles, cells) else cells for cells in lines]
        own = [column for column, role in enumerate(roles) if role not in (*SPANNING, OTHER)]
        lines = [
            [() if at in own else cell for at, cell in enumerate(cells)] if is_unfilled(roles, cells) else cells
            for cells in lines
        ]
        kept = [at for at, cells in enumerate(lines) if any(cells[column] for column in own)]
        parted = [
            any(below - above > _BLANK for above, below in pairwise(ys[before : at + 1]))
            for before, at in pairwise([0, *kept])
        ]
        reading = rows_of([lines[at] for at in kept], [ys[at] for at in kept], roles, parted)
        found = reading.rows
        if not found:
            return []
        end = found[-1].end
        self._note_rest(lines, roles, kept, end)
        records: list[list[Run]] = [list(row.cells) for row in found]
        bottom = kept[end] if end < len(kept) else len(lines)
        heading: list[Run] = [() for _ in roles]
        doubtful = self._add_spanning(roles, lines[:bottom], ys[:bottom], found, records, heading, reading.set_at)
        doubtful |= {at for at, one in enumerate(records) if is_doubtful(roles, one) or any(map(_is_torn, roles, one))}
        doubtful |= {at for at, row in enumerate(found) if row.glued}
        name = roles.index("name")
        self.unsure += [records[at][name][0] for at in sorted(doubtful)]
        self.share = len(doubtful) / len(records)
        return list(self._with_sums(kept_rows(records, roles, doubtful), found, doubtful, sums, heading))

    def _with_sums(
        self,
        records: Iterable[list[Run]],
        rows: Sequence[Row],
        left_out: Set[int],
        sums: Sequence[tuple[float, list[Run]]],
        heading: list[Run],
    ) -> Iterator[list[Run]]:
        """The records of the rows that are not left out, with the rows of sums at their places.

        One amid the lines of a row is told: nobody knows of what it is the sum.
        """
        yield from (cells for y, cells in sums if y < rows[0].top)
        if any(heading):
            yield heading
        kept = [row for at, row in enumerate(rows) if at not in left_out]
        inside = [any(row.top <= y <= row.bottom for row in rows) for y, _ in sums]
        self.unsure += [next(filter(None, cells))[0] for (_, cells), told in zip(sums, inside, strict=True) if told]
        waiting = [one for one, told in zip(sums, inside, strict=True) if not told and one[0] >= rows[0].top]
        for row, record in zip(kept, records, strict=True):
            yield from (cells for y, cells in waiting if y < row.top)
            waiting = [one for one in waiting if one[0] > row.top]
            yield record
        yield from (cells for _, cells in waiting)

    def _note_rest(self, lines: Lines, roles: Sequence[str], kept: Sequence[int], end: int) -> None:
        """Say so where categories or targets stand behind the last row that could be read."""
        for at in kept[end:]:
            for role, cell in zip(roles, lines[at], strict=True):
                text = text_of(cell) if cell else ""
                if text.endswith("指标") or (role in TARGETS and text and like(role, text) >= _A_TARGET):
                    self.unsure.append(cell[0])
                    return

    def _add_spanning(
        self,
        roles: Sequence[str],
        lines: Lines,
        ys: Sequence[float],
        rows: Sequence[Row],
        records: Sequence[list[Run]],
        heading: list[Run],
        set_at: str | None,
    ) -> set[int]:
        """Put each cell that holds rows together into the first of them; the records of which that is not sure.

        One of several that ends above all rows is none of theirs: an office, or a sum, is the `heading` of them all.
        """
        columns = [at for role in SPANNING for at, own in enumerate(roles) if own == role]
        names = [named_in(lines, ys, at, roles[at], rows, set_at) for at in columns]
        for some in names:
            while some and some[-1].farthest < 0 and some[-1].top > rows[-1].bottom:
                below = some.pop().run[0]  # the table
                self.unsure += [below] if all(word.line != below.line for word in self.unsure) else []
        for number, at in enumerate(columns):
            if roles[at] not in LEVELS and (own := of_each_row(lines, ys, at, rows)) is not None:
                names[number] = own
        for at, some in zip(columns, names, strict=True):
            if roles[at] not in LEVELS and len(some) > 1 and some[0].bottom < rows[0].top:
                heading[at] = some.pop(0).run
        if roles.count("level1") == roles.count("level2") == 1:
            names[1] = with_unnamed(names[1], names[0])
        whole = [
            some if roles[at] in (*LEVELS, "amount") or len(some) == len(rows) else rejoined(lines, ys, at, some)
            for at, some in zip(columns, names, strict=True)
        ]
        levels = sum(roles[at] in LEVELS for at in columns)
        found = spread(names, rows, set_at, others=whole, levels=levels) if any(names) else None
        if found is None:
            return set(range(len(rows)))
        for at, one in zip(columns, found, strict=True):
            for name, start in zip(one.names, one.starts, strict=True):
                records[start][at] = name.run
        unsure = (
            row for at, one in zip(columns, found, strict=True) if roles[at] in LEVELS for row in one.unsure(rows)
        )
        seconds = (one.undecided(rows) for at, one in zip(columns, found, strict=True) if roles[at] == "level2")
        return {*unsure, *chain.from_iterable(seconds), *misplaced(roles, records)}


def _together(row: Sequence[Word]) -> list[list[Word]]:
    """The words of a row that stand together: parted by nothing but the space a program puts beside numbers."""
    texts: list[list[Word]] = []
    for before, word in zip([None, *row], row, strict=False):
        of_another = before and (
            (_SUM.fullmatch(before.plain) and len(word.plain) > _LONGEST_UNIT)
            or (_SUM.fullmatch(word.plain) and len(before.plain) > _LONGEST_UNIT)
            or code_end(word.plain) > _LONGEST_UNIT
        )
        if before and word.left - before.right <= 1 and is_one_line(before, word) and not of_another:
            texts[-1].append(word)
        else:
            texts.append([word])
    return texts


def _is_stray(cells: Cells, others: Sequence[Cells]) -> bool:
    """Whether a line of one text begins left of its column, or there and has its middle where no other of it does."""
    at = next((at for at, cell in enumerate(cells) if cell), None)
    if at is None:
        return False
    left, right = cells[at][0].left, cells[at][-1].right
    beside = [(one[at][0].left, one[at][-1].right) for one in others if one[at]]
    return left < min((start for start, _ in beside), default=0.0) - 1 or not any(
        abs(start - left) <= 1 or abs((start + end) - (left + right)) <= _SAME_MIDDLE for start, end in beside
    )


def _with_one_name(columns: Sequence[Column]) -> Iterator[Column]:
    """The columns: what is called a name behind the target explains the first one, a goal behind the name its rows.

    Behind a level that is called so again it is the name of another indicator on the same row.
    """
    before: list[str] = []
    for column in columns:
        again = column.role == "name" and "name" in before and not set(before).isdisjoint(TARGETS)
        of_rows = column.role in GOALS and "name" in before
        beside = again and before.count("level2") > 1
        yield column._replace(role=BESIDE if beside else "note") if again or of_rows else column
        before.append(column.role)


def _numbers_columns(row: Sequence[Word]) -> bool:
    """Whether a row holds the numbers of the columns."""
    return len(row) > _LEAST_TITLES and [word.plain for word in row] == [str(at + 1) for at in range(len(row))]


def _are_titles(columns: Sequence[Column], line: Sequence[Run]) -> bool:
    """Whether the line below a header has titles that nobody knows, below that of a target as well.

    They are several words, none a category or a target.
    """
    near = [(min(columns, key=partial(_apart, text)), text) for text in line]
    roles = {column.role for column, _ in near}
    below = not roles.isdisjoint(TARGETS) and roles.isdisjoint(("project", "unit", *LEVELS))
    told = any(
        is_category(text_of(text))
        or (column.role in TARGETS and not _apart(text, column) and like(column.role, text_of(text)) > 0)
        for column, text in near
    )
    return below and not told and sum(text_of(text).isalpha() for text in line) >= _LEAST_TITLES


def _apart(text: Run, column: Column) -> float:
    return max(column.left - text[-1].right, text[0].left - column.right, 0.0)


def _is_torn(role: str, cell: Run) -> bool:
    """Whether a wide gap divides a line of a cell: two texts in one column."""
    return any(len(apart(role, list(line))) > 1 for _, line in groupby(cell, key=lambda word: word.line))
