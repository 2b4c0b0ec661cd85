"""What a command takes: seconds, memory, and instructions where valgrind is there to count them."""

from __future__ import annotations

import compileall
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
LINT = [sys.executable, "-m", "lint_pbt"]
# What any command line program with its libraries takes before it has done anything: the floor of every start.
FLOOR = [sys.executable, "-c", "import click, rich, yaml, regex"]
_VALGRIND = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
_COUNTED = re.compile(rb"I\s+refs:\s+([\d,]+)")
# The same run takes the same number of instructions only where nothing around it differs.
_SAME = {
    "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8", "COLUMNS": "80", "LINES": "24",
    "HOME": "/nonexistent", "PATH": os.defpath,
}  # fmt: skip


class Cost(NamedTuple):
    """Seconds by the clock and of the processor, and the most memory at a time in megabytes."""

    seconds: float
    processor: float
    memory: float


def prepare() -> None:
    """Write the bytecode, as an installation does: an editable one may never have."""
    compileall.compile_dir(ROOT / "lint_pbt", quiet=1)


def run(command: Sequence[str]) -> Cost:
    """Run a command, what it prints left out. Exits where it fails; that there are findings is no failure."""
    begin = time.perf_counter()
    with tempfile.TemporaryFile() as complaints, open(os.devnull, "wb") as nowhere:
        process = subprocess.Popen(command, stdout=nowhere, stderr=complaints, cwd=ROOT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode > 1:
            complaints.seek(0)
            sys.exit(f"{' '.join(command)}: {complaints.read().decode(errors='replace')}")
    scale = 1e6 if sys.platform == "darwin" else 1e3
    return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale)


def median(command: Sequence[str], times: int = 5) -> float:
    """Seconds of the processor that a command takes, in the middle of several runs."""
    return statistics.median(run(command).processor for _ in range(times))


@cache
def can_count() -> bool:
    """Whether instructions can be counted here."""
    return sys.platform == "linux" and shutil.which("valgrind") is not None


def instructions(command: Sequence[str], cache_folder: Path) -> int:
    """How many instructions a command takes, the same whenever it is asked. `cache_folder` takes the user's place."""
    environment = {**_SAME, "XDG_CACHE_HOME": str(cache_folder)}
    done = subprocess.run([*_VALGRIND, *command], capture_output=True, cwd=ROOT, env=environment, check=False)
    found = _COUNTED.search(done.stderr)
    if done.returncode > 1 or found is None:
        sys.exit(f"{' '.join(command)}: {done.stderr.decode(errors='replace')}")
    return int(found[1].replace(b",", b""))


def table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table as a README has it."""
    print("|", " | ".join(titles), "|")
    print("|", " | ".join(["---", *["---:"] * (len(titles) - 1)]), "|")
    for row in rows:
        print("|", " | ".join(row), "|")
    print()
