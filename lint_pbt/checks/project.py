"""Checks of a project as a whole: which indicators it has, and which it lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Annotated

from msgspec import Meta

from lint_pbt.checks.empty_goals import GENERAL_GOALS, general_goals
from lint_pbt.checks.given import HANDED_DOWN_TITLES, HandedDownTitles, set_above
from lint_pbt.checks.primitive import Find, Hit, Options, Subject, primitive
from lint_pbt.checks.selection import naming, standard_levels, standard_names
from lint_pbt.checks.tools import Tools, Unjudged
from lint_pbt.checks.value import Answers, answered
from lint_pbt.model.document import Field, Indicator
from lint_pbt.target import Deadline, Phrase
from lint_pbt.text.folding import fold
from lint_pbt.text.patterns.lazy import Pattern

# Of so many pairs of categories it is remembered what is to be said of them: a table has few, and many of each.
_CATEGORIES = 1024
_ONLY_A_NUMBER = Pattern(r"[\d,]*\d(?:\.\d+)?")


class HasIndicator(Options, frozen=True, kw_only=True):
    """A project needs `at_least` so many indicators of one of these first or second levels, or so named.

    Nothing stated counts every indicator. With `if_any` a project without indicators is left to other rules; `unless`
    are words in the names of projects that need none.
    """

    level1: Annotated[tuple[str, ...], Meta(description="算数的一级指标")] = ()
    level2: Annotated[tuple[str, ...], Meta(description="算数的二级指标")] = ()
    name_words: Annotated[tuple[str, ...], Meta(description="名称里有这些词的指标也算数")] = ()
    at_least: Annotated[int, Meta(ge=1, description="至少要有几条")] = 1
    unless: Annotated[tuple[str, ...], Meta(description="项目名称里有这些词的，不用有")] = ()
    if_any: Annotated[bool, Meta(description="项目一条指标也没有时不看，由别的规则说")] = False


@primitive(
    "has-indicator",
    "项目里某类指标不够数",
    scope="project",
    options=HasIndicator,
    fills={"count": "现有几条", "at_least": "至少要有几条"},
)
def has_indicator(options: HasIndicator, tools: Tools) -> Find:
    """A project with fewer indicators of a kind than it needs. Without categories nobody knows the kinds."""
    firsts = standard_names(options.level1, tools, first=True)
    seconds = standard_names(options.level2, tools, first=False)
    words, spared = tools.words(extra=options.name_words), tools.words(extra=options.unless)
    named_rightly = naming(tools, "项目名称")
    named = bool(options.name_words)
    every = not (firsts or seconds or named)
    wanted = firsts | seconds  # either may stand where the other belongs: 实施效果指标 / 产出指标

    @lru_cache(maxsize=_CATEGORIES)
    def is_wanted(level1: str, level2: str) -> bool:
        """Whether an indicator under these categories counts; of satisfaction that a form prints under benefit the
        second level tells.
        """
        first, second = tools.framework.level1(level1), tools.framework.level2(level2, level1)
        levels = tools.framework.standards(level1, level2)
        printed = first and second and tools.framework.printed_under(second, first)
        return not wanted.isdisjoint(levels[1:] if printed else levels)

    def sorted_by_kind(indicator: Indicator) -> bool:
        """Whether the table tells the kind of this indicator, on a level that the rule asks for."""
        framework, level1, level2 = tools.framework, indicator.level1.name.text, indicator.level2.name.text
        return bool(framework.level2(level2, level1)) or bool(firsts and (framework.level1(level1 or level2)))

    def find(subject: Subject) -> Iterator[Hit]:
        project = subject.project
        assert project is not None
        if options.if_any and not project.indicators:
            return
        if not project.complete:
            raise Unjudged("这个项目没有读全，缺的指标可能在没有读到的地方")
        count = 0
        for indicator in project.indicators:
            count += (
                every
                or is_wanted(indicator.level1.name.text, indicator.level2.name.text)
                or (named and words.find(indicator.name.text) is not None)
            )
            if count == options.at_least:
                return
        # A form with categories of its own for most indicators (履职效能, 管理效率) asks for other kinds.
        known = sum(map(sorted_by_kind, project.indicators))
        if every or not project.indicators or (known and known * 2 >= len(project.indicators)):
            if spared.find(project.name.text):
                return
            named_rightly(project.name.text)
            yield Hit(fills={"count": str(count), "at_least": str(options.at_least)})

    return find


class HasGoal(Options, frozen=True, kw_only=True):
    """`placeholders` is a vocabulary: texts that stand where a goal should."""

    placeholders: Annotated[str, Meta(description="词表：整段绩效目标就是这些字样时，算没有写")] = "placeholders"


@primitive("has-goal", "项目没有写绩效目标", scope="project", options=HasGoal)
def has_goal(options: HasGoal, tools: Tools) -> Find:
    """A project without a goal text, in a table that has a place for it."""
    placeholders = tools.words(options.placeholders, extra=["无", "没有"])
    named_rightly = naming(tools, "项目名称")

    def empty(goal: Field | None) -> bool:
        text = "".join(fold(goal.text).split()).strip("。.；;，,") if goal else ""
        return not text or text in placeholders

    def find(subject: Subject) -> Iterator[Hit]:
        project = subject.project
        assert project is not None
        if project.form.has_goal and project.complete and empty(project.goal):
            named_rightly(project.name.text)
            yield Hit()

    return find


class GeneralGoal(Options, frozen=True, kw_only=True):
    """`general` is a vocabulary: words of which goals are made that fit any project."""

    general: Annotated[str, Meta(description="词表：绩效目标全由这些词拼成，哪个项目都能用，就等于没说")] = (
        GENERAL_GOALS
    )


@primitive("general-goal", "绩效目标没有说做什么", scope="project", options=GeneralGoal)
def general_goal(options: GeneralGoal, tools: Tools) -> Find:
    """A goal of nothing but words that fit any project: 按计划完成年度工作任务."""
    says_nothing = general_goals(tools, options.general)

    def find(subject: Subject) -> Iterator[Hit]:
        goal = subject.project.goal if subject.project else None
        if goal is not None and (says_nothing(goal.text) or _ONLY_A_NUMBER.fullmatch(fold(goal.text).strip())):
            yield Hit(goal, "goal")

    return find


class MostlyQualitative(Answers, frozen=True, kw_only=True):
    """`share` is how much of a project's targets may be unmeasurable; `at_least` how many targets it takes to judge.

    `level1` and `level2` are the categories to look at, by default all; `titles` is a vocabulary: words in the title of
    a table whose indicators others have set, where it is no more than information.
    """

    titles: HandedDownTitles = HANDED_DOWN_TITLES
    share: Annotated[
        float, Meta(ge=0, le=1, description="无法衡量的指标值最多可占几成（0～1），超过才报；写 1 就是全部无法衡量才报")
    ] = 0.5
    at_least: Annotated[int, Meta(ge=1, description="项目至少有几个指标值才看")] = 3
    level1: Annotated[tuple[str, ...], Meta(description="只看这些一级指标")] = ()
    level2: Annotated[tuple[str, ...], Meta(description="只看这些二级指标")] = ()


@primitive(
    "mostly-qualitative",
    "项目的指标值大多无法衡量",
    scope="project",
    options=MostlyQualitative,
    fills={"count": "几个无法衡量", "total": "一共几个", "share": "无法衡量的占百分之几", "names": "哪几条无法衡量"},
)
def mostly_qualitative(options: MostlyQualitative, tools: Tools) -> Find:
    """More of a project's targets than allowed cannot be measured."""
    belongs, handed_down = _categories(options.level1, options.level2, tools), set_above(tools, options.titles)
    answers = answered(options, tools)

    def find(subject: Subject) -> Iterator[Hit]:
        project = subject.project
        assert project is not None
        told = [(one, field) for one in project.indicators if belongs(one) and (field := one.annual or one.cycle)]
        targets = [(one, field, target) for one, field in told if (target := subject.target(field)).unread is None]
        vague = [one.name.text for one, field, target in targets if not (target.measurable or answers(one, field))]
        over = len(vague) > options.share * len(targets) or (options.share == 1 and len(vague) == len(targets))
        if len(targets) >= options.at_least and over:
            share = f"{100 * len(vague) / len(targets):.0f}%"
            fills = {"count": str(len(vague)), "total": str(len(targets)), "share": share, "names": "、".join(vague)}
            yield Hit(fills=fills, severity="info" if handed_down(subject.document) else None)

    return find


