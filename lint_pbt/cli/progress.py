"""How far a run over many files has come, shown on a terminal's standard error."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Fewer files than this are done before a bar could be read.
_MANY: Final = 6


def show_progress(files: Sequence[str]) -> Iterable[str]:
    """The files, with a bar that moves as they are taken and vanishes at the end."""
    if len(files) < _MANY or not sys.stderr.isatty():
        return files
    from rich.console import Console
    from rich.progress import track

    return track(files, description="正在检查", console=Console(stderr=True), transient=True)
