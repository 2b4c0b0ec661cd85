"""Rows of amounts: found by their arithmetic, because a goal's text holds numbers too."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from itertools import accumulate, chain, pairwise, repeat

from msgspec import Struct

from lint_pbt.layouts.joining import Joined
from lint_pbt.model.document import Amount
from lint_pbt.text.notation import MONEY, NUMBER
from lint_pbt.text.patterns.lazy import Pattern

# Numbers with white space or line breaks between them, or run together with their decimals, or ending a line.
_CLUSTER = Pattern(
    r"\d(?<![\d,.]\d)[\d,.]*"
    r"(?:(?:\s+[\d.,][\d,.]*)+|(?<=\d)(?=\s*(?:\n|\Z))|(?<=\.)(?=\s*\n))"
    r"|\d(?<![\d,.]\d)[\d,]*\.\d+,?\d*\.\d[\d,.]*"
)
_WORD = Pattern(r"\S+")
_NUMBER = Pattern(NUMBER)
_DECIMALS = Pattern(r"\.(\d+)")
_NO_MONEY = Pattern(rf"\s*(?:{MONEY}|[%人个项次年月日家名件场期户所套台。;,、.:)])")
_LONGEST = 400  # characters; a row of amounts is far shorter
_MOST_COLUMNS = 12
_MOST_DECIMALS = 6


class Number(Struct, frozen=True):
    """A number with its offsets in the joined text."""

    start: int
    end: int
    value: Decimal


class AmountRow(Struct, frozen=True):
    """A row of amounts. `proven` where the first is the sum of the others."""

    numbers: tuple[Number, ...]
    proven: bool

    @property
    def start(self) -> int:
        return self.numbers[0].start

    @property
    def end(self) -> int:
        return self.numbers[-1].end

    def amounts(self, joined: Joined, columns: Sequence[str]) -> tuple[Amount, ...]:
        """The amounts under their columns; where cells are empty only the total's column is sure."""
        sure = columns if len(columns) == len(self.numbers) else columns[:1]
        field = joined.passage.field
        return tuple(
            Amount(title, number.value, field(number.start, number.end))
            for title, number in zip(chain(sure, repeat(None)), self.numbers, strict=False)
        )


def find_amount_rows(joined: Joined, begin: int, columns: int) -> list[AmountRow]:
    """All rows of amounts from the offset `begin` on; `columns` is how many the row of titles has, 0 if unknown.

    A row has the total and at least one source, and the total is their sum. A row that does not add up is
    taken where it fills the end of a line. With one column of amounts a number that ends a line is a row.
    """
    return list(_rows(joined, begin, columns or _MOST_COLUMNS)) or list(_rows(joined, begin, 1))


def _rows(joined: Joined, begin: int, columns: int) -> Iterator[AmountRow]:
    breaks = joined.breaks
    broken = "\n".join([joined.folded[start:end] for start, end in pairwise([*breaks, len(joined.folded)])])
    line_starts = [offset + index for index, offset in enumerate(breaks)]  # in `broken`
    for match in _CLUSTER.finditer(broken, begin + max(bisect_right(breaks, begin) - 1, 0)):
        low, high = match.span()
        if high - low <= _LONGEST:
            start = low - bisect_right(line_starts, low) + 1
            end = high - bisect_right(line_starts, high - 1) + 1
            if row := _Cluster(joined, start, end).row(columns):
                yield row


@cache
def _with_decimals(size: int) -> tuple[Pattern, Pattern]:
    """A number with so many decimals, and several of them."""
    number = rf"\d[\d,]*\.\d{{{size}}}"
    return Pattern(number), Pattern(rf"(?:{number}\s*)+")


