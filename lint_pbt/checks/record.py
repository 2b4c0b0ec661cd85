"""Checks of the record itself: is it whole, is it numbered in order, does its category exist."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Annotated, Literal

from msgspec import Meta
from msgspec.structs import replace

from lint_pbt.checks.primitive import Find, Hit, Options, Sieve, Subject, primitive
from lint_pbt.checks.selection import naming
from lint_pbt.checks.tools import Tools
from lint_pbt.checks.wording import clip
from lint_pbt.checks.years import of_several_years, titled_for_years
from lint_pbt.knowledge.framework import Framework, bare, core
from lint_pbt.model.document import Field, Indicator, Project

# Of so many pairs of categories it is remembered whether they are right.
_CATEGORIES = 1024
_TITLES = {"cycle_value": "实施周期指标值", "annual_value": "年度指标值"}


# A vocabulary: in a name, goal or title these patterns tell of a cycle longer than a year.
_SEVERAL_YEARS = "several-years"
_ONE_YEAR_ONLY = "，只考核当年的不用补"


@primitive(
    "complete-record",
    "指标值缺失或读不懂",
    fills={
        "missing": "缺了什么，或什么读不懂",
        "leftover": "没能归入任何一栏的文字，带括号；没有时为空",
        "remedy": "该怎么补",
        "stated_value": "可以照写的值：另一栏的值；没有时为空",
        "fitting_value": "同上；没有时是合乎指标名称的写法，数写成 N；看不出时为空",
    },
)
def complete_record(_: Options, tools: Tools) -> Sieve:
    """A value that the layout has a place for is missing, or cannot be read.

    Where the cycle is longer than the year, that only the cycle's is missing is no more than information.
    """
    named_rightly = naming(tools, "指标名称")
    runs_for_years = of_several_years(tools, _SEVERAL_YEARS)
    long_titled = titled_for_years(tools, _SEVERAL_YEARS, ())

    def find(subject: Subject) -> Iterator[Hit]:
        indicator, project = subject.indicator, subject.project
        assert indicator is not None and project is not None
        fields = {"annual_value": indicator.annual}
        if project.form.has_cycle:
            fields["cycle_value"] = indicator.cycle
        absent = [name for name, field in fields.items() if field is None]
        if absent and (project.form.paired or len(absent) == len(fields)):
            named_rightly(indicator.name.text)
            missing = "和".join(_TITLES[name] for name in reversed(absent))
            rest = "；".join(field.text for field in indicator.leftover)
            long = len(fields) > 1 and (long_titled(subject.document) or runs_for_years(subject, project))
            measured = (one.text for one in fields.values() if one and subject.target(one).measurable)
            stated = None if long else next(measured, None)
            for_the_year = long and absent == ["cycle_value"]
            remedy = f"在“{rest}”前面写明它是哪一栏的值" if rest else f"补上{missing}"
            told = f"（“{rest}”前面没有写是哪一项）" if rest else ""
            fills = {
                "missing": f"没有{missing}{_ONE_YEAR_ONLY}" if for_the_year else f"缺少{missing}",
                "leftover": told,
                "remedy": remedy,
                "stated_value": "" if rest else stated or "",
                "fitting_value": "" if rest or for_the_year else stated or _fitting(subject),
            }
            yield Hit(None, absent[0], fills=fills, severity="info" if for_the_year else None)
        for name, field in subject.fields("values"):
            unread = subject.target(field).unread
            if unread is not None and not unread.told:
                fills = {
                    "missing": f"{_TITLES[name]}{'写错了' if unread.remedy else '读不懂'}：{unread.reason}",
                    "leftover": "",
                    "remedy": unread.remedy or "把这个值改写清楚",
                    "stated_value": "",
                    "fitting_value": "" if unread.remedy else _fitting(subject),
                }
                yield Hit(field, name, fills=fills)

    def wanting(subject: Subject) -> bool:
        indicator = subject.indicator
        assert indicator is not None
        absent = indicator.annual is None or indicator.cycle is None
        return absent or any(one.unread is not None for one in subject.targets("values"))

    return Sieve(find, value=wanting)


def _fitting(subject: Subject) -> str:
    """A value that fits the name of the indicator; empty where the name does not tell."""
    assert subject.indicator is not None
    advice = subject.tools.adviser.advice(subject.indicator)
    return advice.example if advice.sure else ""


class Ordinals(Options, frozen=True, kw_only=True):
    """`first` is the number a project's first indicator should have; null asks only for the steps."""

    first: Annotated[int | None, Meta(description="第一条指标的序号应是几；写 null 就只看后面是不是接着前面")] = 1


@primitive(
    "ordinals",
    "指标序号跳号或重号",
    scope="project",
    options=Ordinals,
    fills={"expected": "按顺序该是几", "actual": "写的是几"},
)
def ordinals(options: Ordinals, tools: Tools) -> Find:
    """Numbers of a project's indicators that skip or repeat."""

    def find(subject: Subject) -> Iterator[Hit]:
        assert subject.project is not None
        expected = options.first
        for indicator in subject.project.indicators:
            if indicator.ordinal is None:
                continue
            if expected is not None and indicator.ordinal != expected:
                fills = {"expected": str(expected), "actual": str(indicator.ordinal)}
                yield Hit(indicator.name, "name", 0, 0, fills=fills, indicator=indicator)
            expected = indicator.ordinal + 1

    return find


