"""What the pages of a table carry besides the table: header rows, page numbers and running heads.

They stand anywhere, also in the middle of a word of the table, and have to be taken out before its lines
are joined. Lines of the table itself repeat too, so each kind needs its own proof.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from lint_pbt.layouts.words import any_of, kinds
from lint_pbt.model import Note
from lint_pbt.sheet import Line
from lint_pbt.text import fold

_LEAST_TITLES = 4
_LONGEST_PREAMBLE = 20  # lines
_NEAR = 3  # how many lines of running heads may stand beside a page number
_SHORTEST_HEAD, _LONGEST_HEAD = 5, 60  # characters
_SHORTEST_PAGE, _LONGEST_PAGE = 15, 150  # lines
_PAGE_NUMBER = re.compile(
    r"第\w{1,5}页(?:[,/、(]?共\d{1,4}页\)?)?|共\d{1,4}页[,/、]?第\d{1,4}页"
    r"|-+\d{1,4}-+|[·•~]\d{1,4}[·•~]|[Pp]age\d{1,4}(?:of\d{1,4})?"
)
_NUMBERED_HEAD = re.compile(r"第\d{1,4}页|共\d{1,4}页")
_COUNTED = re.compile(r"([1-9]\d{0,3})(?:/(\d{1,4}))?")
_RECORD = re.compile("[。;]")
_FRAME = re.compile("表|:")
_RULE = re.compile(r"[-=_*·.]{3,}")
_SENTENCE = re.compile("[。;:]")
_MONEY = re.compile(r"\d[\d,]*\.\d|\d[\d,]*$")
_IN_BRACKETS = re.compile(r"\([^()]*\)$")
_DIGITS = re.compile(r"\d+")


class Header(NamedTuple):
    """The header row: its titles as written (folded, without white space) with their kinds, and its place.

    It begins on the line `first` (an index) at `column` (characters, 0 where nothing stands before it).
    """

    titles: tuple[tuple[str, str], ...]
    first: int
    column: int

    def amount_columns(self) -> list[str]:
        """The titles of the columns of amounts: the total, then its sources."""
        columns: list[tuple[str, str]] = []
        for title, kind in self.titles:
            if kind == "total" and columns and columns[-1][1] == "total":
                columns.pop()  # the heading over the group of amounts
            if kind in ("total", "source"):
                columns.append((title, kind))
        return [title for title, _ in columns]


class Content(NamedTuple):
    """What is left of the lines: pieces (line index, start, end), the header row, and notes.

    `folded` are all lines folded. `body` is how many of the pieces stand above the first header row, 0 without one.
    """

    folded: list[str]
    pieces: list[tuple[int, int, int]]
    header: Header | None
    body: int
    notes: list[Note]


class _Page:
    """The lines without white space, and the same run together, as patterns for furniture need them."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.folded = fold("\n".join(line.text for line in lines)).split("\n")
        words = [text.split() for text in self.folded]
        self.kept = [index for index, parts in enumerate(words) if parts]  # lines that are not blank
        self.compact = ["".join(words[index]) for index in self.kept]
        self.run = "".join(self.compact)
        self.starts = [0]
        for text in self.compact:
            self.starts.append(self.starts[-1] + len(text))
        self.edges = frozenset(self.starts)
        self.dropped: set[int] = set()  # positions in `kept`
        self.cuts: dict[int, list[tuple[int, int]]] = {}  # position in `kept` -> spans of characters

    def position(self, offset: int) -> int:
        """Which of the kept lines holds the character of the run at `offset`."""
        return bisect_right(self.starts, offset) - 1

    def remove(self, start: int, end: int) -> tuple[int, int]:
        """Take a span of the run out; returns the first and last kept line it touches."""
        first, last = self.position(start), self.position(end - 1)
        for position in range(first, last + 1):
            low = max(start, self.starts[position]) - self.starts[position]
            high = min(end, self.starts[position + 1]) - self.starts[position]
            if high - low == len(self.compact[position]):
                self.dropped.add(position)
            else:
                self.cuts.setdefault(position, []).append(self._characters(position, low, high))
        return first, last

    def place(self, offset: int) -> tuple[int, int]:
        """The line and the character in it of an offset in the run; 0 for a line's first."""
        position = self.position(offset)
        index = offset - self.starts[position]
        return self.kept[position], self._characters(position, index, index + 1)[0] if index else 0

    def _characters(self, position: int, low: int, high: int) -> tuple[int, int]:
        """Where the characters `low` to `high` of a compact line stand in the line itself."""
        text = self.folded[self.kept[position]]
        places = [index for index, character in enumerate(text) if not character.isspace()]
        return places[low], places[high - 1] + 1

    def before_money(self, position: int) -> bool:
        """Whether a row of amounts follows: then this line is the name of something."""
        return position + 1 < len(self.compact) and bool(_MONEY.match(self.compact[position + 1]))


