"""The figures by which pairs are found, from `rules/comparing.yaml`."""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from lint_pbt.datafiles.sources import built_in


class Kind(Struct, frozen=True, forbid_unknown_fields=True):
    """What each trait weighs, what the order of the table weighs besides, and the least score of a pair."""

    weights: dict[str, float]
    order: float
    least: float


class Comparing(Struct, frozen=True, forbid_unknown_fields=True):
    """See the comments in the file."""

    project: Kind
    indicator: Kind
    telling: float
    moved: float
    impossible: tuple[str, ...]
    sure: float
    check: float


@cache
def comparing() -> Comparing:
    """The settings. Raises ConfigError with all that is wrong there."""
    return built_in(Comparing, "comparing.yaml")
