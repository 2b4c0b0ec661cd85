"""The check of many files shared with workers, and put together again in the order of the files."""

from __future__ import annotations

import os
from time import monotonic
from typing import TYPE_CHECKING, Final

from lint_pbt.errors import ReadError
from lint_pbt.session.plan import Plan
from lint_pbt.session.single import content, guarded, laid_out
from lint_pbt.session.workers.packing import PackingError, packed, unpacked
from lint_pbt.session.workers.pool import Bounds, Pool, processors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from lint_pbt.model.run import Checked, Failure
    from lint_pbt.rulebook.loader import Settings
    from lint_pbt.session.plan import Asked
    from lint_pbt.session.workers.pool import Outcome

# No file that is worth a wait takes longer, nor more memory.
_BOUNDS: Final = Bounds(seconds=1800, megabytes=8192)
# Seconds: after so many it is told how long the rest will take; that must be so much for a worker to pay for its start.
_LOOKED_AT: Final = 0.7
_WORTH_A_WORKER: Final = 1.5
_CHANGED: Final = "规则或配置在检查的途中改过，这个文件没有查成。请再运行一次"


class Shared:
    """Checks files one after another, with the help of workers as soon as that pays.

    `alone` checks a file without them; `jobs` is how many workers are wanted, None for as many as pay for themselves.
    """

    def __init__(
        self,
        files: Sequence[str],
        asked: Asked | Settings,
        plan: Plan,
        alone: Callable[[str], Checked],
        jobs: int | None,
    ) -> None:
        self._files, self._asked, self._plan, self._alone, self._jobs = files, asked, plan, alone, jobs
        self._began = monotonic()
        self._done = 0
        self._results: Iterator[tuple[str, Outcome]] | None = None

    def check(self, path: str) -> Checked:
        """Check the next of the files. Raises ReadError where it cannot be."""
        if self._results is None and (workers := self._workers()) > 1:
            self._results = self._dealt(self._files[self._done :], workers)
        self._done += 1
        if self._results is None:
            return self._alone(path)
        _, outcome = next(self._results)
        if outcome.state != "done":
            raise ReadError(outcome.reason)
        if isinstance(outcome.value, str):
            raise ReadError(outcome.value)
        try:
            return unpacked(outcome.value, {rule.id: rule for rule in self._plan.rules(path)})
        except PackingError as error:
            raise ReadError(_CHANGED) from error

    def _workers(self) -> int:
        """How many workers pay for themselves now."""
        left = len(self._files) - self._done
        if self._jobs is not None:
            return min(self._jobs, left)
        passed = monotonic() - self._began
        if passed < _LOOKED_AT or self._done < 2:
            return 1
        worth = passed / self._done * left / _WORTH_A_WORKER
        return min(_free_processors(), int(worth), left)

    def _dealt(self, files: Sequence[str], workers: int) -> Iterator[tuple[str, Outcome]]:
        with Pool(_check, _make_ready, (self._asked,), workers=workers, bounds=_BOUNDS) as pool:
            yield from pool.each(files, ordered=True)


def _free_processors() -> int:
    """How many processors others leave us: on a busy machine workers only get in each other's way."""
    busy = os.getloadavg()[0] / (os.cpu_count() or 1) if hasattr(os, "getloadavg") else 0.0
    return round(processors() * max(1 - busy, 0.0))


# What a worker has made ready.
_plan: Plan


def _make_ready(asked: Asked | Settings) -> None:
    global _plan
    _plan = Plan((), asked)
    import lint_pbt.layouts
    import lint_pbt.layouts.coverage
    import lint_pbt.readers.workbook  # noqa: F401 - the first file should not wait for it


def _check(path: str) -> bytes | str:
    """The check of a file, packed; or the sentence that says why it could not be."""
    failures: list[Failure] = []
    found = guarded(_packed, path, failures)
    return failures[0].message if found is None else found


def _packed(path: str) -> bytes:
    _plan.include([path])
    reading = _plan.reading(path)
    return packed(_plan.check(laid_out(path, content(path, reading, {}), reading)))