def take_out(lines: Sequence[Line]) -> Content:
    """Find the furniture of the pages and return everything else."""
    page = _Page(lines)
    notes: list[Note] = []
    header = _drop_headers(page)
    _drop_preamble_repeats(page, header)
    page.dropped.update(p for p, text in enumerate(page.compact) if _RULE.fullmatch(text))
    _drop_page_numbers(page)
    for position in _running_heads(page):
        page.dropped.add(position)
    heads = _lone_running_heads(page)
    if heads:
        page.dropped.update(heads)
        line = lines[page.kept[heads[0]]]
        notes.append(Note(f"“{line.text.strip()[:40]}”每页出现一次，当作页眉，没有读入", line.place))
    pieces = list(_pieces(page))
    start = (header.first, header.column) if header else (0, 0)
    return Content(page.folded, pieces, header, sum((index, low) < start for index, low, _ in pieces), notes)


def _pieces(page: _Page) -> Iterator[tuple[int, int, int]]:
    for position, index in enumerate(page.kept):
        if position in page.dropped:
            continue
        start, size = 0, len(page.folded[index])
        for low, high in sorted(page.cuts.get(position, ())):
            yield index, start, low
            start = high
        yield index, start, size


def _drop_headers(page: _Page) -> Header | None:
    """Take out every header row. The first shows what it says; the others may stand within a line."""
    first: Header | None = None
    needle = ""
    spans: set[tuple[int, int]] = set()
    for titles in _title_rows(page):
        start = titles[0].start()
        # What follows may begin like a title: 合计 before its amounts, the rest of a broken label.
        ends = [title.end() for title in titles[_LEAST_TITLES - 1 :]]
        ends = [end for end in ends if not page.run[end : end + 1].isdigit()]
        end = max((end for end in ends if end in page.edges), default=0 if first else max(ends, default=0))
        if not end or (first and start not in page.edges):
            continue
        spans.add((start, end))
        if first is None:
            needle = page.run[start:end]
            named = kinds("column-titles", "columns")
            words = [title[0] for title in titles if title.end() <= end]
            pairs = tuple((word, named.get(word) or named[_IN_BRACKETS.sub("", word)]) for word in words)
            first = Header(pairs, *page.place(start))
    if needle:
        spans.update(match.span() for match in re.finditer(re.escape(needle), page.run))
    for start, end in _apart(spans):
        page.remove(start, end)
    return first


def _title_rows(page: _Page) -> Iterator[list[re.Match[str]]]:
    """Runs of column titles that begin a line, or, where there are none, anywhere."""
    title = re.compile(rf"(?:{any_of(kinds('column-titles', 'columns'))})(?:\([^()]{{1,12}}\))?")
    at_lines = list(_rows_from(title, page.run, page.starts))
    return iter(at_lines or _rows_from(title, page.run, (match.start() for match in title.finditer(page.run))))


def _rows_from(title: re.Pattern[str], text: str, starts: Iterable[int]) -> Iterator[list[re.Match[str]]]:
    """The runs of titles that begin at one of these offsets and not within the run before."""
    reached = 0
    for start in starts:
        if start >= reached:
            row = _titles(title, text, start)
            if row:
                yield row
                reached = row[-1].end()


