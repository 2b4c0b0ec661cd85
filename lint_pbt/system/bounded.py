"""Programs of others, run within bounds: of time, memory and what they write, and without a network where Linux can.

What such a program starts ends with it. Their files are theirs: nobody believes what comes out.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence

# A shell sets the bounds before it becomes the program; a bound that a system does not know is left out. Whoever runs
# the program holds the other end of its input: that is closed with him, however he ends, and then all of it ends.
_BOUNDS = """
exec 3<&0 </dev/null
(read -r _ <&3; kill -s KILL -- -$$) &
exec 3<&-
ulimit -v {kilobytes} 2>/dev/null
ulimit -t {seconds} 2>/dev/null
ulimit -f {blocks} 2>/dev/null
ulimit -c 0 2>/dev/null
if unshare -rn true 2>/dev/null; then exec unshare -rn "$@"; fi
exec "$@"
"""
_BLOCK = 512  # bytes, as a plain shell counts what may be written
_GRACE = 10  # seconds to end in
_LOOKED_AT = 0.1  # seconds between two looks at what it does


def run_bounded(
    command: Sequence[str],
    folder: str,
    environment: Mapping[str, str],
    *,
    seconds: int,
    megabytes: int,
    written: int,
    watch: Callable[[], None] | None = None,
) -> int:
    """Run a program in a folder; `written` bytes are the most it may put into one file. What it ends with.

    `watch` is called again and again while it runs; whatever that raises ends it. Windows bounds time alone.
    Raises TimeoutExpired where it takes longer, OSError where it cannot be started.
    """
    if sys.platform != "win32":
        bounds = _BOUNDS.format(kilobytes=megabytes << 10, seconds=seconds, blocks=written // _BLOCK + 1)
        command = ["/bin/sh", "-c", bounds, "sh", *command]
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL if sys.platform == "win32" else subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=dict(environment),
        close_fds=True,
        start_new_session=True,
    )
    try:
        if watch is not None:
            _watched(process, seconds, watch)
        return process.wait(seconds)
    finally:
        _end(process)


def _watched(process: subprocess.Popen[bytes], seconds: float, watch: Callable[[], None]) -> None:
    """Wait while somebody watches."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        watch()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_LOOKED_AT)
            return
    raise subprocess.TimeoutExpired(process.args, seconds)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and all that it started; what has ended already is let be."""
    if sys.platform == "win32":
        if process.poll() is None:
            kill = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
            subprocess.run(kill, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_GRACE)
    if process.stdin is not None:
        process.stdin.close()
