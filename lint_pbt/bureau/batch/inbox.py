"""Folders and files in, every file under them out, each with what it is called and whether it may be a draft."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from lint_pbt.errors import ConfigError
from lint_pbt.readers import suffixes, walked_suffixes
from lint_pbt.readers.files import BESIDES
from lint_pbt.system import stores

_MAILS: Final = (".eml", ".msg", ".mbox")
_ARCHIVES: Final = (".zip", ".rar", ".7z", ".gz", ".tar", ".tgz", ".bz2", ".xz")
_SYSTEM: Final = frozenset(("thumbs.db", "desktop.ini", "ehthumbs.db", "icon\r"))
_LOCK: Final = "Office、WPS 打开文件时留下的临时文件"
_OF_SYSTEM: Final = "系统自己的文件"
_BESIDE: Final = "这是{kind}，没有检查"
_OTHER: Final = "{suffix} 文件，不是表格，没有检查"
_LINK: Final = "链接的文件夹，没有进去看"
_CLOSED: Final = "这个文件夹打不开，可能没有权限。请检查它的权限，再运行一次"
_NOTHING: Final = "找不到“{path}”。请检查收件的路径"
_EMPTY: Final = "收件里一个文件也没有：{paths}。请检查路径"


class Found(NamedTuple):
    """A file that was sent in.

    `path` is what it is called, from the folder that was named; `source` where it lies. `reason` says why it is not
    looked at: because it is no draft, or cannot be (`closed`).
    """

    path: str
    source: str
    reason: str | None = None
    closed: bool = False


def found(paths: Sequence[str], without: str) -> list[Found]:
    """Every file under the paths, by name, but for what lies in the folder `without`.

    Raises ConfigError for a path that is not there, and where there is no file at all.
    """
    files: dict[str, Found] = {}
    for path in paths:
        for one in _at(path, without):
            named = one
            if len(paths) > 1 and one.source != path:
                named = one._replace(path=f"{os.path.basename(os.path.normpath(path))}/{one.path}")
            number = 2
            while named.path in files and files[named.path].source != one.source:
                named = one._replace(path=f"{os.path.dirname(os.path.abspath(one.source))}/{one.path}")
                named = named if number == 2 else named._replace(path=f"{named.path} ({number})")
                number += 1
            files[named.path] = named
    if not files:
        raise ConfigError(_EMPTY.format(paths="、".join(paths)))
    return list(files.values())


def _at(path: str, without: str) -> Iterable[Found]:
    """The files at a path of the disk or of an object storage."""
    if stores.is_address(path):
        files = ((one, stores.relative(one, path)) for one in stores.walked(path))
        return [Found(name, one, beside(name)) for one, name in files if without not in one]
    if not os.path.lexists(path):
        raise ConfigError(_NOTHING.format(path=path))
    return _under(path, without) if os.path.isdir(path) else [Found(os.path.basename(path), path)]


def beside(name: str) -> str | None:
    """Why a file of this name is not looked at; None for what may be a draft, or hold some."""
    base = name.rsplit("/", 1)[-1]
    if base.startswith("~$"):
        return _LOCK
    if base.startswith(".") or base.lower() in _SYSTEM or "__MACOSX" in name.split("/"):
        return _OF_SYSTEM
    suffix = os.path.splitext(base)[1].lower()
    if not suffix or suffix in suffixes() or suffix in _MAILS or suffix in _ARCHIVES:
        return None
    if suffix in BESIDES:
        return _BESIDE.format(kind=BESIDES[suffix])
    return None if suffix in walked_suffixes() or not suffix[1:].isalnum() else _OTHER.format(suffix=suffix)


def _under(folder: str, without: str) -> Iterator[Found]:
    closed: list[str] = []
    for here, folders, files in os.walk(folder, onerror=lambda error: closed.append(str(error.filename))):
        kept = []
        for name in sorted(folders):
            path = os.path.join(here, name)
            if os.path.islink(path):
                yield Found(_name(path, folder), path, _LINK)
            elif os.path.realpath(path) != without:
                kept.append(name)
        folders[:] = kept
        for name in sorted(files):
            path = os.path.join(here, name)
            shown = _name(path, folder)
            yield Found(shown, path, beside(shown))
    for path in closed:
        yield Found(_name(path, folder), path, _CLOSED, closed=True)


def _name(path: str, folder: str) -> str:
    return os.path.relpath(path, folder).replace(os.sep, "/")
