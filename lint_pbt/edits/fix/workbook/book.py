"""A workbook as it is fixed: the texts of its cells, and its bytes with some of them changed."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from lint_pbt.edits.fix.manuscript import ELSEWHERE, SEVERAL, Edit
from lint_pbt.edits.fix.workbook.cells import Cells, Rich, cells_of, shared_strings
from lint_pbt.edits.opc.package import Package
from lint_pbt.errors import WriteError
from lint_pbt.limits import Limits
from lint_pbt.model.document import Place
from lint_pbt.model.run import CellChange
from lint_pbt.model.sheet import GridSheet
from lint_pbt.readers import workbook
from lint_pbt.text.folding import unified

if TYPE_CHECKING:
    from lint_pbt.model.document import Field

# The file was read within the limits before it came here.
_UNLIMITED = Limits(*[sys.maxsize >> 30] * len(Limits._fields))
_DECLARED = re.compile(rb"""\sencoding\s*=\s*["']([\w.-]+)""")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_CALCULATION = re.compile(rb"<(?:[\w.-]+:)?calcPr\b[^<>]*?(?=\s*/?>)")
_ASKED = re.compile(rb"""\sfullCalcOnLoad\s*=\s*(?:"[^"]*"|'[^']*')""")
# More than a cell holds: each cell has so many offsets to itself, whatever becomes of its text.
_ROOM = 1 << 24

_FORMULA = "这一格是公式，要改的是公式引用的内容"
_NO_TEXT = "这一格里是数字或日期，不是文字"
_LOCKED = "这张工作表加了保护"
_UNWRITABLE = "这一格的文字格式特殊，改写会丢掉格式"
_SIGNED = "工作簿有数字签名，改写会让签名失效，所以没有改。请在 Excel 里改好后重新签名"
_ENCODING = "工作簿里的编码少见，改写没有把握，所以没有改。请用 Excel 或 WPS 打开，另存一份再改"
_OTHERS = "改写以后别的单元格变了样，所以没有改。请按报告在 Excel 或 WPS 里改"

Key = tuple[str, str]  # the name of a worksheet and of a cell


class _Sheet(NamedTuple):
    part: str
    data: bytes
    cells: Cells


