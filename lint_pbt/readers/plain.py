"""Text files, with the tables drawn in them."""

from __future__ import annotations

import re

from lint_pbt.limits import STANDARD, Limits
from lint_pbt.model.sheet import Source
from lint_pbt.readers.decode import decode
from lint_pbt.readers.text_source import without_tables

# The line of dashes below the head of a table, and a sign that stands in each. Compiled for texts that have it.
_DASHES, _DASHED = r"(?m)^[ \t>]{0,40}\|?[ \t]{0,40}:?-+:?[ \t]{0,40}\|[-:| \t]*\r?$", "|"
# A line that is drawn above a table, and what stands in one or the other.
_BORDER, _DRAWN = r"(?m)^[ \t]{0,40}(?:[┌┏][─═━]|╔[─═━]|\+-{2,}[-+]*\+[ \t]*\r?$)", ("┌", "┏", "╔", "+--")


def read(path: str, data: bytes, limits: Limits = STANDARD) -> Source:
    """The text of a file as one sheet of lines, or as a grid where it is a worksheet's columns as text.

    Tables of pipes and dashes are read as in Markdown, drawn ones by their lines. Raises `ReadError` without any text.
    """
    decoded = decode(data)
    if any(map(decoded.text.__contains__, _DRAWN)) and re.search(_BORDER, decoded.text):
        from lint_pbt.readers.boxed import with_boxes

        source = with_boxes(path, decoded, limits)
        if source is not None:
            return source
    if _DASHED in decoded.text and re.search(_DASHES, decoded.text):
        from lint_pbt.readers.markdown import with_tables

        source = with_tables(path, decoded, limits)
        if source is not None:
            return source
    return without_tables(path, decoded, limits)