class Category(Options, frozen=True, kw_only=True):
    """`report` is what to look for: a category the framework does not know, or one under a wrong first level.

    `own` is a vocabulary of the categories that a place has beside the framework.
    """

    report: Annotated[
        Literal["unknown", "misplaced"],
        Meta(description="报什么：unknown 标准框架里没有的类别；misplaced 放错了一级指标的二级指标"),
    ]
    own: Annotated[str, Meta(description="词表：标准框架以外、本地自己规定的类别，不算标准框架里没有")] = (
        "own-categories"
    )


_MOST_NAMED, _LONGEST_NAMED = 3, 11
_EVERYWHERE = "（整张表都是这样，多半是表样印的，不用逐条改）"


@primitive(
    "category",
    "指标类别不在标准框架里，或放错了一级指标",
    scope="document",
    options=Category,
    fills={
        "parents": "该放在哪个一级指标下",
        "category": "写的类别",
        "everywhere": "全表都这样时，说明多半是表样印的；不是就为空",
    },
)
def category(options: Category, tools: Tools) -> Find:
    """A category outside the standard framework (`unknown`), or under a wrong first level (`misplaced`).

    What stands the same in all projects is the form's own: it is told once, as information.
    """
    framework = tools.framework
    own_names = frozenset(map(core, tools.listed(options.own)))

    def knows(name: str, first: str) -> bool:
        """Whether a category is none to be told, under this first level."""
        return not name or framework.knows(name, first) or core(name) in own_names

    def look(indicator: Indicator) -> Iterator[Odd]:
        return _unknown(indicator, knows) if options.report == "unknown" else _misplaced(indicator, framework)

    @lru_cache(maxsize=_CATEGORIES)
    def is_right(level1: str, level2: str) -> bool:
        """Whether there is nothing to say of an indicator under these categories."""
        if options.report == "unknown":
            return knows(level1, "") and knows(level2, level1)
        first, second = framework.level1(level1), framework.level2(level2)
        return first is None or second is None or first.name in framework.parents(second)

    def find(subject: Subject) -> Iterator[Hit]:
        found: dict[tuple[str, str], list[Hit]] = {}
        for unit, project in subject.document.projects():
            for indicator in project.indicators:
                if is_right(indicator.level1.name.text, indicator.level2.name.text):
                    continue
                if options.report == "misplaced" and _is_alone(indicator, project):
                    continue
                for key, field, name, parents in look(indicator):
                    fills = {"category": field.text, "parents": parents, "everywhere": ""}
                    hit = Hit(field, name, fills=fills, unit=unit, project=project, indicator=indicator)
                    found.setdefault(key, []).append(hit)
        if not found:
            return
        printed = _Printed(subject, tools.framework)
        own = [hits for hits in found.values() if printed.everywhere(hits, options.report)]
        if options.report == "unknown" and own:
            yield _of_the_form([hits[0] for hits in own])
        else:
            yield from (_of_the_form(hits[:1]) for hits in own)
        for hits in found.values():
            if hits not in own:
                yield from hits

    return find


Odd = tuple[tuple[str, str], Field, str, str]


def _unknown(indicator: Indicator, knows: Callable[[str, str], bool]) -> Iterator[Odd]:
    first, second = indicator.level1.name, indicator.level2.name
    if not knows(first.text, ""):
        yield ("level1", bare(first.text)), first, "level1", ""
    if not knows(second.text, first.text):
        yield ("level2", bare(second.text)), second, "level2", ""


def _misplaced(indicator: Indicator, framework: Framework) -> Iterator[Odd]:
    first, second = framework.level1(indicator.level1.name.text), framework.level2(indicator.level2.name.text)
    if first is not None and second is not None and first.name not in framework.parents(second):
        parents = "或".join(sorted(framework.parents(second)))
        yield (first.name, second.name), indicator.level2.name, "level2", parents


def _is_alone(indicator: Indicator, project: Project) -> bool:
    """Whether a project has no second level but this one: then the table has one column for levels, and it is a first
    one itself (产出指标, 效益指标, 服务对象满意度指标).
    """
    return {one.level2.name.text for one in project.indicators} == {"", indicator.level2.name.text}


def _of_the_form(hits: Sequence[Hit]) -> Hit:
    """What a form prints, in one hit at the first of its places."""
    told = [dict(hit.fills or {}) for hit in hits]
    category = "”“".join(clip(one["category"], _LONGEST_NAMED) for one in told[:_MOST_NAMED])
    fills = {**told[0], "category": category, "everywhere": _EVERYWHERE}
    return replace(hits[0], severity="info", fills=fills)


class _Printed:
    """Tells what a form prints from what an officer writes: the one stands in all projects that have it."""

    def __init__(self, subject: Subject, framework: Framework) -> None:
        self._framework = framework
        self._projects = 0
        self._firsts: dict[str, set[str]] = {}
        for _, project in subject.document.projects():
            self._projects += bool(project.indicators)
            for one in project.indicators:
                second = framework.level2(one.level2.name.text)
                if second is not None and one.level1.name.text:
                    self._firsts.setdefault(second.name, set()).add(bare(one.level1.name.text))

    def everywhere(self, hits: Sequence[Hit], report: str) -> bool:
        """Whether the hits of one kind are the form's own doing."""
        within = len({one.project.index for one in hits if one.project})
        if report == "unknown":
            return within == self._projects
        indicator = hits[0].indicator
        assert indicator is not None
        first = self._framework.level1(indicator.level1.name.text)
        second = self._framework.level2(indicator.level2.name.text)
        assert first is not None and second is not None
        return len(self._firsts[second.name]) == 1 and (within > 1 or self._framework.printed_under(second, first))
