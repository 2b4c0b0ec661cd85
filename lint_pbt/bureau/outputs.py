"""The output folder: files written into it by name, none over what a person has changed, none left that is out of date.

What was written is known again by its bytes, whose digests the journal keeps, or by the mark of our own reports.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Final

import msgspec

from lint_pbt.presentation.neutral import visible
from lint_pbt.system.own_reports import HEAD, own_kind
from lint_pbt.system.saving import save
from lint_pbt.system.version import __version__

if TYPE_CHECKING:
    import sqlite3

_TABLE: Final = """
CREATE TABLE IF NOT EXISTS outputs(path TEXT PRIMARY KEY, digest TEXT NOT NULL, source TEXT) WITHOUT ROWID"""
_IN_MEMORY: Final = 1 << 22
# What no system or cloud disk can hold in a file's name, and names that Windows keeps for devices.
_UNFIT: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_LONGEST: Final = 60  # characters; three bytes each leave room for an ending

Produce = Callable[[IO[bytes]], object]


class Outputs:
    """What is written into a folder, `database` being that of the journal. `kept` are files of a person's, left alone.

    Raises WriteError where something cannot be written.
    """

    def __init__(self, folder: str, database: sqlite3.Connection, round: int) -> None:
        self.folder = folder
        self.kept: list[tuple[str, str]] = []  # the file left alone, and where the new one stands
        self._database, self._round = database, round
        database.execute(_TABLE)
        rows = database.execute("SELECT path, digest, source FROM outputs")
        self._known: dict[str, tuple[str, str | None]] = {path: (digest, source) for path, digest, source in rows}
        self._written: set[str] = set()

    def write(self, path: str, produce: Produce, source: str | None = None) -> str:
        """Write a file by its path in the folder (with slashes); the path it stands at, another where it had to be.

        Where a `source` is named and the file was made from the same one and is as it was, it is not made again.
        """
        if source is not None and path in self._known:
            digest, made_from = self._known[path]
            if made_from == source and self._digest(path) == digest:
                self._written.add(path)
                return path
        with SpooledTemporaryFile(_IN_MEMORY) as stream:
            produce(stream)
            digest = _digest(stream)
            free = next(one for one in _candidates(path, self._round) if self._may_write(one))
            if free != path:
                self.kept.append((path, free))
            if self._digest(free) != digest:
                os.makedirs(os.path.dirname(self._whole(free)), exist_ok=True)
                stream.seek(0)
                save(self._whole(free), stream, sync=False)
            if self._known.get(free) != (digest, source):
                self._database.execute("INSERT OR REPLACE INTO outputs VALUES (?, ?, ?)", (free, digest, source))
                self._known[free] = digest, source
        self._written.add(free)
        return free

    def sweep(self, *folders: str) -> None:
        """Take away what earlier runs wrote into these folders, this one did not, and nobody has changed."""
        for path in list(self._known):
            if path.startswith(tuple(f"{folder}/" for folder in folders)) and path not in self._written:
                if os.path.exists(self._whole(path)) and self._may_write(path):
                    with suppress(OSError):
                        os.unlink(self._whole(path))
                        os.rmdir(os.path.dirname(self._whole(path)))  # where nothing else is in it
                self._database.execute("DELETE FROM outputs WHERE path = ?", (path,))

    def _whole(self, path: str) -> str:
        return os.path.join(self.folder, *path.split("/"))

    def _digest(self, path: str) -> str | None:
        """The digest of a file as it is now; None where there is none."""
        try:
            with open(self._whole(path), "rb") as file:
                return _digest(file)
        except OSError:
            return None

    def _may_write(self, path: str) -> bool:
        """True where there is no file yet, or one as this program wrote it."""
        try:
            with open(self._whole(path), "rb") as file:
                if own_kind(file.read(HEAD)) == "report":
                    return True
                file.seek(0)
                return path in self._known and self._known[path][0] == _digest(file)
        except FileNotFoundError:
            return True
        except OSError:
            return False


def file_name(text: str) -> str:
    """The text as the name of a file that every system holds, without an ending."""
    name = _UNFIT.sub("_", visible(text).replace("\n", " ")).strip(" .")[:_LONGEST].strip(" .")
    return f"_{name}" if _DEVICES.match(name) else name or "_"


class Names:
    """File names given once each, whatever capitals they have."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def of(self, text: str) -> str:
        """The name of a file for the text; a number behind it where another text has that name."""
        name, number = file_name(text), 1
        found = name
        while found.casefold() in self._given:
            number += 1
            found = f"{name}_{number}"
        self._given.add(found.casefold())
        return found


def _candidates(path: str, round: int) -> list[str]:
    stem, ending = os.path.splitext(path)
    beside = f"{stem}（第{round}轮）"
    return [path, f"{beside}{ending}", *(f"{beside}_{number}{ending}" for number in range(2, 1000))]


def source_of(*parts: object) -> str:
    """A name for what a file is made from: the same for the same parts (structs and what msgpack holds)."""
    return blake2b(msgspec.msgpack.encode((__version__, *parts)), digest_size=16).hexdigest()


def _digest(stream: IO[bytes]) -> str:
    stream.seek(0)
    digest = blake2b(digest_size=16)
    while piece := stream.read(1 << 20):
        digest.update(piece)
    return digest.hexdigest()
