"""Checks of indicators against each other: the same one twice, or a whole set copied."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from lint_pbt.checks.likeness import Likeness, held
from lint_pbt.checks.primitive import Find, Hit, Options, Subject, primitive
from lint_pbt.checks.tools import Tools
from lint_pbt.model import Indicator, Project
from lint_pbt.selection import standard_levels, standard_names


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
    fills={"other": "前面那条指标的名称", "other_ordinal": "前面那条指标的序号"},
)
def duplicate_indicators(options: Duplicates, tools: Tools) -> Find:
    """The same indicator twice in a project: the same name, or the same in other words.

    Names in other words count only in the same category and with the same number: without that, a part of
    something (照明设备完好率) would pass for the whole (设备完好率).
    """
    likeness = Likeness(tools)

    def find(subject: Subject) -> Iterator[Hit]:
        assert subject.project is not None
        seen: list[tuple[Indicator, object]] = []

        def same(one: tuple[Indicator, object], other: tuple[Indicator, object]) -> bool:
            names = one[0].name.text, other[0].name.text
            if likeness.core(names[0]) == likeness.core(names[1]):
                return True
            return one[1] is not None and one[1] == other[1] and likeness.alike(*names, options.likeness)

        for indicator in subject.project.indicators:
            this = indicator, _measured(indicator, subject)
            other = next((earlier[0] for earlier in seen if same(earlier, this)), None)
            if other is not None:
                number = str(other.ordinal) if other.ordinal is not None else ""
                fills = {"other": other.name.text, "other_ordinal": number}
                yield Hit(indicator.name, "name", fills=fills, indicator=indicator)
            seen.append(this)

    return find


def _measured(indicator: Indicator, subject: Subject) -> object:
    """What must be the same in two indicators that measure the same thing; None where no number is stated."""
    field = indicator.annual or indicator.cycle
    if field is None:
        return None
    stated = tuple([(one.value, one.upper, one.measure) for one in subject.target(field).quantities])
    return (standard_levels(indicator, subject.tools)[1], stated) if stated else None


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


class Restated(Options, frozen=True, kw_only=True):
    """`of` are the first levels whose indicators may be restated, `under` those that should not restate them.

    `likeness` is which share of the shorter name the longer one must hold; `rates` a vocabulary of units that say
    too little to tell two indicators as one.
    """

    of: Annotated[tuple[str, ...], Meta(min_length=1, description="被照抄的一级指标")] = ("产出指标",)
    under: Annotated[tuple[str, ...], Meta(min_length=1, description="照抄的一级指标")] = ("效益指标",)
    likeness: Annotated[
        float, Meta(ge=0.5, le=1, description="较短的名称有多少（0.5～1）含在较长的名称里，才算说的是同一件事")
    ] = 0.7
    rates: Annotated[str, Meta(description="词表：这些单位的数不比")] = "rate-units"


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
    rates = tools.words(options.rates)

    def counted(indicator: Indicator, subject: Subject) -> set[tuple[object, ...]]:
        field = indicator.annual or indicator.cycle
        quantities = subject.target(field).quantities if field is not None else ()
        return {(one.value, one.upper, one.measure) for one in quantities if one.unit and one.unit not in rates}

    def alike(one: str, other: str) -> bool:
        a, b = sorted((likeness.stem(one), likeness.stem(other)), key=len)
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
