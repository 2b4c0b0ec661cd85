"""The zip archive that a workbook or a document is: opened only within bounds, and read member by member.

What an archive says of itself may be a lie, so that each bound is held twice: against what the directory declares,
before anything is unpacked, and against what comes out.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, NoReturn

from lint_pbt.errors import ReadError
from lint_pbt.readers.kinds import ENCRYPTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint_pbt.limits import Limits

_MOST_MEMBERS = 10_000  # a workbook with a picture in each row has fewer
_CHUNK = 1 << 16  # bytes

_BROKEN = "文件不完整，可能没有传完或者已经损坏。请重新下载，或者用原来的软件打开后另存一份再检查"
_TOO_LARGE = (
    "文件解压以后超过了 {most} MB 的上限，绩效目标表不会这么大。请确认选对了文件；"
    "确实要读的，在配置里把 limits 的 unpacked-megabytes 改大"
)
_TOO_MANY = "文件里有 {count} 个部件，正常的表不会这么多，没有打开。请用原来的软件打开后另存一份再检查"
_TWICE = "文件里的“{name}”出现了两次，不知道哪一个算数。请用原来的软件打开后另存一份再检查"
_ENCRYPTED_FLAG = 0x1


class Archive:
    """The members of an archive by name. All reads together give no more bytes than the limits allow.

    Names have slashes, whatever the archive has, and capitals do not matter, as the formats have it.
    """

    def __init__(self, file: zipfile.ZipFile, limits: Limits) -> None:
        self._file = file
        self._limits = limits
        self._left = limits.unpacked_bytes
        self._members: dict[str, zipfile.ZipInfo] = {}
        for member in file.infolist():
            name = self.name_of(member)
            if name.endswith("/") or not name:
                continue
            if name.lower() in self._members:
                raise ReadError(_TWICE.format(name=name))
            self._members[name.lower()] = member

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all members, as they are written but for slashes, in the order of the archive."""
        return tuple(map(self.name_of, self._members.values()))

    @property
    def members(self) -> tuple[zipfile.ZipInfo, ...]:
        """All that its directory lists, folders included."""
        return tuple(self._file.infolist())

    @property
    def comment(self) -> bytes:
        return self._file.comment

    @staticmethod
    def name_of(member: zipfile.ZipInfo) -> str:
        """The name of a member with slashes, none in front."""
        return member.filename.replace("\\", "/").lstrip("/")

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._members

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a member, piece by piece. Raises `ReadError` where it is broken, and KeyError for no member."""
        member = self._members[name.lower()]
        try:
            with self._file.open(member) as stream:
                while piece := stream.read(_CHUNK):
                    self._left -= len(piece)
                    if self._left < 0:
                        _refuse_size(self._limits)
                    yield piece
        except ReadError:
            raise
        except Exception as error:
            raise ReadError(_BROKEN) from error

    def read(self, name: str) -> bytes:
        """The bytes of a member. Raises `ReadError` where it is broken, and KeyError where there is none."""
        return b"".join(self.chunks(name))


def open_archive(data: bytes, limits: Limits) -> Archive:
    """The archive that the bytes are. Raises `ReadError` where it is broken, encrypted or beyond the limits."""
    try:
        file = zipfile.ZipFile(io.BytesIO(data))
        members = file.infolist()
    except Exception as error:
        # Over a hostile archive zipfile raises whatever comes.
        raise ReadError(_BROKEN) from error
    if len(members) > _MOST_MEMBERS:
        raise ReadError(_TOO_MANY.format(count=len(members)))
    if any(member.flag_bits & _ENCRYPTED_FLAG for member in members):
        raise ReadError(ENCRYPTED)
    if sum(member.file_size for member in members) > limits.unpacked_bytes:
        _refuse_size(limits)
    return Archive(file, limits)


def _refuse_size(limits: Limits) -> NoReturn:
    raise ReadError(_TOO_LARGE.format(most=limits.unpacked_megabytes))
