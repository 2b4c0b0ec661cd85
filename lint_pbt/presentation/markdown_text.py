"""Texts of rules as Markdown: whatever they hold is shown as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")


def plain(text: str) -> str:
    """The text with everything Markdown would take for its own escaped."""
    return _SPECIAL.sub(r"\\\1", text)


def code(text: str, *, in_table: bool = True) -> str:
    """The text as code."""
    fence = "``" if "`" in text else "`"
    return f"{fence}{text.replace('|', chr(92) + '|') if in_table else text}{fence}"


def marked(text: str, start: int, end: int) -> str:
    """The text with a part of it in bold; an empty part is not shown."""
    if start == end:
        return plain(text)
    return f"{plain(text[:start])}<b>{plain(text[start:end])}</b>{plain(text[end:])}"


def table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a table; line ends inside a cell become breaks."""
    lines = [titles, ["---"] * len(titles), *rows]
    return [f"| {' | '.join(cell.replace(chr(10), '<br>') for cell in line)} |" for line in lines]


def block(lines: Iterable[str], language: str = "yaml") -> list[str]:
    """A block of code."""
    return [f"```{language}", *lines, "```"]