def _categories(level1: tuple[str, ...], level2: tuple[str, ...], tools: Tools) -> Callable[[Indicator], bool]:
    """A test of indicators: does one stand in one of these categories? All do where none is named."""
    firsts, seconds = standard_names(level1, tools, first=True), standard_names(level2, tools, first=False)

    @lru_cache(maxsize=_CATEGORIES)
    def belongs(level1: str, level2: str) -> bool:
        framework = tools.framework
        if framework.level2(level2, level1):
            return framework.standards(level1, level2)[1] in seconds
        # 实施效果指标 / 产出指标: some forms write a first level where the second belongs.
        return framework.standard(level2 if framework.level1(level2) else level1, True) in firsts

    if not (firsts or seconds):
        return lambda _: True
    return lambda indicator: belongs(indicator.level1.name.text, indicator.level2.name.text)


class Covers(Options, frozen=True, kw_only=True):
    """`level2` are the categories a project should have if it has any of the first levels `within`.

    `idle` are those in which a value must say more than that things are done in time; `idle_words` is a vocabulary
    of the words that values which say no more are made of.
    """

    level2: Annotated[tuple[str, ...], Meta(min_length=1, description="项目应当有的二级指标")]
    within: Annotated[tuple[str, ...], Meta(description="项目里有这些一级指标才看")] = ()
    idle: Annotated[tuple[str, ...], Meta(description="这些二级指标的值不能都只写“年底前”“按时”")] = ()
    idle_words: Annotated[str, Meta(description="词表：值全由这些词拼成，如“按规定时间完成”，就等于没说")] = (
        "idle-times"
    )


