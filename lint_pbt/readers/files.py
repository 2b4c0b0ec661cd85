"""Which files to read, and their bytes: files, folders walked through, and standard input."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator

from lint_pbt.errors import ReadError
from lint_pbt.limits import STANDARD, Limits
from lint_pbt.readers import suffixes, walked_suffixes

STDIN = "-"
# Stands near the beginning or the end of the reports this program writes in formats that it also reads.
OWN_REPORT = b"pbt-lint report"
OWN_COPY = OWN_REPORT + b" copy"  # of a table, with comments
_NEAR = 1024
_REPORTS = (".html", ".htm", ".xlsx", ".xlsm", ".docx", ".md")


def expand(paths: Iterable[str]) -> Iterator[str]:
    """The files under the paths in order, each folder walked; files and `-` come as they are given.

    A folder that cannot be opened is yielded itself, so that reading it says why. Raises `ReadError` for
    a folder without a file that could be read.
    """
    for path in paths:
        if path != STDIN and os.path.isdir(path):
            yield from _walk(path)
        else:
            yield path


def _walk(folder: str) -> Iterator[str]:
    """The readable files of a folder by name, deeper folders after files; links to folders are not followed."""
    known = walked_suffixes()
    closed: list[str] = []
    found = False
    for here, folders, files in os.walk(folder, onerror=lambda error: closed.append(error.filename)):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = os.path.join(here, name)
            if is_walked(path, known):
                found = True
                yield path
    yield from closed
    if not found and not closed:
        endings = "、".join(suffixes())
        raise ReadError(f"文件夹里没有能读的文件（{endings}）。请检查路径，或者直接写出文件名")


def is_walked(path: str, known: tuple[str, ...] = ()) -> bool:
    """True for what is taken for a table in a folder: by its suffix (default: all), and no report of this program."""
    name = os.path.basename(path)
    # ~$ begins the lock files that an open document leaves beside it.
    if not name.lower().endswith(known or walked_suffixes()) or name.startswith((".", "~$")):
        return False
    return not name.lower().endswith(_REPORTS) or not _is_own_report(path)


def _is_own_report(path: str) -> bool:
    try:
        with open(path, "rb") as file:
            if OWN_REPORT in file.read(_NEAR):
                return True
            file.seek(max(file.seek(0, os.SEEK_END) - _NEAR, 0))
            return OWN_REPORT in file.read(_NEAR)
    except OSError:
        return False  # reading it says why


def load(path: str, limits: Limits = STANDARD) -> bytes:
    """The bytes of a file or of standard input (`-`), as many as the limits allow.

    Raises `ReadError` with a sentence that says why not and what to do.
    """
    limit = limits.file_bytes
    try:
        if path == STDIN:
            data = sys.stdin.buffer.read(limit + 1)
        else:
            _check(os.stat(path), limit)
            with open(path, "rb") as file:
                data = file.read(limit + 1)
    except (OSError, ValueError) as error:
        raise ReadError(_reason(error, path)) from error
    if len(data) > limit:
        raise ReadError(_too_large(None, limit))
    return data


def _check(status: os.stat_result, limit: int) -> None:
    """Refuse what cannot or should not be opened, before anything waits for it."""
    if stat.S_ISDIR(status.st_mode):
        raise ReadError("这个文件夹打不开，可能没有权限。请检查它的权限，或者直接写出里面的文件名")
    if not stat.S_ISREG(status.st_mode):
        raise ReadError("这不是普通文件（可能是管道或设备）。请换成文件，或者用 - 从标准输入读")
    if status.st_size > limit:
        raise ReadError(_too_large(status.st_size, limit))


def _too_large(size: int | None, limit: int) -> str:
    megabytes = f"有 {size / 1048576:.0f} MB，" if size else ""
    most = f"{limit / 1048576:g} MB"
    return (
        f"文件太大：{megabytes}超过了 {most} 的上限。绩效目标表不会这么大，请确认选对了文件，或者拆成几个再检查；"
        "确实要读的，在配置里把 limits 的 file-megabytes 改大"
    )


def _reason(error: OSError | ValueError, path: str) -> str:
    if isinstance(error, FileNotFoundError):
        near = _with_suffix(path)
        told = f"是不是“{near}”？文件名要连扩展名一起写" if near else "请检查路径和文件名"
        return f"找不到这个文件。{told}"
    if isinstance(error, PermissionError):
        return "没有权限读这个文件。请检查文件权限，或者它是否正被别的程序占用"
    return f"文件读不出来（{getattr(error, 'strerror', None) or error}）。请确认路径无误、文件完好"


def _with_suffix(path: str) -> str | None:
    """The file whose name lacks nothing but its suffix, which Windows hides, in `path`."""
    name = os.path.basename(path)
    try:
        beside = sorted(os.listdir(os.path.dirname(path) or "."))
    except (OSError, ValueError):
        return None
    return next((one for one in beside if name and one.lower() in {name.lower() + end for end in suffixes()}), None)
