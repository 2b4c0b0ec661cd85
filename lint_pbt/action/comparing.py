"""In a pull request, the drafts it touches against those of the base branch, for the summary."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Final

from lint_pbt.action.changes import ChangesUnknown, content, renamed_files
from lint_pbt.action.workflow import add_summary, command, no_commands
from lint_pbt.config.discovery import Discovery

# What the two sides are called in the report: it names files by them.
_OLD, _NEW = "合并前", "合并后"
_EVENTS: Final = ("pull_request", "merge_group")


def compare_with_base(folder: str, wanted: Callable[[str], bool], options: Sequence[str], config: str) -> None:
    """Add the comparison to the summary; why there is none is said, and fails nothing.

    `wanted` tells drafts from other files, `folder` is one to keep copies in.
    """
    event = os.environ.get("GITHUB_EVENT_NAME", "")
    if not event.startswith(_EVENTS):
        return
    try:
        with no_commands():
            base, files = renamed_files(event, os.environ.get("GITHUB_EVENT_PATH", ""))
            drafts = [names for names in files if any(map(wanted, names))]
            groups = _laid_out(folder, base, drafts, config, wanted)
    except ChangesUnknown as error:
        command("notice", f"没有和目标分支对照：{error}")
        return
    for here, used in groups:
        report = os.path.join(here, "report.md")
        chosen = ("--config", used) if used else ("--no-config",)
        with no_commands():
            complaint = _run(here, [*chosen, *options, "--output", f"markdown={report}", _OLD, _NEW])
        if os.path.exists(report):
            with open(report, encoding="utf-8") as file:
                add_summary(file.read())
        else:
            command("notice", f"没有和目标分支对照：{complaint}")


def _laid_out(
    folder: str, base: str, drafts: Sequence[tuple[str, str]], config: str, wanted: Callable[[str], bool]
) -> list[tuple[str, str | None]]:
    """Folders with the drafts before and after, one for each configuration, with that; none where all are new."""
    discovery = Discovery()
    groups: dict[str | None, list[tuple[str, str]]] = defaultdict(list)
    for before, after in drafts:
        groups[os.path.abspath(config) if config else discovery.nearest(after)].append((before, after))
    laid = []
    for number, (used, names) in enumerate(groups.items()):
        here = os.path.join(folder, f"compare-{number}")
        olds = [_put(here, _OLD, before, content(base, before)) for before, _ in names if wanted(before)]
        news = [_put(here, _NEW, after, _checked_out(after)) for _, after in names if wanted(after)]
        if any(olds) and any(news):
            laid.append((here, used))
    return laid


def _checked_out(path: str) -> bytes | None:
    """What a draft holds now; a link that somebody brought along is not followed."""
    if os.path.realpath(path) != os.path.join(os.path.realpath(os.curdir), os.path.normpath(path)):
        return None
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None


def _put(here: str, side: str, path: str, data: bytes | None) -> bool:
    if data is None:
        return False
    target = os.path.join(here, side, path)
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with open(target, "wb") as file:
        file.write(data)
    return True


def _run(here: str, arguments: Sequence[str]) -> str:
    """Compare; what pbt-lint says on standard error."""
    program = (sys.executable, "-I", "-X", "utf8", "-m", "lint_pbt", "compare", "-q", *arguments)
    done = subprocess.run(program, cwd=here, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    complaint = done.stderr.decode("utf-8", "replace").strip()
    print(complaint, file=sys.stderr)
    return complaint