def _titles(title: re.Pattern[str], text: str, start: int) -> list[re.Match[str]]:
    """The titles that stand one behind the other from `start` on, none if they are too few."""
    row = []
    match = title.match(text, start)
    while match:
        row.append(match)
        match = title.match(text, match.end())
    return row if len(row) >= _LEAST_TITLES else []


def _apart(spans: set[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans in order, the longest of those that begin together, without those that overlap one before them."""
    reached = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= reached:
            yield start, end
            reached = end


def _drop_preamble_repeats(page: _Page, header: Header | None) -> None:
    """Take out what stands above the first header row where it stands again at the head of a page."""
    if header is None:
        return
    above = [position for position, index in enumerate(page.kept) if index < header.first]
    preamble: list[str] = []
    for position in reversed(above[-_LONGEST_PREAMBLE:]):
        if _RECORD.search(page.compact[position]):
            break  # the file holds a part of a table: records stand above the header row of the next page
        preamble.insert(0, page.compact[position])
    index_of = {text: position for position, text in reversed(list(enumerate(preamble)))}
    position = len(above)
    while position < len(page.compact):
        size = 0
        begin = index_of.get(page.compact[position])
        if begin is not None and position not in page.dropped:
            while (
                begin + size < len(preamble)
                and position + size < len(page.compact)
                and page.compact[position + size] == preamble[begin + size]
            ):
                size += 1
            matched = "".join(preamble[begin : begin + size])
            edge = begin == 0 or begin + size == len(preamble)
            # A department's name above the table may also be that of a unit in it.
            named = edge and not page.before_money(position + size - 1)
            if len(matched) >= 6 and (named or _FRAME.search(matched)):
                page.dropped.update(range(position, position + size))
        position += max(size, 1)


def _drop_page_numbers(page: _Page) -> None:
    counted: dict[str | None, list[tuple[int, int]]] = {}
    heads: dict[str, list[int]] = {}
    for position, text in enumerate(page.compact):
        if len(text) > _LONGEST_HEAD:
            continue
        if len(text) <= 20 and _PAGE_NUMBER.fullmatch(text):
            page.dropped.add(position)
        elif len(text) <= 9 and (number := _COUNTED.fullmatch(text)):
            counted.setdefault(number[2], []).append((position, int(number[1])))
        elif "页" in text and _NUMBERED_HEAD.search(text):
            heads.setdefault(_DIGITS.sub("#", text), []).append(position)
    for positions in heads.values():
        if len(positions) > 1:
            page.dropped.update(positions)
    for total, numbers in counted.items():
        chain = _longest_count(numbers, len(page.kept) - 1)
        beside = [p for p, _ in chain if _at_page_end(page, p)]
        all_pages = chain[0][1] == 1 and chain[-1][0] == len(page.kept) - 1
        enough = 2 if total or all_pages or len(beside) == len(chain) else 3
        # Where other bare numbers are as frequent, they are words of the table broken off.
        if len(chain) >= enough and len(chain) >= len(numbers) * 0.6:
            page.dropped.update(position for position, _ in chain)
    if _last_number(page):
        page.dropped.add(len(page.kept) - 1)


def _last_number(page: _Page) -> bool:
    """Whether the file ends with a number alone below the last sentence: that of its only page, it may be."""
    *_, before, last = "", "", *page.compact[-2:]
    return bool(_COUNTED.fullmatch(last)) and before[-1:] in ("。", ".")


def _at_page_end(page: _Page, position: int) -> bool:
    """Whether a page visibly begins or ends here."""
    following = position + 1
    return (
        following == len(page.kept)
        or following in page.dropped
        or position - 1 in page.dropped
        or page.lines[page.kept[following]].breaks_page
        or page.lines[page.kept[position]].breaks_page
    )


def _longest_count(numbers: Sequence[tuple[int, int]], end: int) -> list[tuple[int, int]]:
    """The longest chain of numbers that rise by one, some lines apart; the last page, down to `end`, may be short."""
    chains: dict[int, list[tuple[int, int]]] = {}
    best: list[tuple[int, int]] = []
    for position, number in numbers:
        before = chains.get(number - 1)
        apart = before and (position - before[-1][0] > _NEAR or position == end)
        chain = [*(before or ()), (position, number)] if apart else [(position, number)]
        if len(chain) >= len(chains.get(number, ())):
            chains[number] = chain
        if len(chain) > len(best):
            best = chain
    return best


def _running_heads(page: _Page) -> list[int]:
    """Lines that stand again and again beside page numbers, header rows or form feeds."""
    gaps = _page_gaps(page)
    if len(gaps) < 2:
        return []
    # On short pages a line stands both below one boundary and above the next.
    beside = {position for above, below in gaps for position in (*above, *below)}
    counts = Counter(_key(page, position) for position in beside)
    few = len(gaps) < 4
    needed = max(2, len(gaps) / 2)
    heads = {
        key
        for key, count in counts.items()
        if count >= needed and len(key) >= (6 if few else 3) and not _SENTENCE.search(key)
    }
    found = []
    for above, below in gaps:
        for side in (above, below):
            for position in side:
                if _key(page, position) not in heads or (few and page.before_money(position)):
                    break
                found.append(position)
    return _with_rest(page, found)


def _with_rest(page: _Page, heads: list[int]) -> list[int]:
    """The running heads with the lines beside them over which they break: those that always stand there."""
    found = set(heads)
    for step in (1, -1):
        edge = [position for position in heads if position + step not in found]
        while len(edge) > 1:
            beside = [position + step for position in edge if 0 <= position + step < len(page.kept)]
            beside = [position for position in beside if position not in found and position not in page.dropped]
            counts = Counter(page.compact[position] for position in beside)
            text, count = counts.most_common(1)[0] if counts else ("", 0)
            if count < max(2, len(edge) * 0.8) or _SENTENCE.search(text):
                break
            edge = [position for position in beside if page.compact[position] == text]
            found.update(edge)
    return sorted(found)


def _key(page: _Page, position: int) -> str:
    return _DIGITS.sub("#", page.compact[position])


def _page_gaps(page: _Page) -> list[tuple[list[int], list[int]]]:
    """For each boundary of pages the kept lines above it, nearest first, and those below."""
    size = len(page.kept)
    gaps = []
    position = 0
    while position < size:
        begin = position
        while position < size and position in page.dropped:
            position += 1
        if position > begin or page.lines[page.kept[position]].breaks_page:
            above = list(range(begin - 1, max(begin - 1 - _NEAR, -1), -1))
            below = list(range(position, min(position + _NEAR, size)))
            gaps.append((above, below))
        if position == begin:
            position += 1
    return gaps


def _lone_running_heads(page: _Page) -> list[int]:
    """Running heads without any page number: the same line once a page, all through the file."""
    places: dict[str, list[int]] = {}
    for position, text in enumerate(page.compact):
        if position not in page.dropped and _SHORTEST_HEAD <= len(text) <= _LONGEST_HEAD:
            places.setdefault(text, []).append(position)
    found: list[int] = []
    for text, positions in places.items():
        if len(positions) < 3 or _SENTENCE.search(text) or sum(map(page.before_money, positions)) * 4 > len(positions):
            continue
        gaps = [second - first for first, second in pairwise(positions)]
        regular = max(gaps) <= min(gaps) * 1.5 and min(gaps) >= _SHORTEST_PAGE and max(gaps) <= _LONGEST_PAGE
        if regular and (len(positions) + 1) * max(gaps) >= len(page.compact) and _stands_alone(page, text, positions):
            found += positions
    return _with_rest(page, sorted(found)) if found else []


def _stands_alone(page: _Page, text: str, positions: Sequence[int]) -> bool:
    """Whether a text is words of its own: a piece of a table's line stands within other lines as well."""
    elsewhere = page.run.count(text) - len(positions)
    return elsewhere * 3 <= len(positions) and sum(map(str.isalpha, text)) >= _SHORTEST_HEAD
