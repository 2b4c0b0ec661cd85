"""Lists of indicators out of the columns of a table: one, or several beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lint_pbt.layouts.tables.columns import Column
from lint_pbt.layouts.tables.versions import holds_texts
from lint_pbt.model.sheet import Cell


class Target(NamedTuple):
    """The columns of a target value: all in one, or sign, value and unit of measure apart.

    Where the value's cell is empty, those of the columns `instead` count, or the words in the column of units where
    that is `worded`. Where there is a column for the `upper` bound, that of the value has the lower one.
    """

    value: int
    sign: int | None
    measure: int | None
    instead: tuple[int, ...] = ()
    upper: int | None = None
    worded: bool = False


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
        roles = {column.role for column in own}
        kind = next((one.kind for one in own if one.kind and one.role in ("name", "value", "cycle", "level2")), None)
        if kind or ("cycle" in roles and "value" not in roles):
            told[number] = kind or "cycle"
    if len(numbers) != 2 or any(any(column.levels) for column in columns):
        return told if len(numbers) > 1 else {}
    if not told:
        return dict(zip(numbers, ("cycle", "annual"), strict=True))
    for number, twin in (numbers, numbers[::-1]):
        if number in told:
            told.setdefault(twin, "annual" if told[number] == "cycle" else "cycle")
    return told


def _listing(columns: Sequence[Column], kind: str | None) -> Listing | None:
    at = {column.role: column.at for column in reversed(columns)}
    both = at.get("named_value")
    cycle = at.get("cycle")
    name, value = (at.get("name"), at.get("value")) if both is None else (both, both)
    if name is None or (value is None and cycle is None):
        return None
    instead = tuple(column.at for column in columns if column.role == "instead")

    def target(value: int | None, kind: str) -> Target | None:
        if value is None:
            return None
        sign, measure = beside("sign", kind), beside("measure", kind)
        worded = measure is not None and holds_texts(measure.written)
        return Target(value, sign and sign.at, measure and measure.at, worded=worded)

    def beside(role: str, kind: str) -> Column | None:
        """The column of a value's sign or unit: its own, or one of neither value; any where it is the only value."""
        fitting = [one for one in columns if one.role == role and (alone or one.kind in (kind, None))]
        return min(fitting, key=lambda one: (one.kind != kind, one.kind is not None)) if fitting else None

    alone = value is None or cycle is None
    annual_target, cycle_target = target(value, "annual"), target(cycle, "cycle")
    if annual_target is not None:
        annual_target = annual_target._replace(instead=instead, upper=at.get("upper"))
    if kind == "cycle" and cycle_target is None:
        annual_target, cycle_target = None, annual_target
    return Listing(
        name,
        at.get("level1"),
        at.get("level2"),
        annual_target,
        cycle_target,
        at.get("weight"),
        at.get("direction"),
        at.get("ordinal"),
        at.get("previous"),
        next(column.levels for column in columns if column.at == name),
        both is not None,
    )
