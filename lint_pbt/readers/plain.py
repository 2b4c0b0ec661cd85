"""Text files, with the tables drawn in them."""

from __future__ import annotations

import re

from lint_pbt.limits import STANDARD, Limits
from lint_pbt.model.sheet import Source
from lint_pbt.readers.decode import decode
from lint_pbt.readers.text_source import without_tables

# The line of dashes below the head of a table.
_DASHES = re.compile(r"(?m)^[ \t>]{0,40}\|?[ \t]{0,40}:?-+:?[ \t]{0,40}\|[-:| \t]*\r?$")


# A line that is drawn above a table.
_BORDER = re.compile(r"(?m)^[ \t]{0,40}(?:[┌┏][─═━]|╔[─═━]|\+-{2,}[-+]*\+[ \t]*\r?$)")


def read(path: str, data: bytes, limits: Limits = STANDARD) -> Source:
    """The text of a file as one sheet of lines, or as a grid where it is a worksheet's columns as text.

    Tables of pipes and dashes are read as in Markdown, drawn ones by their lines. Raises `ReadError` without any text.
    """
    decoded = decode(data)
    if _BORDER.search(decoded.text):
        from lint_pbt.readers.boxed import with_boxes

        source = with_boxes(path, decoded, limits)
        if source is not None:
            return source
    if "|" in decoded.text and _DASHES.search(decoded.text):
        from lint_pbt.readers.markdown import with_tables

        source = with_tables(path, decoded, limits)
        if source is not None:
            return source
    return without_tables(path, decoded, limits)
