"""A text in which no table is drawn: its lines, or a grid where one sign divides all of them."""

from __future__ import annotations

from lint_pbt.errors import ReadError
from lint_pbt.limits import Limits
from lint_pbt.model.sheet import LineSheet, Source
from lint_pbt.readers.decode import Decoded
from lint_pbt.readers.separators import sure_separator
from lint_pbt.readers.text_lines import TextLines


def without_tables(path: str, decoded: Decoded, limits: Limits) -> Source:
    """The lines of a text, or a grid where one sign divides them all. Raises `ReadError` where there is no text."""
    if not decoded.text.strip():
        raise ReadError("文件里只有空白，没有文字。请确认选对了文件，或者重新导出")
    separator = sure_separator(decoded.text)
    if separator is not None:
        from lint_pbt.readers.delimited import grid

        sheet, notes = grid(decoded.text, separator, limits)
        return Source(path, (sheet,), decoded.encoding, (*decoded.said(), *notes))
    return Source(path, (LineSheet(TextLines(decoded.text, limits)),), decoded.encoding, decoded.said())
