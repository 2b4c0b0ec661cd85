"""What stands on the pages of a file, taken page by page, and what there is to say of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from lint_pbt.model.document import Note, Place
from lint_pbt.readers.kinds import RECOGNITION
from lint_pbt.readers.pages.assembly import PageContent
from lint_pbt.readers.pages.grids import find_grids
from lint_pbt.readers.pages.lines import lines_of
from lint_pbt.readers.pages.marks import Character, Rules
from lint_pbt.readers.pages.rows_within import with_rows
from lint_pbt.readers.pages.ruled_across import all_grids
from lint_pbt.readers.pages.tables import Table, TableCell, fill_grids

_SCANNED = (
    "这个 {kind} 是扫描件（图片），里面没有文字可读。请找原表的电子版（Word、Excel 或从中导出的 PDF）；"
    "找不到的，" + RECOGNITION
)
_OUTLINES = "这个 {kind} 里的字是画成的图形，不是文字，读不出来。请找原表的电子版（Word、Excel 或直接导出的 PDF）再检查"
_EMPTY = "这个 {kind} 里没有文字。请确认选对了文件，或者重新导出"
_PICTURES = "{pages}是扫描的图片，没有文字，没有检查。请找电子版；找不到的，" + RECOGNITION
_BROKEN_PAGES = "{pages}已损坏，读不出来，没有检查。请重新下载或再导出一次"
_FULL_PAGES = "{pages}上的文字或线条太多，不像表格，没有检查"
_UNKNOWN = "{pages}有 {count} 个字认不出（{kind} 里没有它们的编码），读作“\ufffd”。请找电子版，或者再导出一次"
_REMEDY = "请把行高、列宽调大再导出 {kind}，或者直接检查原来的工作簿（文档）"
_WATERMARK = "{pages}上斜着、横倒或者特别大的浅色字没有读入，多半是水印"
_WHITE = "{pages}上有白色的字，看不见，没有读入"
_OVER_RULES = "{pages}有文字越过了格线，有的格读到的可能不对（如“{example}”）。" + _REMEDY
_CUT_OFF = "{pages}有格子放不下里面的文字，后面的字被截掉了，读到的可能不全（如“{example}”）。" + _REMEDY
_NO_RULES = (
    "{pages}的表格行与行之间没有横线，有的地方分不清是一行还是几行，读到的可能不对（从“{example}”起）。"
    "请给每一行加上横线再导出 {kind}，或者直接检查原来的工作簿（文档）"
)
FULL, BROKEN, PICTURED, DRAWN, MARKED, UNSEEN = "full", "broken", "pictured", "drawn", "marked", "unseen"
_ASTRAY, _SHORT, _UNRULED = "astray", "short", "unruled"

# What is said of pages, and whether something on them was not checked.
_SENTENCES = (
    (PICTURED, _PICTURES, True),
    (BROKEN, _BROKEN_PAGES, True),
    (FULL, _FULL_PAGES, True),
    (_ASTRAY, _OVER_RULES, True),
    (_SHORT, _CUT_OFF, True),
    (_UNRULED, _NO_RULES, True),
    (MARKED, _WATERMARK, False),
    (UNSEEN, _WHITE, False),
)


class Contents:
    """The pages read so far. `kind` is what people call such files, `unknown` counts by page what could not be told."""

    def __init__(self, kind: str) -> None:
        self.unknown: dict[int, int] = {}
        self._kind = kind
        self._columns: list[float] = []  # edges of those of the last table
        self._page = 0  # the last one
        self._cut: list[TableCell] = []  # at its end
        self._said: dict[str, list[int]] = {}
        self._examples: dict[str, str] = {}

    def page(
        self, number: int, characters: Sequence[Character], rules: Rules | None, pieces: Callable[[], Sequence[int]]
    ) -> PageContent | None:
        """The lines and tables that characters and rules make; None where there are too many of them.

        `pieces` gives the number of the piece of text that each character was drawn in.
        """
        ruled = None if rules is None else find_grids(rules)
        if ruled is None:
            self.say(FULL, number)
            return None
        unsure: list[str] = []
        grids = with_rows(all_grids(characters, ruled, self._columns, unsure), characters)
        self._columns = grids[-1].xs if grids else []
        filled = fill_grids(number, grids, characters, pieces)
        self._say_cut(self._page, filled.tables[:1] if number == self._page + 1 else ())
        self._page = number
        short = [(cell, table) for table in filled.tables for cell in table.cells if cell.is_short]
        self._cut = [cell for cell, table in short if table is filled.tables[-1] and cell.bottom == table.rows]
        here = [*filled.cut, *(cell.lines[0].text for cell, _ in short if cell not in self._cut)]
        for what, texts in ((_ASTRAY, filled.doubtful), (_SHORT, here), (_UNRULED, unsure)):
            if texts:
                self.say(what, number)
                self._examples.setdefault(what, texts[0])
        return PageContent(number, lines_of(number, filled.outside, in_cell=False), filled.tables)

    def _say_cut(self, number: int, following: Sequence[Table] = ()) -> None:
        """Say of which cells at the end of a page text is cut off, where the next page does not begin with all of it.

        Writers draw the text of a cell that goes on over a page break on both pages, cut off on each.
        """
        again = {cell.key for table in following for cell in table.row_starts(0) if cell.is_cut}
        for cell in self._cut:
            if cell.key not in again:
                self.say(_SHORT, number)
                self._examples.setdefault(_SHORT, cell.lines[0].text)
        self._cut = []

    def say(self, what: str, number: int) -> None:
        """Remember what is to be said of a page."""
        numbers = self._said.setdefault(what, [])
        if number not in numbers[-1:]:
            numbers.append(number)

    def notes(self) -> Iterator[Note]:
        """What was not read, by page."""
        self._say_cut(self._page)
        for what, sentence, unchecked in _SENTENCES:
            if numbers := self._said.get(what):
                example = self._examples.get(what)
                message = sentence.format(pages=pages_text(numbers), example=example, kind=self._kind)
                yield Note(message, Place(1, page=numbers[0]), unchecked)
        if self.unknown:
            first, count = min(self.unknown), sum(self.unknown.values())
            message = _UNKNOWN.format(pages=pages_text([*self.unknown]), count=count, kind=self._kind)
            yield Note(message, Place(1, page=first), True)

    def nothing(self) -> str:
        """Why there is no text in a file."""
        if FULL in self._said or BROKEN in self._said or self.unknown:
            return next(self.notes()).message
        sentence = _SCANNED if PICTURED in self._said else _OUTLINES if DRAWN in self._said else _EMPTY
        return sentence.format(kind=self._kind)


def pages_text(numbers: Sequence[int]) -> str:
    """Page numbers in words: 第3、5—8页."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1][1:] = [number]
        else:
            parts.append([number])
    return "第 " + "、".join("—".join(map(str, part)) for part in parts) + " 页"
