"""TOML that people type: the value it states, and the line where a key of it stands.

The parsers of the standard library give values without lines; a look at the lines' beginnings finds them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

_HEADER = re.compile(r"\s*\[(\[)?([^\]]*)\]")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")


def load(text: str) -> dict[str, Any]:
    """The value a TOML text states. Raises ValueError, with the line in its message, where it is no TOML."""
    import sys

    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("套得太深") from None


def line_of(text: str, path: Sequence[str | int]) -> int:
    """The 1-based line where the value at `path` is stated, or the nearest thing around it; 0 for nothing near."""
    wanted = tuple(map(str, path))
    best, deepest = 0, 0
    table: tuple[str, ...] = ()
    counts: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        header, key = _HEADER.match(line), _KEY.match(line)
        if header:
            table = _parts(header[2])
            if header[1]:
                counts[table] = counts.get(table, -1) + 1
                table = (*table, str(counts[table]))
            stated = table
        elif key:
            stated = (*table, *_parts(key[1]))
        else:
            continue
        if len(stated) > deepest and wanted[: len(stated)] == stated:
            best, deepest = number, len(stated)
    return best


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))
