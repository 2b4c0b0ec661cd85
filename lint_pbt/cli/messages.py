"""What the command line says on standard error."""

from __future__ import annotations

import sys

from lint_pbt.reporters.display import harmless


def say(text: str, *, lines: bool = False) -> None:
    """Write a message to standard error, on one line unless its own lines are to stand."""
    parts = text.split("\n") if lines else [text]
    print("\n".join(map(harmless, parts)), file=sys.stderr)
