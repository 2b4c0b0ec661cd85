"""The opinion sheet of each department, and an archive of all of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lint_pbt.model.run import Failure, Run
from lint_pbt.reporters.opinion import Writer

if TYPE_CHECKING:
    from datetime import datetime

    from lint_pbt.bureau.outputs import Outputs
    from lint_pbt.model.run import Checked

FOLDER: Final = "审核意见"
ARCHIVE: Final = "审核意见.zip"


def write_opinion(
    name: str, checks: Iterable[Checked], unread: Iterable[tuple[str, str]], outputs: Outputs, when: datetime
) -> str:
    """Write the opinion sheet of a department, named after it; its path in the folder.

    `checks` are taken one after another, `unread` are files that could not be read, each with the reason.
    """

    def produce(stream: IO[bytes]) -> None:
        writer = Writer(stream, when=when)
        kept = []
        for checked in checks:
            writer.add(checked)
            kept.append(checked.remembered())
        writer.finish(Run(tuple(kept), tuple([Failure(path, reason) for path, reason in unread])))

    return outputs.write(f"{FOLDER}/{name}审核意见.xlsx", produce)


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
