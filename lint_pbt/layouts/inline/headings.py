"""Between the runs of records: units, projects and goals.

A heading is a name and a row of amounts. Behind it stands a goal (then it is a project), a run of records
(a project without a goal) or the next heading (a unit).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import dropwhile, pairwise

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

    `other` is the other value of the record, folded: mostly they are the same. In a record without labels the
    last value is its name.
    """

    start: int
    record: int
    other: str
    is_name: bool


class Gap(Struct, frozen=True):
    """What stands between two runs of records: where the record before ends, the headings, text that fits nothing."""

    record_end: int
    headings: list[Heading]
    loose: Offsets


def read_gap(joined: Joined, start: int | LastValue, end: int, rows: Sequence[AmountRow], last: bool) -> Gap:
    """Read the text from `start` to `end`, which holds these rows.

    `start` is the last value of a run of records or, above the first one, an offset. `last` is True at the end
    of the text, where no record follows.
    """
    value = None if isinstance(start, int) else start
    start = start if isinstance(start, int) else start.start
    if value and value.is_name:
        # What can only be the name of the record is no heading; its number is no amount.
        rows = list(dropwhile(lambda row: _value_end(joined, value, row.start) == start, rows))
    if not rows:
        return _without_rows(joined, start, end, value, last)
    record_end = _value_end(joined, value, rows[0].start) if value else start
    headings = []
    name_start = record_end
    for row, after in zip(rows, [*rows[1:], None], strict=True):
        following = after.start if after else end
        goal_end = _name_start(joined, row.end, following) if after else _body_end(joined, row.end, end, last)
        is_project = after is None or bool(joined.folded[row.end : goal_end].strip())
        units, name_start = _units_above(joined, name_start, row.start) if is_project else ([], name_start)
        headings += [*units, Heading((name_start, row.start), row, (row.end, goal_end))]
        name_start = goal_end
    return Gap(record_end, headings, (name_start, end))


def _without_rows(joined: Joined, start: int, end: int, record: LastValue | None, last: bool) -> Gap:
    """A gap without amounts: before the end a footnote at most, elsewhere a heading that has none."""
    if last:
        same = _same_value(joined, record) if record else None
        record_end = same or (_body_end(joined, start, end, last) if record else start)
        return Gap(record_end, [], (record_end, end))
    record_end = start
    if record:
        cuts = [line for line in joined.lines_between(start, end) if _sentence_ends(joined.folded, start, line)]
        record_end = cuts[0] if cuts else end
    if not joined.folded[record_end:end].strip():
        return Gap(end if record else record_end, [], (end, end))
    units, name_start = _units_above(joined, record_end, end)
    lines = joined.lines_between(name_start, end)
    name_end = next((line for line in lines if line in joined.fresh), lines[0] if lines else end)
    return Gap(record_end, [*units, Heading((name_start, name_end), None, (name_end, end))], (end, end))


def _units_above(joined: Joined, start: int, end: int) -> tuple[list[Heading], int]:
    """The names of units without amounts above that of a project before `end`, and where the latter begins."""
    units = []
    for line in joined.lines_between(start, min(end, start + _LONGEST_NAME)):
        if _ends_unit(joined, start, line, end):
            units.append(Heading((start, line), None, (line, line), above=True))
            start = line
    return units, start


def _ends_unit(joined: Joined, start: int, line: int, end: int) -> bool:
    """Whether the name of an office ends before a line, and what stands below is no more of it.

    That is set in deeper, or a blank line stands between.
    """
    place = joined.passage.place
    apart = line in joined.set_off or (line in joined.fresh and place(line).column > place(start).column)
    if not apart or line - start > _LONGEST_NAME:
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


def _sentence_cut(joined: Joined, start: int, end: int) -> int | None:
    """Where the name before `end` begins if sentences stand before it: on a new line, or behind the last one."""
    text = joined.folded
    signs = "。" if "。" in text[start:end] else "."
    lines = joined.lines_between(start, end)
    for line in reversed(lines):
        if _sentence_ends(text, start, line, signs):
            return line
    stop = text.rfind("。", start, end)
    if stop >= 0 and text[stop + 1 : end].strip():
        return stop + 1
    return next((line for line in reversed(lines) if _sentence_ends(text, start, line, ";")), None)


