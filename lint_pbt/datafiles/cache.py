"""The user's cache folder: bytes come in under a name, and are given back where nobody else can have written them.

What lies in it only saves time. A folder that is not there, not ours, open to others or not writable is therefore no
mistake of anybody's: then nothing is kept, and nothing is given.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable

from lint_pbt.system.browser import IN_BROWSER

_NAME = "pbt-lint"
_SUFFIX = ".msgpack"
_MOST_BYTES = 64 * 1024 * 1024
# How many files are kept: those of a few versions and of a few folders with own rules.
_MOST_FILES = 24
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def fetch(name: str) -> bytes | None:
    """What is kept under a name; None where there is nothing, or nothing that can be trusted."""
    folder = _folder()
    if folder is None or not _is_ours(folder, stat.S_ISDIR):
        return None
    path = os.path.join(folder, name + _SUFFIX)
    try:
        if not hasattr(os, "O_NOFOLLOW") and os.path.islink(path):
            return None
        with open(path, "rb", buffering=0, opener=_opened) as file:
            status = os.fstat(file.fileno())
            if _private(status, stat.S_ISREG) and status.st_nlink == 1 and status.st_size <= _MOST_BYTES:
                return file.readall()
    except OSError:
        pass
    return None


def keep(name: str, data: bytes) -> None:
    """Keep bytes under a name, whole or not at all."""
    from lint_pbt.errors import WriteError
    from lint_pbt.system.saving import write_beside

    folder = _folder()
    if folder is None or len(data) > _MOST_BYTES or not _made(folder):
        return
    target = os.path.join(folder, name + _SUFFIX)
    try:
        write_beside(target, data, lambda beside: None, lambda beside: os.replace(beside, target))
        _thin_out(folder)
    except (OSError, WriteError):
        return


def _opened(path: str, _: int) -> int:
    return os.open(path, _FLAGS)


def _folder() -> str | None:
    """Where caches of this user belong on this system; None where there is no such place."""
    if IN_BROWSER:
        return None
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME", "")
        base = base if os.path.isabs(base) else os.path.expanduser("~/.cache")
    return os.path.join(base, _NAME) if os.path.isabs(base) else None


def _made(folder: str) -> bool:
    """Whether the folder is there and ours; made where it is missing, but not in a folder of somebody else's."""
    above = os.path.dirname(folder)
    try:
        if not os.path.lexists(folder):
            if not os.path.isdir(above):
                os.mkdir(above, 0o700)
            if sys.platform != "win32" and os.stat(above).st_uid != os.geteuid():
                return False
            os.mkdir(folder, 0o700)
    except OSError:
        return False
    return _is_ours(folder, stat.S_ISDIR)


def _is_ours(path: str, kind: Callable[[int], bool]) -> bool:
    try:
        return _private(os.lstat(path), kind)
    except OSError:
        return False


def _private(status: os.stat_result, kind: Callable[[int], bool]) -> bool:
    """Whether something is of a kind, belongs to this user, and can be written by nobody else."""
    if not kind(status.st_mode):
        return False
    # On Windows the folder for local data is the user's own, and modes say nothing.
    return sys.platform == "win32" or (status.st_uid == os.geteuid() and not status.st_mode & _OTHERS_WRITE)


def _thin_out(folder: str) -> None:
    """Take away what was written longest ago."""
    with os.scandir(folder) as entries:
        kept = [(one.stat(follow_symlinks=False).st_mtime, one.path) for one in entries if one.name.endswith(_SUFFIX)]
    for _, path in sorted(kept, reverse=True)[_MOST_FILES:]:
        os.unlink(path)
