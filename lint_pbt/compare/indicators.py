"""Which indicator of the old draft is which of the new one: within a project first, then among what is left."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from msgspec import Struct
from rapidfuzz.fuzz import ratio

from lint_pbt.compare.candidates import near_pairs
from lint_pbt.compare.likeness import Likeness, bare, grams
from lint_pbt.compare.pairing import Pair, Score, pairs, weighed
from lint_pbt.compare.settings import Comparing
from lint_pbt.knowledge.framework import bare as bare_category
from lint_pbt.model.document import Indicator
from lint_pbt.text.folding import fold

_NUMBERS = re.compile(r"\d[\d.,]*")
# A value that so few indicators have tells something.
_FEW = 2
# A project with more indicators on both sides is not looked at all against all.
_SMALL = 40


class Traits(Struct, frozen=True):
    """What an indicator is known by; `telling` is True where hardly another in its draft has this value."""

    name: str
    value: str
    categories: tuple[str, str]
    order: float
    telling: bool

    @property
    def key(self) -> tuple[str, str]:
        return self.name, self.value


def traits_of(projects: Sequence[Sequence[Indicator]]) -> list[list[Traits]]:
    """The traits of all indicators of a draft, project by project."""
    values = Counter(_value(one) for indicators in projects for one in indicators)
    found = []
    for indicators in projects:
        last = max(len(indicators) - 1, 1)
        telling = [values[_value(one)] <= _FEW and _value(one) != "" for one in indicators]
        found.append([_traits(one, at / last, telling[at]) for at, one in enumerate(indicators)])
    return found


def _traits(indicator: Indicator, order: float, telling: bool) -> Traits:
    categories = bare_category(indicator.level1.name.text), bare_category(indicator.level2.name.text)
    return Traits(bare(indicator.name.text), _value(indicator), categories, order, telling)


def _value(indicator: Indicator) -> str:
    value = indicator.annual or indicator.cycle
    return "".join(fold(value.text).split()) if value else ""


def pair_indicators(
    old: Sequence[Traits], new: Sequence[Traits], settings: Comparing, likeness: Likeness
) -> list[Pair]:
    """The pairs within one project, by position."""
    kind = settings.indicator
    old_keys, new_keys = [one.key for one in old], [one.key for one in new]
    near: Iterable[tuple[int, int]]
    if min(len(old), len(new)) <= _SMALL:
        near = ((a, b) for a in range(len(old)) for b in range(len(new)))
    else:
        names = [one.name for one in old], [one.name for one in new]
        near = near_pairs([_pieces(one) for one in old], [_pieces(one) for one in new], *names)
    order = kind.order / 100
    scores = []
    for a, b in near:
        fit = weighed(_agreement(old[a], new[b], likeness), kind.weights)
        if old[a].telling and old[a].value == new[b].value and old[a].categories[1] == new[b].categories[1]:
            fit += (1 - fit) * settings.telling
        scores.append(Score(a, b, fit * (1 - order) + order * (1 - abs(old[a].order - new[b].order))))
    return pairs(scores, kind.least, old_keys, new_keys)


def pair_moved(
    old: Sequence[Traits], new: Sequence[Traits], single: Collection[str], settings: Comparing, likeness: Likeness
) -> list[Pair]:
    """The pairs of indicators that moved to another project, by position.

    `old` and `new` are all that have found no pair in their own projects, `single` the names that either draft has
    only once: what several projects have may have been dropped here and added there.
    """
    scores = []
    keys = ([one.name for one in old], [one.name for one in new])
    for a, b in near_pairs([_pieces(one) for one in old], [_pieces(one) for one in new], *keys):
        one, other = old[a], new[b]
        if one.name in single and other.name in single and likeness.of(one.name, other.name) >= settings.moved:
            fit = weighed(_agreement(one, other, likeness), settings.indicator.weights)
            if fit >= settings.moved:
                scores.append(Score(a, b, fit))
    return pairs(scores, settings.moved, [one.key for one in old], [one.key for one in new])


def _pieces(traits: Traits) -> set[str]:
    return {piece for piece in grams(traits.name) if len(piece) > 1} | {traits.name}


def _agreement(old: Traits, new: Traits, likeness: Likeness) -> dict[str, float | None]:
    return {
        "name": likeness.of(old.name, new.name),
        "value": _same_value(old.value, new.value) if old.value and new.value else None,
        "category": _same_category(old.categories, new.categories),
    }


@lru_cache(maxsize=65536)
def _same_value(old: str, new: str) -> float:
    if old == new:
        return 1.0
    frame, other = _NUMBERS.sub("0", old), _NUMBERS.sub("0", new)
    if frame == other and frame != "0":
        return 0.8  # the same unit and sign, another number
    return 0.7 * ratio(frame, other) / 100


def _same_category(old: tuple[str, str], new: tuple[str, str]) -> float:
    if old[1] == new[1]:
        return 1.0
    return 0.4 if old[0] == new[0] else 0.0