class _Cluster:
    """Numbers standing together. All offsets are those of the joined text; `seams` are line starts inside."""

    def __init__(self, joined: Joined, start: int, end: int) -> None:
        self.joined, self.text = joined, joined.folded
        self.start, self.end, self.seams = start, end, joined.lines_between(start, end)

    def row(self, columns: int) -> AmountRow | None:
        """The row in the cluster whose first number is the sum of the others, or else one that fills a line's end."""
        readings = list(self._readings())
        proven = (row for numbers in readings for row in self._sums(numbers, columns))
        if columns == 1:
            filling = ([number] for numbers in readings for number in numbers)
        else:
            # Whole numbers easily stand together, also in other text.
            several = (numbers for numbers in readings if 2 <= len(numbers) <= columns)
            filling = (numbers for numbers in several if self._decimals(numbers[0]))
        unproven = (AmountRow(tuple(numbers), False) for numbers in filling if self._fills(numbers))
        return next(proven, None) or next(unproven, None)

    def _sums(self, numbers: Sequence[Number], columns: int) -> Iterator[AmountRow]:
        """The rows of one reading that add up, the longest first; whole numbers and zeros easily do by chance.

        A number may stand in a name before the row: on a line or with decimals of its own.
        """
        for first in range(len(numbers) - 1):
            if first and self._go_together(numbers[first - 1], numbers[first]):
                continue
            some = numbers[first : first + columns]
            sums = list(accumulate(number.value for number in some[1:]))
            for parts in range(len(sums), 0, -1):
                if head := self._head(some[0], sums[parts - 1], parts):
                    row = (head, *some[1 : parts + 1])
                    if (head.value and "." in self.text[head.start : row[-1].end]) or self._fills(row):
                        yield AmountRow(row, True)

    def _fills(self, numbers: Sequence[Number]) -> bool:
        """Whether numbers have as many decimals each, stand apart and end a line, and what follows goes with none."""
        start, end = numbers[0].start, numbers[-1].end
        apart = start == 0 or self.text[start - 1].isspace() or self.joined.starts_line(start)
        if not apart or len({self._decimals(number) for number in numbers}) > 1:
            return False
        following = end + len(self.text[end : end + 80]) - len(self.text[end : end + 80].lstrip())
        if following >= len(self.text):
            return True
        ended = bool(self.joined.lines_between(end - 1, following + 1))
        return ended and not _NO_MONEY.match(self.text, following)

    def _readings(self) -> Iterator[list[Number]]:
        """The ways to read the cluster as numbers: line breaks may part them or stand inside them.

        Those with the same count of decimals come first, which also parts numbers that run together.
        """
        # A line break may hide where the decimals end and a goal's first number begins.
        most = max((len(digits) for digits in _DECIMALS.findall(self.text, self.start, self.end)), default=0)
        for size in range(min(most, _MOST_DECIMALS), 0, -1):
            number, several = _with_decimals(size)
            for run in several.finditer(self.text, self.start, self.end):
                yield self._numbers(number, *run.span())
        lines = [self._numbers(_WORD, *line) for line in pairwise([self.start, *self.seams, self.end])]
        yield from lines
        yield list(chain.from_iterable(lines))

    def _numbers(self, written: Pattern, low: int, high: int) -> list[Number]:
        """What is written so between two offsets, as far as it is a number."""
        spans = (match.span() for match in written.finditer(self.text, low, high))
        return [number for number in (self._number(*span) for span in spans) if number]

    def _number(self, start: int, end: int) -> Number | None:
        written = self.text[start:end]
        return Number(start, end, Decimal(written.replace(",", ""))) if _NUMBER.fullmatch(written) else None

    def _head(self, head: Number, total: Decimal, parts: int) -> Number | None:
        """The number itself if it equals the total, or its tail: digits before it may end a project's name."""
        unit = Decimal(1).scaleb(int(total.as_tuple().exponent))
        if abs(head.value - total) <= (unit * parts if parts > 1 else 0):
            return head
        loose = head.start > 0 and not self.text[head.start - 1].isspace() and not self.joined.starts_line(head.start)
        for start in range(head.start + 1, head.end):
            if self.text[start] not in ".," and (loose or start in self.seams):
                tail = self._number(start, head.end)
                if tail and tail.value == total > 0:
                    return tail
        return None

    def _go_together(self, one: Number, other: Number) -> bool:
        """Whether two numbers stand on one line with as many decimals."""
        apart = any(one.end <= seam <= other.start for seam in self.seams)
        return not apart and self._decimals(one) == self._decimals(other)

    def _decimals(self, number: Number) -> int:
        return len(self.text[number.start : number.end].partition(".")[2])
