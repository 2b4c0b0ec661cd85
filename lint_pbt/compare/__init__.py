"""Two drafts compared: which project and indicator is which, what changed, and what became of each finding.

`compare` is a pure function of two runs; the command line reads the drafts and the file of corrections.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from lint_pbt.compare.changes import Changes
from lint_pbt.compare.courses import Judge
from lint_pbt.compare.following import follow
from lint_pbt.compare.matching import Matching, Spot, Stated, match
from lint_pbt.compare.model import Comparison, IndicatorPair, Located, ProjectPair
from lint_pbt.compare.settings import comparing
from lint_pbt.compare.years import year_of

if TYPE_CHECKING:
    from lint_pbt.checks.tools import Tools
    from lint_pbt.model.run import Run


def matched(old: Run, new: Run, stated: Stated | None = None) -> Matching:
    """Which project and indicator is which; `stated` are pairs that the user has corrected."""
    return match(old.documents, new.documents, comparing(), stated or Stated())


def compare(
    old: Run, new: Run, tools: Tools, matching: Matching | None = None, *, last_year: bool | None = None
) -> Comparison:
    """The comparison of two drafts, or of last year's table and this year's.

    `last_year` tells whether the old table is of an earlier year (default: as the titles say).
    """
    matching = matching or matched(old, new)
    old_year, new_year = year_of(old.documents), year_of(new.documents)
    years = new_year - old_year if old_year and new_year and new_year > old_year else 0
    if last_year is None:
        last_year = years > 0
    wrong = comparing().impossible
    impossible = {id(finding.field) for finding in old.findings if finding.rule.id in wrong and finding.field}
    changes = Changes(Judge(tools), tools.framework, years if last_year else 0, impossible)
    projects = _project_pairs(matching, changes)
    followed = follow(old, new, projects)
    remarks = []
    if followed.put_aside:
        remarks.append(f"前一稿有 {followed.put_aside} 条问题，在后一稿里按配置或基线不再报，没有算作改好")
    return Comparison(old, new, projects, followed.findings, last_year, old_year, new_year, tuple(remarks))


def _project_pairs(matching: Matching, changes: Changes) -> tuple[ProjectPair, ...]:
    """The projects in the order of the new draft, removed ones last."""
    pair_of_old = {one.old: one for one in matching.projects if one.old is not None}
    pair_of_new = {one.new: one for one in matching.projects if one.new is not None}
    units = _units(matching)
    by_new: dict[int, list[tuple[Spot, IndicatorPair]]] = defaultdict(list)
    by_old: dict[int, list[tuple[Spot, IndicatorPair]]] = defaultdict(list)
    for one in matching.indicators:
        homes = _home(matching.old, one.old), _home(matching.new, one.new)
        at_home = one.old and one.new and pair_of_old[one.old[0]].new == one.new[0]
        pair = changes.indicator(
            matching.old[one.old[0]].project.indicators[one.old[1]] if one.old else None,
            matching.new[one.new[0]].project.indicators[one.new[1]] if one.new else None,
            homes, one.confidence, one.how, moved=not at_home,
        )  # fmt: skip
        if one.new:
            by_new[one.new[0]].append((one.new, pair))
        elif one.old:
            by_old[one.old[0]].append((one.old, pair))
    pairs = []
    for place, new in enumerate(matching.new):
        found = pair_of_new[place]
        old = None if found.old is None else matching.old[found.old]
        inside = [*_in_order(by_new[place]), *_in_order(by_old[found.old] if found.old is not None else [])]
        moved = old is not None and units.get(id(old.unit)) != id(new.unit)
        pairs.append(changes.project(old, new, tuple(inside), found.confidence, found.how, moved=moved))
    for place, old in enumerate(matching.old):
        if pair_of_old[place].new is None:
            pairs.append(
                changes.project(old, None, tuple(_in_order(by_old[place])), 1.0, pair_of_old[place].how, moved=False)
            )
    return tuple(pairs)


def _units(matching: Matching) -> dict[int, int]:
    """The new unit in which most projects of an old one stand, by identity."""
    counts: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for one in matching.projects:
        if one.old is not None and one.new is not None:
            counts[id(matching.old[one.old].unit)][id(matching.new[one.new].unit)] += 1
    return {old: max(news, key=lambda new: news[new]) for old, news in counts.items()}


def _home(side: tuple[Located, ...], spot: Spot | None) -> Located | None:
    return None if spot is None else side[spot[0]]


def _in_order(pairs: list[tuple[Spot, IndicatorPair]]) -> list[IndicatorPair]:
    return [pair for _, pair in sorted(pairs, key=lambda one: one[0])]


__all__ = ["Comparison", "compare", "matched"]