def _value_end(joined: Joined, value: LastValue, end: int) -> int:
    """Where the last value of a run gives way to the name before `end`."""
    cut = _sentence_cut(joined, value.start, end)
    if cut is not None:
        return cut
    if value.other and joined.folded.startswith(value.other, value.start):
        return value.start + len(value.other)
    return _paragraph_cut(joined, value.start, end, value.record)


def _same_value(joined: Joined, value: LastValue) -> int | None:
    """Where the line ends that gives the record's other value once more, if its last value is no more than that."""
    if not value.other or not joined.folded.startswith(value.other, value.start):
        return None
    end = value.start + len(value.other)
    following = next(iter(joined.lines_between(end, len(joined.folded))), None)
    return following if following and not joined.folded[end:following].strip(" 。;.") else None


def _paragraph_cut(joined: Joined, start: int, end: int, block: int) -> int:
    """The same without any sentence end: at an indentation, behind a short line, at a line start, at a space."""
    lines = [line for line in joined.lines_between(start, end) if joined.folded[start:line].strip()]
    for line in reversed(lines):
        if line in joined.fresh:
            return _from_unit(joined, start, line)
    starts = [block, *joined.lines_between(block, end)]
    sizes = {after: after - before for before, after in pairwise(starts)}
    longest = max(sizes.values(), default=0)
    for line in lines:
        if sizes.get(line, longest) < longest * 0.8:
            return line
    if lines:
        return lines[0]
    text = joined.folded[start:end].rstrip()
    space = text.rfind(" ")
    return start + space if space > 0 else start


def _name_start(joined: Joined, start: int, end: int) -> int:
    """Where the name between two rows begins: at once behind a unit, behind the goal of a project."""
    cut = _sentence_cut(joined, start, end)
    if cut is not None:
        return cut
    text = joined.folded[start:end]
    if len(text.strip()) > _LONGEST_NAME:
        return _paragraph_cut(joined, start, end, start)
    if "," in text:
        fresh = [line for line in joined.lines_between(start, end) if line in joined.fresh]
        return _from_unit(joined, start, fresh[-1]) if fresh else start
    return start


def _body_end(joined: Joined, start: int, end: int, last: bool) -> int:
    """Where the last goal or record gives way to what stands below the table."""
    if not last:
        return end
    text = joined.folded
    for line in joined.lines_between(start, end):
        if footnote().match(text, line):
            return line
        if _sentence_ends(text, start, line) and line in joined.fresh:
            return line
    return end


def runs(heads: Sequence[Head], rows: Sequence[AmountRow]) -> Iterator[tuple[list[Head], list[AmountRow]]]:
    """The heads in runs, each with the rows before it; the last pair holds the rows behind all heads."""
    starts = [row.start for row in rows]
    run: list[Head] = []
    before: list[AmountRow] = list(rows[: bisect_left(starts, heads[0].start)]) if heads else list(rows)
    for head, after in zip(heads, [*heads[1:], None], strict=False):
        run.append(head)
        low = bisect_left(starts, head.end)
        between = list(rows[low : bisect_left(starts, after.start)]) if after else list(rows[low:])
        if after and head.ordinal and after.ordinal and after.ordinal == head.ordinal + 1 and after.ordinal != 1:
            # Where the numbers go on, the project does: a number in a value is no row of amounts.
            between = [row for row in between if row.proven]
        if between or after is None or (after.ordinal == 1 and head.ordinal):
            yield run, before
            run, before = [], between
    yield [], before


def is_named(name: Field, key: str) -> bool:
    """Whether a name is one of the words that the vocabulary of table frames has under this key."""
    return "".join(fold(name.text).split()).rstrip(":") in vocabulary("table-frame")[key]


def footnote_at(joined: Joined, offset: int) -> bool:
    """Whether a footnote below the table begins at the offset."""
    return bool(footnote().match(joined.folded, offset))
