"""Readers: a file's bytes become a `Source`. A reader knows a file format and nothing of budgets."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lint_pbt.sheet import Source

_TEXT = "lint_pbt.readers.plain"
_DELIMITED = "lint_pbt.readers.delimited"

# A reader is a module with `read(path, data) -> Source`, imported when the first such file comes.
_READERS = {
    **dict.fromkeys((".txt", ".text", ".md", ".markdown"), _TEXT),
    **dict.fromkeys((".csv", ".tsv", ".tab"), _DELIMITED),
}


def suffixes() -> tuple[str, ...]:
    """The suffixes of the files that can be read, with their dots, in lower case."""
    return tuple(_READERS)


def read(path: str, data: bytes) -> Source:
    """Read the bytes of a file with the reader for its suffix, as text where no reader has claimed it.

    Raises `ReadError` with a sentence for the user where they cannot be read.
    """
    suffix = os.path.splitext(path)[1].lower()
    source: Source = import_module(_READERS.get(suffix, _TEXT)).read(path, data)
    return source
