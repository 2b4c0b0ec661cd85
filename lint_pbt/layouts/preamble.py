"""What stands above a table: its title, the department and the unit of its amounts."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from msgspec import Struct

from lint_pbt.layouts.joining import Joined
from lint_pbt.layouts.records import first_head
from lint_pbt.layouts.words import any_of, vocabulary
from lint_pbt.model.document import Field
from lint_pbt.text.notation import STATED_MONEY, TITLE_END
from lint_pbt.text.patterns.lazy import Pattern

_LONGEST = 3000  # characters; what belongs to a table above it is far shorter
_LONGEST_TITLE = 60  # characters
_MOST_LINES = 40
_TITLE_END = Pattern(TITLE_END)
_NO_TITLE = Pattern(r"[。;:页]$|\d\.\d+$")
_ATTACHMENT = Pattern(r"(?:附[件表]|表(?=\w{1,2}(?:\W|$)))[\w-]{0,6}:?")
_MONEY = Pattern(rf"\s{{0,4}}{STATED_MONEY}")


class Preamble(Struct, frozen=True):
    """The fields above a table, None where they are absent; the table begins at `end`."""

    title: Field | None
    department: Field | None
    amount_unit: str | None
    end: int


@cache
def _label() -> Pattern:
    """A label such as `部门名称：` or `单 位：`."""
    frame = vocabulary("table-frame")
    words = any_of([*frame["department"], *frame["money"]])
    return Pattern(rf"({words}|单\s{{1,4}}位)\s{{0,4}}(?:\([^()]{{1,8}}\)\s{{0,4}})?:")


def read_preamble(joined: Joined, end: int | None) -> Preamble:
    """Read what stands before the offset `end`, or, where there is no header row, the lines that look like it.

    Much else may stand above a table in a longer document; what is nearest to the table belongs to it.
    """
    end = _frame_end(joined) if end is None else end
    start = max(end - _LONGEST, 0)
    labels = list(_label().finditer(joined.folded, start, end))
    title_end = _title_end(joined, start, end, {label.start() for label in labels})
    department, amount_unit = None, None
    for label, after in pairwise([*labels, None]):
        if label is None or label.start() < (title_end or start):
            continue
        if money := _MONEY.match(joined.folded, label.end(), end):
            amount_unit = amount_unit or money[1]
        elif department is None:
            name = joined.folded[label.end() : after.start() if after else end].rstrip(" (")
            department = joined.passage.field(label.end(), label.end() + len(name)) if name.strip() else None
    title = None if title_end is None else _title(joined, start, title_end)
    return Preamble(title, department, amount_unit, end)


def _title_end(joined: Joined, start: int, end: int, labels: set[int]) -> int | None:
    """Where the last line ends that ends with 表; a label may follow on the line."""
    text = joined.folded
    found = None
    for match in _TITLE_END.finditer(text, start, end):
        behind = match.end()
        if behind == end or text[behind].isspace() or behind in labels or joined.starts_line(behind):
            found = behind
    return found


def _title(joined: Joined, start: int, end: int) -> Field:
    """The title that ends at `end`: its line and those it began on, for it may break over lines."""
    text = joined.folded
    lines = [max(start, end - _LONGEST_TITLE) - 1, *joined.lines_between(start - 1, end)]
    begin = lines.pop()
    for line in reversed(lines):
        before = "".join(text[max(line, 0) : begin].split())
        ends = _NO_TITLE.search(before) or (before.endswith("表") and text[begin] != "(")
        if end - line > _LONGEST_TITLE or ends or _ATTACHMENT.fullmatch(before):
            break
        begin = line
    return joined.passage.field(max(begin, start), end)


def _frame_end(joined: Joined) -> int:
    """Where a table without a header row begins: behind the last of the lines with title, department and unit."""
    end = 0
    limit = first_head(joined.folded)
    lines = {line for line in joined.breaks[: _MOST_LINES + 1] if line < limit}
    for start, stop in pairwise(sorted({*lines, limit})):
        line = joined.folded[start : min(stop, start + _LONGEST)].strip()
        if _label().match(line.lstrip("(")) or (len(line) < 60 and line[-1:] in "表)" and _TITLE_END.search(line)):
            end = stop
    return end
