"""Forms in text whose words keep their places: a PDF's own, or columns of spaces as `pdftotext -layout` sets them.

Columns stand below their titles, and gaps that all lines share part them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import accumulate, groupby, pairwise
from typing import NamedTuple

from lint_pbt.layouts.tables.fields import is_sign
from lint_pbt.layouts.tables.labels import GOALS
from lint_pbt.layouts.tables.titles import Titles
from lint_pbt.layouts.words import code_end
from lint_pbt.model.sheet import Line
from lint_pbt.readers.gaps import Span, inner, least_crossed, white
from lint_pbt.recovery.evidence import LEVELS, TARGETS, is_doubtful, is_quantity, is_sum, kept_rows, like
from lint_pbt.recovery.forms import CELLS, Extent, Form, forms_under, title_at
from lint_pbt.recovery.labels import goals_without_text, label_rows
from lint_pbt.recovery.lined import dealt
from lint_pbt.recovery.pages import lefts_on
from lint_pbt.recovery.rows import (
    OTHER,
    SPANNING,
    Row,
    misplaced,
    named_in,
    rejoined,
    rows_of,
    spread,
    with_unnamed,
)
from lint_pbt.recovery.words import Run, Word, is_one_line, is_title, side_by_side, text_of
from lint_pbt.text.patterns.lazy import Pattern

_LEAST_TITLES = 3
_OWN = ("sign", *TARGETS, "measure", "weight", "direction", "note")  # titles that stand below one that they share
_FEW = 0.5  # of the lines on which texts stand that hold several rows together
_SHARE_PLACED = 0.6  # of the lines
_A_TARGET = 3.0  # points of what can be checked
_MOST_DOUBTFUL = 0.5  # of the records of a form
_MOST_LINES = 600  # of the indicators of one form
_ABOVE, _BELOW = 2, 3  # lines around the main one over which titles may break
_SLACK = 8.0  # that what a column holds may stand right of its title
_CROSSED = 0.15  # of the lines: where more are cut a column does not begin below its title
_SUM, _LONGEST_UNIT = Pattern(r"\d[\d,]*\.\d{2}"), 6  # an amount, what may stand behind it in its cell
_OWN_COLUMN = 3  # lines on which texts stand apart from both neighbours that make up a column without a title

_OPENED, _IN_BRACKETS = Pattern(r"\([^()]*"), Pattern(r"\([^()]*\)")

Title = tuple[str, Run]
Lines = Sequence[Sequence[Run]]  # what stands together, or in each column, line by line


class Column(NamedTuple):
    """A column by what it holds; it reaches from `left` to `right`, the last one without end."""

    role: str
    title: Run
    left: float
    right: float


def placed_forms(lines: Sequence[Line], words: Sequence[Word], titles: Titles, lined: bool = False) -> Iterator[Form]:
    """Every form whose words are placed; none of a text whose words are not.

    With `lined` only the lines are those of the page, and each has to be dealt to the columns.
    """
    rows = [list(line) for _, line in groupby(words, key=lambda word: word.line)]
    starts = [0, *accumulate(map(len, rows))]
    heads = [at for at in range(len(rows)) if len(rows[at]) > 2 and titles_on(rows[at], titles)]
    texts = [_together(row) for row in rows] if heads else []

    def read(extent: Extent) -> Form | None:
        begin, end = bisect_right(starts, extent.begin) - 1, bisect_left(starts, extent.end)
        head, *repeats = heads[extent.headers]
        return _Reader(lines, rows, texts, titles, lined).read(begin, head, repeats, end)

    yield from forms_under([(starts[at], starts[at + 1]) for at in heads], read, words, titles)


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


def titles_on(row: Sequence[Word], titles: Titles) -> list[Title]:
    """The titles of the columns whose main line is a row: each with its role; none where it is no such line."""
    found: list[Title] = []
    index = 0
    while index < len(row):
        title = title_at(side_by_side(row, index), 0, titles)
        role = title.role if title and title.role in (*CELLS, *SPANNING) else OTHER
        text = row[index : index + (title.end if title and role != OTHER else 1)]
        if role == "measure" and not any(one == "name" for one, _ in found):
            role = _role(text_of(text), titles) or OTHER  # 单位 is an office in front of the indicators
        if found or role != OTHER:
            found.append((role, text))
        index += len(text)
    _name_behind_levels(found, titles)
    roles = [role for role, _ in found if role != OTHER]
    if len(roles) < _LEAST_TITLES or "name" not in roles or not set(LEVELS) & set(roles):
        return []
    return found


def _name_behind_levels(found: list[Title], titles: Titles) -> None:
    """Where no column is titled as that of the names, the one titled 绩效指标 behind a level is."""
    roles = [role for role, _ in found]
    level = max((at for at, role in enumerate(roles) if role in LEVELS), default=len(roles))
    for at in range(level + 1, len(roles)) if "name" not in roles else ():
        title = titles.of(text_of(found[at][1]))
        if title and title.role == "indicators":
            found[at] = ("name", found[at][1])
            return


def _role(text: str, titles: Titles) -> str | None:
    """What the column with a title holds."""
    found = titles.of(text) or titles.guess(text)
    return found.role if found and found.role in (*CELLS, *SPANNING) else None


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
        self.share = 0.0  # of the records that are in doubt
        self.moved: dict[tuple[tuple[str, str, float], ...], list[list[float]]] = {}  # where columns stand, by page

    def read(self, begin: int, head: int, repeats: Sequence[int], end: int) -> Form | None:
        """The form whose labels begin at a row and whose titles stand around the row `head`."""
        if end - head > _MOST_LINES:
            end = head + _MOST_LINES
            self.unsure.append(self.rows[end][0])
        main = titles_on(self.rows[head], self.titles)
        shared = (0, 0)  # lines above and below with titles that others share, and with their own ones
        if self.lined:
            columns = [Column(role, title, 0.0, 0.0) for role, title in main]
            crossed = above = below = 0
            counting = set()
        else:
            edges = set(self._at_page_edges(range(head, end)))
            counting = {at for at in range(head + 1, end) if _numbers_columns(self.rows[at])}
            inside = [at for at in range(head + 1, end) if at not in {*repeats, *edges, *counting}]
            if head + 1 in inside:
                main, shared = self._with_own_titles(main, head, begin)
                inside = inside[shared[1] :]
            body = [self.texts[at] for at in inside]
            columns, crossed = columns_of(main, body)
            pages = self._pages(head, end)
            here = self._on_pages(columns, pages)
            if len(pages) > 1 and any(here[at] is not columns for at in inside):
                columns, crossed = columns_of(main, [self.texts[at] for at in inside if here[at] is columns])
            columns, above, below = self._with_broken_titles(columns, head, begin, end, shared)
            columns = [self._office(column, body) for column in _with_one_name(_with_parts(columns, body))]
        taken = counting | {at + by for at in repeats for by in range(-above, below + 1)}
        banners = {at - above - 1 for at in repeats if self._labels_goal(at - above - 1)}
        taken |= banners
        own = [at for at in range(head + below + 1, end) if at not in taken]
        roles = [column.role for column in columns]
        is_way = set(roles) <= set(CELLS) if self.lined else are_placed([self.rows[at] for at in own], self.lines)
        if not set(TARGETS) & set(roles) or not is_way:
            return None
        first = head - above
        if self.lined:
            cells = dealt([self.rows[at] for at in own], roles)
        else:
            if own and _are_titles(columns, self.texts[own[0]]):
                self.unsure.append(self.rows[own[0]][0])  # of columns below one title, and which counts is not known
                own = own[1:]
            here = self._on_pages(columns, pages)
            strays = [at for at in own if at in edges and _is_stray(self.texts[at][0], here[at], body)]
            self.unsure += [self.rows[at][0] for at in strays]
            own = [at for at in own if at not in strays]
            cells = [_cells(here[at], self.texts[at]) for at in own]
        records = self._records(roles, cells, [self.rows[at][0].y for at in own])
        heading = self.rows[begin] if begin < first and is_title(text_of(self.rows[begin])) else ()
        known = [at for at, column in enumerate(columns) if column.role != OTHER or column.title]
        roles = [columns[at].role for at in known]
        labelled = self.rows[begin + bool(heading) : first]
        labels = label_rows(labelled, self.titles, "lined" if self.lined else "placed")
        return Form(
            self.rows[head][0],
            heading,
            labels,
            tuple(roles),
            [columns[at].title for at in known],
            [[record[at] for at in known] for record in records],
            self.unsure,
            lost=[*goals_without_text(labels, self.titles), *(self.rows[at][0] for at in sorted(banners))],
            trusted=bool(records)
            and self.share <= _MOST_DOUBTFUL
            and all(roles.count(role) == 1 or role in (*TARGETS, "note", OTHER) for role in roles)
            and all(self._titles_at(at) == self._titles_at(head) for at in repeats),
            crossed=crossed,
        )

    def _on_pages(self, columns: Sequence[Column], pages: Sequence[range]) -> dict[int, Sequence[Column]]:
        """The columns by row: on each page as they stand there."""
        known = tuple((one.role, text_of(one.title) if one.title else "", one.left) for one in columns)
        roles, titles, lefts = map(list, zip(*known, strict=True))
        if known not in self.moved:
            self.moved[known] = [lefts_on(roles, titles, lefts, [self.texts[at] for at in page]) for page in pages[1:]]
        found = dict.fromkeys(pages[0], columns)
        for page, here in zip(pages[1:], self.moved[known], strict=True):
            edges = zip(columns, here, [*here[1:], float("inf")], strict=True)
            moved = [one._replace(left=left, right=right) for one, left, right in edges]
            found |= dict.fromkeys(page, columns if here == lefts else moved)
        return found

    def _pages(self, start: int, end: int) -> list[range]:
        """The rows from one to before another, by page."""
        breaks = [at for at in range(start + 1, end) if self._breaks_before(at)]
        return [range(*span) for span in pairwise([start, *breaks, end])]

    def _breaks_before(self, at: int) -> bool:
        between = range(self.rows[at - 1][0].line + 1, self.rows[at][0].line + 1)
        return any(self.lines[line].breaks_page for line in between)

    def _office(self, column: Column, body: Lines) -> Column:
        """The column, as one of offices that hold rows together where few texts stand in it and none is a unit."""
        texts = [text_of(text) for line in body for text in line if column.left <= _middle(text) < column.right]
        title = self.titles.of(text_of(column.title)) if column.role == "measure" and column.title else None
        few = 0 < len(texts) <= _FEW * len(body) and not any(like("measure", text) > 0 for text in texts)
        return column._replace(role="unit") if few and title and title.role == "unit" else column

    def _at_page_edges(self, rows: range) -> Iterator[int]:
        """The rows of one text right before or behind the end of a page: perhaps the page's and none of the table's."""
        for before, at in pairwise(rows):
            if self._breaks_before(at):
                yield from (one for one in (before, at) if len(self.texts[one]) == 1)

    def _labels_goal(self, at: int) -> bool:
        """Whether a row is another goal, above a header that is repeated for its indicators."""
        return self.titles.label(text_of(self.rows[at]).partition(":")[0]) in GOALS

    def _titles_at(self, head: int) -> list[str]:
        """What the titles on the main line of a header are."""
        return [text_of(title) for _, title in titles_on(self.rows[head], self.titles)]

    def _with_own_titles(self, main: list[Title], head: int, begin: int) -> tuple[list[Title], tuple[int, int]]:
        """The titles with those on the next line that stand below one of targets, or below one on the line above.

        And whether there is such a line above, and one below.
        """
        line = [(title.role, text) for text in self.texts[head + 1] if (title := self.titles.of(text_of(text), True))]
        upper = self.texts[head - 1] if head > begin else []
        heading = self.titles.of(text_of(upper[0])) if len(upper) == 1 else None
        above = heading is not None and heading.role in TARGETS

        def between(left: float, right: float) -> list[Title]:
            own: list[Title] = [one for one in line if left <= one[1][0].left and one[1][-1].right <= right]
            return own if len(own) > 1 and all(role in _OWN for role, _ in own) else []

        found: list[Title] = []
        edge = 0.0
        for (role, text), following in zip(main, [*(one[0].left for _, one in main[1:]), float("inf")], strict=True):
            inside = between(edge, following) if role in TARGETS else []
            edge = text[-1].right
            found += inside or [(role, text), *(between(edge, following) if above else [])]
        return (found, (int(above), 1)) if len(found) > len(main) else (main, (0, 0))

    def _with_broken_titles(
        self, columns: list[Column], head: int, begin: int, end: int, least: tuple[int, int]
    ) -> tuple[list[Column], int, int]:
        """The columns with the rest of their titles, and on how many lines above and below the main one that stands.

        There are at `least` so many.
        """
        best = (self._known(columns) - any(least), columns, *least)
        for above in range(least[0], min(_ABOVE, head - begin) + 1):
            for below in range(least[1], min(_BELOW, end - head - 1) + 1):
                found = self._titled(columns, range(head - above, head + below + 1), head)
                if found and self._known(found) > best[0]:
                    best = (self._known(found), found, above, below)
        _, columns, above, below = best
        columns, more = self._with_brackets(columns, range(head + below + 1, min(head + _BELOW + 2, end)))
        return columns, above, below + more

    def _with_brackets(self, columns: list[Column], lines: range) -> tuple[list[Column], int]:
        """The columns with what stands in brackets, alone on its lines, right below their titles: （万元）.

        And on how many lines that stands.
        """
        held: list[list[Word]] = [[] for _ in columns]
        for number, at in enumerate(lines, 1):
            for one, cell in zip(held, _cells(columns, self.texts[at]), strict=True):
                one += cell
            found = [text_of(some) for some in held if some]
            if not all(_OPENED.match(text) for text in found):
                break
            if found and all(_IN_BRACKETS.fullmatch(text) for text in found):
                return [
                    one._replace(title=[*one.title, *some]) for one, some in zip(columns, held, strict=True)
                ], number
        return columns, 0

    @staticmethod
    def _known(columns: Sequence[Column]) -> int:
        return sum(column.role != OTHER for column in columns)

    def _titled(self, columns: Sequence[Column], lines: range, head: int) -> list[Column] | None:
        """The columns with what stands in them on some lines for their titles, None where that is no title."""
        upper: list[list[Word]] = [[] for _ in columns]
        lower: list[list[Word]] = [[] for _ in columns]
        for line in lines:
            for text in self.texts[line]:
                left, right = text[0].left, text[-1].right
                inside = [at for at, one in enumerate(columns) if one.left < right - 0.5 and left + 0.5 < one.right]
                if right <= columns[0].left + 1:
                    continue
                if not inside:
                    return None
                middle = (left + right) / 2
                at = next((at for at in inside if columns[at].left <= middle < columns[at].right), inside[0])
                (lower if line > head else upper)[at] += text
        found = []
        for column, above, below in zip(columns, upper, lower, strict=True):
            role, title = self._role_of(above, below, column.role)
            if role is None:
                return None
            found.append(column._replace(role=role, title=title or column.title))
        return found

    def _role_of(self, above: Run, below: Run, known: str) -> tuple[str | None, Run]:
        """What a title says that stands above and below the main line of titles, and which of it does; None if neither.

        `known` is what its part on the main line says.
        """
        title = [*above, *below]
        text = text_of(title) if title else ""
        role = _role(text, self.titles) if text else OTHER
        if role is not None and (known in (role, OTHER) or not below):
            return role, title
        if below and known in (*TARGETS, OTHER):
            own = self.titles.of(text_of(below), below=True) or self.titles.guess(text_of(below))
            if own and own.role in (*TARGETS, "note"):
                return own.role, below
        own_title = known == OTHER or (known in _OWN and role in SPANNING)  # 单位 below 指标值 is no office
        return (known if own_title else role), title

    def _records(self, roles: Sequence[str], lines: Lines, ys: Sequence[float]) -> list[list[Run]]:
        """The records in lines whose words are dealt to columns, and the rows of sums among them."""
        sums = [(y, list(cells)) for cells, y in zip(lines, ys, strict=True) if is_sum(roles, cells)]
        lines = [[()] * len(roles) if is_sum(roles, cells) else cells for cells in lines]
        own = [column for column, role in enumerate(roles) if role not in (*SPANNING, OTHER)]
        kept = [at for at, cells in enumerate(lines) if any(cells[column] for column in own)]
        reading = rows_of([lines[at] for at in kept], [ys[at] for at in kept], roles)
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
        names = [named_in(lines, ys, at, roles[at]) for at in columns]
        for at, some in zip(columns, names, strict=True):
            if roles[at] not in LEVELS and len(some) > 1 and some[0].bottom < rows[0].top:
                heading[at] = some.pop(0).run
        if roles.count("level1") == roles.count("level2") == 1:
            names[1] = with_unnamed(names[1], names[0])
        whole = [
            some if roles[at] in (*LEVELS, "amount") else rejoined(lines, ys, at, some)
            for at, some in zip(columns, names, strict=True)
        ]
        found = spread(names, rows, set_at, others=whole) if any(names) else None
        if found is None:
            return set(range(len(rows)))
        for at, one in zip(columns, found, strict=True):
            for name, start in zip(one.names, one.starts, strict=True):
                records[start][at] = name.run
        unsure = (
            row for at, one in zip(columns, found, strict=True) if roles[at] in LEVELS for row in one.unsure(rows)
        )
        return {*unsure, *misplaced(roles, records)}


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


def _is_stray(text: Run, columns: Sequence[Column], body: Lines) -> bool:
    """Whether a text stands across columns, or begins and has its middle where no other of its column does."""
    left, right = text[0].left, text[-1].right
    at = next((one for one in columns if one.left <= _middle(text) < one.right), None)
    if at is None:
        return False
    others = [one for line in body for one in line if at.left <= _middle(one) < at.right]
    aligned = any(abs(one[0].left - left) <= 1 or abs(_middle(one) - _middle(text)) <= 1 for one in others)
    return not aligned or left < at.left - 1 or right > at.right + 1


def _with_one_name(columns: Sequence[Column]) -> Iterator[Column]:
    """The columns: what is called a name behind the target explains the first one."""
    before: set[str] = set()
    for column in columns:
        again = column.role == "name" and "name" in before and not before.isdisjoint(TARGETS)
        yield column._replace(role="note") if again else column
        before.add(column.role)


def _numbers_columns(row: Sequence[Word]) -> bool:
    """Whether a row holds the numbers of the columns."""
    return len(row) > _LEAST_TITLES and [word.plain for word in row] == [str(at + 1) for at in range(len(row))]


def _are_titles(columns: Sequence[Column], line: Sequence[Run]) -> bool:
    """Whether the line below a header has titles of columns of targets: words alone, none above a name or a level."""
    first = next((one.left for one in columns if one.role in TARGETS), None)
    bare = all(not any(character.isdigit() for character in text_of(text)) for text in line)
    at = [next((one for one in columns if one.left <= _middle(text) < one.right), None) for text in line]
    own = [one for one in at if one and (one.role in TARGETS or (one.role == OTHER and not one.title))]
    return first is not None and bare and len(own) == len(line) >= _LEAST_TITLES


def _is_torn(role: str, cell: Run) -> bool:
    """Whether a wide gap divides a line of a cell: two texts in one column, but not the parts of a target."""
    torn = (pair for pair in pairwise(cell) if pair[0].line == pair[1].line and pair[1].left - pair[0].right > 1)
    return not all(role in TARGETS and _are_parts(*pair) for pair in torn)


def _are_parts(word: Word, after: Word) -> bool:
    """Whether words are a sign and what it stands before, or a number and its unit."""
    unit = not after.plain[:1].isdigit() and is_quantity(word.plain + after.plain)
    return unit or (is_sign(word.plain) and not is_sign(after.plain))


def _with_parts(columns: Sequence[Column], body: Lines) -> list[Column]:
    """The columns, those without a title behind one of targets as part of it where signs stand before them."""
    found: list[Column] = []
    for column in columns:
        before = found[-1] if found else None
        if before and before.role in TARGETS and column.role == OTHER and not column.title:
            lines = [[text for text in line if before.left <= _middle(text) < column.right] for line in body]
            behind = [line for line in lines if line and _middle(line[-1]) >= column.left]
            signed = [is_sign(text_of(line[0])) for line in behind if _middle(line[0]) < column.left]
            if all(signed) and len(signed) > _FEW * len(behind):
                found[-1] = before._replace(right=column.right)
                continue
        found.append(column)
    return found


def _cells(columns: Sequence[Column], row: Sequence[Run]) -> list[list[Word]]:
    """What of a row stands in each column; what stands left of all is the label that runs down."""
    edges = [column.left for column in columns[1:]]
    parts: list[list[Word]] = []
    for text in row:
        for at, word in enumerate(text):
            if at and not any(abs(edge - word.left) <= 1 for edge in edges):
                parts[-1].append(word)
            else:
                parts.append([word])  # a word that begins where a column does is that column's
    return [
        [word for part in parts if column.left <= _middle(part) < column.right for word in part] for column in columns
    ]


def columns_of(titles: Sequence[Title], body: Lines) -> tuple[list[Column], int]:
    """The columns below these titles, and how many texts of the body stand across two of them.

    They are parted where the fewest texts are cut; what stands between two titles belongs to the left one,
    and is a column of its own where it stands apart from both on three lines or more.
    """
    spans = [[(text[0].left, text[-1].right) for text in line] for line in body]
    heads = [(title[0].left, title[-1].right) for _, title in titles]
    # The label that runs down stands left of the first column; what holds rows together may be wider than its title.
    title, second = heads[0][0], heads[1][0]
    own_lines = [[span for span in line if title < span[1] and span[0] < second] for line in spans]
    wider = [line[0][0] for line in own_lines if len(line) == 1 and line[0][1] <= second]
    cuts, own, crossed = [max(min([title, *wider]) - 1, 0.0)], [titles[0]], 0
    for number, (before, after) in enumerate(pairwise(heads)):
        least, gaps = least_crossed(spans, before[1], after[0]) if before[1] < after[0] else (len(body), [])
        if least > _CROSSED * len(body):
            limit = heads[number + 2][0] if number + 2 < len(heads) else after[1] + _SLACK
            wide, others = least_crossed(spans, before[0] + 1, max(min(after[1] + _SLACK, limit), before[0] + 2))
            if wide < least or not gaps:
                least, gaps = wide, others
        crossed += least
        points = [_within(gap, after[0]) for gap in gaps]
        end = max(after[1], points[-1]) + _SLACK
        own_column = next((at for at in points[:-1] if _stands_apart(body, (cuts[-1], at, points[-1], end))), None)
        if own_column is not None:
            cuts.append(own_column)
            own.append((OTHER, ()))
            points = points[-1:]
        cuts.append(min(points, key=lambda point: abs(point - after[0])))
        own.append(titles[number + 1])
    for cut in _right_of(heads[-1][1], body, cuts[-1]):
        cuts.append(cut)
        own.append((OTHER, ()))
    rights = [*cuts[1:], float("inf")]
    found = [Column(*one, left, right) for one, left, right in zip(own, cuts, rights, strict=True)]
    return found, crossed


def _stands_apart(body: Lines, edges: tuple[float, float, float, float]) -> bool:
    """Whether texts stand between the middle ones of four edges with others on both sides, on several lines."""
    lines = ({bisect_right(edges, _middle(text)) for text in line} for line in body)
    return sum({1, 2, 3} <= inside for inside in lines) >= _OWN_COLUMN


def _right_of(edge: float, body: Lines, left: float) -> Iterator[float]:
    """Where columns begin right of the last title."""
    spans = [[(text[0].left, text[-1].right) for text in line if text[-1].right > left] for line in body]
    free = white([span for line in spans for span in line] + [(left, edge)], 1.0)
    for gap in inner(free):
        if (
            gap[0] >= edge
            and sum(
                any(span[1] <= gap[0] for span in line) and any(span[0] >= gap[1] for span in line) for line in spans
            )
            >= _OWN_COLUMN
        ):
            yield (gap[0] + gap[1]) / 2


def _middle(text: Run) -> float:
    return (text[0].left + text[-1].right) / 2


def _within(gap: Span, near: float) -> float:
    """A place in a gap: where the title right of it begins, else in the middle."""
    return near if gap[0] < near <= gap[1] else (gap[0] + gap[1]) / 2
