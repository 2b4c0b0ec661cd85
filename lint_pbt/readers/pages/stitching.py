"""Tables that go on over page breaks, put together: repeated header rows, split rows, merged cells that continue."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lint_pbt.readers.pages.marks import TextLine
from lint_pbt.readers.pages.tables import HEAD_ROWS, Table, TableCell
from lint_pbt.readers.pages.wrapping import ends_early, is_full

_SAME_EDGE = 4.0  # points
_PITCH, _PADDING = 1.2, 0.8  # heights of a character: from line to line, and below the last
_MOST_SHIFT = 60.0  # between the margins of left and right pages
_MOST_HEADS = 10  # rows at the top of a table among which its header stands
_FEWEST_ALIKE = 2
_FEWEST_EDGES = 4  # that say that columns are those of a table
_LONG_TEXT = 8  # characters: hardly the name of a category
# A sign, or a number with its sign and unit; the code of a category has more behind it.
_MEASURED = re.compile(r"\W*(?:\d[\d,.]*\W?[^\W\d]{0,3})?")
_ELLIPSIS = re.compile(r"…+|\.{3,}")


def goes_on(table: Table, part: Table) -> bool:
    """Whether a table at the top of a page is the continuation of one at the end of the page before."""
    return _shift(table, part) is not None and not _begins_anew(table, part)


def append(table: Table, part: Table) -> None:
    """Put the part of a table on the next page below it."""
    shift = _shift(table, part) or 0.0
    _align(table, part, shift)
    _drop_rows(part, _repeated_rows(table, part))
    table.last_page, table.bottom = part.last_page, part.bottom
    if part.rows:
        _join_rows(table, part)
    table.closed_below = part.closed_below


def _shift(table: Table, part: Table) -> float | None:
    """By how much the columns of a part stand further right, None where they are not those of the table."""
    shift = part.xs[0] - table.xs[0]
    if _lacks_columns(table, part, shift):
        return shift
    if abs(shift) > _MOST_SHIFT or abs(part.xs[-1] - table.xs[-1] - shift) > 2 * _SAME_EDGE:
        return None
    few, many = sorted((table.xs, [x - shift for x in part.xs]), key=len)
    alike = sum(any(abs(x - y) <= _SAME_EDGE for y in many) for x in few)
    # A table whose upper part is divided otherwise goes on in the columns of its lower part.
    return shift if alike == len(few) or (alike >= 4 and alike * 3 >= len(few) * 2) else None


def _lacks_columns(table: Table, part: Table, shift: float) -> bool:
    """Whether a part has the first columns of a table; programs leave out last ones that are empty on a page."""
    count = len(part.xs)
    if not _FEWEST_EDGES <= count < len(table.xs) or abs(shift) > _MOST_SHIFT:
        return False
    alike = all(abs(x - edge - shift) <= _SAME_EDGE for x, edge in zip(part.xs, table.xs, strict=False))
    is_titled = len(part.row_cells(0)) == 1
    return (
        alike
        and not is_titled
        and not any(cell.lines for cell in table.row_cells(table.rows - 1) if cell.right >= count)
    )


def _begins_anew(table: Table, part: Table) -> bool:
    """Whether a part begins with the labels of the table's own beginning: the next form, not its continuation."""
    if _repeated_rows(table, part) == part.rows:
        return False
    start = 0
    while start < min(table.rows, part.rows, _MOST_HEADS) and _alike(table.row_starts(start), part.row_starts(start)):
        start += 1
    alike = {
        label
        for row in range(start, min(start + 6, table.rows, part.rows))
        if (label := _label(table, row)) and label == _label(part, row)
    }
    return len(alike) >= _FEWEST_ALIKE


def _label(table: Table, row: int) -> str:
    """The text at the beginning of a row, where it is a name and not a number."""
    cells = table.row_starts(row)
    return cells[0].key if cells and not cells[0].key.isdigit() else ""


def _alike(row: Sequence[TableCell], other: Sequence[TableCell]) -> bool:
    """Whether two rows say the same; a merged cell may have its text on another page."""
    return len(row) == len(other) and all(
        one.key == two.key or (one.is_merged and two.is_merged and not (one.lines and two.lines))
        for one, two in zip(row, other, strict=True)
    )


def _repeated_rows(table: Table, part: Table) -> int:
    """How many rows at the top of a part are header rows of the table, repeated."""
    wanted = [part.row_starts(row) for row in range(min(part.rows, _MOST_HEADS))]
    best = 0
    for start in range(min(table.rows, _MOST_HEADS)):
        count = 0
        while count < len(wanted) and start + count < min(table.rows, _MOST_HEADS):
            if not _alike(table.row_starts(start + count), wanted[count]):
                break
            count += 1
        texts = [cell for row in range(count) for cell in wanted[row] if cell.lines]
        if len(texts) > 1:
            best = max(best, count)
    return best


def _align(table: Table, part: Table, shift: float) -> None:
    """Give a table and a part the same columns: the edges of both."""
    left, *inner, right = table.xs
    for x in (x - shift for x in part.xs):
        within = left + 2 * _SAME_EDGE < x < right - 2 * _SAME_EDGE
        if within and not any(abs(x - edge) <= _SAME_EDGE for edge in inner):
            inner.append(x)
    edges = [left, *sorted(inner), right]
    _renumber(table, edges, 0.0)
    _renumber(part, edges, shift)


