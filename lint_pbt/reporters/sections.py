"""Reports that are written a document at a time, so that a run over many files needs the memory of one.

The module of such a format has a `Writer`: it is given each document as soon as it has been checked, and in the end
the run, with all that is about no single document. What it writes in another order waits in `Sections`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from tempfile import SpooledTemporaryFile

    from lint_pbt.model.run import Checked, Run

Thing = TypeVar("Thing")

# Up to this size a section is kept in memory, beyond it in a file.
_IN_MEMORY: Final = 1 << 20


class DocumentWriter(Protocol):
    """Writes a report to the stream it was made with, a document at a time."""

    def add(self, checked: Checked) -> None:
        """Take a document that was checked."""

    def finish(self, run: Run) -> None:
        """Write what is left; of the documents of the run nothing is looked at."""


def write_run(writer: DocumentWriter, run: Run) -> None:
    """The report of a run whose documents are all at hand."""
    for checked in run.checked:
        writer.add(checked)
    writer.finish(run)


class Sections:
    """Lines of text by section, whose number says where it stands in the report."""

    def __init__(self) -> None:
        self._files: dict[int, SpooledTemporaryFile[bytes]] = {}

    def write(self, section: int, line: str) -> None:
        """Add a line, without its end, to a section."""
        if section not in self._files:
            from tempfile import SpooledTemporaryFile

            self._files[section] = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - open till it is read
        # The name of a file that is no text holds lone surrogates.
        self._files[section].write(f"{line}\n".encode("utf-8", "surrogatepass"))

    def lines(self, *sections: int) -> Iterator[str]:
        """The lines of the sections, of all where none are named, in their order; each is gone then."""
        for section in sections or sorted(self._files):
            if section in self._files:
                with self._files.pop(section) as file:
                    file.seek(0)
                    for line in file:
                        yield line[:-1].decode("utf-8", "surrogatepass")


class Kept(Generic[Thing]):
    """Rows, pieces of text and the like in the order in which they came, for what can only be written in the end.

    The last thing stays as it is, so that a run over one file pays nothing; those before it wait in a file.
    """

    def __init__(self) -> None:
        self._last: list[Thing] = []
        self._file: Any = None

    def add(self, thing: Thing) -> None:
        """Keep a thing that can be pickled."""
        if self._last:
            import pickle

            if self._file is None:
                from tempfile import SpooledTemporaryFile

                self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - open till it is read
            pickle.dump(self._last.pop(), self._file, pickle.HIGHEST_PROTOCOL)
        self._last.append(thing)

    def __iter__(self) -> Iterator[Thing]:
        """The things; they may be asked for as often as they are wanted."""
        if self._file is not None:
            import pickle

            end = self._file.tell()
            self._file.seek(0)
            while self._file.tell() < end:
                yield pickle.load(self._file)
        yield from self._last
