"""The report in a real terminal: colours, widths and the progress bar."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from lint_pbt.presentation.display import columns
from tests.unit.cli.test_cli import BAD, ENVIRONMENT, command

pty = pytest.importorskip("pty", reason="no pseudo-terminals on this system")

STYLE = re.compile(r"\x1b\[[0-9;]*m")
CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def in_terminal(
    folder: Path, *arguments: str, width: int = 80, stream: str = "stdout", **environment: str
) -> tuple[int, str, str]:
    """Exit code, what a terminal on one stream (or on both) was sent, and what came through a pipe on the other."""
    import fcntl
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    other = "stderr" if stream == "stdout" else "stdout"
    streams = {"stdout": theirs, "stderr": theirs} if stream == "both" else {stream: theirs, other: subprocess.PIPE}
    process = subprocess.Popen(
        command(*arguments),
        cwd=folder,
        env=ENVIRONMENT | {"TERM": "xterm-256color"} | environment,
        stdin=subprocess.DEVNULL,
        **streams,  # type: ignore[call-overload]
    )
    os.close(theirs)
    sent = b""
    try:
        while chunk := os.read(ours, 65536):
            sent += chunk
    except OSError:
        pass  # Linux reports the end of a pseudo-terminal as an error.
    os.close(ours)
    pipe = process.stderr if stream == "stdout" else process.stdout
    piped = b""
    if pipe is not None:
        with pipe:
            piped = pipe.read()
    return process.wait(), sent.decode().replace("\r\n", "\n"), piped.decode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "表.txt").write_text(BAD, "utf-8")
    return tmp_path


@pytest.mark.parametrize("width", [80, 100, 120, 200])
def test_colours_and_widths(folder: Path, width: int) -> None:
    code, shown, err = in_terminal(folder, "表.txt", width=width)
    assert (code, err) == (1, "")
    assert "\x1b[1;31m" in shown  # an error in bold red
    plain = STYLE.sub("", shown)
    assert "\x1b" not in plain
    assert max(columns(line) for line in plain.splitlines()) <= min(width, 120)
    assert "错误 X101" in plain


def test_the_part_in_question_is_marked_by_colour(folder: Path) -> None:
    _, shown, _ = in_terminal(folder, "--select", "X101", "表.txt")
    marked = re.search(r"“\x1b\[([0-9;]*)m》\x1b\[0m”不是比较符号", shown)
    assert marked
    assert "4" in marked[1].split(";")


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_where_none_is_wanted(folder: Path, environment: dict[str, str]) -> None:
    _, shown, _ = in_terminal(folder, "表.txt", **environment)
    assert "\x1b" not in shown
    assert "“》”不是比较符号" in shown


def test_a_pipe_gets_what_a_terminal_without_colour_gets(folder: Path) -> None:
    _, shown, _ = in_terminal(folder, "表.txt", NO_COLOR="1")
    done = subprocess.run(command("表.txt"), cwd=folder, env=ENVIRONMENT, capture_output=True, check=False)
    assert done.stdout.decode() == shown


def test_many_files_show_progress_on_standard_error(folder: Path) -> None:
    for number in range(8):
        (folder / f"表{number}.txt").write_text(BAD, "utf-8")
    code, shown, out = in_terminal(folder, ".", "--format", "json", stream="stderr")
    assert code == 1
    assert "正在检查" in shown
    assert CONTROL.sub("", shown).strip("\r\n ").endswith("0:00:00") or "正在检查" not in CONTROL.sub("", shown)[-20:]
    assert out.startswith("{")
    assert "正在检查" not in out


def test_few_files_show_none(folder: Path) -> None:
    _, shown, _ = in_terminal(folder, "表.txt", stream="stderr")
    assert shown == ""


@pytest.mark.skipif(sys.platform == "win32", reason="the shell's redirections are POSIX")
def test_no_progress_in_a_pipe(folder: Path) -> None:
    for number in range(8):
        (folder / f"表{number}.txt").write_text(BAD, "utf-8")
    done = subprocess.run(command("."), cwd=folder, env=ENVIRONMENT, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.parametrize(
    ("arguments", "times"), [((), 1), (("--full",), 1), (("--statistics",), 1), (("-q",), 1), (("--format", "json"), 2)]
)
def test_what_could_not_be_read_is_told_once_where_both_streams_are_the_terminal(
    folder: Path, arguments: tuple[str, ...], times: int
) -> None:
    (folder / "信.txt").write_text("各位同事：\n请看附件。\n", "utf-8")
    code, sent, _ = in_terminal(folder, "表.txt", "信.txt", *arguments, stream="both", width=200)
    assert code == 3
    assert CONTROL.sub("", sent).count("没有找到项目支出绩效目标表") == times
