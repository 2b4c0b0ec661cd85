"""Which files an event of GitHub touches: those that a pull request or a push added, changed or renamed."""

from __future__ import annotations

import json
import os
import subprocess
from typing import Any, NamedTuple

# A commit that is none: the state before a branch was there.
_NOTHING = "0" * 40
# How much of the history is fetched first, where the checkout has less than is needed.
_DEPTH = 200
_PLAINLY = ("--quiet", "--no-tags", "--no-recurse-submodules")


class ChangesUnknown(Exception):  # noqa: N818 - it is no error where everything is checked instead
    """What changed cannot be told; the message says why and what to do. `fatal` where guessing would be wrong."""

    def __init__(self, message: str, *, fatal: bool = False) -> None:
        super().__init__(message)
        self.fatal = fatal


class _Span(NamedTuple):
    """Two commits; `merged` where the changes count from where their histories parted."""

    base: str
    head: str
    merged: bool


def changed_files(event_name: str, event_path: str) -> list[str]:
    """The files the event touches, from the root of the repository, deleted ones left out.

    Raises ChangesUnknown for events that change nothing, and where the commits cannot be had.
    """
    _, listed = _listed(event_name, event_path, "--name-only", "--diff-filter=d")
    return [os.fsdecode(name) for name in listed.split(b"\0") if name]


def renamed_files(event_name: str, event_path: str) -> tuple[str, list[tuple[str, str]]]:
    """The commit from which the event's changes count, and each file it touches under its name before and after.

    An added or deleted file has one name for both. Raises ChangesUnknown as `changed_files` does.
    """
    base, listed = _listed(event_name, event_path, "--name-status")
    parts = iter([os.fsdecode(part) for part in listed.split(b"\0")])
    found = []
    for status in parts:
        if status:
            before = next(parts)
            found.append((before, next(parts) if status[0] in "RC" else before))
    return base, found


def _listed(event_name: str, event_path: str, *options: str) -> tuple[str, bytes]:
    """The commit the event's changes count from, and what git lists of them."""
    span = _span(event_name, _event(event_path))
    base = _base(span)
    if span.merged and not _is_checked_out(span.head):
        raise ChangesUnknown(
            "检出的不是合并请求的内容（由 pull_request_target 引起的运行，默认检出的是目标分支）。"
            "请改用 pull_request 触发，或者在 actions/checkout 里用 ref 写明检出哪个提交",
            fatal=True,
        )
    plainly = ("-z", "--find-renames", "--no-ext-diff", "--no-textconv")
    listed = _git("diff", *options, *plainly, base, span.head, "--")
    if listed is None:
        raise ChangesUnknown("git 比不出这次改了哪些文件，见上面的日志", fatal=True)
    return base, listed


def content(commit: str, path: str) -> bytes | None:
    """What a file of a commit holds; None where it is no file there."""
    listed = (_git("ls-tree", "-z", "--full-tree", commit, "--", path) or b"").split(b"\0")[0]
    kind = listed.split(b"\t")[0].split()
    return _git("cat-file", "blob", kind[2].decode()) if kind and kind[0].startswith(b"100") else None


def _event(path: str) -> dict[str, Any]:
    try:
        with open(path, encoding="utf-8") as file:
            event = json.load(file)
    except (OSError, ValueError) as error:
        raise ChangesUnknown(f"读不出这次运行的事件（GITHUB_EVENT_PATH：{error}）", fatal=True) from error
    return event if isinstance(event, dict) else {}


def _span(name: str, event: dict[str, Any]) -> _Span:
    try:
        if name.startswith("pull_request"):
            request = event["pull_request"]
            return _checked(_Span(request["base"]["sha"], request["head"]["sha"], merged=True))
        if name == "merge_group":
            group = event["merge_group"]
            return _checked(_Span(group["base_sha"], group["head_sha"], merged=True))
        if name == "push":
            if event["before"] == _NOTHING:
                raise ChangesUnknown("这是新分支的第一次推送，没有可以比较的")
            return _checked(_Span(event["before"], event["after"], merged=False))
    except (KeyError, TypeError) as error:
        raise ChangesUnknown(f"这次运行的事件（{name}）里没有 {error}", fatal=True) from error
    raise ChangesUnknown(f"这次运行不是由合并请求或推送引起的（{name or '不明'}）")


def _checked(span: _Span) -> _Span:
    """The span, its commits no options of git."""
    for commit in span[:2]:
        if not (isinstance(commit, str) and commit.isalnum() and commit.isascii()):
            raise ChangesUnknown("这次运行的事件里写的不是提交", fatal=True)
    return span


def _base(span: _Span) -> str:
    """The commit to compare with; what the checkout lacks is fetched."""
    base = _find(span)
    shallow = _git("rev-parse", "--is-shallow-repository") == b"true\n"
    if base is None:
        depth = (f"--depth={_DEPTH}",) if shallow else ()
        _git("fetch", *_PLAINLY, *depth, "origin", span.base, span.head)
        base = _find(span)
    if base is None and shallow:
        _git("fetch", *_PLAINLY, "--unshallow", "origin")
        base = _find(span)
    if base is not None:
        return base
    if not span.merged:
        raise ChangesUnknown("推送之前的提交已经取不到了（可能是强制推送）")
    raise ChangesUnknown(
        "取不到合并请求的提交，不知道改了哪些草案。请在 actions/checkout 里写上 fetch-depth: 0，见上面 git 的日志",
        fatal=True,
    )


def _find(span: _Span) -> str | None:
    """The commit to compare with, where both commits and what they share are here."""
    if any(_git("cat-file", "-e", f"{commit}^{{commit}}") is None for commit in span[:2]):
        return None
    if not span.merged:
        return span.base
    shared = _git("merge-base", span.base, span.head)
    return shared.decode().split()[0] if shared else None


def _is_checked_out(commit: str) -> bool:
    """True where what is checked out is the commit, or a merge of it."""
    if _git("merge-base", "--is-ancestor", commit, "HEAD") is not None:
        return True
    # In a shallow clone a merge has no parents but in its own words.
    words = (_git("cat-file", "commit", "HEAD") or b"").partition(b"\n\n")[0]
    return f"parent {commit}".encode() in words.splitlines()


def _git(*arguments: str) -> bytes | None:
    """What git prints, None where it fails; its complaints go to the log."""
    try:
        # It must fail where it would ask for a password: nobody is there to answer.
        environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0"}
        done = subprocess.run(("git", *arguments), stdout=subprocess.PIPE, env=environment, check=False)
    except OSError as error:
        raise ChangesUnknown(f"没有 git（{error}）", fatal=True) from error
    return done.stdout if done.returncode == 0 else None
