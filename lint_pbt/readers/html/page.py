"""The markup of a page becomes blocks: what a browser would show, in the order of the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, cast

from lxml import etree

from lint_pbt.errors import ReadError
from lint_pbt.readers.blocks import Paragraph, Table
from lint_pbt.readers.html.table import OpenTable
from lint_pbt.readers.html.text import Flow
from lint_pbt.readers.raised import shifted
from lint_pbt.readers.tally import too_much

if TYPE_CHECKING:
    from lxml.etree import _Element

    from lint_pbt.limits import Limits
    from lint_pbt.readers.tally import Tally

_UNSEEN = frozenset(("head", "script", "style", "title", "noscript", "template", "object", "applet", "xml")).union(
    ("audio", "video", "canvas", "svg", "math", "map", "datalist")
)
_GROUPS = frozenset(("thead", "tbody", "tfoot"))
_BLOCKS = _GROUPS.union(
    ("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div"),
    ("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
    ("hr", "html", "legend", "li", "listing", "main", "menu", "nav", "ol", "p", "plaintext", "section", "summary"),
    ("td", "th", "tr", "ul", "xmp"),
)
_SHIFTS = ("sup", "sub")
_VERBATIM = frozenset(("pre", "textarea", "listing", "plaintext", "xmp"))
_UNSEEN_STYLE = re.compile(r"(?i)\b(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)")
_HEAD = 4096
_EXCEL = "schemas-microsoft-com:office:excel"
_TYPED_INPUTS = ("", "text", "number", "date", "search", "tel", "email", "url")
_MARKED_INPUTS = ("checkbox", "radio")

_TOO_DEEP = (
    "网页里的标签一层套一层，超过了能读的层数，不像绩效目标表。"
    "请在浏览器里打开，全选复制到 Excel，另存为 .xlsx 再检查"
)  # fmt: skip
_TOO_LONG = "网页里有一段文字太长，或者标签写坏了，读不下去。请在浏览器里打开，全选复制到 Excel，另存为 .xlsx 再检查"
# A tag takes more memory than its bytes; in pages there are so many bytes to one, text included.
_BYTES_PER_TAG = 20


# The parser holds each attribute of a tag against all others. A tag of a page has at most some hundreds of
# characters outside of quotations, and of quotations.
_TAG = re.compile(r"""<[A-Za-z](?:[^"'>]|"[^"]*"|'[^']*'){0,2000}((?:[^"'>]|"[^"]*"|'[^']*')?)""")
_SCRIPT = re.compile(r"(?i)<(/?)(?:script|style)\b")


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
        root = _parsed(text, limits)
        if root is None:
            return cls((), (), 0, 0)
        reader = _PageReader(limits, tally, first_line - 1, by_excel=_EXCEL in text[:_HEAD])
        reader.read(root)
        return cls(tuple(reader.text.end()), tuple(reader.frames), reader.pictures, reader.hidden)


def _parsed(text: str, limits: Limits) -> _Element | None:
    most = limits.file_bytes // _BYTES_PER_TAG
    if text.count("<") > most:
        raise too_much("网页的标签", most, "个（由文件大小的上限算出）", "file-megabytes")
    if _has_crowded_tag(text):
        raise ReadError(_TOO_LONG)
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    try:
        root: _Element | None = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.ParserError:
        return None
    except etree.XMLSyntaxError as error:
        if not text.strip():
            return None
        raise ReadError(_TOO_DEEP if "depth" in str(error) else _TOO_LONG) from error
    # What goes beyond the parser's own bounds ends its reading without an exception.
    for entry in parser.error_log:
        if entry.level_name == "FATAL":
            raise ReadError(_TOO_DEEP if "depth" in entry.message else _TOO_LONG)
    return root


def _has_crowded_tag(text: str) -> bool:
    """Whether a tag has more attributes than the parser can deal with; scripts, which may compare with `<`, aside."""
    behind = 0
    for tag in _TAG.finditer(text):
        if tag[1] and tag.start() >= behind:
            scripts = _SCRIPT.finditer(text, behind, tag.start() + 1)
            if not any(not script[1] for script in scripts) or not (end := _SCRIPT.search(text, tag.start())):
                return True
            behind = end.end()
    return False


