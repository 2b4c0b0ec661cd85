"""Checks of sums: money that does not add up, weights that do not make the total."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from lint_pbt.checks.measures import heads
from lint_pbt.checks.primitive import Find, Hit, Options, Subject, primitive
from lint_pbt.checks.selection import standard_levels, standard_names
from lint_pbt.checks.tools import Tools, Unjudged, Words
from lint_pbt.model.document import Amount, BudgetUnit, Document, Indicator, Project
from lint_pbt.model.rule import Severity
from lint_pbt.text.folding import fold
from lint_pbt.text.patterns.lazy import Pattern

_WEIGHT = "权重"  # the role, as columns that were taken are called
_IN_BRACKETS = Pattern(r"\(\D{0,2}(\d+)[分%]?\)$")


class AmountSum(Options, frozen=True, kw_only=True):
    """A table may show only some of the projects that its total is of: then a large part of the total is missing.

    `excerpt` is from which share of the total on, `partial` how that is reported.
    """

    excerpt: Annotated[
        float, Meta(ge=0, le=1, description="各项目（单位）比合计少的部分占合计多少（0～1）以上，可能是摘录")
    ] = 0.1
    partial: Annotated[Severity | None, Meta(description="可能是摘录的报哪一级；不写就同别的一样")] = None


_PARTIAL = "；这张表如果只摘了一部分，不用改"


@primitive(
    "amount-sum",
    "合计与分项金额对不上",
    scope="document",
    options=AmountSum,
    fills={
        "whole": "谁的合计",
        "parts": "哪些分项",
        "total": "写的合计",
        "sum": "分项相加得多少",
        "partial": "表里可能只摘了一部分的，说明那就不用改；否则为空",
    },
)
def amount_sum(options: AmountSum, tools: Tools) -> Find:
    """Totals that are not the sum of their parts, beyond what rounding of the parts explains."""
    share = Decimal(str(options.excerpt))

    def of_an_excerpt(hit: Hit, whole: Amount, parts: Sequence[Amount]) -> Hit:
        """The hit, milder where so much of the total is missing that the table may show only a part."""
        missing = whole.value - sum((part.value for part in parts), Decimal(0))
        if options.partial is None or missing <= share * whole.value:
            return hit
        return replace(hit, severity=options.partial, fills={**(hit.fills or {}), "partial": _PARTIAL})

    def against(
        whole: Sequence[Amount], parts: Sequence[Sequence[Amount]], name: str, of: str, unit: BudgetUnit | None
    ) -> Iterator[Hit]:
        """The total against the totals of its parts; silent where any of them has none."""
        if whole and parts and all(parts):
            firsts = [part[0] for part in parts]
            for hit in _compare(whole[0], firsts, name, of, unit, None):
                yield of_an_excerpt(hit, whole[0], firsts)

    def find(subject: Subject) -> Iterator[Hit]:
        document = subject.document
        units = [unit for unit in document.units if unit.name is not None]
        if units and len(units) == len(document.units):
            parts, of = [unit.amounts for unit in units], "各单位"
            if not any(parts):  # the projects stand for their units
                parts, of = [project.amounts for unit in units for project in unit.projects], "各项目"
            yield from against(document.amounts, parts, "合计", of, None)
        for unit in document.units:
            whole = unit.amounts if unit.name is not None else document.amounts
            name = f"单位“{unit.name.text}”的总计" if unit.name else "合计"
            if unit.name is not None or len(document.units) == 1:
                parts = [project.amounts for project in unit.projects]
                yield from against(whole, parts, name, "各项目", unit)
            for project in unit.projects:
                yield from _sources(project, unit)

    return find


def _sources(project: Project, unit: BudgetUnit) -> Iterator[Hit]:
    """A project's total against its sources of money."""
    if len(project.amounts) > 1:
        total, *sources = project.amounts
        names = [source.column for source in sources if source.column]
        if len(set(names)) < len(names):
            return  # one source twice: of the cycle and of the year, or before a change and after it
        yield from _compare(total, sources, f"项目“{project.name.text}”的总计", "各资金来源", unit, project)


def _compare(
    total: Amount, parts: Sequence[Amount], name: str, of: str, unit: BudgetUnit | None, project: Project | None
) -> Iterator[Hit]:
    added = sum((part.value for part in parts), Decimal(0))
    if abs(added - total.value) > _rounding([total, *parts]):
        fills = {"whole": name, "parts": of, "total": f"{total.value:,}", "sum": f"{added:,}", "partial": ""}
        yield Hit(total.field, "amount", fills=fills, unit=unit, project=project)


def _rounding(amounts: Sequence[Amount]) -> Decimal:
    """Half a unit of the last place for each amount, the total included."""
    coarsest = max(int(amount.value.as_tuple().exponent) for amount in amounts)
    return Decimal(len(amounts)) * Decimal(5).scaleb(coarsest - 1)


class WeightSum(Options, frozen=True, kw_only=True):
    """`total` is what weights add up to; `without_execution` what they do where budget execution holds the rest.

    `execution` is a vocabulary: what names of indicators of budget execution end with; `execution_alone` are words
    that are such a name only by themselves: a plan of performances has a 执行率 too. `parts` are what the weights of
    first levels add up to, where a place says so; a level that a project has not is left to the total.
    """

    total: Annotated[float, Meta(gt=0, description="权重合计应是多少")] = 100
    without_execution: Annotated[float, Meta(gt=0, description="表里没有预算执行指标时，也可以合计成这个数")] = 90
    execution: Annotated[str, Meta(description="词表：预算执行指标的名称以这些词结尾")] = "budget-execution"
    execution_alone: Annotated[
        tuple[str, ...], Meta(description="单独作名称才是预算执行指标的词，如“执行率”；“演出计划执行率”不是")
    ] = ()
    parts: Annotated[
        dict[str, float],
        Meta(description="各个一级指标的权重合计应是多少，如 {产出指标: 50, 效益指标: 30}；项目里没有的不看"),
    ] = {}  # noqa: RUF012 - msgspec gives each a copy


