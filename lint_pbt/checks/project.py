"""Checks of a project as a whole: which indicators it has, and which it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from lint_pbt.checks.primitive import Find, Hit, Options, Subject, primitive
from lint_pbt.checks.tools import Tools, Unjudged
from lint_pbt.selection import standard, standard_names


class HasIndicator(Options, frozen=True, kw_only=True):
    """A project needs `at_least` so many indicators of one of these first or second levels, or so named.

    Nothing stated counts every indicator.
    """

    level1: tuple[str, ...] = ()
    level2: tuple[str, ...] = ()
    name_words: tuple[str, ...] = ()
    at_least: Annotated[int, Meta(ge=1)] = 1


@primitive("has-indicator", scope="project", options=HasIndicator, fills=["count", "at_least"])
def has_indicator(options: HasIndicator, tools: Tools) -> Find:
    """A project with fewer indicators of a kind than it needs."""
    firsts = standard_names(options.level1, tools, first=True)
    seconds = standard_names(options.level2, tools, first=False)
    words = tools.words(extra=options.name_words)
    every = not (firsts or seconds or options.name_words)

    def find(subject: Subject) -> Iterator[Hit]:
        project = subject.project
        assert project is not None
        if not project.complete:
            raise Unjudged("文件在这个项目中间断了，缺的指标可能在后面")
        count = sum(
            every
            or standard(indicator.level1, tools, first=True) in firsts
            or standard(indicator.level2, tools, first=False) in seconds
            or words.find(indicator.name.text) is not None
            for indicator in project.indicators
        )
        if count < options.at_least:
            yield Hit(fills={"count": str(count), "at_least": str(options.at_least)})

    return find


@primitive("has-goal", scope="project")
def has_goal(options: Options, tools: Tools) -> Find:
    """A project without a goal text."""

    def find(subject: Subject) -> Iterator[Hit]:
        project = subject.project
        assert project is not None
        if project.complete and (project.goal is None or not project.goal.text):
            yield Hit()

    return find


class MostlyQualitative(Options, frozen=True, kw_only=True):
    """`share` is how much of a project's targets may be unmeasurable; `at_least` how many targets it takes to judge."""

    share: Annotated[float, Meta(ge=0, le=1)] = 0.5
    at_least: Annotated[int, Meta(ge=1)] = 3


@primitive("mostly-qualitative", scope="project", options=MostlyQualitative, fills=["count", "total", "share"])
def mostly_qualitative(options: MostlyQualitative, tools: Tools) -> Find:
    """More of a project's targets than allowed cannot be measured."""

    def find(subject: Subject) -> Iterator[Hit]:
        project = subject.project
        assert project is not None
        fields = [one.annual or one.cycle for one in project.indicators]
        targets = [subject.target(field) for field in fields if field is not None]
        targets = [target for target in targets if target.unread is None]
        vague = sum(not target.measurable for target in targets)
        if len(targets) >= options.at_least and vague > options.share * len(targets):
            share = f"{100 * vague / len(targets):.0f}%"
            yield Hit(fills={"count": str(vague), "total": str(len(targets)), "share": share})

    return find
