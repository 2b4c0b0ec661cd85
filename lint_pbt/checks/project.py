"""Checks of a project as a whole: which indicators it has, and which it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from lint_pbt.checks.primitive import Find, Hit, Options, Subject, primitive
from lint_pbt.checks.tools import Tools, Unjudged
from lint_pbt.model import Field
from lint_pbt.selection import standard, standard_names
from lint_pbt.text import fold


class HasIndicator(Options, frozen=True, kw_only=True):
    """A project needs `at_least` so many indicators of one of these first or second levels, or so named.

    Nothing stated counts every indicator.
    """

    level1: Annotated[tuple[str, ...], Meta(description="算数的一级指标")] = ()
    level2: Annotated[tuple[str, ...], Meta(description="算数的二级指标")] = ()
    name_words: Annotated[tuple[str, ...], Meta(description="名称里有这些词的指标也算数")] = ()
    at_least: Annotated[int, Meta(ge=1, description="至少要有几条")] = 1


@primitive(
    "has-indicator",
    "项目里某类指标不够数",
    scope="project",
    options=HasIndicator,
    fills={"count": "现有几条", "at_least": "至少要有几条"},
)
def has_indicator(options: HasIndicator, tools: Tools) -> Find:
    """A project with fewer indicators of a kind than it needs. Without any category nobody knows the kinds."""
    firsts = standard_names(options.level1, tools, first=True)
    seconds = standard_names(options.level2, tools, first=False)
    words = tools.words(extra=options.name_words)
    named = bool(options.name_words)
    every = not (firsts or seconds or named)

    def find(subject: Subject) -> Iterator[Hit]:
        project = subject.project
        assert project is not None
        if not project.complete:
            raise Unjudged("文件在这个项目中间断了，缺的指标可能在后面")
        count = 0
        for indicator in project.indicators:
            count += (
                every
                or standard(indicator.level2, tools, first=False) in seconds
                or standard(indicator.level1, tools, first=True) in firsts
                or (named and words.find(indicator.name.text) is not None)
            )
            if count == options.at_least:
                return
        levels = [level.name.text for one in project.indicators for level in (one.level1, one.level2)]
        if every or not levels or any(levels):
            yield Hit(fills={"count": str(count), "at_least": str(options.at_least)})

    return find


class HasGoal(Options, frozen=True, kw_only=True):
    """`placeholders` is a vocabulary: texts that stand where a goal should."""

    placeholders: Annotated[str, Meta(description="词表：整段绩效目标就是这些字样时，算没有写")] = "placeholders"


@primitive("has-goal", "项目没有写绩效目标", scope="project", options=HasGoal)
def has_goal(options: HasGoal, tools: Tools) -> Find:
    """A project without a goal text, in a table that has a place for it."""
    placeholders = tools.words(options.placeholders, extra=["无", "没有"])

    def empty(goal: Field | None) -> bool:
        text = "".join(fold(goal.text).split()).strip("。.；;，,") if goal else ""
        return not text or text in placeholders

    def find(subject: Subject) -> Iterator[Hit]:
        project = subject.project
        assert project is not None
        if project.form.has_goal and project.complete and empty(project.goal):
            yield Hit()

    return find


class MostlyQualitative(Options, frozen=True, kw_only=True):
    """`share` is how much of a project's targets may be unmeasurable; `at_least` how many targets it takes to judge."""

    share: Annotated[float, Meta(ge=0, le=1, description="无法衡量的指标值最多可占几成（0～1），超过才报")] = 0.5
    at_least: Annotated[int, Meta(ge=1, description="项目至少有几个指标值才看")] = 3


@primitive(
    "mostly-qualitative",
    "项目的指标值大多无法衡量",
    scope="project",
    options=MostlyQualitative,
    fills={"count": "几个无法衡量", "total": "一共几个", "share": "无法衡量的占百分之几"},
)
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
