"""Labels above the indicators: a text that names what stands beside or below it, on one line or broken over several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lint_pbt.layouts.tables.titles import Titles
from lint_pbt.layouts.words import is_office, vocabulary
from lint_pbt.recovery.words import Word, side_by_side, text_of
from lint_pbt.text.patterns.lazy import Pattern

_MOST_PIECES = 8  # of a label
_LONGEST, _SHORTEST = 20, 4  # characters of a label
_LONGEST_UNLISTED = 10
_SHORTEST_OTHER = 3  # of one that is only passed over
_COLUMNS = ("project", "unit", "amount", "source", "goal", "cycle_goal", "indicators", "note")
_SHORT = ("unit", "applicant", "department", "amount")  # what labels of two characters may mean
_IN_UNIT = Pattern(r"\((?:[万亿千百]?元|\d{1,3}分)\)$")
_MONEY_UNIT = Pattern(r"\(?[万亿千百]?元\)?")
_NEXT_LINE = 2.6  # lines from one line of a label to the next
_ALIGNED = 2.0  # that the lines of a label may begin apart, or their middles
_WIDEST = 24.0  # of a label

Rows = Sequence[Sequence[Word]]


def _role(text: str, titles: Titles, alone: bool = False) -> str | None:
    """What a label means; a short word is one where it stands `alone`."""
    if len(text) > _LONGEST + 10 or text[-1:].isdigit():
        return None
    title = titles.of(text)
    role = "project" if title and title.role == "project" else titles.label(text)  # of both: 单位名称(项目)
    if role not in _COLUMNS and role not in vocabulary("columns")["labels"]:
        return None
    shortest = _SHORTEST if role in _COLUMNS[:-1] else _SHORTEST_OTHER
    return role if len(text) >= shortest or (alone and role in _SHORT) else None


def find_label(words: Sequence[Word], at: int, end: int, titles: Titles) -> tuple[str, int, bool] | None:
    """The label that begins with a word: its role, where it ends, and whether its value stands in it too."""
    text, best = "", None
    for stop in range(at + 1, min(at + _MOST_PIECES, end) + 1):
        text += words[stop - 1].plain
        role = _role(text.rstrip(":"), titles)
        name, colon, behind = text.partition(":")
        if role:
            best = (role, stop, False)
        elif colon and behind and best is None and (role := _role(name, titles, alone=True)):
            return role, stop, True
        elif len(name) > _LONGEST:
            break
        if best and stop < end and _role(words[stop].plain, titles):
            break
    role = _in_own_cell(words, at, titles) if best is None else None
    return best or ((role, at + 1, False) if role else None)


def _in_own_cell(words: Sequence[Word], at: int, titles: Titles) -> str | None:
    """The role of a label that is none anywhere else but in a cell of its own: short, or not listed and of an ending.

    What stands beside a short one is its value.
    """
    word, plain = words[at], words[at].plain.rstrip(":")
    before = words[at - 1] if at and words[at - 1].line == word.line else None
    behind = words[at + 1] if at + 1 < len(words) and words[at + 1].line == word.line else None
    if (before and word.left - before.right <= 0.5) or (behind and behind.left - word.right <= 0.5):
        return None
    short = _role(plain, titles, alone=True)
    if behind and behind.left - word.right > 1 and short in _SHORT:
        return "money" if _MONEY_UNIT.fullmatch(behind.plain) else short
    head = titles.label_by_head(plain)
    if head in _SHORT and plain.isalpha() and len(plain) <= _LONGEST_UNLISTED:
        return head
    return "other" if _ends_as_label(plain) else None


def _ends_as_label(plain: str) -> bool:
    """Whether a text that is not listed is a label by its ending, or by a unit behind it."""
    bare = _IN_UNIT.sub("", plain)
    ends = bare.endswith(tuple(vocabulary("form-lines")["label_endings"])) or bare != plain
    return ends and bare.isalpha() and _SHORTEST <= len(bare) <= _LONGEST_UNLISTED


class Label(NamedTuple):
    """A label: what it means, its words, and its value where that stands in the same text, behind a colon."""

    role: str
    words: list[Word]
    has_value: bool

    @property
    def left(self) -> float:
        return min(word.left for word in self.words)

    @property
    def right(self) -> float:
        return max(word.right for word in self.words)

    @property
    def top(self) -> float:
        return min(word.y for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.y for word in self.words)


def labels_in(rows: Rows, titles: Titles, way: str) -> list[Label]:
    """The labels among the words, those that break over lines put together except in `lined` text."""
    found: list[Label] = []
    taken: set[Word] = set()
    for at, row in enumerate(rows):
        for index, word in enumerate(row):
            if word in taken:
                continue
            whole = _whole(rows, at, index, titles, taken) if way != "lined" else None
            if label := whole or _on_line(row, index, titles, way) or _above_office(rows, at, titles, way):
                taken.update(label.words)
                found.append(label)
    return found


def _on_line(row: Sequence[Word], index: int, titles: Titles, way: str) -> Label | None:
    """The label that begins with a word of a row."""
    end = index + len(side_by_side(row, index))
    label = find_label(row, index, end, titles)
    if label is None:
        return None
    role, stop, behind = label
    return Label(role, list(row[index : end if behind and way == "placed" else stop]), behind)


def _above_office(rows: Rows, at: int, titles: Titles, way: str) -> Label | None:
    """A short label in running text, where the name of an office is all that stands on the next line: 单位."""
    row, below = rows[at], rows[at + 1] if at + 1 < len(rows) else ()
    if way != "running" or len(row) > 1 or not is_office(text_of(below) if below else ""):
        return None
    role = _role(row[0].plain.rstrip(":"), titles, alone=True)
    return Label(role, list(row), False) if role in _SHORT else None


def _whole(rows: Rows, at: int, index: int, titles: Titles, taken: set[Word]) -> Label | None:
    """The label whose first line is a word, where it goes on on the lines below: begins there, or has its middle."""
    first = rows[at][index]
    if first.right - first.left > _WIDEST:
        return None
    parts = [first]
    best: Label | None = None
    for below in range(at + 1, len(rows)):
        y = rows[below][0].y
        if y - parts[-1].y > _NEXT_LINE or len(parts) >= _MOST_PIECES:
            break
        under = [word for word in rows[below] if word not in taken and _lies_under(word, first)]
        if not under:
            continue
        if len(parts) == 1 and _is_broken(rows[at], index, under[0], taken):
            return Label("other", [first, under[0]], False)
        if find_label(under, 0, 1, titles):
            break
        on_line = side_by_side(rows[below], rows[below].index(under[0]))
        for more in (on_line[:1], on_line):
            whole = [*parts, *more]
            label = find_label(whole, 0, len(whole), titles)
            if label and label[1] == len(whole) and not label[2] and len(text_of(whole)) <= _WIDEST:
                best = Label(label[0], whole, False)
        parts = best.words[:] if best and best.words[-1].line == under[0].line else [*parts, under[0]]
    return best


def _is_broken(row: Sequence[Word], index: int, under: Word, taken: set[Word]) -> bool:
    """Whether a word behind a value is the first line of a label that is not listed, and ends with the one below."""
    before, first, words = row[index - 1], row[index], vocabulary("form-lines")
    endings = tuple(words["label_endings"])
    if before in taken or first.left - before.right <= 1 or before.plain.endswith(endings):
        return False  # a value, or the first of its row: then the one before is the last, right of it
    whole = first.plain.endswith(endings) or _ends_as_label(under.plain)
    is_open = first.plain.endswith(tuple(words["open_ends"]))
    return _ends_as_label(first.plain + under.plain) and (is_open or not whole)


def _lies_under(word: Word, first: Word) -> bool:
    middles = abs((word.left + word.right) - (first.left + first.right)) / 2
    return abs(word.left - first.left) <= _ALIGNED or middles <= _ALIGNED
