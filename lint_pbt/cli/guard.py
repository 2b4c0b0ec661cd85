"""The outermost layer: whatever happens, the user gets a sentence and the right exit code, never a traceback."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NoReturn

from lint_pbt.cli.messages import say
from lint_pbt.errors import ConfigError, PbtError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lint_pbt.cli.program import OutputClosed

WRONG_USE: Final = 2
UNCHECKED: Final = 3
_INTERRUPTED: Final = 130
_BROKEN_PIPE: Final = 141
# Options that fit together in every way.
PLAIN_FLAGS: Final = {
    "-q": "quiet", "--quiet": "quiet", "--full": "full", "--statistics": "statistics", "--no-config": "no_config",
}  # fmt: skip
PLAIN_FORMATS: Final = ("rich", "json", "jsonl", "markdown", "github", "sarif", "junit")


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run a command line (default: that of the process) and exit."""
    _prepare_streams()
    try:
        code = _run(sys.argv[1:] if args is None else args, args)
        sys.stdout.flush()
    except KeyboardInterrupt:
        with suppress(OSError, ValueError):
            print(file=sys.stderr)  # behind the ^C of the terminal, as click does it
        code = _INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last resort before a traceback
        code = _failed(error)
    if args is None:
        _leave(code)
    sys.exit(code)


def _run(words: Sequence[str], args: Sequence[str] | None) -> int:
    """What the words ask for. What is plain needs no click, which takes as long to load as a table to be checked."""
    files, settings = plain(words)
    if files:
        from lint_pbt.cli.checking import check

        return check(files, **settings)
    from lint_pbt.cli.commands import app

    return app.main(args, prog_name="pbt-lint", standalone_mode=False) or 0


def plain(words: Sequence[str]) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The files and the settings of a command line that asks for a check of files that are there, with no more than the
    commonest options. No files where it asks for anything else, and where it is wrong: those are for click.
    """
    files, settings = list[str](), dict[str, Any]()
    waiting = list(words[1:] if words and words[0] == "check" else words)
    while waiting:
        word = waiting.pop(0)
        if word in PLAIN_FLAGS:
            settings[PLAIN_FLAGS[word]] = True
        elif word == "--format" and waiting and waiting[0] in PLAIN_FORMATS and "form" not in settings:
            settings["form"] = waiting.pop(0)
        elif not word.startswith("-") and ("." in word or os.sep in word) and os.path.exists(word):  # no command's name
            files.append(word)
        else:
            return (), {}
    return tuple(files), settings


def _leave(code: int) -> None:
    """End the process at once: taking a large run apart piece by piece takes longer than checking a table."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        return  # the ordinary way out deals with streams that do not take any more
    os._exit(code)


def _prepare_streams() -> None:
    """Let both streams take any text: a console whose code page lacks a character shows `?` for it."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by the caller, or a program without a console
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - open till the end
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _failed(error: Exception) -> int:
    """Say what went wrong; the exit code for it."""
    if isinstance(error, PbtError):
        say(f"pbt-lint: {error}", lines=True)
        return WRONG_USE if isinstance(error, ConfigError) else UNCHECKED
    import click

    from lint_pbt.cli.chinese import wrong_use
    from lint_pbt.cli.program import OutputClosed

    if isinstance(error, click.Abort):
        return _INTERRUPTED
    if isinstance(error, (OSError, OutputClosed)):
        return _unwritable(error)
    if isinstance(error, click.ClickException):
        say(wrong_use(error), lines=True)
        return WRONG_USE
    _show_traceback(error)
    say(
        f"pbt-lint: 程序内部出错（{type(error).__name__}：{error}），这次没有检查完。"
        "请把这一行和所检查的文件报告给维护者；设 PBT_LINT_DEBUG=1 再运行可以看到细节"
    )
    return UNCHECKED


def _unwritable(error: OSError | OutputClosed) -> int:
    """The output cannot be written: its reader has closed it, or the disk is full."""
    _show_traceback(error)
    full = isinstance(error, OSError) and not isinstance(error, BrokenPipeError)
    if full:
        why = getattr(error, "strerror", None) or error
        say(f"pbt-lint: 结果写不出去（{why}）。请检查磁盘空间和输出的位置，再运行一次")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (1, 2):
        os.dup2(nowhere, descriptor)  # what is still in the buffers would fail again at exit
    return UNCHECKED if full else _BROKEN_PIPE


def _show_traceback(error: Exception) -> None:
    if os.environ.get("PBT_LINT_DEBUG"):
        import traceback

        traceback.print_exception(error)
