"""The opinion sheet of each department, and an archive of all of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lint_pbt.reporters.opinion import report
from lint_pbt.run import Failure, Run

if TYPE_CHECKING:
    from datetime import datetime

    from lint_pbt.bureau.outputs import Outputs
    from lint_pbt.run import Checked

FOLDER: Final = "审核意见"
ARCHIVE: Final = "审核意见.zip"
# So many indicators of a department are held for one sheet; what is more goes into another.
_MOST_INDICATORS: Final = 20_000


class OpinionSheets:
    """Writes the opinion sheets of a department, named after it: `add` each of its checks, then `finish`."""

    def __init__(self, name: str, outputs: Outputs, when: datetime) -> None:
        self._name, self._outputs, self._when = name, outputs, when
        self._held: list[Checked] = []
        self._size = 0
        self.paths: list[str] = []

    def add(self, checked: Checked) -> None:
        """Take a check of the department."""
        size = sum(len(project.indicators) for _, project in checked.document.projects())
        if self._held and self._size + size > _MOST_INDICATORS:
            self._write(())
        self._held.append(checked)
        self._size += size

    def finish(self, unread: Iterable[tuple[str, str]]) -> None:
        """Write what is left, with the files of the department that could not be read, each with the reason."""
        failures = tuple([Failure(path, reason) for path, reason in unread])
        if self._held or failures or not self.paths:
            self._write(failures)

    def _write(self, failures: tuple[Failure, ...]) -> None:
        volume = f"（{len(self.paths) + 1}）" if self.paths else ""
        run = Run(tuple(self._held), failures)
        path = f"{FOLDER}/{self._name}审核意见{volume}.xlsx"
        self.paths.append(self._outputs.write(path, lambda stream: report(run, stream, when=self._when)))
        self._held, self._size = [], 0


def write_archive(outputs: Outputs, paths: Iterable[str], when: datetime) -> None:
    """Write an archive of the sheets at these paths."""
    listed = sorted(paths)

    def produce(stream: IO[bytes]) -> None:
        with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
            for name, file in _opened(outputs.folder, listed):
                part = ZipInfo(name, when.timetuple()[:6])
                part.compress_type = ZIP_DEFLATED
                archive.writestr(part, file.read())

    outputs.write(ARCHIVE, produce)


def _opened(folder: str, paths: Iterable[str]) -> Iterator[tuple[str, IO[bytes]]]:
    for path in paths:
        with open(os.path.join(folder, *path.split("/")), "rb") as file:
            yield os.path.basename(path), file
