"""Checks of the record itself: is it whole, is it numbered in order, does its category exist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import Meta

from lint_pbt.checks.primitive import Find, Hit, Options, Subject, primitive
from lint_pbt.checks.tools import Tools

_TITLES = {"cycle_value": "实施周期指标值", "annual_value": "年度指标值"}


@primitive(
    "complete-record",
    "指标值缺失或读不懂",
    fills={"missing": "缺了什么，或什么读不懂", "leftover": "没能归入任何一栏的文字，带括号；没有时为空"},
)
def complete_record(_: Options, tools: Tools) -> Find:
    """A value that the layout has a place for is missing, or cannot be read."""

    def find(subject: Subject) -> Iterator[Hit]:
        indicator, project = subject.indicator, subject.project
        assert indicator is not None and project is not None
        fields = {"annual_value": indicator.annual}
        if project.form.has_cycle:
            fields["cycle_value"] = indicator.cycle
        absent = [name for name, field in fields.items() if field is None]
        if absent and (project.form.paired or len(absent) == len(fields)):
            missing = "和".join(_TITLES[name] for name in reversed(absent))
            rest = "；".join(field.text for field in indicator.leftover)
            fills = {"missing": f"缺少{missing}", "leftover": f"（“{rest}”前面没有写是哪一项）" if rest else ""}
            yield Hit(None, absent[0], fills=fills)
        for name, field in subject.fields("values"):
            unread = subject.target(field).unread
            if unread is not None:
                fills = {"missing": f"{_TITLES[name]}读不懂：{unread.reason}", "leftover": ""}
                yield Hit(field, name, fills=fills)

    return find


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
    """`report` is what to look for: a category the framework does not know, or one under a wrong first level."""

    report: Annotated[
        Literal["unknown", "misplaced"],
        Meta(description="报什么：unknown 标准框架里没有的类别；misplaced 放错了一级指标的二级指标"),
    ]


@primitive(
    "category",
    "指标类别不在标准框架里，或放错了一级指标",
    options=Category,
    fills={"parents": "该放在哪个一级指标下", "category": "写的类别"},
    own_words=True,
)
def category(options: Category, tools: Tools) -> Find:
    """A category outside the standard framework (`unknown`), or under a wrong first level (`misplaced`)."""
    framework = tools.framework

    def find(subject: Subject) -> Iterator[Hit]:
        indicator = subject.indicator
        assert indicator is not None
        first = framework.level1(indicator.level1.name.text)
        second = framework.level2(indicator.level2.name.text)
        if options.report == "unknown":
            for field, known in ((indicator.level1.name, first), (indicator.level2.name, second)):
                if known is None and field.text:
                    name = "level1" if field is indicator.level1.name else "level2"
                    yield Hit(field, name, fills={"category": field.text, "parents": ""})
        elif first is not None and second is not None:
            parents = framework.parents(second)
            if first.name not in parents:
                fills = {"parents": "或".join(sorted(parents)), "category": indicator.level2.name.text}
                yield Hit(indicator.level2.name, "level2", fills=fills)

    return find