class _PageReader:
    """Walks through the elements of a page; `text` is what stands outside of tables."""

    def __init__(self, limits: Limits, tally: Tally, lines_above: int, *, by_excel: bool) -> None:
        self._tally = tally
        self._depth = limits.depth
        self._lines_above = lines_above
        # Excel hides the end of a text that is wider than its cell.
        self._by_excel = by_excel
        self._tables: list[OpenTable] = []
        self._verbatim = 0
        self._shifts: list[str] = []  # sup and sub elements that are open
        self.text = Flow()
        self.frames: list[str] = []
        self.pictures = self.hidden = 0

    def read(self, root: _Element) -> None:
        walk = etree.iterwalk(root, events=("start", "end"))
        unread: _Element | None = None
        for event, element in walk:
            tag = element.tag
            if event == "start":
                if not isinstance(tag, str) or self._is_unread(element, tag):
                    unread = element
                    walk.skip_subtree()
                else:
                    self._start(element, tag)
                    if element.text:
                        self._say(element.text, self._line(element))
            else:
                if element is unread:
                    unread = None
                else:
                    self._end(element, tag)
                if element.tail:
                    self._say(element.tail, self._line(element))

    @property
    def _flow(self) -> Flow:
        """Where text goes: into the innermost cell that is open. What stands between cells comes before the table."""
        return next((table.flow for table in reversed(self._tables) if table.flow), self.text)

    def _line(self, element: _Element) -> int:
        return cast(int, element.sourceline or 1) + self._lines_above

    def _say(self, text: str, line: int) -> None:
        if self._verbatim:
            self._flow.say_verbatim(text, line)
        else:
            self._flow.say(shifted(text, self._shifts[-1]) if self._shifts else text, line)

    def _is_unread(self, element: _Element, tag: str) -> bool:
        """Whether nothing within an element is shown as text; also takes what stands for it."""
        if tag in _UNSEEN:
            return True
        style = element.get("style")
        if element.get("hidden") is not None or (style and _UNSEEN_STYLE.search(style)):
            if tag == "span" and self._by_excel:
                return False
            if (self._tables or tag == "table" or element.find(".//td") is not None) and _text(element).strip():
                self.hidden += 1
            return True
        if tag == "select":
            options = element.findall(".//option")
            chosen = [option for option in options if option.get("selected") is not None] or options[:1]
            self._flow.say(" ".join(map(_text, chosen)), self._line(element))
        elif tag in ("frame", "iframe"):
            self._frame(element)
        return tag in ("select", "frame", "iframe", "button")

    def _frame(self, element: _Element) -> None:
        source = element.get("src") or ""
        invisible = "0" in (element.get("width"), element.get("height"))
        if source and not source.startswith(("about:", "javascript:")) and not invisible:
            self.frames.append(source.rpartition("/")[2][:60])

    def _start(self, element: _Element, tag: str) -> None:
        if tag == "table":
            self._open_table(element)
        elif tag in _GROUPS or tag == "tr" or tag in ("td", "th", "caption"):
            self._start_part(element, tag)
        if tag in _BLOCKS or tag == "br" or tag in _VERBATIM:
            self._flow.end_line()
        elif tag == "img":
            self.pictures += 1
        elif tag == "input":
            self._flow.say(_typed(element), self._line(element))
        elif tag in _SHIFTS:
            self._shifts.append(tag)
        self._verbatim += tag in _VERBATIM

    def _open_table(self, element: _Element) -> None:
        if len(self._tables) >= self._depth:
            raise ReadError(_TOO_DEEP)
        self._flow.end_line()
        self._tables.append(OpenTable(element, self._tally))

    def _start_part(self, element: _Element, tag: str) -> None:
        """A part of the innermost table begins; a cell that was left open there ends."""
        if not self._tables:
            return
        table = self._tables[-1]
        if table.flow is not None:
            table.end_cell()
        if tag in _GROUPS:
            table.start_group(tag)
        elif tag == "tr":
            table.start_row()
        elif tag == "caption":
            table.start_caption(element)
        else:
            table.start_cell(element, self._line(element))

    def _end(self, element: _Element, tag: str) -> None:
        self._verbatim -= tag in _VERBATIM
        if tag in _SHIFTS:
            self._shifts.pop()
        if tag in _BLOCKS or tag in _VERBATIM:
            self._flow.end_line()
        if not self._tables:
            return
        table = self._tables[-1]
        if table.opened_by(element):
            table.end_cell()
        elif table.element is element:
            self._tables.pop()
            self._flow.add(table.blocks())
        elif tag in _GROUPS and table.flow is None:
            table.start_group("tbody")


def _text(element: _Element) -> str:
    return "".join(map(str, element.itertext()))


def _typed(element: _Element) -> str:
    """What stands in a field of a web form."""
    kind = (element.get("type") or "").lower()
    if kind in _MARKED_INPUTS:
        return "☐" if element.get("checked") is None else "☑"
    return element.get("value") or "" if kind in _TYPED_INPUTS else ""
