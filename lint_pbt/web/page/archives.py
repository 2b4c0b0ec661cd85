"""A zip that somebody drops on the page → the tables in it."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from lint_pbt.errors import ReadError
from lint_pbt.limits import STANDARD
from lint_pbt.readers import walked_suffixes
from lint_pbt.readers.archive import open_archive

if TYPE_CHECKING:
    from zipfile import ZipInfo

_MOST = 1_000  # tables
_NONE = "“{name}”里没有能检查的表"
_TOO_MANY = "“{name}”里有 {count} 个文件，一次最多 {most} 个。请分几次检查，或者用命令行检查整个文件夹"
_IS_UTF8 = 0x800  # a flag of the format
_NOT_OURS = ("__MACOSX/",)


class Tables(NamedTuple):
    """The files by name, and the names of those that are no tables."""

    tables: dict[str, bytes]
    left_out: list[str]


def tables_in(name: str, data: bytes) -> Tables:
    """The tables in an archive of this name. Raises ReadError where it is broken or beyond bounds, or holds none."""
    archive = open_archive(data, STANDARD)
    names = {_shown(member): archive.name_of(member) for member in archive.members if not member.is_dir()}
    shown = [
        one for one in names if not one.startswith(_NOT_OURS) and not os.path.basename(one).startswith((".", "~$"))
    ]
    wanted = [one for one in shown if one.lower().endswith(walked_suffixes())]
    if not wanted:
        raise ReadError(_NONE.format(name=name))
    if len(wanted) > _MOST:
        raise ReadError(_TOO_MANY.format(name=name, count=len(wanted), most=_MOST))
    tables = {f"{name}/{one}": archive.read(names[one]) for one in wanted}
    return Tables(tables, [one for one in shown if one not in wanted])


def _shown(member: ZipInfo) -> str:
    """The name of a member; Chinese programs write names in GBK without saying so."""
    name = member.filename
    if not member.flag_bits & _IS_UTF8:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("gb18030")
    return name.replace("\\", "/").lstrip("/")
