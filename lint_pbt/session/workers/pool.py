"""A pool of workers: tasks in, each with its `Outcome` out. A hang or a crash costs its own task and no other.

    with Pool(check_file, warm, (asked,), workers=4) as pool:
        for task, outcome in pool.each(paths):
            ...

`check_file` and `warm` are functions of modules; tasks and what they give cross the border between processes as
pickles of our own making, so they should be small. `warm` is done by each worker before its first task, while no clock
runs.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from queue import Empty, LifoQueue, SimpleQueue
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from lint_pbt.errors import PoolError
from lint_pbt.session.workers.child import Bounds, Outcome, serve
from lint_pbt.system.isolation import keep_children_out

if TYPE_CHECKING:
    from concurrent.futures import Future
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess
    from threading import Event
    from types import TracebackType

__all__ = ["Bounds", "Outcome", "Pool", "PoolError", "processors"]

Task = TypeVar("Task")
# How many tasks of each worker are given out ahead of what has been taken, in any order and in that of the tasks.
_AHEAD: Final = 3
_AHEAD_IN_ORDER: Final = 16
# After so many tasks a worker is replaced, so that what libraries keep does not add up.
_TASKS_EACH: Final = 400
# Seconds that a worker may take to make ready, on a machine however busy.
_MAKING_READY: Final = 120
# So often it is looked whether anybody still waits for a task.
_LOOK: Final = 0.2
_LATE: Final = "查了 {seconds:g} 秒还没有查完，已经停下。文件特别大的请拆开；不大的，请把文件报告给维护者"
_CRASHED: Final = "检查它的程序意外退出了（{code}）。请把文件报告给维护者"
_BROKEN: Final = "检查用的进程启动不了（{code}）。请再运行一次；还是这样的，加上 --jobs 1，并报告给维护者"
_CLOSED: Final = "检查已经停下"


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


class Pool(Generic[Task]):
    """Workers that do one kind of work, each started when it is first needed. Several threads may use it."""

    def __init__(
        self,
        work: Callable[[Task], Any],
        prepare: Callable[..., None] | None = None,
        given: tuple[Any, ...] = (),
        *,
        workers: int,
        bounds: Bounds = Bounds(),  # noqa: B008 - immutable
    ) -> None:
        keep_children_out()
        self._workers = [_Worker((work, prepare, given, bounds), bounds.seconds) for _ in range(workers)]
        self._idle: LifoQueue[_Worker] = LifoQueue()
        for worker in self._workers:
            self._idle.put(worker)

    def __enter__(self) -> Pool[Task]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def one(self, task: Task, unwanted: Event | None = None) -> Outcome:
        """What becomes of one task; waits for a worker, and for it. Raises PoolError.

        When another thread sets `unwanted`, the worker ends in the middle of the task.
        """
        worker = self._idle.get()
        try:
            return worker.do(task, unwanted)
        finally:
            self._idle.put(worker)

    def each(self, tasks: Iterable[Task], *, ordered: bool = False) -> Iterator[tuple[Task, Outcome]]:
        """Each task with what became of it, as they end, or in the order of the tasks.

        Tasks are taken as there is room for them, so that they may come of what was given before. Raises PoolError.
        """
        most = len(self._workers) * (_AHEAD_IN_ORDER if ordered else _AHEAD)
        source = enumerate(tasks)
        done: SimpleQueue[Future[Outcome]] = SimpleQueue()
        running: dict[Future[Outcome], tuple[int, Task]] = {}
        ended: dict[int, tuple[Task, Outcome]] = {}
        due = 0
        threads = ThreadPoolExecutor(len(self._workers))  # each of which waits for a worker
        try:
            while True:
                while len(running) + len(ended) < most and (item := next(source, None)) is not None:
                    future = threads.submit(self.one, item[1])
                    running[future] = item
                    future.add_done_callback(done.put)
                if not running:
                    return
                future = _next(done)
                number, task = running.pop(future)
                if not ordered:
                    yield task, future.result()
                    continue
                ended[number] = task, future.result()
                while due in ended:
                    yield ended.pop(due)
                    due += 1
        finally:
            if running:  # nobody waits for it any more
                self.close()
            threads.shutdown(cancel_futures=True)

    def close(self) -> None:
        """End all workers, whatever they are doing."""
        for worker in self._workers:
            worker.close()


class _Worker:
    """A process that does one task at a time, and its successors where it ends. One thread at a time asks it."""

    def __init__(self, serving: tuple[Any, ...], seconds: float) -> None:
        self._serving, self._seconds = serving, seconds
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None
        self._tasks = 0
        self._closed = False

    def do(self, task: object, unwanted: Event | None = None) -> Outcome:
        if self._process is None or self._connection is None:
            self._process, self._connection = self._started()
        try:
            self._connection.send(task)
            if not self._answered(self._connection, unwanted):
                self._end()
                return self._late()
            outcome: Outcome = self._connection.recv()
        except (EOFError, OSError):  # it is gone
            return self._ended()
        self._tasks += 1
        if self._tasks == _TASKS_EACH:
            self._end()
        return outcome

    def _answered(self, connection: Connection, unwanted: Event | None) -> bool:
        """Whether there is an answer within the time, and while somebody wants it."""
        if unwanted is None:
            return connection.poll(self._seconds)
        end = time.monotonic() + self._seconds
        while not connection.poll(max(0, min(_LOOK, end - time.monotonic()))):
            if unwanted.is_set() or time.monotonic() >= end:
                return False
        return True

    def close(self) -> None:
        self._closed = True
        if (process := self._process) is not None:
            _kill(process)  # whoever waits for it hears that it is gone
            process.join(5)

    def _started(self) -> tuple[SpawnProcess, Connection]:
        import multiprocessing

        if self._closed:
            raise PoolError(_CLOSED)
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs, *self._serving), daemon=True)
        try:
            with _no_interrupts():
                process.start()
            theirs.close()
            if not ours.poll(_MAKING_READY):
                raise PoolError(_BROKEN.format(code=f"等了 {_MAKING_READY} 秒"))
            ours.recv()
        except (EOFError, OSError, PoolError) as error:
            if process.pid is not None:
                process.join(1)
                _kill(process)
            if isinstance(error, PoolError):
                raise
            raise PoolError(_BROKEN.format(code=error if process.pid is None else _code(process))) from error
        self._tasks = 0
        return process, ours

    def _late(self) -> Outcome:
        return Outcome("late", reason=_LATE.format(seconds=self._seconds), seconds=self._seconds)

    def _ended(self) -> Outcome:
        """What is to be said of the task on which the process ended by itself."""
        if self._closed or self._process is None:
            raise PoolError(_CLOSED)
        process = self._process
        process.join(5)
        code = process.exitcode
        self._end()
        if hasattr(signal, "SIGXCPU") and code == -signal.SIGXCPU:
            return self._late()
        return Outcome("crashed", reason=_CRASHED.format(code=_code(process)))

    def _end(self) -> None:
        process, connection = self._process, self._connection
        self._process = self._connection = None
        if connection is not None:
            connection.close()
        if process is not None:
            _kill(process)
            process.join()


def _kill(process: SpawnProcess) -> None:
    """End a worker with all that it has started."""
    if process.pid is not None and hasattr(os, "killpg"):
        with suppress(OSError):  # gone already, or not yet so far as to have a group of its own
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()


def _next(done: SimpleQueue[Future[Outcome]]) -> Future[Outcome]:
    while True:
        with suppress(Empty):
            return done.get(timeout=0.5)  # an interrupt is not heard while it waits without a time on Windows


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """A process begun within hears nothing of an interrupt at the keyboard until it says how it takes it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _code(process: SpawnProcess) -> str:
    """How a process ended, for people."""
    code = process.exitcode
    if code is not None and code < 0 and sys.platform != "win32":
        with suppress(ValueError):
            return f"信号 {signal.Signals(-code).name}"
    return f"退出码 {code}"
