"""Lists of indicators out of the columns of a table: one, or several beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lint_pbt.layouts.tables.columns import Column
from lint_pbt.model.sheet import Cell


class Target(NamedTuple):
    """The columns of a target value: all in one, or sign, value and unit of measure apart.

    Where the value's cell is empty, those of the columns `instead` count. Where there is a column for the `upper`
    bound, that of the value has the lower one.
    """

    value: int
    sign: int | None
    measure: int | None
    instead: tuple[int, ...] = ()
    upper: int | None = None


class Listing(NamedTuple):
    """The columns of one list of indicators. `levels` are the categories of all of them, where titles say so.

    Where it is `joined`, name and value stand in one cell.
    """

    name: int
    level1: int | None
    level2: int | None
    annual: Target | None
    cycle: Target | None
    weight: int | None
    direction: int | None
    ordinal: int | None
    previous: int | None = None
    levels: tuple[Cell | None, Cell | None] = (None, None)
    joined: bool = False


def listings_of(columns: Sequence[Column]) -> tuple[tuple[Listing, ...], bool]:
    """The lists that columns make, and whether it was guessed which of two is that of the cycle.

    A list without columns for its levels shares those of the list before it.
    """
    found: list[Listing] = []
    kinds = _kinds(columns)
    for number in sorted({column.listing for column in columns}):
        listing = _listing([column for column in columns if column.listing == number], kinds.get(number))
        if listing is None:
            continue
        if found and listing.level1 is None and not any(listing.levels):
            listing = listing._replace(level1=found[0].level1)
            if listing.level2 is None:
                listing = listing._replace(level2=found[0].level2)
        found.append(listing)
    return tuple(found), len(found) > 1 and not any(column.kind or any(column.levels) for column in columns)


def _kinds(columns: Sequence[Column]) -> dict[int, str]:
    """Which list is of the cycle and which of the year, where there are two; by titles, or else the cycle's first."""
    numbers = sorted({column.listing for column in columns if column.role in ("name", "named_value")})
    told: dict[int, str] = {}
    for number in numbers:
        own = [column for column in columns if column.listing == number]
        kind = next((one.kind for one in own if one.kind and one.role in ("name", "value", "cycle", "level2")), None)
        if kind is None and any(one.role == "cycle" for one in own) and not any(one.role == "value" for one in own):
            kind = "cycle"
        if kind:
            told[number] = kind
    if len(numbers) != 2 or any(any(column.levels) for column in columns):
        return told if len(numbers) > 1 else {}
    other = {"cycle": "annual", "annual": "cycle"}
    if not told:
        return dict(zip(numbers, ("cycle", "annual"), strict=True))
    for number, twin in (numbers, numbers[::-1]):
        if number in told and twin not in told:
            told[twin] = other[told[number]]
    return told


def _listing(columns: Sequence[Column], kind: str | None) -> Listing | None:
    def of(role: str, kind: str | None = None) -> int | None:
        found = [column for column in columns if column.role == role]
        own = [column for column in found if column.kind == kind] if kind else []
        return next((column.at for column in (*own, *found)), None)

    both = of("named_value")
    name = of("name") if both is None else both
    value, cycle = of("value") if both is None else both, of("cycle")
    if name is None or (value is None and cycle is None):
        return None
    instead = tuple(column.at for column in columns if column.role == "instead")
    parts = of("sign", "annual"), of("measure", "annual"), instead, of("upper")
    annual_target = None if value is None else Target(value, *parts)
    cycle_target = None if cycle is None else Target(cycle, *_parts_of_cycle(columns, value is not None))
    if kind == "cycle" and cycle_target is None:
        annual_target, cycle_target = None, annual_target
    named = next(column for column in columns if column.at == name)
    return Listing(
        name,
        of("level1"),
        of("level2"),
        annual_target,
        cycle_target,
        of("weight"),
        of("direction"),
        of("ordinal"),
        of("previous"),
        named.levels,
        both is not None,
    )


def _parts_of_cycle(columns: Sequence[Column], beside_annual: bool) -> tuple[int | None, int | None]:
    """The columns of the cycle value's sign and unit; those under a title of the year are not its own."""
    parts = []
    for role in ("sign", "measure"):
        found = [column for column in columns if column.role == role]
        own = [column for column in found if column.kind == "cycle"]
        shared = [column for column in found if column.kind is None or not beside_annual]
        parts.append(next((column.at for column in (*own, *shared)), None))
    return parts[0], parts[1]
