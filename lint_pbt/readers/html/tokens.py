"""What markup is cut into."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Start(NamedTuple):
    """The first tag of an element."""

    name: str
    attributes: dict[str, str]
    line: int


class End(NamedTuple):
    """The last tag of an element."""

    name: str
    line: int


class PlainCell(NamedTuple):
    """A cell of a table with nothing but text in it, as nearly all are: all its tokens in one.

    `wrappers` are the elements around the text, from the outermost; each does no more than to give it a look. White
    space stands `behind` the cell.
    """

    name: str
    attributes: dict[str, str]
    line: int
    text: Text | None
    wrappers: tuple[tuple[str, dict[str, str]], ...]
    behind: Text | None


class Text(NamedTuple):
    """Text between tags. `raw` is what holds text that is no markup, such as `style`; else it is empty."""

    text: str
    line: int
    raw: str = ""


class PlainRow(NamedTuple):
    """A row of a table whose cells are plain, each like one before but for its text: all its tokens in one.

    Of each cell there is what it is like, its text, and on which lines it and its text begin. `markup` is all of it.
    """

    attributes: dict[str, str]
    line: int
    cells: Sequence[tuple[PlainCell, str, int, int]]
    markup: str
