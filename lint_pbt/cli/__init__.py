"""The command line: arguments come in, reports and an exit code go out; `main` runs it, `app` holds the commands."""

import gc

from lint_pbt.system.isolation import leave_folder

# Before anything else is imported, for it could come from among the tables.
leave_folder()

# Nearly everything a run makes, its imports included, stays till its end: looking through it for cycles is time
# lost. Only the program comes by here, not those who import the library.
gc.set_threshold(200_000)

from lint_pbt.cli.guard import main  # noqa: E402

__all__ = ["main"]