def _renumber(table: Table, edges: Sequence[float], shift: float) -> None:
    if len(table.xs) == len(edges) and not shift:
        return
    places = [min(range(len(edges)), key=lambda index: abs(edges[index] + shift - x)) for x in table.xs]
    for cell in table.cells:
        cell.left, cell.right = places[cell.left], places[cell.right]
    table.xs = list(edges)


def _drop_rows(part: Table, count: int) -> None:
    """Take the first rows out."""
    if not count:
        return
    part.cells = [cell for cell in part.cells if cell.bottom > count]
    for cell in part.cells:
        if cell.top < count:
            cell.lines = []
        cell.top, cell.bottom = max(cell.top - count, 0), cell.bottom - count
    part.rows -= count
    part.head = part.recent = part.cells
    part.closed_above = True


def _join_rows(table: Table, part: Table) -> None:
    """Add the rows of a part; cells that go on over the page break become one."""
    above = {cell.left: cell for cell in table.row_cells(table.rows - 1)}
    pairs = [(above.get(cell.left), cell) for cell in part.row_cells(0)]
    same = [(upper, cell) for upper, cell in pairs if upper is not None and upper.right == cell.right]
    split = _is_split(table, part, same)
    offset = table.rows - 1 if split else table.rows
    recent: list[TableCell] = []
    joined = set()
    for upper, cell in same:
        if split or _continues(upper, cell) or _is_shared(table, part, upper, cell):
            joined.add(id(cell))
            upper.lines = _joined_lines(upper, cell)
            upper.floor = cell.floor
            upper.bottom = cell.bottom + offset
            recent.append(upper)
    for cell in part.cells:
        if id(cell) not in joined:
            cell.top += offset
            cell.bottom += offset
            table.cells.append(cell)
            recent.append(cell)
            if cell.top < HEAD_ROWS:
                table.head.append(cell)
    table.recent = recent
    table.rows = offset + part.rows


def _continues(upper: TableCell, cell: TableCell) -> bool:
    """Whether a merged cell goes on below a page break between two rows."""
    if upper.is_cut and cell.is_cut and upper.key == cell.key:
        return True
    if not upper.is_merged and not cell.is_merged:
        return False
    if not cell.lines or len(_joined_lines(upper, cell)) < len(upper.lines) + len(cell.lines):
        return True
    return len(upper.key) >= _LONG_TEXT and _is_unfinished(upper, cell)


def _is_shared(table: Table, part: Table, upper: TableCell, cell: TableCell) -> bool:
    """Whether two cells at a page break are one by what else is in their column, where cells are merged."""
    column = [other for other in (*table.recent, *part.cells) if other.left == cell.left and other.right == cell.right]
    if not cell.lines or not any(other.is_merged for other in column):
        return False
    if upper.lines:
        # The writer repeats what it says on the next page; but equal amounts of two rows are two cells.
        is_one = upper.is_merged or cell.is_merged or not _MEASURED.fullmatch(cell.key)
        return upper.key == cell.key and is_one
    # Empty above, its text in the middle of it below: no other cell of the column is empty.
    return cell.is_merged and all(other.lines for other in column if other is not upper)


def _joined_lines(upper: TableCell, cell: TableCell) -> list[TextLine]:
    """The lines of a cell over a page break; those of a merged cell may stand, all or some, on both pages."""
    if upper.is_merged or cell.is_merged or upper.key == cell.key:
        texts, others = [line.text for line in upper.lines], [line.text for line in cell.lines]
        if texts == others[: len(texts)]:
            return upper.lines + cell.lines[len(texts) :]
        if texts[-len(others) :] == others or upper.key == cell.key:
            return upper.lines
    return upper.lines + cell.lines


def _is_split(table: Table, part: Table, pairs: Sequence[tuple[TableCell, TableCell]]) -> bool:
    """Whether the first row of a part is the rest of the table's last row."""
    merged = [(upper, cell) for upper, cell in pairs if upper.is_merged or cell.is_merged]
    own = [(upper, cell) for upper, cell in pairs if not upper.is_merged and not cell.is_merged]
    if len(pairs) < len(part.row_cells(0)) or not all(_continues(upper, cell) for upper, cell in merged):
        return False
    going_on = [(upper, cell) for upper, cell in own if cell.lines]
    ended = [upper for upper, cell in own if upper.lines and not cell.lines]
    if not going_on or not ended or not all(upper.lines for upper, _ in going_on):
        return False
    if all(_ELLIPSIS.fullmatch(cell.key) for _, cell in going_on):  # a row that a template leaves to be filled in
        return False
    is_open = not table.closed_below or not part.closed_above
    if is_open or all(_is_unfinished(upper, cell) for upper, cell in going_on):
        return True
    # A paragraph may end with the page; then the first cell of the row, its number or name, must have ended before.
    return (
        all(len(upper.lines) > 1 and _reaches_down(upper) for upper, _ in going_on)
        and ended[0].left < going_on[0][0].left
        and len(going_on) <= len(ended)
    )


def _is_unfinished(upper: TableCell, cell: TableCell) -> bool:
    """Whether the text of a cell breaks off at the end of the page in the middle of a line of thought."""
    if not upper.lines or not _reaches_down(upper):
        return False
    last, following = upper.lines[-1], cell.lines[0]
    return is_full(last, following) or (len(upper.lines) > 1 and not ends_early(last, following))


def _reaches_down(cell: TableCell) -> bool:
    """Whether there is no room below the last line of a cell for another."""
    size = cell.lines[-1].size
    pitch = cell.lines[-1].y - cell.lines[-2].y if len(cell.lines) > 1 else _PITCH * size
    return cell.floor < min(max(pitch, size), 2 * size) + _PADDING * size