_INCOMPLETE = "这个项目没有读全，别的权重可能在没有读到的地方"
_BESIDE_EXECUTION = "（预算执行率另占 {share:f} 分的表是 {rest:f}）"


@primitive(
    "weight-sum",
    "项目的权重加起来不对",
    scope="project",
    options=WeightSum,
    fills={
        "of": "哪个一级指标的（全部指标的为空）",
        "sum": "权重合计",
        "expected": "应是多少",
        "printed": "列标题写明了合计的，带括号引出来；否则为空",
    },
)
def weight_sum(options: WeightSum, tools: Tools) -> Find:
    """Weights of a project that do not add up; what the title of their column says they should, counts."""
    execution, alone = tools.words(options.execution), Words(options.execution_alone)
    total, rest = Decimal(str(options.total)), Decimal(str(options.without_execution))
    parts = [(name, standard_names((name,), tools, first=True), part) for name, part in options.parts.items()]

    def within(weighted: Sequence[tuple[Indicator, Decimal]], added: Decimal) -> Iterator[Hit]:
        """What the weights of first levels come to where that is something else than they should."""
        for name, levels, part in parts:
            listed = [(one, weight) for one, weight in weighted if standard_levels(one, tools)[0] in levels]
            come, expected = sum((weight for _, weight in listed), Decimal(0)), Decimal(f"{part:.15g}")
            if listed and come != (expected / 100 if added <= 1 else expected):
                fills = {"of": f"“{name}”的", "sum": f"{come:f}", "expected": f"{expected:f}", "printed": ""}
                yield Hit(listed[0][0].level1.name, "level1", fills=fills)

    def find(subject: Subject) -> Iterator[Hit]:
        project = subject.project
        assert project is not None
        weighted = [(one, weight) for one in project.indicators if (weight := weight_of(one.weight)) is not None]
        if not weighted:
            return
        added = sum((weight for _, weight in weighted), Decimal(0))
        named = (head for one, _ in weighted for head in heads(one.name.text))
        listed = any(execution.ending(name) or name in alone for name in named)
        title, stated = _stated(subject.document, weighted, {total, rest})
        # Budget execution may stand in the list beside the others' total: 分值（90）.
        allowed = {total} if listed and stated != rest else {total, rest} if listed or stated is None else {stated}
        if not parts and (_weigh_within_levels(weighted, total) or _weigh_levels(weighted, allowed)):
            return
        unfit = list(within(weighted, added))
        if unfit and not project.complete:
            raise Unjudged(_INCOMPLETE)
        if unfit:
            yield from unfit
            return
        # Some tables give weights as shares of one.
        if added not in allowed and added * 100 not in allowed:
            if not project.complete:
                raise Unjudged(_INCOMPLETE)
            expected = f"{max(allowed):f}"
            if len(allowed) > 1:
                expected += _BESIDE_EXECUTION.format(share=total - rest, rest=rest)
            printed = f"（列标题写着“{title}”）" if stated is not None else ""
            yield Hit(fills={"of": "", "sum": f"{added:f}", "expected": expected, "printed": printed})

    return find


def _weigh_within_levels(weighted: Sequence[tuple[Indicator, Decimal]], total: Decimal) -> bool:
    """Whether the weights are those within each first level, which has its own: then one of them makes the total."""
    sums: dict[str, Decimal] = {}
    for one, weight in weighted:
        level = "".join(fold(one.level1.name.text).split())
        sums[level] = sums.get(level, Decimal(0)) + weight
    return len(sums) > 1 and total in sums.values()


def _weigh_levels(weighted: Sequence[tuple[Indicator, Decimal]], allowed: Container[Decimal]) -> bool:
    """Whether the weights are those of the levels themselves, written at each of their indicators: one of each level
    makes the total, and several have more indicators than one.
    """
    for levels in (1, 2):
        weights: dict[tuple[str, ...], list[Decimal]] = {}
        for one, weight in weighted:
            texts = (one.level1.name.text, one.level2.name.text)[:levels]
            weights.setdefault(tuple("".join(fold(text).split()) for text in texts), []).append(weight)
        alike = all(len(set(found)) == 1 for found in weights.values())
        several = sum(len(found) > 1 for found in weights.values()) > 1
        if alike and several and sum((found[0] for found in weights.values()), Decimal(0)) in allowed:
            return True
    return False


def _stated(
    document: Document, weighted: Sequence[tuple[Indicator, Decimal]], totals: Container[Decimal]
) -> tuple[str, Decimal | None]:
    """The title of the column of these weights, and which of the totals it states: 分值权重（90）."""
    first = weighted[0][0].weight
    place = first.place() if first is not None else None
    title = ""
    for table in document.taken:
        if place is not None and table.place.sheet == place.sheet and table.place.line <= place.line:
            title = next((column.title for column in table.columns if column.role == _WEIGHT), "")
    number = _IN_BRACKETS.search(fold(title))
    stated = Decimal(number[1]) if number else None
    return title, stated if stated in totals else None


def weight_of(field: object) -> Decimal | None:
    """The number a weight field holds, a percent sign taken off; None where it holds none."""
    try:
        number = Decimal(fold(str(field)).strip().rstrip("%分").strip()) if field is not None else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None
