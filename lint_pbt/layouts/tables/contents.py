"""Columns by what stands in their cells, where the titles leave it open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from lint_pbt.layouts.heads import quick_heads
from lint_pbt.layouts.tables.columns import Column, Rows
from lint_pbt.layouts.tables.fields import bare_category, is_money, is_sign
from lint_pbt.layouts.tables.listings import Listing, Target
from lint_pbt.layouts.tables.titles import Titles, block_of
from lint_pbt.layouts.words import standard_framework
from lint_pbt.sheet import Cell
from lint_pbt.text import fold

LOOKED_AT = 50  # cells of a column


def blocks_of(columns: Sequence[Column], listings: Sequence[Listing], stacks: Sequence[Sequence[Cell]]) -> int | None:
    """The column that names the block of the indicators: 绩效指标 beside their names, or one without a title."""
    if not listings:
        return None
    named = {listing.name for listing in listings}
    shared = [column for column in columns if column.kind is None] if len(listings) > 1 else columns
    titled = next((one.at for one in shared if one.role == "indicators" and one.at not in named), None)
    if titled is not None:
        return titled
    left = min(one.name if one.level1 is None else one.level1 for one in listings) - 1
    bare = left >= 0 and (not stacks[left] or block_of(stacks[left][-1].text))
    return left if bare else None


def with_levels(listing: Listing, columns: Sequence[Column], rows: Rows) -> Listing:
    """The list with the columns of its levels, found by the names of categories where no title says which they are."""
    if listing.level1 is not None and listing.level2 is not None:
        return listing
    framework = standard_framework()
    taken = {one.at for one in columns if one.role != "indicators"}
    levels = {"level1": listing.level1, "level2": listing.level2}
    for at in range(listing.name):
        texts = [bare_category(row[at].text) for row in rows if at < len(row) and row[at].text.strip()]
        if at in taken or not texts:
            continue
        for level, look_up in (("level1", framework.level1), ("level2", framework.level2)):
            if levels[level] is None and sum(look_up(text) is not None for text in texts) * 2 > len(texts):
                levels[level] = at
                break
    return listing._replace(level1=levels["level1"], level2=levels["level2"])


def with_sign(listing: Listing, unknown: Iterable[int], rows: Rows) -> Listing:
    """The list with the column of its signs, found among the `unknown` columns by what stands beside numbers."""
    annual = listing.annual
    if annual is None or annual.sign is not None:
        return listing
    for at in unknown:
        beside = [row for row in rows if at < len(row) > annual.value and is_money(row[annual.value].text)]
        if beside and all(is_sign(row[at].text) for row in beside):
            return listing._replace(annual=annual._replace(sign=at))
    return listing


def beside_blocks(listing: Listing, blocks: int | None, rows: Rows, titles: Titles) -> tuple[Listing, int | None]:
    """The list and its column of blocks as the rows have them, where the header has no title for that column.

    Then 绩效指标, running down, stands below the title of the first level, which stands one further right.
    """
    first = listing.level1
    if first is None:
        return listing, blocks
    texts = [(row[first].text, row[first + 1].text) for row in rows if len(row) > first + 1 and row[first].text.strip()]
    if not texts or not _names_block(texts[0][0], titles):
        return listing, blocks
    if listing.level2 == first + 1 and any(standard_framework().level1(text) for _, text in texts):
        whole = listing._replace(
            name=listing.name + 1,
            level2=listing.level2 + 1,
            annual=_moved(listing.annual),
            cycle=_moved(listing.cycle),
            weight=None if listing.weight is None else listing.weight + 1,
            direction=None if listing.direction is None else listing.direction + 1,
        )
        listing = whole
    return listing._replace(level1=first + 1), first


def _names_block(text: str, titles: Titles) -> bool:
    title = titles.of(text)
    return block_of(text) is not None or (title is not None and title.role == "indicators")


def _moved(target: Target | None) -> Target | None:
    if target is None:
        return None
    sign, measure = (None if one is None else one + 1 for one in (target.sign, target.measure))
    return Target(target.value + 1, sign, measure)


def records_in(columns: Sequence[Column], rows: Rows) -> int | None:
    """The column whose cells hold runs of indicators as the inline layout writes them."""
    for column in columns:
        if column.role in ("indicators", "name"):
            cells = (row[column.at].text for row in rows if column.at < len(row) and row[column.at].text)
            if any(is_run(text) for text in islice(cells, LOOKED_AT)):
                return column.at
    return None


def is_run(text: str) -> bool:
    """Whether a cell holds indicators written one behind the other."""
    return len(text) > 20 and quick_heads(fold("".join(text.split()))) > 0
