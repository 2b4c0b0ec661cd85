"""What a reader hands to a layout: the pieces of a file, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from lint_pbt.model import Note, Place


class Line(NamedTuple):
    """One line of text without its line end. `breaks_page` is True where a new page begins with it."""

    text: str
    place: Place
    breaks_page: bool = False


@dataclass(frozen=True, slots=True)
class LineSheet:
    """A run of lines, in order; blank lines included."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A file as a reader gives it. `encoding` is None where the format has none of its own."""

    path: str
    sheets: tuple[LineSheet, ...]
    encoding: str | None = None
    notes: tuple[Note, ...] = ()
