"""What reports are written on: rich's console on a terminal, the bare stream in a pipe.

Rich decides on colours, NO_COLOR and old Windows consoles; it is handed ready segments, since a `Text` or a
table row for each of thousands of findings would cost more than the check itself. Where there is nothing to
colour it is not even loaded.
"""

from __future__ import annotations

import os
from typing import IO, TYPE_CHECKING, Final

from lint_pbt.presentation.display import columns, harmless, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from rich.console import Console
    from rich.style import Style

# Prose wider than this is hard to read, however wide the terminal.
_WIDEST: Final = 120
_NARROWEST: Final = 12
# On less than this even what is set in columns may be wider than the paper: its lines are folded.
_COMFORTABLE: Final = 60
# The least room for words behind an indent; where there is less they begin further left.
_LEAST: Final = 12
# The width of a pipe, unless COLUMNS says otherwise.
_ORDINARY: Final = 80
# So many pieces wait before they are sent to the stream, or to where they are kept.
_BATCH: Final = 4000

# Styles, as rich writes them.
HEADING: Final = "bold"
TITLE: Final = "bold cyan"
QUIET: Final = "dim"
ADVICE: Final = "green"
GOOD: Final = "bold green"
BAD: Final = "bold red"
SEVERITY: Final = {"error": BAD, "warning": "bold yellow", "info": TITLE}
EVIDENCE: Final = {
    "error": "bold underline red",
    "warning": "bold underline yellow",
    "info": "bold underline cyan",
}


# Text and the style it is in.
Piece = tuple[str, "str | None"]


class Paper:
    """Something to write styled pieces on; none of them can steer the terminal, whatever they hold.

    `coloured` is False in a pipe, under NO_COLOR and TERM=dumb.
    """

    def __init__(self, stream: IO[str], width: int | None = None) -> None:
        self._stream = stream
        self._console = _console(stream, width) if _is_terminal(stream) else None
        self.coloured = self._console is not None and not self._console.no_color
        self.coloured = self.coloured and self._console is not None and self._console.color_system is not None
        wide = width or (self._console.width if self._console else _columns())
        self.width = max(_NARROWEST, min(wide, _WIDEST))
        self._pieces: list[Piece] = []
        self._keep: Callable[[list[Piece]], None] | None = None

    def write(self, text: str, style: str | None = None) -> None:
        """Put a piece of a line."""
        self._pieces.append((harmless(text), style))

    def line(self, text: str = "", style: str | None = None) -> None:
        """Put the text and end the line."""
        self.write(text, style)
        self._pieces.append(("\n", None))
        if len(self._pieces) > _BATCH:
            self.flush()

    def block(self, text: str, style: str | None = None, *, indent: int = 0, taken: int | None = None) -> None:
        """Put text over as many lines as it needs, each from column `indent` on.

        `taken` is how many columns of the first line are written already (default: none).
        """
        if indent > 2 and self.width - indent < _LEAST:
            if taken is not None:
                self.line()
            indent, taken = 2, None
        lines = wrap(harmless(text), self.width - indent)
        if taken is None:
            self.write(" " * indent)
        self.line(lines[0], style)
        self.lines((" " * indent + line for line in lines[1:]), style)

    def aside(self, write: Callable[[], None]) -> list[Piece]:
        """What `write` would put on the paper; `put` puts it there."""
        found: list[Piece] = []
        self.set_aside(write, found.extend)
        return found

    def set_aside(self, write: Callable[[], None], keep: Callable[[list[Piece]], None]) -> None:
        """Give what `write` would put on the paper to be kept, some thousands of pieces at a time."""
        pieces, before = self._pieces, self._keep
        self._pieces, self._keep = [], keep
        try:
            write()
            keep(self._pieces)
        finally:
            self._pieces, self._keep = pieces, before

    def put(self, pieces: list[Piece]) -> None:
        """Put pieces that were set aside."""
        self._pieces += pieces
        if len(self._pieces) > _BATCH:
            self.flush()

    def lines(self, texts: Iterable[str], style: str | None = None) -> None:
        for text in texts:
            self.line(text, style)

    def flush(self) -> None:
        """Send everything written so far to the stream, or to where it is kept."""
        pieces, self._pieces = self._pieces, []
        if self._keep is not None:
            self._keep(pieces)
            return
        if self.width < _COMFORTABLE:
            pieces = list(_folded(pieces, self.width))
        if not self.coloured or self._console is None:
            self._stream.write("".join([text for text, _ in pieces]))
        elif pieces:
            from rich.segment import Segment, Segments

            segments = [Segment(text, _style(style)) for text, style in pieces]
            self._console.print(Segments(segments), soft_wrap=True, end="")


def _folded(pieces: Iterable[Piece], width: int) -> Iterator[Piece]:
    """The pieces with a line break wherever a line would be wider than `width`."""
    taken = 0
    for text, style in pieces:
        lines = text.split("\n")
        for at, line in enumerate(lines):
            if at:
                yield "\n", None
                taken = 0
            while taken + columns(line) > width:
                cut = next(cut for cut in range(len(line), -1, -1) if taken + columns(line[:cut]) <= width)
                yield line[: cut or (not taken)], style
                yield "\n", None
                line, taken = line[cut or (not taken) :], 0
            if line:
                yield line, style
                taken += columns(line)


def _is_terminal(stream: IO[str]) -> bool:
    return bool(os.environ.get("FORCE_COLOR")) or (hasattr(stream, "isatty") and stream.isatty())


def _columns() -> int:
    told = os.environ.get("COLUMNS", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 6 else _ORDINARY


def _console(stream: IO[str], width: int | None) -> Console:
    from rich.console import Console

    class Outspoken(Console):
        def on_broken_pipe(self) -> None:
            raise  # rich calls this while it handles the error; the command line knows what to do

    return Outspoken(file=stream, width=width, highlight=False, markup=False, emoji=False)


def _style(style: str | None) -> Style | None:
    from rich.style import Style

    return Style.parse(style) if style else None
