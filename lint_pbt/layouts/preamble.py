"""What stands above a table: its title, the department and the unit of its amounts."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from lint_pbt.layouts.heads import first_head
from lint_pbt.layouts.joining import Joined
from lint_pbt.layouts.words import any_of, vocabulary
from lint_pbt.model import Field

_LONGEST = 3000  # characters; what stands above a table is far shorter
_MOST_LINES = 40
_TITLE_END = re.compile(r"表(?:\s{0,4}\([^()]{1,30}\))*")
_ATTACHMENT = re.compile(r"(?:附[件表]|表(?=\w{1,2}(?:\W|$)))[\w-]{0,6}:?")
_MONEY = re.compile(r"\s{0,4}(?:人民币)?\s{0,4}([亿万千百]?元)")


class Preamble(NamedTuple):
    """The fields above a table, None where they are absent; the table begins at `end`."""

    title: Field | None
    department: Field | None
    amount_unit: str | None
    end: int


@cache
def _label() -> re.Pattern[str]:
    """A label such as `部门名称：` or `单 位：`."""
    frame = vocabulary("table-frame")
    words = any_of([*frame["department"], *frame["money"]])
    return re.compile(rf"({words}|单\s{{1,4}}位)\s{{0,4}}(?:\([^()]{{1,8}}\)\s{{0,4}})?:")


def read_preamble(joined: Joined, end: int | None) -> Preamble:
    """Read what stands before the offset `end`, or, where there is no header row, the lines that look like it."""
    end = _frame_end(joined) if end is None else end
    limit = min(end, _LONGEST)
    labels = list(_label().finditer(joined.folded, 0, limit))
    department, amount_unit = None, None
    for label, after in pairwise([*labels, None]):
        money = label and _MONEY.match(joined.folded, label.end(), limit)
        if money:
            amount_unit = amount_unit or money[1]
        elif label and department is None:
            department = _department(joined, label.end(), after.start() if after else limit)
    title = _title(joined, labels[0].start() if labels else limit)
    return Preamble(title, department, amount_unit, end)


def _department(joined: Joined, start: int, end: int) -> Field | None:
    """The name between a label and what follows; a bracket that opens a line or stands before the next label does."""
    for line in joined.lines_between(start, end):
        if joined.folded[line] == "(":
            end = line
            break
    name = joined.folded[start:end].rstrip(" (")
    return joined.passage.field(start, start + len(name)) if name.strip() else None


def _title(joined: Joined, end: int) -> Field | None:
    """The title: it ends with 表, and a line with the number of an attachment may stand above it."""
    ends = [match.end() for match in _TITLE_END.finditer(joined.folded, 0, end)]
    if not ends:
        return None
    start = 0
    for line in joined.lines_between(0, ends[-1]):
        if not _ATTACHMENT.fullmatch("".join(joined.folded[start:line].split())):
            break
        start = line
    title = joined.passage.field(start, ends[-1])
    return title if title.text else None


def _frame_end(joined: Joined) -> int:
    """Where a table without a header row begins: behind the last of the lines with title, department and unit."""
    end = 0
    limit = first_head(joined.folded)
    lines = [line for line in joined.breaks[: _MOST_LINES + 1] if line <= limit]
    for start, stop in pairwise([*lines, limit] if limit not in lines else lines):
        line = joined.folded[start : min(stop, start + _LONGEST)].strip()
        if _label().match(line.lstrip("(")) or (len(line) < 60 and line[-1:] in "表)" and _TITLE_END.search(line)):
            end = stop
    return end
