"""Labels in placed text: each stands left of its value, in the middle of the lines of a long one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lint_pbt.layouts.tables.titles import Titles
from lint_pbt.recovery.labels import MONEY, find_label, label_rows
from lint_pbt.recovery.words import Run, Word, is_one_line, text_of

_AMOUNT = re.compile(r"\d[\d,]*(?:\.\d{1,6})?")
_GOALS = ("goal", "cycle_goal")
_MOST_LINES = 5  # of a label that breaks
_BETWEEN = 2  # lines from one line of a label to the next, where its value's lines stand between them
_PART = 5  # characters of the first line of a label that breaks
_ALIGNED = 2  # characters that the lines of a cell may begin apart

Rows = Sequence[Sequence[Word]]
Cells = list[list[Word]]  # a row: words that stand together


def placed_label_rows(rows: Rows, titles: Titles) -> list[tuple[Run, ...]]:
    """The labels in these rows with their values, as rows of cells."""
    whole = [row for row in _whole_labels([_cells(row, titles) for row in rows], titles) if row]
    found: list[tuple[Run, ...]] = []
    groups: list[Run] = []  # names of what follows that wait for it
    block: list[Cells] = []  # rows without a label of their own, and those of a goal
    for at, row in enumerate(whole):
        kinds = _kinds(row, titles)
        if kinds and not kinds & {*_GOALS, "other"}:
            found += _block(block, titles)
            block = []
            found += _labelled(row, _goes_on(whole, at, titles), titles, groups)
        else:
            block.append(row)
    return found + _block(block, titles)


def _cells(row: Sequence[Word], titles: Titles) -> Cells:
    """The words of a row that stand together, each label for itself."""
    cells: Cells = []
    at = 0
    while at < len(row):
        label = find_label(row, at, len(row), titles)
        if label and all(two.left - one.right <= 1 for one, two in zip(row[at:], row[at + 1 : label[1]], strict=False)):
            cells.append(list(row[at : label[1]]))
            at = label[1]
            continue
        apart = not at or row[at].left - row[at - 1].right > 1 or _label_of(cells[-1], titles)
        # The first line of a label that breaks may all but touch its value.
        if apart or (at == 1 and len(row[0].text) <= _PART and not is_one_line(row[0], row[1])):
            cells.append([])
        cells[-1].append(row[at])
        at += 1
    return cells


def _label_of(cell: Sequence[Word], titles: Titles) -> str | None:
    """What a cell is the label of, None where it is none, or holds its value too."""
    label = find_label(cell, 0, len(cell), titles)
    return label[0] if label and label[1] == len(cell) and not label[2] else None


def _whole_labels(rows: list[Cells], titles: Titles) -> list[Cells]:
    """The rows with each label that breaks over lines put together where it begins."""
    for at, row in enumerate(rows):
        for cell in row:
            parts = [cell]
            best = 1
            line = at
            while len(parts) < _MOST_LINES:
                following = _under(rows, line, cell)
                if following is None or _label_of(following[1], titles):
                    break
                line, part = following
                parts.append(part)
                joined = [word for one in parts for word in one]
                if _label_of(joined, titles) and len(joined) <= _MOST_LINES + 3:
                    best = len(parts)
            for part in parts[1:best]:
                cell += part
                for other in rows:
                    other[:] = [one for one in other if one is not part]
    return rows


def _under(rows: Sequence[Cells], at: int, cell: Sequence[Word]) -> tuple[int, list[Word]] | None:
    """The next cell below that begins where a cell does, with its row."""
    start = cell[0].left
    for below in range(at + 1, min(at + 1 + _BETWEEN, len(rows))):
        for one in rows[below]:
            if abs(one[0].left - start) <= _ALIGNED:
                return below, one
    return None


def _kinds(row: Cells, titles: Titles) -> set[str]:
    """What the labels in a row are."""
    return {label[0] for cell in row if (label := find_label(cell, 0, len(cell), titles))}


def _goes_on(rows: Sequence[Cells], at: int, titles: Titles) -> Cells:
    """The row below one, if it has no label: then values go on in it."""
    if at + 1 == len(rows) or _kinds(rows[at + 1], titles):
        return []
    return rows[at + 1] if rows[at + 1][0][0].left > rows[at][0][-1].left + _ALIGNED else []


def _labelled(row: Cells, below: Cells, titles: Titles, groups: list[Run]) -> list[tuple[Run, ...]]:
    """The labels of a row, each with the cell right of it, which may go on in the row below."""
    found: list[tuple[Run, ...]] = []
    at = 0
    while at < len(row):
        role = _label_of(row[at], titles)
        value = row[at + 1] if role and at + 1 < len(row) and not _label_of(row[at + 1], titles) else []
        if role in ("project", "unit", "applicant", "department") and value:
            start = value[0].left
            value = value + [p for one in below if abs(one[0].left - start) <= _ALIGNED for p in one]
        if role == "group" and not value:
            groups.append(row[at])
        elif role:
            rows = label_rows([*row[at], *value], 0, len(row[at]) + len(value), titles)
            found += [(*groups, *one) for one in rows]
            groups.clear()
        elif _is_short_amount(row, at, titles):
            found.append((*groups, row[at], row[at + 1]))
            groups.clear()
            value = row[at + 1]
        elif MONEY.match(row[at][0].plain):
            found.append((row[at],))
        elif find_label(row[at], 0, len(row[at]), titles):
            found += label_rows(row[at], 0, len(row[at]), titles)
        at += 2 if value else 1
    return found


def _is_short_amount(row: Cells, at: int, titles: Titles) -> bool:
    """Whether a cell is a label too short to be known in running text, with an amount right of it."""
    title = titles.of(text_of(row[at]))
    return (
        title is not None
        and title.role in ("amount", "source")
        and at + 1 < len(row)
        and bool(_AMOUNT.fullmatch(text_of(row[at + 1])))
    )


def _block(rows: Sequence[Cells], titles: Titles) -> list[tuple[Run, ...]]:
    """The goals in rows, each with its lines: right of its label, or below it where two stand side by side."""
    found: list[tuple[Run, ...]] = []
    labels = [
        (at, number)
        for at, row in enumerate(rows)
        for number, cell in enumerate(row)
        if _label_of(cell, titles) in _GOALS
    ]
    for at, number in labels:
        row = rows[at]
        rest = [cell for cell in row[number + 1 :] if not _label_of(cell, titles)]
        edge = row[number][0].left
        beside = number > 0 and any(
            abs(one[0].left - edge) <= _ALIGNED for below in rows[at + 1 : at + 3] for one in below
        )
        if beside:
            floor = row[1][0].left
            text = _column(rows[at + 1 :], floor, edge, [cell[0].left for cell in row[number + 1 :]])
        elif any(_label_of(cell, titles) for cell in row[number + 1 :]):
            continue  # the name of what stands right of it
        else:
            text = _beside(rows, at, row[number], [word for cell in rest for word in cell], titles)
        if text:
            found.append((row[number], text))
    if not labels:
        words = [word for row in rows for cell in row for word in cell]
        return label_rows(words, 0, len(words), titles)
    return found


def _column(rows: Sequence[Cells], floor: int, edge: int, others: Sequence[int]) -> list[Word]:
    """What stands below a label, up to the one right of it and down to the next row with a label left of it."""
    right = min(others, default=None)
    found: list[Word] = []
    for row in rows:
        if row[0][0].left < floor - _ALIGNED:
            break
        for cell in row:
            start = cell[0].left
            if start >= edge - _ALIGNED and (right is None or start < right - _ALIGNED):
                found += cell
    return found


def _beside(
    rows: Sequence[Cells], at: int, label: Sequence[Word], own: list[Word], titles: Titles
) -> list[Word]:
    """The lines right of a label: those below it, and as many above where it stands in the middle."""
    edge = max(word.right for word in label)

    def free(row: Cells) -> bool:
        return row[0][0].left >= edge - 1 and not _kinds(row, titles) & {*_GOALS, "other"}

    below = at
    while below + 1 < len(rows) and free(rows[below + 1]):
        below += 1
    above = at
    while above and free(rows[above - 1]):
        above -= 1
    if at - above > below - at + (not own):
        above = at  # the end of what stands above
    lines = [word for row in rows[above:at] for cell in row for word in cell]
    return [*lines, *own, *(word for row in rows[at + 1 : below + 1] for cell in row for word in cell)]
