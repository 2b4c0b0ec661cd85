"""Which files to read, and their bytes: files, folders walked through, and standard input."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator

from lint_pbt.errors import ReadError
from lint_pbt.limits import STANDARD, Limits
from lint_pbt.model.sheet import LeftOut
from lint_pbt.readers import suffixes, walked_suffixes
from lint_pbt.system.own_reports import HEAD, own_kind

STDIN = "-"
# What a folder of drafts may hold besides, and what it is; each such file is named as not checked.
BESIDES = {
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic"), "图片"),
    **dict.fromkeys((".ppt", ".pptx", ".pps", ".ppsx", ".dps"), "幻灯片"),
    **dict.fromkeys((".eml", ".msg"), "邮件"),
}
_OWN = {"report": "pbt-lint 写的报告", "copy": "pbt-lint 写的批注副本"}
_REPORTS = (".html", ".htm", ".xlsx", ".xlsm", ".docx", ".md")
_LINK = "链接的文件夹"
_NO_INPUT = "标准输入是关着的，没有内容可读。请写出文件名，或者把内容传进来：pbt-lint - < 表.txt"


def expand(paths: Iterable[str], left_out: list[LeftOut] | None = None) -> Iterator[str]:
    """The files under the paths in order, each folder walked; files and `-` come as they are given.

    Files of a folder that look as if they could be drafts and are not taken are added to `left_out`. A folder that
    cannot be opened is yielded itself, so that reading it says why. Raises `ReadError` for a folder without a file
    that could be read.
    """
    for path in paths:
        if path != STDIN and os.path.isdir(path):
            yield from _walk(path, [] if left_out is None else left_out)
        else:
            yield path


def _walk(folder: str, left_out: list[LeftOut]) -> Iterator[str]:
    """The readable files of a folder by name, deeper folders after files; links to folders are not followed."""
    known = walked_suffixes()
    closed: list[str] = []
    found = False
    for here, folders, files in os.walk(folder, onerror=lambda error: closed.append(error.filename)):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        within = [os.path.join(here, name) for name in folders]
        left_out += [LeftOut(path, _LINK) for path in within if os.path.islink(path)]
        for name in sorted(files):
            path = os.path.join(here, name)
            kind = kind_beside(path, known)
            if kind:
                left_out.append(LeftOut(path, kind))
            elif is_named_as_draft(name, known):
                found = True
                yield path
    yield from closed
    if not found and not closed:
        endings = "、".join(suffixes())
        raise ReadError(f"文件夹里没有能读的文件（{endings}）。请检查路径，或者直接写出文件名")


def is_walked(path: str) -> bool:
    """True for what is taken for a draft in a folder: by its suffix, and where this program did not write it."""
    known = walked_suffixes()
    return is_named_as_draft(os.path.basename(path), known) and kind_beside(path, known) is None


def is_named_as_draft(name: str, known: tuple[str, ...]) -> bool:
    """Whether a file has the suffix of drafts and is none that a program keeps for itself."""
    # ~$ begins the lock files that an open document leaves beside it.
    return name.lower().endswith(known) and not name.startswith((".", "~$"))


def kind_beside(path: str, known: tuple[str, ...] = ()) -> str | None:
    """What a file in a folder of drafts is that is not checked though it looks as if it could be; else None."""
    name = os.path.basename(path)
    if name.startswith((".", "~$")):
        return None
    suffix = os.path.splitext(name)[1].lower()
    if suffix in BESIDES and suffix not in (known or walked_suffixes()):
        return BESIDES[suffix]
    if suffix not in _REPORTS:
        return None
    try:
        with open(path, "rb") as file:
            own = own_kind(file.read(HEAD))
    except OSError:
        return None  # reading it says why
    return _OWN[own] if own else None


def load(path: str, limits: Limits = STANDARD) -> bytes:
    """The bytes of a file or of standard input (`-`), as many as the limits allow.

    Raises `ReadError` with a sentence that says why not and what to do.
    """
    limit = limits.file_bytes
    try:
        if path == STDIN:
            if sys.stdin is None or sys.stdin.closed:
                raise ReadError(_NO_INPUT)
            data = sys.stdin.buffer.read(limit + 1)
        else:
            _check(os.stat(path), limit)
            with open(path, "rb") as file:
                data = file.read(limit + 1)
    except (OSError, ValueError) as error:
        raise ReadError(_reason(error, path)) from error
    return checked_size(data, limits)


def checked_size(data: bytes, limits: Limits) -> bytes:
    """The data itself. Raises `ReadError` where it is more than the limits allow."""
    if len(data) > limits.file_bytes:
        raise ReadError(_too_large(None, limits.file_bytes))
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
