"""Page numbers and running heads, found in the lines of paged text without their white space.

They stand anywhere, also in the middle of a word of the table, and have to be taken out before its lines are joined.
Lines of the table itself repeat too, so each kind needs its own proof.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from lint_pbt.model.document import Note
from lint_pbt.model.sheet import Line
from lint_pbt.text.folding import fold
from lint_pbt.text.notation import is_page_number, page_count
from lint_pbt.text.patterns.lazy import Pattern

_NEAR = 3  # lines that stand between two page numbers at least
_SHORTEST_HEAD, _LONGEST_HEAD = 5, 60  # characters
_LONG_HEAD, _SHORTEST_KEY = 6, 3  # characters of a head that proves itself, on few pages and on many
_FEW_PAGES = 4
_MOST_ABOVE = 20  # lines
_MOST_LINES = 10  # over which running heads break on one side of a page's end
_SHORTEST_PAGE, _LONGEST_PAGE = 15, 150  # lines
_NUMBERED_HEAD = Pattern(r"第(\d{1,4})页")
_NO_HEAD = Pattern(r"[。;:]|#\.#")  # signs of sentences and, with digits made #, amounts
_NO_TITLE = Pattern("[。;]")
_FRAME = Pattern("表|:")
_DIGITS = Pattern(r"\d+")
_MONEY = Pattern(r"\d[\d,]*\.\d|\d[\d,]*$")


class PagedLines:
    """The lines of a file, those that are not blank without white space, and these run together.

    `kept` are the indices of the lines that are not blank; a position counts these. `dropped` are the positions
    of furniture, `cuts` the spans of characters to leave out of other lines, by position.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.folded = fold("\n".join(line.text for line in lines)).split("\n")
        self.kept = array("Q")
        self.compact: list[str] = []
        for index, text in enumerate(self.folded):
            parts = text.split()
            if parts:
                self.kept.append(index)
                # Most lines hold no white space: then the line itself will do, and large files stay small.
                self.compact.append(text if len(parts[0]) == len(text) else "".join(parts))
        self.run = "".join(self.compact)
        self.starts = array("Q", accumulate(map(len, self.compact), initial=0))
        self.dropped: set[int] = set()
        self.cuts: dict[int, list[tuple[int, int]]] = {}

    def is_edge(self, offset: int) -> bool:
        """Whether a line begins, or the last one ends, at an offset of the run."""
        return self.starts[bisect_left(self.starts, offset)] == offset

    def position(self, offset: int) -> int:
        """Which of the kept lines holds the character of the run at `offset`."""
        return bisect_right(self.starts, offset) - 1

    def remove(self, start: int, end: int) -> None:
        """Take a span of the run out."""
        for position in range(self.position(start), self.position(end - 1) + 1):
            low = max(start, self.starts[position]) - self.starts[position]
            high = min(end, self.starts[position + 1]) - self.starts[position]
            if high - low == len(self.compact[position]):
                self.dropped.add(position)
            else:
                self.cuts.setdefault(position, []).append(self._characters(position, low, high))

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

    def breaks_before(self, position: int) -> bool:
        """Whether a new page begins with this line."""
        return self.lines[self.kept[position]].breaks_page

    def before_money(self, position: int) -> bool:
        """Whether a row of amounts follows: then this line is the name of something."""
        return position + 1 < len(self.compact) and bool(_MONEY.match(self.compact[position + 1]))

    def pieces(self) -> Iterator[tuple[int, int, int]]:
        """What is left of the lines: the index of a line, and where in it the piece starts and ends."""
        for position, index in enumerate(self.kept):
            if position in self.dropped:
                continue
            start, size = 0, len(self.folded[index])
            for low, high in sorted(self.cuts.get(position, ())):
                yield index, start, low
                start = high
            yield index, start, size


def drop_page_marks(pages: PagedLines, table: int) -> list[Note]:
    """Take out page numbers and running heads; a note tells of heads that are known by nothing but their repeating.

    Titles have been taken out already. The table begins at the position `table`; what stands above is kept.
    """
    above = range(max(table - _MOST_ABOVE, 0), table)
    _drop_page_numbers(pages)
    _drop_running_heads(pages, above)
    lone = [at for at in _lone_running_heads(pages) if at not in above]
    if not lone:
        return []
    pages.dropped.update(lone)
    _drop_running_heads(pages, above, rest=True)
    if pages.compact[lone[0]] in (pages.compact[at] for at in above):
        return []  # the table's own title
    line = pages.lines[pages.kept[lone[0]]]
    return [Note(f"“{line.text.strip()[:40]}”每页出现一次，当作页眉，没有读入", line.place)]


