"""The patterns a configuration may hold: `*` in names of units, projects and indicators, `*` and `**` in paths."""

from __future__ import annotations

import os
from functools import lru_cache

from lint_pbt.text.folding import fold


@lru_cache(maxsize=4096)
def squeezed(text: str) -> str:
    """The text as names are compared: width, case and white space do not count."""
    return "".join(fold(text).split()).casefold()


def fits(pattern: str, text: str) -> bool:
    """True where the text is the pattern, each `*` of which stands for any run of characters. Linear in both."""
    first, *others = pattern.split("*")
    if not others:
        return text == pattern
    last = others.pop()
    if len(text) < len(first) + len(last) or not text.startswith(first) or not text.endswith(last):
        return False
    at, end = len(first), len(text) - len(last)
    for part in others:
        found = text.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


def path_fits(pattern: str, path: str, folder: str) -> bool:
    """True where the pattern names the file or a folder it lies in.

    A pattern with a slash begins at `folder`; one without names a file or folder at any depth. `*` stands for
    any part of a name, `**` for any number of folders. Upper and lower case are the same.
    """
    wanted = _parts(pattern)
    if "/" not in pattern.replace("\\", "/").rstrip("/"):
        return any(fits(wanted[0], part) for part in _parts(_relative(path, folder))) if wanted else False
    absolute = pattern.startswith(("/", "\\")) or os.path.isabs(pattern)
    return _leads(wanted, _parts(os.path.abspath(path) if absolute else _relative(path, folder)))


def _relative(path: str, folder: str) -> str:
    path = os.path.abspath(path)
    try:
        return os.path.relpath(path, folder)
    except ValueError:  # another drive
        return path


def _parts(path: str) -> list[str]:
    from unicodedata import normalize

    # A macOS disk stores names decomposed, a keyboard writes them composed.
    text = normalize("NFC", path).casefold().replace("\\", "/")
    return [part for part in text.split("/") if part not in ("", ".")]


def _leads(pattern: list[str], parts: list[str]) -> bool:
    """True where the pattern fits the parts from the first on; it may end before they do."""
    reached = {0}
    for wanted in pattern:
        if wanted == "**":
            reached = set(range(min(reached), len(parts) + 1))
        else:
            reached = {at + 1 for at in reached if at < len(parts) and fits(wanted, parts[at])}
        if not reached:
            return False
    return True
