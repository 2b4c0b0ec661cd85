"""A table that goes on over a page, and the text between tables: furniture of a page, or the title of the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, zip_longest

from msgspec.structs import replace

from lint_pbt.layouts.tables.grid import FullRow, Grid, Row, filled_in
from lint_pbt.layouts.tables.header import Header
from lint_pbt.layouts.tables.labels import UNITS, begins_label, label_roles, role_of
from lint_pbt.layouts.tables.looks import is_run
from lint_pbt.layouts.tables.rows import cell_at, filled, has_indicator, is_category
from lint_pbt.layouts.tables.titles import Titles, block_named, compact
from lint_pbt.layouts.words import listed
from lint_pbt.model.sheet import EMPTY, Cell, Line, LineSheet
from lint_pbt.text.notation import ends_title, is_page_number, page_count
from lint_pbt.text.patterns.lazy import Pattern

_GOALS = ("goal", "cycle_goal")  # the values that take several lines
_LEVELS = frozenset(("level1", "level2"))
_OF_RIGHT = frozenset(("name", "value", "cycle", "sign", "measure"))
_MOST_TITLES = 4  # rows
_UNEVEN = 12.0  # points: words of one line stand in the middle beside those of two
_MOST_LINES = 8  # of text above a table that belong to it
_ENDS = "。；;，,"  # of sentences
_LONGEST_LINE = 60  # characters, white space left out
_LAST_SENTENCE = Pattern(r"[。；;]\s*([^。；;]{4,40})[。；;]?$")
_PHRASE = Pattern(r"[^ \t\u3000](?:[^ \t\u3000]|[ \t\u3000](?![ \t\u3000]))*")
_BLANK = Pattern(r"[ \t\u3000]")
_SPACED = Pattern(r"\s*(\S{2,20})[ \t\u3000]+(?=\S)")


def lines_above(sheet: LineSheet, titles: Titles) -> list[Row]:
    """The last lines of a text as rows: title, labels and unit of money that stand above a table.

    A sentence ends them, unless it is the value of a label: 年度目标：……。
    """
    rows: list[Row] = []
    rest: list[Line] = []  # of a value, from the last line up
    for line in reversed(sheet.lines):
        text = line.text.strip()
        if is_nothing(text):
            continue
        if len(rows) == _MOST_LINES or len(rest) > _MOST_LINES:
            break
        label, value = _parted(line, titles)
        behind = _LAST_SENTENCE.search(text)
        if behind is not None and role_of(behind[1], titles) in UNITS:  # ……，请审核。单位：某局。
            rows.append((Cell(behind[1], line.place.moved(line.text.index(behind[1]))),))
            continue
        if rest or len(compact(text)) > _LONGEST_LINE or text[-1] in _ENDS:
            role = titles.label(label.text) if label else role_of(text, titles)
            if role is None:
                rest.append(line)
            elif rest and role not in _GOALS:
                break
            else:
                cell = _whole([value, *reversed(rest)])
                cell = cell if role in _GOALS else replace(cell, text=cell.text.rstrip(_ENDS))
                rows.append((label, cell) if label else (cell,))
                rest = []
            continue
        cells = (Cell(value.text[start:end], value.place.moved(start)) for start, end in _phrases(value.text, titles))
        rows.append((label, *cells) if label else tuple(cells))
    return rows[::-1]


def _parted(line: Line, titles: Titles) -> tuple[Cell | None, Line]:
    """A label at the beginning of a line, parted by white space from what follows, and that; None without one."""
    found = _SPACED.match(line.text)
    if found is None or titles.label(found[1]) is None or role_of(line.text[found.end() :].split()[0], titles):
        return None, line
    value = replace(line, text=line.text[found.end() :], place=line.place.moved(found.end()))
    return Cell(found[1], line.place.moved(found.start(1))), value


def _phrases(text: str, titles: Titles) -> Iterator[tuple[int, int]]:
    """Where the parts of a line stand that gaps divide, or any white space before a known label with its value."""
    for phrase in _PHRASE.finditer(text):
        start, stop = phrase.span()
        for blank in _BLANK.finditer(text, start, stop):
            if begins_label(text[blank.end() : stop], titles):
                yield start, blank.start()
                start = blank.end()
        yield start, stop


def _whole(lines: Sequence[Line]) -> Cell:
    """A cell of lines that belong together."""
    text = "\n".join(line.text for line in lines)
    starts = accumulate(len(line.text) + 1 for line in lines[:-1])
    seams = tuple((start, line.place) for start, line in zip(starts, lines[1:], strict=True))
    return Cell.of(text, lines[0].place, seams=seams)


def parts_tables(sheet: LineSheet, lines: Sequence[Row], above: Sequence[Row], titles: Titles) -> bool:
    """Whether a text is more than the furniture of a page: sentences, or the title of a table and labels above it.

    `lines` are its last lines as rows. What stood above the table before, `above`, is a page header that is repeated.
    """
    if len(lines) < sum(not is_nothing(line.text.strip()) for line in sheet.lines):
        return True
    new = [line for line in lines if not repeats(line, above)]
    titled = (ends_title(line[0].text) and block_named(line[0].text) is None for line in new)
    return any(titled) or bool(label_roles(new, titles))


def repeats(row: Row, above: Sequence[Row]) -> bool:
    """Whether all that a row says stands above."""
    return set(_texts(above)).issuperset(_texts([row]))


def goes_on(
    headers: Sequence[Header], above: Sequence[Row], grid: Grid, again: Sequence[Header], titles: Titles
) -> int | None:
    """From which row on a sheet goes on with the table above, None where it does not.

    That is so where the table's last header stands `again`, right at the top or below what stood above the table;
    or where rows with indicators stand under no header.
    """
    last = headers[-1]
    end = again[0].start if again and again[0].end > again[0].start else len(grid.rows)
    lead = grid.rows[:end]
    # The column that stands beside all rows is often not drawn again.
    titled = bool(again) and {*last.titles} >= {*again[0].titles} != {""}
    if again and titled and len(last.titles) - len(again[0].titles) <= 1 and set(_texts(lead)) <= set(_texts(above)):
        return again[0].start
    if max(map(len, grid.rows), default=0) > len(last.titles):
        return None
    if last.at("records") is not None:
        found = any(is_run(cell.text) for row in lead if (cell := cell_at(row, last.at("records"))))
    else:
        count = len(list(_until_label(lead, titles))) if end < len(grid.rows) else end
        found = _have_indicators(grid.full[:count], last)
    return 0 if found else None


def beside(left: Grid, right: Grid, titles: Titles) -> Grid | None:
    """Two tables as one where the columns of the `right` had no room on the page of the `left`; None where they had.

    Beside the titles of the right stand others on the left, and its rows are as high on their page as those are.
    """
    # What stands above the titles of the left may be repeated on the right.
    above = set(_texts(left.rows))
    top = next((at for at, row in enumerate(right.rows) if not set(_texts([row])) <= above), 0)
    right_rows = right.rows[top:]
    start = len(left.rows) - len(right_rows)
    if start < 0:
        return None
    own, more = (title_roles(row, titles) for row in (left.rows[start], right_rows[0]))
    if not own & _LEVELS or not more or own & more or len(more) < len(filled(right_rows[0])):
        return None
    if not _same_heights(left.rows[start:], right_rows):
        return None
    rows = zip_longest(reversed(left.rows), reversed(right_rows), fillvalue=())
    wide = [(*row, *[EMPTY] * (left.width - len(row)), *more) for row, more in rows]
    return filled_in(wide[::-1])


def lacks_columns(rows: Sequence[Row], titles: Titles) -> bool:
    """Whether the titles at the top of a table end with categories: the other columns may stand on the next page."""
    heads = (title_roles(row, titles) for row in rows[:_MOST_TITLES])
    return any(roles & _LEVELS and not roles & _OF_RIGHT for roles in heads)


def title_roles(row: Row, titles: Titles) -> set[str]:
    """What the cells of a row are titles of."""
    return {
        title.role for cell in filled(row) if (title := titles.of(cell.text, below=True) or titles.guess(cell.text))
    }


def _same_heights(rows: Sequence[Row], others: Sequence[Row]) -> bool:
    """Whether the rows of two tables stand equally far below the first on their pages, the first pages in sequence.

    Tables that stand on no pages tell nothing.
    """
    pairs = ((_stands(row), _stands(other)) for row, other in zip(rows, others, strict=True))
    stands = [(one, two) for one, two in pairs if one and two]
    if not stands:
        return True
    pages, heights = {two[0] - one[0] for one, two in stands}, [two[1] - one[1] for one, two in stands]
    return pages == {stands[-1][0][0] - stands[0][0][0] + 1} and max(heights) - min(heights) <= _UNEVEN


def _stands(row: Row) -> tuple[int, float] | None:
    """The page that a row stands on, and how far down its text does; None where nothing tells."""
    places = (cell.place() for cell in reversed(filled(row)) if cell.rows == 1)
    return next(((place.page, place.box[1]) for place in places if place.page is not None and place.box), None)


def _texts(rows: Sequence[Row]) -> Iterator[str]:
    return (compact(cell.text) for row in rows for cell in filled(row))


def _until_label(rows: Sequence[Row], titles: Titles) -> Iterable[Row]:
    """The rows above the title or the first label of another form."""
    for row in rows:
        cells = filled(row)
        if cells and (label_roles([row], titles) or (len(cells) <= 2 and ends_title(cells[0].text))):
            return
        yield row


def _have_indicators(rows: Sequence[FullRow], header: Header) -> bool:
    """Whether rows fit the columns of a header: indicators with names, and categories where it has those."""
    listed = [(row, listing) for row in rows for listing in header.listings if has_indicator(row, (), listing)]
    levels = [cell for row, one in listed for at in (one.level1, one.level2) if (cell := cell_at(row, at)) is not None]
    named = all(cell_at(row, listing.name) is not None for row, listing in listed)
    known = all(is_category(cell.text) for cell in levels) and (bool(levels) or header.first > 0)
    return bool(listed) and named and known


def is_nothing(text: str) -> bool:
    """Whether a text belongs to the page alone: its number, 续表."""
    return (
        not text
        or is_page_number(text)
        or page_count(text) is not None
        or compact(text).strip("()") in listed("table-frame", "goes_on")
    )
