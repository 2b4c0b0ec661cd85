"""Programs of others: they end with what they started, and with whoever runs them, however he ends."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from lint_pbt.system.bounded import run_bounded
from tests.places import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes as Linux shows them")
# A program that starts another, and tells the numbers of both.
STARTS = "sleep 1000 & echo $$ $! > started; {then}"


def run(folder: Path, then: str, seconds: int) -> None:
    command = ["/bin/sh", "-c", STARTS.format(then=then)]
    run_bounded(command, str(folder), {"PATH": "/usr/bin:/bin"}, seconds=seconds, megabytes=512, written=1 << 20)


def all_gone(folder: Path) -> bool:
    """Whether both programs end within some seconds."""
    processes = (folder / "started").read_text().split()
    end = time.monotonic() + 10
    while time.monotonic() < end:
        if not any(map(_runs, processes)):
            return True
        time.sleep(0.05)
    return False


def _runs(process: str) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_what_a_program_started_ends_with_it(tmp_path: Path) -> None:
    run(tmp_path, "exit 0", 30)
    assert all_gone(tmp_path)


def test_a_program_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        run(tmp_path, "wait", 1)
    assert all_gone(tmp_path)


def test_it_reads_nothing(tmp_path: Path) -> None:
    began = time.monotonic()
    run(tmp_path, "cat > read", 30)
    assert (tmp_path / "read").read_bytes() == b"" and time.monotonic() - began < 10


def test_it_ends_with_whoever_runs_it(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from tests.unit.system.test_bounded import run"
    code += "; run(Path(sys.argv[1]), 'wait', 60)"
    runner = subprocess.Popen([sys.executable, "-c", code, tmp_path], cwd=ROOT)
    while not (tmp_path / "started").exists():
        assert runner.poll() is None
        time.sleep(0.05)
    runner.kill()
    runner.wait()
    assert all_gone(tmp_path)
