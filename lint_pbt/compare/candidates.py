"""Which pairs are worth a closer look: those that share pieces few others have. Bounded, however alike all are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterator, Sequence
from math import log
from typing import Final

# A piece that so many have tells nothing.
_COMMON: Final = 60
# How many of the other draft are looked at for each, and how many of those with the same key.
_NEAREST: Final = 12
_ALIKE: Final = 5


def near_pairs(
    old: Sequence[Collection[Hashable]],
    new: Sequence[Collection[Hashable]],
    old_keys: Sequence[Hashable],
    new_keys: Sequence[Hashable],
) -> Iterator[tuple[int, int]]:
    """Pairs by position, for what is told by its pieces; those of the same key are looked at whatever they share.

    Of many with one key those are looked at that come at the same place among them.
    """
    index: dict[Hashable, list[int]] = defaultdict(list)
    for place, pieces in enumerate(new):
        for piece in set(pieces):
            index[piece].append(place)
    same: dict[Hashable, list[int]] = defaultdict(list)
    for place, key in enumerate(new_keys):
        same[key].append(place)
    passed: Counter[Hashable] = Counter()
    for place, pieces in enumerate(old):
        shared: dict[int, float] = defaultdict(float)
        for piece in set(pieces):
            holders = index.get(piece, ())
            if len(holders) <= _COMMON:
                for other in holders:
                    shared[other] += log(1 + len(new) / len(holders))
        nearest = sorted(shared, key=lambda other: (-shared[other], other))[:_NEAREST]
        key = old_keys[place]
        at = passed[key]
        passed[key] += 1
        alike = same.get(key, [])
        low = max(min(at - _ALIKE, len(alike) - 2 * _ALIKE), 0)
        for other in dict.fromkeys([*nearest, *alike[low : low + 2 * _ALIKE + 1]]):
            yield place, other
