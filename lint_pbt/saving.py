"""Writing a file that is new, or whose old content does not matter: whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress

from lint_pbt.errors import WriteError


def save(path: str, data: bytes) -> None:
    """Let the file hold the data. A link is followed and stays a link; permissions of a file that is there are kept.

    Raises WriteError with a sentence for the user; then the file is as it was.
    """
    try:
        target = os.path.realpath(path)
        mode = _mode(target)
        if mode is not None and not stat.S_ISREG(mode):
            with open(target, "wb") as device:  # a pipe or /dev/null takes what is written; nothing may replace it
                device.write(data)
            return
        if mode is not None and not os.access(target, os.W_OK):
            raise PermissionError
        _put(target, data, _new_mode() if mode is None else stat.S_IMODE(mode))
    except OSError as error:
        raise WriteError(f"“{path}”写不了：{_reason(error)}") from error


def _mode(target: str) -> int | None:
    try:
        return os.stat(target).st_mode
    except FileNotFoundError:
        return None


def _new_mode() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _put(target: str, data: bytes, mode: int) -> None:
    """Write a new file in the same folder and let it take the target's place."""
    descriptor, beside = tempfile.mkstemp(prefix=".pbt-lint-", dir=os.path.dirname(target))
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(beside, mode)
        os.replace(beside, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise


def _reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "没有权限，或者它正被别的程序打开（如 Excel）。请关掉它，检查文件夹的权限，再运行一次"
    if isinstance(error, FileNotFoundError):
        return "没有这个文件夹。请先建好，或者换一个位置"
    if isinstance(error, IsADirectoryError):
        return "这是文件夹。请写出文件名"
    return f"{error.strerror or error}。请检查磁盘空间和文件夹，再运行一次"
