"""Archives that Python does not read (rar, 7z and others), opened by a program where one is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Final

from lint_pbt.bureau.batch.containers.unpacking import TOO_LARGE, TOO_MANY, RefusedError, Unpacking
from lint_pbt.errors import ReadError
from lint_pbt.system import stores
from lint_pbt.system.bounded import run_bounded

# How each program unpacks a file into a folder, asking for nothing.
PROGRAMS: Final = {
    "bsdtar": ("-x", "-f", "{file}", "-C", "{folder}", "--no-same-owner", "--no-same-permissions"),
    "7zz": ("x", "-y", "-p-", "-o{folder}", "{file}"),
    "7z": ("x", "-y", "-p-", "-o{folder}", "{file}"),
    "unar": ("-quiet", "-password", "", "-no-directory", "-output-directory", "{folder}", "{file}"),
}
_SECONDS: Final = 100
_MEGABYTES: Final = 2048
_CHUNK: Final = 1 << 20
_UNREAD: Final = (
    "这是压缩包（{kind}），这台电脑上没有能打开它的程序。请先解压到收件文件夹，或者改成 zip 再发；"
    "也可以装上 7-Zip（7z）、unar 或 bsdtar，再运行一次"
)
_BROKEN: Final = (
    "这个压缩包（{kind}）打不开，可能加了密码、分成了几卷，或者已经损坏。请用解压软件解开，把里面的文件放进收件文件夹"
)
_LONG: Final = "这个压缩包（{kind}）解压了 {seconds} 秒还没有完，没有检查。请用解压软件解开，把里面的文件放进收件文件夹"
_LINK: Final = "压缩包里的链接，不是文件"


def unpacker(kind: str, name: str) -> Callable[[bytes, Unpacking], None]:
    """What opens an archive of this kind. Raises ReadError, which says what to do, where no program does."""
    found = [(program, path) for program in PROGRAMS if (path := shutil.which(program))]
    if not found:
        raise ReadError(_UNREAD.format(kind=kind))
    suffix = "".join(sign for sign in os.path.splitext(name)[1] if sign.isalnum() and sign.isascii())[:8]

    def unpack(data: bytes, unpacking: Unpacking) -> None:
        with tempfile.TemporaryDirectory(prefix="pbt-lint-", dir=_beside(unpacking.folder)) as folder:
            file = os.path.join(folder, f"archive.{suffix or 'bin'}")
            with open(file, "wb") as stream:
                stream.write(data)
            for program, path in found:
                inside = os.path.join(folder, program)
                os.mkdir(inside)
                if _ran(path, PROGRAMS[program], file, inside, unpacking, kind):
                    _take(inside, unpacking)
                    return
                shutil.rmtree(inside, ignore_errors=True)
        raise ReadError(_BROKEN.format(kind=kind))

    return unpack


def _beside(folder: str) -> str | None:
    """Where the program may write: in the folder itself, if that is one of the disk."""
    return None if stores.is_address(folder) else folder


def _ran(program: str, arguments: tuple[str, ...], file: str, folder: str, unpacking: Unpacking, kind: str) -> bool:
    """Whether the program unpacked the file. Raises ReadError as soon as what comes out is too much."""

    def watch() -> None:
        files, size = _count(folder)
        if files > unpacking.room.files:
            raise RefusedError(TOO_MANY.format(most=unpacking.room.files))
        if size > unpacking.room.bytes:
            raise RefusedError(TOO_LARGE.format(most=unpacking.room.bytes >> 20))

    command = [program, *(one.format(file=file, folder=folder) for one in arguments)]
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": folder, "LC_ALL": "C.UTF-8"}
    try:
        ended = run_bounded(
            command, folder, environment,
            seconds=_SECONDS, megabytes=_MEGABYTES, written=unpacking.room.bytes, watch=watch,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise RefusedError(_LONG.format(kind=kind, seconds=_SECONDS)) from None
    except OSError:
        return False
    watch()
    return ended == 0 and _count(folder)[0] > 0


def _count(folder: str) -> tuple[int, int]:
    files = size = 0
    for here, _, names in os.walk(folder):
        for name in names:
            files += 1
            with suppress(OSError):
                size += os.lstat(os.path.join(here, name)).st_size
    return files, size


def _take(folder: str, unpacking: Unpacking) -> None:
    for here, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(here, name)
            shown = os.path.relpath(path, folder)
            if os.path.islink(path) or not os.path.isfile(path):
                unpacking.refuse(shown, "left out", _LINK)
            else:
                unpacking.add(shown, _chunks(path))


def _chunks(path: str) -> Iterator[bytes]:
    with open(path, "rb") as stream:
        while piece := stream.read(_CHUNK):
            yield piece
