"""Programs of others end with what they started: in time, and with whoever started them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lint_pbt.system.bounded import run_bounded
from tests.places import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a shell sets the bounds")
STARTS_MORE = "sleep 600 & echo $! $$ > pids.part; mv pids.part pids; wait"


def run(script: str, folder: Path, *, seconds: int = 20, written: int = 1 << 20) -> None:
    environment = {"PATH": os.environ["PATH"]}
    run_bounded(["/bin/sh", "-c", script], str(folder), environment, seconds=seconds, megabytes=500, written=written)


def ends(pids: list[int]) -> bool:
    for _ in range(200):
        if not any(map(_runs, pids)):
            return True
        time.sleep(0.05)
    return False


def _runs(pid: int) -> bool:
    done = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return bool(done.stdout.strip()) and not done.stdout.strip().startswith("Z")


def pids_in(folder: Path) -> list[int]:
    for _ in range(200):
        if (folder / "pids").exists():
            return [int(pid) for pid in (folder / "pids").read_text().split()]
        time.sleep(0.05)
    pytest.fail("it did not start")


def test_it_is_ended_in_time_with_all_it_started(tmp_path: Path) -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        run(STARTS_MORE, tmp_path, seconds=1)
    assert ends(pids_in(tmp_path))


def test_what_it_leaves_running_ends_with_it(tmp_path: Path) -> None:
    run("sleep 600 & echo $! > pids", tmp_path)
    assert ends(pids_in(tmp_path))


def test_it_ends_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    code = f"from pathlib import Path; from tests.unit.system.test_bounded import *; run({STARTS_MORE!r}, Path({str(tmp_path)!r}))"
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    pids = pids_in(tmp_path)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    assert ends(pids)


def test_it_is_bounded_in_what_it_writes_and_in_memory(tmp_path: Path) -> None:
    run("head -c 9000000 /dev/zero > large; ulimit -v > memory", tmp_path, written=1 << 20)
    assert (tmp_path / "large").stat().st_size <= (1 << 21)
    assert (tmp_path / "memory").read_text().strip() == str(500 << 10)


def test_how_it_ends_does_not_matter(tmp_path: Path) -> None:
    for script in ("exit 7", "kill -9 $$", "kill -9 0", "no-such-program"):
        run(script, tmp_path)
