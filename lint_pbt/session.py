"""From paths to a `Run`: reads the files, lays them out, and has the engine check them.

A file that cannot be read becomes a `Failure`; the others are still checked.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from lint_pbt.errors import PbtError
from lint_pbt.run import Failure, Run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from lint_pbt.model import Document
    from lint_pbt.rule import Rule

    # Wraps the files of a run to show how far it has come.
    Progress = Callable[[Sequence[str]], Iterable[str]]

STDIN = "-"


def check(paths: Sequence[str], rules: Sequence[Rule], progress: Progress = iter) -> Run:
    """Check all tables under the paths (files, folders, `-`) with the rules."""
    from dataclasses import replace

    from lint_pbt.engine import Engine

    failures: list[Failure] = []
    run = Engine(rules).check(read_documents(paths, failures, progress))
    return replace(run, failures=(*run.failures, *failures))


def read_documents(paths: Sequence[str], failures: list[Failure], progress: Progress = iter) -> Iterator[Document]:
    """The documents under the paths; what cannot be read is added to `failures` and passed over."""
    from lint_pbt.layouts import lay_out
    from lint_pbt.readers import read

    for path in progress(_files(paths, failures)):
        try:
            document = lay_out(read(path, _content(path)))
        except (PbtError, OSError) as error:
            failures.append(Failure(path, reason(error)))
        else:
            yield document


def _files(paths: Sequence[str], failures: list[Failure]) -> list[str]:
    """Every file under the paths once, in their order."""
    from lint_pbt.readers.files import expand

    files: dict[str, None] = {}
    for path in paths:
        try:
            found = [path] if path == STDIN else [str(file) for file in expand([path])]
        except (PbtError, OSError) as error:
            failures.append(Failure(path, reason(error)))
            continue
        if not found:
            failures.append(Failure(path, "这个文件夹里没有能检查的表。请检查路径，或直接写出文件名"))
        files.update(dict.fromkeys(found))
    return list(files)


def _content(path: str) -> bytes:
    if path == STDIN:
        return sys.stdin.buffer.read()
    with open(path, "rb") as file:
        return file.read()


def reason(error: PbtError | OSError) -> str:
    """Why something could not be read and what to do, in a sentence."""
    if isinstance(error, PbtError):
        return str(error)
    if isinstance(error, FileNotFoundError):
        return "没有这个文件。请检查路径和文件名"
    if isinstance(error, PermissionError):
        return "没有读取权限。请检查文件权限，或者它是否正被别的程序打开"
    if isinstance(error, IsADirectoryError):
        return "这是文件夹，不是文件。请写出其中的文件名"
    return f"读不出来（{error.strerror or type(error).__name__}）。请确认文件完好，能用别的程序打开"