class _Original:
    """A workbook as it was. The texts of its cells in one row are what edits count their offsets in."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._package = Package(data, _UNLIMITED)
        if self._package.is_signed:
            raise WriteError(_SIGNED)
        contents = workbook.contents_of(self._package.archive)
        shared = shared_strings(contents.strings, self._part(contents.strings)) if contents.strings else ()
        self.workbook, self.directory = contents.workbook, self._part(contents.workbook)
        self.sheets: dict[str, _Sheet] = {}
        for tab in contents.tabs:
            part = self._part(tab.part)
            self.sheets[tab.name] = _Sheet(tab.part, part, cells_of(tab.part, part, shared))
        self.keys: list[Key] = []
        self.starts: list[int] = []
        self.offsets: dict[Key, int] = {}
        self._lay_out()

    def text(self, key: Key) -> Rich:
        found = self.sheets[key[0]].cells.by_name[key[1]].text
        assert found is not None
        return found

    def _part(self, name: str) -> bytes:
        data = self._package.read(name)
        declared = _DECLARED.search(data, 0, 200)
        if data.startswith(_UTF16) or (declared and declared[1].lower() != b"utf-8"):
            raise WriteError(_ENCODING)
        return data

    def _lay_out(self) -> None:
        offset = 0
        for sheet, found in self.sheets.items():
            for name, cell in found.cells.by_name.items():
                if cell.text is not None:
                    key = (sheet, name)
                    self.keys.append(key)
                    self.starts.append(offset)
                    self.offsets[key] = offset
                    offset += _ROOM

    @cached_property
    def shown(self) -> Mapping[Key, str]:
        return _shown(self.data)


class WorkbookManuscript:
    """A workbook with some of its texts changed. It is never changed itself: `edited` gives another."""

    text = ""

    def __init__(self, original: _Original, texts: Mapping[Key, Rich]) -> None:
        self._original, self._texts = original, texts

    @classmethod
    def of(cls, data: bytes) -> WorkbookManuscript:
        """The bytes of a workbook read. Raises `WriteError` where it must not be changed, and `ReadError`."""
        return cls(_Original(data), {})

    def edits(self, field: Field, start: int, end: int, text: str) -> list[Edit] | str:
        """What to do so that the characters `start` to `end` of a field read `text`; why not, where it cannot be."""
        edits: list[Edit] = []
        cells: set[Key] = set()
        for low, high in field.pieces(start, end):
            place = field.place(low)
            key = (place.sheet or "", place.cell or "")
            cells.add(key)
            if len(cells) > 1:
                return SEVERAL
            reason = self._untouchable(key)
            if reason is not None:
                return reason
            begin = place.column - 1
            if unified(self._text(key).text[begin : begin + high - low]) != field.text[low:high]:
                return ELSEWHERE
            offset = self._original.offsets[key] + begin
            edits.append(Edit(offset, offset + high - low, "" if edits else text))
        return edits

    def edited(self, edits: Iterable[Edit]) -> WorkbookManuscript:
        """The workbook with edits made that do not overlap."""
        texts = dict(self._texts)
        for start, end, text in sorted(edits, reverse=True):
            at = bisect_right(self._original.starts, start) - 1
            key, offset = self._original.keys[at], self._original.starts[at]
            rich = texts.get(key) or self._original.text(key)
            texts[key] = rich.edited(start - offset, end - offset, text)
        return WorkbookManuscript(self._original, texts)

    def data(self) -> bytes:
        """The bytes of the workbook. Raises `WriteError` where anything but the changed cells would read otherwise."""
        if not self._texts:
            return self._original.data
        new = self._written()
        changed, expected = _shown(new), {**self._original.shown}
        for key in self._texts:
            expected.pop(key, None)
            changed.pop(key, None)
        if changed != expected:
            raise WriteError(_OTHERS)
        return new

    @property
    def changed_cells(self) -> tuple[CellChange, ...]:
        """The cells that hold something else than they did, in their order."""
        found = []
        for key in sorted(self._texts, key=self._original.offsets.__getitem__):
            before, after = self._original.text(key).text, self._texts[key].text
            if before != after:
                line = int(re.sub("[A-Z]+", "", key[1]))
                found.append(CellChange(Place(line, 1, None, *key), before, after))
        return tuple(found)

    def _text(self, key: Key) -> Rich:
        return self._texts.get(key) or self._original.text(key)

    def _untouchable(self, key: Key) -> str | None:
        """Why a cell must not be changed; None where it may."""
        sheet = self._original.sheets.get(key[0])
        if sheet is None or key[1] not in sheet.cells.by_name:
            return ELSEWHERE
        if sheet.cells.locked:
            return _LOCKED
        cell = sheet.cells.by_name[key[1]]
        if cell.text is None:
            return _FORMULA if cell.formula else _NO_TEXT
        return _UNWRITABLE if cell.with_text(sheet.data, cell.text) is None else None

    def _written(self) -> bytes:
        """The workbook with the parts written anew that have changed."""
        package = Package(self._original.data, _UNLIMITED)
        package.put(self._original.workbook, self._recalculated())
        for name, sheet in self._original.sheets.items():
            changed = [(sheet.cells.by_name[cell], rich) for (its, cell), rich in self._texts.items() if its == name]
            if changed:
                data = sheet.data
                for cell, rich in sorted(changed, key=lambda pair: -pair[0].start):
                    data = data[: cell.start] + (cell.with_text(sheet.data, rich) or b"") + data[cell.end :]
                package.put(sheet.part, data)
        return package.data()

    def _recalculated(self) -> bytes:
        """The directory of the workbook, which has Excel calculate formulas anew that look at the changed texts."""
        data = self._original.directory
        if not any(cell.formula for sheet in self._original.sheets.values() for cell in sheet.cells.by_name.values()):
            return data
        return _CALCULATION.sub(lambda tag: _ASKED.sub(b"", tag[0]) + b' fullCalcOnLoad="1"', data, count=1)


def _shown(data: bytes) -> dict[Key, str]:
    """The text of each cell as it is read."""
    source = workbook.read("", data, _UNLIMITED)
    return {
        (place.sheet or "", place.cell): cell.text
        for sheet in source.sheets
        if isinstance(sheet, GridSheet)
        for row in sheet.rows
        for cell in row
        if (place := cell.place()).cell
    }
