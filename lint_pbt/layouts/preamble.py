"""What stands above a table: its title, the department and the unit of its amounts."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from lint_pbt.layouts.joining import Joined
from lint_pbt.layouts.words import any_of, vocabulary
from lint_pbt.model import Field

_TITLE_END = re.compile(r"表(?:\s*\([^()]{1,30}\))*")
_ATTACHMENT = re.compile(
    r"\s*(?:附\s*[件表]|表(?=\s*[\d一二三四五六七八九十]))\s*[\d一二三四五六七八九十]*(?:-\d+)?\s*:?\s*"
)
_UNIT = re.compile(r"(?:人民币)?\s*([亿万千百]?元)")


class Preamble(NamedTuple):
    """The fields above a table, None where they are absent; the table begins at `end`."""

    title: Field | None
    department: Field | None
    amount_unit: str | None
    end: int


@cache
def _department() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(vocabulary('table-frame')['department'])})\s*(?:\([^()]{{1,8}}\))?\s*:\s*")


@cache
def _money() -> re.Pattern[str]:
    words = "|".join(r"\s*".join(word) for word in vocabulary("table-frame")["money"])
    return re.compile(rf"\(?\s*(?:{words})\s*:\s*{_UNIT.pattern}\s*\)?")


def read_preamble(joined: Joined, end: int | None) -> Preamble:
    """Read what stands before the offset `end`, or, where there is no header row, the lines that look like it."""
    text = joined.folded
    limit = end if end is not None else _frame_end(joined)
    money = _money().search(text, 0, limit)
    department = _find_department(joined, money.start() if money else limit, limit)
    labels = [match for match in (department, money) if match]
    title_end = min((match.start() for match in labels), default=limit)
    found = department and text[department.end() : _department_end(joined, department.end(), money, limit)].strip()
    return Preamble(
        _title(joined, title_end),
        joined.passage.field(department.end(), _department_end(joined, department.end(), money, limit))
        if department and found
        else None,
        money[1] if money else None,
        limit,
    )


def _find_department(joined: Joined, money: int, limit: int) -> re.Match[str] | None:
    """The label of the department, which is not that of the money."""
    for match in _department().finditer(joined.folded, 0, limit):
        of_money = match.start() <= money < match.end() or _UNIT.match(joined.folded, match.end())
        if not of_money:
            return match
    return None


def _department_end(joined: Joined, start: int, money: re.Match[str] | None, limit: int) -> int:
    end = money.start() if money and money.start() >= start else limit
    other = _department().search(joined.folded, start, end)
    end = other.start() if other else end
    for line in joined.breaks:
        if start < line < end and joined.folded[line] == "(":
            return line
    return end


def _title(joined: Joined, end: int) -> Field | None:
    ends = [match.end() for match in _TITLE_END.finditer(joined.folded, 0, end)]
    if not ends:
        return None
    start = 0
    for line in [*joined.breaks, end]:
        skipped = _ATTACHMENT.fullmatch(joined.folded, start, min(line, ends[-1]))
        if line > start and not skipped:
            break
        start = line
    field = joined.passage.field(start, ends[-1])
    return field if field.text else None


def _frame_end(joined: Joined) -> int:
    """Where the table begins that has no header row: behind the last line of title, department and unit."""
    end = 0
    lines = [*joined.breaks[:40], len(joined.folded)] if len(joined.breaks) <= 40 else joined.breaks[:41]
    for start, stop in pairwise(lines):
        line = joined.folded[start:stop]
        if _money().search(line) or _department().match(line.strip()) or (
            len(line) < 60 and _TITLE_END.search(line) and line.rstrip()[-1:] in "表)"
        ):  # fmt: skip
            end = stop
    return end
