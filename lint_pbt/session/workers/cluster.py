"""A pool whose workers stand on many machines of a Ray cluster; what is told of a task is the same as on one.

Each actor of Ray keeps a pool of one worker on its machine, which holds the bounds and names what hangs or crashes.
Of Ray nothing is asked but to carry tasks there and outcomes back, and to say when a machine is lost.
"""

from __future__ import annotations

import socket
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from lint_pbt.errors import ConfigError, PoolError
from lint_pbt.session.workers.pool import Bounds, Outcome, Pool

if TYPE_CHECKING:
    from types import TracebackType

Task = TypeVar("Task")
# Tasks that wait at an actor, so that none is idle while outcomes travel.
_AHEAD: Final = 2
# So often a task is given to another machine when the one it was on is lost; it may be what takes them down.
_MOST_TRIES: Final = 3
_LOOKED_AT: Final = 1.0  # seconds
_STARTING: Final = 300.0  # seconds that machines may take to make ready
_ANSWERING: Final = 10.0  # seconds in which a cluster answers the door
_NOT_INSTALLED: Final = (
    "--engine ray 要先安装 Ray：pip install 'pbt-lint[cluster]'。集群的每台机器上也要装同一个版本的 pbt-lint"
)
_UNREACHED: Final = "连不上 Ray 集群“{address}”（{error}）。请检查地址，先在集群上运行 ray start，再试一次"
_BROKEN: Final = (
    "Ray 集群上的检查进程启动不了（{error}）。请检查每台机器是不是都装了同一个版本的 pbt-lint、看得到收件文件夹"
)
_LOST: Final = "检查它的机器或进程没有了，换了 {tries} 次还是这样。请把文件报告给维护者"
_OTHER_VERSION: Final = "集群上装的 pbt-lint 是 {theirs}，这里是 {ours}。请在每台机器上装同一个版本"


class RayPool(Generic[Task]):
    """The same as `Pool`, on the cluster at `address`; `workers` None stands for as many as it has processors.

    Raises ConfigError where Ray is not installed, the cluster is not reached or has another version of this program.
    """

    def __init__(
        self,
        work: Callable[[Task], Any],
        prepare: Callable[..., None] | None = None,
        given: tuple[Any, ...] = (),
        *,
        workers: int | None,
        bounds: Bounds = Bounds(),  # noqa: B008 - immutable
        address: str = "auto",
        version: str = "",
    ) -> None:
        self._ray = _connected(address)
        self._made = (work, prepare, given, bounds, version)
        processors = int(self._ray.cluster_resources().get("CPU", 1))
        self._holder = self._ray.remote(num_cpus=1, max_concurrency=1)(_Holder)
        self._actors = [self._holder.remote(*self._made) for _ in range(workers or processors)]
        ready = [actor.version.remote() for actor in self._actors]
        try:
            # Where fewer processors are free than were asked for, the others begin when they are.
            done, _ = self._ray.wait(ready, num_returns=1, timeout=_STARTING)
            theirs = self._ray.get(done[0]) if done else None
        except Exception as error:
            self.close()
            raise ConfigError(_BROKEN.format(error=_first_line(error))) from error
        if theirs != version:
            self.close()
            told = f"等了 {_STARTING:g} 秒" if theirs is None else ""
            raise ConfigError(
                _BROKEN.format(error=told) if told else _OTHER_VERSION.format(theirs=theirs, ours=version)
            )

    def __enter__(self) -> RayPool[Task]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def each(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Outcome]]:
        """Each task with what became of it, as they end. Tasks may come of what was given before. Raises PoolError."""
        source = iter(tasks)
        free = deque(at for _ in range(_AHEAD) for at in range(len(self._actors)))
        again: deque[tuple[Task, int]] = deque()
        running: dict[Any, tuple[Task, int, int]] = {}
        while True:
            while free:
                if again:
                    task, tries = again.popleft()
                elif (new := next(source, None)) is not None:
                    task, tries = new, 1
                else:
                    break
                at = free.popleft()
                running[self._actors[at].do.remote(task)] = (task, tries, at)
            if not running:
                return
            done, _ = self._ray.wait(list(running), num_returns=1, timeout=_LOOKED_AT)
            for reference in done:
                task, tries, at = running.pop(reference)
                free.append(at)
                outcome = self._outcome(reference, at, tries)
                if outcome is None:
                    again.append((task, tries + 1))
                else:
                    yield task, outcome

    def close(self) -> None:
        """End all workers, whatever they are doing."""
        for actor in self._actors:
            self._ray.kill(actor)
        self._actors = []
        self._ray.shutdown()

    def _outcome(self, reference: Any, at: int, tries: int) -> Outcome | None:
        """What became of a task; None where its machine is lost and another is to try."""
        try:
            outcome: Outcome = self._ray.get(reference)
            return outcome
        except self._ray.exceptions.RayTaskError as error:
            raise PoolError(_BROKEN.format(error=_first_line(error))) from error
        except self._ray.exceptions.RayError:
            if tries == _MOST_TRIES:
                return Outcome("crashed", reason=_LOST.format(tries=tries))
            self._actors[at] = self._holder.remote(*self._made)
            return None


class _Holder:
    """What runs on a machine of the cluster: a pool of one worker."""

    def __init__(
        self,
        work: Callable[[Any], Any],
        prepare: Callable[..., None] | None,
        given: tuple[Any, ...],
        bounds: Bounds,
        version: str,
    ) -> None:
        self._pool: Pool[Any] = Pool(work, prepare, given, workers=1, bounds=bounds)

    def version(self) -> str:
        from importlib.metadata import version

        return version("pbt-lint")

    def do(self, task: object) -> Outcome:
        return self._pool.one(task)


def _connected(address: str) -> Any:
    try:
        import ray
    except ImportError:
        raise ConfigError(_NOT_INSTALLED) from None
    try:
        _knock(address)
        ray.init(
            address=None if address == "local" else address, configure_logging=False, log_to_driver=False,
            include_dashboard=None,
        )  # fmt: skip
    except Exception as error:
        # It raises whatever its parts do.
        raise ConfigError(_UNREACHED.format(address=address, error=_first_line(error))) from error
    return ray


def _knock(address: str) -> None:
    """Raise OSError where nobody listens at an address: Ray itself would try for minutes."""
    host, colon, port = address.rpartition("://")[2].rpartition(":")
    if colon and port.isdecimal():
        socket.create_connection((host.strip("[]"), int(port)), _ANSWERING).close()


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[-1].strip()[:200] if lines else type(error).__name__
