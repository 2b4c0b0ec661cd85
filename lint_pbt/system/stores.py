"""Files in folders and in object storage (`s3://…`, `file://…`) under one set of names.

Plain paths are the disk's and cost nothing; addresses are handed to fsspec, which is imported when the first comes.
"""

from __future__ import annotations

import os
import posixpath
import shutil
from collections.abc import Iterator
from typing import IO, Any

from lint_pbt.errors import ConfigError, ReadError

_NOT_INSTALLED = "“{path}”在对象存储里，要先安装：pip install 'pbt-lint[cluster]'，和那种存储的 fsspec 插件（如 s3fs）"
_UNREACHED = "“{path}”读不了（{error}）。请检查地址和权限"


def is_address(path: str) -> bool:
    """Whether a path is that of an object storage and not of the disk."""
    return "://" in path


def join(folder: str, *names: str) -> str:
    return posixpath.join(folder, *names) if is_address(folder) else os.path.join(folder, *names)


def walked(address: str) -> Iterator[str]:
    """The files under an address, by name. Raises ConfigError where it cannot be asked."""
    files, root = _files(address)
    try:
        found = sorted(files.find(root))
    except Exception as error:
        # Each kind of storage raises errors of its own.
        raise ConfigError(_UNREACHED.format(path=address, error=error)) from error
    return (str(files.unstrip_protocol(one)) for one in found)


def relative(address: str, folder: str) -> str:
    """The path of a file from a folder it lies in."""
    files, root = _files(folder)
    inner = str(files._strip_protocol(address))
    return inner[len(root) :].strip("/") or inner.rsplit("/", 1)[-1]


def size(path: str) -> int:
    """How many bytes a file has. Raises OSError."""
    if not is_address(path):
        return os.path.getsize(path)
    files, inner = _files(path)
    return int(files.size(inner) or 0)


def opened(path: str, mode: str = "rb") -> IO[bytes]:
    """The file as a stream. Raises OSError."""
    if not is_address(path):
        return open(path, mode)
    files, inner = _files(path)
    stream: IO[bytes] = files.open(inner, mode)
    return stream


def read(path: str, most: int) -> bytes:
    """So many bytes of a file at most. Raises ReadError with a sentence."""
    try:
        with opened(path) as stream:
            return stream.read(most)
    except ConfigError:
        raise
    except Exception as error:
        raise ReadError(_UNREACHED.format(path=path, error=error)) from error


def make_folder(path: str) -> None:
    """Make a folder where there is none; a storage that has no folders makes nothing. Raises OSError."""
    if not is_address(path):
        os.makedirs(path, exist_ok=True)
        return
    files, inner = _files(path)
    try:
        files.makedirs(inner, exist_ok=True)
    except Exception:  # noqa: BLE001 - a storage may want it otherwise; writing tells
        return


def folders(path: str, prefix: str) -> list[str]:
    """The folders in a folder whose names begin so."""
    if not is_address(path):
        return [one.path for one in os.scandir(path) if one.is_dir() and one.name.startswith(prefix)]
    files, inner = _files(path)
    found = files.ls(inner, detail=True) if files.isdir(inner) else []
    names = [str(one["name"]).rstrip("/") for one in found if one["type"] == "directory"]
    return [str(files.unstrip_protocol(one)) for one in names if one.rsplit("/", 1)[-1].startswith(prefix)]


def remove(path: str) -> None:
    """Take away a folder with all that lies in it; what cannot be taken away stays."""
    if not is_address(path):
        shutil.rmtree(path, ignore_errors=True)
        return
    files, inner = _files(path)
    try:
        files.rm(inner, recursive=True)
    except Exception:  # noqa: BLE001 - what is left over does no harm
        return


def arrow_files(path: str) -> tuple[Any, str]:
    """The file system of a path or address as pyarrow has it, and the path in it."""
    from pyarrow.fs import FSSpecHandler, LocalFileSystem, PyFileSystem

    if not is_address(path):
        return LocalFileSystem(), os.path.abspath(path)
    files, inner = _files(path)
    return PyFileSystem(FSSpecHandler(files)), inner


def _files(address: str) -> tuple[Any, str]:
    """The file system of an address, and the path in it."""
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise ConfigError(_NOT_INSTALLED.format(path=address)) from None
    try:
        files, inner = url_to_fs(address)
    except (ImportError, ValueError) as error:
        raise ConfigError(_UNREACHED.format(path=address, error=error)) from error
    return files, str(inner).rstrip("/")