@primitive(
    "covers",
    "项目缺某几类指标，或某一类等于没写",
    scope="project",
    options=Covers,
    fills={"missing": "缺哪几类，或哪一类等于没写"},
)
def covers(options: Covers, tools: Tools) -> Find:
    """A project without an indicator of a category, or whose indicators of one only say that it is done in time."""
    wanted = [(name, standard_names((name,), tools, first=False)) for name in options.level2]
    idle = standard_names(options.idle, tools, first=False)
    firsts = standard_names(options.within, tools, first=True)
    words = tools.words(options.idle_words)

    def says_nothing(indicator: Indicator, subject: Subject) -> bool:
        field = indicator.annual or indicator.cycle
        if field is None:
            return True
        parts = subject.target(field).parts
        if any(not isinstance(part, Phrase) for part in parts):
            return all(isinstance(part, Deadline) and _is_year_end(part) for part in parts)
        rest = "".join(fold(field.text).split()).rstrip("。;")
        return not rest or words.make_up(rest)

    def find(subject: Subject) -> Iterator[Hit]:
        project = subject.project
        assert project is not None
        if not project.complete:
            raise Unjudged("这个项目没有读全，缺的指标可能在没有读到的地方")
        held: dict[str, list[Indicator]] = {}
        for one in project.indicators:
            held.setdefault(standard_levels(one, tools)[1], []).append(one)
        known = [one for one in project.indicators if tools.framework.level2(one.level2.name.text)]
        if not any(not firsts or standard_levels(one, tools)[0] in firsts for one in known):
            return  # a table without second levels or with its own, or a project that lacks all of the kind
        absent = [name for name, names in wanted if not any(map(held.get, names))]
        told = [f"没有{'和'.join(absent)}"] if absent else []
        for name, names in wanted:
            listed = [one for each in names & idle for one in held.get(each, ())]
            if listed and all(says_nothing(one, subject) for one in listed):
                told.append(f"{'' if told else '的'}{name}只写了“年底前”“按时”这类话")
        if told:
            yield Hit(fills={"missing": "，".join(told)})

    return find


def _is_year_end(deadline: Deadline) -> bool:
    """年底前, 12月, 2025年: any time of the year will do."""
    if deadline.month is None:
        return deadline.year is not None
    return deadline.month == 12 and deadline.day in (None, 31)
