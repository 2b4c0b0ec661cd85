"""Lists of indicators out of the columns of a header."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lint_pbt.layouts.tables.columns import Column, best
from lint_pbt.sheet import Cell


class Target(NamedTuple):
    """The columns of a target value: all in one, or sign, value and unit of measure apart."""

    value: int
    sign: int | None
    measure: int | None


class Listing(NamedTuple):
    """The columns of one list of indicators. `levels` are the categories of all of them, where titles say so."""

    name: int
    level1: int | None
    level2: int | None
    annual: Target | None
    cycle: Target | None
    weight: int | None
    direction: int | None
    ordinal: int | None
    levels: tuple[Cell | None, Cell | None] = (None, None)


def listings_of(columns: Sequence[Column]) -> Iterable[Listing]:
    """The lists of indicators: one, or that of the cycle beside that of the year, or one for each category."""
    groups = {column.levels: None for column in columns if column.role == "name"}
    if len(groups) > 1:
        for levels in groups:
            listing = _listing([column for column in columns if column.levels == levels])
            if listing:
                yield listing._replace(levels=levels)
        return
    kinds = {column.kind for column in columns if column.role in ("name", "indicators")}
    if {"annual", "cycle"} <= kinds:
        for kind in ("annual", "cycle"):
            listing = _listing([column for column in columns if column.kind in (kind, None)])
            if listing:
                yield listing
    else:
        listing = _listing(columns)
        if listing:
            yield listing


def _listing(columns: Sequence[Column]) -> Listing | None:
    level1, level2 = best(columns, "level1"), best(columns, "level2")
    levels = max((level for level in (level1, level2) if level is not None), default=-1)
    name = best(columns, "name")
    if name is None:
        behind = [column for column in columns if column.role == "indicators" and column.at > levels]
        # 绩效指标 may run down beside the column of names.
        name = best(behind, "indicators") if levels >= 0 else max((one.at for one in behind), default=None)
    annual, cycle = _target(columns, "annual"), _target(columns, "cycle")
    if name is None or (annual is None and cycle is None):
        return None
    return Listing(
        name,
        level1,
        level2,
        annual,
        cycle,
        best(columns, "weight"),
        best(columns, "direction"),
        best(columns, "ordinal"),
    )


def _target(columns: Sequence[Column], kind: str) -> Target | None:
    value = best(columns, "value" if kind == "annual" else "cycle")
    if value is None:
        return None
    of_kind = [column for column in columns if column.kind in (kind, None)]
    own = [column for column in of_kind if column.kind == kind]
    parts = [best(own, role) if best(own, role) is not None else best(of_kind, role) for role in ("sign", "measure")]
    return Target(value, *parts)
