"""Calls of the page's functions, each in a worker: a process that may hang, crash or grow, and that costs its call."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import tempfile
from collections.abc import Callable, Collection
from concurrent.futures import CancelledError, TimeoutError
from pathlib import Path
from types import TracebackType
from typing import Final

from pebble import ProcessExpired, ProcessPool

from lint_pbt.serve.bodies import BODY
from lint_pbt.serve.refusals import Refused
from lint_pbt.system.scratch import VARIABLES

Work = Callable[[str, bytes], bytes]
_ANSWER: Final = "answer"
_UNKNOWN: Final = "没有这个功能。网页和服务的版本可能不一样，请关掉网页，重新打开"
_LATE: Final = "这个文件检查了 {seconds:g} 秒还没有完，已经停下。请确认文件没有损坏，或者拆成几个再检查"
_CRASHED: Final = "检查这个文件的进程出错退出了（可能是文件损坏，或者要用的内存太多），别的文件不受影响。请另存一份再试"
_ENDED: Final = "服务正在结束，这次没有做完"


class Calls:
    """Does the work of calls (function and body in, answer out) in `workers` processes, each call within `seconds`."""

    def __init__(self, work: Work, functions: Collection[str], workers: int, seconds: float) -> None:
        self._work, self._functions, self._seconds = work, functions, seconds
        self._pool = ProcessPool(workers, context=multiprocessing.get_context("spawn"))

    def __enter__(self) -> Calls:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def check(self, function: str) -> None:
        """Raise Refused for what is no function of the page."""
        if function not in self._functions:
            raise Refused(404, _UNKNOWN)

    async def answer(self, function: str, folder: str) -> bytes:
        """What the function answers to the body in a folder. Raises Refused where it fails; cancelled, it stops."""
        job = self._pool.schedule(_answer, args=(self._work, function, folder), timeout=self._seconds)
        try:
            await asyncio.wrap_future(job)
        except TimeoutError:
            raise Refused(504, _LATE.format(seconds=self._seconds)) from None
        except (ProcessExpired, MemoryError):
            raise Refused(500, _CRASHED) from None
        except CancelledError:
            raise Refused(503, _ENDED) from None
        return Path(folder, _ANSWER).read_bytes()


def _answer(work: Work, function: str, folder: str) -> None:
    """Do the work, in a worker: from a file into a file, and what is temporary beside them."""
    tempfile.tempdir = folder
    os.environ.update(dict.fromkeys(VARIABLES, folder))
    answer = work(function, Path(folder, BODY).read_bytes())
    Path(folder, _ANSWER).write_bytes(answer)