def _drop_page_numbers(pages: PagedLines) -> None:
    """Take out lines that are nothing but a page number, and heads with a page number in them."""
    counted: dict[str, list[tuple[int, int]]] = {}
    for position, text in enumerate(pages.compact):
        if len(text) > _LONGEST_HEAD:
            continue
        if is_page_number(text):
            pages.dropped.add(position)
        elif number := page_count(text):
            counted.setdefault(str(number[1] or ""), []).append((position, number[0]))
        elif "页" in text and (head := _NUMBERED_HEAD.search(text)):
            counted.setdefault(_DIGITS.sub("#", text), []).append((position, int(head[1])))
    last = len(pages.kept) - 1
    for key, numbers in counted.items():
        count = _longest_count(numbers, last)
        enough = 2 if key or count[-1][0] == last else 3
        # Where other bare numbers are as frequent, they are words of the table broken off.
        if len(count) >= enough and len(count) >= len(numbers) * 0.6:
            pages.dropped.update(position for position, _ in count)
    # The file may end with a number alone below the last sentence: that of its only page.
    if last and page_count(pages.compact[last]) is not None and pages.compact[last - 1][-1] in "。.":
        pages.dropped.add(last)


def _longest_count(numbers: Sequence[tuple[int, int]], end: int) -> list[tuple[int, int]]:
    """The longest count of numbers that rise by one, some lines apart; the last page, down to `end`, may be short."""
    counts: dict[int, list[tuple[int, int]]] = {}  # by their last number
    for position, number in numbers:
        before = counts.get(number - 1, [])
        apart = before and (position - before[-1][0] > _NEAR or position == end)
        counts[number] = max([*(before if apart else ()), (position, number)], counts.get(number, []), key=len)
    return max(counts.values(), key=len)


def _drop_running_heads(pages: PagedLines, above: range, *, rest: bool = False) -> None:
    """Take out lines that stand again and again beside page numbers, titles or form feeds, then beside these.

    A short line is one only if it stands nearly always beside a head that is known: that breaks over lines;
    `rest` says that all are beside one. What stands `above` the table is kept, and a head where it stands again.
    """
    size = len(pages.compact)
    breaks = {at for at in range(1, size) if pages.breaks_before(at)}
    marks = 1 + sum(after - at > _MOST_LINES for at, after in pairwise(sorted(breaks | pages.dropped)))
    beside = {*breaks, *(at - 1 for at in breaks), *(at + step for at in pages.dropped for step in (1, -1))}
    known = {key for key in (_key(pages, at) for at in above) if not _NO_TITLE.search(key)}
    few = marks < _FEW_PAGES
    for _ in range(_MOST_LINES):
        beside = {at for at in beside if 0 <= at < size and at not in pages.dropped}
        heads = {key for key in known if len(key) >= _LONG_HEAD}
        for key, count in Counter(_key(pages, at) for at in beside).items():
            is_long = len(key) >= (_LONG_HEAD if few else _SHORTEST_KEY)
            often = count >= max(2, marks * (0.5 if is_long else 0.8))
            if often and (key in known or ((is_long or rest) and not _NO_HEAD.search(key))):
                heads.add(key)
        # A department's name above the table may also be that of a unit in it.
        named = {key for key in known if not (rest or _FRAME.search(key))} | (heads - known if few else set())
        names = {at for at in beside if _key(pages, at) in named and pages.before_money(at)}
        found = {at for at in beside - names if _key(pages, at) in heads}
        pages.dropped |= found.difference(above)
        beside, rest = {at + step for at in found for step in (1, -1)}, True


def _key(pages: PagedLines, position: int) -> str:
    return _DIGITS.sub("#", pages.compact[position])


def _lone_running_heads(pages: PagedLines) -> list[int]:
    """Running heads without any page number: the same line once a page, all through the file."""
    places: dict[str, list[int]] = {}
    for position, text in enumerate(pages.compact):
        if position not in pages.dropped and _SHORTEST_HEAD <= len(text) <= _LONGEST_HEAD:
            places.setdefault(text, []).append(position)
    found: list[int] = []
    for text, positions in places.items():
        gaps = [second - first for first, second in pairwise(positions)]
        if len(gaps) < 2 or _NO_HEAD.search(_key(pages, positions[0])):
            continue
        regular = max(gaps) <= min(gaps) * 1.5 and min(gaps) >= _SHORTEST_PAGE and max(gaps) <= _LONGEST_PAGE
        if not regular or (len(positions) + 1) * max(gaps) < len(pages.compact):
            continue
        # A name of the table has its amounts below; a piece of the table's line stands within other lines as well.
        named = sum(map(pages.before_money, positions)) * 4 > len(positions)
        elsewhere = pages.run.count(text) - len(positions)
        if not named and elsewhere * 3 <= len(positions) and sum(map(str.isalpha, text)) >= _SHORTEST_HEAD:
            found += positions
    return sorted(found)
