"""What the properties of rows and cells say of the places that those take in a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lint_pbt.readers.tally import MOST_SPANNED
from lint_pbt.readers.word.names import child, local, number, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_OF_SPANS = frozenset(("gridSpan", "vMerge", "hMerge", "vmerge", "hmerge"))


class Spans(NamedTuple):
    """How many columns a cell spans, and whether it is merged with others at all.

    Others may be merged into it (`may_grow`), or it is merged itself with those above or before it.
    """

    columns: int = 1
    is_merged: bool = False
    may_grow: bool = False
    with_above: bool = False
    with_before: bool = False


ONE = Spans()


def spans_of(cell: _Element) -> Spans:
    """What a cell spans. Word 2003 wrote two of the names in small letters."""
    looks = child(cell, "tcPr")
    found = {} if looks is None else {name: one for one in looks if (name := local(one.tag)) in _OF_SPANS}
    if not found:
        return ONE
    down, across = found.get("vMerge", found.get("vmerge")), found.get("hMerge", found.get("hmerge"))
    return Spans(
        max(number(found.get("gridSpan"), 1, MOST_SPANNED), 1),
        down is not None or across is not None,
        down is not None,
        down is not None and value(down) != "restart",
        across is not None and value(across) != "restart",
    )


def columns_before(looks: _Element | None) -> int:
    """How many columns stand before the first cell of a row, by the properties of the row."""
    return number(child(looks, "gridBefore"), 0, MOST_SPANNED)
