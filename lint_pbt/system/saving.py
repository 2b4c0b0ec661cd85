"""Writing files whole or not at all: beside their place first, then into it in one step.

A run that is killed in between leaves the file beside; the next that writes into the folder sweeps it away.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import stat
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import IO

from lint_pbt.errors import WriteError

_PREFIX = ".pbt-lint-"
# By a file's name is known whose it is: of which process, on which machine (a folder may be shared).
_NAME = re.compile(re.escape(_PREFIX) + r"([0-9a-f]{8})-(\d+)-[0-9a-f]{8}\Z")
_swept: set[str] = set()
_FORGOTTEN = 24 * 3600  # seconds after which a file is nobody's, wherever it came from


def save(path: str, data: bytes | IO[bytes], *, sync: bool = True) -> None:
    """Let the file hold the data, or what is left of a stream.

    A link is followed and stays a link; permissions of a file that is there are kept. `sync` False does not wait
    until it is on the disk: for files by the thousand, which the next run writes again where they are not whole.

    Raises WriteError with a sentence for the user; then the file is as it was.
    """
    try:
        target = os.path.realpath(path)
        mode = _mode(target)
        if mode is not None and not stat.S_ISREG(mode):
            with open(target, "wb") as device:  # a pipe or /dev/null takes what is written; nothing may replace it
                _write(data, device)
            return
        if mode is not None and not os.access(target, os.W_OK):
            raise PermissionError
        permissions = new_mode() if mode is None else stat.S_IMODE(mode)
        write_beside(
            target,
            data,
            lambda beside: os.chmod(beside, permissions),
            lambda beside: os.replace(beside, target),
            sync=sync,
        )
    except OSError as error:
        raise WriteError(f"“{path}”写不了：{_reason(error)}") from error


def write_beside(
    target: str,
    data: bytes | IO[bytes],
    prepare: Callable[[str], None],
    place: Callable[[str], None],
    *,
    sync: bool = True,
) -> None:
    """Write a whole new file to the disk in the target's folder, prepare it, and have it put into its place.

    Whatever happens, nothing is left beside but what is in its place. Raises what the functions do, and OSError.
    """
    folder = os.path.dirname(target) or os.curdir
    sweep(folder)
    beside = os.path.join(folder, f"{_PREFIX}{_machine()}-{os.getpid()}-{secrets.token_hex(4)}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(beside, flags, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            _write(data, file)
            file.flush()
            if sync:
                os.fsync(file.fileno())
        prepare(beside)
        place(beside)
    finally:
        with suppress(OSError):
            os.unlink(beside)


def _write(data: bytes | IO[bytes], file: IO[bytes]) -> None:
    if isinstance(data, bytes):
        file.write(data)
    else:
        shutil.copyfileobj(data, file)


def sweep(folder: str) -> None:
    """Take away what runs that were killed have left in a folder; once a folder, however much is written there."""
    folder = os.path.abspath(folder)
    if folder in _swept:
        return
    _swept.add(folder)
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(_PREFIX) and (found := _NAME.match(entry.name)):
                with suppress(OSError):
                    if _is_left(entry, found[1], int(found[2])):
                        os.unlink(entry.path)


def _is_left(entry: os.DirEntry[str], machine: str, process: int) -> bool:
    status = entry.stat(follow_symlinks=False)
    if time.time() - status.st_mtime > _FORGOTTEN:
        return True
    if machine != _machine() or process == os.getpid() or sys.platform == "win32":
        return False  # on Windows a process cannot be asked after without harm
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except OSError:
        pass
    return False


def _machine() -> str:
    """The machine in eight digits."""
    import platform
    from zlib import crc32

    return f"{crc32(platform.node().encode('utf-8', 'replace')):08x}"


def _mode(target: str) -> int | None:
    try:
        return os.stat(target).st_mode
    except FileNotFoundError:
        return None


def new_mode() -> int:
    """The permissions that a new file has here."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "没有权限，或者它正被别的程序打开（如 Excel）。请关掉它，检查文件夹的权限，再运行一次"
    if isinstance(error, FileNotFoundError):
        return "没有这个文件夹。请先建好，或者换一个位置"
    if isinstance(error, IsADirectoryError):
        return "这是文件夹。请写出文件名"
    return f"{error.strerror or error}。请检查磁盘空间和文件夹，再运行一次"
