"""Old workbooks (.xls): each worksheet a grid of what Excel shows, in the order of its tabs.

xlrd reads them, for it alone gives number formats and hidden rows: 16 ms for a table of 399 indicators after 20 for its
import. python-calamine takes 2, without them.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, NamedTuple

from lint_pbt.errors import ReadError
from lint_pbt.limits import STANDARD, Limits
from lint_pbt.readers.kinds import ENCRYPTED
from lint_pbt.readers.raised import shifted_in_place
from lint_pbt.readers.spreadsheet.draft import SheetDraft, Span, Spent
from lint_pbt.readers.spreadsheet.formats import BUILT_IN, GENERAL
from lint_pbt.readers.spreadsheet.old_drawing import drawn_on
from lint_pbt.readers.spreadsheet.shown import number_shown, text_shown
from lint_pbt.readers.workbook import source_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lint_pbt.model.sheet import Source
    from lint_pbt.readers.struck import Runs

_BROKEN = "文件已经损坏，或者没有传完，读不下去。请重新下载，或者用 Excel、WPS 打开后另存为 .xlsx 再检查"
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_UNICODE = 80  # the edition since which texts are in Unicode, as xlrd numbers them
_WESTERN = (None, 367, 1252, 10000, 32768, 32769)
_SHIFTS = {1: "sup", 2: "sub"}
# xlrd's numbers for what a cell holds.
_NOTHING, _TEXT, _BOOLEAN, _ERROR = (0, 6), 1, 4, 5


def read(path: str, data: bytes, limits: Limits = STANDARD) -> Source:
    """The worksheets of an old workbook as grids. Raises `ReadError`."""
    spent = Spent(limits)
    drafts = _read_drafts(data, spent)
    if drafts is None:
        from lint_pbt.readers.unlocking import unlocked

        opened = unlocked(data)
        drafts = _read_drafts(opened, spent) if opened is not None else None
    if drafts is None:
        raise ReadError(ENCRYPTED)
    return source_of(path, drafts, spent)


def _read_drafts(data: bytes, spent: Spent) -> list[SheetDraft] | None:
    """The worksheets; None where they are encrypted. Raises `ReadError`."""
    try:
        return _drafts(data, spent)
    except ReadError:
        raise
    except Exception as error:
        # Of broken records xlrd raises whatever comes.
        if "encrypted" in str(error).lower():
            return None
        raise ReadError(_BROKEN) from error


def _drafts(data: bytes, spent: Spent) -> list[SheetDraft]:
    drafts = []
    with _opened(data) as book:
        codes = [_code(book, style) for style in book.xf_list]
        struck = [bool(font.struck_out) for font in book.font_list]
        shifts = [_SHIFTS.get(font.escapement, "") for font in book.font_list]
        looks = _Looks(codes, [_of(struck, style.font_index) for style in book.xf_list], struck, shifts)
        places = book._sh_abs_posn
        for index, name in enumerate(book.sheet_names()):
            sheet = book.sheet_by_index(index)
            draft = SheetDraft(name, spent, hidden=bool(sheet.visibility))
            _fill(draft, sheet, looks, bool(book.datemode))
            if book.biff_version >= _UNICODE:
                boxes, draft.has_pictures = drawn_on(book.mem, places[index], draft.longest)
                draft.draw(boxes)
            book.unload_sheet(index)
            drafts.append(draft)
    return drafts


def _code(book: Any, style: Any) -> str:
    # Built-in formats follow the edition of Excel; xlrd knows the American one.
    built_in = BUILT_IN.get(style.format_key)
    found = None if built_in else book.format_map.get(style.format_key)
    return built_in or (found.format_str if found else "") or GENERAL


def _opened(data: bytes) -> Any:
    import xlrd

    # Without the whole width for each row, and one worksheet at a time.
    options: dict[str, Any] = {"formatting_info": True, "ragged_rows": True, "on_demand": True}
    options |= {"file_contents": data, "logfile": io.StringIO()}
    book = xlrd.open_workbook(**options)
    if book.biff_version < _UNICODE and book.codepage in _WESTERN:
        # Before 1997 texts were in the encoding of the machine, and programs say a western one or none.
        book.release_resources()
        book = xlrd.open_workbook(**options, encoding_override="gb18030")
    return book


class _Looks(NamedTuple):
    """The format code of each style of cells, which styles are struck through, and what fonts do to text."""

    codes: Sequence[str]
    struck_styles: Sequence[bool]
    struck_fonts: Sequence[bool]
    shifts: Sequence[str]  # of fonts: sup, sub, or empty


def _of(flags: Sequence[bool], index: int) -> bool:
    return 0 <= index < len(flags) and flags[index]


def _fill(draft: SheetDraft, sheet: Any, looks: _Looks, epoch_1904: bool) -> None:
    """Put what a worksheet shows into a draft."""
    rich = sheet.rich_text_runlist_map
    for row in range(sheet.nrows):
        values = sheet.row_values(row)
        for column, kind in enumerate(sheet.row_types(row)):
            if kind in _NOTHING:
                continue
            style = sheet.cell_xf_index(row, column)
            code = looks.codes[style] if 0 <= style < len(looks.codes) else GENERAL
            text = _shown(kind, values[column], code, epoch_1904)
            struck = _of(looks.struck_styles, style)
            fonts = rich.get((row, column)) if kind == _TEXT else None
            if struck or fonts:
                text, runs = _rich(values[column], fonts, looks) if fonts else (text, None)
                draft.add_formatted(row, column, text, runs, struck=struck)
            else:
                draft.add(row, column, text)
    for row, below, column, behind in sheet.merged_cells:
        if below > row and behind > column:
            draft.merge(Span(row, column, below - 1, behind - 1))
    rows = sheet.rowinfo_map
    draft.hidden_rows = [row for row, info in rows.items() if info.hidden or info.height == 0]
    if sheet.default_row_hidden:
        draft.hidden_rows += [row for row in range(sheet.nrows) if row not in rows]
    draft.hidden_columns = [range(column, column + 1) for column, info in sheet.colinfo_map.items() if info.hidden]


def _rich(text: str, fonts: Sequence[tuple[int, int]], looks: _Looks) -> tuple[str, Runs]:
    """A text whose fonts change at some offsets, and its runs; what comes before the first is as the cell is."""
    text = text.replace("\r", "\n")
    starts = [min(offset, len(text)) for offset, _ in fonts]
    shown = [text[: starts[0]]]
    runs: list[tuple[int, bool | None]] = [(starts[0], None)]
    for start, end, (_, font) in zip(starts, [*starts[1:], len(text)], fonts, strict=True):
        shift = looks.shifts[font] if 0 <= font < len(looks.shifts) else ""
        shown.append(shifted_in_place(text[start:end], shift))
        runs.append((len(shown[-1]), _of(looks.struck_fonts, font)))
    return "".join(shown), runs


def _shown(kind: int, value: Any, code: str, epoch_1904: bool) -> str:
    """The text of a value of one of xlrd's kinds."""
    if kind == _TEXT:
        return text_shown(value.replace("\r\n", "\n").replace("\r", "\n"), code)
    if kind == _BOOLEAN:
        return "TRUE" if value else "FALSE"
    if kind == _ERROR:
        return _ERRORS.get(value, "#N/A")
    return number_shown(float(value), code, epoch_1904)
