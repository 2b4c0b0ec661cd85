"""Pairs from scores: the best assignment, and how sure each pair is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from lint_pbt.compare.assignment import Candidate, best_assignment

# A pair whose best rival comes nearer than this is less sure.
_MARGIN: Final = 0.2


class Score(NamedTuple):
    """How well an old and a new thing fit, from 0 to 1."""

    old: int
    new: int
    fit: float


class Pair(NamedTuple):
    """Two positions that belong together, and how sure that is, from 0 to 1."""

    old: int
    new: int
    confidence: float


def pairs(scores: Iterable[Score], least: float, old_keys: Sequence[object], new_keys: Sequence[object]) -> list[Pair]:
    """The best assignment of all that fit at least so well.

    Things with the same key are as good as each other: they are no rivals.
    """
    fitting = [score for score in scores if score.fit >= least]
    chosen = best_assignment(Candidate(one.old, one.new, one.fit - least + 1e-6) for one in fitting)
    by_old: dict[int, list[Score]] = defaultdict(list)
    by_new: dict[int, list[Score]] = defaultdict(list)
    for score in fitting:
        by_old[score.old].append(score)
        by_new[score.new].append(score)
    found = []
    for old, new in sorted(chosen.items()):
        fit = next(one.fit for one in by_old[old] if one.new == new)
        rivals = [one.fit for one in by_old[old] if one.new != new and new_keys[one.new] != new_keys[new]]
        rivals += [one.fit for one in by_new[new] if one.old != old and old_keys[one.old] != old_keys[old]]
        margin = min(max(fit - max(rivals, default=0.0), 0.0) / _MARGIN, 1.0)
        found.append(Pair(old, new, _confidence(fit, margin)))
    return found


def _confidence(fit: float, margin: float) -> float:
    """A pair that fits in everything is sure, whatever else there is; one that fits less needs a margin."""
    return round(min(fit + (1 - fit) * 0.5 * margin, 1.0) * (0.8 + 0.2 * max(margin, fit**4)), 2)


def weighed(traits: dict[str, float | None], weights: dict[str, float]) -> float:
    """The mean of the traits that are known, by their weights."""
    known = [(value, weights[name]) for name, value in traits.items() if value is not None]
    total = sum(weight for _, weight in known)
    return sum(value * weight for value, weight in known) / total if total else 0.0
