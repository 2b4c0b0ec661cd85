"""The outermost layer: whatever happens, the user gets a sentence and the right exit code, never a traceback."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final, NoReturn

import click

from lint_pbt.cli.chinese import wrong_use
from lint_pbt.cli.commands import app
from lint_pbt.errors import ConfigError, PbtError
from lint_pbt.reporters.display import harmless

if TYPE_CHECKING:
    from collections.abc import Sequence

WRONG_USE: Final = 2
UNCHECKED: Final = 3
_INTERRUPTED: Final = 130
_BROKEN_PIPE: Final = 141


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run a command line (default: that of the process) and exit."""
    _never_fail_on_a_character()
    try:
        code = app.main(args, prog_name="pbt-lint", standalone_mode=False) or 0
        sys.stdout.flush()
    except Exception as error:  # noqa: BLE001 - the last resort before a traceback
        code = _failed(error)
    except KeyboardInterrupt:
        code = _INTERRUPTED
    sys.exit(code)


def _never_fail_on_a_character() -> None:
    """A console whose code page lacks a character shows `?` for it."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")


def _failed(error: Exception) -> int:
    """Say what went wrong; the exit code for it."""
    if isinstance(error, click.Abort):
        return _INTERRUPTED
    if isinstance(error, BrokenPipeError):
        # Whoever read our output has closed it; nothing may be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _BROKEN_PIPE
    if isinstance(error, click.ClickException):
        say(wrong_use(error), lines=True)
        return WRONG_USE
    if isinstance(error, PbtError):
        say(f"pbt-lint: {error}", lines=True)
        return WRONG_USE if isinstance(error, ConfigError) else UNCHECKED
    if os.environ.get("PBT_LINT_DEBUG"):
        import traceback

        traceback.print_exception(error)
    say(
        f"pbt-lint: 程序内部出错（{type(error).__name__}：{error}），这次没有检查完。"
        "请把这一行和所检查的文件报告给维护者；设 PBT_LINT_DEBUG=1 再运行可以看到细节"
    )
    return UNCHECKED


def say(text: str, *, lines: bool = False) -> None:
    """Write a message to standard error, on one line unless its own lines are to stand."""
    parts = text.split("\n") if lines else [text]
    print("\n".join(map(harmless, parts)), file=sys.stderr)
