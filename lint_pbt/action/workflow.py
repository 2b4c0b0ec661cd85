"""What a step says to the runner of GitHub Actions: commands, outputs and the summary."""

from __future__ import annotations

import os
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_commands() -> Iterator[None]:
    """Whatever is printed meanwhile, names of files and texts of tables among it, is no command for the runner."""
    token = uuid.uuid4().hex
    print(f"::stop-commands::{token}", flush=True)
    try:
        yield
    finally:
        sys.stderr.flush()
        print(f"\n::{token}::", flush=True)


def command(name: str, message: str) -> None:
    """An annotation about the step itself."""
    from lint_pbt.reporters.github import workflow_command

    print(workflow_command(name, {"title": "pbt-lint"}, message), flush=True)


def set_outputs(**outputs: object) -> None:
    """Set outputs of the step; `_` in a name stands for `-`."""
    with open(os.environ["GITHUB_OUTPUT"], "a", encoding="utf-8") as file:
        for name, value in outputs.items():
            end = uuid.uuid4().hex
            file.write(f"{name.replace('_', '-')}<<{end}\n{value}\n{end}\n")


def add_summary(text: str) -> None:
    """Append Markdown to the summary of the step, where the runner takes one."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if path:
        with open(path, "a", encoding="utf-8") as file:
            file.write(text)
