"""What the command line says on standard error."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from lint_pbt.presentation.display import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable

    import click

    from lint_pbt.model.run import Run


def say(text: str, *, lines: bool = False) -> None:
    """Write a message to standard error, on one line unless its own lines are to stand."""
    parts = text.split("\n") if lines else [text]
    print("\n".join(map(harmless, parts)), file=sys.stderr)


def say_unchecked(run: Run, *, left_out: bool = False, reported: bool = False) -> None:
    """On standard error, a line for each thing that could not be checked, and for each file `left_out` of a folder.

    Nothing where a report on standard output has `reported` it and both are what the user looks at.
    """
    from lint_pbt.presentation.remarks import gathered

    if reported and sys.stdout.isatty() and sys.stderr.isatty():
        return
    for remark in gathered(run):
        if remark.unchecked or (left_out and remark.kind == "left-out"):
            say(f"pbt-lint: {remark.line()}")


def misuse(told: str) -> click.UsageError:
    """What to raise where options cannot be meant as they stand."""
    import click  # who names files alone has no use for it

    return click.UsageError(told, click.get_current_context())


def nearest(word: str, known: Iterable[str]) -> str:
    """`，是不是 …？` for the known word that is nearest, or nothing."""
    from difflib import get_close_matches

    near = get_close_matches(word, list(known), n=1)
    return f"，是不是 {near[0]}？" if near else ""
