"""Which project of the old draft is which of the new one."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Hashable, Sequence

from msgspec import Struct
from rapidfuzz.fuzz import ratio

from lint_pbt.compare.candidates import near_pairs
from lint_pbt.compare.likeness import Likeness, bare
from lint_pbt.compare.model import Located
from lint_pbt.compare.pairing import Pair, Score, pairs, weighed
from lint_pbt.compare.settings import Kind

# A project stands in a unit, a department and a file.
_HOMES = ("unit", "department", "file")
# Of a goal so much is compared.
_GOAL = 400


class _Traits(Struct, frozen=True):
    """What a project is known by."""

    name: str
    goal: str
    homes: tuple[str, ...]
    amount: object
    indicators: Counter[str]
    order: float

    @property
    def key(self) -> Hashable:
        return self.name, self.homes

    def pieces(self) -> set[str]:
        found = {self.name[at : at + 2] for at in range(len(self.name) - 1)}
        return found | set(self.indicators) | {self.name}


def pair_projects(old: Sequence[Located], new: Sequence[Located], kind: Kind) -> list[Pair]:
    """The pairs, by position."""
    one, other = [_traits(old, place) for place in range(len(old))], [_traits(new, place) for place in range(len(new))]
    likeness = Likeness(traits.name for traits in (*one, *other))
    old_keys, new_keys = [traits.key for traits in one], [traits.key for traits in other]
    near = near_pairs([traits.pieces() for traits in one], [traits.pieces() for traits in other], old_keys, new_keys)
    # A unit that both drafts have is not another one that both have, however alike their names are.
    known = [{traits.homes[at] for traits in one} & {traits.homes[at] for traits in other} for at in range(len(_HOMES))]
    scores = [Score(a, b, _fit(one[a], other[b], kind, likeness, known)) for a, b in near]
    return pairs(scores, kind.least, old_keys, new_keys)


def _traits(projects: Sequence[Located], place: int) -> _Traits:
    document, unit, project = projects[place].document, projects[place].unit, projects[place].project
    file = os.path.splitext(os.path.basename(document.path))[0]
    homes = [unit.name.text if unit.name else "", document.department.text if document.department else "", file]
    return _Traits(
        bare(project.name.text),
        bare(project.goal.text[:_GOAL]) if project.goal else "",
        tuple(map(bare, homes)),
        project.total,
        Counter(bare(indicator.name.text) for indicator in project.indicators),
        place / max(len(projects) - 1, 1),
    )


def _fit(old: _Traits, new: _Traits, kind: Kind, likeness: Likeness, known: Sequence[set[str]]) -> float:
    traits = {
        "name": likeness.of(old.name, new.name),
        "indicators": _shared(old.indicators, new.indicators),
        "goal": ratio(old.goal, new.goal) / 100 if old.goal and new.goal else None,
        "home": _home(old.homes, new.homes, known),
        "amount": None if old.amount is None or new.amount is None else float(old.amount == new.amount),
    }
    fit, order = weighed(traits, kind.weights), kind.order / 100
    return fit * (1 - order) + order * (1 - abs(old.order - new.order))


def _shared(old: Counter[str], new: Counter[str]) -> float | None:
    """The share of indicators with the same name; None where neither has any."""
    total = old.total() + new.total()
    if not old.total() or not new.total():
        return 0.0 if total else None
    exact = (old & new).total()
    left, right = "".join(sorted((old - new).elements())), "".join(sorted((new - old).elements()))
    # What is left may have been renamed: its characters tell.
    common = (Counter(left) & Counter(right)).total()
    size = len(left) + len(right)
    renamed = (total / 2 - exact) * (2 * common / size) ** 2 if size else 0.0
    return (exact + renamed) * 2 / total


def _home(old: tuple[str, ...], new: tuple[str, ...], known: Sequence[set[str]]) -> float | None:
    """Whether they stand in the same unit; else department; else the file's name."""
    for one, other, both in zip(old, new, known, strict=True):
        if one and other:
            return 1.0 if one == other else 0.0 if one in both and other in both else ratio(one, other) / 100
    return None
