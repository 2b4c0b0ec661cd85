"""Checks of what stands twice: an indicator, a whole set of them, a project's goal."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from operator import itemgetter
from typing import Annotated

from msgspec import Meta

from lint_pbt.checks.empty_goals import GENERAL_GOALS, general_goals
from lint_pbt.checks.likeness import Likeness, held
from lint_pbt.checks.measures import essence
from lint_pbt.checks.primitive import Find, Hit, Options, Subject, primitive
from lint_pbt.checks.selection import standard_levels, standard_names
from lint_pbt.checks.tools import Tools
from lint_pbt.model.document import Indicator, Place, Project
from lint_pbt.target import Quantity

# 场 and 次 count the same.
_OCCASIONS = "次"

# With so many indicators of the same number an indicator is compared by words; a project has some dozens in all.
_COMPARED = 200
# With a goal that so many other projects have, one more is compared with the first of them.
_NAMES_COMPARED = 50


class Duplicates(Options, frozen=True, kw_only=True):
    """`likeness` is which share of the shorter name the longer one must hold for the two to be compared by words."""

    likeness: Annotated[
        float, Meta(ge=0.5, le=1, description="较短的名称有多少（0.5～1）含在较长的名称里，才逐词比较是不是同一个指标")
    ] = 0.8


@primitive(
    "duplicate-indicators",
    "同一个项目里指标重复",
    scope="project",
    options=Duplicates,
    fills={"other": "前面那条指标的名称", "earlier": "前面那条指标：有序号的是“第几条”，名称不同的带名称"},
)
def duplicate_indicators(options: Duplicates, tools: Tools) -> Find:
    """The same indicator twice in a project: the same name, or the same in other words.

    Names in other words count only in the same category and with the same number: without that, a part of
    something (照明设备完好率) would pass for the whole (设备完好率).
    """
    likeness = Likeness(tools)

    def apart(one: str, other: str) -> bool:
        """True where two names measure two things for all they have in common: 道路工程开工率, 道路工程完工率."""
        for told in (tools.knowledge.kind, lambda name: likeness.usual(tools.knowledge.deed(name))):
            a, b = told(one), told(other)
            if a and b and a != b:
                return True
        return False

    def same(one: str, other: str) -> bool:
        return likeness.alike(one, other, options.likeness) and not apart(one, other)

    stated = lru_cache(maxsize=1024)(lambda value, unit: _stated(value, unit, tools))

    def measured_by(indicator: Indicator) -> object:
        """What must be the same in two indicators that measure the same thing; None where no number is stated."""
        field = indicator.annual or indicator.cycle
        numbers = stated(field.text, tools.unit_of[indicator.name.text]) if field is not None else ()
        return (standard_levels(indicator, tools)[1], numbers) if numbers else None

    def find(subject: Subject) -> Iterator[Hit]:
        assert subject.project is not None
        by_name: dict[str, tuple[int, Indicator]] = {}
        by_measure: dict[object, deque[tuple[int, Indicator]]] = {}
        for number, indicator in enumerate(subject.project.indicators):
            text = indicator.name.text
            name, measured = likeness.core(text), measured_by(indicator)
            earlier: Iterable[tuple[int, Indicator]] = by_measure.get(measured, ()) if measured is not None else ()
            if not subject.project.form.paired:
                earlier = [one for one in earlier if not _of_two_lists(one[1], indicator)]
            alike = next((one for one in earlier if same(one[1].name.text, text)), None) if earlier else None
            found = [one for one in (by_name.get(name), alike) if one is not None]
            if found:
                other = min(found, key=itemgetter(0))[1]
                fills = {"other": other.name.text, "earlier": _earlier(other, indicator)}
                yield Hit(indicator.name, "name", fills=fills, indicator=indicator)
            by_name.setdefault(name, (number, indicator))
            if measured is not None:
                by_measure.setdefault(measured, deque(maxlen=_COMPARED)).append((number, indicator))

    return find


def _of_two_lists(one: Indicator, other: Indicator) -> bool:
    """True where one stands in the list of the cycle alone, and the other in that of the year."""
    return (one.cycle is None) != (other.cycle is None) and (one.annual is None) != (other.annual is None)


def _earlier(other: Indicator, indicator: Indicator) -> str:
    """What the earlier indicator is called: by its number where it has one, by its name where that is another."""
    name = "" if other.name.text == indicator.name.text else f"“{other.name.text}”"
    if other.ordinal is not None:
        return f"第 {other.ordinal} 条{name}"
    return f"前面的{name}" if name else "前面一条"


def _stated(value: str, unit: str, tools: Tools) -> tuple[object, ...]:
    """The numbers of a value with what they count, which `unit` tells where the value does not."""
    units = tools.parser.units

    def counted(one: Quantity) -> str | None:
        return _OCCASIONS if one.unit and units.meaning(one.unit).dimension == _OCCASIONS else one.measure

    return tuple([(one.value, one.upper, counted(one)) for one in tools.parser.parse_in(unit, value).quantities])


class CopiedSet(Options, frozen=True, kw_only=True):
    """`at_least` is how many indicators two projects must share, all of theirs, for a set to count as copied."""

    at_least: Annotated[int, Meta(ge=2, description="项目至少有几条指标才看")] = 3


@primitive(
    "copied-set",
    "两个项目的指标和指标值完全一样",
    scope="document",
    options=CopiedSet,
    fills={"other": "另一个项目的序号和名称", "count": "有几条指标一样"},
)
def copied_set(options: CopiedSet, tools: Tools) -> Find:
    """Two projects with the same set of indicators and values."""
    likeness = Likeness(tools)

    def key(project: Project) -> tuple[tuple[str, str, str], ...]:
        return tuple(
            sorted(
                (
                    standard_levels(one, tools)[1],
                    likeness.core(one.name.text),
                    "".join(one.annual.text.split()) if one.annual else "",
                )
                for one in project.indicators
            )
        )

    def find(subject: Subject) -> Iterator[Hit]:
        first: dict[tuple[tuple[str, str, str], ...], Project] = {}
        for unit, project in subject.document.projects():
            if len(project.indicators) < options.at_least:
                continue
            same = key(project)
            other = first.setdefault(same, project)
            if other is not project:
                fills = {"other": f"{other.index}“{other.name.text}”", "count": str(len(project.indicators))}
                yield Hit(fills=fills, project=project, unit=unit, identity="；".join(map("，".join, same)))

    return find


class CopiedGoal(Options, frozen=True, kw_only=True):
    """`at_least` is how many characters a goal has to have: 完成年度任务 is soon the same. `likeness` is which share of
    the shorter project's name the longer one must hold for the two to be parts of one project. `general` is a
    vocabulary: a goal of nothing but its words is another rule's matter.
    """

    at_least: Annotated[int, Meta(ge=2, description="绩效目标至少有几个字（不算标点）才看")] = 6
    likeness: Annotated[
        float, Meta(ge=0.5, le=1, description="较短的项目名称有多少（0.5～1）含在较长的里，就算一个项目分成几笔，不报")
    ] = 0.8
    general: Annotated[str, Meta(description="词表：全由这些词拼成的绩效目标不看，general-goal 会报")] = GENERAL_GOALS


@primitive(
    "copied-goal",
    "两个项目的绩效目标一字不差",
    scope="document",
    options=CopiedGoal,
    fills={"other": "另一个项目的序号和名称"},
)
def copied_goal(options: CopiedGoal, tools: Tools) -> Find:
    """Two projects with the same goal, letter for letter, each in a cell of its own."""
    likeness, says_nothing = Likeness(tools), general_goals(tools, options.general)

    @lru_cache(maxsize=1024)
    def of_one(name: str, other: str) -> bool:
        """Whether two names may be those of parts of one project."""
        return name == other or likeness.alike(name, other, options.likeness)

    def find(subject: Subject) -> Iterator[Hit]:
        # By the goal: those that have it by their names, in their order and each with where the goal stands.
        having: dict[str, dict[str, list[tuple[Place, Project]]]] = {}
        for unit, project in subject.document.projects():
            goal = likeness.core(project.goal.text) if project.goal is not None else ""
            if project.goal is None or len(goal) < options.at_least or says_nothing(goal):
                continue
            name, place = essence(project.name.text), project.goal.place()
            others = having.setdefault(goal, {})
            # Not those that are parts of one project with it, nor those that share the cell with it.
            apart = (those for other, those in islice(others.items(), _NAMES_COMPARED) if not of_one(name, other))
            firsts = (next((one for one in those if one[0] != place), None) for those in apart)
            copied = next(filter(None, firsts), None)
            others.setdefault(name, []).append((place, project))
            if copied is not None:
                fills = {"other": f"{copied[1].index}“{copied[1].name.text}”"}
                yield Hit(project.goal, "goal", fills=fills, project=project, unit=unit, identity=goal)

    return find


class Restated(Options, frozen=True, kw_only=True):
    """`of` are the first levels whose indicators may be restated, `under` those that should not restate them.

    `likeness` is which share of the shorter name the longer one must hold; `rates` a vocabulary of units that say
    too little to tell two indicators as one; `leading` are words in front of a name that change nothing.
    """

    of: Annotated[tuple[str, ...], Meta(min_length=1, description="被照抄的一级指标")] = ("产出指标",)
    under: Annotated[tuple[str, ...], Meta(min_length=1, description="照抄的一级指标")] = ("效益指标",)
    likeness: Annotated[
        float, Meta(ge=0.5, le=1, description="较短的名称有多少（0.5～1）含在较长的名称里，才算说的是同一件事")
    ] = 0.7
    rates: Annotated[str, Meta(description="词表：这些单位的数不比")] = "rate-units"
    leading: Annotated[tuple[str, ...], Meta(description="名称前面不改变意思的词，比较时去掉")] = ()


@primitive(
    "restated",
    "一类指标照抄了另一类",
    scope="project",
    options=Restated,
    fills={"other": "被照抄的指标名称", "stated": "两条写的同一个数"},
)
def restated(options: Restated, tools: Tools) -> Find:
    """A benefit with the number and unit of an output and a like name."""
    likeness = Likeness(tools)
    of, under = standard_names(options.of, tools, first=True), standard_names(options.under, tools, first=True)
    rates, leading = tools.words(options.rates), tools.words(None, extra=options.leading)

    def stem(name: str) -> str:
        bare = likeness.stem(name)
        return bare[len(leading.starting(bare) or "") :]

    def counted(indicator: Indicator, subject: Subject) -> set[tuple[object, ...]]:
        field = indicator.annual or indicator.cycle
        quantities = subject.target(field, indicator).quantities if field is not None else ()
        return {(one.value, one.upper, one.measure) for one in quantities if one.unit and one.unit not in rates}

    def alike(one: str, other: str) -> bool:
        a, b = sorted((stem(one), stem(other)), key=len)
        return likeness.core(one) == likeness.core(other) or (len(a) > 1 and held(a, b) >= options.likeness)

    def find(subject: Subject) -> Iterator[Hit]:
        project = subject.project
        assert project is not None
        firsts = [(standard_levels(one, tools)[0], one) for one in project.indicators]
        outputs = [(one, counted(one, subject)) for first, one in firsts if first in of]
        for first, one in firsts:
            numbers = counted(one, subject) if first in under else set()
            for output, others in outputs if numbers else ():
                if numbers & others and alike(one.name.text, output.name.text):
                    value = one.annual or one.cycle
                    fills = {"other": output.name.text, "stated": value.text if value else ""}
                    yield Hit(one.name, "name", fills=fills, indicator=one)
                    break

    return find
