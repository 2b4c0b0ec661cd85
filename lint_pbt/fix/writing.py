"""Writing a fixed file: beside the old one first, then in its place in one step.

At any moment the file's name stands for the whole old text or the whole new one.
"""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from itertools import count

from lint_pbt.errors import WriteError

_CHANGED = "文件在检查期间被别的程序改过，所以没有改写。请重新运行"
_READ_ONLY = "文件是只读的，没有改写。请先去掉只读属性，或者检查有没有写的权限"
_NOT_AS_WRITTEN = "写下去的内容和读回来的不一样（可能是磁盘或网络盘的问题），已经恢复原来的文件"


def replace_file(path: str, old: bytes, new: bytes, *, backup: bool = False) -> str | None:
    """Let the file hold `new`, provided it still holds `old`; gives the path of the backup where one is wanted.

    A link is followed and stays a link. Permissions are kept. Raises WriteError, and then the file is as it was.
    """
    target = os.path.realpath(path) if os.path.islink(path) else path
    saved = None
    try:
        _check_writable(target)
        if _content(target) != old:
            raise WriteError(_CHANGED)
        saved = _save(target, old) if backup else None
        _put(target, new)
        if _content(target) != new:
            _put(target, old)
            raise WriteError(_NOT_AS_WRITTEN)
    except BaseException as error:
        if saved is not None:
            with suppress(OSError):
                os.unlink(saved)
        if isinstance(error, OSError):
            raise WriteError(_reason(error)) from error
        raise
    return saved


def _check_writable(target: str) -> None:
    # A new file could take the place of a read-only one: its owner did not want that.
    writable = os.stat(target).st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    if not writable or not os.access(target, os.W_OK):
        raise WriteError(_READ_ONLY)


def _content(target: str) -> bytes:
    with open(target, "rb") as file:
        return file.read()


def _save(target: str, data: bytes) -> str:
    """Write a backup under the first name that is free: 表.txt.bak, 表.txt.bak1 and so on."""
    for number in count():
        saved = f"{target}.bak{number or ''}"
        try:
            descriptor = os.open(saved, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0))
        except FileExistsError:
            continue
        try:
            _fill(descriptor, saved, data, target)
        except BaseException:
            os.unlink(saved)
            raise
        return saved
    raise AssertionError


def _put(target: str, data: bytes) -> None:
    """Write a new file in the same folder and let it take the target's place."""
    descriptor, beside = tempfile.mkstemp(prefix=".pbt-lint-", dir=os.path.dirname(target) or os.curdir)
    try:
        _fill(descriptor, beside, data, target)
        os.replace(beside, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise


def _fill(descriptor: int, path: str, data: bytes, like: str) -> None:
    """Write the whole of a new file to the disk, with the permissions (and where allowed the owner) of another."""
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    status = os.stat(like)
    if hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(path, status.st_uid, status.st_gid)
    os.chmod(path, stat.S_IMODE(status.st_mode))


def _reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "没有权限改写，文件还是原来的样子。请检查文件和文件夹的权限，或者它是否正被别的程序占用"
    told = error.strerror or error
    return f"写不进去（{told}），文件还是原来的样子。请检查磁盘空间和文件夹，再运行一次"
