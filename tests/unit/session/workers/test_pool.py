"""The pool: what one task does costs no other, and nothing outlives whoever started it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from lint_pbt.errors import PoolError
from lint_pbt.session.workers.pool import Bounds, Pool
from tests.places import ROOT
from tests.unit.session.workers import tasks

BOUNDS = Bounds(seconds=2, megabytes=1024)
posix = pytest.mark.skipif(sys.platform == "win32", reason="ends of processes as POSIX has them")


def test_every_task_comes_back_with_what_was_made_of_it() -> None:
    with Pool(tasks.work, workers=2) as pool:
        assert {task: outcome.value for task, outcome in pool.each(range(50))} == {n: [n, n] for n in range(50)}


def test_the_order_of_the_tasks_is_kept_where_it_is_asked_for() -> None:
    with Pool(tasks.work, workers=2) as pool:
        assert [task for task, _ in pool.each(range(100), ordered=True)] == list(range(100))


@posix
def test_a_hang_or_a_crash_costs_its_own_task() -> None:
    bad = {
        "hang": "late", "spin": "late", "exit": "crashed", "fault": "crashed", "error": "failed",
    }  # fmt: skip
    if sys.platform == "linux":
        bad["memory"] = "refused"
    given = [*range(20), *bad, *range(20, 40)]
    with Pool(tasks.work, workers=2, bounds=BOUNDS) as pool:
        states = {task: outcome.state for task, outcome in pool.each(given)}
    assert states == {**dict.fromkeys(range(40), "done"), **bad}


@posix
def test_however_fast_tasks_crash_none_is_lost() -> None:
    given = ["exit", 1, 2] * 15
    with Pool(tasks.work, workers=2, bounds=BOUNDS) as pool:
        found = Counter((task, outcome.state) for task, outcome in pool.each(given))
    assert found == {("exit", "crashed"): 15, (1, "done"): 15, (2, "done"): 15}


def test_what_becomes_of_a_task_is_said_in_a_sentence() -> None:
    with Pool(tasks.work, workers=1, bounds=BOUNDS) as pool:
        assert pool.one("error").reason == "程序出错（ValueError：not this one）。请把这一行和文件报告给维护者"
        assert pool.one("exit").reason == "检查它的程序意外退出了（退出码 7）。请把文件报告给维护者"
        assert pool.one("hang").reason.startswith("查了 2 秒还没有查完，已经停下")


def test_making_ready_is_done_before_the_clock_runs() -> None:
    with Pool(tasks.work, tasks.warm, (3,), workers=1, bounds=Bounds(seconds=2)) as pool:
        assert pool.one(1).state == "done"


def test_workers_that_cannot_make_ready_are_told_and_not_waited_for() -> None:
    with Pool(tasks.work, tasks.fail, ("no rules",), workers=2) as pool, pytest.raises(PoolError, match="启动不了"):
        list(pool.each(range(10)))


def test_what_libraries_print_does_not_get_into_the_output(capfd: pytest.CaptureFixture[str]) -> None:
    with Pool(tasks.work, workers=1) as pool:
        assert pool.one("print").state == "done"
    assert capfd.readouterr() == ("", "")


def test_tasks_that_come_of_others_are_taken() -> None:
    class Growing:
        def __init__(self) -> None:
            self.waiting = [8]

        def __iter__(self) -> Growing:
            return self

        def __next__(self) -> int:
            if not self.waiting:
                raise StopIteration
            return self.waiting.pop()

    tree, seen = Growing(), []
    with Pool(tasks.work, workers=2) as pool:
        for task, _ in pool.each(tree):
            seen.append(task)
            tree.waiting += [task // 2] * 2 if task > 1 else []
    assert Counter(seen) == {8: 1, 4: 2, 2: 4, 1: 8}


@posix
@pytest.mark.parametrize("how", ["hang", "exit"])
def test_what_a_worker_has_started_ends_with_it(tmp_path: Path, how: str) -> None:
    noted = tmp_path / "pid"
    with Pool(tasks.work, workers=1, bounds=BOUNDS) as pool:
        assert pool.one((str(noted), how)).state in ("late", "crashed")
        assert _gone({int(noted.read_text("utf-8"))})


@posix
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT])
def test_no_worker_outlives_the_one_who_started_it(tmp_path: Path, sign: signal.Signals) -> None:
    code = f"""
import sys; sys.path.insert(0, {str(ROOT)!r})
from lint_pbt.session.workers.pool import Pool
from tests.unit.session.workers import tasks
if __name__ == "__main__":
    with Pool(tasks.work, workers=2) as pool:
        for task, outcome in pool.each(["pid", "pid", "spin", "hang"], ordered=True):
            print(outcome.value, flush=True)
"""
    script = tmp_path / "run.py"
    script.write_text(code, "utf-8")
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        workers = {int(run.stdout.readline()) for _ in range(2)}
        run.send_signal(sign)
        run.wait(20)
    assert _gone(workers)


def _gone(processes: set[int]) -> bool:
    until = time.monotonic() + 20
    while any(map(_lives, processes)) and time.monotonic() < until:
        time.sleep(0.1)
    return not any(map(_lives, processes))


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z" if Path("/proc").is_dir() else True
    except (ProcessLookupError, FileNotFoundError):
        return False
