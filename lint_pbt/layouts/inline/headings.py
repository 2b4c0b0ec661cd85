"""Between the runs of records: units, projects and goals.

A heading is a name and a row of amounts. Behind it stands a goal (then it is a project), a run of records
(a project without a goal) or the next heading (a unit).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from lint_pbt.layouts.inline.amount_rows import AmountRow
from lint_pbt.layouts.joining import Joined
from lint_pbt.layouts.records import Head
from lint_pbt.layouts.words import footnote, is_office, vocabulary
from lint_pbt.model.document import Field
from lint_pbt.text.folding import fold

_LONGEST_NAME = 80
_CLOSING = '”"』」)）》'

Offsets = tuple[int, int]


class Heading(Struct, frozen=True):
    """A name and its amounts, with the span of the goal behind it. `row` is None where it has no amounts.

    `above` says that it is the name of a unit, which stands right above that of a project and has no amounts.
    """

    name: Offsets
    row: AmountRow | None
    goal: Offsets
    above: bool = False


class LastValue(Struct, frozen=True):
    """The last value of a run of records. It begins at `start`, its record at `record`.

    `other` is the other value of the record, folded: mostly they are the same.
    """

    start: int
    record: int
    other: str


class Gap(Struct, frozen=True):
    """What stands between two runs of records: where the record before ends, the headings, text that fits nothing."""

    record_end: int
    headings: list[Heading]
    loose: Offsets


def read_gap(joined: Joined, start: int, end: int, rows: Sequence[AmountRow], value: LastValue | None) -> Gap:
    """Read the text from `start` to `end`, which holds these rows: no record follows where that is the end of the text.

    `value` is the last value of the run of records above, None above the first.
    """
    text, last = joined.folded, end == len(joined.folded)
    begin = record_end = _record_end(joined, value, rows, end) if value else start
    anchors: list[tuple[int, int, AmountRow | None]] = [(row.start, row.end, row) for row in rows]
    if not rows and not last and text[begin:end].strip():
        # A heading without amounts: its name is one line, or goes on to the next paragraph.
        lines = joined.lines_between(_units_above(joined, begin, end)[1], end)
        name_end = next((line for line in lines if line in joined.fresh), lines[0] if lines else end)
        anchors = [(name_end, name_end, None)]
    headings = []
    for (name_end, behind, row), (following, *_) in pairwise([*anchors, (end, end, None)]):
        ends = following == end
        goal_end = _body_end(joined, behind, end) if ends else _cut(joined, behind, following)
        is_project = ends or bool(text[behind:goal_end].strip())
        units, begin = _units_above(joined, begin, name_end) if is_project else ([], begin)
        headings += [*units, Heading((begin, name_end), row, (behind, goal_end))]
        begin = goal_end
    return Gap(record_end, headings, (begin, end)) if headings or last else Gap(end, [], (end, end))


def _record_end(joined: Joined, value: LastValue, rows: Sequence[AmountRow], end: int) -> int:
    """Where the last record of a run gives way to the name of a project, or to what stands below the table."""
    text, start = joined.folded, value.start
    if rows:
        return _cut(joined, start, rows[0].start, value)
    if end < len(text):
        return next((line for line in joined.lines_between(start, end) if _sentence_ends(text, start, line)), end)
    # The line may give the other value of the record once more, and no more than that.
    same = start + len(value.other) if value.other and text.startswith(value.other, start) else end
    line = next(iter(joined.lines_between(same, end)), None)
    return line if line and not text[same:line].strip(" 。;.") else _body_end(joined, start, end)


def _units_above(joined: Joined, start: int, end: int) -> tuple[list[Heading], int]:
    """The names of units without amounts above that of a project before `end`, and where the latter begins."""
    units = []
    for line in joined.lines_between(start, min(end, start + _LONGEST_NAME)):
        if _ends_unit(joined, start, line, end):
            units.append(Heading((start, line), None, (line, line), above=True))
            start = line
    return units, start


def _ends_unit(joined: Joined, start: int, line: int, end: int) -> bool:
    """Whether the name of an office ends before a line, and what stands below is a paragraph and no more of it."""
    if line not in joined.fresh or line - start > _LONGEST_NAME:
        return False
    name, below = joined.folded[start:line], joined.folded[line : min(end, line + _LONGEST_NAME)].strip()
    return is_office(name) and "。" not in name and below not in vocabulary("table-frame")["generic"]


def _from_unit(joined: Joined, start: int, name: int) -> int:
    """Where the line of a unit above a name begins, if there is one from `start` on, where a value or a goal ends."""
    lines = joined.lines_between(start, name)
    line = lines[-1] if lines else start
    return line if line in joined.fresh and _ends_unit(joined, line, name, len(joined.folded)) else name


def _sentence_ends(text: str, start: int, end: int, signs: str = "。.") -> bool:
    """Whether the text before `end` ends like a sentence. A point between digits is none."""
    while end > start and (text[end - 1].isspace() or text[end - 1] in _CLOSING):
        end -= 1
    if end == start or text[end - 1] not in signs:
        return False
    return text[end - 1] != "." or not (text[end - 2].isdigit() and text[end : end + 1].isdigit())


def _cut(joined: Joined, start: int, end: int, value: LastValue | None = None) -> int:
    """Where what stands behind `start`, a goal or the last `value` of a run, gives way to the name before `end`.

    What shows it best counts: the end of a sentence, a line behind a semicolon, the other value of the record given
    once more, a paragraph; for a value also a short line, a line, a space.
    """
    text = joined.folded
    lines = joined.lines_between(start, end)
    _, stop, behind = text[start:end].rpartition("。")
    behind = behind.lstrip(_CLOSING)
    if stop and behind.strip():
        return end - len(behind)
    for sign in ".;":
        if ends := [line for line in lines if _sentence_ends(text, start, line, sign)]:
            return ends[-1]
    if value and value.other and text.startswith(value.other, start):
        return start + len(value.other)
    between = text[start:end].rstrip()
    wordy = value is not None or len(between.strip()) > _LONGEST_NAME
    fresh = [line for line in lines if line in joined.fresh]
    if fresh and (wordy or "," in between):
        return _from_unit(joined, start, fresh[-1])
    if not wordy:
        return start
    block = value.record if value else start
    sizes = {after: after - before for before, after in pairwise([block, *joined.lines_between(block, end)])}
    short = [line for line in lines if sizes[line] < max(sizes.values()) * 0.8]
    return next(iter(short or lines), start + max(between.rfind(" "), 0))


def _body_end(joined: Joined, start: int, end: int) -> int:
    """Where a goal or record ends before `end`, at the end of the text before what stands below the table."""
    text = joined.folded
    if end < len(text):
        return end
    for line in joined.lines_between(start, end):
        if footnote().match(text, line):
            return line
        if _sentence_ends(text, start, line) and line in joined.fresh:
            return line
    return end


def runs(heads: Sequence[Head], rows: Sequence[AmountRow]) -> Iterator[tuple[list[Head], list[AmountRow], Head | None]]:
    """The heads in runs, each with the rows behind it and the head that follows; the first run is empty."""
    starts = [row.start for row in rows]
    run: list[Head] = []
    low = 0
    for before, head in pairwise([None, *heads, None]):
        high = bisect_left(starts, head.start) if head else len(rows)
        between = list(rows[low:high])
        low = bisect_left(starts, head.end) if head else high
        if before and head and before.ordinal and head.ordinal == before.ordinal + 1:
            # Where the numbers go on, the project does: a number in a value is no row of amounts.
            between = [row for row in between if row.proven]
        if not (before and head) or between or (before.ordinal and head.ordinal == 1):
            yield run, between, head
            run = []
        if head:
            run.append(head)


def is_named(name: Field, key: str) -> bool:
    """Whether a name is one of the words that the vocabulary of table frames has under this key."""
    return "".join(fold(name.text).split()).rstrip(":") in vocabulary("table-frame")[key]
