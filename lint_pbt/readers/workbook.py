"""Workbooks (.xlsx, .xlsm): each worksheet a grid of what Excel shows, in the order of its tabs.

The parts are streamed through expat once (`spreadsheet`). For a table of 399 indicators that takes 25 ms. A reader
made for speed, python-calamine, takes 4 ms and openpyxl 200 (34 in its read-only mode, without merged cells), after
100 for its import; but calamine gives neither number formats (0.95 for 95%) nor hidden rows, so that the parts would
be streamed all the same, and it lays out the whole range from the first to the last cell, which a hostile file makes
17 billion.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple

from lint_pbt.errors import ReadError
from lint_pbt.limits import STANDARD, Limits
from lint_pbt.model.sheet import Source
from lint_pbt.readers.archive import Archive, open_archive
from lint_pbt.readers.spreadsheet.draft import SheetDraft, Spent
from lint_pbt.readers.spreadsheet.drawing import read_drawing
from lint_pbt.readers.spreadsheet.markup import flag, parse, relation
from lint_pbt.readers.spreadsheet.strings import Strings, read_strings
from lint_pbt.readers.spreadsheet.styles import Styles, read_styles
from lint_pbt.readers.spreadsheet.worksheet import Book, read_worksheet

if TYPE_CHECKING:
    from xml.parsers import expat

_WORKBOOK = "xl/workbook.xml"
_NO_WORKBOOK = "这个 Excel 工作簿不完整：里面没有工作表的目录。请确认选对了文件，或者用 Excel、WPS 另存一份再检查"
_ONLY_PICTURES = (
    "这个工作簿里只有图片，没有文字，图里的表读不了。请找原来做表的工作簿，"
    "或者用文字识别软件把图片转成有文字的表格，再检查"
)
NOTHING = "工作簿里没有文字。请确认选对了文件；如果表是图片，请换成有文字的表格再检查"
_GONE = "工作簿里少了工作表“{sheet}”的内容，文件可能损坏。请用 Excel 或 WPS 打开（会提示修复），另存一份再检查"
_MOST_SHEETS = 1000
_TOO_MANY_SHEETS = f"工作簿里的工作表超过了 {_MOST_SHEETS} 张，不像绩效目标表。请确认选对了文件，或者拆成几个再检查"


class Tab(NamedTuple):
    """A worksheet by its name and its part."""

    name: str
    part: str
    hidden: bool = False


class Contents(NamedTuple):
    """The parts of a workbook: its directory, its worksheets, and those that they share (None where there are none)."""

    workbook: str
    tabs: tuple[Tab, ...]
    strings: str | None
    styles: str | None
    epoch_1904: bool


def read(path: str, data: bytes, limits: Limits = STANDARD) -> Source:
    """The worksheets of a workbook as grids. Raises `ReadError`."""
    archive = open_archive(data, limits)
    contents = contents_of(archive)
    strings, styles = contents.strings, contents.styles
    book = Book(
        read_strings(strings, archive.chunks(strings), limits.cell_characters, limits.cells) if strings else Strings(),
        read_styles(styles, archive.chunks(styles)) if styles else Styles(),
        contents.epoch_1904,
    )
    spent = Spent(limits)
    drafts = []
    for tab in contents.tabs:
        draft = SheetDraft(tab.name, spent, hidden=tab.hidden)
        read_worksheet(tab.part, archive.chunks(tab.part), draft, book, limits.cells)
        if draft.has_drawing:
            _draw(archive, tab.part, draft, limits)
        drafts.append(draft)
    return source_of(path, drafts, spent)


def _draw(archive: Archive, part: str, draft: SheetDraft, limits: Limits) -> None:
    """Put what is drawn upon a worksheet into its draft."""
    drawing = next((target for kind, target in _relations(archive, part).values() if kind == "drawing"), "")
    if drawing not in archive:
        draft.has_pictures = True  # something is meant to be there
        return
    boxes, has_pictures = read_drawing(drawing, archive.chunks(drawing), limits.cell_characters, limits.cells)
    draft.draw(boxes)
    draft.has_pictures = draft.has_pictures or has_pictures


def source_of(path: str, drafts: list[SheetDraft], spent: Spent) -> Source:
    """The source that worksheets make; hidden ones are left out and told where a table is there to be seen.

    Raises `ReadError` where there is no text in any.
    """
    if all(draft.is_empty for draft in drafts):
        spent.struck.refuse_if_all()
        raise ReadError(_ONLY_PICTURES if any(draft.has_pictures for draft in drafts) else NOTHING)
    seen = [draft for draft in drafts if not draft.hidden]
    read = seen if any(draft.is_tabular for draft in seen) else drafts
    sheets = tuple(sheet for draft in read for sheet in draft.sheets())
    notes = [*spent.struck.notes(), *(note for draft in read for note in draft.notes())]
    notes += [draft.left_out() for draft in drafts if draft not in read and not draft.is_empty]
    return Source(path, sheets, None, tuple(notes))


def contents_of(archive: Archive) -> Contents:
    """The parts of a workbook, as its directory lists them. Raises `ReadError`."""
    targets = _relations(archive, "")
    workbook = next((part for kind, part in targets.values() if kind == "officeDocument"), _WORKBOOK)
    if workbook not in archive:
        workbook = _WORKBOOK
    if workbook not in archive:
        raise ReadError(_NO_WORKBOOK)
    parts = _relations(archive, workbook)
    directory = _Directory()
    parse(workbook, archive.chunks(workbook), directory)
    tabs = []
    for name, identifier, hidden in directory.sheets:
        kind, part = parts.get(identifier, ("", ""))
        if kind in ("chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"):
            continue
        if part not in archive:
            raise ReadError(_GONE.format(sheet=name))
        tabs.append(Tab(name, part, hidden))
    if len(tabs) > _MOST_SHEETS:
        raise ReadError(_TOO_MANY_SHEETS)

    def shared(wanted: str) -> str | None:
        return next((part for kind, part in parts.values() if kind == wanted and part in archive), None)

    return Contents(workbook, tuple(tabs), shared("sharedStrings"), shared("styles"), directory.epoch_1904)


def _relations(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """What a part (empty: the archive itself) refers to, by identifier: the last word of its kind, and the part."""
    folder, name = posixpath.split(part)
    listing = posixpath.join(folder, "_rels", f"{name}.rels")
    if listing not in archive:
        return {}
    relations = _Relations(folder)
    parse(listing, archive.chunks(listing), relations)
    return relations.found


class _Relations:
    parser: expat.XMLParserType

    def __init__(self, folder: str) -> None:
        self.found: dict[str, tuple[str, str]] = {}
        self._folder = folder

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name != "Relationship" or attributes.get("TargetMode") == "External":
            return
        target = attributes.get("Target", "").replace("\\", "/")
        part = posixpath.normpath(posixpath.join("/", self._folder, target)).lstrip("/")
        kind = attributes.get("Type", "").rpartition("/")[2]
        self.found[attributes.get("Id", "")] = (kind, part)

    def end(self, name: str) -> None:
        pass


class _Directory:
    """The worksheets that a workbook lists: name, identifier of the relation, whether hidden."""

    parser: expat.XMLParserType

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.epoch_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes.get("name", ""), relation(attributes), hidden))
        elif name == "workbookPr":
            self.epoch_1904 = flag(attributes.get("date1904"))

    def end(self, name: str) -> None:
        pass
