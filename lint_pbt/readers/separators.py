"""Which sign divides the columns of a text, judged by how evenly it stands in the lines."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from itertools import groupby, islice

SEPARATORS: tuple[str, ...] = (",", "\t", ";", "|", "，")
_TABBED = (".tsv", ".tab")
_SAMPLE = 300  # rows
_HEAD = 4096  # characters
_LEAST_EVEN, _FEW_EVEN = 0.3, 0.1  # of the rows have as many columns as most; with many columns fewer suffice
_SURE_EVEN, _SURE_COLUMNS = 0.8, 4
_LEAST_RUN = 3
_LEAST_TABBED = 6  # lines
_TAB = 8  # characters between tab stops
_BAR_EVEN = 0.5  # a bar stands in no prose
_MOST_LINES_AROUND = 6  # lines of a title above a table, or of notes below it


def find_separator(text: str, path: str) -> str | None:
    """The separator of a delimited file, None where nothing divides its lines; `path` may tell by its suffix."""
    candidates = SEPARATORS
    if os.path.splitext(path)[1].lower() in _TABBED and "\t" in text[:_HEAD]:
        candidates = ("\t",)
    if text[:4] == "sep=" and text[5:6] in ("\r", "\n"):
        candidates = (text[4],)  # how Excel writes down which one it used
    scores = {separator: _evenness(text, separator) for separator in candidates if separator in text}
    if len(scores) > 1 and scores.get("\t") and _protects(text):
        del scores["\t"]
    best = max(scores, key=lambda separator: scores[separator], default=None)
    return best if best is not None and scores[best] > 0 else None


def sure_separator(text: str) -> str | None:
    """What surely divides the columns of a text of unknown kind, as a worksheet is copied or piped; None for prose."""
    for separator in "\t,｜|":
        if text.count(separator, 0, _HEAD) < _SURE_COLUMNS or (separator == "\t" and _protects(text)):
            continue
        # A first look without quotes: prose is done with here.
        rows = [count for line in text[:_HEAD].splitlines() if (count := line.count(separator))]
        if _most(rows)[0] < _SURE_COLUMNS - 1:
            continue
        widths = _of_table(_widths(text, separator))
        whole = _with_whole_rows(text) if separator == "\t" else []
        columns, count = _most(widths := whole or widths)
        even = _BAR_EVEN if whole or separator in "｜|" else _SURE_EVEN
        if columns >= _SURE_COLUMNS and max(count, _in_runs(widths)) >= max(even * len(widths), _LEAST_RUN):
            return separator
    return "\t" if _lost_its_ends(text) else None


def _with_whole_rows(text: str) -> list[int]:
    """How many columns tabs give the rows of a table that breaks within cells have cut; none where they have not."""
    from lint_pbt.readers.broken_rows import broken

    rows = [line.split("\t") for line in text[: 1000 * _SAMPLE].splitlines() if line.strip()][:_SAMPLE]
    widths = [len(row) for row in rows]
    for start, end in reversed(broken(rows).spans):
        widths[start:end] = [sum(widths[start:end]) - (end - start - 1)]
    return _of_table(widths) if len(widths) < len(rows) else []


def _lost_its_ends(text: str) -> bool:
    """Whether tabs part the cells of a worksheet whose rows have lost the empty cells at their ends.

    Such rows have empty cells further left. Who sets columns by hand with tabs has them stand below each other on the
    screen, while in what was copied the same column begins anywhere.
    """
    lines = [line.rstrip() for line in text[:_HEAD].splitlines() if line.strip()]
    tabbed = [line for line in lines if "\t" in line]
    empty = sum(line.startswith("\t") or "\t\t" in line for line in tabbed)
    if len(tabbed) < max(_SURE_EVEN * len(lines), _LEAST_TABBED) or empty < _LEAST_EVEN * len(tabbed):
        return False
    numbers, starts = set[int](), set[int]()
    for line in tabbed:
        at = 0
        for number, cell in enumerate(line.split("\t")):
            if cell and number:
                numbers.add(number)
                starts.add(at)
            at = (at + sum(1 + (character > "\u2e7f") for character in cell)) // _TAB * _TAB + _TAB
    return len(numbers) >= _SURE_COLUMNS - 1 and 4 * len(starts) >= 5 * len(numbers)


def _in_runs(widths: list[int]) -> int:
    """How many rows stand among others as wide: tables below each other have each a width of its own."""
    runs = [(width, len(list(rows))) for width, rows in groupby(widths)]
    return sum(size for width, size in runs if width >= _SURE_COLUMNS and size >= _LEAST_RUN)


def _of_table(widths: list[int]) -> list[int]:
    """The widths of the rows without the few lines above and below them that nothing divides: titles and notes."""
    divided = [at for at, width in enumerate(widths) if width > 1]
    if not divided or divided[0] > _MOST_LINES_AROUND or len(widths) - divided[-1] - 1 > _MOST_LINES_AROUND:
        return widths
    return widths[divided[0] : divided[-1] + 1]


def _protects(text: str) -> bool:
    """Whether tabs stand at the ends of cells that another sign divides, as programs protect text from Excel."""
    head = text[:_HEAD]
    tabs = head.count("\t")
    for separator in SEPARATORS:
        if separator != "\t" and head.count(separator) >= tabs * _SURE_EVEN / 2:
            beside = head.count("\t" + separator) + head.count(separator + "\t")
            quoted = head.count(f'\t"{separator}') + head.count(f'{separator}"\t')
            if beside + quoted >= tabs * _SURE_EVEN / 2:
                return True
    return False


def _evenness(text: str, separator: str) -> float:
    """How well a separator divides the first rows: the share of rows alike times the columns it gives them."""
    widths = _widths(text, separator)
    columns, count = _most([width for width in widths if width > 1])
    share = count / len(widths) if widths else 0
    return share * (columns - 1) if share >= (_LEAST_EVEN if columns < _SURE_COLUMNS else _FEW_EVEN) else 0


def _widths(text: str, separator: str) -> list[int]:
    """How many columns a separator gives the first rows that are not blank."""
    import csv

    head = text[: 1000 * _SAMPLE].splitlines(keepends=True)
    try:
        rows = islice(csv.reader(head, delimiter=separator, strict=True), _SAMPLE)
        return [len(row) for row in rows if any(map(str.strip, row))]
    except csv.Error:
        # Quotes do not pair up; then each line is a row.
        return [line.count(separator) + 1 for line in head[:_SAMPLE] if line.strip()]


def _most(widths: Iterable[int]) -> tuple[int, int]:
    """The number that most of the widths have, and how many do."""
    return max(Counter(widths).items(), key=lambda item: (item[1], item[0]), default=(0, 0))
