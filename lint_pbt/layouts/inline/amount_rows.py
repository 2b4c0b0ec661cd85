"""Rows of amounts: found by their arithmetic, because a goal's text holds numbers too."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal
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

    @property
    def total(self) -> Decimal:
        return self.numbers[0].value

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
    return list(_rows(joined, begin, columns)) or list(_rows(joined, begin, 1))


def _rows(joined: Joined, begin: int, columns: int) -> Iterator[AmountRow]:
    line_starts = [offset + index for index, offset in enumerate(joined.breaks)]
    broken = "\n".join([joined.folded[start:end] for start, end in pairwise([*joined.breaks, len(joined.folded)])])
    for match in _CLUSTER.finditer(broken, begin + max(bisect_right(joined.breaks, begin) - 1, 0)):
        low, high = match.span()
        if high - low > _LONGEST:
            continue
        start = low - bisect_right(line_starts, low) + 1
        end = high - bisect_right(line_starts, high - 1) + 1
        cluster = _Cluster(joined, start, end, joined.lines_between(start, end))
        if row := cluster.row(columns or _MOST_COLUMNS):
            yield row


class _Cluster:
    """Numbers standing together. All offsets are those of the joined text; `seams` are line starts inside, `lines` the
    parts that stand on one line each."""

    def __init__(self, joined: Joined, start: int, end: int, seams: Sequence[int]) -> None:
        self.joined, self.start, self.end, self.seams = joined, start, end, seams
        self.lines = list(pairwise([start, *seams, end]))
        self.text = joined.folded

    def row(self, columns: int) -> AmountRow | None:
        """The row in the cluster whose first number is the sum of the others, or else one that fills a line's end."""
        if columns == 1:
            readings = [[number] for numbers in self._readings() for number in numbers]
        else:
            readings = list(self._readings())
        proven = (row for numbers in readings for row in self._sums(numbers, columns))
        filling = (AmountRow(tuple(some), False) for some in readings if self._fills_line(some, columns))
        return next(proven, None) or next(filling, None)

    def _sums(self, numbers: Sequence[Number], columns: int) -> Iterator[AmountRow]:
        """The rows of one reading that add up, the longest first."""
        for first in range(len(numbers) - 1):
            if first and not self._parted(numbers[first - 1], numbers[first]):
                continue
            some = numbers[first : first + columns]
            sums = list(accumulate(number.value for number in some[1:]))
            for parts in range(len(sums), 0, -1):
                head = self._head(some[0], sums[parts - 1], parts)
                row = AmountRow((head, *some[1 : parts + 1]), True) if head else None
                if row and self._looks_like_money(row):
                    yield row

    def _looks_like_money(self, row: AmountRow) -> bool:
        """Whether a row that adds up is no chance: whole numbers and zeros easily do, also in other text."""
        if row.total and "." in self.text[row.start : row.end]:
            return True
        alike = len({self._decimals(number) for number in row.numbers}) == 1
        return alike and self._stands_apart(row.start) and self._ends_line(row.end)

    def _fills_line(self, numbers: Sequence[Number], columns: int) -> bool:
        """Whether numbers, of one kind and not whole where they are several, stand apart and end a line."""
        decimals = {self._decimals(number) for number in numbers}
        whole = all(not self.text[one.end : after.start].strip() for one, after in pairwise(numbers))
        several = whole and 2 <= len(numbers) <= columns and len(decimals) == 1 and decimals != {0}
        return (several or columns == 1) and self._stands_apart(numbers[0].start) and self._ends_line(numbers[-1].end)

    def _readings(self) -> Iterator[list[Number]]:
        """The ways to read the cluster as numbers: line breaks may part them or stand inside them."""
        yield from self._uniform()
        yield from (numbers for low, high in self.lines if (numbers := self._words(low, high)))
        if self.seams:
            yield [number for low, high in self.lines for number in self._words(low, high)]
            yield self._words(self.start, self.end)

    def _uniform(self) -> Iterator[list[Number]]:
        """Numbers with the same count of decimals, which also parts numbers that run together."""
        text = self.text[self.start : self.end]
        # A line break may hide where the decimals end and a goal's first number begins.
        most = max((len(digits) for digits in _DECIMALS.findall(text)), default=0)
        for size in range(min(most, _MOST_DECIMALS), 0, -1):
            group: list[Number] = []
            for match in re.finditer(rf"\d[\d,]*\.\d{{{size}}}", text):
                number = self._number(self.start + match.start(), self.start + match.end())
                if group and (number is None or self.text[group[-1].end : number.start].strip()):
                    yield group
                    group = []
                if number:
                    group.append(number)
            if group:
                yield group

    def _words(self, low: int, high: int) -> list[Number]:
        """What stands between white space, as far as it is a number."""
        words = (self._number(*word.span()) for word in _WORD.finditer(self.text, low, high))
        return [number for number in words if number]

    def _number(self, start: int, end: int) -> Number | None:
        written = self.text[start:end]
        return Number(start, end, Decimal(written.replace(",", ""))) if _NUMBER.fullmatch(written) else None

    def _head(self, head: Number, total: Decimal, parts: int) -> Number | None:
        """The number itself if it equals the total, or its tail: digits before it may end a project's name."""
        unit = Decimal(1).scaleb(int(total.as_tuple().exponent))
        if abs(head.value - total) <= (unit * parts if parts > 1 else 0):
            return head
        loose = not self._stands_apart(head.start)
        for start in range(head.start + 1, head.end):
            if self.text[start] not in ".," and (loose or start in self.seams):
                tail = self._number(start, head.end)
                if tail and tail.value == total > 0:
                    return tail
        return None

    def _parted(self, before: Number, number: Number) -> bool:
        """Whether a number may stand in a name before the row: on a line or with decimals of its own."""
        apart = any(before.end <= seam <= number.start for seam in self.seams)
        return apart or self._decimals(before) != self._decimals(number)

    def _decimals(self, number: Number) -> int:
        return len(self.text[number.start : number.end].partition(".")[2])

    def _stands_apart(self, offset: int) -> bool:
        """Whether white space or a line break stands before the offset."""
        return offset == 0 or self.text[offset - 1].isspace() or self.joined.starts_line(offset)

    def _ends_line(self, offset: int) -> bool:
        """Whether the line ends behind the offset and what follows does not go with a number."""
        rest = self.text[offset : offset + 80]
        following = offset + len(rest) - len(rest.lstrip())
        if following >= len(self.text):
            return True
        breaks = self.joined.breaks
        ended = bisect_left(breaks, offset) < bisect_right(breaks, following)
        return ended and not _NO_MONEY.match(self.text, following)
