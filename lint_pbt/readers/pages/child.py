"""The process in which a suspicious PDF file is read."""

from __future__ import annotations

import sys

import msgspec

from lint_pbt.errors import ReadError
from lint_pbt.readers.pages.apart import Result, Task
from lint_pbt.readers.pdf import read_here

_MEGABYTE = 1 << 20
_BASE_MEGABYTES = 512  # the interpreter, pdfium and a large document


def main() -> None:
    """Read the file on standard input; the result, or why there is none, goes to standard output."""
    task = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Task)
    _bound_memory(_BASE_MEGABYTES + 2 * task.limits.unpacked_megabytes)
    try:
        result = Result(read_here("", task.data, task.limits, recognises=False))
    except ReadError as error:
        result = Result(refusal=str(error))
    sys.stdout.buffer.write(msgspec.msgpack.encode(result))


def _bound_memory(megabytes: int) -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (megabytes * _MEGABYTE, megabytes * _MEGABYTE))
