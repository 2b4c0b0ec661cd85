"""Where the one program file begins: double-clicked it opens the page, and is the command line otherwise."""

from __future__ import annotations

import multiprocessing
import os
import sys


def double_clicked() -> bool:
    """Whether there is neither an argument nor a terminal, but a desktop: somebody has opened the file there."""
    if len(sys.argv) > 1:
        return False
    if sys.platform == "win32":
        # A console of our own holds nobody but this process and the one that unpacked it.
        import ctypes

        processes = (ctypes.c_uint * 4)()
        return ctypes.windll.kernel32.GetConsoleProcessList(processes, 4) <= 2
    streams = (sys.stdin, sys.stdout, sys.stderr)
    if any(stream is not None and stream.isatty() for stream in streams):
        return False
    return sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def main() -> None:
    multiprocessing.freeze_support()  # workers begin here too
    from lint_pbt.system.isolation import run_module

    if run_module(sys.argv):
        return
    from lint_pbt.cli import main as command_line

    command_line(["serve", "--desktop"] if double_clicked() else None)


if __name__ == "__main__":
    main()
