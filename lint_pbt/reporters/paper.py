"""What reports are written on: rich's console, fed in batches.

Rich decides on colours, NO_COLOR, old Windows consoles and pipes; it is handed ready segments, since a
`Text` or a table row for each of thousands of findings would cost more than the check itself.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final

from rich.console import Console
from rich.segment import Segment, Segments
from rich.style import Style

from lint_pbt.reporters.display import harmless, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable

# Prose wider than this is hard to read, however wide the terminal.
_WIDEST: Final = 120
_NARROWEST: Final = 40
_BATCH: Final = 4000

HEADING: Final = Style(bold=True)
TITLE: Final = Style(bold=True, color="cyan")
QUIET: Final = Style(dim=True)
ADVICE: Final = Style(color="green")
GOOD: Final = Style(bold=True, color="green")
BAD: Final = Style(bold=True, color="red")
SEVERITY: Final = {
    "error": BAD,
    "warning": Style(bold=True, color="yellow"),
    "info": Style(bold=True, color="cyan"),
}
EVIDENCE: Final = {
    "error": Style(color="red", underline=True, bold=True),
    "warning": Style(color="yellow", underline=True, bold=True),
    "info": Style(color="cyan", underline=True, bold=True),
}


class _Console(Console):
    def on_broken_pipe(self) -> None:
        raise  # rich calls this while it handles the error; the command line knows what to do


class Paper:
    """A console to write styled pieces on; none of them can steer the terminal, whatever they hold.

    `coloured` is False in a pipe, under NO_COLOR and TERM=dumb.
    """

    def __init__(self, stream: IO[str], width: int | None = None) -> None:
        self._console = _Console(file=stream, width=width, highlight=False, markup=False, emoji=False)
        self.width = max(_NARROWEST, min(self._console.width, _WIDEST))
        self.coloured = self._console.color_system is not None and not self._console.no_color
        self._pieces: list[Segment] = []

    def write(self, text: str, style: Style | None = None) -> None:
        """Put a piece of a line."""
        self._pieces.append(Segment(harmless(text), style if self.coloured else None))

    def line(self, text: str = "", style: Style | None = None) -> None:
        """Put the text and end the line."""
        self.write(text, style)
        self._pieces.append(_NEW_LINE)
        if len(self._pieces) > _BATCH:
            self.flush()

    def block(self, text: str, style: Style | None = None, *, indent: int = 0, taken: int | None = None) -> None:
        """Put text over as many lines as it needs, each from column `indent` on.

        `taken` is how many columns of the first line are written already (default: none).
        """
        lines = wrap(harmless(text), self.width - indent)
        if taken is None:
            self.write(" " * indent)
        self.line(lines[0], style)
        self.lines((" " * indent + line for line in lines[1:]), style)

    def lines(self, texts: Iterable[str], style: Style | None = None) -> None:
        for text in texts:
            self.line(text, style)

    def flush(self) -> None:
        """Send everything written so far to the stream."""
        if self._pieces:
            self._console.print(Segments(self._pieces), soft_wrap=True, end="")
            self._pieces = []


_NEW_LINE: Final = Segment("\n")
