"""The columns of a header by their titles, over one row or several."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lint_pbt.layouts.tables.fields import bare_category
from lint_pbt.layouts.tables.titles import UNSURE, Title, Titles, block_of, compact
from lint_pbt.layouts.words import standard_framework
from lint_pbt.sheet import Cell

Rows = Sequence[Sequence[Cell]]

OF_INDICATORS = ("indicators", "name", "level1", "level2", "value", "cycle", "sign", "measure", "weight", "direction")


class Column(NamedTuple):
    """A column with what it holds; `kind` is `annual` or `cycle` where it belongs to one of the two.

    `levels` are the first and the second level that stand as titles above it and others.
    """

    at: int
    role: str
    kind: str | None
    rank: int
    title: str
    levels: tuple[Cell | None, Cell | None] = (None, None)


def title_stacks(rows: Rows) -> list[list[Cell]]:
    """For each column its titles from the top; one above several columns stands over each of them.

    A title that is not merged reaches as far right as its row is empty and the next is not.
    """
    width = max(map(len, rows))
    stacks: list[list[Cell]] = [[] for _ in range(width)]
    for number, row in enumerate(rows):
        below = rows[number + 1] if number + 1 < len(rows) else ()
        group: Cell | None = None
        merged, left = False, 0
        for index in range(width):
            cell = row[index] if index < len(row) else None
            if cell is not None and cell.text.strip():
                merged = cell.columns > 1 or cell.rows > 1
                group, left = cell, cell.columns if merged else width
                stacks[index].append(cell)
            elif group is not None and left > 0 and index < len(below) and below[index].text.strip():
                stacks[index].append(group)
            elif not merged:
                group = None
            left -= 1
    return stacks


def column_of(index: int, texts: Sequence[str], titles: Titles) -> Column | None:
    """What a column holds by its titles from the top: the lowest that means something, in the light of the others."""
    kind = next((kind for text in texts[:-1] if (kind := _kind_of_group(text, titles))), None)
    found: Title | None = None
    text = "".join(texts)
    if len(texts) > 1:
        found = titles.of(text)
    for depth in () if found else range(len(texts) - 1, -1, -1):
        text = texts[depth]
        found = titles.of(text, below=depth > 0) or (_of_block(text) if depth > 0 else None)
        if found is None and 0 < depth == len(texts) - 1:
            found = titles.guess(text)  # the titles above say what it belongs to, not what it is
        if found and found.role == "indicators" and depth < len(texts) - 1:
            found = found._replace(rank=UNSURE)  # it stands among indicators, and nobody can name it
        if found:
            break
    if found is None and texts:
        text = texts[-1]
        found = titles.guess(text)
    if found is None:
        return None
    role = "cycle" if found.role == "value" and kind == "cycle" else found.role
    return Column(index, role, kind, found.rank, "".join(text.split()))


def levels_above(stack: Sequence[Cell]) -> tuple[Cell | None, Cell | None]:
    """The categories that stand as titles above that of a column, a first and a second level."""
    framework = standard_framework()
    found: list[Cell | None] = []
    for look_up in (framework.level1, framework.level2):
        found.append(next((cell for cell in stack[:-1] if look_up(bare_category(cell.text))), None))
    first, second = found
    return first, None if second is first else second


def names_levels(row: Sequence[Cell]) -> bool:
    """Whether a row of titles has several first levels beside each other, each above columns of its own."""
    return len({cell.text for cell in row if cell.text and levels_above((cell, cell))[0] is not None}) > 1


def _kind_of_group(text: str, titles: Titles) -> str | None:
    title = titles.of(text)
    if title and title.role in ("value", "cycle"):
        # 指标值 alone may stand above both.
        return "cycle" if title.role == "cycle" else "annual" if block_of(text[:2]) else None
    return block_of(text)


def _of_block(text: str) -> Title | None:
    """A block's name as the title of a value: 指标值 above 中期 and 年度."""
    kind = block_of(text)
    return Title("cycle" if kind == "cycle" else "value", 0) if kind else None


def settle(columns: Sequence[Column]) -> list[Column]:
    """The columns with their ambiguous titles settled by where they stand."""
    roles = {column.role for column in columns}
    named = next((column.at for column in columns if column.role in ("name", "indicators")), None)
    settled = []
    for column in columns:
        role = column.role
        right = named is not None and column.at > named
        if role == "unit" and compact(column.title) == "单位" and right:
            role = "measure"
        elif right and not roles & {"value", "cycle"} and role in ("goal", "cycle_goal") and "绩效" not in column.title:
            role = "value" if role == "goal" else "cycle"
        settled.append(column._replace(role=role))
    return settled


def two_lists(columns: list[Column]) -> list[Column]:
    """The columns of two lists beside each other told apart where no title does: the cycle's, then the year's."""
    names = [column.at for column in columns if column.role == "name"]
    values = [column.at for column in columns if column.role in ("value", "cycle")]
    if len(names) != 2 or len(values) < 2 or not values[0] < names[1]:
        return columns
    if any(column.kind or any(column.levels) for column in columns):
        return columns
    begin = next(one.at for one in columns if one.at > values[0] and one.role in ("level1", "level2", "name"))
    titled_cycle = any(one.role == "cycle" for one in columns if one.at > names[1])
    kinds = ("annual", "cycle") if titled_cycle else ("cycle", "annual")
    own = {one.role for one in columns if one.at >= begin} & {*OF_INDICATORS, "ordinal"}
    told = []
    for column in columns:
        kind = kinds[column.at >= begin] if column.role in own else None
        role = column.role
        if role in ("value", "cycle"):
            role = "cycle" if kind == "cycle" else "value"
        told.append(column._replace(kind=kind, role=role))
    return told


def best(columns: Sequence[Column], role: str) -> int | None:
    """The column of this role with the surest title, the leftmost of several."""
    found = min((column for column in columns if column.role == role), key=lambda one: one.rank, default=None)
    return found.at if found else None


def amounts_of(columns: Sequence[Column]) -> Iterable[tuple[str, int]]:
    """The columns of money, the total first; without a total a single source is it, and several are none."""
    total = best(columns, "amount")
    sources = [(column.title, column.at) for column in columns if column.role == "source"]
    if total is not None:
        yield next((column.title, column.at) for column in columns if column.at == total)
        yield from sources
    elif len(sources) == 1:
        yield from sources
