"""Writing a fixed file: beside the old one first, then in its place in one step.

At any moment the file's name stands for the whole old text or the whole new one.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from itertools import count

from lint_pbt.errors import WriteError
from lint_pbt.system.saving import write_beside

_CHANGED = "文件在检查期间被别的程序改过，所以没有改写。请重新运行"
_READ_ONLY = "文件是只读的，没有改写。请先去掉只读属性，或者检查有没有写的权限"
_LINKED = (
    "这个文件还有别的名字（硬链接，共 {names} 个名字），改写会让它们不再是同一个文件，所以没有改。请先另存一份再改"
)
_NOT_AS_WRITTEN = "写下去的内容和读回来的不一样（可能是磁盘或网络盘的问题），已经恢复原来的文件"


def replace_file(path: str, old: bytes, new: bytes, *, backup: bool = False) -> str | None:
    """Let the file hold `new`, provided it still holds `old`; gives the path of the backup where one is wanted.

    A link is followed and stays a link. Permissions are kept. Raises WriteError, and then the file is as it was.
    """
    target = os.path.realpath(path) if os.path.islink(path) else path
    saved = None
    try:
        _check_writable(target)
        _check_unchanged(target, old)
        saved = _save(target, old) if backup else None
        _put(target, old, new)
        if _content(target) != new:
            _put(target, None, old)
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
    status = os.stat(target)
    writable = status.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    if not writable or not os.access(target, os.W_OK):
        raise WriteError(_READ_ONLY)
    if status.st_nlink > 1:
        raise WriteError(_LINKED.format(names=status.st_nlink))


def _check_unchanged(target: str, old: bytes) -> None:
    if _content(target) != old:
        raise WriteError(_CHANGED)


def _content(target: str) -> bytes:
    with open(target, "rb") as file:
        return file.read()


def _save(target: str, data: bytes) -> str:
    """Write a backup under the first name that is free: 表.txt.bak, 表.txt.bak1 and so on."""
    saved = ""

    def place(beside: str) -> None:
        nonlocal saved
        for number in count():
            saved = f"{target}.bak{number or ''}"
            with suppress(FileExistsError):
                _give_name(beside, saved)
                return

    write_beside(target, data, lambda beside: _make_like(beside, target), place)
    return saved


def _give_name(beside: str, name: str) -> None:
    """Let a file have a name, whole as it is. Raises FileExistsError where another has it."""
    try:
        os.link(beside, name)  # the one step that never takes another file's place
    except FileExistsError:
        raise
    except OSError:  # a disk without links
        if os.path.lexists(name):
            raise FileExistsError(name) from None
        os.rename(beside, name)


def _put(target: str, old: bytes | None, new: bytes) -> None:
    """Write a new file in the same folder and let it take the target's place, if that holds `old` still."""

    def place(beside: str) -> None:
        if old is not None:
            # Writing takes its time, and what somebody saved meanwhile must not be lost.
            _check_unchanged(target, old)
        os.replace(beside, target)

    write_beside(target, new, lambda beside: _make_like(beside, target), place)


def _make_like(path: str, like: str) -> None:
    """Give a new file the permissions (and where allowed the owner) of another."""
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
