"""Both drafts put side by side: which project, and in it which indicator, is which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from lint_pbt.compare.indicators import Traits, pair_indicators, pair_moved, traits_of
from lint_pbt.compare.likeness import Likeness
from lint_pbt.compare.model import How, Located
from lint_pbt.compare.projects import pair_projects
from lint_pbt.compare.settings import Comparing
from lint_pbt.model.document import Document

# An indicator by its project's place among all and its own place in the project.
Spot = tuple[int, int]


class Match(Struct, frozen=True):
    """Two things that belong together; one is None where it has no counterpart."""

    old: int | None
    new: int | None
    confidence: float = 1.0
    how: How = How.MATCHED


class SpotMatch(Struct, frozen=True):
    """Two indicators that belong together, by their spots; one is None where it has no counterpart."""

    old: Spot | None
    new: Spot | None
    confidence: float = 1.0
    how: How = How.MATCHED


class Stated(Struct, frozen=True):
    """What the user says of pairs: each thing named is paired as stated, or with nothing."""

    projects: tuple[tuple[int | None, int | None], ...] = ()
    indicators: tuple[tuple[Spot | None, Spot | None], ...] = ()


class Matching(Struct, frozen=True):
    """All projects and indicators of both drafts, each once."""

    old: tuple[Located, ...]
    new: tuple[Located, ...]
    projects: tuple[Match, ...]
    indicators: tuple[SpotMatch, ...]


def located(documents: Iterable[Document]) -> list[Located]:
    """All projects of the documents, in their order."""
    return [Located(document, unit, project) for document in documents for unit, project in document.projects()]


def match(
    old_documents: Sequence[Document],
    new_documents: Sequence[Document],
    settings: Comparing,
    stated: Stated = Stated(),  # noqa: B008 - immutable
) -> Matching:
    """Pair the projects, then their indicators."""
    old, new = located(old_documents), located(new_documents)
    projects = _projects(old, new, settings, stated)
    return Matching(tuple(old), tuple(new), tuple(projects), tuple(_indicators(old, new, projects, settings, stated)))


def _projects(old: Sequence[Located], new: Sequence[Located], settings: Comparing, stated: Stated) -> list[Match]:
    found = [Match(a, b, how=How.STATED) for a, b in stated.projects]
    left_old = _left(range(len(old)), (a for a, _ in stated.projects))
    left_new = _left(range(len(new)), (b for _, b in stated.projects))
    pairs = pair_projects([old[a] for a in left_old], [new[b] for b in left_new], settings.project)
    found += [Match(left_old[one.old], left_new[one.new], one.confidence) for one in pairs]
    found += [Match(a, None) for a in _left(left_old, (left_old[one.old] for one in pairs))]
    found += [Match(None, b) for b in _left(left_new, (left_new[one.new] for one in pairs))]
    return found


def _indicators(
    old: Sequence[Located], new: Sequence[Located], projects: Sequence[Match], settings: Comparing, stated: Stated
) -> list[SpotMatch]:
    found = [SpotMatch(a, b, how=How.STATED) for a, b in stated.indicators]
    old_done, new_done = {a for a, _ in stated.indicators}, {b for _, b in stated.indicators}
    traits = tuple(traits_of([one.project.indicators for one in side]) for side in (old, new))
    likeness = Likeness(one.name for side in traits for project in side for one in project)
    for pair in projects:
        if pair.old is None or pair.new is None:
            continue
        here = _free(pair.old, traits[0], old_done)
        there = _free(pair.new, traits[1], new_done)
        for one in pair_indicators(_at(here, traits[0]), _at(there, traits[1]), settings, likeness):
            found.append(SpotMatch(here[one.old], there[one.new], one.confidence))
            old_done.add(here[one.old])
            new_done.add(there[one.new])
    here = [spot for project in range(len(old)) for spot in _free(project, traits[0], old_done)]
    there = [spot for project in range(len(new)) for spot in _free(project, traits[1], new_done)]
    for one in pair_moved(_at(here, traits[0]), _at(there, traits[1]), _single(traits), settings, likeness):
        found.append(SpotMatch(here[one.old], there[one.new], one.confidence))
        old_done.add(here[one.old])
        new_done.add(there[one.new])
    found += [SpotMatch(spot, None) for spot in here if spot not in old_done]
    found += [SpotMatch(None, spot) for spot in there if spot not in new_done]
    return found


def _free(project: int, traits: Sequence[Sequence[Traits]], done: set[Spot | None]) -> list[Spot]:
    return [(project, at) for at in range(len(traits[project])) if (project, at) not in done]


def _at(spots: Iterable[Spot], traits: Sequence[Sequence[Traits]]) -> list[Traits]:
    return [traits[project][at] for project, at in spots]


def _single(traits: Sequence[Sequence[Sequence[Traits]]]) -> frozenset[str]:
    """The names that no draft has more than once."""
    seen = [Counter(one.name for project in side for one in project) for side in traits]
    return frozenset(name for side in seen for name in side if all(other[name] <= 1 for other in seen))


def _left(places: Iterable[int], done: Iterable[int | None]) -> list[int]:
    gone = set(done)
    return [place for place in places if place not in gone]
