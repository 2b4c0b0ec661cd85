"""What workers are given to do in the tests: a module of its own, for it is imported in their processes."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import time
from pathlib import Path


def warm(seconds: float) -> None:
    time.sleep(seconds)


def fail(reason: str) -> None:
    raise RuntimeError(reason)


def work(task: object) -> object:
    if task == "hang":
        time.sleep(3600)
    if isinstance(task, tuple):  # a file, and how to go on when a process of its own has been started
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"])
        Path(task[0]).write_text(str(child.pid), "utf-8")
        return work(task[1])
    if task == "spin":
        while True:
            pass
    if task == "exit":
        os._exit(7)
    if task == "fault":
        ctypes.string_at(0)
    if task == "memory":
        return len(bytes(8 << 30))
    if task == "error":
        raise ValueError("not this one")
    if task == "print":
        os.write(1, b"noise\n")
    if task == "pid":
        return os.getpid()
    return [task, task]
