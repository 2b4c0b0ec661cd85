"""What the page asks, answered in workers: processes that may hang, crash or grow, and that costs what they work on."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import Final

from lint_pbt.session.workers.child import Bounds
from lint_pbt.session.workers.pool import Pool, PoolError
from lint_pbt.system.scratch import VARIABLES
from lint_pbt.web.serve.bodies import BODY
from lint_pbt.web.serve.refusals import Refused

Work = Callable[[bytes], bytes]
_ANSWER: Final = "answer"
_STATUS: Final = {"late": 504, "refused": 507, "crashed": 500, "failed": 500}
_NOTHING: Final = ""  # the task of a worker that has only to be there


class Calls:
    """Answers requests, each in one of the `workers`; `prepare` is done by each before it begins."""

    def __init__(self, work: Work, prepare: Callable[[], None] | None, workers: int, bounds: Bounds) -> None:
        self._pool: Pool[str] = Pool(partial(_answer, work), prepare, workers=workers, bounds=bounds)
        self._threads = ThreadPoolExecutor(workers)  # each of which waits for a worker

    def __enter__(self) -> Calls:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._pool.close()
        self._threads.shutdown(cancel_futures=True)

    def make_ready(self) -> None:
        """Let the first worker begin, so that the first request does not wait for it."""
        self._threads.submit(self._pool.one, _NOTHING)

    async def answer(self, folder: str) -> bytes:
        """The answer to the body in a folder. Raises Refused where there is none; cancelled, the worker stops."""
        gone = Event()
        try:
            outcome = await asyncio.wrap_future(self._threads.submit(self._pool.one, folder, gone))
        except asyncio.CancelledError:
            gone.set()
            raise
        except PoolError as error:
            raise Refused(503, str(error)) from None
        if outcome.state != "done":
            raise Refused(_STATUS[outcome.state], outcome.reason)
        return Path(folder, _ANSWER).read_bytes()


def _answer(work: Work, folder: str) -> None:
    """Do the work, in a worker: from a file into a file, and what is temporary beside them."""
    if folder == _NOTHING:
        return
    tempfile.tempdir = folder
    os.environ.update(dict.fromkeys(VARIABLES, folder))
    answer = work(Path(folder, BODY).read_bytes())
    Path(folder, _ANSWER).write_bytes(answer)
