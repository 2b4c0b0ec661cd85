"""Zip archives: names in whatever encoding their writer had, and every bound held against what comes out."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from typing import Final
from zlib import crc32

from lint_pbt.bureau.batch.containers.unpacking import TOO_LARGE_FILE, TOO_MANY, RefusedError, Unpacking
from lint_pbt.errors import ReadError

_UTF8: Final = 0x800
_ENCRYPTED: Final = 0x1
_UNICODE_PATH: Final = 0x7075
_CHUNK: Final = 1 << 16
# What is declared to unpack to so many times the archive's own size and more than this is no archive of tables.
_MOST_TIMES: Final = 200
_ALWAYS: Final = 100 << 20
_BROKEN: Final = "压缩包是坏的，打不开，可能没有传完。请对方重新发送"
_BOMB: Final = "压缩包只有 {packed}，声称解压出来有 {unpacked}，正常的文件不会这样，没有打开。请让对方重新压缩后发送"
_LOCKED: Final = "压缩包里的这个文件加了密码。请用密码解压，把里面的文件放进收件文件夹"
_LINK: Final = "压缩包里的链接，不是文件"
_OVERLAPS: Final = "压缩包里的几个文件占着同一段内容，正常的压缩包不会这样，没有打开。请让对方重新压缩后发送"


def unpack(data: bytes, unpacking: Unpacking) -> None:
    """Take all files of a zip archive. Raises ReadError where it is broken or a bomb."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = [member for member in archive.infolist() if not member.is_dir()]
    except Exception as error:
        # Over a hostile archive zipfile raises whatever comes.
        raise ReadError(_BROKEN) from error
    if len(members) > unpacking.room.files:
        raise RefusedError(TOO_MANY.format(most=unpacking.room.files))
    declared = sum(member.file_size for member in members)
    if declared > max(_ALWAYS, _MOST_TIMES * len(data)):
        raise RefusedError(_BOMB.format(packed=_megabytes(len(data)), unpacked=_megabytes(declared)))
    if _overlap(members):
        raise RefusedError(_OVERLAPS)
    for member, name in zip(members, _names(members), strict=True):
        if member.flag_bits & _ENCRYPTED:
            unpacking.refuse(name, "unread", _LOCKED)
        elif stat.S_ISLNK(member.external_attr >> 16):
            unpacking.refuse(name, "left out", _LINK)
        elif member.file_size > unpacking.room.file_bytes:
            unpacking.refuse(name, "refused", TOO_LARGE_FILE.format(most=unpacking.room.file_bytes >> 20))
        else:
            unpacking.add(name, _chunks(archive, member))


def _chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(member) as stream:
        while piece := stream.read(_CHUNK):
            yield piece


def _overlap(members: list[zipfile.ZipInfo]) -> bool:
    """Whether members share bytes of the archive, as those of a bomb do."""
    spans = sorted((member.header_offset, member.header_offset + member.compress_size) for member in members)
    return any(end > begin for (_, end), (begin, _) in pairwise(spans))


def _names(members: list[zipfile.ZipInfo]) -> list[str]:
    """The names of the members. What says nothing of its encoding is UTF-8 where all of it is, else GBK."""
    raw = [_raw(member) for member in members]
    untold = [name for name in raw if isinstance(name, bytes)]
    encoding = next((one for one in ("utf-8", "gb18030") if _all_in(untold, one)), None)
    return [name if isinstance(name, str) else name.decode(encoding or "gb18030", "replace") for name in raw]


def _raw(member: zipfile.ZipInfo) -> str | bytes:
    """The name where its encoding is told, its bytes where it is not."""
    # zipfile cuts `filename` at a zero byte and changes slashes; `orig_filename` is as it was decoded.
    if member.flag_bits & _UTF8:
        return member.orig_filename
    try:
        data = member.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return member.orig_filename
    return _unicode_path(member.extra, data) or data


def _unicode_path(extra: bytes, name: bytes) -> str | None:
    """The name in UTF-8 that some programs write beside the other."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        field = extra[at + 4 : at + 4 + size]
        if kind == _UNICODE_PATH and len(field) > 5 and struct.unpack_from("<I", field, 1)[0] == crc32(name):
            return field[5:].decode("utf-8", "replace")
        at += 4 + size
    return None


def _all_in(names: list[bytes], encoding: str) -> bool:
    try:
        for name in names:
            name.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _megabytes(size: int) -> str:
    return f"{size / 1048576:,.0f} MB" if size >= 1048576 else f"{size / 1024:,.0f} KB"
