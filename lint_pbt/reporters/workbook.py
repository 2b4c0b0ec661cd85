"""Workbooks written the same way by every report: sheets of styled text, and the same bytes for the same run."""

from __future__ import annotations

import os
import time
from datetime import datetime
from shutil import copyfileobj
from typing import IO, TYPE_CHECKING, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl.writer.excel import ExcelWriter

from lint_pbt.system.own_reports import REPORT_FIELD

if TYPE_CHECKING:
    from openpyxl import Workbook

_CREATOR: Final = "pbt-lint"
# The years an archive can date its parts with.
_YEARS: Final = (1980, 2107)


def moment() -> datetime:
    """Now, to the second; where SOURCE_DATE_EPOCH is set, the time it states (UTC), so that results can be repeated."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    seconds = time.gmtime(int(epoch)) if epoch.isdecimal() and len(epoch) < 12 else time.localtime()
    return datetime(*seconds[:6])


def save(book: Workbook, stream: IO[bytes], when: datetime, title: str) -> None:
    """Write a workbook dated `when`: nothing in the bytes is of the moment of writing."""
    properties = book.properties
    properties.creator = properties.lastModifiedBy = _CREATOR
    properties.title = title
    properties.created = properties.modified = when
    ExcelWriter(book, _Dated(stream, when)).save()


class _Dated(ZipFile):
    """An archive whose parts all have the same date, and which says that it is ours."""

    def __init__(self, stream: IO[bytes], when: datetime) -> None:
        super().__init__(stream, "w", ZIP_DEFLATED)
        year = min(max(when.year, _YEARS[0]), _YEARS[1])
        self._date = (year, when.month, when.day, when.hour, when.minute, when.second)

    def writestr(self, zinfo_or_arcname: str | ZipInfo, data: Any, *args: Any, **settings: Any) -> None:
        name = zinfo_or_arcname.filename if isinstance(zinfo_or_arcname, ZipInfo) else zinfo_or_arcname
        super().writestr(self._part(name), data, ZIP_DEFLATED)

    def write(self, filename: Any, arcname: Any = None, *args: Any, **settings: Any) -> None:
        part = self._part(str(arcname or filename))
        part.compress_type, part.file_size = ZIP_DEFLATED, os.path.getsize(filename)
        with open(filename, "rb") as file, self.open(part, "w") as place:
            copyfileobj(file, place)

    def _part(self, name: str) -> ZipInfo:
        part = ZipInfo(name, self._date)
        part.create_system = 0  # whatever system it is written on
        if not self.filelist:
            part.extra = REPORT_FIELD
        return part
