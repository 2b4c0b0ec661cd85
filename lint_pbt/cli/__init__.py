"""The command line: `main` runs it, `app` holds the commands."""

from lint_pbt.cli.guard import main

__all__ = ["main"]
