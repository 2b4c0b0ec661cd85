"""The goal text against the indicators: different numbers for the same thing."""

from __future__ import annotations

from collections.abc import Iterator

from lint_pbt.checks.likeness import Likeness
from lint_pbt.checks.measures import heads
from lint_pbt.checks.primitive import Find, Hit, Options, Subject, primitive
from lint_pbt.checks.tools import Tools
from lint_pbt.model import Field, Indicator
from lint_pbt.target import Quantity

_SHORTEST = 3


class GoalConflict(Options, frozen=True, kw_only=True):
    """`tails` is a vocabulary of endings of names that count: what is counted stands before them."""

    tails: str = "counting-tails"


@primitive("goal-conflict", scope="project", options=GoalConflict, fills=["stated", "in_goal"])
def goal_conflict(options: GoalConflict, tools: Tools) -> Find:
    """The goal text and an indicator give different numbers for the same thing."""
    tails = tools.words(options.tails)
    core = Likeness(tools).core

    def subjects_of(indicator: Indicator) -> set[str]:
        """What the indicator is about: its name, and what the name counts."""
        found = set()
        for head in heads(indicator.name.text):
            tail = "" if head.endswith("率") else tails.ending(head) or ""
            found |= {core(head), core(head[: len(head) - len(tail)])}
        return {name for name in found if len(name) >= _SHORTEST}

    def told(goal: Field, subject: Subject, names: set[str]) -> list[Quantity]:
        """The numbers of the goal whose words in front, or behind, are about one of the names."""
        return [
            one
            for one in subject.target(goal).quantities
            if any(core(one.label).endswith(name) or core(one.tail).startswith(name) for name in names)
        ]

    def find(subject: Subject) -> Iterator[Hit]:
        project = subject.project
        assert project is not None
        if project.goal is None:
            return
        for indicator in project.indicators:
            own = _stated(indicator, subject)
            if not own:
                continue
            said = [one for one in told(project.goal, subject, subjects_of(indicator)) if _comparable(one, own)]
            if said and not any(_agree(one, stated) for one in said for stated in own):
                goal = project.goal.text[said[0].start : said[0].end]
                fills = {"in_goal": goal, "stated": indicator.annual.text if indicator.annual else ""}
                yield Hit(project.goal, "goal", said[0].start, said[0].end, fills=fills, indicator=indicator)

    return find


def _stated(indicator: Indicator, subject: Subject) -> list[Quantity]:
    fields = [field for field in (indicator.annual, indicator.cycle) if field is not None]
    return [one for field in fields for one in subject.target(field).quantities]


def _comparable(one: Quantity, own: list[Quantity]) -> bool:
    return one.measure is not None and any(one.measure == other.measure for other in own)


def _agree(one: Quantity, other: Quantity) -> bool:
    return one.measure == other.measure and one.value == other.value and one.upper == other.upper
