"""Where the one program file begins: double-clicked it opens the page, and is the command line otherwise."""

from __future__ import annotations

import io
import multiprocessing
import os
import subprocess
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


def keep_libraries() -> None:
    """Let the browser not take the libraries that this program brings for itself."""
    if sys.platform == "linux" and (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        browsers = os.environ.get("BROWSER", "xdg-open").split(os.pathsep)
        commands = [browser if "%s" in browser else f"{browser} %s" for browser in browsers]
        os.environ["BROWSER"] = os.pathsep.join(f"env -u LD_LIBRARY_PATH {command}" for command in commands)


def open_page() -> None:
    """Serve the page; what would be told in a terminal is shown where it ends for a mistake."""
    from lint_pbt.cli import main

    told, stderr = io.StringIO(), sys.stderr
    sys.stderr = told
    try:
        main(["serve", "--desktop"])
    except SystemExit as ended:
        if ended.code:
            sys.stderr = stderr
            show(told.getvalue())
        raise


def show(text: str) -> None:
    """Show a message to somebody without a terminal."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, text, "pbt-lint", 0x30)
    elif sys.platform == "darwin":
        script = 'on run texts\ndisplay alert "pbt-lint" message (item 1 of texts)\nend run'
        subprocess.run(["osascript", "-e", script, text], check=False)
    elif sys.stderr is not None:
        print(text, file=sys.stderr)


def main() -> None:
    multiprocessing.freeze_support()  # workers begin here too
    from lint_pbt.system.isolation import run_module

    if run_module(sys.argv):
        return
    keep_libraries()
    if double_clicked():
        open_page()
    from lint_pbt.cli import main as command_line

    command_line()


if __name__ == "__main__":
    main()
