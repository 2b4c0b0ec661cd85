"""Which indicator is which: the best assignment, and drafts whose truth is known."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import pytest
from msgspec.structs import replace

from lint_pbt.compare.assignment import Candidate, best_assignment
from lint_pbt.compare.matching import Matching, Stated, match
from lint_pbt.compare.model import How
from lint_pbt.compare.settings import comparing
from lint_pbt.model.document import Document
from lint_pbt.session import read_document
from tests.drafts import copies, field, revise
from tests.places import TESTS

TABLES = sorted((TESTS / "tables").glob("*/*.txt"))
SEEDS = range(20)
LEAST = 0.995


def _pairs(matching: Matching) -> set[tuple[tuple[int, int], tuple[int, int]]]:
    return {(one.old, one.new) for one in matching.indicators if one.old is not None and one.new is not None}


def _shares(document: Document) -> tuple[float, float]:
    """Precision and recall of the pairs of indicators over all seeds."""
    right = found = true = 0
    for seed in SEEDS:
        revised = revise(document, seed)
        pairs = _pairs(match([document], [revised.document], comparing()))
        right, found, true = right + len(pairs & revised.truth), found + len(pairs), true + len(revised.truth)
    return right / found, right / true


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_a_second_draft_is_followed(path: Path) -> None:
    precision, recall = _shares(read_document(str(path)))
    assert min(precision, recall) >= LEAST


def test_a_second_draft_of_the_published_table_is_followed(real_table: Path) -> None:
    precision, recall = _shares(read_document(str(real_table)))
    assert min(precision, recall) >= LEAST


def test_many_departments_are_kept_apart() -> None:
    document = read_document(str(TABLES[0]))
    old = copies(document, 12)
    revised = [revise(one, seed) for seed, one in enumerate(old)]
    matching = match(old, [one.document for one in revised], comparing())
    wrong = [
        one for one in matching.projects
        if one.old is not None and one.new is not None
        and matching.old[one.old].document.path != matching.new[one.new].document.path
    ]  # fmt: skip
    assert wrong == []
    assert sum(one.old is not None and one.new is not None for one in matching.projects) == len(matching.old)


def test_everything_is_told_once() -> None:
    document = read_document(str(TABLES[0]))
    matching = match([document], [revise(document, 1, renamed=0.5, dropped=0.4, added=0.4).document], comparing())
    for side, number in ((matching.old, 0), (matching.new, 1)):
        spots = [pair[number] for one in matching.indicators if (pair := (one.old, one.new))[number] is not None]
        assert sorted(spots) == [(at, n) for at, one in enumerate(side) for n in range(len(one.project.indicators))]
        places = [pair[number] for one in matching.projects if (pair := (one.old, one.new))[number] is not None]
        assert sorted(places) == list(range(len(side)))


def test_an_unchanged_draft_pairs_each_with_itself_surely() -> None:
    document = read_document(str(TABLES[0]))
    matching = match([document], [document], comparing())
    assert all(one.old == one.new and one.confidence >= 0.9 for one in (*matching.projects, *matching.indicators))


def test_a_doubtful_pair_says_so() -> None:
    document = read_document(str(TABLES[0]))
    unit = document.units[0]
    project = unit.projects[0]
    one = project.indicators[0]

    def draft(*names: str) -> Document:
        indicators = tuple(replace(one, name=field(name)) for name in names)
        changed = replace(project, indicators=indicators)
        return replace(document, units=(replace(unit, projects=(changed,)),))

    sure = match([draft("培训农技人员人次")], [draft("培训农技人员人数")], comparing()).indicators[0]
    doubtful = match([draft("培训农技人员人次")], [draft("培训农技骨干人数", "农技人员轮训人数")], comparing())
    confidence = max(one.confidence for one in doubtful.indicators if one.old and one.new)
    assert confidence < comparing().check <= sure.confidence


def test_what_is_stated_is_followed() -> None:
    document = read_document(str(TABLES[0]))
    stated = Stated(projects=((0, 1), (1, None)), indicators=(((0, 0), (1, 2)), ((0, 1), None)))
    matching = match([document], [document], comparing(), stated)
    assert [(one.old, one.new) for one in matching.projects if one.how is How.STATED] == [(0, 1), (1, None)]
    assert {(one.old, one.new) for one in matching.indicators if one.how is How.STATED} == set(stated.indicators)
    assert all(one.new != (1, 2) for one in matching.indicators if one.old != (0, 0))


@pytest.mark.parametrize("seed", range(60))
def test_the_assignment_is_the_best(seed: int) -> None:
    draw = random.Random(seed)
    rows, columns = draw.randint(1, 5), draw.randint(1, 5)
    worth = {
        (row, column): draw.choice((draw.random(), 0.25, 0.5))
        for row in range(rows) for column in range(columns) if draw.random() < 0.7
    }  # fmt: skip
    found = best_assignment(Candidate(row, column, value) for (row, column), value in worth.items())
    assert len(set(found.values())) == len(found)
    best = max(
        sum(worth.get((row, column), 0.0) for row, column in enumerate(chosen))
        for chosen in itertools.permutations([*range(columns), *range(-rows, 0)], rows)
    )
    assert sum(worth[pair] for pair in found.items()) == pytest.approx(best)


def test_an_assignment_out_of_steps_is_still_one() -> None:
    everything = [Candidate(row, column, 1.0 + (row == column)) for row in range(40) for column in range(40)]
    found = best_assignment(everything, most_steps=50)
    assert sorted(found) == sorted(found.values()) == list(range(40))
