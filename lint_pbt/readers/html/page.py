"""The markup of a page becomes blocks: what a browser would show, in the order of the page."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from lint_pbt.errors import ReadError
from lint_pbt.readers.blocks import Paragraph, Table
from lint_pbt.readers.html.elements import (
    BLOCKS,
    CELLS,
    FORMATS,
    GROUPS,
    OF_TABLES,
    PARENTS,
    ROWS,
    SHIFTS,
    STRUCK,
    UNREAD_RAW,
    UNSEEN,
    VERBATIM,
    VOID,
)
from lint_pbt.readers.html.inputs import Choice, typed
from lint_pbt.readers.html.markup import Token, tokens
from lint_pbt.readers.html.table import OpenTable, Spans, spans_of
from lint_pbt.readers.html.text import Flow, paragraphs
from lint_pbt.readers.html.tokens import End, PlainCell, PlainRow, Start, Text
from lint_pbt.readers.raised import shifted
from lint_pbt.readers.tally import too_much

if TYPE_CHECKING:
    from lint_pbt.limits import Limits
    from lint_pbt.readers.tally import Tally

_UNSEEN_STYLE = re.compile(r"(?i)\b(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)")
_STRUCK_STYLE = "line-through"
_CLASS = re.compile(r"(?:[^{}]*[\s>+~])?[\w-]{0,20}\.([\w-]{1,100})")
_HEAD = 4096
_EXCEL = "schemas-microsoft-com:office:excel"

_TOO_DEEP = (
    "网页里的标签一层套一层，超过了能读的层数，不像绩效目标表。"
    "请在浏览器里打开，全选复制到 Excel，另存为 .xlsx 再检查"
)  # fmt: skip
_TOO_LONG = "网页里有一段文字太长，或者标签写坏了，读不下去。请在浏览器里打开，全选复制到 Excel，另存为 .xlsx 再检查"
# In pages there are so many bytes to a tag, text included.
_BYTES_PER_TAG = 20
_MOST_OPEN = 500  # elements in one another, about as many as in a browser
_LONGEST = 1 << 20  # characters between two tags


class Page(NamedTuple):
    """What a page shows: its blocks, the pages in frames, how many pictures, how many hidden parts of tables."""

    blocks: tuple[Paragraph | Table, ...]
    frames: tuple[str, ...]
    pictures: int
    hidden: int

    @classmethod
    def of(cls, text: str, limits: Limits, tally: Tally, first_line: int = 1) -> Page:
        """Read the markup of a page or of a part of one that begins on `first_line` of its file, rows counted.

        Raises `ReadError` for too much of it, or for what nests too deeply.
        """
        most = limits.file_bytes // _BYTES_PER_TAG
        if text.count("<") > most:
            raise too_much("网页的标签", most, "个（由文件大小的上限算出）", "file-megabytes")
        reader = _PageReader(limits, tally, by_excel=_EXCEL in text[:_HEAD])
        reader.read(text, first_line)
        return cls(tuple(reader.text.end()), tuple(reader.frames), reader.pictures, reader.hidden)


class _Open(NamedTuple):
    """An element that has not ended: what it does to the text within, and the table it began."""

    name: str
    unseen: bool = False
    struck: bool = False
    table: OpenTable | None = None
    implied: bool = False


# The same few come again and again.
_opened = lru_cache(maxsize=256)(_Open)


class _PageReader:
    """Goes through the tokens of a page; `text` is what stands outside of tables."""

    def __init__(self, limits: Limits, tally: Tally, *, by_excel: bool) -> None:
        self._tally = tally
        self._most_tables = limits.depth
        # Excel hides the end of a text that is wider than its cell.
        self._by_excel = by_excel
        self._open: list[_Open] = []
        self._tables: list[OpenTable] = []
        self._unseen = self._struck = self._verbatim = 0  # elements that are open
        self._shifts: list[str] = []
        self._choice: Choice | None = None
        self._struck_classes: set[str] = set()
        self._known: dict[int, tuple[PlainCell, Spans | None]] = {}  # what plain cells span, by what they are like
        # Of the outermost element that is not seen: whether it holds text, and cells or stands in a table.
        self._unseen_text = self._unseen_table = False
        self.text = self._flow = Flow()
        self.frames: list[str] = []
        self.pictures = self.hidden = 0

    def read(self, text: str, first_line: int) -> None:
        for token in tokens(text, first_line):
            self._take(token)
        while self._open:
            self._pop()

    def _take(self, token: Token) -> None:
        if isinstance(token, PlainRow):
            self._plain_row(token)
        elif isinstance(token, PlainCell):
            self._plain_cell(token)
        elif isinstance(token, Text):
            self._say(token)
        elif isinstance(token, Start):
            self._start(*token)
        else:
            self._end(token)

    def _find_flow(self) -> None:
        """Where text goes: into the innermost cell that is open. What stands between cells comes before the table."""
        self._flow = next((table.flow for table in reversed(self._tables) if table.flow), self.text)

    def _say(self, token: Text) -> None:
        text, line, raw = token
        if raw == "style":
            self._learn_styles(text)
        if raw in UNREAD_RAW:
            return
        if len(text) > _LONGEST:
            raise ReadError(_TOO_LONG)
        if self._unseen:
            self._unseen_text = self._unseen_text or bool(text.strip())
        elif self._choice is not None:
            if self._choice.entries:
                self._choice.entries[-1].append(text)
        elif self._struck:
            self._flow.strike(text, line)
        elif self._verbatim:
            self._flow.say_verbatim(text, line)
        else:
            self._flow.say(shifted(text, self._shifts[-1]) if self._shifts else text, line)

    def _learn_styles(self, sheet: str) -> None:
        """The classes of elements whose text a style sheet strikes through, as Excel writes it."""
        for rule in sheet.split("}"):
            selectors, _, style = rule.partition("{")
            if _STRUCK_STYLE in style:
                # Of `.page .old` only the last is what the style is for, and `.old:hover` is not always so.
                found = (_CLASS.fullmatch(selector.strip()) for selector in selectors.split(","))
                self._struck_classes.update(one[1] for one in found if one)
                self._known = {}

    @property
    def _is_plain(self) -> bool:
        """Whether text that comes now goes into its cell as it is."""
        return not (self._unseen or self._struck or self._verbatim or self._shifts or self._choice is not None)

    def _plain_row(self, row: PlainRow) -> None:
        """A row of cells with nothing but text: at once, where it stands in a table and nothing is to be done to it."""
        spans = None
        if self._tables and self._is_plain and len(row.markup) <= _LONGEST and not self._changes("tr", row.attributes):
            spans = [self._spans(cell) for cell, *_ in row.cells]
        if spans is None or None in spans:
            for token in tokens(row.markup, row.line, by_rows=False):
                self._take(token)
            return
        self._make_room("tr")
        self._flow.end_line()
        table = self._tables[-1]
        table.start_row()
        self._find_flow()
        self._flow.end_line()
        for span, (_, text, line, of_text) in zip(spans, row.cells, strict=True):
            table.add_cell(span, line, paragraphs(text, of_text))  # type: ignore[arg-type]

    def _spans(self, cell: PlainCell) -> Spans | None:
        """What a plain cell spans; None for one that does more to its text than to give it a look."""
        known = self._known.get(id(cell))
        if known is None or known[0] is not cell:
            plain = not self._changes(cell.name, cell.attributes) and not any(
                self._changes(wrapper, within) for wrapper, within in cell.wrappers
            )
            known = self._known[id(cell)] = cell, spans_of(cell.attributes) if plain else None
        return known[1]

    def _plain_cell(self, cell: PlainCell) -> None:
        """A cell with nothing but text: at once, where it stands in a row and nothing is to be done to its text."""
        name, attributes, line, text, wrappers, behind = cell
        in_row = bool(self._open) and self._open[-1].name == "tr" and bool(self._tables)
        if (
            in_row
            and self._is_plain
            and (text is None or len(text.text) <= _LONGEST)
            and not (attributes and self._changes(name, attributes))
            and not (wrappers and any(self._changes(wrapper, within) for wrapper, within in wrappers if within))
        ):
            self._flow.end_line()
            said = [] if text is None else paragraphs(text.text, text.line)
            self._tables[-1].add_cell(spans_of(attributes), line, said)
            return
        self._start(name, attributes, line)
        for wrapper, within in wrappers:
            self._start(wrapper, within, line)
        if text is not None:
            self._say(text)
        for wrapper, _ in reversed(wrappers):
            self._end(End(wrapper, line))
        self._end(End(name, line))
        if behind is not None:
            self._say(behind)

    def _changes(self, name: str, attributes: dict[str, str]) -> bool:
        """Whether an element does more to a text within than to give it a look."""
        return self._is_hidden(name, attributes) or self._is_struck(name, attributes)

    def _start(self, name: str, attributes: dict[str, str], line: int) -> None:
        if name in OF_TABLES:
            self._make_room(name)
        elif name in BLOCKS:
            self._end_implied()
            self._close("p", OF_TABLES)
            if name == "li":
                self._close("li", OF_TABLES.union(("ul", "ol")))
        if name == "option" and self._choice is not None:
            if "selected" in attributes:
                self._choice.chosen.append(len(self._choice.entries))
            self._choice.entries.append([])
        if not self._unseen:
            self._show(name, attributes, line)
        if name not in VOID and name not in UNREAD_RAW and name != "colgroup":
            self._push(name, attributes, line)

    def _show(self, name: str, attributes: dict[str, str], line: int) -> None:
        """What an element shows by itself."""
        if name in BLOCKS or name == "br":
            self._flow.end_line()
        if name == "img":
            self.pictures += 1
        elif name == "input":
            self._flow.say(typed(attributes), line)
        elif name in ("frame", "iframe"):
            self._frame(attributes)

    def _frame(self, attributes: dict[str, str]) -> None:
        source = attributes.get("src", "")
        invisible = "0" in (attributes.get("width"), attributes.get("height"))
        if source and not source.startswith(("about:", "javascript:")) and not invisible:
            self.frames.append(source.rpartition("/")[2][:60])

    def _push(self, name: str, attributes: dict[str, str], line: int) -> None:
        if len(self._open) >= _MOST_OPEN:
            raise ReadError(_TOO_DEEP)
        is_hidden = bool(attributes) and self._is_hidden(name, attributes)
        is_struck = self._is_struck(name, attributes) if attributes else name in STRUCK
        one = _opened(name, is_hidden or name in UNSEEN, is_struck)
        if one.unseen and not self._unseen:
            # Of what is hidden in a table or holds one there is something to say.
            self._unseen_text, self._unseen_table = False, is_hidden and (bool(self._tables) or name == "table")
        elif self._unseen and name in CELLS:
            self._unseen_table = True
        if not (self._unseen or one.unseen):
            one = self._begun(one, attributes, line)
        self._open.append(one)
        self._unseen += one.unseen
        self._struck += one.struck
        self._verbatim += name in VERBATIM

    def _begun(self, one: _Open, attributes: dict[str, str], line: int) -> _Open:
        """An element that is seen begins."""
        name = one.name
        if name == "table":
            self._flow.end_line()
            one = one._replace(table=self._new_table())
        elif name in OF_TABLES:
            table = self._tables[-1]
            if name in GROUPS:
                table.start_group(name)
            elif name == "tr":
                table.start_row()
            elif name == "caption":
                table.start_caption()
            else:
                table.start_cell(attributes, line)
            self._find_flow()
        elif name in SHIFTS:
            self._shifts.append(name)
        elif name == "select":
            self._choice = Choice(line)
        return one

    def _new_table(self) -> OpenTable:
        if len(self._tables) >= self._most_tables:
            raise ReadError(_TOO_DEEP)
        table = OpenTable(self._tally)
        self._tables.append(table)
        self._find_flow()
        return table

    def _is_hidden(self, name: str, attributes: dict[str, str]) -> bool:
        style = attributes.get("style")
        if "hidden" not in attributes and not (style and _UNSEEN_STYLE.search(style)):
            return False
        return not (name == "span" and self._by_excel)

    def _is_struck(self, name: str, attributes: dict[str, str]) -> bool:
        style = attributes.get("style")
        if name in STRUCK or (style and _STRUCK_STYLE in style.lower()):
            return True
        return bool(self._struck_classes) and not self._struck_classes.isdisjoint(attributes.get("class", "").split())

    def _make_room(self, name: str) -> None:
        """End what a part of a table ends by beginning; rows and cells outside of all tables begin one."""
        if name == "table":
            # Between cells another table ends the one before.
            if self._within((*CELLS, "caption"), ("table",)) is None:
                self._close("table", ())
            self._close("p", OF_TABLES)
            return
        if not self._tables and self._within(("table",), ()) is None:
            if self._unseen:
                return
            self._open.append(self._begun(_Open("table", implied=True), {}, 0))
        stop = PARENTS.get(name, ("table",))
        while self._open[-1].name not in stop:
            self._pop()
        # Tags of what is around it may be missing.
        if name in ROWS and self._open[-1].name == "table":
            self._push("tbody", {}, 0)
        if name in CELLS and self._open[-1].name != "tr":
            self._push("tr", {}, 0)

    def _end_implied(self) -> None:
        """End a table that no tag began, when something begins between its cells."""
        index = self._within(("table",), (*CELLS, "caption"))
        if index is not None and self._open[index].implied:
            self._close("table", ())

    def _within(self, names: tuple[str, ...], bounds: frozenset[str] | tuple[str, ...]) -> int | None:
        """The innermost open element of some names, unless one of the bounds stands open within it."""
        for index in range(len(self._open) - 1, -1, -1):
            name = self._open[index].name
            if name in names:
                return index
            if name in bounds:
                break
        return None

    def _close(self, name: str, bounds: frozenset[str] | tuple[str, ...]) -> None:
        """End the innermost open element of a name and all within it, if there is one."""
        index = self._within((name,), bounds)
        while index is not None and len(self._open) > index:
            self._pop()

    def _end(self, token: End) -> None:
        name = token.name
        if name in OF_TABLES:
            self._close(name, () if name == "table" else ("table",))
            return
        if name in BLOCKS or name == "br":
            if not self._unseen:
                self._flow.end_line()
            self._close(name, OF_TABLES)
            return
        index = self._within((name,), OF_TABLES if name in FORMATS or name in STRUCK else BLOCKS)
        if index is None:
            return
        if any(one.name in BLOCKS for one in self._open[index + 1 :]):
            self._ended(self._open.pop(index))
        else:
            while len(self._open) > index:
                self._pop()

    def _pop(self) -> None:
        self._ended(self._open.pop())

    def _ended(self, one: _Open) -> None:
        """An element ends."""
        name = one.name
        self._struck -= one.struck
        self._verbatim -= name in VERBATIM
        if one.unseen:
            self._unseen -= 1
            if not self._unseen and self._unseen_text and self._unseen_table:
                self.hidden += 1
        if self._unseen or one.unseen:
            return
        if one.table is not None:
            self._tables.pop()
            self._find_flow()
            self._flow.add(one.table.blocks())
        elif name in OF_TABLES:
            self._tables[-1].end_cell()
            self._find_flow()
        elif name in SHIFTS:
            self._shifts.pop()
        elif name == "select" and self._choice is not None:
            choice, self._choice = self._choice, None
            self._flow.say(choice.shown, choice.line)
        elif name in BLOCKS:
            self._flow.end_line()
