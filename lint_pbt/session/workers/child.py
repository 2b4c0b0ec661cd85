"""What a worker does in its own process: bounds put on itself, one task after another, an `Outcome` for each."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from lint_pbt.system.isolation import leave_folder

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


class Bounds(NamedTuple):
    """What one task may take: seconds (of the clock, and of the processor) and megabytes of memory.

    Memory and processor time are bounded where the system can do so (Linux; macOS the latter).
    """

    seconds: float = 120.0
    megabytes: int = 3072


class Outcome(NamedTuple):
    """What became of a task: `value` is what the work gave where it is `done`, `reason` a sentence where it is not.

    `failed`: the work raised an error; `late`: it took longer than it may; `refused`: it asked for more memory than it
    may; `crashed`: its process ended. Only the task itself is lost in each case.
    """

    state: Literal["done", "failed", "late", "refused", "crashed"]
    value: Any = None
    reason: str = ""
    seconds: float = 0.0


def serve(
    connection: Connection,
    work: Callable[[Any], Any],
    prepare: Callable[..., None] | None,
    given: tuple[Any, ...],
    bounds: Bounds,
) -> None:
    """Be a worker: make ready, say so, and do what comes until nothing more does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for the parent
    if hasattr(os, "setsid"):
        os.setsid()  # whatever it starts belongs to it, and ends with it
    leave_folder()
    _end_with_parent()
    if not os.environ.get("PBT_LINT_DEBUG"):
        _silence()
    if prepare is not None:
        prepare(*given)
    _bound_memory(bounds.megabytes)
    connection.send(None)
    with suppress(EOFError, OSError):
        while True:
            connection.send(run(work, connection.recv(), bounds))


def run(work: Callable[[Any], Any], task: Any, bounds: Bounds) -> Outcome:
    """Do one task within the bounds."""
    _bound_processor(bounds.seconds)
    began = time.perf_counter()
    try:
        outcome = Outcome("done", work(task))
    except MemoryError:
        outcome = Outcome("refused", reason=f"要用的内存超过了 {bounds.megabytes} MB 的上限，没有查完")
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever one task meets must not take the others with it
        told = f"程序出错（{type(error).__name__}：{error}）。请把这一行和文件报告给维护者"
        outcome = Outcome("failed", reason=told)
    return outcome._replace(seconds=time.perf_counter() - began)


def _silence() -> None:
    """What libraries print while they fail is not for the user."""
    sys.stdout.flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (1, 2):
        os.dup2(nowhere, descriptor)


def _end_with_parent() -> None:
    """End when the parent is gone, in the middle of a task too: whoever kills it leaves nothing running."""
    import multiprocessing
    from multiprocessing.connection import wait
    from threading import Thread

    parent = multiprocessing.parent_process()
    if parent is None:
        return
    sentinel = parent.sentinel

    def watch() -> None:
        wait([sentinel])
        if hasattr(os, "killpg"):
            os.killpg(os.getpid(), signal.SIGKILL)
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def _bound_memory(megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError, ValueError):
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (_at_most(megabytes << 20, most), most))


def _bound_processor(seconds: float) -> None:
    try:
        import resource
    except ImportError:
        return
    with suppress(OSError, ValueError):
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        wanted = int(time.process_time() + seconds) + 2
        resource.setrlimit(resource.RLIMIT_CPU, (_at_most(wanted, most), most))


def _at_most(wanted: int, most: int) -> int:
    return wanted if most < 0 else min(wanted, most)
