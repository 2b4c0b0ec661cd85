"""Checks the drafts and tells GitHub; the exit code of the check is an output, by which a later step fails.

The inputs come as environment variables and never as text of a script.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
import tempfile
from glob import glob

from lint_pbt.action.changes import ChangesUnknown, changed_files
from lint_pbt.action.comparing import compare_with_base
from lint_pbt.action.workflow import add_summary, command, no_commands, set_outputs
from lint_pbt.readers.files import is_walked, kind_beside

_WRONG_USE, _UNCHECKED = 2, 3
# More than this GitHub does not show of a file of SARIF, and more than the second it refuses.
_SHOWN, _TAKEN = 5_000, 25_000


class WrongInput(Exception):  # noqa: N818 - it is no error of the program
    """An input that cannot be meant."""


def main() -> None:
    """Run the step."""
    try:
        paths = _paths()
        if not paths:
            told = "这次没有改动绩效目标表的草案，没有要检查的。"
            print(told)
            if _flag("SUMMARY", default=True):
                add_summary(f"{told}\n")
            set_outputs(exit_code=0, errors=0, warnings=0, sarif="")
            return
        with tempfile.TemporaryDirectory(prefix="pbt-lint-", dir=os.environ.get("RUNNER_TEMP")) as folder:
            _check(paths, folder)
            if _flag("COMPARE") and _flag("SUMMARY", default=True):
                profile = ("--profile", _input("PROFILE")) if _input("PROFILE") else ()
                compare_with_base(folder, lambda path: _is_draft(path, paths), profile, _input("CONFIG"))
    except WrongInput as error:
        _give_up(str(error), _WRONG_USE)
    except OSError as error:
        why = f"{error.strerror or error}：{error.filename}" if error.filename else error
        _give_up(f"读写运行环境的文件时出错（{why}），没有检查完。请检查磁盘空间和权限", _UNCHECKED)


def _give_up(told: str, code: int) -> None:
    command("error", told)
    set_outputs(exit_code=code, errors=0, warnings=0, sarif="")


def _paths() -> list[str]:
    """What to check: the input, or what of it the event touches."""
    named = _named()
    if not named:
        raise WrongInput("没有写 paths：请写出放草案的文件夹或文件，一行一个")
    paths = [path for pattern in named for path in _matching(pattern)]
    if not _flag("CHANGED_ONLY"):
        return paths
    for path in paths:
        if not os.path.lexists(path):
            # Else a name that is written wrong would let every request pass.
            command("warning", f"没有找到 paths 里的“{path}”，里面的草案没有检查。请核对写法；草案都删掉了的，不用管")
    try:
        with no_commands():
            changed = changed_files(os.environ.get("GITHUB_EVENT_NAME", ""), os.environ.get("GITHUB_EVENT_PATH", ""))
    except ChangesUnknown as error:
        if error.fatal:
            raise WrongInput(str(error)) from error
        command("notice", f"{error}，所以检查了 paths 里的全部草案")
        return paths
    wanted = []
    for path in changed:
        if os.path.isfile(path) and _is_wanted(path, paths):
            kind = kind_beside(path)
            if kind is None:
                wanted.append(path)
            else:
                command("notice", f"“{path}”是{kind}，没有检查")
    return wanted


def _named() -> list[str]:
    return [line.strip() for line in _input("PATHS").splitlines() if line.strip()]


def _matching(pattern: str) -> list[str]:
    """The path as it is, or the files a pattern stands for; one without any is told by the check itself."""
    if os.path.lexists(pattern):
        return [pattern]
    return sorted(glob(pattern, recursive=True)) or [pattern]


def _is_wanted(path: str, paths: list[str]) -> bool:
    """True for a path named, and for what a walk of a folder named would come by or name as left out."""
    path = os.path.normpath(path)
    for wanted in map(os.path.normpath, paths):
        if path == wanted:
            return True
        if wanted == os.curdir or path.startswith(os.path.join(wanted, "")):
            inside = os.path.relpath(path, wanted).split(os.sep)
            if not any(part.startswith(".") for part in inside) and (is_walked(path) or kind_beside(path)):
                return True
    return False


def _is_draft(path: str, checked: list[str]) -> bool:
    """True for a draft of the request, a deleted one too."""
    return _is_wanted(path, checked) or _is_wanted(path, [named for named in _named() if os.path.isdir(named)])


def _check(paths: list[str], folder: str) -> None:
    """Check the paths once, and pass on the reports of it; they are kept in a folder."""
    reports = {name: os.path.join(folder, name) for name in ("json", "github", "markdown")}
    sarif = _input("SARIF") or ("pbt-lint.sarif" if _flag("UPLOAD_SARIF") else "")
    if sarif:
        _make_room(sarif)
        reports["sarif"] = os.path.join(folder, "sarif")
    arguments = [part for name, path in reports.items() for part in ("--output", f"{name}={path}")]
    for name, option in (("CONFIG", "--config"), ("PROFILE", "--profile"), ("FAIL_ON", "--fail-on"),
                         ("BASELINE", "--baseline")):  # fmt: skip
        if _input(name):
            arguments += [option, _input(name)]
    with no_commands():
        code, complaint = _run(["check", *arguments, "--", *(_as_path(path) for path in paths)])
    if _flag("ANNOTATIONS", default=True):
        print(_text(reports["github"]), end="", flush=True)
    if _flag("SUMMARY", default=True):
        add_summary(_text(reports["markdown"]))
    if not os.path.exists(reports["json"]):
        command("error", complaint or f"pbt-lint 没有写出结果（退出码 {code}）")
    summary = json.loads(_text(reports["json"]) or "{}").get("summary", {})
    written = ""
    if sarif and os.path.exists(reports["sarif"]):
        _make_room(sarif)
        shutil.move(reports["sarif"], sarif)
        written = sarif
        _say_limits(summary)
    set_outputs(exit_code=code, errors=summary.get("error", 0), warnings=summary.get("warning", 0), sarif=written)


def _make_room(path: str) -> None:
    """The folder in which a file is to be written. Raises WrongInput where it cannot be, or a link would lead astray.

    What is checked out may hold links that somebody brought along, to any file of the machine that runs this.
    """
    home = os.getcwd()
    inside = os.path.join(home, os.path.normpath(path))
    checked_out = inside.startswith(os.path.join(home, ""))
    straight = os.path.join(os.path.realpath(home), inside.removeprefix(os.path.join(home, "")))
    if os.path.islink(inside) or (checked_out and os.path.realpath(inside) != straight):
        raise WrongInput(f"sarif 写的“{path}”是链接，或者在链接的文件夹里，没有写。请换一个文件名")
    try:
        os.makedirs(os.path.dirname(inside) or os.curdir, exist_ok=True)
        if os.path.isdir(inside):
            raise IsADirectoryError(errno.EISDIR, "这是文件夹")
        if os.path.exists(inside) and not os.access(inside, os.W_OK):
            raise PermissionError(errno.EACCES, "没有权限")
        with tempfile.TemporaryFile(dir=os.path.dirname(inside) or os.curdir):
            pass
    except OSError as error:
        why = error.strerror or error
        raise WrongInput(f"sarif 写的“{path}”写不了（{why}）。请检查文件夹和权限，或者换一个文件名") from error


def _run(arguments: list[str]) -> tuple[int, str]:
    """The exit code of pbt-lint, and what it says on standard error."""
    # It stays in the folder of the drafts, as their names are counted from there; isolated, it imports nothing of it.
    program = (sys.executable, "-I", "-X", "utf8", "-m", "lint_pbt")
    done = subprocess.run([*program, *arguments], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    complaint = done.stderr.decode("utf-8", "replace").strip()
    print(complaint, file=sys.stderr)
    return done.returncode, complaint


def _say_limits(summary: dict[str, int]) -> None:
    found = sum(summary.values())
    if found > _TAKEN:
        command("warning", f"SARIF 里有 {found} 条，GitHub 最多收 {_TAKEN} 条，上传会被退回。请分开检查，或者用基线")
    elif found > _SHOWN:
        command("warning", f"SARIF 里有 {found} 条，GitHub 的 code scanning 只显示最重的 {_SHOWN} 条")


def _as_path(path: str) -> str:
    """The path so that it is neither an option nor standard input."""
    return os.path.join(os.curdir, path) if path.startswith("-") else path


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return ""


def _input(name: str) -> str:
    return os.environ.get(f"PBT_LINT_{name}", "").strip()


def _flag(name: str, *, default: bool = False) -> bool:
    value = _input(name).lower()
    if value not in ("true", "false", ""):
        raise WrongInput(f"{name.lower().replace('_', '-')} 要写 true 或 false，不能是“{value}”")
    return value == "true" if value else default


if __name__ == "__main__":
    main()
