"""A private folder for what a process keeps on the disk for its own time only.

It is taken away at the end of the process, and whatever the process and its children call temporary lies in it. What
one that was killed has left is swept by the next: a folder whose lock nobody holds is nobody's.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from lint_pbt.errors import WriteError

_PREFIX: Final = "pbt-lint-run-"
_LOCK: Final = "lock"
_NO_FOLDER: Final = "建不了临时文件夹（{reason}）。请检查磁盘空间和权限，或者用环境变量 TMPDIR 换一个地方"
VARIABLES: Final = ("TMPDIR", "TEMP", "TMP")
_YOUNG: Final = 3600  # seconds in which a folder without a lock may still be about to get one


@contextmanager
def scratch() -> Iterator[str]:
    """A new folder that only this user can enter, to which all that is temporary goes while the context lasts.

    Raises WriteError where none can be made.
    """
    try:
        parent = tempfile.gettempdir()
        sweep(parent)
        folder, lock = _locked_folder(parent)
    except OSError as error:
        raise WriteError(_NO_FOLDER.format(reason=error.strerror or error)) from error
    before = tempfile.tempdir, {name: os.environ.get(name) for name in VARIABLES}
    tempfile.tempdir = folder
    os.environ.update(dict.fromkeys(VARIABLES, folder))
    try:
        yield folder
    finally:
        tempfile.tempdir = before[0]
        for name, value in before[1].items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        os.close(lock)
        shutil.rmtree(folder, ignore_errors=True)


def sweep(parent: str) -> None:
    """Take away the folders of processes that are no more."""
    with suppress(OSError), os.scandir(parent) as entries:
        for entry in entries:
            if entry.name.startswith(_PREFIX):
                with suppress(OSError):
                    _sweep(entry)


def _sweep(entry: os.DirEntry[str]) -> None:
    status = entry.stat(follow_symlinks=False)
    if not stat.S_ISDIR(status.st_mode) or (hasattr(os, "getuid") and status.st_uid != os.getuid()):
        return
    try:
        lock = os.open(os.path.join(entry.path, _LOCK), os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    except FileNotFoundError:
        if time.time() - status.st_mtime < _YOUNG:
            return
    else:
        held = not _lock(lock)
        os.close(lock)
        if held:
            return
    shutil.rmtree(entry.path, ignore_errors=True)


def _locked_folder(parent: str) -> tuple[str, int]:
    """A new folder and the open lock in it."""
    while True:
        folder = tempfile.mkdtemp(prefix=_PREFIX, dir=parent)
        path = os.path.join(folder, _LOCK)
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        # Another process that sweeps just now may have been quicker, and then the folder is gone or about to go.
        if _lock(lock) and os.path.exists(path):
            return folder, lock
        os.close(lock)


if sys.platform == "win32":

    def _lock(descriptor: int) -> bool:
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:

    def _lock(descriptor: int) -> bool:
        import fcntl

        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
