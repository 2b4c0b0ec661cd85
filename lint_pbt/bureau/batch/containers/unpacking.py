"""What comes out of an archive or a mail, taken into files of a folder within bounds."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from lint_pbt.bureau.batch.records import State
from lint_pbt.errors import ReadError
from lint_pbt.system import stores

# How deep archives and mails may lie in one another.
DEEPEST: Final = 5
TOO_LARGE: Final = (
    "压缩包里的内容加起来超过了 {most} MB 的上限，没有检查。请确认里面是绩效目标表，分成几个压缩包，或者解压后再检查"
)
TOO_LARGE_FILE: Final = "这个文件解压以后超过了 {most} MB 的上限，没有检查。绩效目标表不会这么大，请确认选对了文件"
TOO_MANY: Final = "压缩包里的文件超过了 {most} 个，没有检查。请确认里面是绩效目标表，分成几个压缩包，或者解压后再检查"
TOO_DEEP: Final = f"压缩包、邮件一层套一层，超过了 {DEEPEST} 层，没有打开。请解压后再检查"
BROKEN_FILE: Final = "压缩包里的这个文件是坏的，取不出来。请对方重新发送"


class RefusedError(ReadError):
    """An archive or a mail that is not opened, or not to its end, for it is beyond the bounds."""


class Room(NamedTuple):
    """What may come out of an archive: so many files and bytes in all, and so many bytes a file."""

    files: int = 10_000
    bytes: int = 2 << 30
    file_bytes: int = 50 << 20

    def less(self, files: int, size: int) -> Room:
        """What is left when so many files and bytes came out."""
        return self._replace(files=max(self.files - files, 0), bytes=max(self.bytes - size, 0))


class Member(NamedTuple):
    """A file in an archive or a mail: its name as people see it, with slashes.

    `source` is the file that holds its bytes; None where it was not taken, and `state` and `reason` say why.
    """

    name: str
    source: str | None
    state: State | None = None
    reason: str | None = None
    size: int = 0


class Unpacking:
    """Takes what lies in an archive into files of a folder, within the room there is."""

    def __init__(self, folder: str, room: Room, left_out: Callable[[str], str | None]) -> None:
        self.folder, self.room = folder, room
        self.left_out = left_out
        self._left = room.bytes
        self._names: dict[str, int] = {}
        self.members: list[Member] = []

    def add(self, name: str, chunks: Iterable[bytes]) -> None:
        """Take a file. Raises ReadError where the archive holds too much; what is wrong with the file it puts down."""
        name = self._own_name(name)
        if reason := self.left_out(name):
            self._put(Member(name, None, "left out", reason))
            return
        path = stores.join(self.folder, f"{len(self.members):05}")
        size = 0
        try:
            with stores.opened(path, "wb") as file:
                for chunk in chunks:
                    size += len(chunk)
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise RefusedError(TOO_LARGE.format(most=self.room.bytes >> 20))
                    if size > self.room.file_bytes:
                        self._put(Member(name, None, "refused", TOO_LARGE_FILE.format(most=self.room.file_bytes >> 20)))
                        return
                    file.write(chunk)
        except ReadError:
            raise
        except Exception as error:  # noqa: BLE001 - over a hostile archive its reader raises whatever comes
            self._put(Member(name, None, "unread", f"{BROKEN_FILE}（{type(error).__name__}）"))
            return
        self._put(Member(name, path, size=size))

    def refuse(self, name: str, state: State, reason: str) -> None:
        """Put down a file that is not taken, and why."""
        self._put(Member(self._own_name(name), None, state, reason))

    def _put(self, member: Member) -> None:
        if len(self.members) >= self.room.files:
            raise RefusedError(TOO_MANY.format(most=self.room.files))
        self.members.append(member)

    def _own_name(self, name: str) -> str:
        """The name without what could lead out of the folder, and told apart from others alike."""
        parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
        bare = "/".join("".join(sign if sign.isprintable() else "�" for sign in part) for part in parts) or "未命名"
        count = self._names[bare] = self._names.get(bare, 0) + 1
        stem, suffix = os.path.splitext(bare)
        return bare if count == 1 else f"{stem} ({count}){suffix}"
